package name

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"attache/extract/model"
	"attache/extract/syntax"
)

// sentence makes tokens of a text; words in brackets are names: "[PER:Ana Costa]".
func sentence(text string) (syntax.Sentence, []Span) {
	var s syntax.Sentence
	var spans []Span
	for _, field := range strings.Fields(text) {
		if rest, ok := strings.CutPrefix(field, "["); ok {
			kind, word, _ := strings.Cut(rest, ":")
			spans = append(spans, Span{First: len(s.Tokens), Type: kind})
			field = word
		}
		word, closes := strings.CutSuffix(field, "]")
		s.Tokens = append(s.Tokens, syntax.Token{Form: word, Head: syntax.Root})
		if closes {
			spans[len(spans)-1].End = len(s.Tokens)
		}
	}
	return s, spans
}

func lesson() Training {
	e := Example{Domain: "news"}
	for range 4 {
		for _, text := range []string{
			"[PER:Ana Costa] left [LOC:Portugal] .",
			"[PER:Kofi Mensah] left [LOC:Ghana] .",
			"[ORG:Acme Inc] sold shares .",
			"The ferry was late .",
		} {
			s, spans := sentence(text)
			e.Sentences = append(e.Sentences, s)
			e.Names = append(e.Names, spans)
		}
	}
	return Training{Home: "news", Examples: []Example{e}, Clusters: &Clusters{
		Words: []string{"ana", "kofi", "ferry"}, Fine: []int{0, 0, 1}, Count: 2, Parents: [2][]int{{0, 0}, {0, 1}},
	}}
}

func TestTrainedNamesAreFoundAgain(t *testing.T) {
	r, err := Train(lesson())
	if err != nil {
		t.Fatal(err)
	}
	section, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Train(lesson())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := second.AppendBinary(nil); err != nil || !bytes.Equal(section, again) {
		t.Error("the same training gave two recognizers")
	}
	if r, err = Decode(section); err != nil {
		t.Fatal(err)
	}
	s, want := sentence("[PER:Ana Costa] left [LOC:Ghana] .")
	if got := r.Spans([]syntax.Sentence{s})[0]; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func TestTrainRefusesBadSpans(t *testing.T) {
	for _, spans := range [][]Span{
		{{First: 0, End: 9, Type: "PER"}},
		{{First: 1, End: 1, Type: "PER"}},
		{{First: 0, End: 1, Type: "SHIP"}},
		{{First: 0, End: 2, Type: "PER"}, {First: 1, End: 3, Type: "LOC"}},
	} {
		s, _ := sentence("a b c")
		_, err := Train(Training{Examples: []Example{{Sentences: []syntax.Sentence{s}, Names: [][]Span{spans}}}})
		if err == nil {
			t.Errorf("%v was taken", spans)
		}
	}
	if _, err := Train(Training{}); err == nil {
		t.Error("no examples were taken")
	}
}

func TestLabelsRoundTrip(t *testing.T) {
	_, spans := sentence("[PER:Ana Maria Costa] [ORG:Acme] of [LOC:New York]")
	labels, err := encode(7, spans)
	if err != nil {
		t.Fatal(err)
	}
	if got := decode(labels, nil); !slices.Equal(got, spans) {
		t.Errorf("%v became %v", spans, got)
	}
}

func FuzzDecode(f *testing.F) {
	r, err := Train(lesson())
	if err != nil {
		f.Fatal(err)
	}
	section, err := r.AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(section)
	f.Add(section[:len(section)/2])
	f.Add([]byte{sectionVersion, 0})
	s, _ := sentence("Ana Costa left Ghana .")
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Decode(b)
		if err != nil {
			if !errors.Is(err, model.ErrDamaged) {
				t.Errorf("error %v does not wrap ErrDamaged", err)
			}
			return
		}
		r.Spans([]syntax.Sentence{s})
	})
}
