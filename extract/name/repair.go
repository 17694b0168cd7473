package name

import (
	"slices"
	"strings"

	"attache/extract/name/lexicon"
)

// repair mends what the model marked, by what it does not see: names that are
// whole in a list, names built as those of bodies or places are, and the other
// occurrences of a name in the document.
func (b *featureBuilder) repair(found [][]Span) {
	for i, words := range b.words {
		found[i] = plausible(words, found[i])
		found[i] = untitled(words, found[i])
		found[i] = called(words, found[i])
		found[i] = b.built(words, found[i])
		found[i] = extend(words, found[i])
		retype(words, found[i])
		found[i] = b.listed(words, found[i])
		found[i] = b.joined(words, found[i])
		found[i] = b.events(words, found[i])
	}
	b.agree(found)
}

// isFree reports whether no span covers words first to end-1, and where the
// spans are in order, at which place one would stand among them.
func isFree(spans []Span, first, end int) (int, bool) {
	at := 0
	for at < len(spans) && spans[at].End <= first {
		at++
	}
	return at, at == len(spans) || spans[at].First >= end
}

func insert(spans []Span, s Span) []Span {
	if at, free := isFree(spans, s.First, s.End); free {
		return slices.Insert(spans, at, s)
	}
	return spans
}

const (
	placeSets   = lexicon.CountryName | lexicon.CapitalName | lexicon.LargeCity | lexicon.PlaceName
	personSets  = lexicon.MaleName | lexicon.FemaleName | lexicon.Surname
	commonWords = lexicon.MonthName | lexicon.WeekdayName | lexicon.TitleName | lexicon.HonorificName
)

// listed adds names that stand whole in a list of countries, capitals, places
// or well-known bodies and that the model left out.
func (b *featureBuilder) listed(words []word, spans []Span) []Span {
	style := styleOf(words)
	for i := 0; i < len(words); i++ {
		w := &words[i]
		if w.case_ <= small || w.position != 1 && w.position != 4 {
			continue
		}
		end := i + 1
		for w.position == 1 && end < len(words) && (words[end].position == 2 || words[end].position == 3) {
			end++
			if words[end-1].position == 3 {
				break
			}
		}
		// A name goes on: "Georgia" in "Georgia Tech".
		if end < len(words) && words[end].case_ > small && style == 0 || i > 0 && words[i-1].case_ > small && style == 0 && i > 1 {
			continue
		}
		if i == 0 && end == 1 && w.evidence&seenSmall != 0 || w.sets&commonWords != 0 {
			continue
		}
		if style != 0 && end == i+1 && w.sets&personSets != 0 {
			continue
		}
		kind := ""
		switch {
		case w.sets&(lexicon.CountryName|lexicon.CapitalName) != 0 && w.sets&(personSets|lexicon.OrganizationName) == 0:
			kind = "LOC"
		case w.sets&lexicon.OrganizationName != 0 && w.sets&(personSets|placeSets) == 0 && (w.case_ == capitals || end > i+1):
			kind = "ORG"
		case w.sets&lexicon.PlaceName != 0 && end > i+1 && w.sets&lexicon.OrganizationName == 0:
			kind = "LOC"
		default:
			continue
		}
		spans = insert(spans, Span{i, end, kind})
		i = end - 1
	}
	return spans
}

// sureHeads are words that make a capitalized name that ends in them one of an
// organization, whatever else it has.
var sureHeads = map[string]bool{
	"ministry": true, "council": true, "commission": true, "committee": true, "parliament": true, "agency": true,
	"department": true, "bureau": true, "secretariat": true, "federation": true, "university": true, "institute": true,
	"association": true, "embassy": true, "senate": true, "tribunal": true, "directorate": true,
}

// siteWords make a name that holds them a place.
var siteWords = map[string]bool{
	"base": true, "airbase": true, "airport": true, "airfield": true, "palace": true, "island": true, "islands": true,
	"mountains": true, "strait": true, "valley": true, "river": true, "lake": true, "bay": true, "peninsula": true,
	"square": true, "castle": true, "street": true, "avenue": true, "building": true, "auditorium": true, "hall": true,
	"hotel": true, "stadium": true, "arena": true, "plaza": true, "harbour": true, "harbor": true,
}

// siteOpenings make a name that begins with them a place: "Palazzo Chigi".
var siteOpenings = map[string]bool{
	"palais": true, "palazzo": true, "palacio": true, "palace": true, "schloss": true, "chateau": true, "castello": true,
	"castle": true, "villa": true, "casa": true, "plaza": true, "piazza": true, "place": true, "fort": true, "hotel": true,
}

// built mends names by the words that they are built of: "Russian Foreign
// Ministry" is an organization, "Joint Base Andrews" a place.
func (b *featureBuilder) built(words []word, spans []Span) []Span {
	for k := range spans {
		s := &spans[k]
		if s.Type != "ORG" {
			continue
		}
		if s.End-s.First > 1 && siteOpenings[words[s.First].key] && words[s.End-1].sets&lexicon.OrganizationHead == 0 {
			s.Type = "LOC"
		}
		for i := s.First; i < s.End; i++ {
			if siteWords[words[i].key] && (i == s.End-1 || words[i].key == "base" && i == s.First+1) && i > s.First {
				s.Type = "LOC"
			}
		}
	}
	if styleOf(words) != 0 {
		return spans
	}
	for i := range words {
		if words[i].case_ != capitalized || !sureHeads[words[i].key] {
			continue
		}
		first := i
		for first > 0 && words[first-1].case_ > small && words[first-1].sets&(lexicon.TitleModifier|lexicon.DemonymName|lexicon.CountryName|lexicon.OrganizationHead|lexicon.EventHead) != 0 {
			first--
		}
		if first == i || first > 0 && words[first-1].case_ > small {
			continue
		}
		// Take the place of spans within ("Russian", as one of a people).
		kept := spans[:0:0]
		covered := false
		for _, s := range spans {
			switch {
			case s.End <= first || s.First >= i+1:
				kept = append(kept, s)
			case s.Type == "ORG" || s.First < first || s.End > i+1:
				covered = true
				kept = append(kept, s)
			}
		}
		if !covered {
			spans = insert(kept, Span{first, i + 1, "ORG"})
		}
	}
	return spans
}

// offices are the roles of titles that are never part of a name; "Sheikh" and
// "King" can be.
var offices = map[string]bool{
	"leader": true, "minister": true, "diplomat": true, "official": true, "spokesman": true, "military": true,
}

// untitled cuts titles off the front of names, also those that the model took
// the end of for a part of the name: "Secretary of State" before a person.
func untitled(words []word, spans []Span) []Span {
	kept := spans[:0]
	for _, s := range spans {
		first := s.First
		// "Armenian counterpart Narek Petrosyan"
		if s.End-first > 2 && words[first].sets&lexicon.DemonymName != 0 && words[first+1].case_ == small && words[first+2].case_ > small && len(words[first+1].form) > 3 {
			first += 2
			s.Type = "PER"
		}
		for first < s.End {
			w := &words[first]
			if w.sets&lexicon.TitleName == 0 {
				break
			}
			if w.position != 4 { // the title has several words; to its end
				if w.position == 1 && s.Type != "PER" {
					break
				}
				for first < s.End && words[first].position != 3 {
					first++
				}
				first = min(first+1, s.End)
				continue
			}
			office, _ := lexicon.Title(w.form)
			if s.Type != "PER" || !offices[office.Role] {
				break
			}
			first++
		}
		if first == s.First {
			kept = append(kept, s)
			continue
		}
		if first == s.End {
			continue // an office alone is no name
		}
		s.First = first
		if words[first].sets&(lexicon.MaleName|lexicon.FemaleName) != 0 {
			s.Type = "PER"
		}
		kept = append(kept, s)
	}
	return kept
}

// called marks the capitalized words after a capitalized title as a person,
// where the model marked nothing: "Vice-Premier Sun Guoliang".
func called(words []word, spans []Span) []Span {
	if styleOf(words) != 0 {
		return spans
	}
	for i := 0; i+1 < len(words); i++ {
		w := &words[i]
		if w.case_ != capitalized || w.sets&(lexicon.TitleName|lexicon.HonorificName) == 0 || w.position == 1 || w.position == 2 {
			continue
		}
		if office, ok := lexicon.Title(w.form); !ok && w.position != 3 || ok && !offices[office.Role] && office.Role != "honorific" {
			continue
		}
		first := i + 1
		if words[first].form == "." && first+1 < len(words) {
			first++
		}
		end := first
		for end < len(words) && end < first+4 && words[end].case_ > small &&
			words[end].sets&(lexicon.TitleName|lexicon.TitleModifier|lexicon.OrganizationHead|lexicon.OrganizationName|lexicon.CountryName|lexicon.MonthName|lexicon.WeekdayName) == 0 {
			end++
		}
		if end == first || end < len(words) && words[end].case_ > small && end-first < 4 {
			continue
		}
		// A short mark within is part of it: "Sun" of "Sun Guoliang".
		kept := spans[:0:0]
		covered := false
		for _, s := range spans {
			switch {
			case s.End <= first || s.First >= end:
				kept = append(kept, s)
			case s.Type == "ORG" && s.First == first && s.End == end && end-first > 1:
				// A minister is nobody's body.
			case s.Type == "PER" || s.First < first || s.End > end || s.End-s.First == end-first:
				covered = true
				kept = append(kept, s)
			}
		}
		if !covered {
			spans = insert(kept, Span{first, end, "PER"})
		}
	}
	return spans
}

// extend lets a name run on to the word that says what it is: "Hyderabad
// House", "Rixos Hotel", "Palace of the Republic".
func extend(words []word, spans []Span) []Span {
	if styleOf(words) != 0 {
		return spans
	}
	for k := 0; k < len(spans); k++ {
		s := &spans[k]
		if s.Type != "LOC" && s.Type != "ORG" {
			continue
		}
		limit := len(words)
		if k+1 < len(spans) {
			limit = spans[k+1].First
		}
		if s.End < limit && words[s.End].case_ == capitalized && (s.End+1 >= len(words) || words[s.End+1].case_ <= small) {
			switch key := words[s.End].key; {
			case siteWords[key] || key == "house":
				s.End++
				s.Type = "LOC"
			case sureHeads[key]:
				s.End++
				s.Type = "ORG"
			}
		}
		if s.End == s.First+1 && siteWords[words[s.First].key] && s.End+1 < len(words) && words[s.End].form == "of" {
			end := s.End + 1
			if words[end].form == "the" && end+1 < len(words) {
				end++
			}
			switch {
			case k+1 < len(spans) && spans[k+1].First == end && spans[k+1].Type != "PER": // "Palace of" "Westminster"
				s.End = spans[k+1].End
				spans = slices.Delete(spans, k+1, k+2)
			case end < limit && words[end].case_ == capitalized:
				s.End = end + 1
			}
		}
	}
	return spans
}

// retype settles names that stand whole in lists of one kind alone: a capital
// is no person, and an alliance no place.
func retype(words []word, spans []Span) {
	for k := range spans {
		s := &spans[k]
		w := &words[s.First]
		whole := w.position == 4 && s.End == s.First+1 ||
			w.position == 1 && words[s.End-1].position == 3 && s.End-s.First > 1
		if !whole {
			continue
		}
		switch {
		case s.Type == "PER" && s.End == s.First+1 && w.sets&(lexicon.CountryName|lexicon.CapitalName) != 0 && w.sets&lexicon.Surname == 0:
			s.Type = "LOC"
		case s.Type == "ORG" && w.sets&lexicon.CountryName != 0 && s.End-s.First > 1:
			s.Type = "LOC"
		case s.Type == "LOC" && w.sets&lexicon.OrganizationName != 0 && w.sets&(placeSets|lexicon.RegionName|lexicon.CityName) == 0:
			s.Type = "ORG"
		}
	}
}

// plausible drops what runs through a headline as one name, unless a word of
// it says what has so long a name.
func plausible(words []word, spans []Span) []Span {
	if styleOf(words) == 0 {
		return spans
	}
	return slices.DeleteFunc(spans, func(s Span) bool {
		if s.End-s.First <= 4 {
			return false
		}
		for i := s.First; i < s.End; i++ {
			if lexicon.Lookup(words[i].key)&(lexicon.OrganizationHead|lexicon.PlaceHead|lexicon.EventHead) != 0 {
				return false
			}
		}
		return true
	})
}

// joined puts "University of Glasgow" together where the model marked both
// sides of "of".
func (b *featureBuilder) joined(words []word, spans []Span) []Span {
	for k := 0; k+1 < len(spans); k++ {
		s, next := &spans[k], spans[k+1]
		if s.Type != "ORG" || next.Type != "LOC" && next.Type != "ORG" || words[s.End-1].sets&lexicon.OrganizationHead == 0 {
			continue
		}
		of := s.End
		if of >= len(words) || words[of].form != "of" {
			continue
		}
		if next.First == of+1 || next.First == of+2 && words[of+1].form == "the" {
			s.End = next.End
			spans = slices.Delete(spans, k+1, k+2)
			k--
		}
	}
	return spans
}

// contests are the events whose names hold small letters: "the 2004 Ruritanian
// general election".
var contests = map[string]bool{"election": true, "elections": true, "referendum": true}

var contestWords = map[string]bool{
	"presidential": true, "general": true, "federal": true, "parliamentary": true, "legislative": true, "local": true, "state": true,
	"gubernatorial": true, "snap": true, "regional": true, "municipal": true, "leadership": true, "provincial": true, "senate": true,
	"constitutional": true, "independence": true,
}

// meets are the last words of names that are those of events rather than of bodies.
var meets = map[string]bool{
	"conference": true, "summit": true, "festival": true, "fair": true, "expo": true, "ceremony": true, "symposium": true,
	"convention": true, "talks": true, "championship": true, "championships": true, "games": true, "gala": true,
	"marathon": true, "seminar": true, "workshop": true, "retreat": true, "inauguration": true, "derby": true,
	"biennale": true, "exhibition": true, "debate": true, "awards": true, "trial": true, "trials": true, "tournament": true,
}

// listedBody reports whether words stand whole in the list of well-known bodies.
func listedBody(words []word) bool {
	w := &words[0]
	return w.sets&lexicon.OrganizationName != 0 && (len(words) == 1 || w.position == 1 && words[len(words)-1].position == 3)
}

// events marks names of events by their last word and takes the place of the
// names within: "Munich Security Conference", "G20 summit".
func (b *featureBuilder) events(words []word, spans []Span) []Span {
	if styleOf(words) != 0 {
		return spans
	}
	for i := range words {
		w := &words[i]
		if i == 0 || w.sets&lexicon.EventHead == 0 && !contests[w.key] && !meets[w.key] {
			continue
		}
		first := i
		switch {
		case contests[w.key]:
			for first > 0 && contestWords[words[first-1].key] {
				first--
			}
			names := first
			for first > 0 && (words[first-1].case_ > small || words[first-1].form == "-" && first > 1) {
				first--
			}
			if first == names {
				continue
			}
			if first > 0 {
				if _, ok := yearNumber(words[first-1].form); !ok {
					continue // "the Polish election" is an election, but no name
				}
				first--
			} else {
				continue
			}
		case w.case_ == capitalized:
			for first > 0 && (words[first-1].case_ > small || words[first-1].form == "-" && words[first].case_ > small) {
				first--
			}
			// What opens a sentence may be no part of it.
			if first == i || words[first].form == "-" || first == 0 && words[0].evidence&seenSmall != 0 {
				continue
			}
		case w.key == "summit" || w.key == "conference" || w.key == "forum" || w.key == "congress":
			at, free := isFree(spans, i-1, i)
			switch known := words[i-1].case_ == capitals || words[i-1].sets&lexicon.OrganizationName != 0; {
			case !known:
				continue
			case free:
				first = i - 1 // "the G7 summit"
			case spans[at].Type == "ORG" && spans[at].End == i:
				first = spans[at].First
			default:
				continue
			}
		default:
			continue
		}
		kept := spans[:0:0]
		covered := false
		for _, s := range spans {
			switch {
			case s.End <= first || s.First > i:
				kept = append(kept, s)
			case s.First == first && s.End == i+1 && s.Type != "PER" && meets[w.key] && w.sets&lexicon.OrganizationHead == 0 && !listedBody(words[first:i+1]):
				// Marked as the body that meets there.
			case s.First < first || s.End > i+1 || s.Type == "PER" || s.End == i+1:
				covered = true
				kept = append(kept, s)
			}
		}
		if !covered {
			spans = insert(kept, Span{first, i + 1, "MISC"})
		}
	}
	return spans
}

// agree marks further occurrences of a document's names. A name of several
// words is one wherever it stands, and so is a person's last name; headlines
// have them in other company, and some in capitals.
func (b *featureBuilder) agree(found [][]Span) {
	type votes struct {
		kinds [4]int
		last  bool // is a person's last name
	}
	exact, folded := make(map[string]*votes), make(map[string]*votes)
	longest := 1
	note := func(words []word, first, end int) *votes {
		exactKey, foldedKey := joinForms(words[first:end]), joinKeys(words[first:end])
		v := exact[exactKey]
		if v == nil {
			v = &votes{}
			exact[exactKey] = v
			if folded[foldedKey] == nil {
				folded[foldedKey] = v
			}
		}
		return v
	}
	for i, spans := range found {
		words := b.words[i]
		if styleOf(words) == 1 {
			continue
		}
		for _, s := range spans {
			if words[s.First].case_ <= small || s.End-s.First > 6 {
				continue
			}
			longest = max(longest, s.End-s.First)
			note(words, s.First, s.End).kinds[slices.Index(trainedTypes, s.Type)]++
			if s.Type == "PER" && s.End-s.First > 1 && words[s.End-1].case_ > small && len(words[s.End-1].form) > 2 {
				note(words, s.End-1, s.End).last = true
				// "Xi Jinping": where the first is no given name it may be the family's.
				if w := &words[s.First]; w.sets&(lexicon.MaleName|lexicon.FemaleName) == 0 && len(w.form) > 1 && w.sets&lexicon.HonorificName == 0 {
					note(words, s.First, s.First+1).last = true
				}
			}
		}
	}
	if len(exact) == 0 {
		return
	}
	for i := range found {
		words := b.words[i]
		style := styleOf(words)
		for first := 0; first < len(words); first++ {
			if words[first].case_ <= small {
				continue
			}
			for end := min(len(words), first+longest); end > first; end-- {
				at, free := isFree(found[i], first, end)
				if !free {
					continue
				}
				var v *votes
				if style == 1 {
					v = folded[joinKeys(words[first:end])]
				} else {
					v = exact[joinForms(words[first:end])]
				}
				if v == nil {
					continue
				}
				// It is part of a longer name, or a word that opens the sentence.
				if style == 0 && (first > 0 && words[first-1].case_ > small && words[first-1].form != "." || end < len(words) && words[end].case_ > small) {
					continue
				}
				if end == first+1 && words[first].evidence&seenSmall != 0 {
					continue
				}
				kind, most := 0, 0
				for k, n := range v.kinds {
					if n > most {
						kind, most = k, n
					}
				}
				if most == 0 && !v.last {
					continue
				}
				found[i] = slices.Insert(found[i], at, Span{first, end, trainedTypes[kind]})
				break
			}
		}
	}
}

func joinForms(words []word) string {
	if len(words) == 1 {
		return words[0].form
	}
	var joined strings.Builder
	for i := range words {
		joined.WriteString(words[i].form)
		joined.WriteByte(' ')
	}
	return joined.String()
}

func joinKeys(words []word) string {
	if len(words) == 1 {
		return words[0].key
	}
	var joined strings.Builder
	for i := range words {
		joined.WriteString(words[i].key)
		joined.WriteByte(' ')
	}
	return joined.String()
}
