package tag

import (
	"math/rand/v2"

	"attache/extract/model"
	"attache/extract/syntax"
)

// TrainOptions says how to train.
type TrainOptions struct {
	// MinUpdates drops features that changed less often; 0 stands for 2.
	MinUpdates int
	// Inflections are forms of words, whether or not the sentences have them.
	Inflections []Inflection
}

// Inflection is a form of a word with its tags.
type Inflection struct{ Form, UPOS, XPOS, Lemma string }

// Train learns from sentences with UPOS, XPOS, Feats and Lemma.
func Train(sentences []syntax.Sentence, o TrainOptions) *Morphology {
	m := &Morphology{}
	known := make(map[class]bool)
	for _, s := range sentences {
		for i := range s.Tokens {
			c := class{s.Tokens[i].UPOS, s.Tokens[i].XPOS}
			if !known[c] {
				known[c] = true
				m.classes = append(m.classes, c)
			}
		}
	}
	m.number()
	m.feats = makeFeatLexicon(sentences, len(m.classes), m.classOf)
	m.lemmas = trainLemmas(sentences, o.Inflections, m.classOf, model.Options{MinUpdates: o.MinUpdates})
	return m
}

// shuffle gives the orders of the passes over the training data.
type shuffle struct{ random *rand.Rand }

func newShuffle(seed uint64) shuffle { return shuffle{rand.New(rand.NewPCG(seed, 1))} }

func (s shuffle) order(n int) []int { return s.random.Perm(n) }
