// Package tag gives tagged tokens their features and lemmas.
package tag

import (
	"sync"

	"attache/extract/model"
	"attache/extract/syntax"
)

// Morphology knows the features and lemmas of words by their tags. It is
// read-only and safe for use by many goroutines at once.
type Morphology struct {
	classes []class
	numbers map[class]int
	feats   featLexicon
	lemmas  lemmatizer

	states sync.Pool
}

// class is what a word's features and lemma are looked up by, beside its form.
type class struct {
	upos, xpos string
}

// classOf returns the number of a token's class: where training did not see
// its two tags together, that of the first class with its XPOS.
func (m *Morphology) classOf(t *syntax.Token) int {
	if n, ok := m.numbers[class{t.UPOS, t.XPOS}]; ok {
		return n
	}
	return m.numbers[class{"", t.XPOS}]
}

func (m *Morphology) number() {
	m.numbers = make(map[class]int, 2*len(m.classes))
	for i, c := range m.classes {
		m.numbers[c] = i
		if _, ok := m.numbers[class{"", c.xpos}]; !ok {
			m.numbers[class{"", c.xpos}] = i
		}
	}
}

// Fill fills in Feats and Lemma of a sentence's tokens by their Form, UPOS and
// XPOS. Strings are shared with the model or the form, so that it does not
// allocate for a token, save for the lemmas of unknown words.
func (m *Morphology) Fill(tokens []syntax.Token) {
	if len(m.classes) == 0 {
		return
	}
	s, _ := m.states.Get().(*state)
	if s == nil {
		s = &state{lemmaScores: make([]int32, len(m.lemmas.scripts))}
	}
	defer m.states.Put(s)
	s.read(tokens)
	for i := range tokens {
		t := &tokens[i]
		class := m.classOf(t)
		t.Feats = m.feats.find(s.words[i].lower, class)
		t.Lemma = m.lemmas.lemma(tokens, i, class, s)
	}
}

// word is what the features of a token are made of.
type word struct {
	lower   uint64
	suffix  [5]uint64 // of the last 1 to 5 characters
	shape   uint64
	capital uint64 // 1 is a capital letter in front, 2 the sentence's first, 3 one in a sentence of capitals
}

type state struct {
	words       []word
	features    []uint64
	lemmaScores []int32
}

// read computes the words of a sentence.
func (s *state) read(tokens []syntax.Token) {
	s.words = s.words[:0]
	capitals := syntax.InCapitals(tokens)
	for i := range tokens {
		form := tokens[i].Form
		w := word{lower: model.HashWord(form), shape: model.HashShape(form)}
		for n := range w.suffix {
			w.suffix[n] = model.HashSuffix(form, n+1)
		}
		if capitals {
			w.shape = model.Mix(w.shape, 77)
		}
		if len(form) > 0 && 'A' <= form[0] && form[0] <= 'Z' {
			w.capital = 1
			if i == 0 {
				w.capital = 2
			}
			if capitals {
				w.capital = 3
			}
		}
		s.words = append(s.words, w)
	}
}
