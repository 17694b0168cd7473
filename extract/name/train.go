package name

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"attache/extract/model"
	"attache/extract/syntax"
)

// Example is a document with the names in it, by sentence.
type Example struct {
	Domain    string
	Sentences []syntax.Sentence
	Names     [][]Span
}

// Training says how a recognizer is trained.
type Training struct {
	Examples []Example
	Home     string // the domain whose ways of marking the recognizer follows
	Clusters *Clusters
	Tags     bool    // use the tokens' XPOS
	Epochs   int     // 0 stands for 25
	Penalty  float64 // of squared weights, by example; 0 stands for 8
	Rate     float64 // of the first steps; 0 stands for 0.015
	// Bias is taken from the score of "outside" once the weights are learned,
	// to find more names at the price of more errors; 0 stands for 0.4.
	Bias float64
	Log  io.Writer
}

// crf is a linear-chain conditional random field (Lafferty, McCallum and
// Pereira 2001), trained by stochastic gradient descent whose steps shrink as
// Bottou (2010) describes.
type crf struct {
	index       map[uint64]int32
	weights     [][labelCount]float32 // times scale
	transitions [labelCount + 1][labelCount + 1]float64
	scale       float64
}

// encoded is a sentence ready for training.
type encoded struct {
	features [][]int32
	labels   []uint8
}

// Train trains a recognizer. Each feature is learned once for all domains and
// once for each (Daumé III 2007: Frustratingly Easy Domain Adaptation); what
// is kept is the sum of the general weights and those of the home domain.
func Train(t Training) (*Recognizer, error) {
	if len(t.Examples) == 0 {
		return nil, errors.New("training of names: no examples")
	}
	if t.Log == nil {
		t.Log = io.Discard
	}
	if t.Epochs == 0 {
		t.Epochs = 25
	}
	if t.Penalty == 0 {
		t.Penalty = 8
	}
	if t.Rate == 0 {
		t.Rate = 0.015
	}
	if t.Bias == 0 {
		t.Bias = 0.4
	}
	var clusters *clusterTable
	if t.Clusters != nil {
		clusters = t.Clusters.table()
	} else {
		clusters = newClusterTable(0, nil, [clusterLevels - 1][]uint16{})
	}
	c := &crf{index: make(map[uint64]int32), scale: 1}
	sentences, err := c.encode(t, clusters)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(t.Log, "names: %d sentences, %d features\n", len(sentences), len(c.weights))
	lambda := t.Penalty / float64(len(sentences))
	begin := 1 / (lambda * t.Rate)
	random := rand.New(rand.NewPCG(1, 2))
	order := make([]int, len(sentences))
	for i := range order {
		order[i] = i
	}
	w := &chain{crf: c}
	step := 0
	for epoch := range t.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for _, i := range order {
			rate := 1 / (lambda * (begin + float64(step)))
			step++
			loss += w.learn(&sentences[i], rate)
			c.shrink(1 - rate*lambda)
		}
		if math.IsNaN(loss) {
			return nil, errors.New("training of names: weights grew beyond all bounds; choose a lower rate")
		}
		fmt.Fprintf(t.Log, "names: epoch %d, loss %.0f\n", epoch+1, loss)
	}
	return c.freeze(t, clusters), nil
}

// encode lays out the features of all examples, those seen at least twice.
func (c *crf) encode(t Training, clusters *clusterTable) ([]encoded, error) {
	counts := make(map[uint64]int32)
	b := newFeatureBuilder(clusters, t.Tags)
	each := func(visit func(e *Example, sentence, token int, general []uint64)) {
		for k := range t.Examples {
			e := &t.Examples[k]
			b.read(e.Sentences)
			for i, words := range b.words {
				style := styleOf(words)
				for j := range words {
					visit(e, i, j, b.at(words, j, style))
				}
			}
		}
	}
	each(func(e *Example, _, _ int, general []uint64) {
		domain := model.HashString(e.Domain)
		for _, f := range general {
			counts[f]++
			counts[model.Mix(domain, f)]++
		}
	})
	number := func(f uint64) int32 {
		if counts[f] < 2 {
			return -1
		}
		n, ok := c.index[f]
		if !ok {
			n = int32(len(c.weights))
			c.index[f] = n
			c.weights = append(c.weights, [labelCount]float32{})
		}
		return n
	}
	var sentences []encoded
	var failed error
	each(func(e *Example, i, j int, general []uint64) {
		if j == 0 {
			labels, err := encode(len(e.Sentences[i].Tokens), e.Names[i])
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("training of names: domain %s, sentence %d: %w", e.Domain, i+1, err))
				labels = make([]uint8, len(e.Sentences[i].Tokens))
			}
			sentences = append(sentences, encoded{labels: labels})
		}
		domain := model.HashString(e.Domain)
		features := make([]int32, 0, 2*len(general))
		for _, f := range general {
			if n := number(f); n >= 0 {
				features = append(features, n)
			}
			if n := number(model.Mix(domain, f)); n >= 0 {
				features = append(features, n)
			}
		}
		s := &sentences[len(sentences)-1]
		s.features = append(s.features, features)
	})
	return sentences, failed
}

// shrink multiplies all weights, without touching them.
func (c *crf) shrink(factor float64) {
	c.scale *= factor
	if c.scale < 1e-6 {
		for i := range c.weights {
			for l := range c.weights[i] {
				c.weights[i][l] *= float32(c.scale)
			}
		}
		for i := range c.transitions {
			for j := range c.transitions[i] {
				c.transitions[i][j] *= c.scale
			}
		}
		c.scale = 1
	}
}

// chain is the work space of one sentence's forward and backward passes.
type chain struct {
	crf             *crf
	emit            [][labelCount]float64
	forward         [][labelCount]float64
	backward        [][labelCount]float64
	norm            []float64
	transitions     [labelCount + 1][labelCount + 1]float64 // exponentials; the last stands for the border
	transitionMoves [labelCount + 1][labelCount + 1]float64
}

var allowed = func() (table [labelCount + 1][labelCount + 1]bool) {
	for i := range table {
		for j := range table {
			before, after := i, j
			if i == labelCount {
				before = -1
			}
			if j == labelCount {
				after = -1
			}
			table[i][j] = follows(before, after)
		}
	}
	return table
}()

const border = labelCount

// learn takes one step down the gradient of a sentence's log loss and returns
// the loss before it.
func (w *chain) learn(s *encoded, rate float64) float64 {
	n := len(s.features)
	if n == 0 {
		return 0
	}
	c := w.crf
	for len(w.emit) < n {
		w.emit = append(w.emit, [labelCount]float64{})
		w.forward = append(w.forward, [labelCount]float64{})
		w.backward = append(w.backward, [labelCount]float64{})
		w.norm = append(w.norm, 0)
	}
	for i := range c.transitions {
		for j := range c.transitions[i] {
			w.transitions[i][j] = 0
			w.transitionMoves[i][j] = 0
			if allowed[i][j] {
				w.transitions[i][j] = math.Exp(c.transitions[i][j] * c.scale)
			}
		}
	}
	gold := 0.0
	for i, features := range s.features {
		var sum [labelCount]float32
		for _, f := range features {
			row := &c.weights[f]
			for l := range row {
				sum[l] += row[l]
			}
		}
		top := math.Inf(-1)
		for l := range sum {
			w.emit[i][l] = float64(sum[l]) * c.scale
			top = max(top, w.emit[i][l])
		}
		gold += w.emit[i][s.labels[i]] - top
		for l := range sum {
			w.emit[i][l] = math.Exp(w.emit[i][l] - top)
		}
	}
	before := border
	for i := range n {
		gold += c.transitions[before][s.labels[i]] * c.scale
		before = int(s.labels[i])
	}
	gold += c.transitions[before][border] * c.scale

	// Forward.
	total := 0.0
	for i := range n {
		sum := 0.0
		for l := range labelCount {
			x := 0.0
			if i == 0 {
				x = w.transitions[border][l]
			} else {
				for k := range labelCount {
					x += w.forward[i-1][k] * w.transitions[k][l]
				}
			}
			x *= w.emit[i][l]
			w.forward[i][l] = x
			sum += x
		}
		w.norm[i] = sum
		total += math.Log(sum)
		for l := range labelCount {
			w.forward[i][l] /= sum
		}
	}
	end := 0.0
	for l := range labelCount {
		end += w.forward[n-1][l] * w.transitions[l][border]
	}
	total += math.Log(end)
	// Backward.
	for l := range labelCount {
		w.backward[n-1][l] = w.transitions[l][border] / end
	}
	for i := n - 2; i >= 0; i-- {
		var ahead [labelCount]float64
		for l := range labelCount {
			ahead[l] = w.emit[i+1][l] * w.backward[i+1][l] / w.norm[i+1]
		}
		for k := range labelCount {
			x := 0.0
			for l := range labelCount {
				x += w.transitions[k][l] * ahead[l]
			}
			w.backward[i][k] = x
		}
	}
	// Gradient.
	for i := range n {
		if i > 0 {
			for l := range labelCount {
				ahead := w.emit[i][l] * w.backward[i][l] / w.norm[i]
				if ahead < 1e-12 {
					continue
				}
				for k := range labelCount {
					w.transitionMoves[k][l] += w.forward[i-1][k] * w.transitions[k][l] * ahead
				}
			}
		}
		var move [labelCount]float32
		any := false
		for l := range labelCount {
			g := -w.forward[i][l] * w.backward[i][l]
			if l == int(s.labels[i]) {
				g++
			}
			if g > 1e-5 || g < -1e-5 {
				move[l] = float32(g * rate / c.scale)
				any = true
			}
		}
		if any {
			for _, f := range s.features[i] {
				row := &c.weights[f]
				for l := range row {
					row[l] += move[l]
				}
			}
		}
	}
	for l := range labelCount {
		w.transitionMoves[border][l] += w.forward[0][l] * w.backward[0][l]
		w.transitionMoves[l][border] += w.forward[n-1][l] * w.backward[n-1][l]
	}
	before = border
	for i := range n {
		w.transitionMoves[before][s.labels[i]]--
		before = int(s.labels[i])
	}
	w.transitionMoves[before][border]--
	for i := range w.transitionMoves {
		for j := range w.transitionMoves[i] {
			c.transitions[i][j] -= w.transitionMoves[i][j] * rate / c.scale
		}
	}
	return total - gold
}

// least is the size below which a weight is not worth its bytes.
const least = 0.02

// freeze keeps the sums of the general weights and the home domain's.
func (c *crf) freeze(t Training, clusters *clusterTable) *Recognizer {
	trainer := model.NewTrainer(labelCount)
	home := model.HashString(t.Home)
	b := newFeatureBuilder(clusters, t.Tags)
	done := make(map[uint64]bool)
	for k := range t.Examples {
		e := &t.Examples[k]
		b.read(e.Sentences)
		for _, words := range b.words {
			style := styleOf(words)
			for j := range words {
				for _, f := range b.at(words, j, style) {
					n, ok := c.index[f]
					if !ok || done[f] {
						continue
					}
					done[f] = true
					var sum [labelCount]float32
					for l := range sum {
						sum[l] = c.weights[n][l]
					}
					if m, ok := c.index[model.Mix(home, f)]; ok {
						for l := range sum {
							sum[l] += c.weights[m][l]
						}
					}
					for l := range sum {
						if weight := float64(sum[l]) * c.scale; math.Abs(weight) >= least {
							trainer.Add([]uint64{f}, l, float32(weight))
						}
					}
				}
			}
		}
	}
	trainer.Add([]uint64{model.Feature(0, 0)}, 0, -float32(t.Bias)) // a feature of every word
	// The trainer averages over time; these weights are to stay as they are.
	for range 1 << 20 {
		trainer.Tick()
	}
	r := &Recognizer{
		linear:   trainer.Freeze(model.Options{MinUpdates: 1}),
		clusters: clusters,
		tags:     t.Tags,
	}
	for i := range c.transitions {
		for j := range c.transitions[i] {
			r.transitions[i][j] = int32(math.Round(c.transitions[i][j] * c.scale / float64(r.linear.Scale())))
		}
	}
	return r
}
