package name_test

import (
	"fmt"
	"log"
	"slices"
	"strings"
	"testing"

	"attache/extract/model/en"
)

func load(t testing.TB) *en.Model {
	t.Helper()
	m, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestScores pins what must be reached, as the model itself states it.
func TestScores(t *testing.T) {
	info, err := en.Info()
	if err != nil {
		t.Fatal(err)
	}
	for file, least := range map[string]float64{"uner-ewt-test": 0.77, "uner-pud-test": 0.69, "crossner-politics-test": 0.60} {
		if got := info.Scores[file]["f1"]; got < least {
			t.Errorf("names on %s: F1 %.4f, want at least %.2f", file, got, least)
		}
	}
}

// find writes the mentions of a text as "Type[text]", with titles as
// "Type[text]<title>".
func find(t testing.TB, text string) []string {
	m := load(t)
	var list []string
	for _, mention := range m.Names.Find(text, m.Parse(text)) {
		s := mention.Type + "[" + mention.Text + "]"
		if mention.Title != "" {
			s += "<" + mention.Title + ">"
		}
		list = append(list, s)
	}
	return list
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"title outside", "French President Emmanuel Macron flew to Lagos.", "Person[Emmanuel Macron]<President> Place[Lagos]"},
		{"country before the title", "US Secretary of State Antony Blinken met Wang Yi.", "Place[US] Person[Antony Blinken]<Secretary of State> Person[Wang Yi]"},
		{"two offices", "Deputy Prime Minister and Finance Minister Heather Reisman spoke.", "Person[Heather Reisman]<Deputy Prime Minister and Finance Minister>"},
		{"honorific", "Mr. Tanaka thanked Dr. Maria Lopez.", "Person[Tanaka]<Mr.> Person[Maria Lopez]<Dr.>"},
		{"ministry", "The Turkish Foreign Ministry said talks would go on.", "Organization[Turkish Foreign Ministry]"},
		{"alliance", "NATO and the European Union welcomed the vote.", "Organization[NATO] Organization[European Union]"},
		{"base", "They landed at Joint Base Lewis-McChord near Tacoma.", "Place[Joint Base Lewis-McChord] Place[Tacoma]"},
		{"possessive outside", "Merkel's visit pleased Poland's government.", "Person[Merkel] Place[Poland]"},
		{"dates", "The talks in Geneva began on Monday and end on August 20, 2025.", "Place[Geneva] Date[Monday] Date[August 20, 2025]"},
		{"year and clock", "In 1998 the ferry left Dover at 10:30 p.m. each night.", "Date[1998] Place[Dover] Time[10:30 p.m.]"},
		{"event", "Ministers met at the Munich Security Conference in Germany.", "Event[Munich Security Conference] Place[Germany]"},
		{"unknown name after a title", "Vice-Premier Sun Qingbo flew to Havana.", "Person[Sun Qingbo]<Vice-Premier> Place[Havana]"},
		{"office for a field", "On Monday Water Minister Ana Costa spoke to Reuters.", "Date[Monday] Person[Ana Costa]<Water Minister> Organization[Reuters]"},
		{"title before a comma", "The Iranian foreign minister, Abbas Araghchi, landed in Muscat.", "Person[Abbas Araghchi]<foreign minister> Place[Muscat]"},
		{"title after a comma", "Ana Costa, the Ghanaian ambassador, left.", "Person[Ana Costa]<ambassador>"},
		{"summit of an alliance", "They spoke at the G7 summit in Hiroshima.", "Event[G7 summit] Place[Hiroshima]"},
		{"headline in capitals", "COSTA LEAVES LISBON AFTER TALKS\n\nMinister Ana Costa left Lisbon.", "Person[COSTA] Place[LISBON] Person[Ana Costa]<Minister> Place[Lisbon]"},
		{"short day that is none", "The Sun reported it.", "Organization[Sun]"},
		{"name that a parliament bears", "She spoke at the Palace of Westminster in London.", "Place[Palace of Westminster] Place[London]"},
		{"foreign palace", "They dined at the Palazzo Chigi in Rome.", "Place[Palazzo Chigi] Place[Rome]"},
		{"prizes", "Ana Costa sang at the Harbour Music Awards in Cork.", "Person[Ana Costa] Event[Harbour Music Awards] Place[Cork]"},
		{"month that is a verb", "They may march on Friday.", "Date[Friday]"},
	}
	for _, test := range tests {
		if got := strings.Join(find(t, test.text), " "); got != test.want {
			t.Errorf("%s: %s\n got %s\nwant %s", test.name, test.text, got, test.want)
		}
	}
}

func TestMentionsLeadBackToTheText(t *testing.T) {
	m := load(t)
	text := "OSLO, May 3, 2024 (NTB) — Prime Minister Ana Costa, who’d come from Lisbon, met “Kofi Mensah” of Ghana’s Trade Ministry.\n\nCosta left on Tuesday.\n"
	sentences := m.Parse(text)
	mentions := m.Names.Find(text, sentences)
	if len(mentions) < 6 {
		t.Fatalf("%d mentions: %v", len(mentions), mentions)
	}
	end := 0
	for _, x := range mentions {
		tokens := sentences[x.Sentence].Tokens
		switch {
		case x.Text != text[x.Start:x.End]:
			t.Errorf("%q is not what stands at its offsets", x.Text)
		case x.First >= x.Last || tokens[x.First].Start != x.Start || tokens[x.Last-1].End != x.End:
			t.Errorf("%q: tokens %d to %d have other offsets", x.Text, x.First, x.Last)
		case x.Head < x.First || x.Head >= x.Last:
			t.Errorf("%q: head %d is outside", x.Text, x.Head)
		case x.Start < end:
			t.Errorf("%q overlaps the mention before", x.Text)
		}
		end = x.End
	}
	again := m.Names.Find(text, m.Parse(text))
	if !slices.Equal(mentions, again) {
		t.Error("the same text gave other mentions")
	}
}

func Example() {
	m, err := en.Load()
	if err != nil {
		log.Fatal(err)
	}
	text := "Foreign Minister Sergey Lavrov arrived in Ankara on Tuesday."
	for _, x := range m.Names.Find(text, m.Parse(text)) {
		fmt.Printf("%s %q %q\n", x.Type, x.Text, x.Title)
	}
	// Output:
	// Person "Sergey Lavrov" "Foreign Minister"
	// Place "Ankara" ""
	// Date "Tuesday" ""
}

func FuzzFind(f *testing.F) {
	m := load(f)
	for _, seed := range []string{"President Ana Costa met NATO on Friday.", "", "(\"", "MAY 3RD 2024", "’s", "\xff\xfe A\x00B", strings.Repeat("Bank of ", 30)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, x := range m.Names.Find(text, m.Parse(text)) {
			if x.Text != text[x.Start:x.End] || x.Text == "" {
				t.Errorf("mention %+v does not fit the text", x)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	m := load(b)
	text := strings.Repeat("Foreign Minister Sergey Lavrov arrived in Ankara on Tuesday, and the ministers of both countries talked for hours about grain. ", 200)
	sentences := m.Parse(text)
	tokens := 0
	for i := range sentences {
		tokens += len(sentences[i].Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		m.Names.Find(text, sentences)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
