package coref

import (
	"slices"
	"strings"

	"attache/extract/name/lexicon"
	"attache/extract/syntax"
)

// role is an office or a calling as a phrase tells of it: "the Russian foreign
// minister" is {foreign_minister, nil, RU}.
type role struct {
	head       string   // lemma; those of several words joined by "_"
	qualifiers []string // other words that tell it from its like, lower case, sorted
	country    string   // ISO 3166-1 code, "" where the phrase does not say
	former     bool
	assumed    bool // concluded from "counterpart", not told
}

// synonyms gives nouns of office one name for all who bear it.
var synonyms = map[string]string{
	"premier": "prime_minister", "pm": "prime_minister", "prez": "president",
	"spokesman": "spokesperson", "spokeswoman": "spokesperson",
	"chairman": "chair", "chairwoman": "chair", "chairperson": "chair",
	"congressman": "lawmaker", "congresswoman": "lawmaker", "legislator": "lawmaker", "parliamentarian": "lawmaker", "mp": "lawmaker",
	"advisor": "adviser", "ceo": "chief_executive", "secretary-general": "secretary_general",
	"councilman": "councillor", "councilwoman": "councillor", "councilor": "councillor",
	"reporter": "journalist", "envoy": "envoy", "taoiseach": "taoiseach",
}

// newRole reads the office off a noun and the words around it that belong to it.
// left are the words before the head, nearest last; right those of a phrase with "of" or "for" after it.
func newRole(left []string, head string, right []string) role {
	head = strings.ToLower(head)
	if s, ok := synonyms[head]; ok {
		head = s
	}
	r := role{head: head}
	for side, words := range [][]string{left, right} {
		for i := 0; i < len(words); {
			if iso, n := countryIn(words[i:]); n > 0 {
				r.country = iso
				i += n
				continue
			}
			w := strings.ToLower(words[i])
			i++
			switch w {
			case "former", "ex", "late", "then", "ex-":
				r.former = true
				continue
			case "", "the", "a", "an", "and", "of", "for", "'s", "’s", "'", "’", "-", ",", "\"", "“", "”", "his", "her", "its", "their", "my", "our", "to":
				continue
			}
			if looseQualifiers[w] && !(w == "chief" || w == "top") {
				continue
			}
			if side == 1 && len(r.qualifiers) > 6 {
				continue
			}
			if office, ok := lexicon.Title(w); ok && office.Role == "honorific" {
				continue
			}
			switch w {
			case "defence":
				w = "defense"
			case "labour":
				w = "labor"
			}
			r.qualifiers = append(r.qualifiers, strings.Trim(w, "-"))
		}
	}
	has := func(w string) bool { return slices.Contains(r.qualifiers, w) }
	drop := func(words ...string) {
		r.qualifiers = slices.DeleteFunc(r.qualifiers, func(w string) bool { return slices.Contains(words, w) })
	}
	switch {
	case head == "minister" && has("prime"), head == "prime_minister":
		r.head = "prime_minister"
		drop("prime")
	case (head == "minister" || head == "secretary") && has("foreign"),
		head == "minister" && has("external") && has("affairs"),
		head == "diplomat" && (has("top") || has("chief")):
		r.head = "foreign_minister"
		drop("foreign", "external", "affairs", "top", "chief")
	case head == "secretary" && len(right) > 0 && strings.EqualFold(right[0], "state") && !has("assistant") && !has("deputy") && !has("under"):
		r.head = "secretary_of_state"
		drop("state")
	case head == "secretary" && has("general"):
		r.head = "secretary_general"
		drop("general")
	case head == "executive" && has("chief"), head == "officer" && has("chief") && has("executive"):
		r.head = "chief_executive"
		drop("chief", "executive")
	case head == "head" && has("state"):
		r.head = "head_of_state"
		drop("state")
	case head == "head" && has("government"):
		r.head = "head_of_government"
		drop("government")
	}
	drop("chief", "top")
	slices.Sort(r.qualifiers)
	r.qualifiers = slices.Compact(r.qualifiers)
	return r
}

// countryIn finds the country that a run of words begins with: a country, a
// people, or a capital. n is the number of words, 0 for none.
func countryIn(words []string) (iso string, n int) {
	for n := min(3, len(words)); n > 0; n-- {
		phrase := strings.Join(words[:n], " ")
		if c := phrase[0]; n == 1 && c >= 'a' && c <= 'z' {
			continue
		}
		if iso, ok := country(phrase); ok {
			return iso, n
		}
	}
	return "", 0
}

// country returns the country that a name of it, of its people or of its capital tells.
func country(phrase string) (string, bool) {
	if iso, ok := lexicon.Country(phrase); ok {
		return iso, true
	}
	if iso, ok := lexicon.Demonym(phrase); ok {
		return iso, true
	}
	if phrase == "EU" {
		return "EU", true
	}
	if before, after, found := strings.Cut(phrase, "-"); found && (after == "born" || after == "based" || before == "ex") {
		return "", false
	}
	return lexicon.CapitalOf(phrase)
}

// match says how well what a phrase calls somebody fits what he is known to
// be: 0 not at all, 1 it may, 2 it does.
func (called role) match(known role) (fits int) {
	if called.former && !known.former {
		return 0
	}
	if called.country != "" && known.country != "" && called.country != known.country {
		return 0
	}
	if known.former && !called.former {
		defer func() { fits = min(fits, 1) }()
	}
	fits = 0
	switch {
	case called.head == "leader" && known.head == "leader" && len(called.qualifiers) == 0 && len(known.qualifiers) > 0:
		fits = 1 // "the leader" is rather not that of the opposition
	case called.head == known.head:
		fits = 2
	case called.head == "leader" && heads[known.head]:
		fits = 2
	case called.head == "leader" && called.country != "" && (strings.HasSuffix(known.head, "minister") || known.head == "secretary_of_state"):
		fits = 1
	case known.head == "leader" && heads[called.head] && called.country != "" && called.country == known.country:
		fits = 2
	case called.head == "minister" && strings.HasSuffix(known.head, "_minister") && known.head != "prime_minister",
		called.head == "secretary" && known.head == "secretary_of_state",
		called.head == "foreign_minister" && known.head == "secretary_of_state",
		called.head == "lawmaker" && (known.head == "senator" || known.head == "representative" || known.head == "councillor"),
		called.head == "diplomat" && (known.head == "ambassador" || known.head == "envoy" || known.head == "foreign_minister" || known.head == "secretary_of_state" || known.head == "negotiator"),
		called.head == "envoy" && (known.head == "ambassador" || known.head == "representative"),
		called.head == "representative" && known.head == "envoy",
		called.head == "official" && (known.head == "spokesperson" || known.head == "adviser" || known.head == "director"),
		called.head == "aide" && known.head == "adviser",
		called.head == "chief" && (known.head == "secretary_general" || known.head == "director" || known.head == "chair" || known.head == "head" || known.head == "commissioner"),
		called.head == "boss" && (known.head == "chief_executive" || known.head == "director" || known.head == "manager"),
		called.head == "head" && known.head == "chief" || called.head == "head" && known.head == "director",
		called.head == "executive" && known.head == "chief_executive",
		called.head == "scientist" && (known.head == "physicist" || known.head == "biologist" || known.head == "chemist" || known.head == "researcher"),
		called.head == "writer" && (known.head == "author" || known.head == "novelist" || known.head == "poet"),
		called.head == "author" && (known.head == "writer" || known.head == "novelist"),
		called.head == "scholar" && known.head == "professor",
		called.head == "politician" && (heads[known.head] || known.head == "senator" || known.head == "lawmaker" || known.head == "minister" || known.head == "mayor" || known.head == "governor"):
		fits = 2
	default:
		return 0
	}
	for _, q := range known.qualifiers {
		// A vice president is no president, though a deputy minister may be called minister.
		if subordinate[q] && !slices.Contains(called.qualifiers, q) {
			if called.head != "minister" && called.head != "secretary" {
				return 0
			}
			fits = 1
		}
	}
	for _, q := range called.qualifiers {
		if !slices.Contains(known.qualifiers, q) {
			if called.head != known.head && len(known.qualifiers) == 0 {
				return 0
			}
			fits = 0
		}
	}
	return fits
}

var subordinate = set("vice deputy assistant under undersecretary junior")

// equal reports whether two offices are the same kind of office, so that their
// bearers are counterparts.
func (r role) equal(o role) bool {
	if r.head == o.head {
		return slices.Equal(r.qualifiers, o.qualifiers)
	}
	if governmentHeads[r.head] && governmentHeads[o.head] {
		return true
	}
	return (r.head == "leader" && heads[o.head] || o.head == "leader" && heads[r.head]) && len(r.qualifiers)+len(o.qualifiers) == 0 ||
		r.head == "secretary_of_state" && o.head == "foreign_minister" || o.head == "secretary_of_state" && r.head == "foreign_minister"
}

// isPerson reports whether a noun can head a phrase for a person.
func isPerson(t tree, i int) bool {
	l := t.lemma(i)
	if l == "number" && i > 0 && t.lower(i-1) == "opposite" {
		return true
	}
	if personNouns[l] || maleNouns[l] || femaleNouns[l] {
		return true
	}
	if _, ok := synonyms[l]; ok {
		return true
	}
	office, ok := lexicon.Title(l)
	return ok && office.Role != "honorific"
}

// nounGender returns the gender that a noun says of whom it means.
func nounGender(lemma string) gender {
	switch {
	case eitherNouns[lemma]:
		return unknown
	case maleNouns[lemma]:
		return male
	case femaleNouns[lemma]:
		return female
	}
	if office, ok := lexicon.Title(lemma); ok {
		return gender(office.Gender)
	}
	return unknown
}

// words returns the forms of tokens[first:end], a hyphened word in one.
func words(tokens []syntax.Token, first, end int) []string {
	var out []string
	for i := max(first, 0); i < end && i < len(tokens); i++ {
		form := tokens[i].Form
		if len(out) > 0 && i > first && (form == "-" || tokens[i-1].Form == "-") && tokens[i].Start == tokens[i-1].End {
			out[len(out)-1] += form
			continue
		}
		out = append(out, form)
	}
	return out
}

// after returns the words of the phrase with "of" or "for" that follows the
// head of an office at i and ends before limit, and the token after it.
func after(tokens []syntax.Token, i, limit int) ([]string, int) {
	j := i + 1
	if j >= limit || j >= len(tokens) {
		return nil, i + 1
	}
	if f := strings.ToLower(tokens[j].Form); f != "of" && f != "for" && f != "to" {
		return nil, i + 1
	}
	end := j
	for j++; j < limit && j < len(tokens) && j <= i+8; j++ {
		switch tokens[j].UPOS {
		case "NOUN", "PROPN", "ADJ":
			end = j + 1
			continue
		case "DET":
			continue
		case "PUNCT":
			if tokens[j].Form == "-" {
				continue
			}
		case "ADP", "CCONJ":
			// "Minister of Trade and Industry", "Secretary for the Isle of Man"
			if f := strings.ToLower(tokens[j].Form); (f == "of" || f == "and" && j+1 < len(tokens) && tokens[j+1].UPOS == "PROPN") && end > i+1 {
				continue
			}
		}
		break
	}
	if end <= i+1 {
		return nil, i + 1
	}
	return words(tokens, i+2, end), end
}

// titles reads the offices that stand before a name that begins at token
// first, and returns the token where they begin.
func titles(t tree, first int, taken func(int) bool) (roles []role, begin int, g gender) {
	begin = first
	end := first
	if end > 0 && !taken(end-1) {
		if office, ok := lexicon.Title(t.tokens[end-1].Form); ok && office.Role == "honorific" {
			end--
			begin = end
			if g = gender(office.Gender); g == unknown {
				g = nounGender(t.lower(end))
			}
		}
	}
	for end > 0 {
		// The words of one office end right before end.
		start := end
		for start > 0 && end-start < 12 {
			k := start - 1
			if taken(k) && !countryToken(t, k) {
				break
			}
			tok := t.tokens[k]
			switch tok.UPOS {
			case "NOUN", "PROPN", "ADJ":
				start = k
				continue
			case "VERB":
				if tok.Deprel == "amod" || tok.Deprel == "compound" {
					start = k
					continue
				}
			case "PART":
				if f := tok.Form; f == "'s" || f == "’s" || f == "'" || f == "’" {
					start = k
					continue
				}
			case "PUNCT":
				if tok.Form == "-" && k > 0 && t.tokens[k].Start == t.tokens[k-1].End {
					start = k
					continue
				}
			case "DET":
				if k > 0 && t.tokens[k-1].UPOS == "ADP" && strings.ToLower(tok.Form) == "the" {
					start = k
					continue
				}
			case "ADP":
				if f := strings.ToLower(tok.Form); (f == "of" || f == "for") && k > 0 && (t.tokens[k-1].UPOS == "NOUN" || t.tokens[k-1].UPOS == "PROPN") && isPerson(t, k-1) {
					start = k
					continue
				}
			}
			break
		}
		// The head: the last noun for a person, with nothing but an of-phrase after it.
		at := -1
		for k := end - 1; k >= start; k-- {
			if u := t.tokens[k].UPOS; (u == "NOUN" || u == "PROPN") && isPerson(t, k) {
				if k == end-1 {
					at = k
					break
				}
				if _, stop := after(t.tokens, k, end); stop == end {
					at = k
					break
				}
			}
		}
		if at < 0 {
			return roles, begin, g
		}
		// "envoy Prince X" has two titles.
		second := false
		if at == end-1 && at > start && !taken(at-1) && isPerson(t, at-1) {
			if office, ok := lexicon.Title(t.lemma(at)); ok && (office.Role == "royal" || office.Role == "academic" || office.Role == "religious" || office.Role == "military" || office.Role == "honorific") {
				start, second = at, true
			}
		}
		right, _ := after(t.tokens, at, end)
		r := newRole(words(t.tokens, start, at), t.lemma(at), right)
		roles = append(roles, r)
		if og := nounGender(t.lemma(at)); og != unknown {
			g = og
		}
		begin = start
		if second {
			end = start
			continue
		}
		if start > 1 && t.lower(start-1) == "and" {
			end = start - 1
			continue
		}
		break
	}
	// An office without a country takes that of the office beside it.
	for i := range roles {
		if roles[i].country == "" {
			for _, o := range roles {
				if o.country != "" {
					roles[i].country = o.country
				}
			}
		}
	}
	return roles, begin, g
}

func countryToken(t tree, i int) bool {
	_, ok := country(t.tokens[i].Form)
	return ok
}
