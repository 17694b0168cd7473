package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"github.com/dgraph-io/dgraph/v25/protos/pb"
	"github.com/dgraph-io/dgraph/v25/worker"
)

// TestRedo opens a store whose process ended when a part of a commit had been written.
func TestRedo(t *testing.T) {
	ctx := context.Background()
	engine, db := openPeople(t)
	set(t, db, `_:a <xid> "a" .
		_:a <name> "before" .`)

	txn := db.NewTxn()
	var startTS uint64
	for _, quads := range []string{
		`uid(v) <knows> _:b (count=1) .
		_:b <name> "known" .`,
		`uid(v) <name> "after" .
		uid(v) <alias> "late" .`,
	} {
		response, err := txn.Do(ctx, &api.Request{
			Query:     `{q(func: eq(xid, "a")) {v as uid}}`,
			Mutations: []*api.Mutation{{SetNquads: []byte(quads)}},
		})
		if err != nil {
			t.Fatal(err)
		}
		startTS = response.Txn.StartTs
	}
	mutations := engine.oracle.written(startTS)
	if len(mutations) != 2 {
		t.Fatalf("%d mutations are noted, want 2", len(mutations))
	}
	commitTS, err := engine.commitTS()
	if err != nil {
		t.Fatal(err)
	}
	status := &pb.TxnStatus{StartTs: startTS, CommitTs: commitTS}
	if err := engine.writeJournal(status, mutations); err != nil {
		t.Fatal(err)
	}
	// Write the keys of the first mutation only, as if the process had ended between batches.
	engine.forget(startTS)
	if err := worker.ApplyMutations(ctx, &pb.Proposal{Mutations: mutations[0], StartTs: startTS}); err != nil {
		t.Fatal(err)
	}
	if err := worker.ApplyCommited(ctx, &pb.OracleDelta{Txns: []*pb.TxnStatus{status}}); err != nil {
		t.Fatal(err)
	}
	engine.commitDone()
	expect(t, db, `{q(func: eq(xid, "a")) {name alias knows {name}}}`, `{"q":[{"name":"before","knows":[{"name":"known"}]}]}`)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}

	for range 2 {
		engine = open(t, engine.dir)
		db = dgo.NewDgraphClient(engine.Client())
		expect(t, db, `{q(func: eq(xid, "a")) {name alias n: count(knows) knows @facets {name}}}`,
			`{"q":[{"name":"after","alias":["late"],"n":1,"knows":[{"name":"known","knows|count":1}]}]}`)
		expect(t, db, `{before(func: eq(name, "before")) {uid} after(func: eq(name, "after")) {name}}`,
			`{"before":[],"after":[{"name":"after"}]}`)
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDamagedJournal(t *testing.T) {
	engine, _ := openPeople(t)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(engine.dir, journalName)
	if err := os.WriteFile(path, []byte("\x04\x08\x01\x10"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(engine.dir); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	open(t, engine.dir) // the failed opening gave the folder back
}

func TestWeigh(t *testing.T) {
	openPeople(t)
	edges := func(attr string, n, size int) []*pb.Mutations {
		m := &pb.Mutations{}
		for range n {
			m.Edges = append(m.Edges, &pb.DirectedEdge{Attr: "0-" + attr, Value: make([]byte, size)})
		}
		return []*pb.Mutations{m}
	}
	for _, test := range []struct {
		attr    string
		n, size int
		want    bool
	}{
		{"alias", 100, 1000, true},    // a document of usual size
		{"alias", 1, 4 << 20, true},   // its text, not indexed
		{"alias", 1, 16 << 20, false}, // a long text
		{"alias", 20_000, 10, false},
		{"name", 1, 100_000, false}, // indexed, perhaps by 100,000 words
		{"name", 100, 60, true},
	} {
		keys, size := weigh(edges(test.attr, test.n, test.size))
		if fits := keys <= batchKeys && size <= batchBytes; fits != test.want {
			t.Errorf("%d edges of %s with %d bytes weigh %d keys and %d bytes", test.n, test.attr, test.size, keys, size)
		}
	}
}

func FuzzReadJournal(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("\x04\x08\x01\x10\x02"))
	f.Add([]byte("\x04\x08\x01\x10\x02\x02\x18\x07"))
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "journal")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		txn, _, err := readJournal(path)
		if (txn == nil) != (err != nil) {
			t.Errorf("transaction %v, error %v", txn, err)
		}
	})
	if _, _, err := readJournal(filepath.Join(dir, "none")); err != nil && !errors.Is(err, os.ErrNotExist) {
		f.Error(err)
	}
}
