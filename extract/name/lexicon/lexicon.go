// Package lexicon knows the names of countries, peoples, places, persons, offices and well-known bodies.
//
// The lists under data are reduced from the packages that NOTICE names, by
// fetch.sh; those under own are the project's. They are read once, when first
// needed, and are read-only afterwards, so all functions may be called from
// any goroutine. Lookups fold case, accents and punctuation (see Key).
package lexicon

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed data/*.txt own/*.txt
var lists embed.FS

// Set says in which lists a name stands.
type Set uint32

// The lists. A name can be in many: "Jordan" is a country, a given name and a
// surname.
const (
	CountryName Set = 1 << iota
	DemonymName
	CapitalName
	CityName
	LargeCity // a city of at least 100,000 people
	RegionName
	PlaceName // seas, continents, mountains, seats of power
	PlaceHead // "river", "airport"
	MaleName
	FemaleName
	Surname
	OrganizationName
	OrganizationHead   // "ministry", "council"
	OrganizationSuffix // "inc", "gmbh"
	EventHead          // "summit", "forum"
	TitleName          // "foreign minister"
	TitleModifier      // "deputy", "former"
	HonorificName      // "mr", "dr"
	MonthName
	WeekdayName

	// Acronym marks a name known in capitals alone: "US" is a country, "us" is
	// none. Lookup heeds it; callers of Find look at the letters themselves.
	Acronym
)

// Gender is the gender that a given name or a title tells of its bearer.
type Gender byte

// A name that both genders bear is GenderUnknown.
const (
	GenderUnknown Gender = iota
	Male
	Female
)

func (g Gender) String() string {
	switch g {
	case Male:
		return "male"
	case Female:
		return "female"
	}
	return "unknown"
}

// Office is what a title says of the person who bears it.
type Office struct {
	// Role is the kind of office: leader (heads of state, government and
	// parties), minister, diplomat, official, spokesman, military, royal,
	// religious, business, academic, legal, profession, or honorific ("Mr").
	Role   string
	Gender Gender // of titles that only one gender bears
}

type city struct {
	country   string
	thousands int
}

type tables struct {
	sets      map[string]Set
	longest   map[string]int // most words of a name that begins with this word
	countries map[string]string
	demonyms  map[string]string
	capitals  map[string]string
	seats     map[string]string // country code → capital as written
	names     map[string]string // country code → name as written
	cities    map[string]city
	regions   map[string]string
	titles    map[string]Office
}

// load reads the lists once. They are part of the program, so a list that
// cannot be read is a fault of the build, which the tests find.
var load = sync.OnceValue(func() *tables {
	t, err := readTables()
	if err != nil {
		panic(err)
	}
	return t
})

func readTables() (*tables, error) {
	t := &tables{
		sets:      make(map[string]Set, 70000),
		longest:   make(map[string]int, 50000),
		countries: make(map[string]string),
		demonyms:  make(map[string]string),
		capitals:  make(map[string]string),
		seats:     make(map[string]string),
		names:     make(map[string]string),
		cities:    make(map[string]city, 24000),
		regions:   make(map[string]string, 5000),
		titles:    make(map[string]Office),
	}
	readers := []struct {
		file string
		line func(fields []string) error
	}{
		{"data/cities.txt", t.addCity},
		{"data/regions.txt", t.addRegion},
		{"data/wordnet.txt", t.addInstance},
		{"data/firstnames.txt", t.addFirstName},
		{"own/firstnames.txt", t.correctFirstName},
		{"data/surnames.txt", t.adder(Surname)},
		{"own/organizations.txt", t.adder(OrganizationName)},
		{"own/places.txt", t.adder(PlaceName)},
		{"own/placewords.txt", t.adder(PlaceHead)},
		{"own/events.txt", t.adder(EventHead)},
		{"own/orgwords.txt", t.addOrganizationWord},
		{"own/titles.txt", t.addTitle},
		{"own/countries.txt", t.addCountry}, // before data, so that its words win
		{"data/countries.txt", t.addCountry},
		{"own/capitals.txt", t.addCapital},
	}
	for _, reader := range readers {
		text, err := lists.ReadFile(reader.file)
		if err != nil {
			return nil, fmt.Errorf("reading the lexicon: %w", err)
		}
		number := 0
		for line := range strings.Lines(string(text)) {
			number++
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if err := reader.line(strings.Split(line, "\t")); err != nil {
				return nil, fmt.Errorf("lexicon list %s, line %d: %w", reader.file, number, err)
			}
		}
	}
	for month := time.January; month <= time.December; month++ {
		t.add(month.String(), MonthName)
		t.add(month.String()[:3], MonthName)
	}
	t.add("Sept", MonthName)
	for day := time.Sunday; day <= time.Saturday; day++ {
		t.add(day.String(), WeekdayName)
	}
	return t, nil
}

// add puts a name in a list and returns its key.
func (t *tables) add(name string, set Set) string {
	key := Key(name)
	if key == "" {
		return key
	}
	known, had := t.sets[key]
	if !isAcronym(name) {
		// Written out somewhere, so small letters will do.
		t.sets[key] = (known | set) &^ Acronym
	} else if !had {
		t.sets[key] = set | Acronym
	} else {
		t.sets[key] = known | set
	}
	first, _, _ := strings.Cut(key, " ")
	t.longest[first] = max(t.longest[first], strings.Count(key, " ")+1)
	// Tokens may part where an apostrophe stands: "Côte d' Ivoire".
	if set&(CountryName|CapitalName|LargeCity) != 0 && strings.ContainsAny(name, "'’") {
		t.add(strings.NewReplacer("'", " ", "’", " ").Replace(name), set)
	}
	return key
}

func (t *tables) adder(set Set) func([]string) error {
	return func(fields []string) error {
		t.add(fields[0], set)
		return nil
	}
}

func need(fields []string, least int) error {
	if len(fields) < least {
		return fmt.Errorf("%d fields where %d are due", len(fields), least)
	}
	return nil
}

func (t *tables) addCity(fields []string) error {
	if err := need(fields, 3); err != nil {
		return err
	}
	thousands, err := strconv.Atoi(fields[2])
	if err != nil {
		return fmt.Errorf("people of %s: %w", fields[0], err)
	}
	set := CityName
	if thousands >= 100 {
		set |= LargeCity
	}
	key := t.add(fields[0], set)
	if t.cities[key].thousands <= thousands {
		t.cities[key] = city{fields[1], thousands}
	}
	return nil
}

func (t *tables) addRegion(fields []string) error {
	if err := need(fields, 2); err != nil {
		return err
	}
	key := t.add(fields[0], RegionName)
	// States of the United States are meant more often than their namesakes.
	if _, had := t.regions[key]; !had || fields[1] == "US" {
		t.regions[key] = fields[1]
	}
	return nil
}

func (t *tables) addInstance(fields []string) error {
	if err := need(fields, 2); err != nil {
		return err
	}
	if fields[1] == "organization" {
		t.add(fields[0], OrganizationName)
	} else {
		t.add(fields[0], PlaceName)
	}
	return nil
}

func (t *tables) addFirstName(fields []string) error {
	if err := need(fields, 2); err != nil {
		return err
	}
	set := MaleName | FemaleName
	switch fields[1] {
	case "m":
		set = MaleName
	case "f":
		set = FemaleName
	}
	t.add(fields[0], set)
	return nil
}

func (t *tables) correctFirstName(fields []string) error {
	t.sets[Key(fields[0])] &^= MaleName | FemaleName
	return t.addFirstName(fields)
}

func (t *tables) addOrganizationWord(fields []string) error {
	if err := need(fields, 2); err != nil {
		return err
	}
	if fields[1] == "suffix" {
		t.add(fields[0], OrganizationSuffix)
	} else {
		t.add(fields[0], OrganizationHead)
	}
	return nil
}

func (t *tables) addTitle(fields []string) error {
	if err := need(fields, 2); err != nil {
		return err
	}
	if fields[1] == "modifier" {
		t.add(fields[0], TitleModifier)
		return nil
	}
	office := Office{Role: fields[1]}
	if len(fields) > 2 {
		office.Gender = map[string]Gender{"m": Male, "f": Female}[fields[2]]
	}
	set := TitleName
	if office.Role == "honorific" {
		set = HonorificName
	}
	t.titles[t.add(fields[0], set)] = office
	return nil
}

func (t *tables) addCountry(fields []string) error {
	if err := need(fields, 3); err != nil {
		return err
	}
	code := fields[0]
	if fields[1] != "" {
		t.add(fields[1], CapitalName)
		key := Key(fields[1])
		if _, had := t.capitals[key]; !had {
			t.capitals[key] = code
		}
		t.seats[code] = fields[1]
		t.names[code], _, _ = strings.Cut(fields[2], "|")
	}
	for name := range strings.SplitSeq(fields[2], "|") {
		if name == "" {
			continue
		}
		key := t.add(name, CountryName)
		if _, had := t.countries[key]; !had {
			t.countries[key] = code
		}
	}
	if len(fields) > 3 {
		for word := range strings.SplitSeq(fields[3], "|") {
			if word == "" {
				continue
			}
			key := t.add(word, DemonymName)
			if _, had := t.demonyms[key]; !had {
				t.demonyms[key] = code
			}
			plural := pluralDemonym(key)
			if plural == "" {
				continue
			}
			if _, had := t.demonyms[plural]; !had {
				t.add(plural, DemonymName)
				t.demonyms[plural] = code
			}
		}
	}
	return nil
}

// pluralDemonym returns the plural of a demonym that names a person as well:
// "Russian" gives "russians"; "Dutch" and "Chinese" have none.
func pluralDemonym(key string) string {
	switch {
	case strings.HasSuffix(key, "man"):
		return ""
	case strings.HasSuffix(key, "ese"), strings.HasSuffix(key, "ish"), strings.HasSuffix(key, "ch"), strings.HasSuffix(key, "ss"):
		return ""
	}
	return key + "s"
}

func (t *tables) addCapital(fields []string) error {
	if err := need(fields, 2); err != nil {
		return err
	}
	t.capitals[t.add(fields[0], CapitalName)] = fields[1]
	return nil
}

// lookup returns the lists of a name as written.
func lookup(name string) (key string, set Set) {
	key = Key(name)
	set = load().sets[key]
	if set&Acronym != 0 && !isAcronym(name) {
		return key, 0
	}
	return key, set &^ Acronym
}

// Lookup returns the lists in which a name stands, as written in a text.
// Short forms such as "US" are found as capitals only.
func Lookup(name string) Set {
	_, set := lookup(name)
	return set
}

// Country returns the ISO 3166-1 code of a country by any of its names:
// "Russia", "the Netherlands", "U.S." Parts of the United Kingdom count as it.
func Country(name string) (iso string, ok bool) {
	return withoutArticle(name, CountryName, load().countries)
}

// CountryWithCode returns the English name of the country with an ISO 3166-1 code.
func CountryWithCode(iso string) (name string, ok bool) {
	name, ok = load().names[iso]
	return name, ok
}

// Capital returns the capital of the country with an ISO 3166-1 code.
func Capital(iso string) (city string, ok bool) {
	city, ok = load().seats[iso]
	return city, ok
}

// Demonym returns the ISO 3166-1 code of the country of a people or of an
// adjective of nationality: "Russian", "Turks", "Dutch".
func Demonym(word string) (iso string, ok bool) {
	return withoutArticle(word, DemonymName, load().demonyms)
}

// CapitalOf returns the ISO 3166-1 code of the country whose capital, or other
// seat of government, a city is.
func CapitalOf(city string) (iso string, ok bool) {
	return withoutArticle(city, CapitalName, load().capitals)
}

// City returns the country of the largest city of a name and its people, to
// the thousand. It knows cities of at least 15,000.
func City(name string) (iso string, people int, ok bool) {
	key, set := lookup(name)
	if set&CityName == 0 {
		return "", 0, false
	}
	found := load().cities[key]
	return found.country, found.thousands * 1000, true
}

// Region returns the country of a province, state or other region of it.
func Region(name string) (iso string, ok bool) {
	return withoutArticle(name, RegionName, load().regions)
}

func withoutArticle(name string, set Set, codes map[string]string) (string, bool) {
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		if code, ok := withoutArticle(name[4:], set, codes); ok {
			return code, true
		}
	}
	key, found := lookup(name)
	if found&set == 0 {
		return "", false
	}
	code, ok := codes[key]
	return code, ok
}

// FirstName returns the gender of those who bear a given name; ok is false
// where the name is not known.
func FirstName(word string) (gender Gender, ok bool) {
	switch Lookup(word) & (MaleName | FemaleName) {
	case MaleName:
		return Male, true
	case FemaleName:
		return Female, true
	case MaleName | FemaleName:
		return GenderUnknown, true
	}
	return GenderUnknown, false
}

// Title returns what a title or office says: "Foreign Minister", "deputy
// defence minister", "Mr." Words that only qualify ("former", "acting") may
// stand before it, and the field of the office after it ("Minister of Trade
// and Industry"), of which only the part before "of" or "for" is judged.
func Title(phrase string) (Office, bool) {
	t := load()
	key := Key(phrase)
	if before, _, found := strings.Cut(key, " of "); found {
		if office, ok := t.titles[key]; ok {
			return office, true
		}
		key = before
	} else if before, _, found := strings.Cut(key, " for "); found {
		if office, ok := t.titles[key]; ok {
			return office, true
		}
		key = before
	}
	for key != "" {
		if office, ok := t.titles[key]; ok {
			return office, true
		}
		// Drop one modifier, the longest that fits.
		rest := ""
		for end := len(key) - 1; end > 0; end-- {
			if key[end] == ' ' && t.sets[key[:end]]&TitleModifier != 0 {
				rest = key[end+1:]
				break
			}
		}
		key = rest
	}
	return Office{}, false
}

// Month returns the month that a word names, in full or shortened: "Aug.".
func Month(word string) (time.Month, bool) {
	if !mayName(word, "jfmasond") {
		return 0, false
	}
	key := Key(word)
	if key == "sept" {
		return time.September, true
	}
	for i, name := range months {
		if key == name || key == name[:3] {
			return time.January + time.Month(i), true
		}
	}
	return 0, false
}

var (
	months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	days   = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
)

// mayName reports whether a word is short enough to be a month or a day of the
// week and begins with one of the letters, so that most need no key.
func mayName(word, initials string) bool {
	return len(word) >= 3 && len(word) <= 11 && strings.IndexByte(initials, word[0]|0x20) >= 0
}

// Weekday returns the day of the week that a word names, in full or shortened
// ("Tues."), also in the plural.
func Weekday(word string) (time.Weekday, bool) {
	if !mayName(word, "smtwf") {
		return 0, false
	}
	key := strings.TrimSuffix(Key(word), "s")
	if len(key) < 3 {
		return 0, false
	}
	for i, name := range days {
		if key == name || key == name[:3] || len(key) > 3 && len(key) < 6 && strings.HasPrefix(name, key) {
			return time.Sunday + time.Weekday(i), true
		}
	}
	return 0, false
}

// Find calls found for each longest run of words that the lists know and that
// is not within another, given
// the words' keys (see Key; an empty key, of punctuation, may stand within a
// name but not at its ends). The run is words[first:end].
func Find(keys []string, found func(first, end int, set Set)) {
	t := load()
	buffer := make([]byte, 0, 64)
	reached := 0
	for first := 0; first < len(keys); first++ {
		head, _, _ := strings.Cut(keys[first], " ")
		if head == "" {
			continue
		}
		longest := t.longest[head]
		if longest == 0 {
			continue
		}
		buffer = append(buffer[:0], keys[first]...)
		words := strings.Count(keys[first], " ") + 1
		bestEnd, bestSet := 0, Set(0)
		for end := first + 1; ; end++ {
			if words <= longest && keys[end-1] != "" {
				if set, ok := t.sets[string(buffer)]; ok {
					bestEnd, bestSet = end, set
				}
			}
			if words >= longest || end == len(keys) || end-first > 2*longest {
				break
			}
			if keys[end] != "" {
				buffer = append(append(buffer, ' '), keys[end]...)
				words += strings.Count(keys[end], " ") + 1
			}
		}
		if bestEnd > reached {
			reached = bestEnd
			found(first, bestEnd, bestSet)
		}
	}
}
