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

// Segmenter cuts text by two perceptrons: one says at each place within a run
// of characters without space whether a token ends there, the other after
// which tokens a sentence ends. Rules see to line breaks. It is read-only and
// safe for use by many goroutines at once.
type Segmenter struct {
	tokens    *model.Linear
	sentences *model.Linear
	splits    map[uint32]uint8 // words of letters that are two tokens ("cannot"), by hash: bytes of the first

	states sync.Pool
}

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
	s.read(text, g.splits)
	for i := range s.candidates {
		s.extractSplit(i)
		s.setSplit(i, s.forced(i) || decide(g.tokens, s.features))
	}
	s.cut()
	sentences := make([]syntax.Sentence, 0, len(s.pieces)/16+1)
	start := 0
	for i := range s.pieces {
		end := i == len(s.pieces)-1 || s.pieces[i].gap == gapParagraph || i-start+1 >= maxTokens || s.mustEnd(i)
		if !end && s.mayEnd(i) {
			s.extractEnd(i, start)
			end = decide(g.sentences, s.features)
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
	at    int // byte offset in the text
	chunk int
	split bool
}

// piece is a token.
type piece struct {
	start, end int
	gap        gap
}

type state struct {
	text       string
	chunks     []chunk
	candidates []candidate
	pieces     []piece
	features   []uint64
	last       int // where the token before the candidate at hand began
}

// read finds the chunks of a text and the candidates in them.
func (s *state) read(text string, splits map[uint32]uint8) {
	s.text = text
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
		s.addChunk(c, splits)
		i = end
	}
}

func (s *state) addChunk(c chunk, splits map[uint32]uint8) {
	form := s.text[c.start:c.end]
	if len(form) <= maxChunk {
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
			s.addWordSplit(c.start, form, letters, i, number, splits)
			letters = -1
		} else if letters < 0 {
			letters = i
		}
		left = right
		i += size
	}
	s.addWordSplit(c.start, form, letters, len(form), number, splits)
}

// addWordSplit adds the place where a word of letters only is two tokens.
func (s *state) addWordSplit(base int, form string, from, to, chunk int, splits map[uint32]uint8) {
	if from < 0 || to-from < 2 || to-from > 12 {
		return
	}
	h := model.HashWord(form[from:to])
	if n, ok := splits[uint32(h)]; ok && from+int(n) < to {
		c := candidate{at: base + from + int(n), chunk: chunk}
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
}
