package extract

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"attache/schema"
	"attache/schema/statement"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		about, text string
		size        int
		want        string // the pieces, with a bar between them
	}{
		{"short enough", "One. Two.", 9, "One. Two."},
		{"empty", "", 8, ""},
		{"a paragraph's end before a line's", "aaaaa\n\nb\ncc", 10, "aaaaa\n\n|b\ncc"},
		{"a line's end before a sentence's", "aaaaa\nb. cc dd", 10, "aaaaa\n|b. cc dd"},
		{"a sentence's end before a word's", "aaaaa. b cc dd", 10, "aaaaa. |b cc dd"},
		{"a word's end", "aaaaa bbb ccc", 10, "aaaaa bbb |ccc"},
		{"what comes early makes no small piece", "a\n\nbbbbbbbb ccc", 12, "a\n\nbbbbbbbb |ccc"},
		{"no space at all", "aaaaaaaaaa", 4, "aaaa|aaaa|aa"},
		{"characters stay whole", "ééééé", 5, "éé|éé|é"},
	} {
		if got := strings.Join(cut(c.text, c.size), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("One day.\n\nAnother day — and café.", 6)
	f.Add("\xff\xfe\n\n \n", 4)
	f.Fuzz(func(t *testing.T, text string, size int) {
		if size < utf8.UTFMax || size > 1<<20 {
			return
		}
		pieces := cut(text, size)
		if strings.Join(pieces, "") != text {
			t.Fatal("the pieces are not the text")
		}
		for _, p := range pieces {
			if len(p) > size || p == "" && text != "" && len(pieces) == 1 {
				t.Fatalf("a piece of %d bytes, where %d are allowed", len(p), size)
			}
			if utf8.ValidString(text) && !utf8.ValidString(p) {
				t.Fatalf("%q is cut within a character", p)
			}
		}
	})
}

// TestPiecesAlone reads the pieces of a text each by itself: they state what they do
// within the whole, as far from where they begin.
func TestPiecesAlone(t *testing.T) {
	o, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := 0; b.Len() < pieceSize+pieceSize/8; i++ {
		fmt.Fprintf(&b, "Envoy number %d waited. Marta Lindqvist met Pavel Orlik in Vienna on 3 May. She was accompanied by Ines Falk.\n\n", i)
		b.WriteString(strings.Repeat("The grey river ran slowly past the old stone houses of the town. ", 40) + "\n\n")
	}
	text := b.String()
	whole, err := p.Extract(statement.Document{Text: text, Published: "2024-06-01"})
	if err != nil {
		t.Fatal(err)
	}
	line := func(x statement.Extraction, s statement.Statement, base int) string {
		return fmt.Sprintln(s.Status, x.Entity(s.Subject).Name, s.Predicate, x.Entity(s.Object).Name, s.Confidence, s.Time, s.Rule,
			base+s.Span.Start, base+s.Trigger.Start, base+s.SubjectMention.Start, base+s.ObjectMention.End, s.Sentence)
	}
	var together, alone []string
	for _, s := range whole.Statements {
		together = append(together, line(whole, s, 0))
	}
	pieces := cut(text, pieceSize)
	if len(pieces) < 2 {
		t.Fatalf("%d bytes are one piece", len(text))
	}
	base := 0
	for _, piece := range pieces {
		x, err := p.Extract(statement.Document{Text: piece, Published: "2024-06-01"})
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Statements) == 0 {
			t.Error("a piece states nothing")
		}
		for _, s := range x.Statements {
			alone = append(alone, line(x, s, base))
		}
		base += len(piece)
	}
	if len(together) != len(alone) {
		t.Fatalf("%d statements of the whole, %d of its pieces", len(together), len(alone))
	}
	for i := range together {
		if together[i] != alone[i] {
			t.Fatalf("the whole:   %sa piece alone: %s", together[i], alone[i])
		}
	}
}

// TestMergePieces shows which entities of two pieces are one.
func TestMergePieces(t *testing.T) {
	entity := func(xid, typ, name string, aliases ...string) statement.Entity {
		return statement.Entity{XID: xid, Type: typ, Name: name, Aliases: aliases}
	}
	first := &reading{
		entities: []statement.Entity{entity("a1", "Person", "Marta Lindqvist"), entity("a2", "Person", "Marta Lindqvist"), entity("a3", "Event", "meeting")},
		named:    map[string]bool{"a1": true, "a2": true},
		statements: []statement.Statement{
			{XID: "s1", Subject: "a1", Object: "a2"},
		},
	}
	second := &reading{
		entities: []statement.Entity{entity("b1", "Person", "MARTA LINDQVIST", "Marta"), entity("b2", "Place", "Marta Lindqvist"), entity("b3", "Event", "meeting")},
		named:    map[string]bool{"b1": true, "b2": true},
		statements: []statement.Statement{
			{XID: "s2", Subject: "b1", Object: "b2", Quoted: "b1", Event: "b3"},
		},
	}
	var x statement.Extraction
	known := map[string]int{}
	first.merge(&x, known)
	second.merge(&x, known)
	var got strings.Builder
	for _, e := range x.Entities {
		fmt.Fprintln(&got, e.XID, e.Type, e.Name, e.Aliases)
	}
	for _, s := range x.Statements {
		fmt.Fprintln(&got, s.XID, s.Subject, s.Object, s.Quoted, s.Event)
	}
	const want = `a1 Person Marta Lindqvist [MARTA LINDQVIST Marta]
a2 Person Marta Lindqvist []
a3 Event meeting []
b2 Place Marta Lindqvist []
b3 Event meeting []
s1 a1 a2  
s2 a1 b2 a1 b3
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", &got, want)
	}
}
