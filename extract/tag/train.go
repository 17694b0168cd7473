package tag

import (
	"math/rand/v2"

	"attache/extract/model"
	"attache/extract/syntax"
)

// TrainOptions says how to train.
type TrainOptions struct {
	Epochs int             // passes over the sentences; 0 stands for 8
	Seed   uint64          // of the order of the sentences
	Words  *model.Clusters // classes of words; nil for none
	// Margin is by how much, in updates of one feature, the score of the right
	// tag must exceed that of every other, else the weights change.
	Margin float32
	// MinUpdates drops features that changed less often; 0 stands for 2.
	MinUpdates int
	// Progress, if not nil, is told after each pass how many tokens the
	// weights of the moment got right.
	Progress func(epoch int, accuracy float64)
}

// Train learns to tag from sentences with UPOS, XPOS, Feats and Lemma.
func Train(sentences []syntax.Sentence, o TrainOptions) *Tagger {
	t := trainTagger(sentences, o)
	numbers := make(map[class]int)
	for i, c := range t.classes {
		numbers[c] = i
	}
	classOf := func(token *syntax.Token) int { return numbers[class{token.UPOS, token.XPOS}] }
	t.feats = makeFeatLexicon(sentences, len(t.classes), classOf)
	t.lemmas = trainLemmas(sentences, classOf, model.Options{MinUpdates: o.MinUpdates})
	return t
}

// trainTagger trains all but features and lemmas.
func trainTagger(sentences []syntax.Sentence, o TrainOptions) *Tagger {
	t := &Tagger{words: o.Words}
	numbers := make(map[class]int)
	classOf := func(token *syntax.Token) int {
		c := class{token.UPOS, token.XPOS}
		n, ok := numbers[c]
		if !ok {
			n = len(t.classes)
			numbers[c] = n
			t.classes = append(t.classes, c)
		}
		return n
	}
	for _, s := range sentences {
		for i := range s.Tokens {
			classOf(&s.Tokens[i])
		}
	}
	t.lexicon = makeLexicon(sentences, classOf)
	t.weights = trainWeights(sentences, t.lexicon, classOf, len(t.classes), o)
	return t
}

func trainWeights(sentences []syntax.Sentence, known lexicon, classOf func(*syntax.Token) int, classes int, o TrainOptions) *model.Linear {
	if o.Epochs == 0 {
		o.Epochs = 8
	}
	trainer := model.NewTrainer(classes)
	s := &state{}
	scores := make([]float32, classes)
	shuffle := newShuffle(o.Seed)
	for epoch := range o.Epochs {
		right, total := 0, 0
		for _, k := range shuffle.order(len(sentences)) {
			tokens := sentences[k].Tokens
			s.read(tokens, known, o.Words)
			for i := range tokens {
				guess, fixed := s.fixed(i)
				truth := classOf(&tokens[i])
				if !fixed {
					s.extract(i)
					clear(scores)
					trainer.Score(s.features, scores)
					guess = best(scores)
					if wrong := bestBut(scores, truth); scores[truth] <= scores[wrong]+o.Margin {
						trainer.Update(s.features, truth, wrong)
					}
					trainer.Tick()
				}
				s.setTag(i, guess)
				total++
				if guess == truth {
					right++
				}
			}
		}
		if o.Progress != nil {
			o.Progress(epoch+1, float64(right)/float64(max(total, 1)))
		}
	}
	return trainer.Freeze(model.Options{MinUpdates: o.MinUpdates})
}

// bestBut returns the class with the highest score of those that are not truth.
func bestBut(scores []float32, truth int) int {
	b := -1
	for i, s := range scores {
		if i != truth && (b < 0 || s > scores[b]) {
			b = i
		}
	}
	return max(b, 0)
}

// shuffle gives the orders of the passes over the training data.
type shuffle struct{ random *rand.Rand }

func newShuffle(seed uint64) shuffle { return shuffle{rand.New(rand.NewPCG(seed, 1))} }

func (s shuffle) order(n int) []int { return s.random.Perm(n) }
