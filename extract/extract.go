// Package extract puts the pipeline together: a document in, its statements out.
package extract

import (
	"errors"
	"slices"

	"attache/extract/coref"
	"attache/extract/model/en"
	"attache/extract/name"
	"attache/extract/quote"
	"attache/extract/rule"
	"attache/extract/syntax"
	"attache/schema"
	"attache/schema/statement"
)

// Pipeline reads documents by the rules of one ontology. It is safe for use by
// several goroutines at once.
type Pipeline struct {
	ontology *schema.Ontology
	model    *en.Model
	rules    *rule.Set
}

// New loads the model and makes rules of the ontology's examples. All faults
// of the ontology are reported together, each a *schema.Error, save those of
// the examples that the program brings along: tests find them, and a user can
// do without the rule.
func New(o *schema.Ontology) (*Pipeline, error) {
	model, err := en.Load()
	if err != nil {
		return nil, err
	}
	rules, faults := rule.Compile(o, model)
	faults = slices.DeleteFunc(faults, func(err error) bool {
		var fault *schema.Error
		return errors.As(err, &fault) && schema.IsBuiltin(fault.Position)
	})
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return &Pipeline{ontology: o, model: model, rules: rules}, nil
}

// Ontology returns what the pipeline was made of.
func (p *Pipeline) Ontology() *schema.Ontology { return p.ontology }

// Rules returns what the ontology's examples became.
func (p *Pipeline) Rules() *rule.Set { return p.rules }

// Names finds the names in parsed sentences.
func (p *Pipeline) Names(text string, sentences []syntax.Sentence) []name.Mention {
	return p.model.Names.Find(text, sentences)
}

// Extract reads one document. The entities' xids are those of their mentions
// in this document; package resolve links them to what the graph knows.
// Where the day of publication is not known, the text's head may tell it.
func (p *Pipeline) Extract(d statement.Document) (statement.Extraction, error) {
	if d.XID == "" {
		d.XID = statement.DocumentXID(d.Text)
	}
	if d.Published == "" {
		if _, day, ok := name.Dateline(d.Text[:min(len(d.Text), pieceSize)]); ok {
			d.Published = day
		}
	}
	x := statement.Extraction{Document: d}
	known := map[string]int{}
	for r := range p.readings(d) {
		r.merge(&x, known)
	}
	return x, nil
}

// reading parses a piece of a document that begins at base.
func (p *Pipeline) reading(d statement.Document, base int) *reading {
	r := &reading{
		ontology:  p.ontology,
		document:  d,
		sentences: p.Parse(d.Text),
		dates:     map[int][]name.Mention{},
		base:      base,
		named:     map[string]bool{},
		entity:    map[string]int{},
		byCluster: map[int]*event{},
		seen:      map[string]bool{},
	}
	names := p.Names(d.Text, r.sentences)
	for _, m := range names {
		if m.Type == name.Date {
			r.dates[m.Sentence] = append(r.dates[m.Sentence], m)
		}
	}
	r.quotes = quote.Find(d.Text, r.sentences)
	r.coref = coref.Resolve(d.Text, r.sentences, names, r.quotes)
	r.graphs = make([]*rule.Graph, len(r.sentences))
	spans := make([][]rule.Name, len(r.sentences))
	for _, m := range r.coref.Mentions {
		if m.Kind == coref.KindName && m.Last-m.First > 1 && len(m.Clusters) == 1 {
			spans[m.Sentence] = append(spans[m.Sentence], rule.Name{First: m.First, Last: m.Last, Head: m.Head})
		}
	}
	for i, s := range r.sentences {
		r.graphs[i] = rule.NewGraph(s, spans[i]...)
	}
	return r
}
