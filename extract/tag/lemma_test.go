package tag

import (
	"testing"
)

// lemmas returns the lemma of each word of a tagged sentence.
func lemmas(m *Morphology, words string) string {
	tokens := sentence(words).Tokens
	m.Fill(tokens)
	got := ""
	for i := range tokens {
		if i > 0 {
			got += " "
		}
		got += tokens[i].Lemma
	}
	return got
}

func TestLemmas(t *testing.T) {
	train := smallTreebank()
	for range 10 {
		train = append(train,
			sentence("She/PRON/PRP/_/she 's/AUX/VBZ/_/have met/VERB/VBN/_/meet Ann/PROPN/NNP/_/Ann"),
			sentence("She/PRON/PRP/_/she 's/AUX/VBZ/_/be here/ADV/RB/_/here"),
			sentence("9/NUM/CD/_/9 PM/NOUN/NN/_/p.m. and/CCONJ/CC/_/and 9/NUM/CD/_/9 pm/NOUN/NN/_/p.m."),
			sentence("The/DET/DT/_/the paper/NOUN/NN/_/paper planned/VERB/VBD/_/plan ended/VERB/VBD/_/end rated/VERB/VBD/_/rate"),
		)
	}
	m := Train(train, TrainOptions{MinUpdates: 1, Inflections: []Inflection{
		{"fought", "VERB", "VBD", "fight"}, {"met", "VERB", "VBN", "mete"},
	}})
	for words, want := range map[string]string{
		"She/PRON/PRP/_/_ 's/AUX/VBZ/_/_ met/VERB/VBN/_/_":                      "she have meet",
		"She/PRON/PRP/_/_ 's/AUX/VBZ/_/_ here/ADV/RB/_/_":                       "she be here",
		"10/NUM/CD/_/_ PM/NOUN/NN/_/_":                                          "10 p.m.",
		"1,250,000/NUM/CD/_/_ 3.5/NUM/CD/_/_":                                   "1250000 3.5",
		"THE/DET/DT/_/_ MEN/NOUN/NNS/_/_ FOUGHT/VERB/VBD/_/_ ANN/PROPN/NNP/_/_": "the man fight Ann",
		"2nd/ADJ/JJ/_/_ 9/NOUN/NN/_/_":                                          "2nd 9",
		"\xff/X/FW/_/_":                                                         "\xff",
	} {
		if got := lemmas(m, words); got != want {
			t.Errorf("%s: got %q, want %q", words, got, want)
		}
	}
}

// TestLemmasAreTheSameAgain trains twice: no order of a map may show.
func TestLemmasAreTheSameAgain(t *testing.T) {
	var last string
	for range 3 {
		b, err := Train(smallTreebank(), TrainOptions{Inflections: []Inflection{{"fought", "VERB", "VBD", "fight"}}}).AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		if last != "" && string(b) != last {
			t.Fatal("the same training gave another morphology")
		}
		last = string(b)
	}
}

func TestWriting(t *testing.T) {
	for form, want := range map[string][3]string{
		"ANN":   {"ANN", "ann", "Ann"},
		"ann":   {"ann", "ann", "Ann"},
		"Ann":   {"Ann", "ann", "Ann"},
		"élan":  {"élan", "élan", "Élan"},
		"":      {"", "", ""},
		"4X":    {"4X", "4x", "4x"},
		"\xffA": {"\xffA", "\ufffda", "\xffA"},
	} {
		for i, w := range [...]writing{asWritten, small, titled} {
			if got := w.apply(form); got != want[i] {
				t.Errorf("%q: got %q, want %q", form, got, want[i])
			}
		}
	}
	if got := (script{write: 3, cut: 9}).apply("men"); got != "men" {
		t.Errorf("got %q of a script that does not fit", got)
	}
}
