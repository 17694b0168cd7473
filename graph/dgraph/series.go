package dgraph

import (
	"context"
	"errors"
	"slices"

	"attache/graph"
	"attache/schema"
	"attache/schema/statement"
)

// A document that is too long for one transaction is written in a series of
// them, which a node of its own stands for:
//
//  1. While its state is writing, batches of entities and statements are written and
//     marked as series.coming, and statements that are to go, of the document or of another
//     text at its URI, are marked as series.leaving. Nobody sees what is coming, and
//     everybody what is leaving: request.visible.
//  2. One small transaction turns the state to sealing. From then on it is the other way round.
//  3. The edges are brought into agreement, batch by batch: what is coming loses its
//     mark in the transaction that adds it to its edge, what is leaving goes in the one that
//     takes it off. An edge thus always tells of the actual statements without
//     a mark series.coming. Then the series goes.
//
// A writer that finds a series of the same quads goes on with it, and rolls one of
// other quads back. One that was sealing is finished by whoever needs
// edges, or all names of entities. Each transaction of a series writes to its node, so that two
// writers of one document are never in it at once.

// seriesSchema is what the graph needs for them.
const seriesSchema = `series.state: string @index(hash) .
series.digest: string .
series.coming: uid @reverse .
series.leaving: [uid] @reverse .
series.entity: uid .
`

// The states of a series.
const (
	writing = "writing"
	sealing = "sealing"
)

const seriesFields = `uid series.state series.digest`

type seriesNode struct {
	UID    string `json:"uid"`
	State  string `json:"series.state"`
	Digest string `json:"series.digest"` // of the quads; "" while it is rolled back
}

func seriesXID(document string) string { return statement.Base + "series:" + document }

var (
	errLong       = errors.New("the document is too long for one transaction")
	errUnfinished = errors.New("the document has a series that is another writer's")
)

// writeSeries writes a document as a series. It fails with errUnfinished where the
// series is not, or no more, one of the same quads that is being written.
func (s *Store) writeSeries(ctx context.Context, m *manuscript) (sum graph.Written, err error) {
	series, begun := "", false
	step := func(do func(*writer) error) error {
		w, err := s.transact(ctx, m.o, func(w *writer) error {
			if err := w.look(ctx, m); err != nil {
				return err
			}
			if w.series == nil && begun || w.series != nil && (w.series.State != writing || w.series.Digest != m.digest) {
				return errUnfinished
			}
			w.marking = true
			return do(w)
		})
		if err != nil {
			return err
		}
		if w.series != nil {
			series = w.series.UID
		}
		begun = begun || w.marked || w.series != nil
		sum.Entities += w.written.Entities
		sum.Statements += w.written.Statements
		sum.Unchanged = sum.Unchanged && w.change.empty()
		return nil
	}
	sum.Unchanged = true
	for b, err := range m.batches(s.batch) {
		if err != nil {
			return sum, err
		}
		err = step(func(w *writer) error {
			w.addDocument()
			return w.add(ctx, b)
		})
		if err != nil {
			return sum, err
		}
	}
	for after, done := firstUID, false; !done; {
		next := after
		err := step(func(w *writer) (err error) {
			next, done, err = w.withdraw(ctx, after, s.batch)
			if err != nil || !done || w.marked {
				done = false
				return err
			}
			w.changeDocument()
			if w.series != nil {
				w.change.str(w.series.UID, "series.state", sealing)
			}
			return nil
		})
		if err != nil {
			return sum, err
		}
		after = next
	}
	if series != "" {
		sum.Edges, err = s.settle(ctx, m.o, series)
	}
	return sum, err
}

// mark notes that the writer's series has changed and returns its node.
func (w *writer) mark() string {
	node := w.blank(seriesXID(w.m.document.XID))
	if w.series != nil {
		node = w.series.UID
	}
	if !w.marked {
		w.marked = true
		if w.series == nil {
			w.change.str(node, "xid", seriesXID(w.m.document.XID))
			w.change.str(node, "series.digest", w.m.digest)
		}
		w.change.str(node, "series.state", writing)
	}
	return node
}

// markComing hides a new node until the series becomes visible.
func (w *writer) markComing(node string) {
	if w.marking {
		w.change.edge(node, "series.coming", w.mark())
	}
}

// markLeaving hides a node once the series has become visible.
func (w *writer) markLeaving(node string) { w.change.edge(node, "series.leaving", w.mark()) }

// clear makes way for a document: a series of it that was sealing is finished, and one
// of other quads rolled back.
func (s *Store) clear(ctx context.Context, m *manuscript) error {
	var answer struct{ Series []seriesNode }
	var r request
	r.add(`series(func: eq(xid, %s)) { %s }`, r.value(seriesXID(m.document.XID)), seriesFields)
	if err := s.read(ctx, &r, &answer); err != nil {
		return err
	}
	for _, n := range answer.Series {
		var err error
		switch {
		case n.State == sealing:
			_, err = s.settle(ctx, m.o, n.UID)
		case n.Digest != m.digest:
			err = s.rollBack(ctx, m.o, n.UID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// finish finishes every series that is sealing.
func (s *Store) finish(ctx context.Context) error {
	var answer struct{ Series []seriesNode }
	var r request
	r.add(`series(func: eq(series.state, %s)) { uid }`, r.value(sealing))
	if err := s.read(ctx, &r, &answer); err != nil || len(answer.Series) == 0 {
		return err
	}
	o, err := s.Ontology(ctx)
	if err != nil {
		return err
	}
	for _, n := range answer.Series {
		if _, err := s.settle(ctx, o, n.UID); err != nil {
			return err
		}
	}
	return nil
}

// comingNode is what a series is about to show: a document, an entity, a
// statement, or further names of an entity.
type comingNode struct {
	statementNode
	Aliases []string    `json:"alias"`
	Entity  knownEntity `json:"series.entity"`
}

const comingFields = factFields + ` alias series.entity { ` + knownEntityFields + ` }`

// page reads some of the nodes that a series has marked: those that are coming, or
// where there are none those that are leaving. ok is false where the series is
// no longer in the state.
func (w *writer) page(ctx context.Context, series, state string) (coming []comingNode, leaving []statementNode, ok bool, err error) {
	var answer struct {
		Series []seriesNode
		Marked []struct {
			Coming  []comingNode    `json:"~series.coming"`
			Leaving []statementNode `json:"~series.leaving"`
		}
	}
	for _, marked := range []string{`~series.coming (first: %d) { ` + comingFields + ` }`, `~series.leaving (first: %d) { ` + factFields + ` }`} {
		var r request
		r.add(`series(func: uid(%s)) @filter(eq(series.state, %s)) { uid }`, series, r.value(state))
		r.add(`marked(func: uid(%s)) { `+marked+` }`, series, w.store.batch)
		if err := w.store.run(ctx, w.txn, &r, &answer); err != nil || len(answer.Series) == 0 {
			return nil, nil, false, err
		}
		if len(answer.Marked) > 0 {
			return answer.Marked[0].Coming, answer.Marked[0].Leaving, true, nil
		}
	}
	return nil, nil, true, nil
}

// deleteSeries removes the node of a series.
func (w *writer) deleteSeries(series string) {
	for _, predicate := range []string{"xid", "series.state", "series.digest"} {
		w.change.deleteAll(series, predicate)
	}
}

// pages does something with all nodes that a series in a state has marked, some in
// each transaction, and removes the series. It returns how many edges are new.
func (s *Store) pages(ctx context.Context, o *schema.Ontology, series, state string, do func(*writer, []comingNode, []statementNode) error) (edges int, err error) {
	for done := false; !done; {
		w, err := s.transact(ctx, o, func(w *writer) error {
			coming, leaving, ok, err := w.page(ctx, series, state)
			if done = !ok; done || err != nil {
				return err
			}
			if len(coming)+len(leaving) == 0 {
				done = true
				w.deleteSeries(series)
				return nil
			}
			w.change.str(series, "series.state", state)
			return do(w, coming, leaving)
		})
		if err != nil {
			return edges, err
		}
		edges += w.written.Edges
	}
	return edges, nil
}

// settle brings the edges into agreement with what a series that is sealing has marked.
func (s *Store) settle(ctx context.Context, o *schema.Ontology, series string) (edges int, err error) {
	return s.pages(ctx, o, series, sealing, func(w *writer, coming []comingNode, leaving []statementNode) error {
		for _, n := range coming {
			w.change.deleteEdge(n.UID, "series.coming", series)
			if n.Entity.UID != "" {
				w.change.deleteAll(n.UID, "series.entity")
				w.change.deleteAll(n.UID, "alias")
				if e, ok := w.entities[n.Entity.XID]; ok {
					n.Entity = e
				}
				slices.Sort(n.Aliases)
				w.entities[n.Entity.XID] = w.addNames(n.Entity, n.Aliases)
			}
		}
		for _, n := range coming {
			if statement.Status(n.Status) == statement.Actual {
				w.factOf(n.statementNode).add(n.Confidence, n.Time)
			}
		}
		for _, n := range leaving {
			w.take(n)
			w.deleteStatement(n)
		}
		return w.changeEdges(ctx)
	})
}

// rollBack removes what a series has written that nobody has seen.
func (s *Store) rollBack(ctx context.Context, o *schema.Ontology, series string) error {
	_, err := s.pages(ctx, o, series, writing, func(w *writer, coming []comingNode, leaving []statementNode) error {
		w.change.deleteAll(series, "series.digest") // nobody goes on with it
		for _, n := range coming {
			w.change.deleteNode(n.UID)
			for _, predicate := range []string{"series.coming", "series.entity", "alias"} {
				w.change.deleteAll(n.UID, predicate)
			}
		}
		for _, n := range leaving {
			w.change.deleteEdge(n.UID, "series.leaving", series)
		}
		return nil
	})
	return err
}
