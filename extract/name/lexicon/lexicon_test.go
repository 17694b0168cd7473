package lexicon

import (
	"slices"
	"testing"
	"time"
)

func TestKeyFoldsCaseAccentsAndPunctuation(t *testing.T) {
	for name, want := range map[string]string{
		"U.S.":           "us",
		"Côte d’Ivoire":  "cote divoire",
		"Guinea-Bissau":  "guinea bissau",
		"  São  Tomé ":   "sao tome",
		"Łódź":           "lodz",
		"Johnson & Sons": "johnson & sons",
		"...":            "",
		"":               "",
		"\xff":           "",
	} {
		if got := Key(name); got != want {
			t.Errorf("Key(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCountriesPeoplesAndCapitals(t *testing.T) {
	type lookupFunc func(string) (string, bool)
	tests := []struct {
		kind   string
		lookup lookupFunc
		name   string
		want   string
	}{
		{"country", Country, "Russia", "RU"},
		{"country", Country, "Russian Federation", "RU"},
		{"country", Country, "U.S.", "US"},
		{"country", Country, "US", "US"},
		{"country", Country, "us", ""},
		{"country", Country, "the United States", "US"},
		{"country", Country, "Ivory Coast", "CI"},
		{"country", Country, "Türkiye", "TR"},
		{"country", Country, "TURKEY", "TR"},
		{"country", Country, "Scotland", "GB"},
		{"country", Country, "Atlantis", ""},
		{"demonym", Demonym, "Russian", "RU"},
		{"demonym", Demonym, "Ukrainians", "UA"},
		{"demonym", Demonym, "American", "US"},
		{"demonym", Demonym, "South Korean", "KR"},
		{"demonym", Demonym, "Dutch", "NL"},
		{"demonym", Demonym, "British", "GB"},
		{"demonym", Demonym, "Emirati", "AE"},
		{"demonym", Demonym, "Martian", ""},
		{"capital", CapitalOf, "Moscow", "RU"},
		{"capital", CapitalOf, "Kiev", "UA"},
		{"capital", CapitalOf, "Kyiv", "UA"},
		{"capital", CapitalOf, "Washington", "US"},
		{"capital", CapitalOf, "Mexico City", "MX"},
		{"capital", CapitalOf, "Chicago", ""},
		{"region", Region, "Alaska", "US"},
		{"region", Region, "Ontario", "CA"},
	}
	for _, test := range tests {
		got, ok := test.lookup(test.name)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%s %q = %q, %v; want %q", test.kind, test.name, got, ok, test.want)
		}
	}
	if city, ok := Capital("JP"); city != "Tokyo" || !ok {
		t.Errorf("Capital(JP) = %q, %v", city, ok)
	}
	if name, ok := CountryWithCode("DE"); name != "Germany" || !ok {
		t.Errorf("CountryWithCode(DE) = %q, %v", name, ok)
	}
	if iso, people, ok := City("Anchorage"); iso != "US" || people < 200000 || !ok {
		t.Errorf("City(Anchorage) = %q, %d, %v", iso, people, ok)
	}
}

func TestFirstNamesTellGender(t *testing.T) {
	for name, want := range map[string]Gender{
		"Sergey": Male, "Donald": Male, "VOLODYMYR": Male, "José": Male,
		"Maria": Female, "Ursula": Female, "Angela": Female, "Kim": GenderUnknown,
	} {
		if got, ok := FirstName(name); got != want || !ok {
			t.Errorf("FirstName(%s) = %v, %v; want %v", name, got, ok, want)
		}
	}
	if _, ok := FirstName("Xqzt"); ok {
		t.Error("Xqzt is taken for a given name")
	}
}

func TestTitles(t *testing.T) {
	tests := []struct {
		phrase string
		role   string
		gender Gender
	}{
		{"President", "leader", GenderUnknown},
		{"Foreign Minister", "minister", GenderUnknown},
		{"former deputy foreign minister", "minister", GenderUnknown},
		{"Secretary of State", "minister", GenderUnknown},
		{"Minister of Trade and Industry", "minister", GenderUnknown},
		{"Mr.", "honorific", Male},
		{"spokeswoman", "spokesman", Female},
		{"King", "royal", Male},
		{"Lt. Gen.", "military", GenderUnknown},
		{"Attorney-General", "minister", GenderUnknown},
	}
	for _, test := range tests {
		got, ok := Title(test.phrase)
		if !ok || got.Role != test.role || got.Gender != test.gender {
			t.Errorf("Title(%q) = %+v, %v; want %s, %v", test.phrase, got, ok, test.role, test.gender)
		}
	}
	for _, phrase := range []string{"table", "former", "", "of state"} {
		if office, ok := Title(phrase); ok {
			t.Errorf("Title(%q) = %+v, want none", phrase, office)
		}
	}
}

func TestMonthsAndWeekdays(t *testing.T) {
	for word, want := range map[string]time.Month{"August": time.August, "Aug.": time.August, "SEPT": time.September, "may": time.May} {
		if got, ok := Month(word); got != want || !ok {
			t.Errorf("Month(%s) = %v, %v", word, got, ok)
		}
	}
	for word, want := range map[string]time.Weekday{"Friday": time.Friday, "Tues.": time.Tuesday, "Mondays": time.Monday, "Thurs": time.Thursday} {
		if got, ok := Weekday(word); got != want || !ok {
			t.Errorf("Weekday(%s) = %v, %v", word, got, ok)
		}
	}
	if _, ok := Month("mars"); ok {
		t.Error("mars is taken for a month")
	}
}

func TestFindPrefersTheLongestName(t *testing.T) {
	words := []string{"envoys", "of", "the", "United", "Arab", "Emirates", "and", "New", "Zealand", "in", "Guinea", "-", "Bissau"}
	keys := make([]string, len(words))
	for i, word := range words {
		keys[i] = Key(word)
	}
	var got [][2]int
	Find(keys, func(first, end int, set Set) {
		if set&CountryName != 0 {
			got = append(got, [2]int{first, end})
		}
	})
	want := [][2]int{{3, 6}, {7, 9}, {10, 13}}
	if !slices.Equal(got, want) {
		t.Errorf("countries at %v, want %v", got, want)
	}
}

func TestListsAreWhole(t *testing.T) {
	read, err := readTables()
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []struct {
		name        string
		size, least int
	}{
		{"countries", len(read.names), 240},
		{"demonyms", len(read.demonyms), 300},
		{"capitals", len(read.capitals), 240},
		{"cities", len(read.cities), 20000},
		{"regions", len(read.regions), 4000},
		{"titles", len(read.titles), 500},
		{"all names", len(read.sets), 60000},
	} {
		if list.size < list.least {
			t.Errorf("%s: %d entries, want at least %d", list.name, list.size, list.least)
		}
	}
}

func BenchmarkReadTables(b *testing.B) {
	for b.Loop() {
		if _, err := readTables(); err != nil {
			b.Fatal(err)
		}
	}
}
