package dgraph_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"attache/graph"
	"attache/graph/dgraph"
	"attache/graph/storetest"

	"github.com/google/go-cmp/cmp"
)

// folder opens stores in folders of their own.
func folder(t testing.TB) graph.Store {
	t.Helper()
	s := openFolder(t, t.TempDir())
	t.Cleanup(func() { closeStore(t, s) })
	return s
}

func openFolder(t testing.TB, dir string) graph.Store {
	t.Helper()
	s, err := dgraph.Open(context.Background(), "file://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func closeStore(t testing.TB, s graph.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func apply(t testing.TB, s graph.Store) {
	t.Helper()
	if err := s.Apply(context.Background(), storetest.Ontology(t)); err != nil {
		t.Fatal(err)
	}
}

func note(t testing.TB, s graph.Store, n int) {
	t.Helper()
	if _, err := s.Write(context.Background(), storetest.Note(t, n)); err != nil {
		t.Fatal(err)
	}
}

func TestEmbedded(t *testing.T) { storetest.TestStore(t, folder) }

func TestEmbeddedLong(t *testing.T) { storetest.TestLong(t, breakableFolder) }

// A folder that is opened, written to and closed again and again holds what
// one holds that was opened once.
func TestOpenWriteClose(t *testing.T) {
	const cycles = 100
	dir := t.TempDir()
	for n := range cycles {
		s := openFolder(t, dir)
		if n == 0 {
			apply(t, s)
		}
		note(t, s, n)
		c, err := s.Counts(context.Background())
		if err != nil || c.Documents != n+1 || c.Statements != n+1 {
			t.Fatalf("after %d cycles: %+v, %v", n+1, c, err)
		}
		closeStore(t, s)
	}
	s := openFolder(t, dir)
	got := storetest.Export(t, s)
	closeStore(t, s)
	if diff := cmp.Diff(writtenAtOnce(t, cycles, note), got); diff != "" {
		t.Error(diff)
	}
}

// writtenAtOnce exports a graph of the first of many pages.
func writtenAtOnce(t *testing.T, pages int, page func(testing.TB, graph.Store, int)) string {
	t.Helper()
	s := openFolder(t, t.TempDir())
	defer closeStore(t, s)
	apply(t, s)
	for n := range pages {
		page(t, s, n)
	}
	return storetest.Export(t, s)
}

func chapter(t testing.TB, s graph.Store, n int) {
	t.Helper()
	if _, err := s.Write(context.Background(), storetest.Chapter(t, n)); err != nil {
		t.Fatal(err)
	}
}

// The folder that the child process of TestKill writes to, and the chapter it begins with.
const (
	childFolder = "ATTACHE_TEST_CHILD_FOLDER"
	childBegins = "ATTACHE_TEST_CHILD_BEGINS"
)

// TestWriteUntilKilled is the child process of TestKill: it writes chapters, the
// long ones in several transactions, and names each that was acknowledged.
func TestWriteUntilKilled(t *testing.T) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return // nothing of its own to test
	}
	begin, err := strconv.Atoi(os.Getenv(childBegins))
	if err != nil {
		t.Fatal(err)
	}
	s := openBreakable(t, dir, 8)
	apply(t, s)
	for n := begin; ; n++ {
		chapter(t, s, n)
		fmt.Println("written", n)
	}
}

// A process that is killed loses nothing that was acknowledged, leaves no part
// of a document, and can be followed by another.
func TestKill(t *testing.T) {
	kills := 3
	if os.Getenv("ATTACHE_SOAK") != "" {
		kills = 20
	}
	dir, next := t.TempDir(), 0
	random := rand.New(rand.NewPCG(1, 2))
	for range kills {
		last := writeAndKill(t, dir, next, 1+random.IntN(6), time.Duration(random.IntN(300))*time.Millisecond)
		s := openFolder(t, dir)
		left, err := s.Query(context.Background(), `{ series(func: has(series.state)) { series.state } }`, nil, false)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("killed after chapter %d, left %s", last, left)
		c, err := s.Counts(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		// The chapters that were written when the kill came may be there or not.
		if c.Documents < last+1 {
			t.Fatalf("%d chapters were acknowledged, %d are there", last+1, c.Documents)
		}
		got := storetest.Export(t, s)
		closeStore(t, s) // a process has one engine at a time
		if diff := cmp.Diff(writtenAtOnce(t, c.Documents, chapter), got); diff != "" {
			t.Fatalf("the graph is not that of its documents:\n%s", diff)
		}
		next = last + 1
	}
}

// writeAndKill runs the child until it has written some chapters and kills it a
// moment later. It returns the last that was acknowledged.
func writeAndKill(t *testing.T, dir string, begin, chapters int, moment time.Duration) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestWriteUntilKilled$", "-test.v")
	cmd.Env = append(os.Environ(), childFolder+"="+dir, childBegins+"="+strconv.Itoa(begin))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	last := -1
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if n, ok := strings.CutPrefix(lines.Text(), "written "); ok {
			if last, err = strconv.Atoi(n); err != nil {
				t.Fatal(err)
			}
			if last-begin+1 == chapters {
				time.AfterFunc(moment, func() { cmd.Process.Kill() })
			}
		}
	}
	cmd.Wait()
	if last < 0 {
		t.Fatalf("the child wrote nothing:\n%s", said.String())
	}
	return last
}

func BenchmarkEmbedded(b *testing.B) { storetest.BenchmarkStore(b, folder) }

// A graph of a later program's is left alone.
func TestNewer(t *testing.T) {
	dir := t.TempDir()
	s := openFolder(t, dir)
	apply(t, s)
	later := `upsert { query { q(func: eq(xid, "urn:attache:ontology")) { v as uid } } mutation { set { uid(v) <ontology.version> "99" . } } }`
	if _, err := s.Query(context.Background(), later, nil, true); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	if s, err := dgraph.Open(context.Background(), "file://"+dir); !errors.Is(err, graph.ErrNewer) {
		t.Errorf("opened %v, error %v", s, err)
	}
}
