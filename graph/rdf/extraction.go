package rdf

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"attache/schema"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
)

// Extraction reads the quads of one document, in any order. Entities and
// statements come in the order in which the quads first speak of them. A quad
// that cannot be one of Quads' fails, so that nothing is lost unseen. The quads
// are read twice.
func Extraction(o *schema.Ontology, quads iter.Seq[quad.Quad]) (statement.Extraction, error) {
	r := newReader(o)
	if err := r.take(quads); err != nil {
		return statement.Extraction{}, err
	}
	if r.x.Document.XID == "" {
		return statement.Extraction{}, errNoDocument
	}
	return r.x, nil
}

var errNoDocument = fmt.Errorf("the quads name no document: one must have <%s> <%s>", Type, Document)

// Part is one of the things that the quads of a document tell of.
type Part struct {
	Document  *statement.Document
	Entity    *statement.Entity
	Statement *statement.Statement
}

// Parts reads the quads of one document as Quads orders them: the document
// first, and what is told of one thing in a row. It holds one thing at a time and
// fails as Extraction does.
func Parts(o *schema.Ontology, quads iter.Seq[quad.Quad]) iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		r := newReader(o)
		begun := false
		// part reads what the quads of one thing tell.
		part := func(row []quad.Quad) (p Part, err error) {
			r.x = statement.Extraction{}
			clear(r.kinds)
			clear(r.entities)
			clear(r.statements)
			if err := r.take(slices.Values(row)); err != nil {
				return p, err
			}
			first := !begun
			begun = true
			switch {
			case r.x.Document.XID != "" && !first:
				return p, fmt.Errorf("quad %s: a second document", show(row[0]))
			case r.x.Document.XID != "":
				d := r.x.Document
				p.Document = &d
			case first:
				return p, errNoDocument
			case len(r.x.Statements) > 0:
				p.Statement = &r.x.Statements[0]
			default:
				p.Entity = &r.x.Entities[0]
			}
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
		if len(row) == 0 {
			yield(Part{}, errNoDocument)
			return
		}
		yield(part(row))
	}
}

// thing names what a quad tells of.
func thing(q quad.Quad) quad.Value {
	if q.Label != nil {
		return q.Label
	}
	return q.Subject
}

type kind int

const (
	documentKind kind = iota + 1
	statementKind
	entityKind
)

type reader struct {
	terms
	x                    statement.Extraction
	kinds                map[string]kind
	entities, statements map[string]int // index by xid
}

func newReader(o *schema.Ontology) *reader {
	return &reader{terms: termsOf(o), kinds: map[string]kind{}, entities: map[string]int{}, statements: map[string]int{}}
}

// take reads quads into r.x.
func (r *reader) take(quads iter.Seq[quad.Quad]) error {
	for q := range quads {
		if err := r.announce(q); err != nil {
			return err
		}
	}
	for q := range quads {
		if err := r.read(q); err != nil {
			return err
		}
	}
	for _, s := range r.x.Statements {
		if s.Predicate == "" || s.Status == "" {
			return fmt.Errorf("the statement <%s> lacks its quad or its status", s.XID)
		}
	}
	return nil
}

// announce notes what the subject of a quad is.
func (r *reader) announce(q quad.Quad) error {
	subject, ok := q.Subject.(quad.IRI)
	if !ok {
		return fmt.Errorf("quad %s: the subject is no IRI", show(q))
	}
	predicate, ok := q.Predicate.(quad.IRI)
	if !ok {
		return fmt.Errorf("quad %s: the predicate is no IRI", show(q))
	}
	if label, ok := q.Label.(quad.IRI); ok {
		return r.is(string(label), statementKind, q)
	}
	if q.Label != nil {
		return fmt.Errorf("quad %s: the label is no IRI", show(q))
	}
	if predicate != Type {
		return nil
	}
	switch q.Object {
	case quad.IRI(Document):
		return r.is(string(subject), documentKind, q)
	case quad.IRI(Statement):
		return r.is(string(subject), statementKind, q)
	}
	return r.is(string(subject), entityKind, q)
}

func (r *reader) is(xid string, k kind, q quad.Quad) error {
	switch r.kinds[xid] {
	case k:
		return nil
	case 0:
		r.kinds[xid] = k
	default:
		return fmt.Errorf("quad %s: <%s> is something else already", show(q), xid)
	}
	switch k {
	case documentKind:
		if r.x.Document.XID != "" {
			return fmt.Errorf("quad %s: a second document beside <%s>", show(q), r.x.Document.XID)
		}
		r.x.Document.XID = xid
	case statementKind:
		r.statements[xid] = len(r.x.Statements)
		r.x.Statements = append(r.x.Statements, statement.Statement{XID: xid})
	case entityKind:
		r.entities[xid] = len(r.x.Entities)
		r.x.Entities = append(r.x.Entities, statement.Entity{XID: xid})
	}
	return nil
}

func (r *reader) read(q quad.Quad) error {
	if q.Label != nil {
		return r.readStatement(q)
	}
	xid, predicate := string(q.Subject.(quad.IRI)), string(q.Predicate.(quad.IRI))
	var err error
	switch r.kinds[xid] {
	case documentKind:
		err = readDocument(&r.x.Document, predicate, q.Object)
	case statementKind:
		err = readProvenance(&r.x.Statements[r.statements[xid]], predicate, q.Object)
	case entityKind:
		err = r.readEntity(&r.x.Entities[r.entities[xid]], predicate, q.Object)
	default:
		err = fmt.Errorf("the subject is neither document, statement nor entity")
	}
	if err != nil {
		return fmt.Errorf("quad %s: %w", show(q), err)
	}
	return nil
}

func (r *reader) readStatement(q quad.Quad) error {
	s := &r.x.Statements[r.statements[string(q.Label.(quad.IRI))]]
	object, ok := q.Object.(quad.IRI)
	if !ok {
		return fmt.Errorf("quad %s: the object is no IRI", show(q))
	}
	iri := string(q.Predicate.(quad.IRI))
	name, ok := r.relationName(iri)
	if !ok || name == "" {
		return fmt.Errorf("quad %s: the ontology has no relation <%s>", show(q), iri)
	}
	subject := string(q.Subject.(quad.IRI))
	if s.Predicate != "" && (s.Subject != subject || s.Predicate != name || s.Object != string(object)) {
		return fmt.Errorf("quad %s: the statement says something else already", show(q))
	}
	s.Subject, s.Predicate, s.Object = subject, name, string(object)
	return nil
}

func (r *reader) readEntity(e *statement.Entity, predicate string, v quad.Value) error {
	switch predicate {
	case Type:
		iri, _ := v.(quad.IRI)
		name, ok := r.typeName(string(iri))
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
