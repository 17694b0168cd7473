package parse

import (
	"slices"
	"strings"
	"testing"

	"attache/extract/syntax"
)

// sentence makes tokens of "form/UPOS/XPOS/head/deprel" with heads counted
// from 1.
func sentence(words string) []syntax.Token {
	var tokens []syntax.Token
	for _, w := range strings.Fields(words) {
		f := strings.Split(w, "/")
		head := 0
		for _, c := range f[3] {
			head = head*10 + int(c-'0')
		}
		tokens = append(tokens, syntax.Token{Form: f[0], Lemma: strings.ToLower(f[0]), UPOS: f[1], XPOS: f[2], Head: head - 1, Deprel: f[4]})
	}
	return tokens
}

var smallTreebank = []string{
	"Ann/PROPN/NNP/2/nsubj met/VERB/VBD/0/root Ben/PROPN/NNP/2/obj ./PUNCT/./2/punct",
	"Who/PRON/WP/3/obj did/AUX/VBD/3/aux meet/VERB/VB/0/root ?/PUNCT/./3/punct",
	"The/DET/DT/2/det envoys/NOUN/NNS/3/nsubj left/VERB/VBD/0/root Oslo/PROPN/NNP/3/obj ,/PUNCT/,/3/punct",
	"Who/PRON/WP/4/obl did/AUX/VBD/4/aux she/PRON/PRP/4/nsubj travel/VERB/VB/0/root with/ADP/IN/1/case ?/PUNCT/./4/punct",
	"Yes/INTJ/UH/0/root",
}

func trainedParser() (*Parser, [][]syntax.Token) {
	var gold [][]syntax.Token
	var sentences []syntax.Sentence
	for _, s := range smallTreebank {
		gold = append(gold, sentence(s))
		for range 3 {
			sentences = append(sentences, syntax.Sentence{Tokens: sentence(s)})
		}
	}
	return Train(sentences, TrainOptions{Epochs: 20, MinUpdates: 1}), gold
}

func TestParserLearns(t *testing.T) {
	p, gold := trainedParser()
	b, err := p.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = Decode(b, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range gold {
		got := slices.Clone(want)
		for i := range got {
			got[i].Head, got[i].Deprel = 0, ""
		}
		p.Parse(got)
		for i := range got {
			if got[i].Head != want[i].Head || got[i].Deprel != want[i].Deprel {
				t.Errorf("%s in %v: got %s under %d, want %s under %d", got[i].Form, forms(want), got[i].Deprel, got[i].Head, want[i].Deprel, want[i].Head)
			}
		}
	}
}

func forms(tokens []syntax.Token) (list []string) {
	for _, t := range tokens {
		list = append(list, t.Form)
	}
	return list
}

func TestParseDoesNotAllocate(t *testing.T) {
	p, gold := trainedParser()
	tokens := slices.Clone(gold[3])
	p.Parse(tokens)
	if n := testing.AllocsPerRun(100, func() { p.Parse(tokens) }); n >= 1 {
		t.Errorf("%v allocations, want none", n)
	}
}

// TestOracleReachesTree follows the oracle alone: a projective tree must come
// out as it is.
func TestOracleReachesTree(t *testing.T) {
	tokens := sentence("The/DET/DT/3/det old/ADJ/JJ/3/amod envoys/NOUN/NNS/4/nsubj met/VERB/VBD/0/root Ben/PROPN/NNP/4/obj of/ADP/IN/7/case Oslo/PROPN/NNP/5/nmod who/PRON/WP/9/nsubj left/VERB/VBD/5/acl ./PUNCT/./4/punct")
	numbers := map[string]int{}
	for _, token := range tokens {
		if _, ok := numbers[token.Deprel]; !ok {
			numbers[token.Deprel] = len(numbers)
		}
	}
	s, g := &state{}, &gold{}
	s.read(tokens, nil)
	g.read(tokens, numbers)
	scores := make([]float32, 1+2*len(numbers))
	for !s.done() {
		truth, _ := g.best(s, scores, len(numbers))
		s.apply(truth, len(numbers))
	}
	for i, h := range s.heads {
		if int(h) != tokens[i].Head {
			t.Errorf("%s hangs from %d, want %d", tokens[i].Form, h, tokens[i].Head)
		}
	}
}

func TestLift(t *testing.T) {
	tests := []struct{ heads, want []int }{
		{[]int{1, 2, 3}, []int{1, 2, 3}},
		{[]int{3, 3, 3, 5, 0}, []int{3, 3, 3, 5, 3}}, // "Who did she travel with"
		{nil, nil},
	}
	for _, test := range tests {
		if got := lift(test.heads); !slices.Equal(got, test.want) {
			t.Errorf("%v: got %v, want %v", test.heads, got, test.want)
		}
	}
}

func TestReturnPrepositions(t *testing.T) {
	tokens := sentence("Who/PRON/WP/4/obj did/AUX/VBD/4/aux she/PRON/PRP/4/nsubj travel/VERB/VB/0/root with/ADP/IN/4/case")
	returnPrepositions(tokens)
	if tokens[4].Head != 0 || tokens[0].Deprel != "obl" {
		t.Errorf("got %+v", tokens)
	}
}

func FuzzDecode(f *testing.F) {
	p, gold := trainedParser()
	b, err := p.AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(_ *testing.T, b []byte) {
		if p, err := Decode(b, nil); err == nil {
			p.Parse(slices.Clone(gold[0]))
		}
	})
}
