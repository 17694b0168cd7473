package rdf_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"attache/graph/rdf"
	"attache/schema"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func ontology() *schema.Ontology {
	return &schema.Ontology{
		Base:     "urn:attache:",
		Prefixes: map[string]string{"ex": "https://example.org/"},
		Types: []schema.Type{
			{Name: "Person", IRI: "schema:Person"}, {Name: "Event", IRI: "schema:Event"},
			{Name: "Envoy", IRI: "schema:Person"}, {Name: "Topic"},
		},
		Relations: []schema.Relation{
			{Name: "met_with", Symmetric: true}, {Name: "accompanied_by"}, {Name: "signed", IRI: "ex:signed"},
		},
	}
}

// awkward draws text with all that tends to break writers.
func awkward() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		piece := rapid.OneOf(
			rapid.String(),
			rapid.SampledFrom([]string{`"`, `\`, "\n", "\r", "\t", "\x00", "\x7f", "\u202e", "\u200f", "😀", "'", "<", ">", "@en", "^^<x:y>", "\u2028", "\ufeff", `\u0041`, "_:b", "é", "e\u0301"}),
		)
		return strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(t, "pieces"), ""), "")
	})
}

func span(t *rapid.T) statement.Span {
	return statement.Span{Start: rapid.IntRange(0, 1<<40).Draw(t, "start"), End: rapid.IntRange(0, 1<<40).Draw(t, "end")}
}

func extraction() *rapid.Generator[statement.Extraction] {
	return rapid.Custom(func(t *rapid.T) statement.Extraction {
		date := rapid.OneOf(rapid.SampledFrom([]string{"", "2025", "2025-08", "2025-08-15", "2025-08-15T10:00:00Z", "2025-08-15T10:00", "2025-13-45", "0000"}), awkward())
		d := statement.Document{
			ID: awkward().Draw(t, "id"), Title: awkward().Draw(t, "title"), Published: date.Draw(t, "published"), Text: awkward().Draw(t, "text"),
			URI: rapid.OneOf(awkward(), rapid.SampledFrom([]string{"https://example.org/a?b=c", "file:///tmp/a b.txt", "notes/day one.txt"})).Draw(t, "uri"),
		}
		d.XID = statement.DocumentXID(d.Text)
		x := statement.Extraction{Document: d}
		for i := range rapid.IntRange(2, 4).Draw(t, "entities") {
			e := statement.Entity{
				XID:  fmt.Sprintf("urn:attache:entity:%032x", i),
				Type: rapid.SampledFrom([]string{"Person", "Event", "Envoy", "Topic", "Unheard"}).Draw(t, "type"),
				Name: awkward().Draw(t, "name"),
			}
			if aliases := rapid.SliceOfN(awkward(), 0, 3).Draw(t, "aliases"); len(aliases) > 0 {
				slices.Sort(aliases)
				e.Aliases = slices.Compact(aliases)
			}
			x.Entities = append(x.Entities, e)
		}
		entity := rapid.Map(rapid.IntRange(0, len(x.Entities)-1), func(i int) string { return x.Entities[i].XID })
		perhaps := rapid.OneOf(rapid.Just(""), entity)
		for i := range rapid.IntRange(0, 3).Draw(t, "statements") {
			x.Statements = append(x.Statements, statement.Statement{
				XID:     fmt.Sprintf("urn:attache:statement:%032x", i),
				Subject: entity.Draw(t, "subject"), Object: entity.Draw(t, "object"),
				Predicate:  rapid.SampledFrom([]string{"met_with", "accompanied_by", "signed", "taught_later"}).Draw(t, "predicate"),
				Status:     rapid.SampledFrom(statement.Statuses).Draw(t, "status"),
				Confidence: rapid.Float64Range(0, 1).Draw(t, "confidence"),
				Document:   d.XID, Sentence: awkward().Draw(t, "sentence"), Span: span(t), Trigger: span(t),
				Rule: awkward().Draw(t, "rule"), Time: date.Draw(t, "time"),
				Quoted: perhaps.Draw(t, "quoted"), Event: perhaps.Draw(t, "event"), Place: perhaps.Draw(t, "place"),
				SubjectMention: statement.Mention{Text: awkward().Draw(t, "mention"), Span: span(t), Resolved: "pronoun"},
				ObjectMention:  statement.Mention{Text: awkward().Draw(t, "mention"), Span: span(t), Resolved: awkward().Draw(t, "resolved")},
			})
		}
		return x
	})
}

// extractionOf puts the parts that quads tell of together again.
func extractionOf(o *schema.Ontology, quads iter.Seq[quad.Quad]) (x statement.Extraction, err error) {
	for p, err := range rdf.Parts(o, quads) {
		switch {
		case err != nil:
			return x, err
		case p.Document != nil:
			x.Document = *p.Document
		case p.Entity != nil:
			x.Entities = append(x.Entities, *p.Entity)
		case p.Statement != nil:
			x.Statements = append(x.Statements, *p.Statement)
		}
	}
	return x, nil
}

func TestQuadsLeadBack(t *testing.T) {
	o := ontology()
	rapid.Check(t, func(t *rapid.T) {
		want := extraction().Draw(t, "extraction")
		got, err := extractionOf(o, rdf.Quads(o, want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Another reader of N-Quads finds the same in the file.
func TestFileLeadsBack(t *testing.T) {
	o := ontology()
	rapid.Check(t, func(t *rapid.T) {
		want := extraction().Draw(t, "extraction")
		var file bytes.Buffer
		if err := rdf.WriteNQuads(&file, rdf.Quads(o, want)); err != nil {
			t.Fatal(err)
		}
		var back []quad.Quad
		r := nquads.NewReader(&file, false)
		for {
			q, err := r.ReadQuad()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			back = append(back, q)
		}
		got, err := extractionOf(o, slices.Values(back))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestWriteNQuads(t *testing.T) {
	const s, p = quad.IRI("x:s"), quad.IRI("x:p")
	for _, test := range []struct {
		object quad.Value
		want   string
	}{
		{quad.String("a \"b\" \\ \n\r\t\b\f\x00\x7f"), `"a \"b\" \\ \n\r\t\b\f\u0000\u007F"`},
		{quad.String("שלום \u202e 😀"), `"שלום \u202E 😀"`},
		{quad.Int(-7), `"-7"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{quad.Float(0.93), `"9.3E-1"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Float(0), `"0.0E0"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Float(1e300), `"1.0E300"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Bool(true), `"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`},
		{quad.LangString{Value: "hôte", Lang: "fr-CA"}, `"hôte"@fr-CA`},
		{quad.IRI("urn:a:ü"), `<urn:a:ü>`},
		{quad.BNode("b-1.2"), `_:b-1.2`},
	} {
		var b bytes.Buffer
		if err := rdf.WriteNQuads(&b, slices.Values([]quad.Quad{{Subject: s, Predicate: p, Object: test.object, Label: quad.IRI("x:l")}})); err != nil {
			t.Fatal(err)
		}
		if want := "<x:s> <x:p> " + test.want + " <x:l> .\n"; b.String() != want {
			t.Errorf("got  %swant %s", b.String(), want)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	const s, p = quad.IRI("x:s"), quad.IRI("x:p")
	for name, q := range map[string]quad.Quad{
		"IRI that closes itself":   {Subject: quad.IRI("x:s> <x:y"), Predicate: p, Object: s},
		"IRI with a line break":    {Subject: s, Predicate: quad.IRI("x:p\n"), Object: s},
		"IRI without scheme":       {Subject: s, Predicate: p, Object: quad.IRI("relative")},
		"IRI with a blank":         {Subject: s, Predicate: p, Object: quad.IRI("file:///a b")},
		"IRI that turns the line":  {Subject: s, Predicate: p, Object: quad.IRI("x:\u202ea")},
		"empty IRI":                {Subject: s, Predicate: p, Object: quad.IRI("")},
		"IRI that is not UTF-8":    {Subject: s, Predicate: p, Object: quad.IRI("x:\xff")},
		"label with a quote":       {Subject: s, Predicate: p, Object: s, Label: quad.IRI(`x:"`)},
		"literal as subject":       {Subject: quad.String("s"), Predicate: p, Object: s},
		"literal as label":         {Subject: s, Predicate: p, Object: s, Label: quad.String("l")},
		"blank node as predicate":  {Subject: s, Predicate: quad.BNode("p"), Object: s},
		"no object":                {Subject: s, Predicate: p},
		"blank node with a blank":  {Subject: quad.BNode("a b"), Predicate: p, Object: s},
		"text that is not UTF-8":   {Subject: s, Predicate: p, Object: quad.String("\xff")},
		"language tag with blanks": {Subject: s, Predicate: p, Object: quad.LangString{Value: "a", Lang: "en us"}},
		"empty language tag":       {Subject: s, Predicate: p, Object: quad.LangString{Value: "a"}},
		"type that is no IRI":      {Subject: s, Predicate: p, Object: quad.TypedString{Value: "a", Type: "b"}},
	} {
		var b bytes.Buffer
		if err := rdf.WriteNQuads(&b, slices.Values([]quad.Quad{{Subject: s, Predicate: p, Object: s}, q})); err == nil || b.Len() > 0 {
			t.Errorf("%s: wrote %q, error %v", name, b.String(), err)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error has several lines: %q", name, err)
		}
	}
}

func TestPartsRefuses(t *testing.T) {
	o := ontology()
	good := slices.Collect(rdf.Quads(o, statement.Extraction{Document: statement.Document{XID: "urn:d", Text: "t"}}))
	iri := func(s, p, o, l string) quad.Quad { return quad.MakeIRI(s, p, o, l) }
	for name, more := range map[string][]quad.Quad{
		"unknown relation":         {iri("urn:a", "https://elsewhere.example/p", "urn:b", "urn:s")},
		"unknown type":             {iri("urn:a", rdf.Type, "https://elsewhere.example/T", "")},
		"unknown predicate":        {iri("urn:d", rdf.Vocabulary+"nothing", "urn:b", "")},
		"subject without a type":   {iri("urn:a", rdf.Label, "urn:b", "")},
		"second document":          {iri("urn:e", rdf.Type, rdf.Document, "")},
		"statement without status": {iri("urn:a", "urn:attache:met_with", "urn:b", "urn:s")},
		"statement of two minds":   {iri("urn:a", "urn:attache:met_with", "urn:b", "urn:s"), iri("urn:a", "urn:attache:met_with", "urn:c", "urn:s")},
		"statement without a quad": {iri("urn:s", rdf.Type, rdf.Statement, ""), {Subject: quad.IRI("urn:s"), Predicate: quad.IRI(rdf.Status), Object: quad.String("actual")}},
		"status that is none":      {iri("urn:s", rdf.Type, rdf.Statement, ""), {Subject: quad.IRI("urn:s"), Predicate: quad.IRI(rdf.Status), Object: quad.String("perhaps")}},
		"offset that is no number": {iri("urn:s", rdf.Type, rdf.Statement, ""), {Subject: quad.IRI("urn:s"), Predicate: quad.IRI(rdf.Start), Object: quad.String("x")}},
		"statement and document":   {iri("urn:d", rdf.Type, rdf.Statement, "")},
		"blank node":               {{Subject: quad.BNode("a"), Predicate: quad.IRI("x:p"), Object: quad.BNode("b")}},
		"nothing at all":           {{}},
		"literal where an IRI is":  {{Subject: quad.IRI("urn:a"), Predicate: quad.IRI("urn:attache:met_with"), Object: quad.String("b"), Label: quad.IRI("urn:s")}},
	} {
		if x, err := extractionOf(o, slices.Values(append(slices.Clone(good), more...))); err == nil {
			t.Errorf("%s: read as %+v", name, x)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error has several lines: %v", name, err)
		}
	}
	for name, quads := range map[string][]quad.Quad{
		"no quads at all": nil, "no document": {iri("urn:a", rdf.Type, "urn:attache:Topic", "")}, "document at the end": {iri("urn:a", rdf.Type, "urn:attache:Topic", ""), good[0]},
	} {
		if x, err := extractionOf(o, slices.Values(quads)); err == nil {
			t.Errorf("%s: read as %+v", name, x)
		}
	}
}

func FuzzParts(f *testing.F) {
	var b bytes.Buffer
	o := ontology()
	if err := rdf.WriteNQuads(&b, rdf.Quads(o, statement.Extraction{
		Document:   statement.Document{XID: "urn:d", Text: "Ana met Bo."},
		Entities:   []statement.Entity{{XID: "urn:a", Type: "Person", Name: "Ana"}, {XID: "urn:b", Type: "Person", Name: "Bo"}},
		Statements: []statement.Statement{{XID: "urn:s", Subject: "urn:a", Predicate: "met_with", Object: "urn:b", Status: statement.Actual, Document: "urn:d"}},
	})); err != nil {
		f.Fatal(err)
	}
	f.Add(b.String())
	f.Fuzz(func(t *testing.T, file string) {
		var quads []quad.Quad
		for l := range strings.Lines(file) {
			if q, err := nquads.Parse(l); err == nil {
				quads = append(quads, q)
			}
		}
		x, err := extractionOf(o, slices.Values(quads))
		if err != nil {
			return
		}
		again, err := extractionOf(o, rdf.Quads(o, x))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x.Statements, again.Statements, cmpopts.EquateNaNs()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func ExampleQuads() {
	o := &schema.Ontology{Relations: []schema.Relation{{Name: "met_with"}}, Types: []schema.Type{{Name: "Person", IRI: "schema:Person"}}}
	quads := rdf.Quads(o, statement.Extraction{
		Document: statement.Document{XID: "urn:attache:document:1", Title: "Ana"},
		Entities: []statement.Entity{{XID: "urn:attache:entity:1", Type: "Person", Name: "Ana"}},
	})
	_ = rdf.WriteNQuads(os.Stdout, quads)
	// Output:
	// <urn:attache:document:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:attache:term:Document> .
	// <urn:attache:document:1> <http://purl.org/dc/terms/title> "Ana" .
	// <urn:attache:entity:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Person> .
	// <urn:attache:entity:1> <http://www.w3.org/2000/01/rdf-schema#label> "Ana" .
}
