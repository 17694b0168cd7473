// Package tag gives tokens their parts of speech, features and lemmas.
package tag

import (
	"sync"

	"attache/extract/model"
	"attache/extract/syntax"
)

// Tagger tags with an averaged perceptron (Collins 2002) from left to right,
// one class for each pair of UPOS and XPOS. It is read-only and safe for use
// by many goroutines at once.
type Tagger struct {
	classes []class
	weights *model.Linear
	lexicon lexicon
	feats   featLexicon
	lemmas  lemmatizer
	words   *model.Clusters

	states sync.Pool
}

type class struct {
	upos, xpos string
}

// Tag fills in UPOS, XPOS, Feats and Lemma of a sentence's tokens, whatever
// they were before. Strings are shared with the model or the form, so that it
// does not allocate for a token, save for the lemmas of unknown words.
func (t *Tagger) Tag(tokens []syntax.Token) { t.tag(tokens, true) }

func (t *Tagger) tag(tokens []syntax.Token, lemmas bool) {
	s, _ := t.states.Get().(*state)
	if s == nil {
		s = &state{scores: make([]int32, len(t.classes)), lemmaScores: make([]int32, len(t.lemmas.scripts))}
	}
	defer t.states.Put(s)
	s.read(tokens, t.lexicon, t.words)
	for i := range tokens {
		guess, known := s.fixed(i)
		if !known {
			s.extract(i)
			clear(s.scores)
			t.weights.Score(s.features, s.scores)
			guess = model.Best(s.scores)
		}
		s.setTag(i, guess)
		token := &tokens[i]
		token.UPOS, token.XPOS = t.classes[guess].upos, t.classes[guess].xpos
		if !lemmas {
			continue
		}
		token.Feats = t.feats.find(s.words[i].lower, guess)
		token.Lemma = t.lemmas.lemma(token.Form, guess, s, i)
	}
}

// word is what the features of a token are made of.
type word struct {
	form, lower     uint64
	suffix          [5]uint64 // of the last 1 to 5 characters
	prefix          [4]uint64
	shape           uint64
	kinds           uint64 // ambiguity class: the tags that the word has in training
	fixed           int    // the only tag of a frequent word, -1 if it has more
	tag             uint64
	fine, coarse    uint64 // clusters
	capital, hyphen uint64
}

// outside stands for the words before and after a sentence.
var outside = word{form: 1, lower: 1, shape: 1, kinds: 1, tag: 1, fixed: -1}

type state struct {
	words       []word
	features    []uint64
	scores      []int32
	lemmaScores []int32
}

// read computes the words of a sentence.
func (s *state) read(tokens []syntax.Token, known lexicon, clusters *model.Clusters) {
	s.words = s.words[:0]
	capitals := shouts(tokens)
	for i := range tokens {
		form := tokens[i].Form
		w := word{form: model.HashString(form), lower: model.HashWord(form), shape: model.HashShape(form), fixed: -1, tag: 1}
		w.fine, w.coarse = clusters.Find(w.lower)
		for n := range w.suffix {
			w.suffix[n] = model.HashSuffix(form, n+1)
		}
		for n := range w.prefix {
			w.prefix[n] = model.HashPrefix(form, n+1)
		}
		if capitals {
			w.shape = model.Mix(w.shape, 77)
			w.form = w.lower
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
		for j := 1; j < len(form)-1; j++ {
			if form[j] == '-' {
				w.hyphen = 1
			}
		}
		if e, ok := known[foldWord(w.lower)]; ok {
			w.kinds = uint64(e.kinds) + 2
			if e.fixed >= 0 {
				w.fixed = int(e.fixed)
			}
		}
		s.words = append(s.words, w)
	}
}

// shouts says whether a sentence is written in capitals, in which case they
// tell nothing about a word.
func shouts(tokens []syntax.Token) bool {
	upper, lower := 0, 0
	for i := range tokens {
		for _, c := range []byte(tokens[i].Form) {
			if 'a' <= c && c <= 'z' {
				lower++
			} else if 'A' <= c && c <= 'Z' {
				upper++
			}
		}
	}
	return upper > 6 && upper > 4*lower
}

func (s *state) fixed(i int) (int, bool) {
	return s.words[i].fixed, s.words[i].fixed >= 0
}

func (s *state) setTag(i, tag int) { s.words[i].tag = uint64(tag) + 2 }

func (s *state) at(i int) *word {
	if i < 0 || i >= len(s.words) {
		return &outside
	}
	return &s.words[i]
}

// extract lists the features of token i, whose predecessors have tags.
func (s *state) extract(i int) {
	w, p, pp, n, nn := s.at(i), s.at(i-1), s.at(i-2), s.at(i+1), s.at(i+2)
	f := s.features[:0]
	template := 0
	add := func(v uint64) {
		f = append(f, model.Feature(template, v))
		template++
	}
	mix := model.Mix
	add(0)
	add(w.form)
	add(w.lower)
	for _, x := range w.suffix {
		add(x)
	}
	for _, x := range w.prefix {
		add(x)
	}
	add(w.shape)
	add(w.capital<<1 | w.hyphen)
	add(mix(w.capital, w.suffix[2]))
	add(mix(w.shape, w.suffix[1]))
	add(w.kinds)
	add(p.lower)
	add(n.lower)
	add(pp.lower)
	add(nn.lower)
	add(p.kinds)
	add(n.kinds)
	add(nn.kinds)
	add(p.tag)
	add(pp.tag)
	tt := mix(p.tag, pp.tag)
	add(tt)
	add(mix(p.tag, w.lower))
	add(mix(tt, w.kinds))
	add(mix(p.tag, w.kinds))
	add(mix(p.tag, n.kinds))
	add(mix(mix(p.tag, w.kinds), n.kinds))
	add(mix(w.kinds, n.kinds))
	add(mix(mix(w.kinds, n.kinds), nn.kinds))
	add(mix(p.kinds, w.kinds))
	add(mix(w.lower, n.lower))
	add(mix(p.lower, w.lower))
	add(mix(p.lower, n.lower))
	add(mix(w.lower, n.kinds))
	add(mix(p.tag, w.suffix[2]))
	add(mix(p.tag, w.suffix[1]))
	add(mix(p.tag, mix(w.capital, w.hyphen)))
	add(mix(p.tag, n.lower))
	add(mix(mix(p.tag, w.lower), n.lower))
	add(mix(p.tag, w.shape))
	add(n.suffix[2])
	add(n.suffix[1])
	add(p.suffix[2])
	add(n.shape)
	add(p.shape)
	add(mix(mix(p.shape, w.shape), n.shape))
	add(mix(n.capital, w.capital))
	add(mix(w.suffix[2], n.kinds))
	add(w.fine)
	add(w.coarse)
	add(n.fine)
	add(p.fine)
	add(mix(p.tag, w.fine))
	add(mix(w.coarse, n.coarse))
	add(mix(p.tag, mix(w.coarse, n.coarse)))
	add(mix(w.kinds, n.fine))
	add(mix(w.kinds, p.fine))
	add(mix(w.suffix[2], w.coarse))
	s.features = f
}
