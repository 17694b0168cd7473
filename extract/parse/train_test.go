package parse

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"attache/extract/model"
	"attache/extract/syntax"
)

// toy makes examples of a language with two kinds of sentences.
func toy(t testing.TB) []Example {
	t.Helper()
	var examples []Example
	for _, s := range []string{
		"the/DET/DT/2/det/O envoy/NOUN/NN/3/nsubj/O met/VERB/VBD/0/root/O Anna/PROPN/NNP/3/obj/B-PER",
		"Anna/PROPN/NNP/2/nsubj/B-PER saw/VERB/VBD/0/root/O the/DET/DT/5/det/O old/ADJ/JJ/5/amod/O envoy/NOUN/NN/2/obj/O",
		"Bruno/PROPN/NNP/3/nsubj/B-PER never/ADV/RB/3/advmod/O met/VERB/VBD/0/root/O her/PRON/PRP/3/obj/O",
	} {
		e := Example{Tree: true, Style: 1}
		for _, word := range strings.Fields(s) {
			f := strings.Split(word, "/")
			e.Tokens = append(e.Tokens, syntax.Token{Form: f[0], UPOS: f[1], XPOS: f[2], Head: int(f[3][0]-'0') - 1, Deprel: f[4]})
			e.Names = append(e.Names, map[string]uint8{"O": 0, "B-PER": 1}[f[5]])
		}
		examples = append(examples, e)
	}
	return examples
}

func toyTraining(t testing.TB) Training {
	random := rand.New(rand.NewPCG(3, 3))
	words := []string{"envoy", "met", "saw", "the"}
	var vectors [][]float32
	for range words {
		vectors = append(vectors, noise(random, 8))
	}
	return Training{
		Examples: toy(t), Vectors: NewVectors(words, vectors), Seed: 1,
		Shape: Shape{Width: 16, Layers: 2, Part: 8, Arc: 8, Label: 8, Names: 2, Styles: 2}, Epochs: 150, Batch: 3, Rate: 0.01,
	}
}

// TestGradient compares the gradient with differences of the loss.
func TestGradient(t *testing.T) {
	training := toyTraining(t)
	n := &Network{vectors: training.Vectors, index: map[uint32]int32{}}
	n.count(&training)
	l := newLearner(n, training)
	p := l.slices[0]
	loss := func() float64 {
		n.pack()
		for i := range n.w.layers {
			layer := &n.w.layers[i]
			layer.uBackward.packTransposed(layer.u.w, layer.u.cols, layer.u.rows, layer.u.cols)
		}
		p.run([]int{0, 1, 2}, rand.New(rand.NewPCG(5, 5)), 1)
		return p.losses[0] + p.losses[1] + p.losses[2] + p.losses[3]
	}
	base := loss()
	random := rand.New(rand.NewPCG(6, 6))
	weights, grads := n.w.dense(), p.grad.dense()
	weights, grads = append(weights, &n.w.table), append(grads, &p.grad.table)
	var saved [][]float32
	for _, g := range grads {
		saved = append(saved, append([]float32(nil), g.w...))
	}
	for i, m := range weights {
		for range 12 {
			k := random.IntN(len(m.w))
			const step = 4e-3
			old := m.w[k]
			m.w[k] = old + step
			up := loss()
			m.w[k] = old - step
			down := loss()
			m.w[k] = old
			if math.Abs(up+down-2*base) > 2e-4 {
				continue // an activation has its bend here
			}
			want, got := (up-down)/(2*step), float64(saved[i][k])
			if math.Abs(want-got) > 0.02+0.05*math.Abs(want) {
				t.Errorf("matrix %d of %d×%d, element %d: gradient %.4f, differences say %.4f", i, m.rows, m.cols, k, got, want)
			}
		}
	}
}

// TestTrain learns a few sentences by heart, twice the same way.
func TestTrain(t *testing.T) {
	n := Train(toyTraining(t))
	again := Train(toyTraining(t))
	for _, e := range toy(t) {
		s := syntax.Sentence{}
		for _, token := range e.Tokens {
			s.Tokens = append(s.Tokens, syntax.Token{Form: token.Form})
		}
		n.Annotate([]syntax.Sentence{s})
		for i, token := range s.Tokens {
			want := e.Tokens[i]
			if token.UPOS != want.UPOS || token.XPOS != want.XPOS || token.Head != want.Head || token.Deprel != want.Deprel {
				t.Errorf("%s is %s %s, %d %s; want %s %s, %d %s", token.Form, token.UPOS, token.XPOS, token.Head, token.Deprel, want.UPOS, want.XPOS, want.Head, want.Deprel)
			}
		}
	}
	for i, m := range n.w.dense() {
		for k, x := range m.w {
			if again.w.dense()[i].w[k] != x {
				t.Fatalf("a second training gave another network (matrix %d)", i)
			}
		}
	}
}

// TestEncoding writes a network, reads it and reads with it.
func TestEncoding(t *testing.T) {
	b := Train(toyTraining(t)).AppendBinary(nil)
	n, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	s := syntax.Sentence{}
	for _, form := range strings.Fields("Anna met the old envoy") {
		s.Tokens = append(s.Tokens, syntax.Token{Form: form})
	}
	n.Annotate([]syntax.Sentence{s, {}, s})
	if root := s.Tokens[1]; root.Deprel != "root" || root.XPOS != "VBD" || s.Tokens[4].Head != 1 {
		t.Errorf("read as %+v", s.Tokens)
	}
	for _, cut := range []int{0, 3, len(b) / 2, len(b) - 1} {
		if _, err := Decode(b[:cut]); !errors.Is(err, model.ErrDamaged) {
			t.Errorf("cut to %d bytes: %v, want ErrDamaged", cut, err)
		}
	}
}

// TestLongSentence reads more words than one tree may have.
func TestLongSentence(t *testing.T) {
	n := Train(toyTraining(t))
	s := syntax.Sentence{Tokens: make([]syntax.Token, 2*maxTree+7)}
	for i := range s.Tokens {
		s.Tokens[i].Form = []string{"the", "envoy", "met", ""}[i%4]
	}
	n.Annotate([]syntax.Sentence{s})
	heads := make([]int, len(s.Tokens))
	for i, token := range s.Tokens {
		heads[i] = token.Head
	}
	if !oneRoot(heads) || !reachesRoot(heads) {
		t.Error("no tree with one root")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Train(toyTraining(f)).AppendBinary(nil))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if n, err := Decode(b); err == nil {
			n.Annotate([]syntax.Sentence{{Tokens: toyTokens()}})
		}
	})
}

func toyTokens() []syntax.Token {
	return []syntax.Token{{Form: "Anna"}, {Form: "met"}, {Form: "X"}}
}
