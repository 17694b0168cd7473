package extract_test

import (
	"fmt"
	"strings"
	"testing"

	"attache/schema/statement"
)

// TestPieces reads a text of several pieces: every span leads to its words in the
// whole text, names are one entity throughout, and nothing is lost at the cuts.
func TestPieces(t *testing.T) {
	p := load(t)
	var b strings.Builder
	const meetings = 3000
	for i := range meetings {
		fmt.Fprintf(&b, "Elena Duarte met Jonas Brandt in Oslo. The talks in Oslo lasted %d minutes and ended without a result.\n\n", i+10)
	}
	text := b.String()
	if len(text) < 256<<10 {
		t.Fatalf("%d bytes are one piece", len(text))
	}
	x, err := p.Extract(statement.Document{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	met, xids := 0, map[string]bool{}
	names := map[string]int{}
	for _, e := range x.Entities {
		names[e.Type+" "+e.Name]++
	}
	for _, s := range x.Statements {
		if text[s.Span.Start:s.Span.End] != s.Sentence {
			t.Fatalf("the span of %q leads to %q", s.Sentence, text[s.Span.Start:s.Span.End])
		}
		for _, m := range []statement.Mention{s.SubjectMention, s.ObjectMention} {
			if text[m.Start:m.End] != m.Text {
				t.Fatalf("the span of %q leads to %q", m.Text, text[m.Start:m.End])
			}
		}
		if xids[s.XID] {
			t.Errorf("two statements have the xid %s", s.XID)
		}
		xids[s.XID] = true
		if s.Predicate == "met_with" {
			met++
		}
	}
	if met < meetings {
		t.Errorf("found %d of %d meetings", met, meetings)
	}
	for _, name := range []string{"Person Elena Duarte", "Person Jonas Brandt", "Place Oslo"} {
		if names[name] != 1 {
			t.Errorf("%s is %d entities", name, names[name])
		}
	}
	for i := 1; i < len(x.Statements); i++ {
		if x.Statements[i].Span.Start < x.Statements[i-1].Span.Start {
			t.Fatal("statements are not in the order of the text")
		}
	}
	again, err := p.Extract(statement.Document{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(again) != fmt.Sprint(x) {
		t.Error("a second reading differs")
	}
}
