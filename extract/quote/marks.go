package quote

import (
	"unicode"
	"unicode/utf8"

	"attache/extract/syntax"
)

// span is a run in quotation marks.
type span struct {
	start, end int // the words, without the marks
	open       int // offset of the opening mark
	after      int // offset behind the closing mark
	nested     bool
	reopened   bool // goes on with what the paragraph before left open
	unclosed   bool
}

// paragraph is a run of sentences without a break of line between them.
type paragraph struct{ first, last int } // indices of sentences, last included

func paragraphs(text string, sentences []syntax.Sentence) []paragraph {
	var ps []paragraph
	for i, s := range sentences {
		if i > 0 && !s.Paragraph && !breaksLine(text, sentences[i-1].End, s.Start) {
			ps[len(ps)-1].last = i
			continue
		}
		ps = append(ps, paragraph{i, i})
	}
	return ps
}

func breaksLine(text string, from, to int) bool {
	for i := from; i < to && i < len(text); i++ {
		if text[i] == '\n' {
			return true
		}
	}
	return false
}

// spans finds what stands in quotation marks. A quote ends with its paragraph
// at the latest: where its closing mark is missing it ends with its sentence,
// unless the next paragraph reopens it.
func spans(text string, sentences []syntax.Sentence, ps []paragraph) []span {
	var all []span
	for n, p := range ps {
		from, to := sentences[p.first].Start, sentences[p.last].End
		if n+1 < len(ps) {
			to = max(to, min(sentences[ps[n+1].first].Start, to+4)) // a closing mark may stand behind the last sentence
		} else {
			to = max(to, min(len(text), to+4))
		}
		from, to = max(0, from), min(to, len(text))
		if back := before(text, from); back < from && opensDouble(text, back) {
			from = back // or the opening one before the first
		}
		found := inParagraph(text, from, to)
		if len(all) > 0 && all[len(all)-1].unclosed && len(found) > 0 && found[0].open == from {
			found[0].reopened = true
		}
		if len(found) > 0 && found[len(found)-1].unclosed {
			last := &found[len(found)-1]
			next := n+1 < len(ps) && opensDouble(text, sentences[ps[n+1].first].Start)
			if !next {
				for i := p.first; i <= p.last; i++ {
					if sentences[i].End > last.start {
						last.end = min(last.end, sentences[i].End)
						break
					}
				}
				last.after = last.end
			}
		}
		for _, s := range found {
			if s.start < s.end {
				all = append(all, s)
			}
		}
	}
	return all
}

// before steps back over one rune.
func before(text string, at int) int {
	_, size := utf8.DecodeLastRuneInString(text[:at])
	return at - size
}

func opensDouble(text string, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	switch r, _ := utf8.DecodeRuneInString(text[at:]); r {
	case '"', '“', '„', '«', '‟':
		return true
	}
	return at+1 < len(text) && text[at:at+2] == "``"
}

// inParagraph pairs the marks of one paragraph.
func inParagraph(text string, from, to int) []span {
	var found []span
	double, single := -1, -1 // open spans, as indices of found
	closeSpan := func(i, at, after int) {
		found[i].end, found[i].after = at, after
	}
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:])
		prev, _ := utf8.DecodeLastRuneInString(text[from:i])
		if i == from {
			prev = ' '
		}
		next := ' '
		if i+size < to {
			next, _ = utf8.DecodeRuneInString(text[i+size:])
		}
		opening := (unicode.IsSpace(prev) || isOpener(prev)) && !unicode.IsSpace(next)
		switch r {
		case '“', '„', '«', '‟':
			if double >= 0 && r == '“' && text[found[double].open] == 0xe2 && lowQuote(text, found[double].open) {
				closeSpan(double, i, i+size) // „…“
				double = -1
				break
			}
			if double < 0 {
				found = append(found, span{start: i + size, open: i, end: to, after: to, unclosed: true})
				double, single = len(found)-1, -1
			}
		case '”', '»':
			if double >= 0 {
				closeSpan(double, i, i+size)
				found[double].unclosed = false
				found, single = dropOpen(found, single)
				double = -1
			}
		case '"':
			switch {
			case double >= 0 && !(opening && unicode.IsSpace(prev) && !unicode.IsSpace(next) && found[double].start == i):
				closeSpan(double, i, i+size)
				found[double].unclosed = false
				found, single = dropOpen(found, single)
				double = -1
			case double < 0 && !unicode.IsDigit(prev) && (opening || !unicode.IsLetter(prev)):
				found = append(found, span{start: i + size, open: i, end: to, after: to, unclosed: true})
				double, single = len(found)-1, -1
			}
		case '`':
			if next == '`' && double < 0 {
				found = append(found, span{start: i + 2, open: i, end: to, after: to, unclosed: true})
				double, single, size = len(found)-1, -1, 2
			}
		case '‘', '\'', '’':
			if r == '\'' && next == '\'' && double >= 0 && text[found[double].open] == '`' {
				closeSpan(double, i, i+2)
				found[double].unclosed = false
				double, single, size = -1, -1, 2
				break
			}
			switch {
			case single < 0 && r != '’' && opening && (unicode.IsLetter(next) || opensDouble(text, i+size)) && !contraction(text, i+size):
				if closing(text, i+size, to) {
					found = append(found, span{start: i + size, open: i, end: to, after: to, nested: double >= 0, unclosed: true})
					single = len(found) - 1
				}
			case single >= 0 && r != '‘' && closes(text, i, size, to):
				closeSpan(single, i, i+size)
				found[single].unclosed = false
				single = -1
			}
		}
		i += size
	}
	if single >= 0 {
		found, _ = dropOpen(found, single)
	}
	for i := range found {
		trim(text, &found[i])
	}
	return found
}

func lowQuote(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return r == '„'
}

// dropOpen takes a single mark for an apostrophe where it did not close.
func dropOpen(found []span, single int) ([]span, int) {
	if single >= 0 && single == len(found)-1 {
		found = found[:single]
	} else if single >= 0 {
		found[single].end = found[single].start
	}
	return found, -1
}

func isOpener(r rune) bool {
	switch r {
	case '(', '[', '{', '—', '–', '-', '“', '"', '„', '«', '‘', ':', '/', '…':
		return true
	}
	return false
}

// contraction tells 'tis, 'em and '90s.
func contraction(text string, at int) bool {
	for _, w := range [...]string{"tis", "twas", "em", "cause", "til", "n", "bout", "round", "im", "er"} {
		if len(text) > at+len(w) && text[at:at+len(w)] == w && !isLetter(text, at+len(w)) {
			return true
		}
	}
	return false
}

func isLetter(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// maxSingle bounds a quote in single marks, which apostrophes could run on.
const maxSingle = 600

// closing tells whether a single mark that closes comes before long.
func closing(text string, at, to int) bool {
	to = min(to, at+maxSingle)
	for i := at; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if (r == '’' || r == '\'') && closes(text, i, size, to) {
			return true
		}
		if r == '”' || r == '“' || r == '"' {
			return i == at // an inner double quote may open at once
		}
		i += size
	}
	return false
}

// closes tells a closing single mark from the apostrophe of "ministers' talks".
func closes(text string, i, size, to int) bool {
	prev, _ := utf8.DecodeLastRuneInString(text[:i])
	if unicode.IsSpace(prev) {
		return false
	}
	if i+size >= to {
		return true
	}
	next, width := utf8.DecodeRuneInString(text[i+size:])
	if unicode.IsLetter(next) || unicode.IsDigit(next) {
		return false
	}
	if (prev == 's' || prev == 'z') && next == ' ' && i+size+width < to {
		if then, _ := utf8.DecodeRuneInString(text[i+size+width:]); unicode.IsLower(then) {
			return false
		}
	}
	return true
}

// trim leaves out spaces at both ends.
func trim(text string, s *span) {
	for s.start < s.end {
		r, size := utf8.DecodeRuneInString(text[s.start:])
		if !unicode.IsSpace(r) {
			break
		}
		s.start += size
	}
	for s.end > s.start {
		r, size := utf8.DecodeLastRuneInString(text[:s.end])
		if !unicode.IsSpace(r) {
			break
		}
		s.end -= size
	}
}
