// Package quote finds who says what: quoted words, reported speech, and their speakers.
package quote

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/syntax"
	"attache/schema/statement"
)

// Position is a token: the index of its sentence and its index in that sentence.
type Position struct{ Sentence, Token int }

// Nowhere is the position of what is not known.
var Nowhere = Position{Sentence: -1, Token: -1}

// Known reports whether p is the position of a token.
func (p Position) Known() bool { return p.Sentence >= 0 && p.Token >= 0 }

// Quote is a run of words that somebody else than the writer says.
type Quote struct {
	Span      statement.Span // the words said, without quotation marks
	Direct    bool           // word for word: in quotation marks, or behind a speaker's label ("LAVROV: …")
	Speaker   Position       // head token of the speaker's noun phrase; Nowhere if unknown
	Verb      Position       // the verb or noun of saying; Nowhere if there is none
	Addressee Position       // head token of whom it is said to; Nowhere if it is not told
}

// Find returns the quotes of a text in the order of their starts, the longer
// first where two start together. Sentences hold trees over the text's tokens.
// Words in quotation marks within a quote are a quote of their own where the
// quote itself says whose they are.
func Find(text string, sentences []syntax.Sentence) []Quote {
	f := &finder{text: text, sentences: sentences, trees: make([]*tree, len(sentences))}
	if !f.sound() {
		return nil
	}
	f.paragraphs = paragraphs(text, sentences)
	f.marks = spans(text, sentences, f.paragraphs)
	f.labels()
	f.direct()
	for i := range sentences {
		f.indirect(i)
	}
	sort.SliceStable(f.quotes, func(a, b int) bool {
		x, y := f.quotes[a].Span, f.quotes[b].Span
		return x.Start < y.Start || x.Start == y.Start && x.End > y.End
	})
	return slices.Compact(f.quotes)
}

// SpeakerAt returns the innermost quote that holds the offset. The quotes are in
// the order in which Find returns them.
func SpeakerAt(quotes []Quote, offset int) (Quote, bool) {
	found, at := false, Quote{}
	for _, q := range quotes {
		if q.Span.Start > offset {
			break
		}
		if offset < q.Span.End && (!found || q.Span.End-q.Span.Start <= at.Span.End-at.Span.Start) {
			found, at = true, q
		}
	}
	return at, found
}

type finder struct {
	text       string
	sentences  []syntax.Sentence
	trees      []*tree
	paragraphs []paragraph
	marks      []span
	quotes     []Quote
}

// sound tells whether offsets lie in the text and rise.
func (f *finder) sound() bool {
	at := 0
	for _, s := range f.sentences {
		if s.Start < at || s.End < s.Start || s.End > len(f.text) {
			return false
		}
		at = s.Start
		for _, t := range s.Tokens {
			if t.Start < at || t.End < t.Start || t.End > s.End {
				return false
			}
			at = t.Start
		}
		at = s.End
	}
	return true
}

// maxTokens bounds the sentences that are read.
const maxTokens = 800

func (f *finder) tree(i int) *tree {
	if f.trees[i] == nil {
		tokens := f.sentences[i].Tokens
		if len(tokens) > maxTokens {
			tokens = nil // no sentence, and it would cost more than it tells
		}
		f.trees[i] = newTree(tokens)
	}
	return f.trees[i]
}

// sentenceAt is the sentence that holds the offset, or the next one.
func (f *finder) sentenceAt(offset int) int {
	return sort.Search(len(f.sentences), func(i int) bool { return f.sentences[i].End > offset })
}

// tokenAt is the first token of the sentence that ends behind the offset.
func (f *finder) tokenAt(sentence, offset int) int {
	tokens := f.tree(sentence).tokens
	return sort.Search(len(tokens), func(i int) bool { return tokens[i].End > offset })
}

// attribution is a reading of who says a quote.
type attribution struct{ speaker, verb, addressee Position }

var nobody = attribution{Nowhere, Nowhere, Nowhere}

// direct finds the speakers of what stands in quotation marks.
func (f *finder) direct() {
	last := nobody // who spoke last, and up to where in the text
	lastEnd, lastParagraph := -1, -1
	for n, s := range f.marks {
		paragraph := sort.Search(len(f.paragraphs), func(i int) bool {
			return f.sentences[f.paragraphs[i].last].End > s.start
		})
		if s.nested {
			if a := f.attribute(n); a.speaker.Known() && f.outer(n, a.speaker) {
				f.add(s, a)
			}
			continue
		}
		a := f.attribute(n)
		switch {
		case a.speaker.Known():
		case s.reopened:
			a.speaker, a.addressee = last.speaker, last.addressee
		case f.whole(s):
			// The quote is all that its sentences say: it belongs to whoever spoke last.
			if lead := f.lead(s); lead.speaker.Known() {
				a = lead
			} else if tail := f.tail(s); tail.speaker.Known() {
				a = tail
			} else if spoke := f.spokeBefore(s, paragraph); spoke.speaker.Known() && f.takesOver(spoke.speaker, lastEnd) {
				a = spoke
			} else if last.speaker.Known() && (paragraph == lastParagraph || paragraph == lastParagraph+1 && f.onlySpeech(lastEnd, s.open)) {
				a.speaker, a.addressee = last.speaker, last.addressee
			} else if spoke := f.spokeBefore(s, paragraph); spoke.speaker.Known() {
				a = spoke
			}
		}
		f.add(s, a)
		if a.speaker.Known() {
			last, lastEnd, lastParagraph = a, s.after, paragraph
		}
	}
}

func (f *finder) add(s span, a attribution) {
	f.quotes = append(f.quotes, Quote{
		Span: statement.Span{Start: s.start, End: s.end}, Direct: true,
		Speaker: a.speaker, Verb: a.verb, Addressee: a.addressee,
	})
}

// outer tells whether a speaker stands in the quote that a nested one is in.
func (f *finder) outer(n int, speaker Position) bool {
	at := f.sentences[speaker.Sentence].Tokens[speaker.Token].Start
	for i := n - 1; i >= 0 && i >= n-8; i-- {
		if !f.marks[i].nested {
			return at >= f.marks[i].start && at < f.marks[i].end
		}
	}
	return false
}

// onlySpeech tells whether nothing but an attribution's few words lies between.
func (f *finder) onlySpeech(from, to int) bool {
	if from < 0 || to < from {
		return false
	}
	return to-from < 160 && strings.Count(f.text[from:to], ". ") == 0
}

// whole tells a quote that fills its sentences.
func (f *finder) whole(s span) bool {
	first := f.sentenceAt(s.start)
	last := f.sentenceAt(max(s.start, s.end-1))
	if first >= len(f.sentences) || last >= len(f.sentences) {
		return false
	}
	return !hasWord(f.text, f.sentences[first].Start, s.open) && !hasWord(f.text, s.after, f.sentences[last].End)
}

func hasWord(text string, from, to int) bool {
	if from >= to {
		return false
	}
	return strings.IndexFunc(text[from:to], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// window bounds how far from a quote its attribution may stand, in tokens.
const window = 40

// attribute reads the sentences that the quote stands in.
func (f *finder) attribute(n int) attribution {
	s := f.marks[n]
	first := f.sentenceAt(s.start)
	last := f.sentenceAt(max(s.start, s.end-1))
	if first >= len(f.sentences) {
		return nobody
	}
	last = min(last, len(f.sentences)-1)
	inside := func(sentence, token int) bool {
		at := f.sentences[sentence].Tokens[token].Start
		return at >= s.open && at < s.after
	}
	// The verb right behind it, else what the tree says: the verb that the quote
	// hangs on, or that hangs on it.
	if a := f.behind(n, last); a.speaker.Known() {
		return a
	}
	for _, sentence := range []int{last, first} {
		if a := f.byTree(sentence, s, inside); a.speaker.Known() {
			return a
		}
		if first == last {
			break
		}
	}
	if a := f.ahead(n, first); a.speaker.Known() {
		return a
	}
	if a := f.partial(first, s, inside); a.speaker.Known() {
		return a
	}
	for _, sentence := range []int{first, last} {
		if source, at := f.accordingTo(sentence); source >= 0 && !inside(sentence, source) {
			return attribution{Position{sentence, source}, Position{sentence, at}, Nowhere}
		}
	}
	return nobody
}

// byTree follows the arcs that lead out of the quote.
func (f *finder) byTree(sentence int, s span, inside func(sentence, token int) bool) attribution {
	t := f.tree(sentence)
	from := f.tokenAt(sentence, s.start)
	for i := from; i < len(t.tokens) && t.tokens[i].Start < s.end; i++ {
		h := t.head(i)
		if h >= 0 && !inside(sentence, h) {
			switch t.rel(i) {
			case "ccomp", "parataxis", "obj", "xcomp", "dep":
				if saying[t.lemma(h)] && t.verbal(h) && f.adjacent(s, sentence, h) {
					if a := f.by(sentence, h, i, inside); a.speaker.Known() {
						return a
					}
				}
			}
		}
		for c := t.first[i]; c >= 0; c = t.next[c] {
			if !inside(sentence, c) && t.rel(c) == "parataxis" && saying[t.lemma(c)] && t.verbal(c) {
				if a := f.by(sentence, c, i, inside); a.speaker.Known() {
					return a
				}
			}
		}
	}
	return nobody
}

// adjacent tells whether no other quote stands between the verb and this one.
func (f *finder) adjacent(s span, sentence, verb int) bool {
	at := f.sentences[sentence].Tokens[verb].Start
	from, to := s.after, at
	if at < s.open {
		from, to = at, s.open
	}
	if from > to {
		return true
	}
	i := sort.Search(len(f.marks), func(i int) bool { return f.marks[i].open >= from })
	return i == len(f.marks) || f.marks[i].open >= to || f.marks[i].nested
}

// by makes an attribution of a verb of saying; said is what it governs, or -1.
// Inside tells what cannot be the speaker, since it is what is said; nil is nothing.
func (f *finder) by(sentence, verb, said int, inside func(sentence, token int) bool) attribution {
	t := f.tree(sentence)
	apart := f.quotedApart(sentence, verb)
	quoted := func(token int) bool {
		return apart(sentence, token) || inside != nil && inside(sentence, token)
	}
	speaker := -1
	for _, candidate := range [...]func() int{
		func() int { return t.ownSubject(verb) },
		func() int { // "…, adding": whoever spoke in the clause that it belongs to
			if t.tag(verb) != "VBG" || verb == 0 || t.rel(verb-1) != "punct" && t.form(verb-1) != "and" {
				return -1
			}
			for h, depth := t.head(verb), 0; h >= 0 && depth < maxDepth; h, depth = t.head(h), depth+1 {
				if t.verbal(h) && (saying[t.lemma(h)] || t.head(h) < 0) && !quoted(h) {
					if s := t.ownSubject(h); s >= 0 {
						return s
					}
				}
			}
			return -1
		},
		func() int { return t.subject(verb) },
		func() int { // "said the minister", where the parser took the minister for an object
			if o := t.child(verb, "obj"); o > verb && o != said && t.human(o) && clausal[t.lemma(verb)] && !telling[t.lemma(verb)] && o-verb < 8 && t.tag(verb) != "VBG" {
				return o
			}
			return -1
		},
		func() int { return t.near(verb) },
		func() int { // "…?" asked the minister
			if inside == nil || verb == 0 || !inside(sentence, verb-1) {
				return -1
			}
			return t.phraseAfter(verb + 1)
		},
	} {
		if s := candidate(); s >= 0 && s != verb && !quoted(s) {
			speaker = s
			break
		}
	}
	if speaker < 0 {
		return nobody
	}
	speaker = t.author(speaker)
	a := attribution{Position{sentence, speaker}, Position{sentence, verb}, Nowhere}
	if to := t.addressee(verb, said); to >= 0 && to != speaker && !quoted(to) {
		a.addressee = Position{sentence, to}
	}
	return a
}

// behind looks for a verb of saying after the quote: "…,” the minister said.
func (f *finder) behind(n, sentence int) attribution {
	s := f.marks[n]
	ends, _ := utf8.DecodeLastRuneInString(f.text[s.start:s.end])
	next := strings.TrimLeft(f.text[s.after:min(len(f.text), s.after+4)], " ")
	comma := ends == ',' || ends == '?' || ends == '!' || ends == '—' || ends == '–' || ends == '-' || ends == '…' ||
		strings.HasPrefix(next, ",") || strings.HasPrefix(next, "—") || strings.HasPrefix(next, "-")
	if !comma {
		return nobody
	}
	t := f.tree(sentence)
	from := f.tokenAt(sentence, s.after)
	if from >= len(t.tokens) { // the splitter cut before the attribution
		sentence++
		if sentence >= len(f.sentences) || f.sentences[sentence].Paragraph || breaksLine(f.text, s.after, f.sentences[sentence].Start) {
			return nobody
		}
		t, from = f.tree(sentence), 0
	}
	limit := len(f.text)
	if n+1 < len(f.marks) {
		limit = f.marks[n+1].open
	}
	for i := from; i < len(t.tokens) && i < from+window && t.tokens[i].Start < limit; i++ {
		if saying[t.lemma(i)] && t.verbal(i) && t.tag(i) != "VB" {
			if c := t.child(i, "ccomp"); c > i && t.tokens[c].Start >= s.after && i > from+8 {
				return nobody // a clause of its own
			}
			return f.by(sentence, i, -1, func(sentence, token int) bool {
				return f.sentences[sentence].Tokens[token].Start < s.after
			})
		}
	}
	return nobody
}

// ahead looks for a verb of saying before the quote: Putin said: “…”.
func (f *finder) ahead(n, sentence int) attribution {
	s := f.marks[n]
	t := f.tree(sentence)
	floor := 0
	if n > 0 && !s.nested {
		floor = f.marks[n-1].after
	}
	lead := strings.TrimRight(f.text[max(0, s.open-4):s.open], " ")
	colon := strings.HasSuffix(lead, ":")
	comma := strings.HasSuffix(lead, ",")
	end := f.tokenAt(sentence, s.open)
	for i := min(end, len(t.tokens)) - 1; i >= 0 && i > end-window && t.tokens[i].Start >= floor; i-- {
		if !saying[t.lemma(i)] || !t.verbal(i) {
			continue
		}
		if !colon && !comma && i < end-3 {
			break // a verb further back governs by the tree or not at all
		}
		return f.by(sentence, i, -1, func(sentence, token int) bool {
			at := f.sentences[sentence].Tokens[token].Start
			return at >= s.open && at < s.after
		})
	}
	if colon {
		if a := f.label(sentence, end, floor); a.speaker.Known() {
			return a
		}
	}
	return nobody
}

// label reads the name before a colon: Hoeksema: “…”.
func (f *finder) label(sentence, end, floor int) attribution {
	t := f.tree(sentence)
	i := end - 1
	for i >= 0 && t.tokens[i].Start >= floor && !hasWord(t.tokens[i].Form, 0, len(t.tokens[i].Form)) {
		i--
	}
	from := i
	for from >= 0 && t.tokens[from].Start >= floor && (t.named(from) || t.form(from) == "the") {
		from--
	}
	if i < 0 || from == i || i-from > 6 || fields[t.form(i)] || fields[t.form(from+1)] || !t.named(i) {
		return nobody
	}
	if name := t.phraseHead(i, from); t.rel(name) == "appos" || t.rel(name) == "list" { // "Ana Ruiz, Town Hall: …"
		if h := t.head(name); h >= 0 && h < from && t.named(h) && t.tokens[h].Start >= floor {
			return attribution{Position{sentence, h}, Nowhere, Nowhere}
		}
	}
	if from >= 0 && hasWord(t.tokens[from].Form, 0, len(t.tokens[from].Form)) {
		// more than a label stands before the colon: its subject speaks
		if v := t.root(); v >= 0 && v < end {
			if subject := t.subject(v); subject >= 0 && t.human(subject) {
				return attribution{Position{sentence, subject}, Nowhere, Nowhere}
			}
		}
		return nobody
	}
	return attribution{Position{sentence, t.phraseHead(i, from)}, Nowhere, Nowhere}
}

// partial finds whose few words stand in a clause: the subject of the verb of
// saying or judging that they depend on.
func (f *finder) partial(sentence int, s span, inside func(sentence, token int) bool) attribution {
	t := f.tree(sentence)
	i := f.tokenAt(sentence, s.start)
	if i >= len(t.tokens) || t.tokens[i].Start >= s.end {
		return nobody
	}
	for range maxDepth {
		// "…, she recalled" beside any clause that the words are in
		for c := t.first[i]; c >= 0; c = t.next[c] {
			if t.rel(c) == "parataxis" && clausal[t.lemma(c)] && t.verbal(c) && !inside(sentence, c) && t.ownSubject(c) >= 0 {
				return f.by(sentence, c, i, inside)
			}
		}
		h := t.head(i)
		if h < 0 {
			break
		}
		if !inside(sentence, h) && t.verbal(h) && (voicing[t.lemma(h)] || saying[t.lemma(h)]) {
			passive := t.child(h, "aux:pass") >= 0 || t.child(h, "nsubj:pass") >= 0
			clause := t.rel(i) == "advcl" && (t.ownSubject(i) >= 0 || t.child(i, "mark") >= 0 && t.form(t.child(i, "mark")) != "as")
			if rel := t.rel(i); rel != "nsubj" && rel != "csubj" && !clause {
				if passive {
					if agent := t.child(h, "obl:agent"); agent >= 0 {
						return attribution{Position{sentence, agent}, Position{sentence, h}, Nowhere}
					}
				} else if a := f.by(sentence, h, i, inside); a.speaker.Known() {
					return a
				}
			}
		}
		i = h
	}
	// An official was cautious: the prince “may come”.
	if at := strings.LastIndex(f.text[f.sentences[sentence].Start:max(f.sentences[sentence].Start, s.open)], ": "); at > 0 {
		colon := f.sentences[sentence].Start + at
		for v := range t.tokens {
			if t.tokens[v].Start >= colon {
				break
			}
			if subject := t.ownSubject(v); subject >= 0 && t.human(subject) && t.tokens[subject].Start < colon {
				return attribution{Position{sentence, subject}, Nowhere, Nowhere}
			}
		}
	}
	return nobody
}

// lead reads the sentence before a quote that fills its own: "He tweeted:".
func (f *finder) lead(s span) attribution {
	i := f.sentenceAt(s.start) - 1
	if i < 0 {
		return nobody
	}
	words := strings.TrimSpace(f.text[f.sentences[i].Start:f.sentences[i].End])
	if !strings.HasSuffix(words, ":") && !strings.HasSuffix(words, ",") && !strings.HasSuffix(strings.TrimSpace(f.text[f.sentences[i].Start:s.open]), ":") {
		return nobody
	}
	t := f.tree(i)
	for v := len(t.tokens) - 1; v >= 0; v-- {
		if saying[t.lemma(v)] && t.verbal(v) {
			if a := f.by(i, v, -1, nil); a.speaker.Known() {
				return a
			}
		}
	}
	if v := t.root(); v >= 0 {
		if subject := t.subject(v); subject >= 0 {
			return attribution{Position{i, subject}, Nowhere, Nowhere}
		}
	}
	return f.label(i, len(t.tokens), f.sentences[i].Start)
}

// tail reads a short sentence after the quote: “…” He added.
func (f *finder) tail(s span) attribution {
	i := f.sentenceAt(s.after)
	if i >= len(f.sentences) || f.sentences[i].Paragraph || breaksLine(f.text, s.end, f.sentences[i].Start) {
		return nobody
	}
	t := f.tree(i)
	v := t.root()
	if len(t.tokens) > 9 || v < 0 || !saying[t.lemma(v)] || !t.verbal(v) || t.child(v, "ccomp") >= 0 || t.child(v, "xcomp") >= 0 {
		return nobody
	}
	if o := t.child(v, "obj"); o >= 0 && !telling[t.lemma(v)] {
		return nobody
	}
	return f.by(i, v, -1, nil)
}

// takesOver tells whether a sentence that begins behind the last quote tells by
// name who does something, in which the one who spoke last has no part.
func (f *finder) takesOver(speaker Position, lastEnd int) bool {
	return lastEnd >= 0 && f.sentences[speaker.Sentence].Start >= lastEnd && f.tree(speaker.Sentence).named(speaker.Token)
}

// spokeBefore takes the one who speaks in the sentence before, in the same paragraph.
func (f *finder) spokeBefore(s span, paragraph int) attribution {
	i := f.sentenceAt(s.start) - 1
	if i < 0 || paragraph >= len(f.paragraphs) {
		return nobody
	}
	t := f.tree(i)
	v := t.root()
	if v < 0 || !t.verbal(v) {
		return nobody
	}
	spoke := saying[t.lemma(v)] || voicing[t.lemma(v)]
	if !spoke && i < f.paragraphs[paragraph].first {
		return nobody
	}
	if i+1 < f.paragraphs[paragraph].first {
		return nobody
	}
	subject := t.subject(v)
	if subject < 0 || !t.human(subject) {
		return nobody
	}
	return attribution{Position{i, subject}, Nowhere, Nowhere}
}

// accordingTo returns the source that a sentence names and where the phrase begins, or -1.
func (f *finder) accordingTo(sentence int) (source, at int) {
	t := f.tree(sentence)
	for i := 0; i+2 < len(t.tokens); i++ {
		if t.form(i) != "according" || t.form(i+1) != "to" {
			continue
		}
		if h := t.head(i); h > i && t.nominal(h) {
			return h, i
		}
		if h := t.head(i + 1); h > i && t.nominal(h) {
			return h, i
		}
		if c := t.child(i, "obl"); c > i {
			return c, i
		}
		if h := t.phraseAfter(i + 2); h >= 0 {
			return h, i
		}
	}
	return -1, -1
}

// indirect finds reported speech in a sentence.
func (f *finder) indirect(sentence int) {
	t := f.tree(sentence)
	for v := range t.tokens {
		switch {
		case t.verbal(v) && clausal[t.lemma(v)]:
			f.reported(sentence, v)
		case t.nominal(v) && claims[t.lemma(v)]:
			f.claimed(sentence, v)
		}
	}
	if source, at := f.accordingTo(sentence); source >= 0 {
		from, to := t.extent(source)
		from = min(from, at)
		if t.head(source) < 0 && at == 0 { // the parser took the source for the whole
			for to = source; to+1 < len(t.tokens) && t.form(to+1) != ","; to++ {
			}
		}
		start, end := f.sentences[sentence].Start, f.sentences[sentence].End
		if from > 0 && (from > 3 || to >= len(t.tokens)-2) {
			end = t.tokens[from-1].End
		} else if to+1 < len(t.tokens) {
			start = t.tokens[to+1].Start
		} else {
			return
		}
		f.report(start, end, attribution{Position{sentence, source}, Position{sentence, at}, Nowhere})
	}
}

// reported reads a verb's clause: "said that they met", "they met, officials said".
func (f *finder) reported(sentence, v int) {
	t := f.tree(sentence)
	if t.child(v, "nsubj:pass") >= 0 && t.lemma(v) != "tell" && t.child(v, "obl:agent") < 0 {
		return // "is said to have met": nobody says it
	}
	if told := t.toldClause(v); told >= 0 {
		from, to := t.extent(told)
		if t.form(from) == "that" && from < to {
			from++
		}
		f.report(t.tokens[from].Start, t.tokens[to].End, f.by(sentence, v, told, nil))
	}
	for c := t.first[v]; c >= 0; c = t.next[c] {
		switch rel := t.rel(c); {
		case rel == "ccomp", rel == "xcomp" && t.infinitiveOrGerund(c) && c > v && (t.tag(c) != "VBG" || gerundial[t.lemma(v)]), rel == "parataxis" && c > v && !clausal[t.lemma(c)]:
			from, to := t.extent(c)
			if from <= v && v <= to {
				continue
			}
			if mark := t.child(c, "mark"); mark >= 0 && t.form(mark) == "if" && !wondering[t.lemma(v)] {
				continue // "they would come, she said, if it were warmer"
			}
			if rel == "ccomp" && t.tag(c) == "VBG" && c > v && !gerundial[t.lemma(v)] && t.child(c, "aux") < 0 && t.child(c, "nsubj") < 0 {
				continue // "…," she said, waving a paper
			}
			if t.lemma(v) == "say" && t.tag(c) != "VBG" && f.infinitive(t, c) {
				continue // "said to have met": nobody says it
			}
			if clausal[t.lemma(c)] && c > v && t.child(c, "ccomp") < 0 && t.child(c, "xcomp") < 0 && t.child(c, "obj") < 0 && to-from < 6 &&
				from > 0 && strings.Contains(f.text[t.tokens[v].End:t.tokens[from].Start], ",") {
				continue // "…, Ruiz said, the agency reported"
			}
			if t.form(from) == "that" && from < to {
				from++
			}
			if rel == "parataxis" && !strings.Contains(f.text[t.tokens[v].End:t.tokens[from].Start], ":") && t.form(from-1) != ":" {
				continue
			}
			a := f.by(sentence, v, c, nil)
			if t.child(v, "nsubj:pass") >= 0 && t.child(v, "obl:agent") < 0 {
				a = attribution{Nowhere, Position{sentence, v}, Position{sentence, t.child(v, "nsubj:pass")}}
			}
			f.report(t.tokens[from].Start, t.tokens[to].End, a)
		}
	}
	if h := t.head(v); h >= 0 && t.rel(v) == "parataxis" && !t.contains(v) && !t.saysSo(v) {
		if subject := t.child(v, "nsubj"); subject >= 0 {
			// The sentence around the verb and its own words.
			from, to := t.extent(v)
			a := f.by(sentence, v, h, nil)
			start, end := t.extent(h)
			if from > start {
				f.report(t.tokens[start].Start, t.tokens[from-1].End, a)
			}
			if to < end && from <= start {
				f.report(t.tokens[to+1].Start, t.tokens[end].End, a)
			}
		}
	}
}

// quotedApart tells the words in a quotation that the verb stands outside of.
func (f *finder) quotedApart(sentence, verb int) func(sentence, token int) bool {
	at := f.tree(sentence).tokens[verb].Start
	return func(sentence, token int) bool {
		start := f.sentences[sentence].Tokens[token].Start
		behind := sort.Search(len(f.marks), func(i int) bool { return f.marks[i].open > start })
		for i := behind - 1; i >= 0 && i >= behind-8; i-- {
			if m := f.marks[i]; start < m.after && (at < m.open || at >= m.after) {
				return true
			}
		}
		return false
	}
}

func (f *finder) infinitive(t *tree, c int) bool {
	for k := t.first[c]; k >= 0; k = t.next[k] {
		if t.form(k) == "to" && t.rel(k) == "mark" {
			return true
		}
	}
	return false
}

// claimed reads a noun's clause: "the minister's claim that they met".
func (f *finder) claimed(sentence, n int) {
	t := f.tree(sentence)
	owner := t.child(n, "nmod:poss")
	if owner < 0 {
		for c := t.first[n]; c >= 0; c = t.next[c] {
			if t.rel(c) == "nmod" && c > n && (t.caseOf(c) == "by" || t.caseOf(c) == "of" || t.caseOf(c) == "from") {
				owner = c
				break
			}
		}
	}
	if owner < 0 {
		return
	}
	for c := t.first[n]; c >= 0; c = t.next[c] {
		if t.rel(c) != "acl" && t.rel(c) != "ccomp" || c < n || t.child(c, "mark") < 0 && (t.rel(c) == "acl" || t.tag(c) == "VBD") {
			continue
		}
		from, to := t.extent(c)
		if from <= n {
			continue
		}
		if t.form(from) == "that" && from < to {
			from++
		}
		f.report(t.tokens[from].Start, t.tokens[to].End, attribution{Position{sentence, owner}, Position{sentence, n}, Nowhere})
	}
}

// report adds reported speech, less the punctuation at its ends. What is said
// in quotation marks is there already.
func (f *finder) report(start, end int, a attribution) {
	cut := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' && r != ')' && r != '$' && r != '€' && r != '£'
	}
	words := f.text[start:end]
	start += len(words) - len(strings.TrimLeftFunc(words, cut))
	end -= len(words) - len(strings.TrimRightFunc(words, cut))
	if start >= end || !a.speaker.Known() && !a.addressee.Known() {
		return
	}
	if a.verb.Known() {
		verb := f.sentences[a.verb.Sentence].Tokens[a.verb.Token].Start
		behind := sort.Search(len(f.marks), func(i int) bool { return f.marks[i].open > start })
		for i := behind - 1; i >= 0 && i >= behind-8; i-- {
			m := f.marks[i]
			if m.after <= start {
				continue
			}
			if verb < m.open || verb >= m.after {
				return // the direct quote itself
			}
			end = min(end, m.end)
		}
	}
	if start < end {
		f.quotes = append(f.quotes, Quote{Span: statement.Span{Start: start, End: end}, Speaker: a.speaker, Verb: a.verb, Addressee: a.addressee})
	}
}

// labels finds who speaks in a transcript: "LAVROV: …", "Q: …", "A: …". One label
// alone is no transcript. What a label opens lasts to the next one.
func (f *finder) labels() {
	type turn struct {
		paragraph, token int // the token that ends the label
		sentence         int
		name             string
		loud             bool // in capitals
		text             int  // where the words begin
	}
	var turns []turn
	count := map[string]int{}
	loud := 0
	for n, p := range f.paragraphs {
		s := f.sentences[p.first]
		end := f.sentences[p.last].End
		start := s.Start
		head, _, found := strings.Cut(f.text[start:min(end, start+60)], ":")
		if !found || head == "" || strings.ContainsAny(head, "\"“”.,;!?()0123456789\n") && !strings.HasSuffix(head, ".") {
			continue
		}
		words := strings.Fields(head)
		if len(words) == 0 || len(words) > 5 || fields[strings.ToLower(words[0])] || fields[strings.ToLower(words[len(words)-1])] {
			continue
		}
		rest := strings.TrimSpace(f.text[start+len(head)+1 : end])
		if len(strings.Fields(rest)) < 1 {
			continue
		}
		token := f.tokenAt(p.first, start+len(head)-1)
		if token >= len(f.tree(p.first).tokens) {
			continue
		}
		upper := strings.ToUpper(head) == head && strings.IndexFunc(head, unicode.IsLetter) >= 0
		title := !upper && !slices.ContainsFunc(words, func(w string) bool {
			r, _ := utf8.DecodeRuneInString(w)
			return !unicode.IsUpper(r) && w != "of" && w != "de" && w != "al" && w != "bin" && w != "van" && w != "von" && w != "der"
		})
		if !upper && !title {
			continue
		}
		turns = append(turns, turn{n, token, p.first, head, upper, start + len(head) + 1})
		count[head]++
		if upper {
			loud++
		}
	}
	var speaking []turn
	for _, t := range turns {
		if t.loud && loud >= 2 || count[t.name] >= 2 {
			speaking = append(speaking, t)
		}
	}
	if len(speaking) < 2 {
		return
	}
	for n, t := range speaking {
		until := len(f.paragraphs)
		if n+1 < len(speaking) {
			until = speaking[n+1].paragraph
		}
		speaker := Position{t.sentence, t.token}
		if t.name == "Q" || t.name == "A" || strings.EqualFold(t.name, "question") {
			speaker = Nowhere
		}
		for p := t.paragraph; p < until && p < t.paragraph+maxTurn; p++ {
			s := span{start: f.sentences[f.paragraphs[p].first].Start, end: f.sentences[f.paragraphs[p].last].End}
			if p == t.paragraph {
				s.start = t.text
			}
			trim(f.text, &s)
			if s.start < s.end {
				f.add(s, attribution{speaker, Nowhere, Nowhere})
			}
		}
	}
}

// maxTurn bounds how many paragraphs a label speaks for.
const maxTurn = 60
