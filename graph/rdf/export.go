package rdf

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"

	"attache/graph"

	"github.com/cayleygraph/quad"
)

// Format is a way to write quads.
type Format string

// The formats of Export.
const (
	NQuads   Format = "nquads"   // everything, statements as named graphs with their provenance
	NTriples Format = "ntriples" // entities and what happened, without provenance
)

// Formats lists what Export can write.
var Formats = []Format{NQuads, NTriples}

// ParseFormat finds a format by its name.
func ParseFormat(name string) (Format, error) {
	if slices.Contains(Formats, Format(name)) {
		return Format(name), nil
	}
	return "", fmt.Errorf("there is no format %q: choose nquads or ntriples", name)
}

// Export writes the whole graph in a stable order. It streams: memory holds
// one document, or one fact, at a time.
func Export(ctx context.Context, w io.Writer, store graph.Store, format Format) error {
	o, err := store.Ontology(ctx)
	if err != nil {
		return err
	}
	t := termsOf(o)
	out := bufio.NewWriterSize(w, 64<<10)
	write := func(quads []quad.Quad) error {
		for _, q := range quads {
			if err := Check(q); err != nil {
				return err
			}
			if _, err := out.WriteString(Line(q)); err != nil {
				return err
			}
		}
		return nil
	}
	if format == NQuads {
		for d, err := range store.Documents(ctx) {
			if err != nil {
				return err
			}
			if d, err = store.Document(ctx, d.XID); err != nil {
				return err
			}
			if err := write(t.document(d)); err != nil {
				return err
			}
		}
	}
	for e, err := range store.Entities(ctx) {
		if err != nil {
			return err
		}
		if err := write(t.entity(e)); err != nil {
			return err
		}
	}
	switch format {
	case NQuads:
		for r, err := range store.Records(ctx, graph.Filter{}) {
			if err != nil {
				return err
			}
			if err := write(t.statement(r.Statement)); err != nil {
				return err
			}
		}
	case NTriples:
		for f, err := range store.Facts(ctx) {
			if err != nil {
				return err
			}
			q := quad.Quad{
				Subject: quad.IRI(f.Subject.XID), Predicate: quad.IRI(t.relationIRI(f.Predicate)), Object: quad.IRI(f.Object.XID),
			}
			if err := write([]quad.Quad{q}); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("there is no format %q", format)
	}
	return out.Flush()
}
