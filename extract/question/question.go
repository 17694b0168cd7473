// Package question reads questions: by the same parse and rules as the news, a question becomes a statement.Query.
package question

import (
	"errors"

	"attache/extract"
	"attache/schema/statement"
)

// ErrNotUnderstood says that no relation was found in a question.
var ErrNotUnderstood = errors.New("the question was not understood")

// Reading is how a question was understood.
type Reading struct {
	Query statement.Query
	Rule  string // name of the rule that read it
	Tree  string // its parse, for people
}

// Read reads a question. It fails with ErrNotUnderstood.
func Read(p *extract.Pipeline, question string) (Reading, error) {
	return Reading{}, ErrNotUnderstood
}

// Examples returns questions that can be asked of the pipeline's ontology.
func Examples(p *extract.Pipeline) []string {
	return nil
}
