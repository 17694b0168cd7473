package rdf

import (
	"fmt"
	"iter"
	"strconv"
	"time"

	"attache/schema"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
)

// Part is one of the things that the quads of a document tell of.
type Part struct {
	Document  *statement.Document
	Entity    *statement.Entity
	Statement *statement.Statement
}

// Parts reads the quads of one document as Quads orders them: the document
// first, and what is told of one thing in a row. It holds one thing at a time. A
// quad that cannot be one of Quads' fails, so that nothing is lost unseen.
func Parts(o *schema.Ontology, quads iter.Seq[quad.Quad]) iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		t := termsOf(o)
		begun := false
		part := func(row []quad.Quad) (Part, error) {
			if len(row) == 0 {
				return Part{}, errNoDocument
			}
			p, err := t.part(row)
			switch {
			case err != nil:
				return Part{}, err
			case !begun && p.Document == nil:
				return Part{}, errNoDocument
			case begun && p.Document != nil:
				return Part{}, fmt.Errorf("quad %s: a second document", show(row[0]))
			}
			begun = true
			return p, nil
		}
		var row []quad.Quad
		for q := range quads {
			if len(row) > 0 && thing(q) != thing(row[0]) {
				if p, err := part(row); !yield(p, err) || err != nil {
					return
				}
				row = row[:0]
			}
			row = append(row, q)
		}
		yield(part(row))
	}
}

var errNoDocument = fmt.Errorf("the quads name no document: the first must be <%s> <%s>", Type, Document)

// thing names what a quad tells of.
func thing(q quad.Quad) quad.Value {
	if q.Label != nil {
		return q.Label
	}
	return q.Subject
}

// part reads what the quads of one thing tell.
func (t terms) part(row []quad.Quad) (p Part, err error) {
	for _, q := range row {
		if err := t.announce(&p, q); err != nil {
			return p, fmt.Errorf("quad %s: %w", show(q), err)
		}
	}
	for _, q := range row {
		switch predicate := string(q.Predicate.(quad.IRI)); {
		case p.Document != nil:
			err = readDocument(p.Document, predicate, q.Object)
		case p.Entity != nil:
			err = t.readEntity(p.Entity, predicate, q.Object)
		case p.Statement != nil && q.Label != nil:
			err = t.readStatement(p.Statement, q)
		case p.Statement != nil:
			err = readProvenance(p.Statement, predicate, q.Object)
		default:
			err = fmt.Errorf("the subject is neither document, statement nor entity")
		}
		if err != nil {
			return p, fmt.Errorf("quad %s: %w", show(q), err)
		}
	}
	if s := p.Statement; s != nil && (s.Predicate == "" || s.Status == "") {
		return p, fmt.Errorf("the statement <%s> lacks its quad or its status", s.XID)
	}
	return p, nil
}

// announce makes the part that a quad tells of, where the quad says what it is.
func (t terms) announce(p *Part, q quad.Quad) error {
	xid, ok := thing(q).(quad.IRI)
	if !ok {
		return fmt.Errorf("what it tells of is no IRI")
	}
	if _, ok := q.Subject.(quad.IRI); !ok {
		return fmt.Errorf("the subject is no IRI")
	}
	predicate, ok := q.Predicate.(quad.IRI)
	if !ok {
		return fmt.Errorf("the predicate is no IRI")
	}
	switch {
	case q.Label != nil || predicate == Type && q.Object == quad.IRI(Statement):
		if p.Statement == nil {
			p.Statement = &statement.Statement{XID: string(xid)}
		}
	case predicate != Type:
	case q.Object == quad.IRI(Document):
		p.Document = &statement.Document{XID: string(xid)}
	case p.Entity == nil:
		p.Entity = &statement.Entity{XID: string(xid)}
	}
	if p.Statement != nil && (p.Document != nil || p.Entity != nil) || p.Document != nil && p.Entity != nil {
		return fmt.Errorf("<%s> is something else already", string(xid))
	}
	return nil
}

func (t terms) readStatement(s *statement.Statement, q quad.Quad) error {
	object, ok := q.Object.(quad.IRI)
	if !ok {
		return fmt.Errorf("the object is no IRI")
	}
	iri := string(q.Predicate.(quad.IRI))
	name, ok := t.relationName(iri)
	if !ok || name == "" {
		return fmt.Errorf("the ontology has no relation <%s>", iri)
	}
	subject := string(q.Subject.(quad.IRI))
	if s.Predicate != "" && (s.Subject != subject || s.Predicate != name || s.Object != string(object)) {
		return fmt.Errorf("the statement says something else already")
	}
	s.Subject, s.Predicate, s.Object = subject, name, string(object)
	return nil
}

func (t terms) readEntity(e *statement.Entity, predicate string, v quad.Value) error {
	switch predicate {
	case Type:
		iri, _ := v.(quad.IRI)
		name, ok := t.typeName(string(iri))
		if !ok {
			return fmt.Errorf("the ontology has no type <%s>", string(iri))
		}
		if e.Type == "" {
			e.Type = name
		}
		return nil
	case EntityIs:
		return text(&e.Type, v)
	case Label:
		return text(&e.Name, v)
	case AltLabel:
		var alias string
		err := text(&alias, v)
		e.Aliases = append(e.Aliases, alias)
		return err
	}
	return fmt.Errorf("entities have no <%s>", predicate)
}

func readDocument(d *statement.Document, predicate string, v quad.Value) error {
	switch predicate {
	case Type, SHA256:
		return nil
	case Identifier:
		return text(&d.ID, v)
	case SourceURI:
		return text(&d.URI, v)
	case OtherURI:
		var uri string
		err := text(&uri, v)
		d.OtherURIs = append(d.OtherURIs, uri)
		return err
	case Title:
		return text(&d.Title, v)
	case Issued:
		return text(&d.Published, v)
	case GeneratedAt:
		return text(&d.Ingested, v)
	case Text:
		return text(&d.Text, v)
	}
	return fmt.Errorf("documents have no <%s>", predicate)
}

func readProvenance(s *statement.Statement, predicate string, v quad.Value) error {
	switch predicate {
	case Type:
		return nil
	case DerivedFrom:
		return text(&s.Document, v)
	case Value:
		return text(&s.Sentence, v)
	case Start:
		return number(&s.Span.Start, v)
	case End:
		return number(&s.Span.End, v)
	case TriggerStart:
		return number(&s.Trigger.Start, v)
	case TriggerEnd:
		return number(&s.Trigger.End, v)
	case Status:
		var name string
		if err := text(&name, v); err != nil {
			return err
		}
		for _, status := range statement.Statuses {
			if string(status) == name {
				s.Status = status
				return nil
			}
		}
		return fmt.Errorf("there is no status %q", name)
	case Certainty:
		f, err := float(v)
		s.Confidence = f
		return err
	case Rule:
		return text(&s.Rule, v)
	case Time:
		return text(&s.Time, v)
	case AttributedTo:
		return text(&s.Quoted, v)
	case Event:
		return text(&s.Event, v)
	case Place:
		return text(&s.Place, v)
	case SubjectMention:
		return text(&s.SubjectMention.Text, v)
	case SubjectStart:
		return number(&s.SubjectMention.Start, v)
	case SubjectEnd:
		return number(&s.SubjectMention.End, v)
	case SubjectResolved:
		return text(&s.SubjectMention.Resolved, v)
	case ObjectMention:
		return text(&s.ObjectMention.Text, v)
	case ObjectStart:
		return number(&s.ObjectMention.Start, v)
	case ObjectEnd:
		return number(&s.ObjectMention.End, v)
	case ObjectResolved:
		return text(&s.ObjectMention.Resolved, v)
	}
	return fmt.Errorf("statements have no <%s>", predicate)
}

// text reads the characters of an IRI or a literal.
func text(to *string, v quad.Value) error {
	switch v := v.(type) {
	case quad.IRI:
		*to = string(v)
	case quad.String:
		*to = string(v)
	case quad.TypedString:
		*to = string(v.Value)
	case quad.LangString:
		*to = string(v.Value)
	case quad.Time: // a reader may have parsed it
		*to = time.Time(v).Format(time.RFC3339)
	default:
		return fmt.Errorf("expected text, found %T", v)
	}
	return nil
}

func number(to *int, v quad.Value) error {
	switch v := v.(type) {
	case quad.Int:
		*to = int(v)
		return nil
	case quad.TypedString:
		n, err := strconv.Atoi(string(v.Value))
		*to = n
		return err
	}
	return fmt.Errorf("expected a whole number, found %T", v)
}

func float(v quad.Value) (float64, error) {
	switch v := v.(type) {
	case quad.Float:
		return float64(v), nil
	case quad.Int:
		return float64(v), nil
	case quad.TypedString:
		return strconv.ParseFloat(string(v.Value), 64)
	}
	return 0, fmt.Errorf("expected a number, found %T", v)
}

// show writes a quad in short for an error.
func show(q quad.Quad) string {
	s := fmt.Sprintf("%q", q.NQuad())
	if len(s) > 300 {
		s = s[:300] + "…\""
	}
	return s
}
