package statement

import (
	"fmt"
	"testing"
)

func TestFoldName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Aleksandar Vučić’s", "aleksandar vucic"},
		{"  Joint Base   Elmendorf-Richardson ", "joint base elmendorf richardson"},
		{"U.S.", "us"},
		{"Siobhán O'Neill", "siobhan oneill"},
		{"Łódź", "lodz"},
		{"Путин", "putin"},
		{"", ""},
		{"\u202eabc\n\"", "abc"},
	}
	for _, test := range tests {
		if got := FoldName(test.name); got != test.want {
			t.Errorf("FoldName(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}

func TestStatementXID(t *testing.T) {
	s := Statement{Document: DocumentXID("text"), Predicate: "met_with", Status: Actual, Subject: "a", Object: "b"}
	xid := StatementXID(s)

	merged := s
	merged.Subject = "c"
	if StatementXID(merged) != xid {
		t.Error("merging an entity changes the statement's xid")
	}
	planned := s
	planned.Status = Planned
	moved := s
	moved.SubjectMention.Start = 3
	member := s
	member.SubjectMention.Resolved = "plural, 2 of 2"
	for _, other := range []Statement{planned, moved, member} {
		if StatementXID(other) == xid {
			t.Errorf("%+v has the xid of another statement", other)
		}
	}
}

func ExampleQuery_String() {
	who, lavrov := Term{Var: "who"}, Term{Name: "Lavrov"}
	q := Query{Kind: Which, Answer: "who", Alternatives: []Alternative{
		{Label: "same side", Patterns: []Pattern{{who, "accompanied_by", lavrov}}},
		{Label: "same side", Patterns: []Pattern{{lavrov, "accompanied_by", who}}},
	}}
	fmt.Println(q)
	// Output: which ?who: ?who accompanied_by "Lavrov" | "Lavrov" accompanied_by ?who
}
