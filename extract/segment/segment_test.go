package segment

import (
	"strings"
	"testing"
	"time"

	"attache/extract/syntax"
)

// rulesOnly is a segmenter whose weights know nothing but that sentences
// end after a full stop: what it does besides, rules do.
func rulesOnly(t testing.TB) *Segmenter {
	t.Helper()
	var d syntax.Document
	for range 40 {
		sentence := func(words ...string) {
			s := syntax.Sentence{Start: len(d.Text)}
			for i, w := range words {
				if i > 0 && w != "." && w != "," {
					d.Text += " "
				}
				s.Tokens = append(s.Tokens, syntax.Token{Form: w, Start: len(d.Text), End: len(d.Text) + len(w)})
				d.Text += w
			}
			s.End = len(d.Text)
			d.Text += " "
			d.Sentences = append(d.Sentences, s)
		}
		sentence("The", "envoys", "met", ".")
		sentence("They", "left", ",", "but", "He", "stayed", ".")
		sentence("Nobody", "spoke", ".")
		sentence("Mr.", "Ann", "and", "Gen.", "Ben", "spoke", ".")
	}
	return Train([]syntax.Document{d}, TrainOptions{})
}

func forms(sentences []syntax.Sentence) string {
	var lines []string
	for _, s := range sentences {
		var words []string
		for _, t := range s.Tokens {
			words = append(words, t.Form)
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, " | ")
}

const wrapped = `The two ministers spoke for three hours in the old library of the
university and then walked to the harbour, where a boat was waiting for
them. They said little on the way. A second meeting was planned for the
following week.

In the evening the delegations dined together.
`

func TestLineBreaks(t *testing.T) {
	g := rulesOnly(t)
	tests := []struct {
		name, text string
		paragraphs []string // the beginning of each
	}{
		{"empty", "", nil},
		{"spaces", " \n\t \r\n", nil},
		{"one line", "The envoys met.", []string{"The"}},
		{"blank lines", "One\n\nTwo\r\n\r\nThree", []string{"One", "Two", "Three"}},
		{"headline without a full stop", "Envoys meet in Oslo\nThe envoys met on Friday and spoke about fish.", []string{"Envoys", "The"}},
		{"wrapped prose", wrapped, []string{"The", "In"}},
		{"list", "Present:\n- Ann Example\n- Ben Sample", []string{"Present", "-", "-"}},
		{"numbered list", "1. Fish\n2. Boats", []string{"1", "2"}},
		{"one paragraph a line", strings.Repeat("word ", 60) + "end.\n" + strings.Repeat("other ", 60) + "end.", []string{"word", "other"}},
	}
	for _, test := range tests {
		var got []string
		for _, s := range g.Segment(test.text) {
			if s.Paragraph {
				got = append(got, strings.Trim(s.Tokens[0].Form, ".:"))
			}
		}
		if strings.Join(got, " ") != strings.Join(test.paragraphs, " ") {
			t.Errorf("%s: paragraphs begin with %q, want %q", test.name, got, test.paragraphs)
		}
	}
}

func TestMissingSpace(t *testing.T) {
	g := rulesOnly(t)
	got := forms(g.Segment("The envoys met.Nobody spoke."))
	if want := "The envoys met . | Nobody spoke ."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSegmentBounds(t *testing.T) {
	g := rulesOnly(t)
	for _, text := range []string{
		"\xff\xfe\x00\x01 met.", "e\u0301tude", strings.Repeat("a", 1<<20), strings.Repeat(".", 1<<16),
		strings.Repeat("word ", 5000), strings.Repeat("a-", 1<<15), strings.Repeat("\n", 1<<16) + "x", "don't can’t n't",
	} {
		start := time.Now()
		checkSentences(t, text, g.Segment(text))
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%.20q took %s", text, d)
		}
	}
}

// checkSentences says whether sentences are in order, within the text, not
// too long, and leave out nothing but spaces.
func checkSentences(t *testing.T, text string, sentences []syntax.Sentence) {
	t.Helper()
	at := 0
	for _, s := range sentences {
		if len(s.Tokens) == 0 || len(s.Tokens) > maxTokens {
			t.Fatalf("%.40q: sentence of %d tokens", text, len(s.Tokens))
		}
		if s.Start != s.Tokens[0].Start || s.End != s.Tokens[len(s.Tokens)-1].End {
			t.Fatalf("%.40q: sentence from %d to %d has other tokens", text, s.Start, s.End)
		}
		for _, token := range s.Tokens {
			if token.Start < at || token.End <= token.Start || token.Form != text[token.Start:token.End] {
				t.Fatalf("%.40q: token %q from %d to %d after %d", text, token.Form, token.Start, token.End, at)
			}
			if skipped := strings.TrimFunc(text[at:token.Start], isSpace); skipped != "" {
				t.Fatalf("%.40q: %q is in no token", text, skipped)
			}
			at = token.End
		}
	}
	if skipped := strings.TrimFunc(text[at:], isSpace); skipped != "" {
		t.Fatalf("%.40q: %q is in no token", text, skipped)
	}
}

func TestStored(t *testing.T) {
	g := rulesOnly(t)
	b, err := g.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := forms(again.Segment(wrapped)), forms(g.Segment(wrapped)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := Decode(b[:len(b)/2]); err == nil {
		t.Error("half a segmenter was read")
	}
}

func TestAbbreviationClass(t *testing.T) {
	for word, want := range map[string]int{
		"Gen": titleAbbreviation, "Aug.": dateAbbreviation, "U.S": dottedAbbreviation, "J": initialAbbreviation,
		"Ltd": companyAbbreviation, "word": notAbbreviation, "": notAbbreviation, ".": notAbbreviation,
	} {
		if got := abbreviationClass(word); got != want {
			t.Errorf("%q: got %d, want %d", word, got, want)
		}
	}
}

func FuzzSegment(f *testing.F) {
	g := rulesOnly(f)
	f.Add(wrapped)
	f.Add("The envoys met.They left.\x00\xff\n“Why?”")
	f.Fuzz(func(t *testing.T, text string) { checkSentences(t, text, g.Segment(text)) })
}

func FuzzDecode(f *testing.F) {
	b, err := rulesOnly(f).AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := Decode(b); err == nil {
			checkSentences(t, wrapped, g.Segment(wrapped))
		}
	})
}
