package embedded

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"github.com/dgraph-io/dgraph/v25/x"
)

func TestSchemaChangeRebuilds(t *testing.T) {
	engine, db := openPeople(t)
	alter(t, db, `
		plain: string .
		points_to: [uid] .
		single: string @index(exact) .`)
	var quads strings.Builder
	for i := range 500 {
		fmt.Fprintf(&quads, "_:n%d <plain> \"word%d common\" .\n", i, i)
		fmt.Fprintf(&quads, "_:n%d <points_to> _:n0 (weight=%d) .\n", i, i)
		fmt.Fprintf(&quads, "_:n%d <single> \"value %d\" .\n", i, i)
	}
	set(t, db, quads.String())
	if _, err := db.NewReadOnlyTxn().Query(context.Background(), `{q(func: anyofterms(plain, "word7")) {plain}}`); err == nil {
		t.Fatal("a predicate without an index was searched")
	}

	txn := db.NewTxn()
	if _, err := txn.Mutate(context.Background(), &api.Mutation{SetNquads: []byte(`_:x <plain> "pending" .`)}); err != nil {
		t.Fatal(err)
	}
	alter(t, db, `
		plain: string @index(term) .
		points_to: [uid] @reverse @count .
		single: [string] @index(exact) .`)
	if err := txn.Commit(context.Background()); !errors.Is(err, dgo.ErrAborted) {
		t.Error("a transaction that wrote a predicate before its index was built:", err)
	}
	check := func(db *dgo.Dgraph) {
		t.Helper()
		expect(t, db, `{q(func: anyofterms(plain, "word7")) {plain}}`, `{"q":[{"plain":"word7 common"}]}`)
		expect(t, db, `{q(func: anyofterms(plain, "common")) {count(uid)}}`, `{"q":[{"count":500}]}`)
		expect(t, db, `{q(func: eq(plain, "word0 common")) {n: count(~points_to)}}`, `{"q":[{"n":500}]}`)
		expect(t, db, `{q(func: eq(count(points_to), 1)) {count(uid)}}`, `{"q":[{"count":500}]}`)
		expect(t, db, `{q(func: eq(single, "value 33")) {single}}`, `{"q":[{"single":["value 33"]}]}`)
	}
	check(db)
	set(t, db, `_:y <plain> "word7 again" .`)
	expect(t, db, `{q(func: anyofterms(plain, "word7")) {count(uid)}}`, `{"q":[{"count":2}]}`)
	set(t, db, `_:z <single> "value 600" .`)

	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	db = dgo.NewDgraphClient(open(t, engine.dir).Client())
	expect(t, db, `{q(func: anyofterms(plain, "word7")) {count(uid)}}`, `{"q":[{"count":2}]}`)
	expect(t, db, `{q(func: eq(count(points_to), 1)) {count(uid)}}`, `{"q":[{"count":500}]}`)
}

// TestUnfinishedSchemaChange opens a store whose process ended with the old index gone
// and the new one not built: the old schema holds, with its indexes.
func TestUnfinishedSchemaChange(t *testing.T) {
	engine, db := openPeople(t)
	set(t, db, `_:a <name> "Ada Quill" .
		_:b <name> "Ben Marlow" .
		_:a <knows> _:b .`)
	name, knows := x.AttrInRootNamespace("name"), x.AttrInRootNamespace("knows")
	if err := engine.writeAlteration(alteration{Predicates: []string{name, knows}, Lists: []string{name}}); err != nil {
		t.Fatal(err)
	}
	for _, attr := range []string{name, knows} {
		if err := engine.dropIndexes(attr); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
		engine = open(t, engine.dir)
		db = dgo.NewDgraphClient(engine.Client())
		expect(t, db, `{q(func: eq(name, "Ada Quill")) {name knows {name}}}`, `{"q":[{"name":["Ada Quill"],"knows":[{"name":["Ben Marlow"]}]}]}`)
		expect(t, db, `{q(func: anyofterms(name, "marlow")) {n: count(~knows)}}`, `{"q":[{"n":1}]}`)
		expect(t, db, `{q(func: eq(count(knows), 1)) {count(uid)}}`, `{"q":[{"count":1}]}`)
	}
	alter(t, db, `name: [string] @index(trigram) .`)
	expect(t, db, `{q(func: regexp(name, /arlo/)) {name}}`, `{"q":[{"name":["Ben Marlow"]}]}`)
}

func TestRefusedSchemaChanges(t *testing.T) {
	_, db := openPeople(t)
	set(t, db, `_:a <alias> "x" .
		_:a <name> "n" .`)
	before := ask(t, db, `schema {}`)
	for _, test := range []struct{ name, schema string }{
		{"syntax", `name string .`},
		{"index of an edge", `knows: [uid] @index(term) .`},
		{"reverse of a value", `name: string @reverse .`},
		{"upsert without index", `nickname: string @upsert .`},
		{"unique without an exact index", `nickname: string @unique @index(term) .`},
		{"twice", "a1: string .\na1: int ."},
		{"list to value", `alias: string .`},
		{"value to edge", `name: [uid] .`},
		{"reserved", `dgraph.mine: string .`},
		{"predefined", `dgraph.type: int .`},
		{"type with an unknown field", "type Odd {\n no_such_field\n}"},
		{"good and bad", "fresh: string .\nknows: [uid] @index(term) ."},
		{"list of vectors", `picture: [float32vector] .`},
		{"counted vector", `picture: float32vector @count .`},
		{"unknown tokenizer", `name: string @index(telepathy) .`},
	} {
		if err := db.Alter(context.Background(), &api.Operation{Schema: test.schema}); err == nil {
			t.Errorf("%s: accepted", test.name)
		}
	}
	if err := db.Alter(context.Background(), &api.Operation{}); err == nil {
		t.Error("an empty operation was accepted")
	}
	if after := ask(t, db, `schema {}`); after != before {
		t.Errorf("a refused change left its mark:\n got %s\nwant %s", after, before)
	}
}

func TestDrops(t *testing.T) {
	ctx := context.Background()
	engine, db := openPeople(t)
	first := set(t, db, `_:a <xid> "a" .
		_:a <name> "Ada" .`)["a"]
	drop := func(op *api.Operation) {
		t.Helper()
		if err := db.Alter(ctx, op); err != nil {
			t.Fatal(err)
		}
	}
	drop(&api.Operation{DropAttr: "name"})
	expect(t, db, `{q(func: has(xid)) {xid name}}`, `{"q":[{"xid":"a"}]}`)
	expect(t, db, `schema(pred: name) {type}`, `{}`)
	if err := db.Alter(ctx, &api.Operation{DropAttr: "dgraph.type"}); err == nil {
		t.Error("dgraph.type was dropped")
	}
	drop(&api.Operation{DropOp: api.Operation_TYPE, DropValue: "Person"})
	drop(&api.Operation{DropOp: api.Operation_DATA})
	expect(t, db, `{q(func: has(xid)) {xid}}`, `{"q":[]}`)
	expect(t, db, `schema(pred: xid) {upsert}`, `{"schema":[{"predicate":"xid","upsert":true}]}`)
	set(t, db, `_:b <xid> "b" .`)

	txn := db.NewTxn()
	if _, err := txn.Mutate(ctx, &api.Mutation{SetNquads: []byte(`_:c <xid> "c" .`)}); err != nil {
		t.Fatal(err)
	}
	drop(&api.Operation{DropAll: true})
	if err := txn.Commit(ctx); !errors.Is(err, dgo.ErrAborted) {
		t.Error("a transaction that began before everything was dropped:", err)
	}
	expect(t, db, `{q(func: has(xid)) {xid}}`, `{"q":[]}`)
	expect(t, db, `schema(pred: xid) {type}`, `{}`)

	// UIDs are not used again, in this process or the next.
	again := set(t, db, `_:d <dgraph.type> "Person" .`)["d"]
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	db = dgo.NewDgraphClient(open(t, engine.dir).Client())
	later := set(t, db, `_:e <dgraph.type> "Person" .`)["e"]
	if again == first || later == again || later == first {
		t.Errorf("a UID came twice: %s, %s, %s", first, again, later)
	}
	expect(t, db, `{q(func: type(Person)) {count(uid)}}`, `{"q":[{"count":2}]}`)
}
