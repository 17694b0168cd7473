package embedded

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestConflict(t *testing.T) {
	ctx := context.Background()
	_, db := openPeople(t)
	write := func(txn *dgo.Txn) error {
		_, err := txn.Do(ctx, &api.Request{
			Query: `query q($x: string) {q(func: eq(xid, $x)) {v as uid}}`,
			Vars:  map[string]string{"$x": "person-1"},
			Mutations: []*api.Mutation{{
				SetNquads: []byte(`_:new <xid> "person-1" .`),
				Cond:      `@if(eq(len(v), 0))`,
			}},
		})
		return err
	}
	first, second := db.NewTxn(), db.NewTxn()
	for _, txn := range []*dgo.Txn{first, second} {
		if err := write(txn); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if err := second.Commit(ctx); !errors.Is(err, dgo.ErrAborted) {
		t.Errorf("the second writer of an @upsert key got %v, want %v", err, dgo.ErrAborted)
	}
	expect(t, db, `{q(func: has(xid)) {count(uid)}}`, `{"q":[{"count":1}]}`)

	third := db.NewTxn()
	if err := write(third); err != nil {
		t.Fatal(err)
	}
	if err := third.Commit(ctx); err != nil {
		t.Error("a transaction that began after the commit:", err)
	}
	expect(t, db, `{q(func: has(xid)) {count(uid)}}`, `{"q":[{"count":1}]}`)
}

// TestManyWriters lets writers race for the same keys: one node for each, nothing lost.
func TestManyWriters(t *testing.T) {
	ctx := context.Background()
	_, db := openPeople(t)
	const writers, keys = 4, 25
	var wait sync.WaitGroup
	errs := make(chan error, writers)
	for range writers {
		wait.Go(func() {
			for key := range keys {
				for {
					_, err := db.NewTxn().Do(ctx, &api.Request{
						Query: fmt.Sprintf(`{q(func: eq(xid, "key-%d")) {v as uid}}`, key),
						Mutations: []*api.Mutation{{
							SetNquads: fmt.Appendf(nil, `_:new <xid> "key-%d" .`, key),
							Cond:      `@if(eq(len(v), 0))`,
						}},
						CommitNow: true,
					})
					if errors.Is(err, dgo.ErrAborted) {
						continue
					}
					if err != nil {
						errs <- err
						return
					}
					break
				}
			}
		})
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
	expect(t, db, `{q(func: has(xid)) {count(uid)}}`, fmt.Sprintf(`{"q":[{"count":%d}]}`, keys))
}

func TestDiscard(t *testing.T) {
	ctx := context.Background()
	_, db := openPeople(t)
	txn := db.NewTxn()
	if _, err := txn.Mutate(ctx, &api.Mutation{SetNquads: []byte(`_:a <name> "never" .`)}); err != nil {
		t.Fatal(err)
	}
	own, err := txn.Query(ctx, `{q(func: eq(name, "never")) {name}}`)
	if err != nil || canonical(t, string(own.Json)) != `{"q":[{"name":"never"}]}` {
		t.Errorf("a transaction does not see its own write: %v %v", own, err)
	}
	expect(t, db, `{q(func: eq(name, "never")) {name}}`, `{"q":[]}`)
	if err := txn.Discard(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, db, `{q(func: eq(name, "never")) {name}}`, `{"q":[]}`)
}

func TestConditionalUpsert(t *testing.T) {
	ctx := context.Background()
	_, db := openPeople(t)
	set(t, db, `_:a <xid> "a" .
		_:a <age> "40" .`)
	upsert := func(condition, quads string) {
		t.Helper()
		_, err := db.NewTxn().Do(ctx, &api.Request{
			Query:     `{q(func: eq(xid, "a")) {v as uid o as age} var(func: uid(v)) @filter(NOT has(never_heard_of)) {n as math(o + 1)}}`,
			Mutations: []*api.Mutation{{SetNquads: []byte(quads), Cond: condition}},
			CommitNow: true,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	upsert(`@if(gt(len(v), 5))`, `uid(v) <age> val(n) .`)
	expect(t, db, `{q(func: eq(xid, "a")) {age}}`, `{"q":[{"age":40}]}`)
	upsert(`@if(eq(len(v), 1) AND NOT eq(len(o), 0))`, `uid(v) <age> val(n) .`)
	expect(t, db, `{q(func: eq(xid, "a")) {age}}`, `{"q":[{"age":41}]}`)
}

func TestAbandonedTransactionExpires(t *testing.T) {
	ctx := context.Background()
	engine, db := openPeople(t, WithTransactionTimeout(50*time.Millisecond))
	txn := db.NewTxn()
	if _, err := txn.Mutate(ctx, &api.Mutation{SetNquads: []byte(`_:a <name> "abandoned" .`)}); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if engine.oracle.oldest(math.MaxUint64) == math.MaxUint64 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := txn.Commit(ctx); !errors.Is(err, dgo.ErrAborted) {
		t.Errorf("commit of an expired transaction: %v", err)
	}
	expect(t, db, `{q(func: has(name)) {name}}`, `{"q":[]}`)
	if len(engine.oracle.keys)+len(engine.oracle.history) != 0 {
		t.Error("conflict keys are kept without an open transaction")
	}
}

func TestSnapshot(t *testing.T) {
	ctx := context.Background()
	_, db := openPeople(t)
	set(t, db, `_:a <xid> "a" .`)
	reader := db.NewReadOnlyTxn()
	count := func(txn *dgo.Txn) string {
		t.Helper()
		response, err := txn.Query(ctx, `{q(func: has(xid)) {count(uid)}}`)
		if err != nil {
			t.Fatal(err)
		}
		return canonical(t, string(response.Json))
	}
	if got := count(reader); got != `{"q":[{"count":1}]}` {
		t.Error("before:", got)
	}
	set(t, db, `_:b <xid> "b" .`)
	if got := count(reader); got != `{"q":[{"count":1}]}` {
		t.Error("a read-only transaction saw a later commit:", got)
	}
	if got := count(db.NewReadOnlyTxn().BestEffort()); got != `{"q":[{"count":2}]}` {
		t.Error("best effort:", got)
	}
}

func TestQueries(t *testing.T) {
	_, db := openPeople(t)
	uids := set(t, db, `
		_:a <xid> "a" .
		_:a <name> "Ada Quill" .
		_:a <alias> "Countess" .
		_:a <alias> "A. Quill" .
		_:a <dgraph.type> "Person" .
		_:b <name> "Ben \"Inky\" Ó Stróc \\ 🖋" .
		_:b <dgraph.type> "Person" .
		_:c <name> "Cyd Marlow" .
		_:a <knows> _:b (confidence=0.9, count=2, first=2020-03-01) .
		_:a <knows> _:c (confidence=0.4) .`)
	for _, test := range []struct{ name, query, want string }{
		{"unknown predicate",
			`{q(func: eq(xid, "a")) {name no_such_thing {name}} r(func: has(nor_this)) {uid}}`,
			`{"q":[{"name":"Ada Quill"}],"r":[]}`},
		{"unknown predicate in a filter and an order",
			`{q(func: has(xid), orderasc: not_indexed_yet) @filter(has(foo) OR has(name)) {name}}`,
			``},
		{"facets",
			`{q(func: eq(xid, "a")) {knows @facets(confidence) @facets(gt(confidence, 0.5)) {name}}}`,
			`{"q":[{"knows":[{"name":"Ben \"Inky\" Ó Stróc \\ 🖋","knows|confidence":0.9}]}]}`},
		{"reverse",
			`{q(func: eq(name, "Cyd Marlow")) {~knows {name}}}`,
			`{"q":[{"~knows":[{"name":"Ada Quill"}]}]}`},
		{"count index",
			`{q(func: eq(count(knows), 2)) {name n: count(knows)}}`,
			`{"q":[{"name":"Ada Quill","n":2}]}`},
		{"count of reverse edges",
			`{q(func: eq(count(~knows), 1), orderasc: name) {name}}`,
			`{"q":[{"name":"Ben \"Inky\" Ó Stróc \\ 🖋"},{"name":"Cyd Marlow"}]}`},
		{"expand a type",
			`{q(func: eq(xid, "a")) {expand(Person) {name}}}`,
			``},
		{"a variable and a groupby",
			`{var(func: type(Person)) {v as uid} q(func: uid(v)) @groupby(dgraph.type) {count(uid)}}`,
			`{"q":[{"@groupby":[{"dgraph.type":"Person","count":2}]}]}`},
		{"schema of a predicate",
			`schema(pred: [knows, of_nobody]) {type reverse count list}`,
			`{"schema":[{"predicate":"knows","type":"uid","reverse":true,"count":true,"list":true}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.want == "" {
				_, _ = db.NewReadOnlyTxn().Query(context.Background(), test.query) // must only not end the process
				return
			}
			expect(t, db, test.query, test.want)
		})
	}
	t.Run("whole schema", func(t *testing.T) {
		got := ask(t, db, `schema {}`)
		for _, want := range []string{`{"predicate":"knows","type":"uid","count":true,"reverse":true,"list":true}`, `"name":"Person"`, `"dgraph.type"`} {
			if !strings.Contains(canonical(t, got), canonicalPart(t, want)) {
				t.Errorf("%s is missing in %s", want, got)
			}
		}
	})
	t.Run("RDF", func(t *testing.T) {
		response, err := db.NewReadOnlyTxn().QueryRDF(context.Background(), `{q(func: eq(xid, "a")) {name}}`)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("<%s> <name> \"Ada Quill\" .\n", uids["a"]); string(response.Rdf) != want {
			t.Errorf("got %q, want %q", response.Rdf, want)
		}
	})
	t.Run("expand values", func(t *testing.T) {
		_, err := db.NewReadOnlyTxn().Query(context.Background(),
			`{var(func: eq(xid, "a")) {v as name} q(func: eq(xid, "a")) {expand(val(v))}}`)
		if err == nil {
			t.Error("names of predicates from the data were accepted")
		}
	})
	t.Run("wrong query", func(t *testing.T) {
		_, err := db.NewReadOnlyTxn().Query(context.Background(), `{q(func: eq(xid, "a")) {name}`)
		if status.Code(err) != codes.Unknown {
			t.Errorf("got %v", err)
		}
	})
}

// canonicalPart orders the keys of a JSON value, or returns what is no value as it is.
func canonicalPart(t *testing.T, text string) string {
	if strings.HasPrefix(text, "{") {
		return canonical(t, text)
	}
	return text
}

func TestMutations(t *testing.T) {
	ctx := context.Background()
	_, db := openPeople(t)
	mutate := func(mutation *api.Mutation) (*api.Response, error) {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		mutation.CommitNow = true
		return db.NewTxn().Mutate(ctx, mutation)
	}
	if _, err := mutate(&api.Mutation{SetJson: []byte(`{"uid":"_:a","xid":"a","name":"Ada","alias":["x","y"],"new_list":["1"]}`)}); err != nil {
		t.Fatal(err)
	}
	expect(t, db, `{q(func: eq(xid, "a")) {name new_list}}`, `{"q":[{"name":"Ada","new_list":["1"]}]}`)
	quads := []*api.NQuad{{
		Subject: "_:b", Predicate: "name", ObjectValue: &api.Value{Val: &api.Value_StrVal{StrVal: "Bob"}},
		Facets: []*api.Facet{{Key: "source", Value: []byte("hearsay"), ValType: api.Facet_STRING}},
	}}
	if _, err := mutate(&api.Mutation{Set: quads}); err != nil {
		t.Fatal(err)
	}
	expect(t, db, `{q(func: eq(name, "Bob")) {name @facets}}`, `{"q":[{"name":"Bob","name|source":"hearsay"}]}`)

	_, err := db.NewTxn().Do(ctx, &api.Request{
		Query:     `{q(func: eq(xid, "a")) {v as uid}}`,
		Mutations: []*api.Mutation{{DelNquads: []byte(`uid(v) <name> * .`)}},
		CommitNow: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, db, `{q(func: has(name)) {name}}`, `{"q":[{"name":"Bob"}]}`)

	for name, mutation := range map[string]*api.Mutation{
		"not RDF":             {SetNquads: []byte(`this is no quad`)},
		"a value for an edge": {SetNquads: []byte(`_:a <knows> "a string" .`)},
		"too long an index":   {SetNquads: []byte(`_:a <name> "` + strings.Repeat("x", 70_000) + `" .`)},
		"a UID never leased":  {SetNquads: []byte(`<0xffffffffff> <name> "x" .`)},
		"nothing":             {},
	} {
		if _, err := mutate(mutation); err == nil && name != "nothing" {
			t.Errorf("%s: accepted", name)
		}
	}
	expect(t, db, `{q(func: has(name)) {name}}`, `{"q":[{"name":"Bob"}]}`)
}

func TestHubStaysFast(t *testing.T) {
	_, db := openPeople(t)
	hub := set(t, db, `_:hub <name> "hub" .`)["hub"]
	for round := range 30 {
		var quads strings.Builder
		for i := range 50 {
			fmt.Fprintf(&quads, "<%s> <knows> _:n%d (count=%d) .\n", hub, i, round)
		}
		set(t, db, quads.String())
	}
	expect(t, db, `{q(func: eq(name, "hub")) {n: count(knows)}}`, `{"q":[{"n":1500}]}`)
}
