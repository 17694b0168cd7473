package parse

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"attache/extract/model"
	"attache/extract/syntax"
)

// Example is a sentence to learn from.
type Example struct {
	Tokens []syntax.Token // Form, UPOS, XPOS, Head, Deprel
	Tree   bool           // tags and tree are to be learnt
	Names  []uint8        // a label of a name for each token, nil for none to be learnt
	Style  int            // how the names are marked
}

// Training says how to train.
type Training struct {
	Examples []Example
	Vectors  *Vectors
	Shape    Shape // Given, Rows, Tags and Labels are counted
	Epochs   int
	Batch    int // sentences
	Rate     float64
	Seed     uint64
	Dropout  float32
	// Progress, if not nil, is told after each pass the mean losses and how to
	// freeze the weights so far.
	Progress func(epoch int, losses [4]float64, freeze func() *Network)
}

// slicesOfBatch is into how many parts a batch is cut, one for each core. It
// does not depend on the machine, for the sums would.
const slicesOfBatch = 2

// minRow is how often a part of a word is seen at least to have a row.
const minRow = 3

// Train learns from examples. The same training gives the same network.
func Train(t Training) *Network {
	n := &Network{vectors: t.Vectors, index: map[uint32]int32{}}
	n.count(&t)
	l := newLearner(n, t)
	random := rand.New(rand.NewPCG(t.Seed, 7))
	steps := t.Epochs * ((len(t.Examples) + t.Batch - 1) / t.Batch)
	step := 0
	for epoch := range t.Epochs {
		var losses, counts [4]float64
		for batch := range slices.Chunk(random.Perm(len(t.Examples)), t.Batch) {
			l.learn(batch, random.Uint64(), rate(t.Rate, step, steps), &losses, &counts)
			step++
		}
		for i := range losses {
			losses[i] /= max(counts[i], 1)
		}
		if t.Progress != nil {
			t.Progress(epoch, losses, func() *Network {
				n.freeze()
				return n
			})
		}
	}
	n.freeze()
	return n
}

// rate warms up and then falls to nothing along half a cosine.
func rate(top float64, step, steps int) float64 {
	const warm = 300
	if step < warm {
		return top * float64(step+1) / warm
	}
	return top * (0.5 + 0.5*math.Cos(math.Pi*float64(step-warm)/float64(max(steps-warm, 1))))
}

// count makes the lists of classes and of rows.
func (n *Network) count(t *Training) {
	rows := map[uint32]int{}
	order := []uint32{}
	number := func(list *[]string, of map[string]int, s string) {
		if _, ok := of[s]; !ok {
			of[s] = len(*list)
			*list = append(*list, s)
		}
	}
	labels, tags := map[string]int{}, map[string]int{}
	var words wordReader
	for _, e := range t.Examples {
		keys, _ := words.read(e.Tokens)
		for _, k := range keys {
			if rows[k]++; rows[k] == minRow {
				order = append(order, k)
			}
		}
		for i := range e.Tokens {
			if e.Tree {
				number(&n.tags, tags, joinTag(e.Tokens[i]))
				if e.Tokens[i].Head != syntax.Root {
					number(&n.labels, labels, e.Tokens[i].Deprel)
				}
			}
		}
	}
	slices.Sort(order)
	for i, k := range order {
		n.index[k] = int32(i)
	}
	n.shape = t.Shape
	n.shape.Given, n.shape.Rows = t.Vectors.size, len(order)
	n.shape.Tags, n.shape.Labels = len(n.tags), len(n.labels)
}

// learner holds what training needs beside the weights.
type learner struct {
	n        *Network
	t        Training
	examples []coded
	slices   [slicesOfBatch]*pass
	moments  [2]*weights // of the gradient and of its square (Adam)
	updates  int
	wordRows []bool // rows that stand for a word as a whole
}

// coded is an example in numbers.
type coded struct {
	in     input
	heads  []int
	labels []int // -1 is none
	tags   []int
	names  []int
	style  int
}

func newLearner(n *Network, t Training) *learner {
	random := rand.New(rand.NewPCG(t.Seed, 8))
	n.w = newWeights(n.shape)
	fill := func(m *matrix, deviation float64) {
		for i := range m.w {
			m.w[i] = float32(random.NormFloat64() * deviation)
		}
	}
	fill(&n.w.table, 0.25)
	for _, m := range n.w.dense() {
		if m.rows > 1 {
			fill(m, math.Sqrt(1/float64(m.rows)))
		}
	}
	fill(&n.w.root, 0.1)
	for i := range n.w.arc.w {
		n.w.arc.w[i] *= 0.3
	}
	l := &learner{n: n, t: t, wordRows: make([]bool, n.shape.Rows)}
	labels, tags := numbers(n.labels), numbers(n.tags)
	for _, e := range t.Examples {
		c := coded{style: e.Style}
		c.in.reset()
		c.in.add(e.Tokens, n.index, n.vectors)
		for i, token := range e.Tokens {
			head, label, tag, name := -2, -1, -1, -1
			if e.Tree {
				head, tag = token.Head, tags[joinTag(token)]
				if head >= 0 {
					label = labels[token.Deprel]
				}
			}
			if e.Names != nil {
				name = int(e.Names[i])
			}
			c.heads, c.labels = append(c.heads, head), append(c.labels, label)
			c.tags, c.names = append(c.tags, tag), append(c.names, name)
			for kind, value := range map[int]uint64{rowWord: model.HashWord(token.Form), rowForm: model.HashString(token.Form)} {
				if row, ok := n.index[model.Fold(model.Feature(kind, value))]; ok {
					l.wordRows[row] = true
				}
			}
		}
		l.examples = append(l.examples, c)
	}
	for i := range l.slices {
		l.slices[i] = &pass{l: l, grad: newWeights(n.shape), touched: map[int32]bool{}}
	}
	l.moments = [2]*weights{newWeights(n.shape), newWeights(n.shape)}
	return l
}

func numbers(list []string) map[string]int {
	of := make(map[string]int, len(list))
	for i, s := range list {
		of[s] = i
	}
	return of
}

// learn takes one step along the gradient of a batch.
func (l *learner) learn(batch []int, seed uint64, rate float64, losses, counts *[4]float64) {
	w := l.n.w
	l.n.pack()
	for i := range w.layers {
		layer := &w.layers[i]
		layer.uBackward.packTransposed(layer.u.w, layer.u.cols, layer.u.rows, layer.u.cols)
	}
	tokens := 0
	for _, k := range batch {
		tokens += l.examples[k].in.tokens()
	}
	scale := 1 / float32(tokens)
	var group sync.WaitGroup
	for i, p := range l.slices {
		from, to := len(batch)*i/slicesOfBatch, len(batch)*(i+1)/slicesOfBatch
		group.Go(func() { p.run(batch[from:to], rand.New(rand.NewPCG(seed, uint64(i))), scale) })
	}
	group.Wait()
	sum := l.slices[0]
	for _, p := range l.slices {
		for i := range losses {
			losses[i] += p.losses[i]
			counts[i] += p.counts[i]
		}
	}
	norm := 0.0
	for _, p := range l.slices[1:] {
		for i, m := range sum.grad.dense() {
			add(m.w, p.grad.dense()[i].w)
		}
		for _, row := range slices.Sorted(maps.Keys(p.touched)) {
			add(sum.grad.table.row(row), p.grad.table.row(row))
			sum.touched[row] = true
		}
	}
	for _, m := range sum.grad.dense() {
		norm += squares(m.w)
	}
	touched := slices.Sorted(maps.Keys(sum.touched))
	for _, row := range touched {
		norm += squares(sum.grad.table.row(row))
	}
	clip := float32(1)
	if norm = math.Sqrt(norm); norm > 2 {
		clip = float32(2 / norm)
	}
	l.updates++
	first, second := l.moments[0], l.moments[1]
	for i, m := range w.dense() {
		l.adam(m.w, sum.grad.dense()[i].w, first.dense()[i].w, second.dense()[i].w, rate, clip)
	}
	for _, row := range touched {
		l.adam(w.table.row(row), sum.grad.table.row(row), first.table.row(row), second.table.row(row), rate, clip)
	}
	for _, p := range l.slices {
		for _, m := range p.grad.dense() {
			clear(m.w)
		}
		for row := range p.touched {
			clear(p.grad.table.row(row))
		}
		clear(p.touched)
	}
}

func squares(v []float32) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return sum
}

// adam is the step of Kingma and Ba (2015).
func (l *learner) adam(w, grad, first, second []float32, rate float64, clip float32) {
	const decay1, decay2 = 0.9, 0.98
	step := float32(rate / (1 - math.Pow(decay1, float64(l.updates))))
	correct := float32(1 / (1 - math.Pow(decay2, float64(l.updates))))
	for i, g := range grad {
		g *= clip
		first[i] = decay1*first[i] + (1-decay1)*g
		second[i] = decay2*second[i] + (1-decay2)*g*g
		w[i] -= step * first[i] / (float32(math.Sqrt(float64(second[i]*correct))) + 1e-7)
	}
}

// pass is one part of a batch on its way forth and back.
type pass struct {
	l       *learner
	grad    *weights
	touched map[int32]bool // rows of the table's gradient
	losses  [4]float64     // arcs, labels, tags, names
	counts  [4]float64

	in                    input
	given                 []float32
	layers                []passLayer
	back, backU           []float32
	heads, backHeads      []float32
	turned, query, dQuery []float32
	scores, dScores       []float32
	headRows, dHeadRows   []float32
	pairs, dPairs         []float32
	classes, dOut         []float32
	packed, packed2       packed
}

type passLayer struct{ x, dropped, mask, u, state []float32 }

func (p *pass) run(batch []int, random *rand.Rand, scale float32) {
	p.losses, p.counts = [4]float64{}, [4]float64{}
	if len(batch) == 0 {
		return
	}
	n, w, s := p.l.n, p.l.n.w, p.l.n.shape
	p.in.reset()
	var heads, labels, tags, names, styles []int
	for _, k := range batch {
		e := &p.l.examples[k]
		from := 0
		for i, end := range e.in.rowEnds {
			whole := random.Float64() < 0.15 // the word itself is not seen
			for _, row := range e.in.rows[from:end] {
				if !(whole && p.l.wordRows[row]) {
					p.in.rows = append(p.in.rows, row)
				}
			}
			from = end
			p.in.rowEnds = append(p.in.rowEnds, len(p.in.rows))
			vector := e.in.vectors[i]
			if random.Float64() < 0.1 {
				vector = -1
			}
			p.in.vectors = append(p.in.vectors, vector)
		}
		p.in.starts = append(p.in.starts, len(p.in.vectors))
		heads, labels = append(heads, e.heads...), append(labels, e.labels...)
		tags, names = append(tags, e.tags...), append(names, e.names...)
		for range e.tags {
			styles = append(styles, e.style)
		}
	}
	tokens := p.in.tokens()
	width := s.Width

	// forth
	for len(p.layers) < s.Layers+1 {
		p.layers = append(p.layers, passLayer{})
	}
	first := &p.layers[0]
	first.x, p.given = grow(first.x, tokens*width), grow(p.given, tokens*(s.Given+s.Part))
	w.addRows(first.x, p.given, &p.in, n.vectors, &n.packed.project)
	for i := range w.layers {
		l, at, next := &w.layers[i], &p.layers[i], &p.layers[i+1]
		p.drop(at, random)
		at.u, at.state, next.x = grow(at.u, tokens*3*width), grow(at.state, tokens*width), grow(next.x, tokens*width)
		multiply(at.u, 3*width, at.dropped, width, tokens, &l.uPacked)
		l.recur(at.u, at.x, at.state, next.x, &p.in)
	}
	top := &p.layers[s.Layers]
	p.drop(top, random)
	dTop := grow(p.back, tokens*width)
	p.back = dTop

	p.trees(top.dropped, dTop, heads, labels, scale, random)
	p.losses[2], p.counts[2] = p.classify(top.dropped, dTop, &w.tag, &w.tagB, &n.packed.tag, &p.grad.tag, &p.grad.tagB, tags, nil, scale)
	p.losses[3], p.counts[3] = p.classify(top.dropped, dTop, &w.name, &w.nameB, &n.packed.name, &p.grad.name, &p.grad.nameB, names, styles, scale)
	for i := range dTop {
		dTop[i] *= top.mask[i]
	}

	// back
	dOut := dTop
	for i := s.Layers - 1; i >= 0; i-- {
		l, at, g := &w.layers[i], &p.layers[i], &p.grad.layers[i]
		p.backU = grow(p.backU, tokens*3*width)
		dx := grow(p.dOut, tokens*width)
		l.back(at, dOut, p.backU, dx, g, &p.in)
		p.product(&g.u, at.dropped, width, p.backU, 3*width, tokens)
		below := grow(p.classes, tokens*width)
		multiply(below, width, p.backU, 3*width, tokens, &l.uBackward)
		for k, m := range at.mask {
			dx[k] += below[k] * m
		}
		p.classes = below
		p.dOut, dOut = dOut, dx
	}
	p.back = dOut
	size := s.Given + s.Part
	p.product(&p.grad.project, p.given, size, dOut, width, tokens)
	p.packed.packTransposed(w.project.w, width, size, width)
	below := grow(p.classes, tokens*size)
	multiply(below, size, dOut, width, tokens, &p.packed)
	p.classes = below
	from := 0
	for t, end := range p.in.rowEnds {
		d := below[t*size+s.Given : (t+1)*size]
		for _, row := range p.in.rows[from:end] {
			add(p.grad.table.row(row), d)
			p.touched[row] = true
		}
		if p.in.vectors[t] < 0 {
			add(p.grad.unknown.w, d)
		}
		from = end
	}
}

// drop makes what a layer sees of its input: some elements not at all, the
// same throughout a sentence (Gal and Ghahramani 2016).
func (p *pass) drop(at *passLayer, random *rand.Rand) {
	width := p.l.n.shape.Width
	at.mask, at.dropped = grow(at.mask, len(at.x)), grow(at.dropped, len(at.x))
	row := make([]float32, width)
	for s := range len(p.in.starts) - 1 {
		begin, end := p.in.sentence(s)
		p.draw(row, random)
		for t := begin; t < end; t++ {
			copy(at.mask[t*width:], row)
		}
	}
	for i, m := range at.mask {
		at.dropped[i] = at.x[i] * m
	}
}

// draw fills a mask: by what each element counts, nothing for those that are dropped.
func (p *pass) draw(mask []float32, random *rand.Rand) {
	keep := 1 - p.l.t.Dropout
	for j := range mask {
		mask[j] = 0
		if random.Float32() < keep {
			mask[j] = 1 / keep
		}
	}
}

// product adds to a gradient the product of a transposed matrix, n × rows,
// and another, n × cols.
func (p *pass) product(to *matrix, a []float32, lda int, b []float32, cols, n int) {
	p.turned = grow(p.turned, n*lda)
	transpose(p.turned, a, n, lda)
	p.packed.pack(b, n, cols, cols)
	multiply(to.w, to.cols, p.turned, n, lda, &p.packed)
}

// back is recur in reverse: from the gradient of out those of u and, where
// the input is passed on, of x.
func (l *layer) back(at *passLayer, dOut, dU, dx []float32, g *layer, in *input) {
	width := l.u.rows
	half := width / 2
	carry := make([]float32, half)
	for s := range len(in.starts) - 1 {
		begin, end := in.sentence(s)
		for side := range 2 {
			off := side * half
			clear(carry)
			for i := end - 1; i >= begin; i-- {
				t, previous := i, i-1
				if side == 1 {
					t = begin + end - 1 - i
					previous = t + 1
				}
				before := zeros[:half]
				if i > begin {
					before = at.state[previous*width+off:][:half]
				}
				block, dBlock := at.u[t*3*width+3*off:][:3*half], dU[t*3*width+3*off:][:3*half]
				c, x := at.state[t*width+off:][:half], at.x[t*width+off:][:half]
				d, dX := dOut[t*width+off:][:half], dx[t*width+off:][:half]
				for j := range half {
					f, r := block[half+j], block[2*half+j]
					dr := d[j] * (c[j] - x[j])
					dX[j] += d[j] * (1 - r)
					dc := d[j]*r + carry[j]
					dr *= r * (1 - r)
					df := dc * (before[j] - block[j]) * f * (1 - f)
					dBlock[j], dBlock[half+j], dBlock[2*half+j] = dc*(1-f), df, dr
					carry[j] = dc*f + df*l.vf.w[off+j] + dr*l.vr.w[off+j]
					g.vf.w[off+j] += df * before[j]
					g.vr.w[off+j] += dr * before[j]
					g.bf.w[off+j] += df
					g.br.w[off+j] += dr
				}
			}
		}
	}
}

// trees adds the losses of arcs and labels and their gradients.
func (p *pass) trees(h, dH []float32, heads, labels []int, scale float32, random *rand.Rand) {
	n, w, s, g := p.l.n, p.l.n.w, p.l.n.shape, p.grad
	tokens, cols := p.in.tokens(), 2*s.Arc+2*s.Label
	p.heads = affine(p.heads, h, s.Width, tokens, &n.packed.heads, w.headsB)
	// What the arcs see passes an activation and loses some elements.
	mask := make([]float32, 2*s.Arc)
	slope := make([]float32, tokens*2*s.Arc)
	for k := range len(p.in.starts) - 1 {
		begin, end := p.in.sentence(k)
		p.draw(mask, random)
		for t := begin; t < end; t++ {
			row := p.heads[t*cols : t*cols+2*s.Arc]
			for j, x := range row {
				m := mask[j]
				if x < 0 {
					m *= leak
				}
				slope[t*2*s.Arc+j] = m
				row[j] = x * m
			}
		}
	}
	p.backHeads = grow(p.backHeads, tokens*cols)

	// arcs
	p.query = affine(p.query, p.heads, cols, tokens, &n.packed.arc, w.arcHead)
	p.dQuery = grow(p.dQuery, tokens*s.Arc)
	for k := range len(p.in.starts) - 1 {
		begin, end := p.in.sentence(k)
		if heads[begin] == -2 {
			continue
		}
		size := end - begin
		width := size + 1
		p.scores, p.headRows = n.arcScores(p.scores, p.headRows, p.heads, p.query, begin, end, &p.packed)
		p.dScores = grow(p.dScores, size*width)
		for d := range size {
			row, dRow := p.scores[d*width:d*width+width], p.dScores[d*width:d*width+width]
			row[d+1] = float32(math.Inf(-1))
			p.losses[0] += softmax(row, dRow, heads[begin+d]+1, scale)
			p.counts[0]++
			for h, x := range dRow {
				if h != d+1 {
					g.near.w[nearness(h-1, d)] += x
				}
			}
		}
		p.packed.pack(p.headRows, width, s.Arc, s.Arc)
		multiply(p.dQuery[begin*s.Arc:], s.Arc, p.dScores, width, size, &p.packed)
		p.dHeadRows = grow(p.dHeadRows, width*s.Arc)
		p.turned = grow(p.turned, size*width)
		transpose(p.turned, p.dScores, size, width)
		p.packed.pack(p.query[begin*s.Arc:], size, s.Arc, s.Arc)
		multiply(p.dHeadRows, s.Arc, p.turned, size, width, &p.packed)
		add(g.root.w[:s.Arc], p.dHeadRows[:s.Arc])
		for t := begin; t < end; t++ {
			copy(p.backHeads[t*cols+s.Arc:t*cols+2*s.Arc], p.dHeadRows[(t-begin+1)*s.Arc:])
		}
	}
	for t := range tokens {
		add(g.arcHead.w, p.dQuery[t*s.Arc:t*s.Arc+s.Arc])
	}
	p.packed.packTransposed(w.arc.w, s.Arc, s.Arc, s.Arc)
	multiply(p.backHeads, cols, p.dQuery, s.Arc, tokens, &p.packed)
	dependents := grow(p.pairs, tokens*s.Arc)
	for t := range tokens {
		copy(dependents[t*s.Arc:t*s.Arc+s.Arc], p.heads[t*cols:])
	}
	p.product(&g.arc, dependents, s.Arc, p.dQuery, s.Arc, tokens)
	p.pairs = dependents

	// labels
	p.pairs, p.dPairs = grow(p.pairs, tokens*s.Label), grow(p.dPairs, tokens*s.Label)
	offD, offH := 2*s.Arc, 2*s.Arc+s.Label
	dropped := make([]float32, s.Label)
	pairMask := make([]float32, tokens*s.Label)
	for k := range len(p.in.starts) - 1 {
		begin, end := p.in.sentence(k)
		p.draw(dropped, random)
		for t := begin; t < end; t++ {
			if labels[t] < 0 {
				continue
			}
			head := begin + heads[t]
			for j := range s.Label {
				x := p.heads[t*cols+offD+j] + p.heads[head*cols+offH+j]
				m := dropped[j]
				if x < 0 {
					m *= leak
				}
				pairMask[t*s.Label+j] = m
				p.pairs[t*s.Label+j] = x * m
			}
		}
	}
	p.losses[1], p.counts[1] = p.classify(p.pairs, p.dPairs, &w.label, &w.labelB, &n.packed.label, &g.label, &g.labelB, labels, nil, scale)
	for k := range len(p.in.starts) - 1 {
		begin, end := p.in.sentence(k)
		for t := begin; t < end; t++ {
			if labels[t] < 0 {
				continue
			}
			head := begin + heads[t]
			for j := range s.Label {
				d := p.dPairs[t*s.Label+j] * pairMask[t*s.Label+j]
				p.backHeads[t*cols+offD+j] += d
				p.backHeads[head*cols+offH+j] += d
			}
		}
	}

	for t := range tokens {
		row := p.backHeads[t*cols : t*cols+2*s.Arc]
		for j, m := range slope[t*2*s.Arc : (t+1)*2*s.Arc] {
			row[j] *= m
		}
		add(g.headsB.w, p.backHeads[t*cols:t*cols+cols])
	}
	p.product(&g.heads, h, s.Width, p.backHeads, cols, tokens)
	p.packed.packTransposed(w.heads.w, cols, s.Width, cols)
	multiply(dH, s.Width, p.backHeads, cols, tokens, &p.packed)
}

// classify adds the loss of a softmax over classes of each token's x, adds
// to the gradients, and returns the sum of the losses and their number. With
// blocks, the classes of a token are those of its block alone.
func (p *pass) classify(x, dx []float32, m, bias *matrix, b *packed, g, gBias *matrix, want, blocks []int, scale float32) (loss, count float64) {
	tokens, cols := p.in.tokens(), m.cols
	if cols == 0 {
		return 0, 0
	}
	out := affine(p.classes, x, m.rows, tokens, b, *bias)
	p.classes = out
	p.dOut = grow(p.dOut, tokens*cols)
	for t := range tokens {
		if want[t] < 0 {
			continue
		}
		from, size := t*cols, cols
		if blocks != nil {
			size = p.l.n.shape.Names
			from += blocks[t] * size
		}
		loss += softmax(out[from:from+size], p.dOut[from:from+size], want[t], scale)
		count++
		add(gBias.w, p.dOut[t*cols:t*cols+cols])
	}
	p.product(g, x, m.rows, p.dOut, cols, tokens)
	p.packed2.packTransposed(m.w, cols, m.rows, cols)
	multiply(dx, m.rows, p.dOut, cols, tokens, &p.packed2)
	return loss, count
}

// softmax writes the gradient of the loss of a row of scores.
func softmax(row, d []float32, want int, scale float32) float64 {
	top := slices.MaxFunc(row, cmp.Compare[float32])
	sum := 0.0
	for j, x := range row {
		e := math.Exp(float64(x - top))
		d[j] = float32(e)
		sum += e
	}
	for j := range d {
		d[j] *= scale / float32(sum)
	}
	d[want] -= scale
	return math.Log(sum) - float64(row[want]-top)
}
