package rdf

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"time"

	"attache/schema"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
)

// Quads writes what a document yields as quads: the document, its entities,
// and for each statement
//
//	<subject> <predicate> <object> <statement> .
//
// followed by quads about <statement> in the default graph. Only a statement
// whose status is actual makes its first quad a fact. The quads are made while
// they are read, as often as that is, so that a long document's are never held
// all at once. Check says whether one can be written; Parts leads back.
func Quads(o *schema.Ontology, x statement.Extraction) iter.Seq[quad.Quad] {
	t := termsOf(o)
	return func(yield func(quad.Quad) bool) {
		each := func(quads []quad.Quad) bool {
			for _, q := range quads {
				if !yield(q) {
					return false
				}
			}
			return true
		}
		if !each(t.document(x.Document)) {
			return
		}
		for _, e := range x.Entities {
			if !each(t.entity(e)) {
				return
			}
		}
		for _, s := range x.Statements {
			if !each(t.statement(s)) {
				return
			}
		}
	}
}

// about collects quads of one subject in the default graph.
type about struct {
	subject quad.IRI
	quads   []quad.Quad
}

func (a *about) add(predicate string, value quad.Value) {
	a.quads = append(a.quads, quad.Quad{Subject: a.subject, Predicate: quad.IRI(predicate), Object: value})
}

func (a *about) str(predicate, value string) {
	if value != "" {
		a.add(predicate, quad.String(value))
	}
}

func (a *about) iri(predicate, value string) {
	if value != "" {
		a.add(predicate, quad.IRI(value))
	}
}

func (a *about) span(start, end string, s statement.Span) {
	a.add(start, quad.Int(s.Start))
	a.add(end, quad.Int(s.End))
}

func (t terms) document(d statement.Document) []quad.Quad {
	a := about{subject: quad.IRI(d.XID)}
	a.iri(Type, Document)
	a.str(Identifier, d.ID)
	a.uri(SourceURI, d.URI)
	for _, uri := range d.OtherURIs {
		a.uri(OtherURI, uri)
	}
	a.str(Title, d.Title)
	a.date(Issued, d.Published)
	a.date(GeneratedAt, d.Ingested)
	if d.Text != "" {
		a.str(Text, d.Text)
		sum := sha256.Sum256([]byte(d.Text))
		a.str(SHA256, hex.EncodeToString(sum[:]))
	}
	return a.quads
}

func (t terms) entity(e statement.Entity) []quad.Quad {
	a := about{subject: quad.IRI(e.XID)}
	a.iri(Type, t.typeIRI(e.Type))
	if !t.typeTold(e.Type) {
		a.str(EntityIs, e.Type)
	}
	a.str(Label, e.Name)
	for _, alias := range e.Aliases {
		a.add(AltLabel, quad.String(alias))
	}
	return a.quads
}

func (t terms) statement(s statement.Statement) []quad.Quad {
	a := about{subject: quad.IRI(s.XID)}
	a.quads = append(a.quads, quad.Quad{
		Subject: quad.IRI(s.Subject), Predicate: quad.IRI(t.relationIRI(s.Predicate)), Object: quad.IRI(s.Object),
		Label: quad.IRI(s.XID),
	})
	a.iri(Type, Statement)
	a.iri(DerivedFrom, s.Document)
	a.str(Value, s.Sentence)
	a.span(Start, End, s.Span)
	a.span(TriggerStart, TriggerEnd, s.Trigger)
	a.str(Status, string(s.Status))
	a.add(Certainty, quad.Float(s.Confidence))
	a.str(Rule, s.Rule)
	a.date(Time, s.Time)
	a.iri(AttributedTo, s.Quoted)
	a.iri(Event, s.Event)
	a.iri(Place, s.Place)
	a.str(SubjectMention, s.SubjectMention.Text)
	a.span(SubjectStart, SubjectEnd, s.SubjectMention.Span)
	a.str(SubjectResolved, s.SubjectMention.Resolved)
	a.str(ObjectMention, s.ObjectMention.Text)
	a.span(ObjectStart, ObjectEnd, s.ObjectMention.Span)
	a.str(ObjectResolved, s.ObjectMention.Resolved)
	return a.quads
}

// uri writes a place where a text was read: as an IRI where it is one, else as
// a string, since it may be a path with blanks in it.
func (a *about) uri(predicate, value string) {
	if checkIRI(value) == nil {
		a.iri(predicate, value)
		return
	}
	a.str(predicate, value)
}

// date gives a date the type that its precision has.
func (a *about) date(predicate, value string) {
	if value != "" {
		a.add(predicate, dateValue(value))
	}
}

var dateTypes = []struct{ layout, iri string }{
	{"2006-01-02", xsdDate},
	{"2006-01", xsdGYearMonth},
	{"2006", xsdGYear},
	{time.RFC3339, xsdDateTime},
}

func dateValue(value string) quad.Value {
	for _, d := range dateTypes {
		if t, err := time.Parse(d.layout, value); err == nil && t.Format(d.layout) == value && t.Year() > 0 {
			return quad.TypedString{Value: quad.String(value), Type: quad.IRI(d.iri)}
		}
	}
	return quad.String(value)
}
