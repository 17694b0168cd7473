package embedded

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
)

const testSchema = `
	xid: string @index(hash) @upsert .
	name: string @index(term, exact) .
	alias: [string] .
	knows: [uid] @reverse @count .
	age: int @index(int) .
	type Person {
		xid
		name
		alias
		knows
		age
	}
`

// open opens the store in dir for the length of a test, or until it is closed.
func open(t testing.TB, dir string, opts ...Option) *Engine {
	t.Helper()
	engine, err := Open(dir, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

// openPeople opens a fresh store with testSchema.
func openPeople(t testing.TB) (*Engine, *dgo.Dgraph) {
	t.Helper()
	engine := open(t, t.TempDir())
	db := dgo.NewDgraphClient(engine.Client())
	alter(t, db, testSchema)
	return engine, db
}

func alter(t testing.TB, db *dgo.Dgraph, schema string) {
	t.Helper()
	if err := db.Alter(context.Background(), &api.Operation{Schema: schema}); err != nil {
		t.Fatal(err)
	}
}

// set commits quads in a transaction of their own and returns the UIDs of blank nodes.
func set(t testing.TB, db *dgo.Dgraph, quads string) map[string]string {
	t.Helper()
	response, err := db.NewTxn().Mutate(context.Background(), &api.Mutation{SetNquads: []byte(quads), CommitNow: true})
	if err != nil {
		t.Fatal(err)
	}
	return response.Uids
}

// ask runs a read-only query and returns its JSON.
func ask(t testing.TB, db *dgo.Dgraph, query string) string {
	t.Helper()
	response, err := db.NewReadOnlyTxn().Query(context.Background(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return string(response.Json)
}

// expect checks the answer of a read-only query, JSON compared as values.
func expect(t testing.TB, db *dgo.Dgraph, query, want string) {
	t.Helper()
	got := ask(t, db, query)
	var a, b any
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if string(x) != string(y) {
		t.Errorf("%s\n got %s\nwant %s", query, x, y)
	}
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	began := time.Now()
	engine := open(t, dir)
	t.Logf("opened an empty folder in %v", time.Since(began))
	db := dgo.NewDgraphClient(engine.Client())
	alter(t, db, testSchema)
	set(t, db, `_:a <name> "Ada Quill" .`)
	began = time.Now()
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("closed in %v", time.Since(began))
	if err := engine.Close(); err != nil {
		t.Fatal("second Close:", err)
	}

	began = time.Now()
	engine = open(t, dir)
	t.Logf("opened again in %v", time.Since(began))
	db = dgo.NewDgraphClient(engine.Client())
	expect(t, db, `{q(func: eq(name, "Ada Quill")) {name}}`, `{"q":[{"name":"Ada Quill"}]}`)
	expect(t, db, `{q(func: has(name)) {name nothing_of_the_sort}}`, `{"q":[{"name":"Ada Quill"}]}`)
}
