package name

import (
	"slices"

	"attache/extract/model"
	"attache/extract/name/lexicon"
)

// repair mends what the model marked, by what it does not see: names that are
// whole in a list, names built as those of bodies or places are, and the other
// occurrences of a name in the document.
func (b *featureBuilder) repair(found [][]Span) {
	for i, words := range b.words {
		found[i] = b.built(words, found[i])
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
	"square": true, "castle": true, "street": true, "avenue": true,
}

// built mends names by the words that they are built of: "Russian Foreign
// Ministry" is an organization, "Joint Base Andrews" a place.
func (b *featureBuilder) built(words []word, spans []Span) []Span {
	for k := range spans {
		s := &spans[k]
		if s.Type != "ORG" {
			continue
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

// events marks names of events by their last word and takes the place of the
// names within: "Munich Security Conference", "G20 summit".
func (b *featureBuilder) events(words []word, spans []Span) []Span {
	if styleOf(words) != 0 {
		return spans
	}
	for i := range words {
		w := &words[i]
		if i == 0 || w.sets&lexicon.EventHead == 0 && !contests[w.key] {
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
			if free || spans[at].Type != "ORG" || spans[at].End != i || words[i-1].case_ != capitals && words[i-1].case_ != mixed && words[i-1].shape != shapeOfG20 {
				continue
			}
			first = spans[at].First
		default:
			continue
		}
		kept := spans[:0:0]
		covered := false
		for _, s := range spans {
			switch {
			case s.End <= first || s.First > i:
				kept = append(kept, s)
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

var shapeOfG20 = model.HashShape("G20")

// agree marks further occurrences of a document's names. A name of several
// words is one wherever it stands, and so is a person's last name.
func (b *featureBuilder) agree(found [][]Span) {
	type votes struct {
		kinds [4]int
		last  bool // of a person's last name
	}
	names := make(map[string]*votes)
	longest := 1
	key := func(words []word, first, end int) string {
		if end == first+1 {
			return words[first].form
		}
		n := 0
		for i := first; i < end; i++ {
			n += len(words[i].form) + 1
		}
		joined := make([]byte, 0, n)
		for i := first; i < end; i++ {
			joined = append(append(joined, words[i].form...), ' ')
		}
		return string(joined)
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
			k := key(words, s.First, s.End)
			if names[k] == nil {
				names[k] = &votes{}
			}
			names[k].kinds[slices.Index(trainedTypes, s.Type)]++
			if s.Type == "PER" && s.End-s.First > 1 {
				last := words[s.End-1].form
				if len(last) > 2 && words[s.End-1].case_ > small {
					if names[last] == nil {
						names[last] = &votes{}
					}
					names[last].last = true
				}
			}
		}
	}
	if len(names) == 0 {
		return
	}
	for i := range found {
		words := b.words[i]
		for first := 0; first < len(words); first++ {
			if words[first].case_ <= small {
				continue
			}
			for end := min(len(words), first+longest); end > first; end-- {
				at, free := isFree(found[i], first, end)
				if !free {
					continue
				}
				v := names[key(words, first, end)]
				if v == nil {
					continue
				}
				// It is part of a longer name, or a word that opens the sentence.
				if first > 0 && words[first-1].case_ > small && words[first-1].form != "." || end < len(words) && words[end].case_ > small {
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
