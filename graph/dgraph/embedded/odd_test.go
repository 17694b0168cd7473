package embedded

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
)

// TestOddRequests sends requests that have ended Dgraph's process, or might. What they
// answer is Dgraph's business; that the engine still works afterwards is ours.
func TestOddRequests(t *testing.T) {
	engine, db := openPeople(t)
	set(t, db, `_:a <xid> "a" .
		_:a <name> "Ada Quill" .
		_:a <age> "30" .
		_:a <knows> _:b (w=1) .
		_:b <name> "Ben Marlow" .
		_:b <knows> _:a (w="x") .`)

	file, err := os.Open("testdata/odd.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if line := lines.Text(); !strings.HasPrefix(line, "#") {
			send(t, db, line)
		}
	}
	for _, length := range []int{1000, 8192, 64_900, 64_990, 65_000, 65_530, 65_536, 70_000} {
		long := strings.Repeat("x", length)
		send(t, db, `M _:a <`+long+`> "v" .`)
		send(t, db, `A `+long+`: string @index(hash) .`)
		send(t, db, `M _:a <`+long+`> "v" .`)
		send(t, db, `Q {q(func: eq(name, "`+long+`")) {name}}`)
		send(t, db, `Q {q(func: has(`+long+`)) {`+long+`}}`)
		send(t, db, `M _:a <alias> "`+long+`" .`)
	}
	send(t, db, "M _:a <name> \"\x00\" .")
	send(t, db, "M _:a <name> \"\xff\xfe\" .")
	send(t, db, "Q {q(func: eq(name, \"\xff\xfe\x00\")) {name}}")

	for range 2 {
		expect(t, db, `{q(func: eq(name, "Ada Quill")) {name knows {name}}}`, `{"q":[{"name":"Ada Quill","knows":[{"name":"Ben Marlow"}]}]}`)
		set(t, db, `_:c <xid> "after" .`)
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
		engine = open(t, engine.dir)
		db = dgo.NewDgraphClient(engine.Client())
	}
}

// send runs one line of testdata/odd.txt.
func send(t *testing.T, db *dgo.Dgraph, line string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	kind, text, _ := strings.Cut(line, " ")
	var err error
	switch kind {
	case "A":
		err = db.Alter(ctx, &api.Operation{Schema: text})
	case "M":
		_, err = db.NewTxn().Mutate(ctx, &api.Mutation{SetNquads: []byte(text), CommitNow: true})
	case "D":
		_, err = db.NewTxn().Mutate(ctx, &api.Mutation{DelNquads: []byte(text), CommitNow: true})
	case "Q":
		_, err = db.NewReadOnlyTxn().Query(ctx, text)
	default:
		t.Fatalf("%q", line)
	}
	if err != nil && (strings.Contains(err.Error(), "panicked") || strings.Contains(err.Error(), "failed while it was written")) {
		t.Errorf("%.200s: %.500v", line, err)
	}
	t.Logf("%.120q: %.200q", line, fmt.Sprint(err))
}
