package dgraph

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"attache/graph"
	"attache/schema"
	"attache/schema/statement"

	"github.com/dgraph-io/dgo/v230/protos/api"
)

// version is what this program writes; a graph with a greater one is left alone.
const version = 1

const ontologyXID = statement.Base + "ontology"

type ontologyNode struct {
	UID     string `json:"uid"`
	XID     string `json:"xid"`
	Name    string `json:"ontology.name"`
	YAML    string `json:"ontology.yaml"`
	Place   int    `json:"ontology.place"`
	Version int    `json:"ontology.version"`
}

// prepare gives an empty graph the schema without which it cannot be asked
// anything, and refuses one that a newer program wrote.
func (s *Store) prepare(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.prepared {
		return nil
	}
	type predicate struct {
		Predicate string   `json:"predicate"`
		Tokenizer []string `json:"tokenizer"`
	}
	var found struct {
		Schema []predicate `json:"schema"`
	}
	ask := &request{}
	err := s.retry(ctx, func() error {
		txn := s.client.NewReadOnlyTxn()
		defer txn.Discard(ctx)
		response, err := txn.Query(ctx, `schema(pred: [xid, name, name_word, document.uri, statement.document, series.state]) { type tokenizer }`)
		if err != nil {
			return err
		}
		return decode(response.GetJson(), &found)
	})
	if err != nil {
		return err
	}
	switch series := slices.ContainsFunc(found.Schema, func(p predicate) bool { return p.Predicate == "series.state" }); {
	case len(found.Schema) < 5 || len(found.Schema) == 5 && series:
		err = s.alter(ctx, seriesSchema+(&schema.Ontology{}).DgraphSchema())
	case !series:
		err = s.alter(ctx, seriesSchema)
	}
	if err != nil {
		return err
	}
	var answer struct{ Ontology []ontologyNode }
	ask.add(`ontology(func: eq(xid, %s)) { ontology.version }`, ask.value(ontologyXID))
	err = s.retry(ctx, func() error {
		txn := s.client.NewReadOnlyTxn()
		defer txn.Discard(ctx)
		return s.run(ctx, txn, ask, &answer)
	})
	if err != nil {
		return err
	}
	for _, n := range answer.Ontology {
		if n.Version > version {
			return fmt.Errorf("%w: %s has format %d, this program knows formats up to %d; take a newer one",
				graph.ErrNewer, s.where, n.Version, version)
		}
	}
	s.prepared = true
	return nil
}

// stored reads the ontology's files from the graph, in order; nil where there are none.
func (s *Store) stored(ctx context.Context) ([]ontologyNode, error) {
	var answer struct{ Ontology []ontologyNode }
	var r request
	r.add(`ontology(func: type(Ontology)) @filter(has(ontology.yaml)) { uid xid ontology.name ontology.yaml ontology.place }`)
	if err := s.read(ctx, &r, &answer); err != nil {
		return nil, err
	}
	slices.SortFunc(answer.Ontology, func(a, b ontologyNode) int { return a.Place - b.Place })
	return answer.Ontology, nil
}

func sources(nodes []ontologyNode) (list []schema.Source) {
	for _, n := range nodes {
		list = append(list, schema.Source{Name: n.Name, YAML: n.YAML})
	}
	return list
}

// Ontology returns what the graph remembers, or the built-in one.
func (s *Store) Ontology(ctx context.Context) (*schema.Ontology, error) {
	o, err := s.remembered(ctx)
	if o != nil || err != nil {
		return o, err
	}
	return schema.Builtin()
}

// remembered returns what the graph remembers, nil where that is nothing.
func (s *Store) remembered(ctx context.Context) (*schema.Ontology, error) {
	s.mu.Lock()
	o := s.ontology
	s.mu.Unlock()
	if o != nil {
		return o, nil
	}
	nodes, err := s.stored(ctx)
	if err != nil || len(nodes) == 0 {
		return nil, err
	}
	o, err = schema.Load(nil, sources(nodes)...)
	if err != nil {
		return nil, fmt.Errorf("the ontology in %s cannot be read: %w", s.where, err)
	}
	s.mu.Lock()
	s.ontology = o
	s.mu.Unlock()
	return o, nil
}

// Apply makes the graph ready for the ontology beside what it holds. A file
// that the graph has under the same name is replaced. ErrConflict says what
// cannot be: two definitions of one thing, or statements that would lose their relation.
func (s *Store) Apply(ctx context.Context, o *schema.Ontology) error {
	if o == nil || len(o.Sources) == 0 {
		return fmt.Errorf("an ontology without its files cannot be kept")
	}
	nodes, err := s.stored(ctx)
	if err != nil {
		return err
	}
	old := sources(nodes)
	sum := slices.Clone(old)
	for _, source := range o.Sources {
		if slices.ContainsFunc(sum, func(have schema.Source) bool { return have.YAML == source.YAML }) {
			continue
		}
		if i := slices.IndexFunc(sum, func(have schema.Source) bool { return have.Name == source.Name }); i >= 0 {
			sum[i] = source
			continue
		}
		sum = append(sum, source)
	}
	merged, err := schema.Load(nil, sum...)
	if err != nil {
		return fmt.Errorf("%w: %s", graph.ErrConflict, oneLine(err.Error()))
	}
	if len(old) > 0 {
		before, err := schema.Load(nil, old...)
		if err != nil {
			return fmt.Errorf("the ontology in %s cannot be read: %w", s.where, err)
		}
		if err := s.checkChange(ctx, before, merged); err != nil {
			return err
		}
	}
	if !slices.Equal(old, sum) {
		if err := s.alter(ctx, merged.DgraphSchema()); err != nil {
			return err
		}
		if err := s.keep(ctx, sum); err != nil {
			return err
		}
	}
	s.remember(merged)
	return s.finish(ctx)
}

func (s *Store) remember(o *schema.Ontology) {
	s.mu.Lock()
	s.ontology = o
	s.mu.Unlock()
}

// checkChange refuses to take from under existing statements the relation
// that they state.
func (s *Store) checkChange(ctx context.Context, before, after *schema.Ontology) error {
	for _, r := range before.Relations {
		now, ok := after.Relation(r.Name)
		if ok && now.Symmetric == r.Symmetric {
			continue
		}
		n, err := s.count(ctx, r.Name)
		if err != nil {
			return err
		}
		switch {
		case n == 0:
		case !ok:
			return fmt.Errorf("%w: relation %q (%s) is gone, and %d statements use it; keep it in the file", graph.ErrConflict, r.Name, r.Position, n)
		default:
			return fmt.Errorf("%w: relation %q was symmetric: %t at %s and is not the same at %s, and %d statements use it; give the new one another name",
				graph.ErrConflict, r.Name, r.Symmetric, r.Position, now.Position, n)
		}
	}
	return nil
}

// count returns how many statements a relation has.
func (s *Store) count(ctx context.Context, relation string) (int, error) {
	var answer struct{ N []struct{ Count int } }
	var r request
	r.add(`n(func: eq(statement.predicate, %s)) { count(uid) }`, r.value(relation))
	if err := s.read(ctx, &r, &answer); err != nil || len(answer.N) == 0 {
		return 0, err
	}
	return answer.N[0].Count, nil
}

// keep writes the ontology's files, the whole list or nothing.
func (s *Store) keep(ctx context.Context, list []schema.Source) error {
	return s.retry(ctx, func() error {
		txn := s.client.NewTxn()
		defer txn.Discard(ctx)
		var answer struct{ Ontology []ontologyNode }
		xids := []string{ontologyXID}
		for i := range list {
			xids = append(xids, sourceXID(i))
		}
		var r request
		r.add(`ontology(func: eq(xid, %s)) { uid xid }`, r.list(xids))
		if err := s.run(ctx, txn, &r, &answer); err != nil {
			return err
		}
		var m mutation
		uid := func(xid string) string {
			for _, n := range answer.Ontology {
				if n.XID == xid {
					return n.UID
				}
			}
			blank := "_:" + strconv.Itoa(len(m.set))
			m.str(blank, "dgraph.type", "Ontology")
			m.str(blank, "xid", xid)
			return blank
		}
		m.int(uid(ontologyXID), "ontology.version", version)
		for i, source := range list {
			node := uid(sourceXID(i))
			m.str(node, "ontology.name", source.Name)
			m.str(node, "ontology.yaml", source.YAML)
			m.int(node, "ontology.place", i)
		}
		_, err := txn.Do(ctx, &api.Request{Mutations: []*api.Mutation{m.message()}, CommitNow: true})
		return err
	})
}

func sourceXID(i int) string { return ontologyXID + ":" + strconv.Itoa(i) }
