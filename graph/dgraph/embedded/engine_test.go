package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"go.uber.org/goleak"
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
func openPeople(t testing.TB, opts ...Option) (*Engine, *dgo.Dgraph) {
	t.Helper()
	engine := open(t, t.TempDir(), opts...)
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

// expect checks the answer of a read-only query.
func expect(t testing.TB, db *dgo.Dgraph, query, want string) {
	t.Helper()
	if got := ask(t, db, query); canonical(t, got) != canonical(t, want) {
		t.Errorf("%s\n got %s\nwant %s", query, canonical(t, got), canonical(t, want))
	}
}

// canonical orders the keys of a JSON text.
func canonical(t testing.TB, text string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	ordered, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(ordered)
}

func Example() {
	dir, err := os.MkdirTemp("", "attache")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	engine, err := Open(dir)
	if err != nil {
		panic(err)
	}
	defer func() { _ = engine.Close() }()

	ctx := context.Background()
	db := dgo.NewDgraphClient(engine.Client())
	if err := db.Alter(ctx, &api.Operation{Schema: "name: string @index(exact) ."}); err != nil {
		panic(err)
	}
	quads := &api.Mutation{SetNquads: []byte(`_:ada <name> "Ada Quill" .`), CommitNow: true}
	if _, err := db.NewTxn().Mutate(ctx, quads); err != nil {
		panic(err)
	}
	response, err := db.NewReadOnlyTxn().QueryWithVars(ctx, `query q($n: string) {q(func: eq(name, $n)) {name}}`,
		map[string]string{"$n": "Ada Quill"})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(response.Json))
	// Output: {"q":[{"name":"Ada Quill"}]}
}

func TestHundredOpenings(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "missing", "store")
	seen := map[string]int{}
	var slowest time.Duration
	for i := range 100 {
		began := time.Now()
		engine, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		slowest = max(slowest, time.Since(began))
		db := dgo.NewDgraphClient(engine.Client())
		if i == 0 {
			alter(t, db, testSchema)
		}
		for _, uid := range set(t, db, fmt.Sprintf(`_:a <xid> "opening-%d" .
			_:b <name> "visit %d" .
			_:a <knows> _:b .`, i, i)) {
			if before, again := seen[uid]; again {
				t.Fatalf("opening %d: UID %s was given out in opening %d", i, uid, before)
			}
			seen[uid] = i
		}
		if i%10 == 9 {
			expect(t, db, `{q(func: has(xid)) {count(uid)}}`, fmt.Sprintf(`{"q":[{"count":%d}]}`, i+1))
		}
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("slowest of 100 openings: %v", slowest)
	if len(seen) != 200 {
		t.Errorf("%d UIDs for 200 nodes", len(seen))
	}

	engine := open(t, dir)
	db := dgo.NewDgraphClient(engine.Client())
	expect(t, db, `{q(func: has(xid)) {count(uid)}}`, `{"q":[{"count":100}]}`)
	for i := range 100 {
		expect(t, db, fmt.Sprintf(`{q(func: eq(xid, "opening-%d")) {knows {name}}}`, i),
			fmt.Sprintf(`{"q":[{"knows":[{"name":"visit %d"}]}]}`, i))
	}
	if logs, _ := filepath.Glob(filepath.Join(dir, logName, "*.log.*.*")); len(logs) > keptLogs {
		t.Errorf("%d log files, want at most %d", len(logs), keptLogs)
	}
}

func TestOtherFolderAfterClose(t *testing.T) {
	first, db := openPeople(t)
	for i := range 50 {
		set(t, db, fmt.Sprintf(`_:a <name> "first %d" .`, i))
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, db = openPeople(t)
	expect(t, db, `{q(func: has(name)) {name}}`, `{"q":[]}`)
	set(t, db, `_:a <name> "second" .`)
	alter(t, db, `name: string @index(term, exact, hash) .`)
	set(t, db, `_:a <name> "third" .`)
	expect(t, db, `{q(func: has(name), orderasc: name) {name}}`, `{"q":[{"name":"second"},{"name":"third"}]}`)
}

func TestClose(t *testing.T) {
	leaks := goleak.IgnoreCurrent()
	engine, db := openPeople(t)
	txn := db.NewTxn()
	if _, err := txn.Mutate(context.Background(), &api.Mutation{SetNquads: []byte(`_:a <name> "left open" .`)}); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal("second Close:", err)
	}
	if err := txn.Commit(context.Background()); !errors.Is(err, ErrClosed) {
		t.Error("commit after Close:", err)
	}
	if _, err := db.NewReadOnlyTxn().Query(context.Background(), `{q(func: has(name)) {name}}`); !errors.Is(err, ErrClosed) {
		t.Error("query after Close:", err)
	}
	if err := db.Alter(context.Background(), &api.Operation{Schema: "x: int ."}); !errors.Is(err, ErrClosed) {
		t.Error("alter after Close:", err)
	}
	goleak.VerifyNone(t, leaks,
		// Loggers and metrics of Dgraph's packages, started once in a process.
		goleak.IgnoreTopFunction("github.com/golang/glog.(*fileSink).flushDaemon"),
		goleak.IgnoreTopFunction("go.opencensus.io/stats/view.(*worker).start"))
}

func TestSecondOpener(t *testing.T) {
	engine := open(t, t.TempDir())
	_, err := Open(engine.dir)
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), engine.dir) || !strings.Contains(err.Error(), "this process") {
		t.Error("same folder, same process:", err)
	}
	other := filepath.Join(t.TempDir(), "other")
	if _, err := Open(other); !errors.Is(err, ErrBusy) {
		t.Error("other folder, same process:", err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, other)
}

func TestFoldersThatAreRefused(t *testing.T) {
	file := func(name, content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, test := range []struct {
		name    string
		make    func(*testing.T, string)
		want    error
		message string
	}{
		{"foreign", file("thesis.txt", "my life's work"), ErrNotStore, "thesis.txt"},
		{"newer", file(markerName, "attache graph store, format 2\n"), ErrNewer, "use a newer Attaché"},
		{"damaged marker", file(markerName, "\x00\x01"), ErrNotStore, markerName},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			test.make(t, dir)
			before := listing(t, dir)
			_, err := Open(dir)
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.message) || !strings.Contains(err.Error(), dir) {
				t.Errorf("got %v", err)
			}
			if after := listing(t, dir); after != before {
				t.Errorf("wrote into a folder that it refused: %s, before %s", after, before)
			}
		})
	}
	t.Run("a file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); !errors.Is(err, ErrNotStore) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("killed while it was made", func(t *testing.T) {
		dir := t.TempDir()
		file(lockName, "4711\n")(t, dir)
		file(markerName+partialSuffix, "atta")(t, dir)
		open(t, dir)
	})
}

func listing(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, fmt.Sprint(entry.Name(), info.Size(), info.ModTime()))
	}
	return strings.Join(names, " ")
}

func TestDeadline(t *testing.T) {
	_, db := openPeople(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	if _, err := db.NewReadOnlyTxn().Query(ctx, `{q(func: has(name)) {name}}`); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("query:", err)
	}
	if _, err := db.NewTxn().Mutate(ctx, &api.Mutation{SetNquads: []byte(`_:a <name> "late" .`), CommitNow: true}); err == nil {
		t.Error("a mutation after its deadline was committed")
	}
	expect(t, db, `{q(func: has(name)) {name}}`, `{"q":[]}`)

	// A query that takes long: the caller does not wait for its end.
	var quads strings.Builder
	for i := range 300 {
		for j := range 20 {
			fmt.Fprintf(&quads, "_:n%d <knows> _:n%d .\n", i, (i*7+j)%300)
		}
		fmt.Fprintf(&quads, "_:n%d <name> \"node %d\" .\n", i, i)
	}
	set(t, db, quads.String())
	ctx, cancel = context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := db.NewReadOnlyTxn().Query(ctx, `{q(func: has(name)) {knows {knows {knows {name}}}}}`)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error("long query:", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("the deadline of 20 ms was noticed after %v", took)
	}
}

func TestDiskFull(t *testing.T) {
	engine, db := openPeople(t)
	set(t, db, `_:a <name> "before" .`)
	engine.free = func(string) (uint64, error) { return spareToWrite - 1, nil }
	_, err := db.NewTxn().Mutate(context.Background(), &api.Mutation{SetNquads: []byte(`_:b <name> "lost" .`), CommitNow: true})
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), engine.dir) {
		t.Error("commit:", err)
	}
	if err := db.Alter(context.Background(), &api.Operation{Schema: `name: string .`}); !errors.Is(err, ErrDiskFull) {
		t.Error("alter:", err)
	}
	expect(t, db, `{q(func: has(name)) {name}}`, `{"q":[{"name":"before"}]}`)
	engine.free = freeBytes
	set(t, db, `_:c <name> "after" .`)
	expect(t, db, `{q(func: anyofterms(name, "before lost after"), orderasc: name) {name}}`, `{"q":[{"name":"after"},{"name":"before"}]}`)
}

func TestPanicStaysInTheRequest(t *testing.T) {
	err := guard("doing something", func() error { panic("out of range") })
	if err == nil || !strings.Contains(err.Error(), "doing something") || !strings.Contains(err.Error(), "out of range") {
		t.Errorf("got %v", err)
	}
}

func decode(t testing.TB, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}
