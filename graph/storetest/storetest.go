// Package storetest is the suite that every opener of a store must pass.
package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"attache/graph"
	"attache/graph/rdf"
	"attache/schema"
	"attache/schema/statement"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Open opens an empty store; it is the opener's to close it when the test ends.
type Open func(t testing.TB) graph.Store

// TestStore runs the whole suite.
func TestStore(t *testing.T, open Open) {
	t.Run("short", func(t *testing.T) { TestShort(t, open) })
	for name, test := range map[string]func(*testing.T, Open){
		"Empty": testEmpty, "WithoutApply": testWithoutApply, "NewRules": testNewRules,
		"TextAtTwoURIs": testTextAtTwoURIs, "ChangeOfStatus": testChangeOfStatus, "Filters": testFilters,
		"Names": testNames, "Awkward": testAwkward, "LongName": testLongName, "Ontology": testOntology,
		"Writing": testWriting, "BadQuery": testBadQuery, "BadWrite": testBadWrite, "BigAnswer": testBigAnswer,
		"Cancelled": testCancelled, "ManyEntities": testManyEntities,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// TestShort runs the part of the suite that needs least time.
func TestShort(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"RoundTrip": testRoundTrip, "Twice": testTwice, "SecondDocument": testSecondDocument, "NewTextAtURI": testNewTextAtURI,
		"Answers": testAnswers, "Query": testQuery, "ManyWriters": testManyWriters,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// ready opens a store with the suite's ontology.
func ready(t testing.TB, open Open) graph.Store {
	t.Helper()
	s := open(t)
	if err := s.Apply(context.Background(), Ontology(t)); err != nil {
		t.Fatal(err)
	}
	return s
}

func records(t testing.TB, s graph.Store, f graph.Filter) (list []statement.Record) {
	t.Helper()
	for r, err := range s.Records(context.Background(), f) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

func entities(t testing.TB, s graph.Store) (list []statement.Entity) {
	t.Helper()
	for e, err := range s.Entities(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// facts writes each fact as a line.
func facts(t testing.TB, s graph.Store) (list []string) {
	t.Helper()
	for f, err := range s.Facts(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %s %s %d %g %s %s", f.Subject.Name, f.Predicate, f.Object.Name, f.Count, f.Confidence, f.First, f.Last))
	}
	slices.Sort(list)
	return list
}

func counts(t testing.TB, s graph.Store) graph.Counts {
	t.Helper()
	c, err := s.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ask runs DQL and decodes the answer.
func ask(t testing.TB, s graph.Store, dql string, vars map[string]string) map[string]any {
	t.Helper()
	answer, err := s.Query(context.Background(), dql, vars, false)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(answer, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// size counts nodes and edges in Dgraph itself.
func size(t testing.TB, s graph.Store) string {
	t.Helper()
	return fmt.Sprint(ask(t, s, `{
		nodes(func: has(xid)) { count(uid) }
		var(func: has(met_with)) { m as count(met_with) }
		var(func: has(accompanied_by)) { a as count(accompanied_by) }
		var(func: has(attended)) { t as count(attended) }
		edges() { sum(val(m)) sum(val(a)) sum(val(t)) }
	}`, nil))
}

func testEmpty(t *testing.T, open Open) {
	s, ctx := open(t), context.Background()
	if c := counts(t, s); c != (graph.Counts{}) {
		t.Errorf("an empty graph has %+v", c)
	}
	if list := records(t, s, graph.Filter{}); len(list) > 0 {
		t.Errorf("an empty graph has records: %v", list)
	}
	if list := entities(t, s); len(list) > 0 {
		t.Errorf("an empty graph has entities: %v", list)
	}
	if text := export(t, s, rdf.NQuads); text != "" {
		t.Errorf("an empty graph exports %q", text)
	}
	if _, err := s.Document(ctx, "urn:attache:document:0"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("a document of an empty graph: %v", err)
	}
	o, err := s.Ontology(ctx)
	if err != nil {
		t.Fatal(err)
	}
	builtin, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(builtin, o); diff != "" {
		t.Errorf("an empty graph has not the built-in ontology: %s", diff)
	}
	var unknown *graph.UnknownNameError
	if _, err := s.Answer(ctx, which("accompanied_by", "", "Holm")); !errors.As(err, &unknown) || len(unknown.Nearest) > 0 {
		t.Errorf("a name asked of an empty graph: %v", err)
	}
}

func testWithoutApply(t *testing.T, open Open) {
	s, ctx := open(t), context.Background()
	builtin, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(ctx, rdf.Quads(builtin, quay(t).x)); err != nil {
		t.Fatal(err)
	}
	if c := counts(t, s); c.Statements != 9 {
		t.Errorf("counts: %+v", c)
	}
}

func testRoundTrip(t *testing.T, open Open) {
	s, ctx, p := ready(t, open), context.Background(), quay(t)
	w := write(t, s, p)
	if want := (graph.Written{Entities: 7, Statements: 9, Edges: 7}); w != want {
		t.Errorf("wrote %+v, want %+v", w, want)
	}
	if c, want := counts(t, s), (graph.Counts{Documents: 1, Entities: 7, Statements: 9, Facts: 7}); c != want {
		t.Errorf("counts %+v, want %+v", c, want)
	}
	d, err := s.Document(ctx, p.x.Document.XID)
	if err != nil {
		t.Fatal(err)
	}
	if d.Ingested == "" {
		t.Error("the document does not say when it was taken in")
	}
	back := statement.Extraction{Document: d, Entities: entities(t, s)}
	back.Document.Ingested = ""
	for _, r := range records(t, s, graph.Filter{}) {
		back.Statements = append(back.Statements, r.Statement)
		if r.From.URI != d.URI || r.From.Title != d.Title || r.From.Text != "" || r.SubjectEntity.XID != r.Subject || r.ObjectEntity.Name == "" {
			t.Errorf("record without its document or ends: %+v", r)
		}
	}
	byXID := cmpopts.SortSlices(func(a, b statement.Entity) bool { return a.XID < b.XID })
	if diff := cmp.Diff(p.x, back, byXID, cmpopts.SortSlices(func(a, b statement.Statement) bool { return a.XID < b.XID })); diff != "" {
		t.Errorf("written and read differ:\n%s", diff)
	}
	var want strings.Builder
	if err := rdf.WriteNQuads(&want, rdf.Quads(Ontology(t), p.x)); err != nil {
		t.Fatal(err)
	}
	lines := func(text string) []string { return slices.Sorted(strings.Lines(text)) }
	if diff := cmp.Diff(lines(want.String()), lines(export(t, s, rdf.NQuads))); diff != "" {
		t.Errorf("quads written and exported differ:\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		"Ida Holm accompanied_by Ruth Adeyemi 1 0.8  ",
		"Ida Holm attended harbour talks 1 0.9  ",
		"Ida Holm met_with Piet Vos 1 0.9 2024-03-01 2024-03-01",
		"Piet Vos attended harbour talks 1 0.9  ",
		"Piet Vos spoke_about closure of the old lock 1 0.9  ",
		"Ruth Adeyemi attended harbour talks 1 0.9  ",
		"harbour talks hosted_at Lund 1 0.9  ",
	}, facts(t, s)); diff != "" {
		t.Errorf("facts: %s", diff)
	}
	triples := export(t, s, rdf.NTriples)
	if n := strings.Count(triples, "<urn:attache:met_with>"); n != 1 {
		t.Errorf("a symmetric fact is exported %d times:\n%s", n, triples)
	}
	if strings.Contains(triples, "prov#") || strings.Contains(triples, "term:") {
		t.Errorf("triples with provenance:\n%s", triples)
	}
}

func testTwice(t *testing.T, open Open) {
	s := ready(t, open)
	write(t, s, quay(t))
	nodes, all := size(t, s), export(t, s, rdf.NQuads)
	if w := write(t, s, quay(t)); w != (graph.Written{Unchanged: true}) {
		t.Errorf("the second time wrote %+v", w)
	}
	if now := size(t, s); now != nodes {
		t.Errorf("the second time made of %s %s", nodes, now)
	}
	if diff := cmp.Diff(all, export(t, s, rdf.NQuads)); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(nodes, "map[sum(val(m)):2]") {
		t.Errorf("the symmetric fact is not stored both ways: %s", nodes)
	}
}

const met = "Ida Holm met_with Piet Vos "

func factOf(t testing.TB, s graph.Store, prefix string) string {
	t.Helper()
	for _, f := range facts(t, s) {
		if strings.HasPrefix(f, prefix) {
			return strings.TrimPrefix(f, prefix)
		}
	}
	return ""
}

func testSecondDocument(t *testing.T, open Open) {
	s := ready(t, open)
	write(t, s, quay(t))
	w := write(t, s, again(t))
	if want := (graph.Written{Statements: 2}); w != want {
		t.Errorf("wrote %+v, want %+v", w, want)
	}
	if f := factOf(t, s, met); f != "3 0.95 2021 2024-03-02" {
		t.Errorf("fact: %s", f)
	}
	// Both edges of the symmetric fact have its facets.
	edges := fmt.Sprint(ask(t, s, `query q($holm: string, $vos: string) {
		there(func: eq(xid, $holm)) { met_with @facets { name } }
		back(func: eq(xid, $vos)) { met_with @facets { name } }
	}`, map[string]string{"$holm": "urn:attache:entity:holm", "vos": "urn:attache:entity:vos"}))
	if strings.Count(edges, "met_with|count:3") != 2 || strings.Count(edges, "met_with|first:2021") != 2 {
		t.Errorf("edges: %s", edges)
	}
}

func testNewRules(t *testing.T, open Open) {
	s := ready(t, open)
	write(t, s, quay(t))
	write(t, s, again(t))
	p := again(t)
	p.x.Statements = p.x.Statements[:1]
	p.x.Statements[0].Confidence = 0.4
	p.x.Statements[0].Time = ""
	if w := write(t, s, p); w != (graph.Written{}) {
		t.Errorf("wrote %+v", w)
	}
	if f := factOf(t, s, met); f != "2 0.9 2024-03-01 2024-03-01" {
		t.Errorf("fact: %s", f)
	}
	p.x.Statements = nil
	write(t, s, p)
	if f := factOf(t, s, met); f != "1 0.9 2024-03-01 2024-03-01" {
		t.Errorf("fact: %s", f)
	}
	if n := len(records(t, s, graph.Filter{Document: p.x.Document.XID})); n != 0 {
		t.Errorf("the document keeps %d statements", n)
	}
	write(t, s, again(t))
	if f := factOf(t, s, met); f != "3 0.95 2021 2024-03-02" {
		t.Errorf("fact: %s", f)
	}
}

func testNewTextAtURI(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	write(t, s, quay(t))
	write(t, s, again(t))
	old := quay(t).x.Document
	p := newPage(t, old.URI, "Ida Holm stayed at home with Ruth Adeyemi.")
	p.says("stayed", p.is("holm", "Person", "Ida Holm"), "Ida Holm", "accompanied_by", p.is("adeyemi", "Person", "Ruth Adeyemi"), "Ruth Adeyemi")
	write(t, s, p)
	if diff := cmp.Diff([]string{
		"Ida Holm accompanied_by Ruth Adeyemi 1 0.9  ",
		"Ida Holm met_with Piet Vos 2 0.95 2021 2024-03-02",
	}, facts(t, s)); diff != "" {
		t.Errorf("facts: %s", diff)
	}
	d, err := s.Document(ctx, old.XID)
	if err != nil || d.URI != "" || d.Text != old.Text {
		t.Errorf("the old text: %+v, %v", d, err)
	}
	if n := len(records(t, s, graph.Filter{Document: old.XID})); n != 0 {
		t.Errorf("the old text keeps %d statements", n)
	}
	// The old text comes back.
	write(t, s, quay(t))
	if f := factOf(t, s, met); f != "3 0.95 2021 2024-03-02" {
		t.Errorf("fact: %s", f)
	}
	if n := len(records(t, s, graph.Filter{Document: p.x.Document.XID})); n != 0 {
		t.Errorf("the newer text keeps %d statements", n)
	}
}

func testTextAtTwoURIs(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	write(t, s, quay(t))
	twin := quay(t)
	twin.x.Document.URI = "file:///pages/quay one.txt"
	write(t, s, twin)
	d, err := s.Document(ctx, twin.x.Document.XID)
	if err != nil || d.URI != "file:///pages/quay one.txt" || !slices.Equal(d.OtherURIs, []string{"https://example.org/quay"}) {
		t.Fatalf("document at %q and %q, %v", d.URI, d.OtherURIs, err)
	}
	write(t, s, newPage(t, "https://example.org/quay", "Nothing happened."))
	if f := factOf(t, s, met); !strings.HasPrefix(f, "1 ") {
		t.Errorf("a text that still has a URI lost its fact: %q", f)
	}
	write(t, s, newPage(t, "file:///pages/quay one.txt", "Nothing happened here."))
	if list := facts(t, s); len(list) > 0 {
		t.Errorf("facts without a text: %v", list)
	}
	if got := size(t, s); strings.Contains(got, "map[sum(val(m)):2]") {
		t.Errorf("edges without a text: %s", got)
	}
}

func testChangeOfStatus(t *testing.T, open Open) {
	s := ready(t, open)
	p := newPage(t, "https://example.org/plan", "Ida Holm will meet Omar Said.")
	holm, said := p.is("holm", "Person", "Ida Holm"), p.is("said", "Person", "Omar Said")
	p.says("meet", holm, "Ida Holm", "met_with", said, "Omar Said", status(statement.Planned))
	write(t, s, p)
	if list := facts(t, s); len(list) > 0 {
		t.Errorf("a plan became a fact: %v", list)
	}
	p.x.Statements = nil
	p.says("meet", holm, "Ida Holm", "met_with", said, "Omar Said")
	write(t, s, p)
	if list := facts(t, s); len(list) != 1 {
		t.Errorf("facts: %v", list)
	}
	p.x.Statements = nil
	p.says("meet", holm, "Ida Holm", "met_with", said, "Omar Said", status(statement.Negated))
	write(t, s, p)
	if list := facts(t, s); len(list) > 0 {
		t.Errorf("what was denied is a fact: %v", list)
	}
	if list := records(t, s, graph.Filter{}); len(list) != 1 || list[0].Status != statement.Negated {
		t.Errorf("records: %+v", list)
	}
}

func testFilters(t *testing.T, open Open) {
	s := ready(t, open)
	write(t, s, quay(t))
	write(t, s, again(t))
	id := records(t, s, graph.Filter{Relation: "hosted_at"})[0].XID
	for _, test := range []struct {
		filter graph.Filter
		want   int
	}{
		{graph.Filter{}, 11},
		{graph.Filter{Entity: "urn:attache:entity:vos"}, 6},
		{graph.Filter{Entity: "urn:attache:entity:vos", Relation: "met_with"}, 4},
		{graph.Filter{Entity: "urn:attache:entity:vos", Relation: "met_with", Statuses: []statement.Status{statement.Actual}}, 3},
		{graph.Filter{Statuses: []statement.Status{statement.Planned, statement.Negated}}, 2},
		{graph.Filter{Document: again(t).x.Document.XID}, 2},
		{graph.Filter{Document: again(t).x.Document.XID, Relation: "attended"}, 0},
		{graph.Filter{Statement: id}, 1},
		{graph.Filter{Statement: id, Relation: "attended"}, 0},
		{graph.Filter{Entity: "urn:attache:entity:nobody"}, 0},
		{graph.Filter{Relation: `") or has(xid`}, 0},
		{graph.Filter{Document: "urn:attache:entity:vos"}, 0},
	} {
		list := records(t, s, test.filter)
		if len(list) != test.want {
			t.Errorf("%+v lets %d through, want %d", test.filter, len(list), test.want)
		}
		for i := 1; i < len(list); i++ {
			a, b := list[i-1], list[i]
			if a.Document > b.Document || a.Document == b.Document && a.Span.Start > b.Span.Start {
				t.Errorf("%+v: not in the order of the text", test.filter)
			}
		}
	}
	for range s.Records(context.Background(), graph.Filter{}) {
		break // whoever has seen enough may leave
	}
}

// which asks for one end of a relation; the end that is named is the other.
func which(predicate, subject, object string) statement.Query {
	term := func(name string) statement.Term {
		if name == "" {
			return statement.Term{Var: "who"}
		}
		return statement.Term{Name: name}
	}
	q := statement.Query{Kind: statement.Which, Answer: "who", Alternatives: []statement.Alternative{{
		Patterns: []statement.Pattern{{Subject: term(subject), Predicate: predicate, Object: term(object)}},
	}}}
	if subject != "" && object != "" {
		q.Kind, q.Answer = statement.Whether, ""
	}
	return q
}

// shown writes a result in short: entities with the number of sentences behind them.
func shown(r statement.Result) string {
	var parts []string
	for _, a := range r.Answers {
		s := a.Entity.Name
		if a.Label != "" {
			s += " (" + a.Label + ")"
		}
		parts = append(parts, fmt.Sprintf("%s %d", s, len(a.Evidence)))
	}
	for _, r := range r.Instead {
		parts = append(parts, "instead "+string(r.Status)+" "+r.Sentence)
	}
	return strings.Join(parts, "; ")
}

func testAnswers(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	write(t, s, quay(t))
	write(t, s, again(t))
	hole := func(name string) statement.Term { return statement.Term{Var: name} }
	named := func(name string) statement.Term { return statement.Term{Name: name} }
	with := statement.Query{Kind: statement.Which, Answer: "x", Alternatives: []statement.Alternative{
		{Patterns: []statement.Pattern{{Subject: named("Adeyemi"), Predicate: "accompanied_by", Object: hole("x")}}},
		{Patterns: []statement.Pattern{{Subject: hole("x"), Predicate: "accompanied_by", Object: named("Adeyemi")}}},
		{Label: "same event", Patterns: []statement.Pattern{
			{Subject: hole("x"), Predicate: "attended", Object: hole("e")},
			{Subject: named("Adeyemi"), Predicate: "attended", Object: hole("e")},
		}},
	}}
	typed := which("met_with", "", "Holm")
	typed.Alternatives[0].Patterns[0].Subject.Types = []string{"Place"}
	three := statement.Query{Kind: statement.Which, Answer: "p", Alternatives: []statement.Alternative{{Patterns: []statement.Pattern{
		{Subject: hole("x"), Predicate: "met_with", Object: named("Holm")},
		{Subject: hole("x"), Predicate: "attended", Object: hole("e")},
		{Subject: hole("e"), Predicate: "hosted_at", Object: hole("p")},
	}}}}
	open1 := statement.Query{Kind: statement.Which, Answer: "x", Alternatives: []statement.Alternative{{Patterns: []statement.Pattern{
		{Subject: hole("x"), Predicate: "accompanied_by", Object: hole("y")},
	}}}}
	for name, test := range map[string]struct {
		query statement.Query
		want  string
	}{
		"subject":                {which("accompanied_by", "", "Ruth Adeyemi"), "Ida Holm 1"},
		"object":                 {which("accompanied_by", "Ida Holm", ""), "Ruth Adeyemi 1"},
		"symmetric":              {which("met_with", "", "Holm"), "Piet Vos 3"},
		"symmetric turned":       {which("met_with", "Vos", ""), "Ida Holm 3"},
		"surname without alias":  {which("met_with", "", "Said"), "instead planned Holm will meet Omar Said in May.; instead negated Vos did not meet Omar Said."},
		"alternatives":           {with, "Ida Holm 3; Piet Vos (same event) 2"},
		"three patterns":         {three, "Lund 5"},
		"no name at all":         {open1, "Ida Holm 1"},
		"type that none has":     {typed, ""},
		"whether, yes":           {which("met_with", "Piet Vos", "Ida Holm"), " 3"},
		"whether, planned":       {which("met_with", "Omar Said", "Holm"), "instead planned Holm will meet Omar Said in May."},
		"whether, nothing":       {which("met_with", "Adeyemi", "Vos"), ""},
		"topic in other words":   {which("spoke_about", "", "the old lock's closure"), "Piet Vos 1"},
		"event by its last word": {which("attended", "", "the talks"), "Ida Holm 1; Piet Vos 1; Ruth Adeyemi 1"},
		"event at a place":       {which("hosted_at", "", "Lund"), "harbour talks 1"},
		"relation that is none":  {which("sold_to", "", "Holm"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := s.Answer(ctx, test.query)
			if err != nil {
				t.Fatal(err)
			}
			if got := shown(r); got != test.want {
				t.Errorf("answer %q, want %q\n%s\n%v", got, test.want, r.Source, r.Vars)
			}
			if r.Source == "" || strings.Contains(r.Source, "urn:") {
				t.Errorf("the query is missing or has values in its text: %s", r.Source)
			}
			if answer, err := s.Query(ctx, r.Source, r.Vars, false); err != nil {
				t.Errorf("the query that ran does not run again: %v %s", err, answer)
			}
			for _, a := range r.Answers {
				for _, e := range a.Evidence {
					if e.Sentence == "" || e.From.URI == "" {
						t.Errorf("evidence without sentence or document: %+v", e)
					}
				}
			}
		})
	}
	r, err := s.Answer(ctx, which("met_with", "", "Holm"))
	if err != nil {
		t.Fatal(err)
	}
	if first := r.Answers[0].Evidence[0]; first.Confidence != 0.95 {
		t.Errorf("the surest sentence is not the first: %+v", first)
	}
	if r, err := s.Answer(ctx, statement.Query{Kind: statement.Which}); err != nil || len(r.Answers) > 0 {
		t.Errorf("a query without patterns: %v, %v", r, err)
	}
}

func testNames(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	p := newPage(t, "https://example.org/names", "Names and no more.")
	for xid, e := range map[string]statement.Entity{
		"1": {Type: "Person", Name: "Sergey Orlov"}, "2": {Type: "Person", Name: "Orlov"}, "3": {Type: "Person", Name: "Sergei Orlov"},
		"4": {Type: "Person", Name: "Anna Meyer", Aliases: []string{"Meyer"}}, "5": {Type: "Person", Name: "Bruno Meyer", Aliases: []string{"Meyer"}},
		"6": {Type: "Place", Name: "Port Vila"}, "7": {Type: "Person", Name: "Zoë Çelik"}, "8": {Type: "Organization", Name: "Harbour Board"},
		"9": {Type: "Event", Name: "autumn summit"}, "a": {Type: "Event", Name: "summit"}, "b": {Type: "Topic", Name: "isolation of Ruritania"},
		"c": {Type: "Topic", Name: "Orlov"}, "d": {Type: "Topic", Name: "price of bread"}, "e": {Type: "Place", Name: "Washington"},
		"f": {Type: "Person", Name: "Washington"}, "g": {Type: "Place", Name: "Ruritania"}, "h": {Type: "Organization", Name: "Lund Harbour Police"},
		"i": {Type: "Organization", Name: "Ruritania"},
	} {
		p.is(xid, e.Type, e.Name, e.Aliases...)
	}
	write(t, s, p)
	lookUp := func(name string, types ...string) string {
		q := which("met_with", "", name)
		q.Alternatives[0].Patterns[0].Object.Types = types
		r, err := s.Answer(ctx, q)
		var unknown *graph.UnknownNameError
		var ambiguous *graph.AmbiguousNameError
		var names []string
		switch {
		case errors.As(err, &unknown):
			for _, e := range unknown.Nearest {
				names = append(names, e.Name)
			}
			return "unknown: " + strings.Join(names, ", ")
		case errors.As(err, &ambiguous):
			for _, e := range ambiguous.Candidates {
				names = append(names, e.Name)
			}
			return "ambiguous: " + strings.Join(names, ", ")
		case err != nil:
			t.Fatal(err)
		}
		for _, xid := range r.Query.Alternatives[0].Patterns[0].Object.XIDs {
			names = append(names, strings.TrimPrefix(xid, "urn:attache:entity:"))
		}
		return strings.Join(names, " ")
	}
	for _, test := range []struct {
		name, types, want string
	}{
		{"Sergey Orlov", "Person", "1"},
		{"sergey orlov", "Person", "1"},
		{"Orlov", "Person", "2"},
		{"Orlov's", "Person", "2"},
		{"S. Orlov", "Person", "1 3"},
		{"Zoe Celik", "", "7"},
		{"Celik", "Person", "7"},
		{"Anna Meyer", "", "4"},
		{"Meyer", "Person", "ambiguous: Anna Meyer, Bruno Meyer"},
		{"the Harbour Board", "", "8"},
		{"Harbour", "", "unknown: Harbour Board, Lund Harbour Police"},
		{"Vila", "Place", "unknown: Port Vila"},
		{"Lund Harbour", "", "h"},
		{"Ruritania", "", "b g i"},
		{"the summit", "", "9 a"},
		{"autumn summit", "Event", "9"},
		{"autumn summits", "Event", "9"},
		{"Ruritania's isolation", "Topic", "b"},
		{"bread price", "", "d"},
		{"Washington", "", "ambiguous: Washington, Washington"},
		{"Washington", "Place", "e"},
		{"Port Vila", "Event", "6"},
		{"urn:attache:entity:5", "", "5"},
		{"Sergey Orlof", "", "unknown: Sergey Orlov, Sergei Orlov, Orlov, Orlov"},
		{"Bruno Mayer", "Person", "unknown: Bruno Meyer, Anna Meyer"},
		{"Ivan Orlov", "Person", "unknown: Orlov, Sergei Orlov, Sergey Orlov"},
		{"Xyzzy", "", "unknown: "},
		{"?!", "", "unknown: "},
	} {
		var types []string
		if test.types != "" {
			types = []string{test.types}
		}
		if got := lookUp(test.name, types...); got != test.want {
			t.Errorf("%q of type %q: %s, want %s", test.name, test.types, got, test.want)
		}
	}
	found, err := s.Named(ctx, []string{"meyer", "orlov", "nobody", ""})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for key, list := range found {
		for _, e := range list {
			got[key] += strings.TrimPrefix(e.XID, "urn:attache:entity:")
		}
	}
	if diff := cmp.Diff(map[string]string{"meyer": "45", "orlov": "2c"}, got); diff != "" {
		t.Error(diff)
	}
}

// awkward are names that something may trip over.
var awkward = []string{
	`She said "no"`, `back\slash`, "two\nlines", "tab\tin it", "\u202eright to left\u202c", "שלום עולם", "😀 grinning", "a\u0301ccent",
	`"} } mutation { set { <0x1> <name> "owned" . } }`, `") { uid } } { q(func: has(xid)) { expand(_all_) } } #`, "$v0", "{{.}}", "%s%d", `\u0022`,
	"' or 1=1 --", "<script>alert(1)</script>", "_:blank", "<urn:x>", "Zażółć gęślą jaźń", "\u0000nul", "bell\a", "_STAR_ALL", "*", "null", "  spaces  ",
}

func testAwkward(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	p := newPage(t, "https://example.org/awk?ward=\"'", strings.Join(awkward, " met someone. "))
	someone := p.is("someone", "Person", "Some One")
	for i, name := range awkward {
		p.is(fmt.Sprint("awkward", i), "Person", name)
	}
	for i, name := range awkward {
		st := statement.Statement{
			Subject: fmt.Sprint("urn:attache:entity:awkward", i), Predicate: "met_with", Object: someone, Status: statement.Actual,
			Document: p.x.Document.XID, Sentence: name, Rule: name, Time: name, Span: statement.Span{Start: i, End: i + 1},
			SubjectMention: statement.Mention{Text: name, Resolved: name}, Confidence: 0.1 + 0.7/3,
		}
		st.XID = statement.StatementXID(st)
		p.x.Statements = append(p.x.Statements, st)
	}
	write(t, s, p)
	if w := write(t, s, p); !w.Unchanged {
		t.Errorf("the second time wrote %+v", w)
	}
	list := records(t, s, graph.Filter{})
	var got []statement.Statement
	for _, r := range list {
		got = append(got, r.Statement)
	}
	if diff := cmp.Diff(p.x.Statements, got); diff != "" {
		t.Errorf("written and read differ:\n%s", diff)
	}
	for i, e := range awkward {
		r, err := s.Answer(ctx, which("met_with", "", e))
		if err != nil {
			var unknown *graph.UnknownNameError
			var ambiguous *graph.AmbiguousNameError
			if !errors.As(err, &unknown) && !errors.As(err, &ambiguous) {
				t.Errorf("%q: %v", e, err)
			}
			continue // a name without letters cannot be looked up
		}
		if !slices.Contains(r.Query.Alternatives[0].Patterns[0].Object.XIDs, fmt.Sprint("urn:attache:entity:awkward", i)) || len(r.Answers) != 1 {
			t.Errorf("%q finds %s", e, shown(r))
		}
	}
	if c := counts(t, s); c.Entities != len(awkward)+1 {
		t.Errorf("counts: %+v", c)
	}
	if got := fmt.Sprint(ask(t, s, `query q($n: string) { q(func: eq(name, $n)) { name } }`, map[string]string{"n": awkward[0]})); !strings.Contains(got, awkward[0]) {
		t.Errorf("asked for %q by its name: %s", awkward[0], got)
	}
}

func testLongName(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	long := strings.Repeat("Ołówek-", 1428) + "Ende"
	p := newPage(t, "https://example.org/long", long+" met Bo.")
	p.says("met", p.is("long", "Person", long), long, "met_with", p.is("bo", "Person", "Bo"), "Bo")
	write(t, s, p)
	if w := write(t, s, p); !w.Unchanged {
		t.Errorf("the second time wrote %+v", w)
	}
	r, err := s.Answer(ctx, which("met_with", "", long))
	if err != nil || shown(r) != "Bo 1" {
		t.Errorf("asked for a name of %d characters: %s, %v", len([]rune(long)), shown(r), err)
	}
	p.is("longer", "Person", strings.Repeat("x", 70_000))
	if _, err := s.Write(ctx, rdf.Quads(Ontology(t), p.x)); err == nil {
		t.Error("a name that no index can hold was taken")
	}
}

func testOntology(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	load := func(name, yaml string) *schema.Ontology {
		o, err := schema.Load(Ontology(t), schema.Source{Name: name, YAML: yaml})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	write(t, s, quay(t))
	more := load("more.yaml", "types:\n  Person: {}\n  Treaty: {}\nrelations:\n  signed: {subject: [Person], object: [Treaty]}\n")
	if err := s.Apply(ctx, more); err != nil {
		t.Fatal(err)
	}
	o, err := s.Ontology(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(more, o); diff != "" {
		t.Errorf("applied and read differ: %s", diff)
	}
	// What was taught can be stored at once, also beside a graph that lives.
	p := newPage(t, "https://example.org/treaty", "Ida Holm signed the Lund Accord.")
	p.says("signed", p.is("holm", "Person", "Ida Holm"), "Ida Holm", "signed", p.is("accord", "Treaty", "Lund Accord"), "Lund Accord")
	if _, err := s.Write(ctx, rdf.Quads(more, p.x)); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Answer(ctx, which("signed", "", "Lund Accord")); err != nil || shown(r) != "Ida Holm 1" {
		t.Errorf("asked by a taught relation: %s, %v", shown(r), err)
	}
	// The older ontology alone takes nothing away.
	if err := s.Apply(ctx, Ontology(t)); err != nil {
		t.Fatal(err)
	}
	if o, err = s.Ontology(ctx); err != nil || len(o.Sources) != 2 {
		t.Errorf("after applying a part: %d files, %v", len(o.Sources), err)
	}
	before := export(t, s, rdf.NQuads)
	other := func(name, yaml string) *schema.Ontology {
		o, err := schema.Load(nil, schema.Source{Name: name, YAML: yaml})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	for what, o := range map[string]*schema.Ontology{
		"a relation defined twice":        other("other.yaml", "types:\n  Person: {}\nrelations:\n  met_with: {subject: [Person], object: [Person]}\n"),
		"a relation with facts gone":      other("more.yaml", "types:\n  Person: {}\n  Treaty: {}\n"),
		"a relation no more symmetric":    other("town.yaml", strings.Replace(town, ", symmetric: true", "", 1)),
		"a relation that turns symmetric": other("more.yaml", "types:\n  Person: {}\n  Treaty: {}\nrelations:\n  signed: {subject: [Person], object: [Treaty], symmetric: true}\n"),
	} {
		err := s.Apply(ctx, o)
		if !errors.Is(err, graph.ErrConflict) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if now, err := s.Ontology(ctx); err != nil || cmp.Diff(more, now) != "" {
		t.Errorf("a refused ontology left something: %v", err)
	}
	if diff := cmp.Diff(before, export(t, s, rdf.NQuads)); diff != "" {
		t.Error(diff)
	}
	// A file may grow, and what has no facts may go.
	grown := "types:\n  Person: {}\n  Treaty: {}\n  Ship: {}\nrelations:\n  signed: {subject: [Person], object: [Treaty]}\n"
	for _, yaml := range []string{grown + "  named: {subject: [Person], object: [Ship]}\n", grown} {
		if err := s.Apply(ctx, other("more.yaml", yaml)); err != nil {
			t.Error(err)
		}
	}
	if err := s.Apply(ctx, &schema.Ontology{}); err == nil {
		t.Error("an ontology without files was taken")
	}
}

func testQuery(t *testing.T, open Open) {
	s := ready(t, open)
	write(t, s, quay(t))
	got := ask(t, s, `query q($name: string) { q(func: eq(name, $name)) { name accompanied_by { name } } }`, map[string]string{"name": "Ida Holm"})
	if want := `map[q:[map[accompanied_by:[map[name:Ruth Adeyemi]] name:Ida Holm]]]`; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if got := fmt.Sprint(ask(t, s, `{ q(func: allofterms(name, "holm")) { name } }`, nil)); got != `map[q:[map[name:Ida Holm]]]` {
		t.Errorf("by a word: %s", got)
	}
	if got := fmt.Sprint(ask(t, s, `{ q(func: eq(name, "Ida Holm")) { name nothing_of_the_kind } }`, nil)); got != `map[q:[map[name:Ida Holm]]]` {
		t.Errorf("a predicate that is not there: %s", got)
	}
}

func testWriting(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	write(t, s, quay(t))
	before := size(t, s)
	blocks := []string{
		`{ set { _:a <name> "Neu" . } }`,
		"# a remark\n{\n  # another\n  delete { <0x1> * * . } }",
		`upsert { query { q(func: eq(name, "Ida Holm")) { v as uid } } mutation { set { uid(v) <name> "Ida" . } } }`,
		`{set{_:a <name> "Neu" .}}`,
	}
	for _, block := range blocks {
		if answer, err := s.Query(ctx, block, nil, false); !errors.Is(err, graph.ErrReadOnly) {
			t.Errorf("%s\nran: %s, %v", block, answer, err)
		}
	}
	if now := size(t, s); now != before {
		t.Errorf("a query that was refused changed the graph from %s to %s", before, now)
	}
	answer, err := s.Query(ctx, `{ set { _:a <name> "Neu {set{" . } }`, nil, true)
	if err != nil || !strings.Contains(string(answer), `"a":"0x`) {
		t.Errorf("a mutation that was allowed: %s, %v", answer, err)
	}
	answer, err = s.Query(ctx, `upsert { query { q(func: eq(name, "Neu {set{")) { v as uid } } mutation @if(eq(len(v), 1)) { set { uid(v) <name> "Neuer" . } } }`, nil, true)
	if err != nil {
		t.Errorf("an upsert that was allowed: %s, %v", answer, err)
	}
	if got := fmt.Sprint(ask(t, s, `{ q(func: eq(name, "Neuer")) { name } }`, nil)); got != `map[q:[map[name:Neuer]]]` {
		t.Errorf("after the upsert: %s", got)
	}
}

func testBadQuery(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	for _, query := range []string{"", "   \n", "{", "}", "hello", "{ q(func: eq(name, $x)) { name } }", `{ q(func: nonsense(name)) { name } }`,
		`{ q(func: eq(document.text, "x")) { name } }`, "\xff\xfe", "upsert", "{ set", "mutation { set { } }"} {
		for _, write := range []bool{false, true} {
			answer, err := s.Query(ctx, query, nil, write)
			if err == nil {
				t.Errorf("%q answered: %s", query, answer)
			} else if strings.ContainsAny(err.Error(), "\n\r") || strings.Contains(err.Error(), "rpc error") {
				t.Errorf("%q: the error is no clear line: %q", query, err)
			}
		}
	}
	if _, err := s.Query(ctx, `query q($x: string) { q(func: eq(name, $x)) { name } }`, map[string]string{"y": "1"}, false); err == nil {
		t.Error("a variable that the query does not declare was taken")
	}
}

func testBadWrite(t *testing.T, open Open) {
	s, ctx, o := ready(t, open), context.Background(), Ontology(t)
	for name, spoil := range map[string]func(*statement.Extraction){
		"a relation that the ontology lacks": func(x *statement.Extraction) { x.Statements[0].Predicate = "sold_to" },
		"an entity that is not described":    func(x *statement.Extraction) { x.Entities = x.Entities[1:] },
		"an IRI with a blank":                func(x *statement.Extraction) { x.Entities[0].XID = "urn:a b" },
		"a status that is none":              func(x *statement.Extraction) { x.Statements[0].Status = "perhaps" },
		"text that is not UTF-8":             func(x *statement.Extraction) { x.Document.Text = "\xff" },
		"another document's statement":       func(x *statement.Extraction) { x.Statements[0].Document = "urn:attache:document:1" },
		"no document":                        func(x *statement.Extraction) { x.Document = statement.Document{} },
	} {
		x := quay(t).x
		spoil(&x)
		if w, err := s.Write(ctx, rdf.Quads(o, x)); err == nil {
			t.Errorf("%s was written: %+v", name, w)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error has several lines: %v", name, err)
		}
	}
	if c := counts(t, s); c != (graph.Counts{}) {
		t.Errorf("something of the refused documents is there: %+v", c)
	}
}

func testBigAnswer(t *testing.T, open Open) {
	s, ctx := ready(t, open), context.Background()
	text := strings.Repeat("Ida Holm met Piet Vos. ", 300_000) // 6.9 MB
	p := newPage(t, "https://example.org/big", text)
	p.says("met", p.is("holm", "Person", "Ida Holm"), "Ida Holm", "met_with", p.is("vos", "Person", "Piet Vos"), "Piet Vos")
	write(t, s, p)
	d, err := s.Document(ctx, p.x.Document.XID)
	if err != nil || d.Text != text {
		t.Errorf("a text of %d bytes came back with %d, %v", len(text), len(d.Text), err)
	}
	if answer, err := s.Query(ctx, `{ q(func: has(document.text)) { document.text } }`, nil, false); err != nil || len(answer) < len(text) {
		t.Errorf("an answer of %d bytes, %v", len(answer), err)
	}
}

func testCancelled(t *testing.T, open Open) {
	s := ready(t, open)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Write(ctx, rdf.Quads(Ontology(t), quay(t).x)); !errors.Is(err, context.Canceled) {
		t.Errorf("a write that was called off: %v", err)
	}
	if c := counts(t, s); c != (graph.Counts{}) {
		t.Errorf("a write that was called off left %+v", c)
	}
}

// note is the nth of many pages about the same few people.
func note(t testing.TB, n int) *page {
	names := []string{"Ida Holm", "Piet Vos", "Ruth Adeyemi", "Omar Said"}
	a, b := n%4, (n+1+n/4%3)%4
	p := newPage(t, fmt.Sprintf("https://example.org/notes/%d", n), fmt.Sprintf("%s met %s for the %dth time.", names[a], names[b], n))
	person := func(i int) string { return p.is(fmt.Sprint("person", i), "Person", names[i]) }
	return p.says("met", person(a), names[a], "met_with", person(b), names[b], at(fmt.Sprintf("2024-01-%02d", n%28+1)), sure(float64(n%10)/10))
}

func testManyWriters(t *testing.T, open Open) {
	const pages, writers = 24, 4
	s, o := ready(t, open), Ontology(t)
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for n := range pages { // each begins elsewhere, and each writes all
				if _, err := s.Write(context.Background(), rdf.Quads(o, note(t, (n+w*pages/writers)%pages).x)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if c := counts(t, s); c.Documents != pages || c.Entities != 4 || c.Statements != pages {
		t.Errorf("counts: %+v", c)
	}
	// The facts are those of the statements.
	want := map[string]int{}
	for n := range pages {
		st := note(t, n).x.Statements[0]
		want[min(st.Subject, st.Object)+" "+max(st.Subject, st.Object)]++
	}
	got := map[string]int{}
	for f, err := range s.Facts(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		got[f.Subject.XID+" "+f.Object.XID] = f.Count
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facts: %s", diff)
	}
}

// More entities than one query asks for, and than one range of xids holds.
func testManyEntities(t *testing.T, open Open) {
	s := ready(t, open)
	p := newPage(t, "https://example.org/many", "Many were there.")
	for i := range 1300 {
		xid := strings.TrimPrefix(statement.EntityXID(p.x.Document.XID, statement.Span{Start: i}, "Person"), statement.Base+"entity:")
		p.is(xid, "Person", fmt.Sprint("Person ", i))
	}
	p.is("zzz-not-minted", "Person", "Last One")
	p.is("!first", "Person", "First One")
	write(t, s, p)
	list := entities(t, s)
	if len(list) != 1302 || !slices.IsSortedFunc(list, func(a, b statement.Entity) int { return strings.Compare(a.XID, b.XID) }) {
		t.Errorf("%d entities, not all or not in order", len(list))
	}
	if w := write(t, s, p); !w.Unchanged {
		t.Errorf("the second time wrote %+v", w)
	}
}
