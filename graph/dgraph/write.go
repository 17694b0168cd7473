package dgraph

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math/rand/v2"
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

// maxAttempts is how often a document is begun anew that another process writes too.
const maxAttempts = 6

// Write stores one document, whole or not at all. What the graph held of the
// document and its quads no longer say goes; the same quads again change nothing.
func (s *Store) Write(ctx context.Context, document iter.Seq[quad.Quad]) (graph.Written, error) {
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
	m, err := read(o, document)
	if err != nil {
		return graph.Written{}, err
	}
	if err := s.prepare(ctx); err != nil {
		return graph.Written{}, err
	}
	pause := firstPause
	for range maxAttempts {
		written, err := s.writeAtOnce(ctx, m)
		if errors.Is(err, errLong) {
			written, err = s.writeSeries(ctx, m)
		}
		if !errors.Is(err, errUnfinished) {
			return written, err
		}
		if err := s.clear(ctx, m); err != nil {
			return graph.Written{}, err
		}
		select {
		case <-ctx.Done():
			return graph.Written{}, ctx.Err()
		case <-time.After(pause/2 + rand.N(pause)):
		}
		pause = min(4*pause, lastPause)
	}
	return graph.Written{}, fmt.Errorf("another process writes the document <%s> in another version; let one end before the other begins", m.document.XID)
}

// manuscript is a document that is to be written. Its quads are read to check
// them and again to write them, and never held all at once.
type manuscript struct {
	o        *schema.Ontology
	quads    iter.Seq[quad.Quad]
	document statement.Document
	ingested string          // the time of writing
	parts    int             // entities and statements
	stated   map[string]bool // xids of the statements
	digest   string          // of the quads
}

// read checks the quads of a document.
func read(o *schema.Ontology, quads iter.Seq[quad.Quad]) (*manuscript, error) {
	m := &manuscript{o: o, quads: quads, ingested: time.Now().UTC().Format(time.RFC3339), stated: map[string]bool{}}
	sum := sha256.New()
	for q := range quads {
		if err := rdf.Check(q); err != nil {
			return nil, err
		}
		if q.Predicate != quad.IRI(rdf.Text) { // whose hash is the document's xid
			io.WriteString(sum, rdf.Line(q))
		}
	}
	m.digest = hex.EncodeToString(sum.Sum(nil))
	described := map[string]bool{}
	for part, err := range rdf.Parts(o, quads) {
		switch {
		case err != nil:
		case part.Document != nil:
			m.document = *part.Document
		case part.Entity != nil:
			m.parts++
			described[part.Entity.XID] = true
			err = checkEntity(*part.Entity)
		case part.Statement != nil:
			m.parts++
			m.stated[part.Statement.XID] = true
			err = m.checkStatement(*part.Statement, described)
		}
		if err != nil {
			return nil, err
		}
	}
	return m, nil
}

func checkEntity(e statement.Entity) error {
	if e.Type == "" {
		return fmt.Errorf("the entity <%s> has no type", e.XID)
	}
	for _, name := range append([]string{e.XID, e.Name}, e.Aliases...) {
		if len(name) > maxIndexed {
			return fmt.Errorf("the entity <%s> has a name of %d bytes; at most %d can be kept", e.XID[:min(len(e.XID), 100)], len(name), maxIndexed)
		}
	}
	return nil
}

func (m *manuscript) checkStatement(st statement.Statement, described map[string]bool) error {
	if _, ok := m.o.Relation(st.Predicate); !ok {
		return fmt.Errorf("the statement <%s> has the relation %q, which the graph's ontology lacks; apply the ontology first", st.XID, st.Predicate)
	}
	if st.Document != m.document.XID {
		return fmt.Errorf("the statement <%s> belongs to another document than <%s>", st.XID, m.document.XID)
	}
	for _, xid := range named(st) {
		if !described[xid] {
			return fmt.Errorf("the statement <%s> names the entity <%s>, which the quads before it do not describe", st.XID, xid)
		}
	}
	return nil
}

// named lists the entities that a statement names.
func named(st statement.Statement) []string {
	return slices.DeleteFunc([]string{st.Subject, st.Object, st.Quoted, st.Event, st.Place}, func(xid string) bool { return xid == "" })
}

// batch is a piece of a manuscript.
type batch struct {
	entities   []statement.Entity
	statements []statement.Statement
}

// batches yields the entities and statements, at most so many at a time; of a
// document that has none one batch that is empty.
func (m *manuscript) batches(size int) iter.Seq2[batch, error] {
	return func(yield func(batch, error) bool) {
		var b batch
		n := 0
		for part, err := range rdf.Parts(m.o, m.quads) {
			switch {
			case err != nil:
				yield(b, err)
				return
			case part.Entity != nil:
				b.entities = append(b.entities, *part.Entity)
			case part.Statement != nil:
				b.statements = append(b.statements, *part.Statement)
			default:
				continue
			}
			if n++; n%size == 0 && n < m.parts {
				if !yield(b, nil) {
					return
				}
				b = batch{}
			}
		}
		yield(b, nil)
	}
}

// writeAtOnce writes a document in one transaction. It fails with errLong where
// the document, or what goes with it, is too long for that, and with
// errUnfinished where the graph has a series of it.
func (s *Store) writeAtOnce(ctx context.Context, m *manuscript) (graph.Written, error) {
	if m.parts > s.batch {
		return graph.Written{}, errLong
	}
	w, err := s.transact(ctx, m.o, func(w *writer) error {
		if err := w.look(ctx, m); err != nil {
			return err
		}
		switch {
		case w.series != nil && w.series.Digest == m.digest, w.going() > s.batch:
			return errLong
		case w.series != nil:
			return errUnfinished
		}
		w.addDocument()
		for b, err := range m.batches(s.batch) {
			if err != nil {
				return err
			}
			if err := w.add(ctx, b); err != nil {
				return err
			}
		}
		if _, _, err := w.withdraw(ctx, firstUID, s.batch+1); err != nil {
			return err
		}
		w.changeDocument()
		return w.changeEdges(ctx)
	})
	if err != nil {
		return graph.Written{}, err
	}
	w.written.Unchanged = w.change.empty()
	return w.written, nil
}

// transact does something in a transaction and commits what it changed. Where
// another transaction was in the way it is done again, so that it may leave
// nothing behind but in the writer, which is that of the transaction that was committed.
func (s *Store) transact(ctx context.Context, o *schema.Ontology, do func(*writer) error) (w *writer, err error) {
	err = s.retry(ctx, func() error {
		txn := s.client.NewTxn()
		defer txn.Discard(ctx)
		w = &writer{
			store: s, txn: txn, o: o,
			held: map[string]statementNode{}, entities: map[string]knownEntity{},
			blanks: map[string]string{}, supported: map[fact]*support{},
		}
		if err := do(w); err != nil || w.change.empty() {
			return err
		}
		_, err := txn.Do(ctx, &api.Request{Mutations: []*api.Mutation{w.change.message()}, CommitNow: true})
		return err
	})
	return w, err
}

// writer is one transaction. Where mark is set it writes for a series: what is
// new is marked as coming, and what is to go as leaving.
type writer struct {
	store *Store
	txn   *dgo.Txn
	o     *schema.Ontology

	m        *manuscript
	document *heldDocument            // the same text, where the graph has it
	rivals   []heldDocument           // other texts at the document's URI
	series   *seriesNode              // that writes the document, where there is one
	marking  bool                     // as one of a series
	marked   bool                     // the series is written to
	held     map[string]statementNode // in the graph, by xid
	entities map[string]knownEntity   // in the graph or new, by xid
	change   mutation
	written  graph.Written
	blanks   map[string]string // blank nodes of what is new, by xid

	supported map[fact]*support
}

// heldDocument is a document in the graph.
type heldDocument struct {
	documentNode
	Statements int `json:"statements"`
}

// knownEntity is an entity in the graph, with the keys of its names.
type knownEntity struct {
	entityNode
	Keys   []string   `json:"name_key"`
	Words  []string   `json:"name_word"`
	Coming seriesNode `json:"series.coming"`
}

const knownEntityFields = entityFields + ` name_key name_word series.coming { ` + seriesFields + ` }`

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

// look reads what the graph holds of the document, of others at its URI, and of its series.
func (w *writer) look(ctx context.Context, m *manuscript) error {
	w.m = m
	var answer struct {
		Document, Rivals []heldDocument
		Series           []seriesNode
	}
	const fields = documentFields + ` statements: count(~statement.document)`
	var r request
	xid := r.value(m.document.XID)
	r.add(`document(func: eq(xid, %s)) { %s }`, xid, fields)
	r.add(`series(func: eq(xid, %s)) { %s }`, r.value(seriesXID(m.document.XID)), seriesFields)
	if m.document.URI != "" {
		r.add(`rivals(func: eq(document.uri, %s)) @filter(NOT eq(xid, %s)) { %s }`, r.value(m.document.URI), xid, fields)
	}
	if err := w.store.run(ctx, w.txn, &r, &answer); err != nil {
		return err
	}
	if len(answer.Document) > 0 {
		w.document = &answer.Document[0]
	}
	if len(answer.Series) > 0 {
		w.series = &answer.Series[0]
	}
	w.rivals = answer.Rivals
	slices.SortFunc(w.rivals, func(a, b heldDocument) int { return strings.Compare(a.XID, b.XID) })
	return nil
}

// going is how many statements may have to go.
func (w *writer) going() int {
	n := 0
	if w.document != nil {
		n = w.document.Statements
	}
	for _, rival := range w.leaving() {
		n += rival.Statements
	}
	return n
}

// leaving returns the other texts that have no other URI than the document's.
func (w *writer) leaving() (list []heldDocument) {
	for _, rival := range w.rivals {
		if len(rival.URIs) == 1 {
			list = append(list, rival)
		}
	}
	return list
}

// add writes entities and statements.
func (w *writer) add(ctx context.Context, b batch) error {
	var xids []string
	for _, e := range b.entities {
		xids = append(xids, e.XID)
	}
	for _, st := range b.statements {
		xids = append(xids, named(st)...)
	}
	slices.Sort(xids)
	for some := range slices.Chunk(slices.Compact(xids), lookupBatch) {
		var answer struct{ Entities []knownEntity }
		var r request
		r.add(`entities(func: eq(xid, %s)) { %s }`, r.list(some), knownEntityFields)
		if err := w.store.run(ctx, w.txn, &r, &answer); err != nil {
			return err
		}
		for _, e := range answer.Entities {
			w.entities[e.XID] = e
		}
	}
	if w.document != nil {
		for some := range slices.Chunk(b.statements, lookupBatch) {
			if err := w.lookStatements(ctx, some); err != nil {
				return err
			}
		}
	}
	for _, e := range b.entities {
		w.addEntity(e)
	}
	stated := map[string]bool{}
	for _, st := range b.statements {
		if !stated[st.XID] {
			stated[st.XID] = true
			w.addStatement(st)
		}
	}
	return nil
}

// lookStatements reads what the graph has of statements of the document. What its series has
// written already stands before what it is going to replace.
func (w *writer) lookStatements(ctx context.Context, list []statement.Statement) error {
	xids := make([]string, len(list))
	for i, st := range list {
		xids[i] = st.XID
	}
	var answer struct{ Statements []statementNode }
	var r request
	r.add(`statements(func: eq(xid, %s)) { %s }`, r.list(xids), heldFields)
	if err := w.store.run(ctx, w.txn, &r, &answer); err != nil {
		return err
	}
	for _, n := range answer.Statements {
		n.Document.XID = w.m.document.XID
		if w.held[n.XID].Coming.UID == "" {
			w.held[n.XID] = n
		}
	}
	return nil
}

// blank reports whether a node is one that blank gave.
func blank(node string) bool { return strings.HasPrefix(node, "_:") }

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
	return w.blank(w.m.document.XID)
}

// addDocument makes the node of a text that is new.
func (w *writer) addDocument() {
	if w.document != nil {
		return
	}
	d, node := w.m.document, w.documentNode()
	w.change.str(node, "dgraph.type", "Document")
	w.change.str(node, "xid", d.XID)
	w.change.str(node, "document.text", d.Text)
	w.change.str(node, "document.ingested", cmp.Or(d.Ingested, w.m.ingested))
	w.markComing(node)
}

// changeDocument tells of the document what its quads do, and takes its URI from other texts.
func (w *writer) changeDocument() {
	d, node := w.m.document, w.documentNode()
	old := documentNode{}
	if w.document != nil {
		old = w.document.documentNode
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

func (w *writer) addEntity(e statement.Entity) {
	old, known := w.entities[e.XID]
	names := append([]string{e.Name}, e.Aliases...)
	switch {
	case !known:
		w.written.Entities++
		node := w.blank(e.XID)
		w.change.str(node, "dgraph.type", entityType)
		w.change.str(node, "dgraph.type", e.Type)
		w.change.str(node, "xid", e.XID)
		w.setString(node, "name", "", e.Name)
		w.markComing(node)
		w.entities[e.XID] = w.addNames(knownEntity{entityNode: entityNode{UID: node, XID: e.XID, Name: e.Name}}, names)
	case w.marking && !blank(old.UID) && (old.Coming.UID == "" || old.Coming.State == sealing):
		// What everybody sees gets its further names when the series becomes visible.
		if !slices.ContainsFunc(names, old.lacks) {
			return
		}
		node := w.blank("names of " + e.XID)
		w.change.edge(node, "series.entity", old.UID)
		for _, name := range names {
			w.change.str(node, "alias", name)
		}
		w.markComing(node)
	default:
		if own := w.series != nil && old.Coming.UID == w.series.UID; old.Coming.UID != "" && !own {
			// Two documents have it, so that it does not go with one of them.
			w.change.deleteEdge(old.UID, "series.coming", old.Coming.UID)
			old.Coming = seriesNode{}
		}
		w.entities[e.XID] = w.addNames(old, names)
	}
}

// lacks reports whether a name is new to an entity.
func (e knownEntity) lacks(name string) bool {
	return name != "" && name != e.Name && !slices.Contains(e.Aliases, name)
}

// addNames gives an entity the names that it lacks, and all of its names their keys.
func (w *writer) addNames(e knownEntity, names []string) knownEntity {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name != e.Name && !e.lacks(name) })
	for _, name := range names {
		if e.lacks(name) {
			w.change.str(e.UID, "alias", name)
			e.Aliases = append(e.Aliases, name)
		}
		keep := func(predicate, value string, has *[]string) {
			if value != "" && !slices.Contains(*has, value) {
				w.change.str(e.UID, predicate, value)
				*has = append(*has, value)
			}
		}
		key := statement.FoldName(name)
		if len(key) > maxIndexed {
			key = key[:maxIndexed]
		}
		keep("name_key", key, &e.Keys)
		for _, word := range contentWords(key) {
			keep("name_word", word, &e.Words)
		}
	}
	return e
}

func (w *writer) addStatement(st statement.Statement) {
	old, known := w.held[st.XID]
	switch {
	case known && (w.marking && old.Coming.UID != "" || old.statement() == st):
		return // written by the series before, or as it should be
	case known && w.marking:
		w.remove(old)
		old = statementNode{}
	case known:
		w.take(old)
	default:
		w.written.Statements++
	}
	w.writeStatement(st, old)
	if st.Status == statement.Actual && !w.marking {
		w.fact(st.Subject, st.Predicate, st.Object).add(st.Confidence, st.Time)
	}
}

// withdraw removes statements of the document that its quads no longer state, from a
// UID on, and those of texts that lose their last URI, up to a limit of each. It
// returns the UID from which to go on, and whether there was nothing left.
func (w *writer) withdraw(ctx context.Context, after string, limit int) (next string, done bool, err error) {
	done = true
	if w.document != nil && after != lastUID {
		nodes, err := w.holds(ctx, w.document.UID, after, limit)
		if err != nil {
			return after, false, err
		}
		for _, n := range nodes {
			if after = n.UID; !w.m.stated[n.XID] {
				w.remove(n)
			}
		}
		if len(nodes) == limit {
			return after, false, nil
		}
		after = lastUID
	}
	for _, rival := range w.leaving() {
		nodes, err := w.holds(ctx, rival.UID, firstUID, limit)
		if err != nil {
			return after, false, err
		}
		for _, n := range nodes {
			w.remove(n)
			done = false
		}
	}
	return after, done, nil
}

// The UIDs before all and after all others.
const (
	firstUID = "0x0"
	lastUID  = "0xffffffffffffffff"
)

// holds reads visible statements of a document, in the order of their UIDs, without those
// that the writer's series has marked as leaving.
func (w *writer) holds(ctx context.Context, document, after string, limit int) ([]statementNode, error) {
	var answer struct{ Holder []readDocument }
	var r request
	filter := r.visible()
	if w.series != nil {
		r.add(`var(func: uid(%s)) { left as ~series.leaving }`, w.series.UID)
		filter += " AND NOT uid(left)"
	}
	r.add(`holder(func: uid(%s)) { ~statement.document (first: %d, after: %s) @filter(%s) { %s } }`, document, limit, after, filter, factFields)
	if err := w.store.run(ctx, w.txn, &r, &answer); err != nil || len(answer.Holder) == 0 {
		return nil, err
	}
	return answer.Holder[0].Statements, nil
}

// remove lets a statement go: at once, or when the series becomes visible.
func (w *writer) remove(n statementNode) {
	if w.marking {
		w.markLeaving(n.UID)
		return
	}
	w.take(n)
	w.deleteStatement(n)
}

func (w *writer) deleteStatement(n statementNode) {
	w.change.deleteNode(n.UID)
	for _, predicate := range n.marks() {
		w.change.deleteAll(n.UID, predicate)
	}
}

// take removes a statement from what supports its fact.
func (w *writer) take(n statementNode) {
	if statement.Status(n.Status) != statement.Actual {
		return
	}
	f := w.factOf(n)
	f.recount = true
	if f.gone == nil {
		f.gone = map[string]bool{}
	}
	f.gone[n.UID] = true
}

// factOf returns the support of the fact of a statement in the graph.
func (w *writer) factOf(n statementNode) *support {
	for _, e := range []entityNode{n.Subject, n.Object} {
		if _, ok := w.entities[e.XID]; !ok {
			w.entities[e.XID] = knownEntity{entityNode: e}
		}
	}
	return w.fact(n.Subject.XID, n.Predicate, n.Object.XID)
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
		w.markComing(node)
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
	if text := w.m.document.Text; fresh && st.Trigger.Start >= 0 && st.Trigger.Start < st.Trigger.End && st.Trigger.End <= len(text) {
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
		if !okSubject || !okObject || blank(subject.UID) || blank(object.UID) {
			continue // one of them is new: there can be no edge
		}
		name := "f" + strconv.Itoa(i)
		asked[name] = i
		r.add(`%s(func: uid(%s)) { <%s> @facets @filter(uid(%s)) { uid } }`, name, subject.UID, f.predicate, object.UID)
		if w.supported[f].recount {
			ask := func(name, from, to string) {
				asked[name] = i
				r.add(`var(func: uid(%s)) { %so as ~statement.object }`, to, name)
				r.add(`%s(func: uid(%s)) { ~statement.subject @filter(uid(%so)) { uid statement.predicate statement.status statement.confidence statement.time series.coming { uid } } }`,
					name, from, name)
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
				uid, _ := st["uid"].(string)
				predicate, _ := st["statement.predicate"].(string)
				status, _ := st["statement.status"].(string)
				// What is still marked as coming is added when the mark goes.
				if now.gone[uid] || predicate != f.predicate || statement.Status(status) != statement.Actual || st["series.coming"] != nil {
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
