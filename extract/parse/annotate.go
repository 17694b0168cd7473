package parse

import (
	"math"
	"slices"
	"strings"
	"sync"

	"attache/extract/model"
	"attache/extract/syntax"
)

// Network is a trained network. It is read-only and safe for use by many
// goroutines at once.
type Network struct {
	shape   Shape
	tags    []string // UPOS and XPOS, with a space between
	labels  []string
	index   map[uint32]int32 // rows of the table
	vectors *Vectors
	w       *weights
	packed  struct{ project, heads, arc, label, tag, name packed }
	upos    []string // by tag
	xpos    []string
	fine    []uint8 // number of the XPOS, by tag

	spaces sync.Pool
}

func joinTag(t syntax.Token) string { return t.UPOS + " " + t.XPOS }

// pack packs the weights that change during training.
func (n *Network) pack() {
	w := n.w
	for i := range w.layers {
		l := &w.layers[i]
		l.uPacked.pack(l.u.w, l.u.rows, l.u.cols, l.u.cols)
	}
	for _, m := range []struct {
		to   *packed
		from *matrix
	}{
		{&n.packed.project, &w.project}, {&n.packed.heads, &w.heads}, {&n.packed.arc, &w.arc},
		{&n.packed.label, &w.label}, {&n.packed.tag, &w.tag}, {&n.packed.name, &w.name},
	} {
		m.to.pack(m.from.w, m.from.rows, m.from.cols, m.from.cols)
	}
}

// freeze makes the network ready for use.
func (n *Network) freeze() {
	n.pack()
	n.upos, n.xpos, n.fine = nil, nil, nil
	for _, tag := range n.tags {
		upos, xpos, _ := strings.Cut(tag, " ")
		k := slices.Index(n.xpos, xpos)
		if k < 0 {
			k = len(n.xpos)
		}
		n.upos, n.xpos, n.fine = append(n.upos, upos), append(n.xpos, xpos), append(n.fine, uint8(k))
	}
}

// space is the memory of one call.
type space struct {
	in                            input
	given, x, out, u, state       []float32
	heads, query, headRows, score []float32
	classes, pairs                []float32
	tree                          []int
	packed                        packed
}

// maxTree bounds the words that one tree is made of; longer sentences are
// read in parts, whose roots hang from the first.
const maxTree = 400

// Annotate fills in UPOS, XPOS, Head and Deprel of the sentences' tokens by
// their Form.
func (n *Network) Annotate(sentences []syntax.Sentence) {
	s, _ := n.spaces.Get().(*space)
	if s == nil {
		s = &space{}
	}
	defer n.spaces.Put(s)
	// So many tokens at once that the weights are read from near memory often.
	const enough = 128
	for from := 0; from < len(sentences); {
		s.in.reset()
		to := from
		for ; to < len(sentences) && s.in.tokens() < enough; to++ {
			s.in.add(sentences[to].Tokens, n.index, n.vectors)
		}
		n.annotate(s, sentences[from:to])
		from = to
	}
}

func (n *Network) annotate(s *space, sentences []syntax.Sentence) {
	w, shape := n.w, n.shape
	tokens, width := s.in.tokens(), shape.Width
	if tokens == 0 {
		return
	}
	s.x, s.given = grow(s.x, tokens*width), grow(s.given, tokens*(shape.Given+shape.Part))
	w.addRows(s.x, s.given, &s.in, n.vectors, &n.packed.project)
	for i := range w.layers {
		l := &w.layers[i]
		s.u, s.state, s.out = grow(s.u, tokens*3*width), grow(s.state, tokens*width), grow(s.out, tokens*width)
		multiply(s.u, 3*width, s.x, width, tokens, &l.uPacked)
		l.recur(s.u, s.x, s.state, s.out, &s.in)
		s.x, s.out = s.out, s.x
	}
	s.classes = affine(s.classes, s.x, width, tokens, &n.packed.tag, w.tagB)
	for k := range sentences {
		begin, end := s.in.sentence(k)
		for t := begin; t < end; t++ {
			tag := n.bestTag(s.classes[t*shape.Tags : (t+1)*shape.Tags])
			token := &sentences[k].Tokens[t-begin]
			token.UPOS, token.XPOS = n.upos[tag], n.xpos[tag]
		}
	}
	cols := 2*shape.Arc + 2*shape.Label
	s.heads = affine(s.heads, s.x, width, tokens, &n.packed.heads, w.headsB)
	for t := range tokens {
		row := s.heads[t*cols : t*cols+2*shape.Arc]
		for j, x := range row {
			row[j] = leaky(x)
		}
	}
	s.query = affine(s.query, s.heads, cols, tokens, &n.packed.arc, w.arcHead)
	for k := range sentences {
		begin, end := s.in.sentence(k)
		for from := begin; from < end; from += maxTree {
			n.tree(s, sentences[k].Tokens, begin, from, min(from+maxTree, end))
		}
	}
	n.label(s, sentences)
	n.name(s, sentences)
}

// name scores the labels of names, as the first style has them.
func (n *Network) name(s *space, sentences []syntax.Sentence) {
	shape := n.shape
	if shape.Styles == 0 {
		return
	}
	tokens, cols := s.in.tokens(), shape.Styles*shape.Names
	s.classes = affine(s.classes, s.x, shape.Width, tokens, &n.packed.name, n.w.nameB)
	scores := make([]float32, tokens*shape.Names)
	for t := range tokens {
		logSoftmax(scores[t*shape.Names:(t+1)*shape.Names], s.classes[t*cols:])
	}
	for k := range sentences {
		begin, end := s.in.sentence(k)
		sentences[k].NameScores = scores[begin*shape.Names : end*shape.Names : end*shape.Names]
	}
}

func logSoftmax(to, scores []float32) {
	scores = scores[:len(to)]
	top := float64(scores[model.Best(scores)])
	sum := 0.0
	for _, x := range scores {
		sum += math.Exp(float64(x) - top)
	}
	top += math.Log(sum)
	for i, x := range scores {
		to[i] = float32(float64(x) - top)
	}
}

// tree gives heads to the words from one to another of the sentence that
// begins at begin.
func (n *Network) tree(s *space, tokens []syntax.Token, begin, from, to int) {
	size := to - from
	s.score, s.headRows = n.arcScores(s.score, s.headRows, s.heads, s.query, from, to, &s.packed)
	for len(s.tree) < size {
		s.tree = append(s.tree, 0)
	}
	heads := s.tree[:size]
	bestTree(s.score, size, heads)
	for d, h := range heads {
		token := &tokens[from-begin+d]
		switch {
		case h >= 0:
			token.Head = from - begin + h
		case from == begin:
			token.Head = syntax.Root
		default:
			token.Head = firstRoot(tokens)
		}
	}
}

func firstRoot(tokens []syntax.Token) int {
	for i := range tokens {
		if tokens[i].Head == syntax.Root {
			return i
		}
	}
	return syntax.Root
}

// rootLabel is the relation of the word without a head.
const rootLabel = "root"

// label gives relations to the words that have heads.
func (n *Network) label(s *space, sentences []syntax.Sentence) {
	shape := n.shape
	tokens, cols := s.in.tokens(), 2*shape.Arc+2*shape.Label
	offD, offH := 2*shape.Arc, 2*shape.Arc+shape.Label
	s.pairs = grow(s.pairs, tokens*shape.Label)
	for k := range sentences {
		begin, end := s.in.sentence(k)
		for t := begin; t < end; t++ {
			h := sentences[k].Tokens[t-begin].Head
			if h < 0 {
				continue
			}
			pair := s.pairs[t*shape.Label : (t+1)*shape.Label]
			d, head := s.heads[t*cols+offD:][:len(pair)], s.heads[(begin+h)*cols+offH:][:len(pair)]
			for j := range pair {
				pair[j] = leaky(d[j] + head[j])
			}
		}
	}
	s.classes = affine(s.classes, s.pairs, shape.Label, tokens, &n.packed.label, n.w.labelB)
	for k := range sentences {
		begin, end := s.in.sentence(k)
		for t := begin; t < end; t++ {
			token := &sentences[k].Tokens[t-begin]
			if token.Head < 0 {
				token.Deprel = rootLabel
				continue
			}
			token.Deprel = n.labels[model.Best(s.classes[t*shape.Labels:(t+1)*shape.Labels])]
		}
	}
}

// bestTag returns the best of the tags that have the likeliest XPOS.
func (n *Network) bestTag(scores []float32) int {
	top := scores[model.Best(scores)]
	var sums [256]float32
	for i, x := range scores {
		if x > top-8 {
			sums[n.fine[i]] += float32(math.Exp(float64(x - top)))
		}
	}
	fine := model.Best(sums[:])
	tag := -1
	for i, x := range scores {
		if int(n.fine[i]) == fine && (tag < 0 || x > scores[tag]) {
			tag = i
		}
	}
	return tag
}
