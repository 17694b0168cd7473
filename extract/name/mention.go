package name

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/name/lexicon"
	"attache/extract/syntax"
)

// The types of mentions that Find gives.
const (
	Person       = "Person"
	Organization = "Organization"
	Place        = "Place"
	Event        = "Event"
	Date         = "Date" // also relative ones: "yesterday", "last week"
	Time         = "Time" // of the day
)

// Mention is a name or an expression of time in a text.
type Mention struct {
	Sentence    int    // index of the sentence
	First, Last int    // its tokens in the sentence: First is the first, Last is one past the last
	Start, End  int    // byte offsets in the document's text
	Type        string // Person, Organization, Place, Event, Date or Time
	Text        string // as written, from Start to End
	Head        int    // the token of the span on which the others depend

	// Title is the title or office that stands directly before a person's name
	// ("Foreign Minister") or in apposition to it, as written; "" if there is
	// none. It is not part of the mention. TitleFirst and TitleLast are its tokens,
	// the last one past the end.
	Title                 string
	TitleFirst, TitleLast int
}

// Find finds the names and expressions of time in a document. The sentences
// must have their tokens' offsets in text and XPOS; with heads and relations,
// offices in apposition are found too. Mentions do not overlap and stand in
// the order of the text.
func (r *Recognizer) Find(text string, sentences []syntax.Sentence) []Mention {
	var mentions []Mention
	spans := r.Spans(sentences)
	for i := range sentences {
		tokens := sentences[i].Tokens
		if len(tokens) == 0 {
			continue
		}
		f := finder{text: text, index: i, tokens: tokens, taken: make([]bool, len(tokens))}
		f.times()
		for _, s := range spans[i] {
			if f.free(s.First, s.End) {
				f.name(s)
			}
		}
		slices.SortFunc(f.mentions, func(a, b Mention) int { return a.First - b.First })
		f.titles()
		mentions = append(mentions, f.mentions...)
	}
	return mentions
}

// finder collects the mentions of one sentence.
type finder struct {
	text     string
	index    int
	tokens   []syntax.Token
	taken    []bool
	mentions []Mention
}

func (f *finder) free(first, end int) bool {
	for i := first; i < end; i++ {
		if f.taken[i] {
			return false
		}
	}
	return true
}

func (f *finder) add(first, end int, kind string) {
	start, stop := f.tokens[first].Start, f.tokens[end-1].End
	if start < 0 || stop > len(f.text) || start >= stop {
		return
	}
	for i := first; i < end; i++ {
		f.taken[i] = true
	}
	f.mentions = append(f.mentions, Mention{
		Sentence: f.index, First: first, Last: end, Start: start, End: stop,
		Type: kind, Text: f.text[start:stop], Head: headOf(f.tokens, first, end),
	})
}

// headOf returns the token of a span whose head is outside it; the last one
// where the tree does not say.
func headOf(tokens []syntax.Token, first, end int) int {
	head, heads := end-1, 0
	for i := end - 1; i >= first; i-- {
		if h := tokens[i].Head; (h < first || h >= end) && tokens[i].Deprel != "punct" {
			head = i
			heads++
		}
	}
	if heads != 1 {
		// Not one constituent: the last word, as in a name without a tree.
		return end - 1
	}
	return head
}

var spanTypes = map[string]string{"PER": Person, "ORG": Organization, "LOC": Place}

// name adds a name that the model found.
func (f *finder) name(s Span) {
	first, end := s.First, s.End
	kind := spanTypes[s.Type]
	if s.Type == "MISC" {
		if !f.isEvent(first, end) {
			return
		}
		kind = Event
	}
	if strings.EqualFold(f.tokens[first].Form, "the") && first+1 < end && !strings.EqualFold(f.tokens[first+1].Form, "hague") {
		first++
	}
	for end > first && isPossessive(f.tokens[end-1].Form) {
		// "McDonald's" is one name, "Putin's" is not.
		if kind == Organization && end-first == 2 && end < len(f.tokens) && !startsUpper(f.tokens[end].Form) && f.tokens[end].XPOS != "NN" {
			break
		}
		end--
	}
	if first < end {
		f.add(first, end, kind)
	}
}

func isPossessive(form string) bool {
	return form == "'s" || form == "’s" || form == "'" || form == "’"
}

// isEvent reports whether a name ends in a noun for an event: "G20 summit",
// "World Economic Forum".
func (f *finder) isEvent(first, end int) bool {
	last := f.tokens[end-1].Form
	return end-first > 1 && (meets[strings.ToLower(last)] || lexicon.Lookup(strings.TrimSuffix(last, "s"))&lexicon.EventHead != 0)
}

// times adds expressions of time.
func (f *finder) times() {
	start, end := f.tokens[0].Start, f.tokens[len(f.tokens)-1].End
	if start < 0 || end > len(f.text) || start >= end {
		return
	}
	words := dateWords(f.text[start:end])
	token := 0
	for i := 0; i < len(words); {
		w, n := match(words[i:], false)
		if n == 0 && i > 0 && beforeYear[words[i-1].lower] {
			if year, ok := yearNumber(words[i].text); ok {
				w, n = when{kind: calendarDate, year: year}, 1
			}
		}
		if n == 0 {
			i++
			continue
		}
		from, to := start+words[i].start, start+words[i+n-1].end
		for token < len(f.tokens) && f.tokens[token].End <= from {
			token++
		}
		last := token
		for last < len(f.tokens) && f.tokens[last].Start < to {
			last++
		}
		i += n
		if token >= last || f.tokens[token].Start != from || f.tokens[last-1].End != to {
			continue // cuts through a token: part of a longer number or word
		}
		first := token
		if f.isNoTime(first, last, w) {
			continue
		}
		kind := Date
		if w.kind == clockTime {
			kind = Time
		}
		f.add(first, last, kind)
	}
}

var beforeYear = map[string]bool{
	"in": true, "since": true, "by": true, "from": true, "until": true, "till": true, "of": true, "during": true,
	"before": true, "after": true, "late": true, "early": true, "mid": true, "through": true, "between": true,
	"to": true, "and": true, "-": true, "–": true, "(": true, "around": true, "circa": true, "year": true,
}

// isNoTime reports whether words that look like a time are something else
// where they stand.
func (f *finder) isNoTime(first, last int, w when) bool {
	t := &f.tokens[first]
	switch {
	case w.kind == calendarDate && w.month == 0 && last < len(f.tokens):
		// "in 2000 villages"
		return f.tokens[last].XPOS == "NNS"
	case w.kind == calendarDate && w.day == 0 && w.year == 0 && last == first+1:
		// "April Ryan", "to march": a month alone is a proper noun, and no name follows.
		if t.XPOS != "" && t.XPOS != "NNP" {
			return true
		}
		return last < len(f.tokens) && f.tokens[last].XPOS == "NNP" && startsUpper(f.tokens[last].Form)
	case w.kind == weekdayDate && last < len(f.tokens):
		// "Friday Times", "Bloody Sunday"
		if first > 0 && f.tokens[first-1].XPOS == "NNP" && f.tokens[first-1].Form != "." && lexicon.Lookup(f.tokens[first-1].Form) == 0 && f.tokens[first-1].Head == first {
			return true
		}
	}
	return false
}

// titles finds the titles of the persons.
func (f *finder) titles() {
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Type != Person {
			continue
		}
		if first := f.titleBefore(m.First); first < m.First {
			f.setTitle(m, first, m.First)
			continue
		}
		f.apposition(m)
	}
}

func (f *finder) setTitle(m *Mention, first, last int) {
	m.TitleFirst, m.TitleLast = first, last
	m.Title = f.text[f.tokens[first].Start:f.tokens[last-1].End]
}

// maxTitle bounds the words of a title: "Secretary of State and national
// security adviser" has eight.
const maxTitle = 8

// titleBefore returns the first token of the titles that end before token
// end, or end if there are none.
func (f *finder) titleBefore(end int) int {
	first := f.oneTitle(end)
	// "Secretary of State and national security adviser Marco Rubio"
	for first < end && first > 1 && strings.EqualFold(f.tokens[first-1].Form, "and") && !f.taken[first-1] {
		earlier := f.oneTitle(first - 1)
		if earlier == first-1 || end-earlier > 2*maxTitle {
			break
		}
		first = earlier
	}
	return first
}

// oneTitle returns where the longest title that ends before token end begins.
func (f *finder) oneTitle(end int) int {
	best := end
	for first := end - 1; first >= 0 && end-first <= maxTitle; first-- {
		t := &f.tokens[first]
		if f.taken[first] && !isTitleWord(t.Form) || t.Form == "," || t.Form == ";" || t.Form == ":" || t.Form == "(" || t.Form == ")" || t.Form == "\"" {
			break
		}
		if lexicon.Lookup(t.Form)&(lexicon.DemonymName|lexicon.CountryName) != 0 && first == best-1 {
			break // "Russian President": the country is no part of the title
		}
		phrase := f.text[t.Start:f.tokens[end-1].End]
		if r, _ := utf8.DecodeRuneInString(phrase); !unicode.IsLetter(r) {
			continue // "Secretary" of "Under-Secretary" is reached with a hyphen
		}
		if _, ok := lexicon.Title(phrase); ok && !strings.HasPrefix(strings.ToLower(phrase), "of ") {
			best = first
		}
	}
	return f.field(best, end)
}

// field lets a title begin with the noun that says what the office is for and
// that no list has: "Water Minister", "climate secretary".
func (f *finder) field(first, end int) int {
	if first >= end {
		return first
	}
	capital := startsUpper(f.tokens[first].Form)
	for n := 0; n < 2 && first > 0; n++ {
		t := &f.tokens[first-1]
		if f.taken[first-1] || !(t.Deprel == "compound" && t.Head >= first || capital && strings.HasPrefix(t.XPOS, "NNP")) || startsUpper(t.Form) != capital ||
			lexicon.Lookup(t.Form)&(lexicon.DemonymName|lexicon.CountryName|lexicon.OrganizationName) != 0 {
			break
		}
		first--
	}
	return first
}

func isTitleWord(form string) bool {
	return lexicon.Lookup(form)&(lexicon.TitleName|lexicon.TitleModifier|lexicon.HonorificName) != 0
}

// apposition finds a title in apposition to a name: "Lavrov, the Russian
// foreign minister," or "the foreign minister, Sergey Lavrov,".
func (f *finder) apposition(m *Mention) {
	head := m.Head
	noun := -1
	for i := range f.tokens {
		if f.tokens[i].Deprel == "appos" && f.tokens[i].Head >= m.First && f.tokens[i].Head < m.Last && i >= m.Last {
			noun = i
			break
		}
	}
	if noun < 0 && f.tokens[head].Deprel == "appos" {
		if h := f.tokens[head].Head; h >= 0 && h < len(f.tokens) && (h < m.First || h >= m.Last) {
			noun = h
		}
	}
	if noun < 0 || f.taken[noun] {
		f.besideComma(m)
		return
	}
	first, last := noun, noun+1
	for first > 0 && !f.taken[first-1] && f.tokens[first-1].Head == noun &&
		(f.tokens[first-1].Deprel == "compound" || f.tokens[first-1].Deprel == "amod") {
		if lexicon.Lookup(f.tokens[first-1].Form)&lexicon.DemonymName != 0 {
			break
		}
		first--
	}
	title := func() bool {
		_, ok := lexicon.Title(f.text[f.tokens[first].Start:f.tokens[last-1].End])
		return ok
	}
	for first < noun && !title() {
		first++
	}
	if !title() {
		f.besideComma(m)
		return
	}
	// "secretary of state", "minister of foreign affairs"
	for end := min(len(f.tokens), last+4); end > last+1; end-- {
		if f.tokens[last].Form != "of" && f.tokens[last].Form != "for" {
			break
		}
		whole := lexicon.Key(f.text[f.tokens[first].Start:f.tokens[end-1].End])
		if lexicon.Lookup(whole)&lexicon.TitleName != 0 {
			last = end
			break
		}
	}
	f.setTitle(m, first, last)
}

// besideComma reads a title on the other side of a comma where the tree does
// not tell of the apposition. An article, possessive or adjective of
// nationality must open it, so that lists of persons are not taken for one.
func (f *finder) besideComma(m *Mention) {
	opens := func(i int) bool {
		t := &f.tokens[i]
		return t.XPOS == "DT" || t.XPOS == "PRP$" || t.XPOS == "POS" || isPossessive(t.Form) || lexicon.Lookup(t.Form)&lexicon.DemonymName != 0
	}
	if m.First > 1 && f.tokens[m.First-1].Form == "," {
		if first := f.oneTitle(m.First - 1); first < m.First-1 && first > 0 && opens(first-1) {
			f.setTitle(m, first, m.First-1)
			return
		}
	}
	if m.Last+1 >= len(f.tokens) || f.tokens[m.Last].Form != "," || !opens(m.Last+1) {
		return
	}
	first := m.Last + 1
	for first < len(f.tokens) && (opens(first) || f.taken[first]) && first < m.Last+5 {
		first++
	}
	best := first
	for end := first + 1; end <= len(f.tokens) && end-first <= maxTitle; end++ {
		if f.taken[end-1] || f.tokens[end-1].Form == "," {
			break
		}
		if _, ok := lexicon.Title(f.text[f.tokens[first].Start:f.tokens[end-1].End]); ok {
			if strings.HasPrefix(f.tokens[end-1].XPOS, "NN") {
				best = end
			}
		}
	}
	// "the president of the club" may not run on to whatever follows "of".
	for i := first; i < best; i++ {
		if f.tokens[i].Form == "of" || f.tokens[i].Form == "for" {
			if lexicon.Lookup(f.text[f.tokens[first].Start:f.tokens[best-1].End])&lexicon.TitleName == 0 {
				best = i
			}
			break
		}
	}
	if best > first {
		f.setTitle(m, first, best)
	}
}
