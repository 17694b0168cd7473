package segment

import (
	"strings"
	"testing"

	"attache/extract/syntax"
)

func TestLinks(t *testing.T) {
	for chunk, want := range map[string]string{
		"https://a.example/b?c=d&e=1.":     "https://a.example/b?c=d&e=1",
		"(http://a.example/b_(c)),":        "http://a.example/b_(c)",
		"<www.a.example>":                  "www.a.example",
		"www.":                             "",
		"Example.com's":                    "Example.com",
		"mail:ann.b-c@d.example.com,":      "ann.b-c@d.example.com",
		"@Ann":                             "",
		"a@b":                              "",
		"talks-final.pdf.":                 "talks-final.pdf",
		"a.pdf)(b.doc)":                    "a.pdf b.doc",
		"left.Net":                         "",
		"left.The":                         "",
		"U.S.":                             "",
		".com":                             "",
		"a.com/b.c/d?":                     "a.com/b.c/d",
		"://":                              "",
		"“http://a.example”—http://b.com/": "http://a.example http://b.com/",
	} {
		var got []string
		for _, l := range appendLinks(nil, chunk) {
			got = append(got, chunk[l.start:l.end])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", chunk, got, want)
		}
	}
}

func TestRewriteKeepsEnds(t *testing.T) {
	text := `"I don't," she ‘said’. `
	d := syntax.Document{Text: text}
	s := syntax.Sentence{End: len(text) - 1}
	for _, word := range []string{`"`, "I", "do", "n't", ",", `"`, "she", "‘", "said", "’", "."} {
		at := strings.Index(text[s.Start:], word)
		if n := len(s.Tokens); n > 0 {
			at = s.Tokens[n-1].End + strings.Index(text[s.Tokens[n-1].End:], word)
		}
		s.Tokens = append(s.Tokens, syntax.Token{Form: word, Start: at, End: at + len(word)})
	}
	d.Sentences = []syntax.Sentence{s}
	for _, test := range []struct {
		replace func(last, r rune) rune
		want    string
	}{
		{curl, "“ I do n’t , ” she ‘ said ’ ."},
		{straighten, `" I do n't , " she ' said ' .`},
	} {
		if got := forms(rewrite(d, test.replace).Sentences); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
	if got := len(rewritten(make([]syntax.Document, 2*rewriteShare))); got != 2*rewriteShare+2+4 {
		t.Errorf("%d documents", got)
	}
}

func TestStyle(t *testing.T) {
	for text, want := range map[string]style{
		"":                            {},
		"They met. They left. Why?":   {ends: styleNever},
		"they met. they left":         {ends: styleOften},
		"i dont know. Why not? see.":  {ends: styleOften, contractions: styleOften},
		"I don't know. He didn’t.":    {ends: styleNever, contractions: styleNever},
		"I don't know. im late. ok":   {ends: styleOften, contractions: styleOften},
		"Ann’s view. Ben can’t. u ok": {ends: styleOften, contractions: styleSeldom},
	} {
		s := state{}
		s.read(text, nil)
		if s.style != want {
			t.Errorf("%q: got %+v, want %+v", text, s.style, want)
		}
	}
}
