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

// ruled says whether candidate i splits where a rule knows: nowhere within an
// address or a file's name, but where a space is missing after a full stop or colon between
// a word in small letters and a capital, as web pages have it.
func (s *state) ruled(i int) (split, known bool) {
	c := s.candidates[i]
	chunk := s.chunks[c.chunk]
	if c.linked {
		return false, true
	}
	if chunk.address || chunk.end-chunk.start > maxChunk {
		return false, false
	}
	left, right := s.text[chunk.start:c.at], s.text[c.at:chunk.end]
	if right[0] == '.' && isHalfDay(left) || elided(s.text[chunk.start:chunk.end], c.at-chunk.start) || isOneWord(left, right) {
		return false, true
	}
	split = missingSpace(left, right) || endsInMark(left) && smallWord(left[:len(left)-1]) && capitalWord(right)
	return split, split
}

// elided says whether a place in a chunk is at the apostrophe of a name such
// as "O'Brien", "D'Angelo" or "Ja'Far": before it a capital and at most two
// small letters, behind it a capital with at least one small letter.
func elided(chunk string, at int) bool {
	for _, mark := range [...]string{"'", "’"} {
		left, right := chunk[:at], chunk[at:]
		switch {
		case strings.HasPrefix(right, mark):
			right = right[len(mark):]
		case strings.HasSuffix(left, mark):
			left = left[:at-len(mark)]
		default:
			continue
		}
		n := len(left)
		for n > 0 && len(left)-n < 3 && isSmall(left[n-1]) {
			n--
		}
		if n == 0 || len(left)-n > 2 || left[n-1] < 'A' || left[n-1] > 'Z' || n > 1 && isWordByte(left[n-2]) {
			return false
		}
		return len(right) > 1 && right[0] >= 'A' && right[0] <= 'Z' && (isSmall(right[1]) || right[1] >= utf8.RuneSelf)
	}
	return false
}

// oneWords are words that some write for two ("its" for "it's"), but news does not.
var oneWords = [...]string{"its", "ill", "well", "were", "shell", "hell", "shed", "wed", "id"}

// isOneWord says whether the letters that meet between two parts are one of oneWords.
func isOneWord(left, right string) bool {
	from, to := len(left), 0
	for from > 0 && isWordByte(left[from-1]) {
		from--
	}
	for to < len(right) && isWordByte(right[to]) {
		to++
	}
	if from == len(left) || to == 0 {
		return false
	}
	for _, w := range oneWords {
		if n := len(left) - from; len(w) == n+to && strings.EqualFold(w[:n], left[from:]) && strings.EqualFold(w[n:], right[:to]) {
			return true
		}
	}
	return false
}

// isWordByte says whether a byte is of a letter or digit.
func isWordByte(c byte) bool {
	return c >= utf8.RuneSelf || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || isSmall(c)
}

// isHalfDay says whether text ends in what "a.m." and "p.m." are without their last full stop.
func isHalfDay(text string) bool {
	n := len(text)
	return n >= 3 && text[n-1]|0x20 == 'm' && text[n-2] == '.' && (text[n-3]|0x20 == 'a' || text[n-3]|0x20 == 'p') && (n == 3 || !isSmall(text[n-4]|0x20))
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

	// The words around.
	var last, nextNext, nextSuffix uint64
	if c.chunk > 0 && s.chunks[c.chunk-1].gap < gapParagraph {
		last = s.chunks[c.chunk-1].hash
	}
	if next != 0 {
		n := &s.chunks[c.chunk+1]
		nextSuffix = model.HashSuffix(s.text[n.start:min(n.end, n.start+maxChunk)], 3)
		if c.chunk+2 < len(s.chunks) && n.gap < gapParagraph {
			nextNext = s.chunks[c.chunk+2].hash
		}
	}
	whole := model.Mix(chunk.hash, uint64(c.at-chunk.start))
	if leftKind|rightKind|uint64(kindLetter|kindCapital) == uint64(kindLetter|kindCapital) {
		word := whole
		if len(left) > 0 && len(left) < chunk.end-chunk.start {
			word = model.Mix(leftWord, rightWord)
		}
		bare := uint64(s.style.contractions)
		f.add2(word, next)
		f.add2(word, last)
		f.add2(word, nextNext)
		f.add2(word, nextSuffix)
		f.add3(word, last, next)
		f.add2(word, bare)
		f.add3(word, bare, next)
		f.add3(word, bare, nextSuffix)
		f.add2(bare, rightWord)
		f.add3(rightWord, next, bare)
		f.add3(rightWord, nextSuffix, bare)
		f.add2(word, uint64(kindOf(firstRune(left))))
	} else {
		f.template += wordFeatures
		addressed := uint64(addressEnding(right[mark:]))
		f.add3(leftWord, rightKind, uint64(leftKind))
		f.add3(addressed, l0, r0)
		f.add3(addressed, model.Mix(l0, r0), uint64(min(len(left), 4)))
		f.add3(last, l0, r0)
		f.add3(next, l0, r0)
		f.add3(model.Mix(digits(left), digits(right[mark:])), l0, r0)
		f.add3(model.Mix(digits(left), digits(right[mark:])), r0, ends)
		// A file's or a host's name: what stands after the last full stop.
		form := s.text[chunk.start:min(chunk.end, chunk.start+maxChunk)]
		ending := strings.TrimRight(form, ".,;:!?)>]}\"'")
		ending = ending[strings.LastIndexByte(ending, '.')+1:]
		f.add3(model.HashWord(ending), l0, r0)
		f.add3(model.HashWord(ending), uint64(strings.Count(form, ".")), r0)
		f.add3(uint64(s.style.ends), whole, nextKind)
		f.add3(class, r0, nextKind)
		f.add3(class, model.Mix(r0, r1), s.smallNext(c.chunk))
		f.add3(uint64(kindOf(firstRune(left))), model.HashSuffix(left, 3), r0)
		f.add3(model.HashPrefix(left, 3), uint64(min(len(left), 5)), model.Mix(l0, r0))
		f.add3(chunk.hash, last, uint64(c.at-chunk.start))
		f.add3(chunk.hash, next, uint64(c.at-chunk.start))
		f.add3(chunk.shape, last, uint64(min(c.at-chunk.start, 20)))
	}
	s.features = f.list
}

// wordFeatures is how many features are of places within words of letters only.
const wordFeatures = 12

// digits returns how many digits a text has at its front and in all, as far as four.
func digits(text string) uint64 {
	front, all := 0, 0
	for i := 0; i < len(text) && i < 12; i++ {
		if '0' <= text[i] && text[i] <= '9' {
			all++
			if front == i {
				front++
			}
		}
	}
	return uint64(min(front, 5)*8 + min(all, 5))
}

// smallNext says whether the chunk after one begins with a capital and is
// else written small: 0 for no chunk.
func (s *state) smallNext(chunk int) uint64 {
	if chunk+1 >= len(s.chunks) || s.chunks[chunk].gap == gapParagraph {
		return 0
	}
	n := &s.chunks[chunk+1]
	word, _ := wordRun(s.text[n.start:min(n.end, n.start+maxChunk)])
	return 1 + s.capital(s.text[n.start:n.end], word)
}

// capital says of a word whether it has a capital that it mostly has not.
func (s *state) capital(form string, hash uint64) uint64 {
	switch kindOf(firstRune(form)) {
	case kindCapital:
		if s.words.small(hash) {
			return 2
		}
		return 1
	case kindLetter:
		return 3
	}
	return 0
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

	style := uint64(s.style.ends)
	capital, thenCapital := s.capital(n, nHash), s.capital(nn, word(nn))
	f.add3(style, markHash, nextKind)
	f.add3(style, model.Mix(closers, markHash), nextKind)
	f.add3(style, pKind, nextKind)
	f.add3(style, gap, nHash)
	f.add3(capital, markHash, class)
	f.add3(capital, pHash, class)
	f.add3(capital, thenCapital, model.Mix(pKind, size))
	f.add3(capital, closers, model.Mix(markHash, class))
	f.add3(capital, word(b), markHash)
	f.add3(capital, pHash, gap)
	f.add3(model.Mix(capital, style), closers, markHash)
	f.add3(model.Mix(s.capital(p, pHash), capital), thenCapital, size)
	f.add3(model.Mix(model.HashShape(b), model.HashShape(p)), model.HashShape(n), model.HashShape(nn))
	f.add3(word(form(start)), pKind, capital)
	f.add3(model.HashShape(form(start)), model.Mix(size, markHash), capital)
	f.add3(word(form(i+3)), word(nn), nHash)
	f.add3(model.HashSuffix(p, 2), capital, size)
	f.add3(pHash, nHash, word(nn))
	f.add3(word(b), pHash, nHash)
	f.add3(open, markHash, model.Mix(closers, capital))
	closed := uint64(1)
	if s.pieces[i].closed {
		closed = 2
	}
	f.add3(closed, markHash, nextKind)
	f.add3(closed, pKind, capital)
	f.add3(closed, model.Mix(pKind, nextKind), size)
	f.add3(closed, model.Mix(style, pKind), nextKind)
	f.add3(closed, word(p), nextKind)
	f.add3(closed, nHash, pKind)
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
