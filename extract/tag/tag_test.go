package tag

import (
	"errors"
	"strings"
	"testing"

	"attache/extract/model"
	"attache/extract/syntax"
)

// sentence makes tokens of "form/UPOS/XPOS/feats/lemma".
func sentence(words string) syntax.Sentence {
	var s syntax.Sentence
	for _, w := range strings.Fields(words) {
		f := strings.Split(w, "/")
		s.Tokens = append(s.Tokens, syntax.Token{Form: f[0], UPOS: f[1], XPOS: f[2], Feats: f[3], Lemma: f[4]})
	}
	return s
}

// smallTreebank repeats sentences in which "visits" and "talks" are nouns or
// verbs by what stands before them.
func smallTreebank() []syntax.Sentence {
	var all []syntax.Sentence
	for range 30 {
		all = append(all,
			sentence("Ann/PROPN/NNP/Number=Sing/Ann visits/VERB/VBZ/VerbForm=Fin/visit Oslo/PROPN/NNP/Number=Sing/Oslo"),
			sentence("The/DET/DT/Definite=Def/the visits/NOUN/NNS/Number=Plur/visit ended/VERB/VBD/Tense=Past/end"),
			sentence("Ben/PROPN/NNP/Number=Sing/Ben talks/VERB/VBZ/VerbForm=Fin/talk"),
			sentence("The/DET/DT/Definite=Def/the talks/NOUN/NNS/Number=Plur/talk failed/VERB/VBD/Tense=Past/fail"),
			sentence("The/DET/DT/Definite=Def/the men/NOUN/NNS/Number=Plur/man walked/VERB/VBD/Tense=Past/walk"),
		)
	}
	return all
}

func TestMorphologyLearns(t *testing.T) {
	trained := Train(smallTreebank(), TrainOptions{MinUpdates: 1})
	b, err := trained.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []*Morphology{trained, stored} {
		for _, want := range smallTreebank()[:5] {
			var got syntax.Sentence
			for _, token := range want.Tokens {
				got.Tokens = append(got.Tokens, syntax.Token{Form: token.Form, UPOS: token.UPOS, XPOS: token.XPOS})
			}
			m.Fill(got.Tokens)
			for i := range got.Tokens {
				if got.Tokens[i] != want.Tokens[i] {
					t.Errorf("got %+v, want %+v", got.Tokens[i], want.Tokens[i])
				}
			}
		}
	}
	if _, err := Decode(b[:len(b)-3]); !errors.Is(err, model.ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}

func TestScripts(t *testing.T) {
	for _, test := range []struct{ form, lemma, other, otherLemma string }{
		{"walked", "walk", "Talked", "talk"},
		{"cities", "city", "Duties", "duty"},
		{"Oslo", "Oslo", "Ann", "Ann"},
		{"WAS", "be", "is", "be"},
		{"É", "é", "Ö", "ö"},
	} {
		s := scriptFor(test.form, test.lemma)
		if got := s.apply(test.form); got != test.lemma {
			t.Errorf("%s became %s, want %s", test.form, got, test.lemma)
		}
		if test.form == "WAS" {
			continue // irregular: the script says nothing of other words
		}
		if got := s.apply(test.other); got != test.otherLemma {
			t.Errorf("%s became %s, want %s", test.other, got, test.otherLemma)
		}
	}
}

func TestFillDoesNotAllocate(t *testing.T) {
	m := Train(smallTreebank(), TrainOptions{MinUpdates: 1})
	tokens := smallTreebank()[3].Tokens
	m.Fill(tokens)
	if n := testing.AllocsPerRun(100, func() { m.Fill(tokens) }); n >= 1 {
		t.Errorf("%v allocations, want none", n)
	}
}

func FuzzDecode(f *testing.F) {
	b, err := Train(smallTreebank(), TrainOptions{MinUpdates: 1}).AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(_ *testing.T, b []byte) {
		if m, err := Decode(b); err == nil {
			m.Fill(smallTreebank()[0].Tokens)
		}
	})
}
