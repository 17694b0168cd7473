package en_test

import (
	"fmt"
	"log"
	"testing"
	"unicode"

	"attache/extract/model/en"
	"attache/extract/syntax"
)

func load(t testing.TB) *en.Model {
	t.Helper()
	m, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func Example() {
	m, err := en.Load()
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range m.Parse("The minister met two envoys.") {
		for _, t := range s.Tokens {
			head := "-"
			if t.Head != syntax.Root {
				head = s.Tokens[t.Head].Form
			}
			fmt.Println(t.Form, t.Lemma, t.UPOS, t.Deprel, head)
		}
	}
	// Output:
	// The the DET det minister
	// minister minister NOUN nsubj met
	// met meet VERB root -
	// two two NUM nummod envoys
	// envoys envoy NOUN obj met
	// . . PUNCT punct met
}

// TestScores pins what must be reached, as the model itself states it.
func TestScores(t *testing.T) {
	info, err := en.Info()
	if err != nil {
		t.Fatal(err)
	}
	if info.Name == "" || info.Version == "" || info.Date == "" || info.Licence != "CC-BY-SA-4.0" || len(info.Data) == 0 {
		t.Errorf("the model does not say where it comes from: %+v", info)
	}
	for _, want := range []struct {
		file, measure string
		least         float64
	}{
		{"ewt-test", "las", 0.82}, // required
		{"ewt-test", "xpos", 0.945},
		{"ewt-test", "lemma", 0.965},
		{"ewt-test", "sentences", 0.88},
		{"ewt-test", "tokens", 0.985},
		{"gum-test", "las", 0.82},
		{"gum-test", "sentences", 0.94},
		{"pud-test", "las", 0.79},
	} {
		if got := info.Scores[want.file][want.measure]; got < want.least {
			t.Errorf("%s on %s is %.4f, want at least %.4f", want.measure, want.file, got, want.least)
		}
	}
}

// checkTrees says whether sentences are well formed: in order, within the
// text, with all fields filled, one root and no cycle.
func checkTrees(t *testing.T, text string, sentences []syntax.Sentence) {
	t.Helper()
	at := 0
	for _, s := range sentences {
		roots := 0
		for i, token := range s.Tokens {
			if token.Start < at || token.End <= token.Start || text[token.Start:token.End] != token.Form {
				t.Fatalf("%.60q: token %q does not stand from %d to %d", text, token.Form, token.Start, token.End)
			}
			at = token.End
			if token.UPOS == "" || token.XPOS == "" || token.Lemma == "" || token.Deprel == "" {
				t.Fatalf("%.60q: incomplete token %+v", text, token)
			}
			steps := 0
			for h := i; h != syntax.Root; h = s.Tokens[h].Head {
				if steps++; steps > len(s.Tokens) {
					t.Fatalf("%.60q: cycle at token %d of %q", text, i, token.Form)
				}
			}
			if token.Head == syntax.Root {
				roots++
			}
		}
		if roots != 1 {
			t.Fatalf("%.60q: %d roots", text, roots)
		}
	}
}

func FuzzParse(f *testing.F) {
	m := load(f)
	for _, seed := range []string{
		"", " ", "Ann met Ben.", "\xff\x00\xfe", "ENVOYS MEET IN OSLO", "Die Minister trafen sich in Bonn.", "会談は金曜日に開かれた。",
		"((((((((", "?", "a\nb\n\nc", "“Don’t,” she said.", "x@y.z http://a.b/c?d=e", "D(& r B0", "\u200b\u00a0\u2028.",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sentences := m.Parse(text)
		checkTrees(t, text, sentences)
		if len(sentences) == 0 {
			for _, r := range text {
				if unicode.IsLetter(r) {
					t.Fatalf("%.60q has a letter and no sentence", text)
				}
			}
		}
	})
}
