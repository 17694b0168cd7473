// Package parse gives the tokens of a sentence heads and relations: a dependency tree.
package parse

import (
	"math"
	"sync"

	"attache/extract/model"
	"attache/extract/syntax"
)

// Parser is a greedy transition parser over the arc-hybrid system
// (Kuhlmann, Gómez-Rodríguez and Satta 2011) with features after Zhang and
// Nivre (2011). It takes two steps a token, gives one root, and is read-only
// and safe for use by many goroutines at once.
type Parser struct {
	labels  []string // relations but root
	weights *model.Linear
	words   *model.Clusters

	states sync.Pool
}

// rootLabel is the relation of the word without a head.
const rootLabel = "root"

// Parse fills in Head and Deprel of a sentence's tokens by their Form, UPOS
// and XPOS. It does not allocate for a token.
func (p *Parser) Parse(tokens []syntax.Token) {
	if len(tokens) == 0 {
		return
	}
	s, _ := p.states.Get().(*state)
	if s == nil {
		s = &state{scores: make([]int32, p.weights.Classes())}
	}
	defer p.states.Put(s)
	s.read(tokens, p.words)
	for !s.done() {
		s.extract()
		clear(s.scores)
		p.weights.Score(s.features, s.scores)
		s.apply(bestAllowed(s, s.scores, len(p.labels)), len(p.labels))
	}
	for i := range tokens {
		tokens[i].Head, tokens[i].Deprel = syntax.Root, rootLabel
		if h := s.heads[i]; h >= 0 {
			tokens[i].Head, tokens[i].Deprel = int(h), p.labels[s.arcs[i]-1]
		}
	}
	returnPrepositions(tokens)
}

// Transitions are numbered: shift, then a left arc for each label, then a
// right arc for each label.
const shift = 0

func leftArc(label int) int          { return 1 + label }
func rightArc(label, labels int) int { return 1 + labels + label }

// bestAllowed returns the transition with the highest score of those that the
// state allows, of which there is always one.
func bestAllowed[S int32 | float32](s *state, scores []S, labels int) int {
	best, found := 0, false
	try := func(from, to int) {
		for t := from; t < to; t++ {
			if !found || scores[t] > scores[best] {
				best, found = t, true
			}
		}
	}
	if s.canShift() {
		try(shift, 1)
	}
	if s.canLeft() {
		try(1, 1+labels)
	}
	if s.canRight() {
		try(1+labels, 1+2*labels)
	}
	return best
}

// word is what features see of a token.
type word struct {
	form, tag, coarse uint64
	suffix, lemma     uint64
	fine, broad       uint64 // classes of similar use
}

var outside = word{form: 1, tag: 1, coarse: 1, suffix: 1, lemma: 1, fine: 1 << 20, broad: 1 << 20}

// state is a configuration of the parser: a stack of words whose heads are
// open, the words from next on, and the arcs so far. The root is the last
// word of the stack when nothing else is left.
type state struct {
	words []word
	stack []int32
	next  int

	heads           []int32 // -1 is none yet
	arcs            []uint8 // label plus 1 of the arc to the head, 0 is none yet
	left, left2     []int32 // leftmost and second leftmost child, -1 is none
	right, right2   []int32
	lefts, rights   []uint8 // how many children
	leftSet, rghSet []uint64
	verbs, commas   []uint16 // how many before a word
	joins           []uint16
	final           uint64 // how the sentence begins and ends

	features []uint64
	scores   []int32
}

func (s *state) read(tokens []syntax.Token, clusters *model.Clusters) {
	n := len(tokens)
	s.words, s.stack, s.next = s.words[:0], s.stack[:0], 0
	s.heads, s.arcs = s.heads[:0], s.arcs[:0]
	s.left, s.left2, s.right, s.right2 = s.left[:0], s.left2[:0], s.right[:0], s.right2[:0]
	s.lefts, s.rights, s.leftSet, s.rghSet = s.lefts[:0], s.rights[:0], s.leftSet[:0], s.rghSet[:0]
	s.verbs, s.commas, s.joins = s.verbs[:0], s.commas[:0], s.joins[:0]
	verbs, commas, joins := uint16(0), uint16(0), uint16(0)
	for i := range n {
		t := &tokens[i]
		w := word{
			form: model.HashWord(t.Form), tag: model.HashString(t.XPOS), coarse: model.HashString(t.UPOS),
			suffix: model.HashSuffix(t.Form, 3), lemma: model.HashWord(t.Lemma),
		}
		w.fine, w.broad = clusters.Find(w.form)
		s.words = append(s.words, w)
		s.heads, s.arcs = append(s.heads, -1), append(s.arcs, 0)
		s.left, s.left2 = append(s.left, -1), append(s.left2, -1)
		s.right, s.right2 = append(s.right, -1), append(s.right2, -1)
		s.lefts, s.rights = append(s.lefts, 0), append(s.rights, 0)
		s.leftSet, s.rghSet = append(s.leftSet, 0), append(s.rghSet, 0)
		s.verbs, s.commas, s.joins = append(s.verbs, verbs), append(s.commas, commas), append(s.joins, joins)
		switch t.UPOS {
		case "VERB":
			verbs++
		case "PUNCT":
			commas++
		case "CCONJ", "SCONJ":
			joins++
		}
	}
	s.final = 1
	if n > 0 && tokens[n-1].Form == "?" {
		s.final = 2
	}
	if n > 0 && len(tokens[0].XPOS) > 1 && tokens[0].XPOS[0] == 'W' {
		s.final += 2
	}
}

func (s *state) done() bool     { return s.next == len(s.words) && len(s.stack) <= 1 }
func (s *state) canShift() bool { return s.next < len(s.words) }
func (s *state) canLeft() bool  { return s.next < len(s.words) && len(s.stack) > 0 }
func (s *state) canRight() bool { return len(s.stack) > 1 }

func (s *state) apply(transition, labels int) {
	switch {
	case transition == shift:
		s.stack = append(s.stack, int32(s.next))
		s.next++
	case transition <= labels:
		head, child, label := int32(s.next), s.pop(), transition-1
		s.heads[child], s.arcs[child] = head, uint8(label+1)
		s.left2[head], s.left[head] = s.left[head], child
		s.lefts[head] = min(s.lefts[head]+1, math.MaxUint8-1)
		s.leftSet[head] |= 1 << (label & 63)
	default:
		child := s.pop()
		head, label := s.stack[len(s.stack)-1], transition-1-labels
		s.heads[child], s.arcs[child] = head, uint8(label+1)
		s.right2[head], s.right[head] = s.right[head], child
		s.rights[head] = min(s.rights[head]+1, math.MaxUint8-1)
		s.rghSet[head] |= 1 << (label & 63)
	}
}

func (s *state) pop() int32 {
	top := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	return top
}
