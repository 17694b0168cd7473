// Package parse reads the words of a sentence into vectors with a small recurrent network, and gives them tags, heads, relations and scores as names.
package parse

import (
	"attache/extract/syntax"
)

// Shape is how large a network is.
type Shape struct {
	Width  int // of a word's vector; even: each direction has half
	Layers int
	Arc    int // of a word as head or dependent
	Label  int // of a pair of words
	Given  int // of the word vectors given
	Part   int // of a row of the table, which stands for a word or a part of it
	Rows   int // of the table
	Tags   int
	Labels int // without root
	Names  int // labels of names
	Styles int // ways of marking names, by which one of as many blocks of labels is meant
}

// matrix is a weight matrix or vector.
type matrix struct {
	rows, cols int
	w          []float32
}

func newMatrix(rows, cols int) matrix {
	return matrix{rows: rows, cols: cols, w: make([]float32, rows*cols)}
}

// row returns one row.
func (m matrix) row(i int32) []float32 { return m.w[int(i)*m.cols : int(i+1)*m.cols] }

// layer is a bidirectional simple recurrent unit (Lei et al. 2018): all its
// products are of the whole input at once; from word to word it goes element
// by element.
type layer struct {
	u         matrix // Width × 3·Width: candidate, forget and reset of each direction
	vf, vr    matrix // what the gates see of the state
	bf, br    matrix
	uPacked   packed
	uBackward packed // of the transpose, for training
}

// weights are all that is learnt.
type weights struct {
	table   matrix // Rows × Part
	unknown matrix // one more row, for words without a vector
	project matrix // Given + Part × Width
	layers  []layer
	heads   matrix // Width × 2·Arc + 2·Label: dependent and head for arcs, then for labels
	headsB  matrix
	root    matrix // what the root is as head: Arc + Label
	arc     matrix // Arc × Arc
	arcHead matrix
	near    matrix // by distance
	label   matrix // Label × Labels
	labelB  matrix
	tag     matrix // Width × Tags
	tagB    matrix
	name    matrix // Width × Styles·Names
	nameB   matrix
}

func newWeights(s Shape) *weights {
	w := &weights{
		table: newMatrix(s.Rows, s.Part), unknown: newMatrix(1, s.Part), project: newMatrix(s.Given+s.Part, s.Width),
		heads: newMatrix(s.Width, 2*s.Arc+2*s.Label), headsB: newMatrix(1, 2*s.Arc+2*s.Label),
		root: newMatrix(1, s.Arc+s.Label), arc: newMatrix(s.Arc, s.Arc), arcHead: newMatrix(1, s.Arc),
		near: newMatrix(1, nearKinds), label: newMatrix(s.Label, s.Labels), labelB: newMatrix(1, s.Labels),
		tag: newMatrix(s.Width, s.Tags), tagB: newMatrix(1, s.Tags),
		name: newMatrix(s.Width, s.Styles*s.Names), nameB: newMatrix(1, s.Styles*s.Names),
	}
	for range s.Layers {
		w.layers = append(w.layers, layer{
			u: newMatrix(s.Width, 3*s.Width), vf: newMatrix(1, s.Width), vr: newMatrix(1, s.Width),
			bf: newMatrix(1, s.Width), br: newMatrix(1, s.Width),
		})
	}
	return w
}

// dense lists the weights but the table, in an order that does not change.
func (w *weights) dense() []*matrix {
	all := []*matrix{&w.unknown, &w.project}
	for i := range w.layers {
		l := &w.layers[i]
		all = append(all, &l.u, &l.vf, &l.vr, &l.bf, &l.br)
	}
	return append(all, &w.heads, &w.headsB, &w.root, &w.arc, &w.arcHead, &w.near, &w.label, &w.labelB, &w.tag, &w.tagB, &w.name, &w.nameB)
}

// nearKinds is in how many kinds nearness falls: 12 to each side, and the root.
const nearKinds = 25

// nearness says how a head lies to its dependent; both are token numbers, -1
// is the root.
func nearness(head, dependent int) int {
	if head < 0 {
		return nearKinds - 1
	}
	d, side := head-dependent, 0
	if d < 0 {
		d, side = -d, 12
	}
	k := 11
	for i, limit := range [...]int{1, 2, 3, 4, 5, 7, 10, 15, 22, 30, 45} {
		if d <= limit {
			k = i
			break
		}
	}
	return side + k
}

// input is a run of sentences as the network reads them.
type input struct {
	starts  []int   // first token of each sentence, and the number of all tokens
	rows    []int32 // of the table, of all tokens
	rowEnds []int   // by token
	vectors []int32 // word vector by token, -1 is none
	words   wordReader
}

func (in *input) reset() {
	in.starts, in.rows, in.rowEnds, in.vectors = append(in.starts[:0], 0), in.rows[:0], in.rowEnds[:0], in.vectors[:0]
}

func (in *input) tokens() int { return len(in.vectors) }

// sentence returns the first token of a sentence and the one after its last.
func (in *input) sentence(i int) (int, int) { return in.starts[i], in.starts[i+1] }

// add reads one more sentence.
func (in *input) add(tokens []syntax.Token, index map[uint32]int32, vectors *Vectors) {
	keys, ends := in.words.read(tokens)
	from := 0
	for i, end := range ends {
		for _, key := range keys[from:end] {
			if row, ok := index[key]; ok {
				in.rows = append(in.rows, row)
			}
		}
		from = end
		in.rowEnds = append(in.rowEnds, len(in.rows))
		in.vectors = append(in.vectors, vectors.find(tokens[i].Form))
	}
	in.starts = append(in.starts, len(in.vectors))
}

// grow returns a slice of n zeros, in the same memory where it is enough.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// addRows makes the words' vectors of an input. What they are made of, each
// word's given vector and the sum of its rows, is left in parts.
func (w *weights) addRows(x []float32, parts []float32, in *input, vectors *Vectors, project *packed) {
	size := w.project.rows
	from := 0
	for t, end := range in.rowEnds {
		given, sum := parts[t*size:t*size+vectors.size], parts[t*size+vectors.size:(t+1)*size]
		vectors.copyTo(given, in.vectors[t])
		if in.vectors[t] < 0 {
			copy(sum, w.unknown.w)
		} else {
			clear(sum)
		}
		for _, row := range in.rows[from:end] {
			add(sum, w.table.row(row))
		}
		from = end
	}
	multiply(x, w.project.cols, parts, size, in.tokens(), project)
}

// recur runs a layer over the sentences. u has the products, three blocks of
// half a width for each direction, of which the gates' are replaced by their
// values. x is the layer's input; state and out are as large.
func (l *layer) recur(u, x, state, out []float32, in *input) {
	width := l.u.rows
	half := width / 2
	for s := range len(in.starts) - 1 {
		begin, end := in.sentence(s)
		for side := range 2 {
			off := side * half
			weights := [4][]float32{l.vf.w[off : off+half], l.vr.w[off : off+half], l.bf.w[off : off+half], l.br.w[off : off+half]}
			before := zeros[:half]
			for i := begin; i < end; i++ {
				t := i
				if side == 1 {
					t = begin + end - 1 - i
				}
				c := state[t*width+off:][:half]
				step(u[t*3*width+3*off:][:3*half], before, c, x[t*width+off:][:half], out[t*width+off:][:half], &weights)
				before = c
			}
		}
	}
}

var zeros [maxSize]float32

// stepData is what stepVectors works on.
type stepData struct {
	candidate, forget, reset, before, state, x, out, vf, vr, bf, br *float32
}

// step is one word of one direction: block has its candidate state and the
// gates, before the state of the word before; c and out are written.
func step(block, before, c, x, out []float32, weights *[4][]float32) {
	n := len(c)
	candidate, forget, reset := block[:n], block[n:2*n], block[2*n:3*n]
	from := 0
	if vectorUnit && n >= 8 {
		v := stepData{
			&candidate[0], &forget[0], &reset[0], &before[0], &c[0], &x[0], &out[0],
			&weights[0][0], &weights[1][0], &weights[2][0], &weights[3][0],
		}
		from = n &^ 7
		stepVectors(&v, from)
	}
	for j := from; j < n; j++ {
		b := before[j]
		f := gate(forget[j] + float32(weights[0][j]*b) + weights[2][j])
		r := gate(reset[j] + float32(weights[1][j]*b) + weights[3][j])
		y := candidate[j] + float32(f*(b-candidate[j]))
		forget[j], reset[j], c[j] = f, r, y
		out[j] = x[j] + float32(r*(y-x[j]))
	}
}

// gate is nearly the logistic function, by a quotient that is exact at its
// ends, -6 and 6.
func gate(x float32) float32 {
	y := min(max(x*0.5, -3), 3)
	q := float32(y * y)
	return 0.5 + float32(0.5*y*(27+q)/(27+float32(9*q)))
}

const leak = 0.1

// leaky is the activation of the arc vectors.
func leaky(x float32) float32 {
	if x < 0 {
		return x * leak
	}
	return x
}

// affine returns the product of n rows, which begin ldx apart, and b, with the
// bias added to each row; its memory is that of to, where it is enough.
func affine(to, x []float32, ldx, n int, b *packed, bias matrix) []float32 {
	to = grow(to, n*b.cols)
	multiply(to, b.cols, x, ldx, n, b)
	for t := range n {
		add(to[t*b.cols:(t+1)*b.cols], bias.w)
	}
	return to
}

// arcScores scores each head, the root and then the words, for each of the words
// from one to another by their vectors as heads, which stand in a row of cols from
// Arc on, and what each looks for in a head. It returns the scores, a row for each
// word, and the vectors of the heads in a row, in the memory of the slices given.
func (n *Network) arcScores(scores, headRows, heads, query []float32, from, to int, b *packed) ([]float32, []float32) {
	arc, cols := n.shape.Arc, n.w.heads.cols
	size := to - from
	width := size + 1
	headRows = grow(headRows, width*arc)
	copy(headRows, n.w.root.w[:arc])
	for t := from; t < to; t++ {
		copy(headRows[(t-from+1)*arc:], heads[t*cols+arc:t*cols+2*arc])
	}
	b.packTransposed(headRows, arc, width, arc)
	scores = grow(scores, size*width)
	multiply(scores, width, query[from*arc:], arc, size, b)
	for d := range size {
		row := scores[d*width : d*width+width]
		for h := range row {
			row[h] += n.w.near.w[nearness(h-1, d)]
		}
	}
	return scores, headRows
}
