package dgraph

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"attache/graph"
	"attache/schema"
	"attache/schema/statement"
)

// Named returns the entities whose name or alias folds to each key.
func (s *Store) Named(ctx context.Context, keys []string) (map[string][]statement.Entity, error) {
	found := map[string][]statement.Entity{}
	wanted := map[string]bool{}
	for _, k := range keys {
		wanted[k] = true
	}
	delete(wanted, "")
	asked := slices.Compact(slices.Sorted(slices.Values(keys)))
	for some := range slices.Chunk(asked, lookupBatch) {
		var answer struct{ Entities []entityNode }
		var r request
		r.add(`entities(func: eq(name_key, %s)) @filter(%s) { %s }`, r.list(some), r.visible(), entityFields)
		if err := s.read(ctx, &r, &answer); err != nil {
			return nil, err
		}
		slices.SortFunc(answer.Entities, func(a, b entityNode) int { return strings.Compare(a.XID, b.XID) })
		for _, n := range answer.Entities {
			e := n.entity()
			var had []string
			for _, name := range append([]string{e.Name}, e.Aliases...) {
				key := statement.FoldName(name)
				if slices.Contains(some, key) && wanted[key] && !slices.Contains(had, key) {
					had = append(had, key)
					found[key] = append(found[key], e)
				}
			}
		}
	}
	return found, nil
}

// The nodes of a kind are read in ranges of their xids, since Dgraph pages by
// its own numbers only. All minted xids of a kind have one stem and 32
// hexadecimal digits after it, evenly spread.
const rangeSize = 500 // how many nodes a range should have

// ranges cuts the xids of a kind into ranges of about rangeSize nodes. Each
// ends where the next begins.
func ranges(stem string, count int) []string {
	digits := 0
	for n := rangeSize; n < count && digits < 6; n *= 16 {
		digits++
	}
	edges := []string{""}
	for i := 1; i < 1<<(4*digits); i++ {
		edges = append(edges, fmt.Sprintf("%s%0*x", stem, digits, i))
	}
	return append(edges, "\U0010FFFF")
}

// scan asks for all nodes of a type, range by range, and hands over each range sorted by xid.
func scan[T any](ctx context.Context, s *Store, typ, stem, fields string, xid func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		count, err := s.countType(ctx, typ)
		if err != nil {
			yield(none, err)
			return
		}
		edges := ranges(stem, count)
		for i := range edges[:len(edges)-1] {
			var answer struct{ Nodes []T }
			var r request
			r.add(`nodes(func: between(xid, %s, %s)) @filter(type(%s) AND %s) { %s }`, r.value(edges[i]), r.value(edges[i+1]), typ, r.visible(), fields)
			if err := s.read(ctx, &r, &answer); err != nil {
				yield(none, err)
				return
			}
			slices.SortFunc(answer.Nodes, func(a, b T) int { return strings.Compare(xid(a), xid(b)) })
			for _, n := range answer.Nodes {
				if xid(n) == edges[i+1] {
					continue // between includes both ends; it is the next range's
				}
				if !yield(n, nil) {
					return
				}
			}
		}
	}
}

func (s *Store) countType(ctx context.Context, typ string) (int, error) {
	var answer struct{ N []struct{ Count int } }
	var r request
	r.add(`n(func: type(%s)) @filter(%s) { count(uid) }`, typ, r.visible())
	if err := s.read(ctx, &r, &answer); err != nil || len(answer.N) == 0 {
		return 0, err
	}
	return answer.N[0].Count, nil
}

// Entities yields the entities, ordered by xid.
func (s *Store) Entities(ctx context.Context) iter.Seq2[statement.Entity, error] {
	return func(yield func(statement.Entity, error) bool) {
		if err := s.finish(ctx); err != nil {
			yield(statement.Entity{}, err)
			return
		}
		for n, err := range scan(ctx, s, entityType, statement.Base+"entity:", entityFields, func(n entityNode) string { return n.XID }) {
			if !yield(n.entity(), err) || err != nil {
				return
			}
		}
	}
}

// Documents yields the documents without their text, ordered by xid.
func (s *Store) Documents(ctx context.Context) iter.Seq2[statement.Document, error] {
	return func(yield func(statement.Document, error) bool) {
		for n, err := range s.documents(ctx) {
			if !yield(n.document(), err) || err != nil {
				return
			}
		}
	}
}

func (s *Store) documents(ctx context.Context) iter.Seq2[documentNode, error] {
	return scan(ctx, s, "Document", statement.Base+"document:", documentFields, func(n documentNode) string { return n.XID })
}

// Document returns one document with its text.
func (s *Store) Document(ctx context.Context, xid string) (statement.Document, error) {
	var answer struct{ Documents []documentNode }
	var r request
	r.add(`documents(func: eq(xid, %s)) @filter(type(Document) AND %s) { %s document.text }`, r.value(xid), r.visible(), documentFields)
	if err := s.read(ctx, &r, &answer); err != nil {
		return statement.Document{}, err
	}
	if len(answer.Documents) == 0 {
		return statement.Document{}, fmt.Errorf("%w: no document %s", graph.ErrNotFound, xid)
	}
	return answer.Documents[0].document(), nil
}

// Counts returns the totals.
func (s *Store) Counts(ctx context.Context) (graph.Counts, error) {
	var counts graph.Counts
	err := s.finish(ctx)
	if err != nil {
		return counts, err
	}
	for typ, n := range map[string]*int{"Document": &counts.Documents, entityType: &counts.Entities, "Statement": &counts.Statements} {
		if *n, err = s.countType(ctx, typ); err != nil {
			return counts, err
		}
	}
	o, err := s.Ontology(ctx)
	if err != nil {
		return counts, err
	}
	// Dgraph sums up the lengths of the edges' lists.
	for _, relation := range o.Relations {
		var answer struct {
			N []struct{ Sum int }
		}
		var r request
		r.add(`var(func: has(<%s>)) { c as count(<%s>) }`, relation.Name, relation.Name)
		r.add(`n() { sum: sum(val(c)) }`)
		if err := s.read(ctx, &r, &answer); err != nil {
			return counts, err
		}
		sum := 0
		for _, n := range answer.N {
			sum += n.Sum
		}
		if relation.Symmetric {
			sum = (sum + 1) / 2 // one edge each way
		}
		counts.Facts += sum
	}
	return counts, nil
}

// Facts yields what happened, each fact once.
func (s *Store) Facts(ctx context.Context) iter.Seq2[statement.Fact, error] {
	return func(yield func(statement.Fact, error) bool) {
		err := s.finish(ctx)
		if err != nil {
			yield(statement.Fact{}, err)
			return
		}
		o, err := s.Ontology(ctx)
		if err != nil {
			yield(statement.Fact{}, err)
			return
		}
		relations := slices.Clone(o.Relations)
		slices.SortFunc(relations, func(a, b schema.Relation) int { return strings.Compare(a.Name, b.Name) })
		var fields strings.Builder
		fields.WriteString(entityFields)
		for _, r := range relations {
			fmt.Fprintf(&fields, " <%s> @facets { %s }", r.Name, entityFields)
		}
		nodes := scan(ctx, s, entityType, statement.Base+"entity:", fields.String(), func(n map[string]any) string { xid, _ := n["xid"].(string); return xid })
		for n, err := range nodes {
			if err != nil {
				yield(statement.Fact{}, err)
				return
			}
			subject := entityOf(n)
			for _, r := range relations {
				var facts []statement.Fact
				for _, edge := range list(n[r.Name]) {
					object := entityOf(edge)
					if r.Symmetric && object.XID < subject.XID {
						continue
					}
					f := facets(r.Name, edge)
					facts = append(facts, statement.Fact{
						Subject: subject, Predicate: r.Name, Object: object,
						Count: f.count, Confidence: f.confidence, First: f.first, Last: f.last,
					})
				}
				slices.SortFunc(facts, func(a, b statement.Fact) int { return strings.Compare(a.Object.XID, b.Object.XID) })
				for _, f := range facts {
					if !yield(f, nil) {
						return
					}
				}
			}
		}
	}
}

// entityOf reads an entity of a JSON object.
func entityOf(n map[string]any) statement.Entity {
	var e entityNode
	e.XID, _ = n["xid"].(string)
	e.Name, _ = n["name"].(string)
	texts := func(v any) (list []string) {
		values, _ := v.([]any)
		for _, v := range values {
			if s, ok := v.(string); ok {
				list = append(list, s)
			}
		}
		return list
	}
	e.Aliases, e.Types = texts(n["alias"]), texts(n["dgraph.type"])
	return e.entity()
}

// Records yields the statements that pass, ordered by document and place in
// its text. It holds those of one document at a time.
func (s *Store) Records(ctx context.Context, f graph.Filter) iter.Seq2[statement.Record, error] {
	return func(yield func(statement.Record, error) bool) {
		if f.Entity == "" && f.Statement == "" && f.Document == "" {
			for d, err := range s.documents(ctx) {
				if err != nil {
					yield(statement.Record{}, err)
					return
				}
				if !s.recordsOf(ctx, f, d.UID, yield) {
					return
				}
			}
			return
		}
		documents, err := s.documentsOf(ctx, f)
		if err != nil {
			yield(statement.Record{}, err)
			return
		}
		for _, d := range documents {
			if !s.recordsOf(ctx, f, d.UID, yield) {
				return
			}
		}
	}
}

// documentsOf finds the documents in which statements that pass may stand.
func (s *Store) documentsOf(ctx context.Context, f graph.Filter) ([]documentNode, error) {
	var answer struct{ Documents []documentNode }
	var r request
	switch {
	case f.Statement != "":
		r.add(`var(func: eq(xid, %s)) { d as statement.document }`, r.value(f.Statement))
		r.add(`documents(func: uid(d)) { uid xid }`)
	case f.Document != "":
		r.add(`documents(func: eq(xid, %s)) @filter(type(Document) AND %s) { uid xid }`, r.value(f.Document), r.visible())
	default:
		r.add(`var(func: eq(xid, %s)) { ~statement.subject { d as statement.document } ~statement.object { e as statement.document } }`, r.value(f.Entity))
		r.add(`documents(func: uid(d, e)) { uid xid }`)
	}
	err := s.read(ctx, &r, &answer)
	slices.SortFunc(answer.Documents, func(a, b documentNode) int { return strings.Compare(a.XID, b.XID) })
	return answer.Documents, err
}

// How many statements of a document one answer has: with all they say, or only
// with where they stand.
const (
	recordBatch = 1000
	placeBatch  = 20_000
)

// recordFields are those of a statement whose document is known.
var recordFields = strings.Replace(statementFields, "statement.document { "+documentFields+" }", "", 1)

// passing writes a filter of statements in DQL.
func (r *request) passing(f graph.Filter) string {
	filters := []string{r.visible()}
	if f.Statement != "" {
		filters = append(filters, "eq(xid, "+r.value(f.Statement)+")")
	}
	if f.Relation != "" {
		filters = append(filters, "eq(statement.predicate, "+r.value(f.Relation)+")")
	}
	if len(f.Statuses) > 0 {
		var names []string
		for _, status := range f.Statuses {
			names = append(names, string(status))
		}
		filters = append(filters, "eq(statement.status, "+r.list(names)+")")
	}
	if f.Entity != "" {
		r.add(`var(func: eq(xid, %s)) { S as ~statement.subject O as ~statement.object }`, r.value(f.Entity))
		filters = append(filters, "uid(S, O)")
	}
	return strings.Join(filters, " AND ")
}

// recordsOf yields the statements of one document that pass and reports whether to go on.
func (s *Store) recordsOf(ctx context.Context, f graph.Filter, document string, yield func(statement.Record, error) bool) bool {
	d, few, err := statementsOf[statementNode](ctx, s, f, document, recordBatch+1, firstUID, recordFields)
	if err == nil && len(few) <= recordBatch {
		return yieldRecords(d, few, yield)
	}
	// Of a long one, first where its statements stand, then what they say, in that order.
	var places []place
	for after := firstUID; err == nil && after != ""; {
		var some []place
		_, some, err = statementsOf[place](ctx, s, f, document, placeBatch, after, placeFields)
		places = append(places, some...)
		after = ""
		if len(some) == placeBatch {
			after = some[len(some)-1].UID
		}
	}
	if err != nil {
		yield(statement.Record{}, err)
		return false
	}
	slices.SortFunc(places, func(a, b place) int { return inText(a.record(), b.record()) })
	for some := range slices.Chunk(places, recordBatch) {
		uids := make([]string, len(some))
		for i, p := range some {
			uids[i] = p.UID
		}
		var answer struct{ Statements []statementNode }
		var r request
		r.add(`statements(func: uid(%s)) @filter(%s) { %s }`, strings.Join(uids, ", "), r.visible(), recordFields)
		if err := s.read(ctx, &r, &answer); err != nil {
			yield(statement.Record{}, err)
			return false
		}
		if !yieldRecords(d, answer.Statements, yield) {
			return false
		}
	}
	return true
}

// place is where a statement stands: what inText compares.
type place struct {
	UID       string `json:"uid"`
	XID       string `json:"xid"`
	Predicate string `json:"statement.predicate"`
	Start     int    `json:"statement.start"`
	Trigger   int    `json:"statement.trigger_start"`
	Subject   int    `json:"statement.subject_start"`
	Object    int    `json:"statement.object_start"`
}

const placeFields = `uid xid statement.predicate statement.start statement.trigger_start statement.subject_start statement.object_start`

func (p place) record() (r statement.Record) {
	r.XID, r.Predicate, r.Span.Start, r.Trigger.Start = p.XID, p.Predicate, p.Start, p.Trigger
	r.SubjectMention.Start, r.ObjectMention.Start = p.Subject, p.Object
	return r
}

// statementsOf reads statements of a document that pass, in the order of their UIDs.
func statementsOf[T any](ctx context.Context, s *Store, f graph.Filter, document string, limit int, after, fields string) (documentNode, []T, error) {
	var answer struct {
		Documents []struct {
			documentNode
			Statements []T `json:"~statement.document"`
		}
	}
	var r request
	where := r.passing(f)
	r.add(`documents(func: uid(%s)) { %s ~statement.document (first: %d, after: %s) @filter(%s) { %s } }`, document, documentFields, limit, after, where, fields)
	if err := s.read(ctx, &r, &answer); err != nil || len(answer.Documents) == 0 {
		return documentNode{}, nil, err
	}
	return answer.Documents[0].documentNode, answer.Documents[0].Statements, nil
}

func yieldRecords(d documentNode, nodes []statementNode, yield func(statement.Record, error) bool) bool {
	records := make([]statement.Record, len(nodes))
	for i, n := range nodes {
		n.Document = d
		records[i] = n.record()
	}
	slices.SortFunc(records, inText)
	for _, record := range records {
		if !yield(record, nil) {
			return false
		}
	}
	return true
}

// inText orders records by document and place in its text.
func inText(a, b statement.Record) int {
	return cmp.Or(
		strings.Compare(a.Document, b.Document),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Trigger.Start, b.Trigger.Start),
		cmp.Compare(a.SubjectMention.Start, b.SubjectMention.Start),
		cmp.Compare(a.ObjectMention.Start, b.ObjectMention.Start),
		strings.Compare(a.Predicate, b.Predicate),
		strings.Compare(a.XID, b.XID),
	)
}
