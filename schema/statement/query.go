package statement

import (
	"context"
	"fmt"
	"strings"
)

// Kind says what a question wants to hear.
type Kind string

// The kinds of question.
const (
	Which   Kind = "which"    // which entities fill the hole
	Whether Kind = "whether"  // is there such a fact
	When    Kind = "when"     // the time of the facts
	HowMany Kind = "how many" // the number of entities that fill the hole
)

// Term is one end of a pattern: a hole, or the name of something.
type Term struct {
	Var   string   // name of the hole, without "?"; "" where Name stands
	Name  string   // as the question gives it
	Types []string // types that the end may have; empty is any
	XIDs  []string // what Name stands for in the graph, once it was looked up
}

// Pattern is a statement with holes.
type Pattern struct {
	Subject   Term
	Predicate string
	Object    Term
}

// Alternative is a set of patterns that must hold together.
type Alternative struct {
	Label    string // how an answer found this way is related: "same side"; "" is plainly
	Patterns []Pattern
}

// Query is what a question means: any of its alternatives, the first ones
// better than the later ones.
type Query struct {
	Kind         Kind
	Answer       string // the hole that is asked for; "" for Whether
	Alternatives []Alternative
}

// String writes the query in one readable line:
//
//	which ?who: ?who accompanied_by "Lavrov" | "Lavrov" accompanied_by ?who
func (q Query) String() string {
	var b strings.Builder
	b.WriteString(string(q.Kind))
	if q.Answer != "" {
		b.WriteString(" ?" + q.Answer)
	}
	b.WriteString(":")
	for i, a := range q.Alternatives {
		if i > 0 {
			b.WriteString(" |")
		}
		for j, p := range a.Patterns {
			if j > 0 {
				b.WriteString(" &")
			}
			fmt.Fprintf(&b, " %s %s %s", p.Subject, p.Predicate, p.Object)
		}
	}
	return b.String()
}

// String writes a hole as ?name and a name in quotes.
func (t Term) String() string {
	if t.Var != "" {
		return "?" + t.Var
	}
	return fmt.Sprintf("%q", t.Name)
}

// Record is a statement as the graph holds it, with its ends and its document.
type Record struct {
	Statement
	SubjectEntity, ObjectEntity Entity
	From                        Document // without Text
}

// Fact is a subject, predicate and object with the actual statements behind
// it counted. A symmetric fact has the lesser xid as its subject.
type Fact struct {
	Subject    Entity
	Predicate  string
	Object     Entity
	Count      int     // how many actual statements say so
	Confidence float64 // of the surest of them
	First      string  // earliest time that they tell, ISO 8601; "" is unknown
	Last       string  // latest
}

// Answer is one way to fill the hole, with the statements that prove it.
type Answer struct {
	Entity   Entity // zero for Whether
	Label    string // of the alternative that gave it
	Evidence []Record
}

// Result is what the graph says to a query.
type Result struct {
	Query   Query
	Answers []Answer // best first
	Instead []Record // what the graph does hold where there is no actual answer: planned, hypothetical, negated
	Source  string   // the query in the store's own language, for people who want to see it
	Vars    map[string]string
}

// Directory looks entities up by name. Resolution asks it what the graph knows.
type Directory interface {
	// Named returns, for each folded name (see name keys in the store), the
	// entities whose name or alias folds to it, ordered by xid.
	Named(ctx context.Context, keys []string) (map[string][]Entity, error)
}
