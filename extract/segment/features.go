package segment

import (
	"strings"
	"unicode/utf8"

	"attache/extract/model"
)

// featureList collects features, each under a template of its own.
type featureList struct {
	list     []uint64
	template int
}

func (f *featureList) add(v uint64) {
	f.list = append(f.list, model.Feature(f.template, v))
	f.template++
}

func (f *featureList) add2(a, b uint64)    { f.add(model.Mix(a, b)) }
func (f *featureList) add3(a, b, c uint64) { f.add(model.Mix(model.Mix(a, b), c)) }

// forced says whether candidate i splits whatever the perceptron says: where
// a space is missing after a full stop or colon between a word in small
// letters and a capital, as web pages have it.
func (s *state) forced(i int) bool {
	c := s.candidates[i]
	chunk := s.chunks[c.chunk]
	if chunk.address || chunk.end-chunk.start > maxChunk {
		return false
	}
	left, right := s.text[chunk.start:c.at], s.text[c.at:chunk.end]
	return missingSpace(left, right) || endsInMark(left) && smallWord(left[:len(left)-1]) && capitalWord(right)
}

// missingSpace says whether right begins with the mark after which a space is
// missing.
func missingSpace(left, right string) bool {
	return right != "" && strings.IndexByte(".:?!", right[0]) >= 0 && smallWord(left) && capitalWord(right[1:])
}

func endsInMark(left string) bool {
	return left != "" && strings.IndexByte(".:?!", left[len(left)-1]) >= 0
}

// smallWord says whether text ends in at least two small letters.
func smallWord(text string) bool {
	n := len(text)
	return n >= 2 && isSmall(text[n-1]) && isSmall(text[n-2])
}

// capitalWord says whether text begins with a capital and a small letter or
// another word, after an opening quote if there is one.
func capitalWord(text string) bool {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "“"), "\"")
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return false
	}
	return len(text) == 1 || isSmall(text[1])
}

func isSmall(c byte) bool { return 'a' <= c && c <= 'z' }

// extractSplit lists the features of the place at candidate i.
func (s *state) extractSplit(i int) {
	c := s.candidates[i]
	chunk := &s.chunks[c.chunk]
	from := max(chunk.start, s.last)
	left, right := s.text[from:c.at], s.text[c.at:chunk.end]
	if len(left) > maxChunk {
		left = left[len(left)-maxChunk:]
	}
	if len(right) > maxChunk {
		right = right[:maxChunk]
	}
	f := featureList{list: s.features[:0]}
	var before, after [3]rune
	rest := s.text[chunk.start:c.at]
	for n := range before {
		r, size := utf8.DecodeLastRuneInString(rest)
		if size == 0 {
			before[n] = ' '
			continue
		}
		before[n] = plain(r)
		rest = rest[:len(rest)-size]
	}
	firstLeft, _ := utf8.DecodeLastRuneInString(left)
	rest = right
	for n := range after {
		r, size := utf8.DecodeRuneInString(rest)
		if size == 0 {
			after[n] = ' '
			continue
		}
		after[n] = plain(r)
		rest = rest[size:]
	}
	firstRight, _ := utf8.DecodeRuneInString(right)
	l0, l1, l2 := uint64(before[0]), uint64(before[1]), uint64(before[2])
	r0, r1, r2 := uint64(after[0]), uint64(after[1]), uint64(after[2])
	leftKind, rightKind := uint64(kindOf(firstLeft)), uint64(kindOf(firstRight))
	leftWord, rightWord := model.HashWord(left), model.HashWord(right)
	leftShape, rightShape := model.HashShape(left), model.HashShape(right)
	address := uint64(0)
	if chunk.address {
		address = 1
	}
	next, nextKind := uint64(0), uint64(0)
	if c.chunk+1 < len(s.chunks) && chunk.gap < gapParagraph {
		n := &s.chunks[c.chunk+1]
		next = n.hash
		r, _ := utf8.DecodeRuneInString(s.text[n.start:])
		nextKind = uint64(kindOf(r))
	}
	class := uint64(abbreviationClass(left))

	f.add(0)
	f.add2(l0, r0)
	f.add2(leftKind, rightKind)
	f.add3(leftKind, rightKind, address)
	f.add(l0)
	f.add(r0)
	f.add3(l1, l0, r0)
	f.add3(l0, r0, r1)
	f.add3(model.Mix(l1, l0), r0, r1)
	f.add3(model.Mix(l2, l1), l0, r0)
	f.add3(l0, r0, model.Mix(r1, r2))
	f.add2(leftWord, r0)
	f.add2(rightWord, l0)
	f.add2(leftWord, rightWord)
	f.add2(leftShape, r0)
	f.add2(rightShape, l0)
	f.add2(leftShape, rightShape)
	f.add(chunk.hash)
	f.add2(chunk.hash, uint64(c.at-chunk.start))
	f.add2(chunk.shape, uint64(min(c.at-chunk.start, 20)))
	f.add3(leftWord, r0, nextKind)
	f.add3(leftShape, r0, nextKind)
	f.add3(leftWord, r0, next)
	f.add3(r0, r1, nextKind)
	f.add3(r0, class, nextKind)
	f.add3(model.Mix(r0, r1), class, nextKind)
	f.add3(address, r0, r1)
	f.add2(uint64(min(len(left), 6)), model.Mix(l0, r0))
	f.add3(uint64(min(len(right), 6)), l0, r0)
	// The run of letters or digits that follows, after the mark if there is one.
	mark := 0
	if rightKind&uint64(kindLetter|kindCapital|kindDigit) == 0 {
		_, mark = utf8.DecodeRuneInString(right)
	}
	run, end := wordRun(right[mark:])
	end += mark
	ends := uint64(0)
	if end < len(right) {
		r, _ := utf8.DecodeRuneInString(right[end:])
		ends = uint64(plain(r))
	}
	f.add3(l0, r0, run)
	f.add3(r0, run, ends)
	f.add3(leftShape, r0, run)
	f.add3(leftWord, run, uint64(mark))
	f.add3(model.HashSuffix(left, 3), r0, run)
	f.add3(leftShape, r0, ends)
	s.features = f.list
}

// wordRun returns the hash and the length of the letters or digits at the
// front of a text.
func wordRun(text string) (hash uint64, end int) {
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if kindOf(r)&(kindLetter|kindCapital|kindDigit) == 0 {
			break
		}
		end += size
	}
	return model.HashWord(text[:end]), end
}

// mustEnd says whether token i is a mark that ends a sentence and lacks the
// space after it. It is not the last token.
func (s *state) mustEnd(i int) bool {
	p := &s.pieces[i]
	if i == 0 || p.gap != gapNone || p.end-p.start != 1 || strings.IndexByte(".?!", s.text[p.start]) < 0 {
		return false
	}
	before, next := &s.pieces[i-1], &s.pieces[i+1]
	return before.gap == gapNone && smallWord(s.text[before.start:before.end]) && capitalWord(s.text[next.start:next.end])
}

// mayEnd says whether a sentence may end after token i: where a space follows
// and either the token can end a sentence or the next one begin it, and where
// a space is missing.
func (s *state) mayEnd(i int) bool {
	p, n := &s.pieces[i], &s.pieces[i+1]
	if p.gap == gapNone {
		form := s.text[p.start:p.end]
		return len(form) > 0 && strings.IndexByte(".:?!", form[len(form)-1]) >= 0 ||
			kindOf(firstRune(s.text[n.start:n.end]))&(kindOpen|kindSymbol) != 0
	}
	last, _ := utf8.DecodeLastRuneInString(s.text[p.start:p.end])
	if kindOf(last)&(kindLetter|kindCapital|kindDigit) == 0 {
		return true
	}
	return kindOf(firstRune(s.text[n.start:n.end]))&kindLetter == 0 || p.gap == gapLine
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// extractEnd lists the features of the place after token i in a sentence that
// begins at token start.
func (s *state) extractEnd(i, start int) {
	f := featureList{list: s.features[:0]}
	form := func(n int) string {
		if n < start || n >= len(s.pieces) {
			return ""
		}
		return s.text[s.pieces[n].start:s.pieces[n].end]
	}
	// The mark that may end the sentence stands before closing quotes and brackets.
	mark := i
	for mark > start && kindOf(firstRune(form(mark)))&(kindQuote|kindApostrophe|kindClose) != 0 && len(form(mark)) <= 3 {
		mark--
	}
	p, m, n, nn := form(i), form(mark), form(i+1), form(i+2)
	b, bb := form(mark-1), form(mark-2)
	word := model.HashWord
	gap := uint64(s.pieces[i].gap)
	kindIn := func(t string) uint64 {
		if t == "" {
			return 0
		}
		k := kindOf(firstRune(t))
		if k == kindCapital && len(t) > 1 && !isSmall(t[1]) {
			return 99
		}
		return uint64(k)
	}
	nextKind, nextNextKind := kindIn(n), kindIn(nn)
	class := uint64(abbreviationClass(b))
	if strings.HasSuffix(m, ".") && len(m) > 1 {
		class = 10 + uint64(abbreviationClass(m))
	}
	length := i + 1 - start
	size := uint64(0)
	switch {
	case length <= 3:
		size = uint64(length)
	case length <= 6:
		size = 4
	case length <= 12:
		size = 5
	case length <= 25:
		size = 6
	case length <= 50:
		size = 7
	default:
		size = 8
	}
	closers := uint64(min(i-mark, 3))
	open := s.open(start, i)
	markHash, pHash, nHash := word(m), word(p), word(n)
	pKind := kindIn(p)
	lower := uint64(0)
	if smallWord(b) {
		lower = 1
	}

	f.add(0)
	f.add2(markHash, gap)
	f.add3(markHash, gap, nextKind)
	f.add3(markHash, closers, nextKind)
	f.add3(pHash, gap, nHash)
	f.add2(pHash, nextKind)
	f.add2(pHash, nHash)
	f.add2(nHash, pKind)
	f.add2(nHash, markHash)
	f.add(nHash)
	f.add2(word(nn), markHash)
	f.add3(nHash, word(nn), pKind)
	f.add2(word(b), markHash)
	f.add3(word(b), markHash, nextKind)
	f.add3(word(b), markHash, nHash)
	f.add3(class, markHash, nextKind)
	f.add3(class, gap, nHash)
	f.add3(class, word(b), nextKind)
	f.add3(model.HashShape(b), markHash, nextKind)
	f.add3(model.HashShape(b), markHash, model.HashShape(n))
	f.add3(size, markHash, nextKind)
	f.add3(size, pKind, nextKind)
	f.add3(open, markHash, nextKind)
	f.add3(open, closers, markHash)
	f.add3(nextKind, nextNextKind, markHash)
	f.add3(nextKind, nextNextKind, pKind)
	f.add3(model.Mix(lower, gap), markHash, nextKind)
	f.add3(word(bb), word(b), markHash)
	f.add3(model.HashShape(n), model.HashShape(nn), markHash)
	f.add3(size, word(form(start)), markHash)
	f.add2(model.HashSuffix(p, 3), nextKind)
	f.add3(model.HashShape(p), model.HashShape(n), gap)
	s.features = f.list
}

// open says whether a quote or bracket is open at token i.
func (s *state) open(start, i int) uint64 {
	quotes, brackets := 0, 0
	for n := max(start, i-60); n <= i; n++ {
		p := s.pieces[n]
		if p.end-p.start > 3 {
			continue
		}
		switch kindOf(firstRune(s.text[p.start:p.end])) {
		case kindQuote:
			quotes++
		case kindOpen:
			brackets++
		case kindClose:
			brackets--
		}
	}
	set := uint64(quotes & 1)
	if brackets > 0 {
		set |= 2
	}
	return set
}
