package name

import (
	"fmt"
	"testing"
)

func TestResolveDate(t *testing.T) {
	const published = "2025-08-16" // a Saturday
	tests := []struct {
		text, published string
		future          bool
		want            string
	}{
		{"August 15", published, false, "2025-08-15"},
		{"Aug. 15", published, false, "2025-08-15"},
		{"15 August 2024", "", false, "2024-08-15"},
		{"August 15, 2024", "", false, "2024-08-15"},
		{"the 15th of August", published, false, "2025-08-15"},
		{"on the 3rd of May 1998", "", false, "1998-05-03"},
		{"Friday, August 15", published, false, "2025-08-15"},
		{"Friday (August 15)", published, false, "2025-08-15"},
		{"August 20", published, false, "2025-08-20"},
		{"December 20", "2026-01-10", false, "2025-12-20"},
		{"January 5", "2025-12-20", true, "2026-01-05"},
		{"2025-08-15", "", false, "2025-08-15"},
		{"2025-08-15T10:00:00Z", "", false, "2025-08-15"},
		{"16/08/2025", "", false, "2025-08-16"},
		{"08/16/2025", "", false, "2025-08-16"},
		{"05/06/2025", "", false, ""},
		{"in 1943", "", false, "1943"},
		{"in March 2014", "", false, "2014-03"},
		{"in March", published, false, "2025-03"},
		{"in November", published, false, "2024-11"},
		{"in November", published, true, "2025-11"},
		{"last March", published, false, "2025-03"},
		{"February 30, 2025", "", false, ""},
		{"on Friday", published, false, "2025-08-15"},
		{"on Saturday", published, false, "2025-08-16"},
		{"on Sunday", published, false, "2025-08-10"},
		{"on Sunday", published, true, "2025-08-17"},
		{"Friday morning", published, false, "2025-08-15"},
		{"last Saturday", published, false, "2025-08-09"},
		{"next Monday", published, false, "2025-08-18"},
		{"this Monday", published, false, "2025-08-11"},
		{"yesterday", published, false, "2025-08-15"},
		{"today", "2025-08-16T09:30:00Z", false, "2025-08-16"},
		{"tomorrow", "2024-12-31", false, "2025-01-01"},
		{"last night", published, false, "2025-08-15"},
		{"last week", published, false, "2025-W32"},
		{"earlier this week", published, false, "2025-W33"},
		{"next month", published, false, "2025-09"},
		{"last month", "2025-01-31", false, "2024-12"},
		{"last year", published, false, "2024"},
		{"three days ago", published, false, "2025-08-13"},
		{"two years ago", published, false, "2023"},
		{"at 10:30 on Friday", published, false, "2025-08-15"},
		{"the 1990s", published, false, ""},
		{"Fridays", published, false, ""},
		{"10:30", published, false, ""},
		{"on Friday", "", false, ""},
		{"yesterday", "", false, ""},
		{"August 15", "", false, ""},
		{"August 15", "soon", false, ""},
		{"on Friday", "2025-08", false, ""},
		{"the table", published, false, ""},
		{"", published, false, ""},
	}
	for _, test := range tests {
		got, ok := ResolveDate(test.text, test.published, test.future)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("ResolveDate(%q, %q, %v) = %q, %v; want %q", test.text, test.published, test.future, got, ok, test.want)
		}
	}
}

func TestDateline(t *testing.T) {
	tests := []struct {
		name, text, place, day string
	}{
		{"agency with date", "MOSCOW, Aug 16, 2025 (Reuters) - The envoys arrived.", "MOSCOW", "2025-08-16"},
		{"agency with day and month", "OSLO, Aug 16 (Reuters) - The envoys arrived.", "OSLO", ""},
		{"country and agency", "KYIV, Ukraine (AP) — The envoys arrived.", "KYIV", ""},
		{"state and agency", "ANNAPOLIS, Md. (AP) - Cadets marched.", "ANNAPOLIS", ""},
		{"agency first", "UNITED NATIONS (AFP) - The council met.", "UNITED NATIONS", ""},
		{"small letters", "Geneva, 16 August 2025 – The council met.", "Geneva", "2025-08-16"},
		{"dash alone", "LISBON — Ministers gathered.", "LISBON", ""},
		{"after a headline", "Envoys gather for talks\n\nBy Ana Costa\n\nLISBON, August 3, 2024 (Lusa) — Ministers gathered.", "LISBON", "2024-08-03"},
		{"day alone", "Envoys gather for talks\n16 August 2025\nMinisters gathered.", "", "2025-08-16"},
		{"published", "Published: Saturday, August 16, 2025\n\nMinisters gathered.", "", "2025-08-16"},
		{"updated with time", "Envoys gather\nUpdated 16 Aug 2025, 10:30 GMT\nMinisters gathered.", "", "2025-08-16"},
		{"byline", "By Ana Costa | August 3, 2024\nMinisters gathered.", "", "2024-08-03"},
		{"iso", "Date: 2025-08-16\nMinisters gathered.", "", "2025-08-16"},
		{"date in a sentence", "The treaty was signed on 16 August 1945.\n", "", ""},
		{"date opens a sentence", "August 16, 1945 was a hot day in the capital.", "", ""},
		{"headline with a dash", "Ana Costa - a life in letters", "", ""},
		{"nothing", "Ministers gathered for talks.", "", ""},
		{"empty", "", "", ""},
	}
	for _, test := range tests {
		place, day, ok := Dateline(test.text)
		if place != test.place || day != test.day || ok != (test.place != "" || test.day != "") {
			t.Errorf("%s: Dateline = %q, %q, %v; want %q, %q", test.name, place, day, ok, test.place, test.day)
		}
	}
}

func ExampleResolveDate() {
	iso, _ := ResolveDate("on Friday", "2025-08-16", false)
	fmt.Println(iso)
	iso, _ = ResolveDate("on Friday", "2025-08-16", true)
	fmt.Println(iso)
	// Output:
	// 2025-08-15
	// 2025-08-22
}

func FuzzResolveDate(f *testing.F) {
	for _, seed := range []string{"on Friday", "August 15, 2025", "last week", "2025-08-15", "10:30 p.m. GMT", "the 1990s", "999 years ago", "May", "\xff the"} {
		f.Add(seed, "2025-08-16", true)
	}
	f.Fuzz(func(t *testing.T, text, published string, future bool) {
		iso, ok := ResolveDate(text, published, future)
		if ok != (iso != "") {
			t.Errorf("ResolveDate(%q, %q) = %q, %v", text, published, iso, ok)
		}
	})
}

func FuzzDateline(f *testing.F) {
	f.Add("MOSCOW, Aug 16, 2025 (Reuters) - The envoys arrived.")
	f.Add("Published: Saturday, August 16, 2025\n")
	f.Add("A (\n—")
	f.Add("BA()")
	f.Add("\xff\xfe - ( ,")
	f.Fuzz(func(t *testing.T, text string) {
		place, day, ok := Dateline(text)
		if ok != (place != "" || day != "") {
			t.Errorf("Dateline(%q) = %q, %q, %v", text, place, day, ok)
		}
	})
}
