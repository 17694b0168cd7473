package segment

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"attache/extract/model"
	"attache/extract/syntax"
)

// TrainOptions says how to train.
type TrainOptions struct {
	Epochs int    // passes over the documents; 0 stands for 8
	Seed   uint64 // of the order of the documents
	// Progress, if not nil, is told after each pass which share of the places
	// within chunks and at the ends of tokens was decided right.
	Progress func(epoch int, tokens, sentences float64)
}

// Train learns from documents whose text and offsets are given.
func Train(documents []syntax.Document, o TrainOptions) *Segmenter {
	if o.Epochs == 0 {
		o.Epochs = 8
	}
	g := &Segmenter{words: findSplits(documents)}
	markSmall(g.words, documents)
	documents = rewritten(documents)
	random := rand.New(rand.NewPCG(o.Seed, 3))
	tokens, sentences := newLearner(o.Seed, 4), newLearner(o.Seed, 5)
	s := &state{}
	for epoch := range o.Epochs {
		rate := learningRate * (1 - float64(epoch)/float64(o.Epochs))
		var rightTokens, allTokens, rightEnds, allEnds int
		for _, k := range random.Perm(len(documents)) {
			d := &documents[k]
			tokenEnds, sentenceEnds := make(map[int]bool), make(map[int]bool)
			for _, sentence := range d.Sentences {
				for _, t := range sentence.Tokens {
					tokenEnds[t.End] = true
				}
				sentenceEnds[sentence.End] = true
			}
			s.read(d.Text, g.words)
			for i := range s.candidates {
				truth := tokenEnds[s.candidates[i].at]
				if _, ruled := s.ruled(i); !ruled {
					s.extractSplit(i)
					allTokens++
					if tokens.learn(s.features, truth, rate) {
						rightTokens++
					}
				}
				s.setSplit(i, truth)
			}
			s.cut()
			start := 0
			for i := range s.pieces {
				truth := sentenceEnds[s.pieces[i].end]
				if i < len(s.pieces)-1 && s.pieces[i].gap != gapParagraph && !s.mustEnd(i) && s.mayEnd(i) {
					s.extractEnd(i, start)
					allEnds++
					if sentences.learn(s.features, truth, rate) {
						rightEnds++
					}
				}
				if truth {
					start = i + 1
				}
			}
		}
		if o.Progress != nil {
			o.Progress(epoch+1, float64(rightTokens)/float64(max(allTokens, 1)), float64(rightEnds)/float64(max(allEnds, 1)))
		}
	}
	options := model.Options{MinWeight: minWeight}
	g.tokens, g.sentences = tokens.Freeze(options), sentences.Freeze(options)
	return g
}

// How the weights are learnt, chosen on ewt-dev and gum-dev.
const (
	learningRate = 0.3  // of the first pass; it falls to nothing along a line
	sure         = 0.05 // a probability as near to the truth changes nothing
	dropShare    = 0.1  // of the features of an example are hidden, so that the others learn to do without
	minWeight    = 0.05 // smaller weights are left out
)

// learner learns a logistic regression by averaged gradient steps.
type learner struct {
	*model.Trainer
	random *rand.Rand
	kept   []uint64
}

func newLearner(seed, stream uint64) *learner {
	return &learner{Trainer: model.NewTrainer(2), random: rand.New(rand.NewPCG(seed, stream))}
}

// learn takes a step of a size and says whether the weights before it were right.
func (l *learner) learn(features []uint64, truth bool, rate float64) (right bool) {
	l.kept = l.kept[:0]
	for i, f := range features {
		if i == 0 || l.random.Float64() >= dropShare {
			l.kept = append(l.kept, f)
		}
	}
	var scores [2]float32
	l.Score(l.kept, scores[:])
	step := -1 / (1 + math.Exp(-float64(scores[1])))
	if truth {
		step++
	}
	if math.Abs(step) > sure {
		l.Add(l.kept, 1, float32(rate*step))
	}
	l.Tick()
	return (scores[1] > 0) == truth
}

// splitMin is how often a word of letters must be seen as two tokens.
const splitMin = 2

// findSplits collects the words of letters that are two tokens.
func findSplits(documents []syntax.Document) words {
	type split struct {
		word uint32
		at   uint8
	}
	counts := make(map[split]int)
	for _, d := range documents {
		for _, s := range d.Sentences {
			for i := 0; i+1 < len(s.Tokens); i++ {
				a, b := s.Tokens[i], s.Tokens[i+1]
				if a.End != b.Start || len(a.Form) > 12 || !letters(a.Form) || !letters(b.Form) {
					continue
				}
				h := model.HashWord(d.Text[a.Start:b.End])
				counts[split{uint32(h), uint8(len(a.Form))}]++
			}
		}
	}
	var all []split
	for s, n := range counts {
		if n >= splitMin {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b split) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.word, b.word), cmp.Compare(a.at, b.at))
	})
	splits := make(words)
	for _, s := range all {
		if _, ok := splits[s.word]; !ok {
			splits[s.word] = s.at
		}
	}
	return splits
}

// A word is small if it is seen smallMin times in small letters, and within
// sentences at most a smallShare as often with a capital.
const (
	smallMin   = 8
	smallShare = 20
)

// markSmall marks the words that hardly have a capital but where a sentence begins.
func markSmall(known words, documents []syntax.Document) {
	small, capital := make(map[uint32]int), make(map[uint32]int)
	for _, d := range documents {
		for _, s := range d.Sentences {
			for i := range s.Tokens {
				form := s.Tokens[i].Form
				switch first := kindOf(firstRune(form)); {
				case !letters(form):
				case first == kindLetter:
					small[uint32(model.HashWord(form))]++
				case i > 0 && len(form) > 1 && isSmall(form[1]):
					capital[uint32(model.HashWord(form))]++
				}
			}
		}
	}
	for w, n := range small {
		if n >= smallMin && capital[w]*smallShare <= n {
			known[w] |= smallMark
		}
	}
}

func letters(form string) bool {
	for _, r := range form {
		if !isLetter(r) {
			return false
		}
	}
	return form != ""
}
