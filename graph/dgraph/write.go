package dgraph

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/graph"
	"attache/graph/rdf"
	"attache/schema"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
)

// maxIndexed is how many bytes a value with an index may have: Dgraph's
// storage takes keys below 64 KiB, and the predicate's name is part of them.
const maxIndexed = 60_000

// lookupBatch is how many values one query asks for.
const lookupBatch = 1000

// Write stores one document, whole or not at all. What the graph held of the
// document and its quads no longer say goes; the same quads again change nothing.
func (s *Store) Write(ctx context.Context, document []quad.Quad) (graph.Written, error) {
	for _, q := range document {
		if err := rdf.Check(q); err != nil {
			return graph.Written{}, err
		}
	}
	o, err := s.remembered(ctx)
	if err != nil {
		return graph.Written{}, err
	}
	if o == nil {
		builtin, err := schema.Builtin()
		if err != nil {
			return graph.Written{}, err
		}
		if err := s.Apply(ctx, builtin); err != nil {
			return graph.Written{}, err
		}
		o = builtin
	}
	x, err := rdf.Extraction(o, document)
	if err != nil {
		return graph.Written{}, err
	}
	if err := checkExtraction(o, x); err != nil {
		return graph.Written{}, err
	}
	if err := s.prepare(ctx); err != nil {
		return graph.Written{}, err
	}
	ingested := time.Now().UTC().Format(time.RFC3339)
	var written graph.Written
	err = s.retry(ctx, func() (err error) {
		txn := s.client.NewTxn()
		defer txn.Discard(ctx)
		written, err = s.writeIn(ctx, txn, o, x, ingested)
		return err
	})
	return written, err
}

func checkExtraction(o *schema.Ontology, x statement.Extraction) error {
	known := map[string]bool{}
	for _, e := range x.Entities {
		known[e.XID] = true
		if e.Type == "" {
			return fmt.Errorf("the entity <%s> has no type", e.XID)
		}
		for _, name := range append([]string{e.XID, e.Name}, e.Aliases...) {
			if len(name) > maxIndexed {
				return fmt.Errorf("the entity <%s> has a name of %d bytes; at most %d can be kept", e.XID[:min(len(e.XID), 100)], len(name), maxIndexed)
			}
		}
	}
	for _, st := range x.Statements {
		if _, ok := o.Relation(st.Predicate); !ok {
			return fmt.Errorf("the statement <%s> has the relation %q, which the graph's ontology lacks; apply the ontology first", st.XID, st.Predicate)
		}
		if st.Document != x.Document.XID {
			return fmt.Errorf("the statement <%s> belongs to another document than <%s>", st.XID, x.Document.XID)
		}
		for _, xid := range []string{st.Subject, st.Object, st.Quoted, st.Event, st.Place} {
			if xid != "" && !known[xid] {
				return fmt.Errorf("the statement <%s> names the entity <%s>, which the quads do not describe", st.XID, xid)
			}
		}
	}
	return nil
}

// writer is one transaction that stores one document.
type writer struct {
	store *Store
	txn   *dgo.Txn
	o     *schema.Ontology
	x     statement.Extraction

	document  *documentNode              // the same text, where the graph has it
	rivals    []documentNode             // other texts at the document's URI
	held      map[string]statementNode   // statements of the document in the graph, by xid
	leaving   []statementNode            // statements of texts that lose their last URI
	entities  map[string]entityNode      // in the graph, by xid
	keys      map[string]map[string]bool // what name_key and name_word hold, by uid and value
	change    mutation
	written   graph.Written
	blanks    map[string]string // blank nodes of what is new, by xid
	supported map[fact]*support
}

// fact is a subject, predicate and object by their xids. Of a symmetric
// relation the lesser xid is the subject.
type fact struct{ subject, predicate, object string }

// support is what statements say for a fact.
type support struct {
	count       int
	confidence  float64
	first, last string
	recount     bool            // a statement was taken away: look at all that are left
	gone        map[string]bool // uids of the statements that no longer count
}

func (s *support) add(confidence float64, time string) {
	s.count++
	s.confidence = max(s.confidence, confidence)
	if time != "" {
		if s.first == "" || time < s.first {
			s.first = time
		}
		s.last = max(s.last, time)
	}
}

func (s *Store) writeIn(ctx context.Context, txn *dgo.Txn, o *schema.Ontology, x statement.Extraction, ingested string) (graph.Written, error) {
	w := &writer{
		store: s, txn: txn, o: o, x: x,
		held: map[string]statementNode{}, entities: map[string]entityNode{}, keys: map[string]map[string]bool{},
		blanks: map[string]string{}, supported: map[fact]*support{},
	}
	if err := w.look(ctx); err != nil {
		return graph.Written{}, err
	}
	w.changeDocument(ingested)
	w.changeEntities()
	w.changeStatements()
	if err := w.changeEdges(ctx); err != nil {
		return graph.Written{}, err
	}
	if w.change.empty() {
		w.written.Unchanged = true
		return w.written, nil
	}
	_, err := txn.Do(ctx, &api.Request{Mutations: []*api.Mutation{w.change.message()}, CommitNow: true})
	return w.written, err
}

// look reads what the graph holds of the document, of others at its URI, and of its entities.
func (w *writer) look(ctx context.Context) error {
	var answer struct{ Document, Rivals []readDocument }
	fields := documentFields + ` ~statement.document { ` + statementScalars + `
    statement.subject { uid xid } statement.object { uid xid }
    statement.quoted { uid xid } statement.event { uid xid } statement.place { uid xid } }`
	var r request
	xid := r.value(w.x.Document.XID)
	r.add(`document(func: eq(xid, %s)) { %s }`, xid, fields)
	if w.x.Document.URI != "" {
		r.add(`rivals(func: eq(document.uri, %s)) @filter(NOT eq(xid, %s)) { %s }`, r.value(w.x.Document.URI), xid, fields)
	}
	if err := w.store.run(ctx, w.txn, &r, &answer); err != nil {
		return err
	}
	for _, d := range answer.Document {
		w.document = &d.documentNode
		for _, n := range d.Statements {
			n.Document.XID = w.x.Document.XID
			w.held[n.XID] = n
		}
	}
	slices.SortFunc(answer.Rivals, func(a, b readDocument) int { return strings.Compare(a.XID, b.XID) })
	for _, d := range answer.Rivals {
		w.rivals = append(w.rivals, d.documentNode)
		if len(d.URIs) == 1 {
			slices.SortFunc(d.Statements, func(a, b statementNode) int { return strings.Compare(a.XID, b.XID) })
			w.leaving = append(w.leaving, d.Statements...)
		}
	}
	for some := range slices.Chunk(w.x.Entities, lookupBatch) {
		var answer struct {
			Entities []struct {
				entityNode
				Keys  []string `json:"name_key"`
				Words []string `json:"name_word"`
			}
		}
		xids := make([]string, len(some))
		for i, e := range some {
			xids[i] = e.XID
		}
		var r request
		r.add(`entities(func: eq(xid, %s)) { %s name_key name_word }`, r.list(xids), entityFields)
		if err := w.store.run(ctx, w.txn, &r, &answer); err != nil {
			return err
		}
		for _, n := range answer.Entities {
			w.entities[n.XID] = n.entityNode
			has := map[string]bool{}
			for _, k := range n.Keys {
				has["name_key "+k] = true
			}
			for _, word := range n.Words {
				has["name_word "+word] = true
			}
			w.keys[n.UID] = has
		}
	}
	return nil
}

// blank gives the node of something new.
func (w *writer) blank(xid string) string {
	if _, ok := w.blanks[xid]; !ok {
		w.blanks[xid] = "_:n" + strconv.Itoa(len(w.blanks))
	}
	return w.blanks[xid]
}

func (w *writer) entityNode(xid string) string {
	if n, ok := w.entities[xid]; ok {
		return n.UID
	}
	return w.blank(xid)
}

func (w *writer) documentNode() string {
	if w.document != nil {
		return w.document.UID
	}
	return w.blank(w.x.Document.XID)
}

func (w *writer) changeDocument(ingested string) {
	d, node := w.x.Document, w.documentNode()
	old := documentNode{}
	if w.document != nil {
		old = *w.document
	} else {
		w.change.str(node, "dgraph.type", "Document")
		w.change.str(node, "xid", d.XID)
		w.change.str(node, "document.text", d.Text)
		w.change.str(node, "document.ingested", cmp.Or(d.Ingested, ingested))
	}
	w.setString(node, "document.id", old.ID, d.ID)
	w.setString(node, "document.title", old.Title, d.Title)
	w.setString(node, "document.published", old.Published, d.Published)
	for _, uri := range append([]string{d.URI}, d.OtherURIs...) {
		if uri != "" && !slices.Contains(old.URIs, uri) {
			w.change.str(node, "document.uri", uri)
			old.URIs = append(old.URIs, uri)
		}
	}
	for _, rival := range w.rivals {
		w.change.deleteString(rival.UID, "document.uri", d.URI)
	}
}

// setString makes a value what it should be.
func (w *writer) setString(node, predicate, old, now string) {
	switch {
	case old == now:
	case now == "":
		w.change.deleteAll(node, predicate)
	default:
		w.change.str(node, predicate, now)
	}
}

func (w *writer) changeEntities() {
	for _, e := range w.x.Entities {
		node := w.entityNode(e.XID)
		old, ok := w.entities[e.XID]
		has := w.keys[old.UID]
		if !ok {
			w.written.Entities++
			w.change.str(node, "dgraph.type", entityType)
			w.change.str(node, "dgraph.type", e.Type)
			w.change.str(node, "xid", e.XID)
			w.setString(node, "name", "", e.Name)
			old.Name, has = e.Name, map[string]bool{}
		}
		names := []string{e.Name}
		for _, alias := range append([]string{e.Name}, e.Aliases...) {
			if alias == "" || alias == old.Name || slices.Contains(old.Aliases, alias) {
				continue
			}
			w.change.str(node, "alias", alias)
			old.Aliases = append(old.Aliases, alias)
			names = append(names, alias)
		}
		keep := func(predicate, value string) {
			if key := predicate + " " + value; value != "" && !has[key] {
				has[key] = true
				w.change.str(node, predicate, value)
			}
		}
		for _, name := range names {
			key := statement.FoldName(name)
			if len(key) > maxIndexed {
				key = key[:maxIndexed]
			}
			keep("name_key", key)
			for _, word := range contentWords(key) {
				keep("name_word", word)
			}
		}
	}
}

func (w *writer) changeStatements() {
	stated := map[string]bool{}
	for _, st := range w.x.Statements {
		if stated[st.XID] {
			continue
		}
		stated[st.XID] = true
		old, ok := w.held[st.XID]
		if ok && old.statement() == st {
			continue
		}
		if ok {
			w.take(old)
		} else {
			w.written.Statements++
		}
		w.writeStatement(st, old)
		if st.Status == statement.Actual {
			w.fact(st.Subject, st.Predicate, st.Object).add(st.Confidence, st.Time)
		}
	}
	for _, xid := range slices.Sorted(maps.Keys(w.held)) {
		if !stated[xid] {
			w.take(w.held[xid])
			w.change.deleteNode(w.held[xid].UID)
		}
	}
	for _, n := range w.leaving {
		w.take(n)
		w.change.deleteNode(n.UID)
	}
}

// take removes a statement from what supports its fact.
func (w *writer) take(n statementNode) {
	if statement.Status(n.Status) != statement.Actual {
		return
	}
	for _, e := range []entityNode{n.Subject, n.Object} {
		if _, ok := w.entities[e.XID]; !ok {
			w.entities[e.XID] = e
		}
	}
	f := w.fact(n.Subject.XID, n.Predicate, n.Object.XID)
	f.recount = true
	if f.gone == nil {
		f.gone = map[string]bool{}
	}
	f.gone[n.UID] = true
}

func (w *writer) symmetric(predicate string) bool {
	r, _ := w.o.Relation(predicate)
	return r.Symmetric
}

func (w *writer) fact(subject, predicate, object string) *support {
	if w.symmetric(predicate) && object < subject {
		subject, object = object, subject
	}
	f := fact{subject, predicate, object}
	if w.supported[f] == nil {
		w.supported[f] = &support{}
	}
	return w.supported[f]
}

func (w *writer) writeStatement(st statement.Statement, old statementNode) {
	node := old.UID
	fresh := node == ""
	if fresh {
		node = w.blank(st.XID)
		w.change.str(node, "dgraph.type", "Statement")
		w.change.str(node, "xid", st.XID)
		w.change.edge(node, "statement.document", w.documentNode())
	}
	str := func(predicate, was, now string) { w.setString(node, predicate, was, now) }
	num := func(predicate string, was, now int) {
		if fresh || was != now {
			w.change.int(node, predicate, now)
		}
	}
	edge := func(predicate string, was entityNode, now string) {
		switch {
		case was.XID == now:
		case now == "":
			w.change.deleteEdge(node, predicate, was.UID)
		default:
			w.change.edge(node, predicate, w.entityNode(now))
		}
	}
	edge("statement.subject", old.Subject, st.Subject)
	edge("statement.object", old.Object, st.Object)
	edge("statement.quoted", old.Quoted, st.Quoted)
	edge("statement.event", old.Event, st.Event)
	edge("statement.place", old.Place, st.Place)
	str("statement.predicate", old.Predicate, st.Predicate)
	str("statement.status", old.Status, string(st.Status))
	if fresh || old.Confidence != st.Confidence {
		w.change.float(node, "statement.confidence", st.Confidence)
	}
	str("statement.sentence", old.Sentence, st.Sentence)
	num("statement.start", old.Start, st.Span.Start)
	num("statement.end", old.End, st.Span.End)
	num("statement.trigger_start", old.TriggerStart, st.Trigger.Start)
	num("statement.trigger_end", old.TriggerEnd, st.Trigger.End)
	if text := w.x.Document.Text; fresh && st.Trigger.Start >= 0 && st.Trigger.Start < st.Trigger.End && st.Trigger.End <= len(text) {
		str("statement.trigger", "", strings.ToValidUTF8(text[st.Trigger.Start:st.Trigger.End], ""))
	}
	str("statement.rule", old.Rule, st.Rule)
	str("statement.time", old.Time, st.Time)
	str("statement.subject_mention", old.SubjectMention, st.SubjectMention.Text)
	num("statement.subject_start", old.SubjectStart, st.SubjectMention.Start)
	num("statement.subject_end", old.SubjectEnd, st.SubjectMention.End)
	str("statement.subject_resolved", old.SubjectResolved, st.SubjectMention.Resolved)
	str("statement.object_mention", old.ObjectMention, st.ObjectMention.Text)
	num("statement.object_start", old.ObjectStart, st.ObjectMention.Start)
	num("statement.object_end", old.ObjectEnd, st.ObjectMention.End)
	str("statement.object_resolved", old.ObjectResolved, st.ObjectMention.Resolved)
}

// changeEdges brings the edges of all facts that gained or lost a statement
// into agreement with the statements that are left.
func (w *writer) changeEdges(ctx context.Context) error {
	facts := slices.SortedFunc(maps.Keys(w.supported), func(a, b fact) int {
		return cmp.Or(strings.Compare(a.subject, b.subject), strings.Compare(a.predicate, b.predicate), strings.Compare(a.object, b.object))
	})
	for some := range slices.Chunk(facts, 200) {
		before, err := w.edges(ctx, some)
		if err != nil {
			return err
		}
		for i, f := range some {
			now, old := w.supported[f], before[i]
			if !now.recount && old.count > 0 {
				now.merge(old)
			}
			switch {
			case now.count == 0 && old.count == 0:
			case now.count == 0:
				w.eachWay(f, w.change.deleteEdge)
			default:
				if old.count == 0 {
					w.written.Edges++
				}
				if now.same(old) {
					continue
				}
				w.eachWay(f, func(from, predicate, to string) {
					facets := []*api.Facet{intFacet("count", now.count), floatFacet("confidence", now.confidence)}
					if now.first != "" {
						facets = append(facets, stringFacet("first", now.first), stringFacet("last", now.last))
					}
					w.change.edge(from, predicate, to, facets...)
				})
			}
		}
	}
	return nil
}

func (s *support) same(o support) bool {
	return s.count == o.count && s.confidence == o.confidence && s.first == o.first && s.last == o.last
}

func (s *support) merge(o support) {
	s.count += o.count
	s.confidence = max(s.confidence, o.confidence)
	if o.first != "" {
		if s.first == "" || o.first < s.first {
			s.first = o.first
		}
		s.last = max(s.last, o.last)
	}
}

// eachWay does something for the edges that stand for a fact.
func (w *writer) eachWay(f fact, do func(from, predicate, to string)) {
	subject, object := w.entityNode(f.subject), w.entityNode(f.object)
	do(subject, f.predicate, object)
	if w.symmetric(f.predicate) && f.subject != f.object {
		do(object, f.predicate, subject)
	}
}

// edges reads what the graph has on facts, and counts anew, into w.supported,
// where a statement was taken away.
func (w *writer) edges(ctx context.Context, facts []fact) ([]support, error) {
	before := make([]support, len(facts))
	var r request
	asked := map[string]int{} // name of the block → fact
	for i, f := range facts {
		subject, okSubject := w.entities[f.subject]
		object, okObject := w.entities[f.object]
		if !okSubject || !okObject {
			continue // one of them is new: there can be no edge
		}
		name := "f" + strconv.Itoa(i)
		asked[name] = i
		r.add(`%s(func: uid(%s)) { <%s> @facets @filter(uid(%s)) { uid } }`, name, subject.UID, f.predicate, object.UID)
		if w.supported[f].recount {
			ask := func(name, from, to string) {
				asked[name] = i
				r.add(`%s(func: uid(%s)) { ~statement.subject @filter(uid_in(statement.object, %s) AND eq(statement.predicate, %s) AND eq(statement.status, %s)) { uid statement.confidence statement.time } }`,
					name, from, to, r.value(f.predicate), r.value(string(statement.Actual)))
			}
			ask("a"+name, subject.UID, object.UID)
			if w.symmetric(f.predicate) && f.subject != f.object {
				ask("b"+name, object.UID, subject.UID)
			}
		}
	}
	answer := map[string][]map[string]any{}
	if err := w.store.run(ctx, w.txn, &r, &answer); err != nil {
		return nil, err
	}
	for name, nodes := range answer {
		f := facts[asked[name]]
		for _, node := range nodes {
			for _, edge := range list(node[f.predicate]) {
				before[asked[name]] = facets(f.predicate, edge)
			}
			now := w.supported[f]
			for _, st := range list(node["~statement.subject"]) {
				if uid, _ := st["uid"].(string); now.gone[uid] {
					continue
				}
				confidence, _ := st["statement.confidence"].(float64)
				time, _ := st["statement.time"].(string)
				now.add(confidence, time)
			}
		}
	}
	return before, nil
}

// list reads a JSON list of objects.
func list(v any) (objects []map[string]any) {
	values, _ := v.([]any)
	for _, v := range values {
		if o, ok := v.(map[string]any); ok {
			objects = append(objects, o)
		}
	}
	return objects
}

// facets reads the facets of an edge.
func facets(predicate string, edge map[string]any) (s support) {
	count, _ := edge[predicate+"|count"].(float64)
	s.count = int(count)
	s.confidence, _ = edge[predicate+"|confidence"].(float64)
	s.first, _ = edge[predicate+"|first"].(string)
	s.last, _ = edge[predicate+"|last"].(string)
	return s
}
