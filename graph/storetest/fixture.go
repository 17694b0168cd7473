package storetest

import (
	"bytes"
	"context"
	"iter"
	"regexp"
	"slices"
	"strings"
	"testing"

	"attache/graph"
	"attache/graph/rdf"
	"attache/schema"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
)

// town is the ontology of the suite.
const town = `
types:
  Person: {iri: "schema:Person"}
  Organization: {iri: "schema:Organization"}
  Place: {iri: "schema:Place"}
  Event: {iri: "schema:Event"}
  Topic: {}
relations:
  met_with: {subject: [Person, Organization, Place], object: [Person, Organization, Place], symmetric: true}
  accompanied_by: {subject: [Person], object: [Person, Organization]}
  attended: {subject: [Person, Organization, Place], object: [Event]}
  hosted_at: {subject: [Event], object: [Place]}
  spoke_about: {subject: [Person, Organization, Place], object: [Topic]}
`

// Ontology returns the ontology of the suite.
func Ontology(t testing.TB) *schema.Ontology {
	t.Helper()
	o, err := schema.Load(nil, schema.Source{Name: "town.yaml", YAML: town})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// page builds the extraction of a text by hand.
type page struct {
	t testing.TB
	x statement.Extraction
}

func newPage(t testing.TB, uri, text string) *page {
	t.Helper()
	return &page{t: t, x: statement.Extraction{Document: statement.Document{
		ID: "page", XID: statement.DocumentXID(text), URI: uri, Title: "A page", Published: "2024-03-02", Text: text,
	}}}
}

// is adds an entity with a xid of its own.
func (p *page) is(xid, typ, name string, aliases ...string) string {
	xid = statement.Base + "entity:" + xid
	if !slices.ContainsFunc(p.x.Entities, func(e statement.Entity) bool { return e.XID == xid }) {
		slices.Sort(aliases)
		p.x.Entities = append(p.x.Entities, statement.Entity{XID: xid, Type: typ, Name: name, Aliases: aliases})
	}
	return xid
}

// says adds a statement whose sentence is the one in which the trigger first
// stands, and whose ends are named as given.
func (p *page) says(trigger, subject, subjectText, predicate, object, objectText string, change ...func(*statement.Statement)) *page {
	p.t.Helper()
	text := p.x.Document.Text
	at := strings.Index(text, trigger)
	if at < 0 {
		p.t.Fatalf("the page has no %q", trigger)
	}
	start := 0
	if i := strings.LastIndex(text[:at], ". "); i >= 0 {
		start = i + 2
	}
	end := len(text)
	if i := strings.Index(text[at:], "."); i >= 0 {
		end = at + i + 1
	}
	mention := func(words string) statement.Mention {
		i := strings.Index(text[start:end], words)
		if i < 0 {
			p.t.Fatalf("the sentence %q has no %q", text[start:end], words)
		}
		return statement.Mention{Text: words, Span: statement.Span{Start: start + i, End: start + i + len(words)}, Resolved: "name"}
	}
	s := statement.Statement{
		Subject: subject, Predicate: predicate, Object: object, Status: statement.Actual, Confidence: 0.9,
		Document: p.x.Document.XID, Sentence: text[start:end], Span: statement.Span{Start: start, End: end},
		Trigger: statement.Span{Start: at, End: at + len(trigger)}, Rule: predicate + "/1",
		SubjectMention: mention(subjectText), ObjectMention: mention(objectText),
	}
	for _, c := range change {
		c(&s)
	}
	s.XID = statement.StatementXID(s)
	p.x.Statements = append(p.x.Statements, s)
	return p
}

func status(s statement.Status) func(*statement.Statement) {
	return func(st *statement.Statement) { st.Status = s }
}

func at(time string) func(*statement.Statement) {
	return func(st *statement.Statement) { st.Time = time }
}

func sure(confidence float64) func(*statement.Statement) {
	return func(st *statement.Statement) { st.Confidence = confidence }
}

// quay is a page about a meeting at a harbour.
func quay(t testing.TB) *page {
	p := newPage(t, "https://example.org/quay",
		"Mayor Ida Holm met Piet Vos at the quay on Friday. Holm was joined by her deputy, Ruth Adeyemi. "+
			"Vos spoke about the closure of the old lock. The harbour talks were held in Lund. "+
			"Holm, Vos and Adeyemi took part in the harbour talks. Holm will meet Omar Said in May. "+
			"Vos did not meet Omar Said.")
	holm, vos := p.is("holm", "Person", "Ida Holm", "Holm", "Mayor Ida Holm"), p.is("vos", "Person", "Piet Vos", "Vos")
	ruth, said := p.is("adeyemi", "Person", "Ruth Adeyemi", "Adeyemi"), p.is("said", "Person", "Omar Said")
	talks, lund := p.is("talks", "Event", "harbour talks"), p.is("lund", "Place", "Lund")
	lock := p.is("lock", "Topic", "closure of the old lock")
	return p.
		says("met", holm, "Mayor Ida Holm", "met_with", vos, "Piet Vos", at("2024-03-01"), func(s *statement.Statement) {
			s.Event, s.Place, s.Quoted = talks, lund, ruth
		}).
		says("joined", holm, "Holm", "accompanied_by", ruth, "Ruth Adeyemi", sure(0.8)).
		says("spoke", vos, "Vos", "spoke_about", lock, "the closure of the old lock").
		says("held", talks, "harbour talks", "hosted_at", lund, "Lund").
		says("took part", holm, "Holm", "attended", talks, "harbour talks").
		says("took part", vos, "Vos", "attended", talks, "harbour talks").
		says("took part", ruth, "Adeyemi", "attended", talks, "harbour talks").
		says("will meet", holm, "Holm", "met_with", said, "Omar Said", status(statement.Planned), at("2024-05")).
		says("not meet", vos, "Vos", "met_with", said, "Omar Said", status(statement.Negated))
}

// again is a second page on the same meeting.
func again(t testing.TB) *page {
	p := newPage(t, "https://example.org/again", "Piet Vos sat down with Ida Holm in March. Ida Holm and Piet Vos had met before.")
	holm, vos := p.is("holm", "Person", "Ida Holm"), p.is("vos", "Person", "Piet Vos")
	return p.
		says("sat down", vos, "Piet Vos", "met_with", holm, "Ida Holm", sure(0.7), at("2024-03-02")).
		says("had met", holm, "Ida Holm", "met_with", vos, "Piet Vos", sure(0.95), at("2021"))
}

func write(t testing.TB, s graph.Store, p *page) graph.Written {
	t.Helper()
	w, err := s.Write(context.Background(), rdf.Quads(Ontology(t), p.x))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Note returns the quads of the nth of many small pages about the same few people.
func Note(t testing.TB, n int) iter.Seq[quad.Quad] {
	t.Helper()
	return rdf.Quads(Ontology(t), note(t, n).x)
}

// Export writes the whole graph, without the times at which it took its documents in.
func Export(t testing.TB, s graph.Store) string {
	t.Helper()
	return export(t, s, rdf.NQuads)
}

var ingested = regexp.MustCompile(`(?m)^.*<http://www\.w3\.org/ns/prov#generatedAtTime>.*\n`)

// export writes the whole graph, without the time at which it was taken in.
func export(t testing.TB, s graph.Store, format rdf.Format) string {
	t.Helper()
	var b bytes.Buffer
	if err := rdf.Export(context.Background(), &b, s, format); err != nil {
		t.Fatal(err)
	}
	return ingested.ReplaceAllString(b.String(), "")
}
