package source_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"attache/extract/source"

	"github.com/google/go-cmp/cmp"
)

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		name, raw        string
		markdown         bool
		text, title, day string
		err              error
	}{
		{name: "plain", raw: "Ahern met Costa.\n", text: "Ahern met Costa.\n"},
		{name: "a headline", raw: "Ministers meet in Cork\n\nAhern met Costa.\n", text: "Ministers meet in Cork\n\nAhern met Costa.\n", title: "Ministers meet in Cork"},
		{name: "a first line that is a sentence", raw: "Ahern met Costa.\nThey dined.\n", text: "Ahern met Costa.\nThey dined.\n"},
		{name: "a byte order mark", raw: "\uFEFFAhern.", text: "Ahern."},
		{name: "DOS lines", raw: "Ahern\r\nmet.\r\n", text: "Ahern\r\nmet.\r\n", title: "Ahern"},
		{
			name:     "Markdown",
			raw:      "# Talks in *Cork*\n\n> - **Ahern** met [Costa](http://a.example/b).\n",
			text:     "  Talks in  Cork \n\n      Ahern   met  Costa                     .\n",
			title:    "Talks in Cork",
			markdown: true,
		},
		{
			name:     "front matter",
			raw:      "---\ntitle: \"Talks\"\ndate: 2024-03-02T10:00:00Z\n---\nAhern met Costa.\n",
			text:     "   \n              \n                          \n   \nAhern met Costa.\n",
			title:    "Talks",
			day:      "2024-03-02",
			markdown: true,
		},
		{name: "front matter is Markdown's only", raw: "---\ndate: 2024-03-02\n---\nAhern.\n", text: "---\ndate: 2024-03-02\n---\nAhern.\n", title: "---"},
		{name: "front matter that does not end", raw: "---\ndate: 2024-03-02\nAhern.\n", markdown: true, text: "   \ndate: 2024-03-02\nAhern.\n", title: "date: 2024-03-02"},
		{name: "a snake_case word and a product 2 * 3", raw: "a snake_case word and 2 * 3", markdown: true, text: "a snake_case word and 2 * 3"},
		{name: "nothing", raw: "", err: source.ErrEmpty},
		{name: "blanks", raw: "\uFEFF \n\t", err: source.ErrEmpty},
		{name: "marks only", raw: "# \n***\n", markdown: true, err: source.ErrEmpty},
		{name: "a zero byte", raw: "abc\x00def", err: source.ErrBinary},
		{name: "control characters", raw: "\x01\x02\x03abcd", err: source.ErrBinary},
		{name: "a PDF", raw: "%PDF-1.7\n1 0 obj\n", err: source.ErrBinary},
		{name: "Latin-1", raw: "Vu\xE8i\xE6 met Costa.", err: source.ErrNotUTF8},
		{name: "UTF-16", raw: "\xFF\xFEA\x00b\x00", err: source.ErrNotUTF8},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := source.Decode([]byte(test.raw), test.markdown)
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			got := []string{d.Text, d.Title, d.Published}
			if diff := cmp.Diff([]string{test.text, test.title, test.day}, got); diff != "" {
				t.Errorf("text, title, day (-want +got):\n%s", diff)
			}
		})
	}
}

// The text of a document is valid UTF-8 and keeps the file's offsets.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "Ahern met Costa.\n", "\uFEFFa", "\xFF\xFEa\x00", "---\ndate: 2024\n---\n# É\n- **é** [ü](é) <b>\n```\né", "a\xE8b", "![é](\n)`_é_`"} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, raw []byte, markdown bool) {
		d, err := source.Decode(raw, markdown)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("the error has more than one line: %v", err)
			}
			return
		}
		if !utf8.ValidString(d.Text) || !utf8.ValidString(d.Title) {
			t.Error("not valid UTF-8")
		}
		body := strings.TrimPrefix(string(raw), "\uFEFF")
		if len(d.Text) != len(body) || strings.Count(d.Text, "\n") != strings.Count(body, "\n") {
			t.Errorf("offsets moved:\n%q\n%q", body, d.Text)
		}
	})
}

func TestParseDay(t *testing.T) {
	for in, want := range map[string]string{
		"2025-08-16":           "2025-08-16",
		" 2025-08-16T23:59:01": "2025-08-16",
		"2025-08-16 10:00":     "2025-08-16",
		"2025-08":              "2025-08",
		"2025":                 "2025",
		"August 16, 2025":      "2025-08-16",
		"16 Aug 2025":          "2025-08-16",
		"2025-13-01":           "",
		"yesterday":            "",
		"":                     "",
	} {
		got, err := source.ParseDay(in)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("ParseDay(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func ExampleDecode() {
	d, err := source.Decode([]byte("---\npublished: 2024-03-02\n---\n# Talks in Cork\n\nAhern met Costa.\n"), true)
	fmt.Println(d.Title, d.Published, err)
	// Output: Talks in Cork 2024-03-02 <nil>
}
