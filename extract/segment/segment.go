// Package segment finds the sentences and tokens of raw text.
package segment

import (
	"strings"
	"sync"
	"unicode/utf8"

	"attache/extract/model"
	"attache/extract/syntax"
)

const (
	// maxTokens bounds a sentence, so that what is superlinear in its length
	// stays quick on text that is no prose.
	maxTokens = 400
	// maxChunk bounds in bytes what between two spaces is looked at whole.
	maxChunk = 512
)

// Segmenter cuts text by two logistic regressions: one says at each place within a run
// of characters without space whether a token ends there, the other after
// which tokens a sentence ends. Rules see to line breaks and addresses. It is read-only and
// safe for use by many goroutines at once.
type Segmenter struct {
	tokens    *model.Linear
	sentences *model.Linear
	words     words

	states sync.Pool
}

// words says of words, by the low half of their hash, what was seen of them in training.
type words map[uint32]uint8

const (
	// splitMask is of a word of letters that is two tokens ("cannot") the bytes of the first.
	splitMask = 0x7f
	// smallMark marks a word that is written with a capital hardly anywhere
	// but where a sentence begins.
	smallMark = 0x80
)

func (w words) split(hash uint64) int  { return int(w[uint32(hash)] & splitMask) }
func (w words) small(hash uint64) bool { return w[uint32(hash)]&smallMark != 0 }

// Segment returns the sentences of a text with offsets, forms and Paragraph.
// Any bytes will do: control characters count as spaces, and what is not
// UTF-8 as symbols. It follows Universal Dependencies: "don't" is two tokens,
// hyphenated words are as many as they have parts and hyphens. A sentence
// ends at the latest where a paragraph does, or after 400 tokens.
func (g *Segmenter) Segment(text string) []syntax.Sentence {
	s, _ := g.states.Get().(*state)
	if s == nil {
		s = &state{}
	}
	defer g.states.Put(s)
	s.read(text, g.words)
	for i := range s.candidates {
		split, ruled := s.ruled(i)
		if !ruled {
			s.extractSplit(i)
			split = decide(g.tokens, s.features)
		}
		s.setSplit(i, split)
	}
	s.cut()
	sentences := make([]syntax.Sentence, 0, len(s.pieces)/16+1)
	start := 0
	for i := range s.pieces {
		end := i == len(s.pieces)-1 || s.pieces[i].gap == gapParagraph || i-start+1 >= maxTokens || s.mustEnd(i)
		if !end && s.mayEnd(i) {
			s.extractEnd(i, start)
			end = s.ends(g.sentences, i, start)
		}
		if end {
			sentences = append(sentences, s.sentence(start, i+1))
			start = i + 1
		}
	}
	return sentences
}

func decide(weights *model.Linear, features []uint64) bool {
	var scores [2]int32
	weights.Score(features, scores[:])
	return scores[1] > scores[0]
}

// By how much the odds must be for an end within a line after a word with no
// mark, in logarithms: news has few, and a wrong one tears a tree apart, at
// the first words of a sentence most of all.
const (
	runOn      = 1.5
	shortRunOn = 4
	shortWords = 2
)

// ends says whether a sentence that began at token start ends after token i,
// whose features are listed.
func (s *state) ends(weights *model.Linear, i, start int) bool {
	var scores [2]int32
	weights.Score(s.features, scores[:])
	odds := float32(scores[1]-scores[0]) * weights.Scale()
	p := &s.pieces[i]
	switch {
	case p.gap != gapSpace || !isPlain(s.text[p.end-1]):
		return odds > 0
	case i-start < shortWords:
		return odds > shortRunOn
	}
	return odds > runOn
}

func (s *state) sentence(from, to int) syntax.Sentence {
	tokens := make([]syntax.Token, to-from)
	for i := range tokens {
		p := &s.pieces[from+i]
		tokens[i] = syntax.Token{Form: s.text[p.start:p.end], Start: p.start, End: p.end, Head: syntax.Root}
	}
	return syntax.Sentence{
		Start: s.pieces[from].start, End: s.pieces[to-1].end, Tokens: tokens,
		Paragraph: from == 0 || s.pieces[from-1].gap == gapParagraph,
	}
}

// gap is what stands between a token and the next.
type gap uint8

const (
	gapNone gap = iota
	gapSpace
	gapLine // a line break within a paragraph
	gapParagraph
)

// chunk is a run of characters without a space.
type chunk struct {
	start, end int
	gap        gap // what follows
	hash       uint64
	shape      uint64
	address    bool // holds what only web and e-mail addresses do
}

// candidate is a place within a chunk where a token may end.
type candidate struct {
	at     int // byte offset in the text
	chunk  int
	split  bool
	linked bool // within an address or the name of a file
}

// piece is a token.
type piece struct {
	start, end int
	gap        gap
	closed     bool // its paragraph ends with a full stop or the like
}

type state struct {
	text       string
	chunks     []chunk
	candidates []candidate
	pieces     []piece
	features   []uint64
	last       int // where the token before the candidate at hand began
	links      []span
	style      style
	words      words
}

// read finds the chunks of a text and the candidates in them.
func (s *state) read(text string, words words) {
	s.text, s.words = text, words
	s.chunks, s.candidates, s.pieces = s.chunks[:0], s.candidates[:0], s.pieces[:0]
	s.last = 0
	breaks := newLineBreaks(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if isSpace(r) {
			i += size
			continue
		}
		end := i
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if isSpace(r) {
				break
			}
			end += size
		}
		c := chunk{start: i, end: end, gap: breaks.gap(end)}
		s.addChunk(c)
		i = end
	}
	s.style = s.readStyle()
}

func (s *state) addChunk(c chunk) {
	form := s.text[c.start:c.end]
	s.links = s.links[:0]
	if len(form) <= maxChunk {
		s.links = appendLinks(s.links, form)
		c.hash, c.shape = model.HashWord(form), model.HashShape(form)
		c.address = strings.Contains(form, "://") || strings.Contains(form, "www.") || strings.IndexByte(form, '@') > 0
	}
	s.chunks = append(s.chunks, c)
	number := len(s.chunks) - 1
	left, size := utf8.DecodeRuneInString(form)
	letters := 0 // where the run of letters began
	if !isLetter(left) {
		letters = -1
	}
	for i := size; i < len(form); {
		right, size := utf8.DecodeRuneInString(form[i:])
		leftKind, rightKind := kindOf(left), kindOf(right)
		switch {
		case leftKind != rightKind && (leftKind|rightKind)&^(kindLetter|kindCapital) != 0, leftKind&(kindLetter|kindCapital|kindDigit) == 0:
			s.candidates = append(s.candidates, candidate{at: c.start + i, chunk: number})
		case i+size < len(form) && (right == 'n' || right == 'N') && isApostrophe(form[i+size:]):
			s.candidates = append(s.candidates, candidate{at: c.start + i, chunk: number})
		}
		if rightKind&(kindLetter|kindCapital) == 0 {
			s.addWordSplit(c.start, form, letters, i, number)
			letters = -1
		} else if letters < 0 {
			letters = i
		}
		left = right
		i += size
	}
	s.addWordSplit(c.start, form, letters, len(form), number)
	for i := len(s.candidates) - 1; len(s.links) > 0 && i >= 0 && s.candidates[i].chunk == number; i-- {
		s.candidates[i].linked = within(s.links, s.candidates[i].at-c.start)
	}
}

// addWordSplit adds the place where a word of letters only is two tokens.
func (s *state) addWordSplit(base int, form string, from, to, chunk int) {
	if from < 0 || to-from < 2 || to-from > 12 {
		return
	}
	h := model.HashWord(form[from:to])
	if n := s.words.split(h); n > 0 && from+n < to {
		c := candidate{at: base + from + n, chunk: chunk}
		// Candidates stand in order; this one comes before at most one other.
		s.candidates = append(s.candidates, c)
		for i := len(s.candidates) - 1; i > 0 && s.candidates[i].at < s.candidates[i-1].at; i-- {
			s.candidates[i], s.candidates[i-1] = s.candidates[i-1], s.candidates[i]
		}
	}
}

func isApostrophe(rest string) bool {
	return rest[0] == '\'' || strings.HasPrefix(rest, "’")
}

// setSplit records a decision; the features of later candidates see it.
func (s *state) setSplit(i int, split bool) {
	s.candidates[i].split = split
	if split {
		s.last = s.candidates[i].at
	}
}

// cut makes tokens of chunks and decisions.
func (s *state) cut() {
	next := 0
	for n, c := range s.chunks {
		start := c.start
		for ; next < len(s.candidates) && s.candidates[next].chunk == n; next++ {
			if at := s.candidates[next].at; s.candidates[next].split && at > start {
				s.pieces = append(s.pieces, piece{start: start, end: at})
				start = at
			}
		}
		s.pieces = append(s.pieces, piece{start: start, end: c.end, gap: c.gap})
	}
	s.close()
}

// close marks the tokens of paragraphs that end with a mark.
func (s *state) close() {
	closed := false
	for i := len(s.pieces) - 1; i >= 0; i-- {
		p := &s.pieces[i]
		if p.gap == gapParagraph {
			last := i
			for last > 0 && kindOf(firstRune(s.text[s.pieces[last].start:]))&(kindQuote|kindApostrophe|kindClose) != 0 && s.pieces[last-1].gap != gapParagraph {
				last--
			}
			r, _ := utf8.DecodeLastRuneInString(s.text[:s.pieces[last].end])
			closed = kindOf(r) == kindStop
		}
		p.closed = closed
	}
}
