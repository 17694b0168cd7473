package segment

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"attache/extract/model"
	"attache/extract/syntax"
)

// TrainOptions says how to train.
type TrainOptions struct {
	Epochs int    // passes over the documents; 0 stands for 12
	Seed   uint64 // of the order of the documents
	// Progress, if not nil, is told after each pass which share of the places
	// within chunks and at the ends of tokens was decided right.
	Progress func(epoch int, tokens, sentences float64)
}

// Train learns from documents whose text and offsets are given.
func Train(documents []syntax.Document, o TrainOptions) *Segmenter {
	if o.Epochs == 0 {
		o.Epochs = 12
	}
	g := &Segmenter{splits: findSplits(documents)}
	random := rand.New(rand.NewPCG(o.Seed, 3))
	tokens, sentences := model.NewTrainer(2), model.NewTrainer(2)
	s := &state{}
	for epoch := range o.Epochs {
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
			s.read(d.Text, g.splits)
			for i := range s.candidates {
				truth := tokenEnds[s.candidates[i].at]
				if !s.forced(i) {
					s.extractSplit(i)
					allTokens++
					if learn(tokens, s.features, truth) {
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
					if learn(sentences, s.features, truth) {
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
	g.tokens, g.sentences = tokens.Freeze(model.Options{}), sentences.Freeze(model.Options{})
	return g
}

func learn(t *model.Trainer, features []uint64, truth bool) (right bool) {
	var scores [2]float32
	t.Score(features, scores[:])
	class, guess := 0, 0
	if truth {
		class = 1
	}
	if scores[1] > scores[0] {
		guess = 1
	}
	t.Update(features, class, guess)
	t.Tick()
	return class == guess
}

// splitMin is how often a word of letters must be seen as two tokens.
const splitMin = 2

// findSplits collects the words of letters that are two tokens.
func findSplits(documents []syntax.Document) map[uint32]uint8 {
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
	splits := make(map[uint32]uint8)
	for _, s := range all {
		if _, ok := splits[s.word]; !ok {
			splits[s.word] = s.at
		}
	}
	return splits
}

func letters(form string) bool {
	for _, r := range form {
		if !isLetter(r) {
			return false
		}
	}
	return form != ""
}
