package dgraph

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"attache/graph"

	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc"
)

func TestParseServer(t *testing.T) {
	for rest, want := range map[string]server{
		"localhost:9080":                   {hosts: []string{"localhost:9080"}},
		"a:1,b:2,[::1]:3/":                 {hosts: []string{"a:1", "b:2", "[::1]:3"}},
		"ann:p%40ss%3A@a:9080?namespace=3": {hosts: []string{"a:9080"}, user: "ann", password: "p@ss:", namespace: 3},
		"ann:x@a:9080?sslmode=verify-ca":   {hosts: []string{"a:9080"}, user: "ann", password: "x"},
		"a:9080?sslmode=require":           {hosts: []string{"a:9080"}},
		"a:9080?sslmode=disable":           {hosts: []string{"a:9080"}},
	} {
		got, err := parseServer(rest)
		if err != nil {
			t.Errorf("%s: %v", rest, err)
			continue
		}
		if !slices.Equal(got.hosts, want.hosts) || got.user != want.user || got.password != want.password || got.namespace != want.namespace || got.transport == nil {
			t.Errorf("%s: %+v", rest, got)
		}
		if secure := got.transport.Info().SecurityProtocol == "tls"; secure != (strings.Contains(rest, "sslmode=") && !strings.Contains(rest, "disable")) {
			t.Errorf("%s: security %+v", rest, got.transport.Info())
		}
	}
	for _, rest := range []string{
		"", "localhost", "localhost:", ":9080", "localhost:none", "localhost:0", "localhost:70000", "a:1,,b:2", "a:1?colour=red",
		"a:1?sslmode=perhaps", "a:1?namespace=x", "a:1?namespace=3", ":pw@a:1", "ann:secret@a", "ann:se%zzcret@a:1", "a:1?x=%zz",
		"a:1?timeout=soon", "a:1?timeout=-1s",
	} {
		if sv, err := parseServer(rest); err == nil {
			t.Errorf("%q was read as %+v", rest, sv)
		} else if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", rest, err)
		}
	}
}

func FuzzParseServer(f *testing.F) {
	f.Add("ann:secret@a:1,b:2?sslmode=require&namespace=1")
	f.Fuzz(func(t *testing.T, rest string) {
		sv, err := parseServer(rest)
		if err == nil && len(sv.hosts) == 0 {
			t.Errorf("%q names no host", rest)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("no folder"), 0o644); err != nil {
		t.Fatal(err)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "thesis.txt"), []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "folder", "/folder", "http://localhost:8080", "file://", "file://%zz", "dgraph://", "mysql://root:secret@host", "file://" + file, "file://" + other} {
		s, err := Open(context.Background(), address)
		if err == nil {
			s.Close()
			t.Errorf("%q was opened", address)
			continue
		}
		if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", address, err)
		}
	}
	if entries, err := os.ReadDir(other); err != nil || len(entries) != 1 {
		t.Errorf("a folder of somebody else's now has %v, %v", entries, err)
	}
}

// Where nothing listens, or what listens is silent, Open says so soon.
func TestOpenUnreachable(t *testing.T) {
	gone, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := gone.Addr().String()
	gone.Close()
	silent, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close() // it accepts and never answers
	for _, host := range []string{nobody, silent.Addr().String(), nobody + "," + silent.Addr().String()} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			s, err := Open(context.Background(), "dgraph://ann:secret@"+host)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !errors.Is(err, graph.ErrUnreachable) || !strings.Contains(err.Error(), host) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "secret") {
				t.Error(err)
			}
			if took := time.Since(begun); took > 2*reachable+2*time.Second {
				t.Errorf("that took %s", took)
			}
		})
	}
}

// hanging answers the first calls and no query after them.
type hanging struct {
	api.UnimplementedDgraphServer
	calls atomic.Int32
}

func (h *hanging) CheckVersion(context.Context, *api.Check) (*api.Version, error) {
	return &api.Version{}, nil
}

func (h *hanging) Alter(context.Context, *api.Operation) (*api.Payload, error) {
	return &api.Payload{}, nil
}

func (h *hanging) Query(ctx context.Context, _ *api.Request) (*api.Response, error) {
	if h.calls.Add(1) > 2 {
		<-ctx.Done()
	}
	return &api.Response{Json: []byte("{}"), Txn: &api.TxnContext{StartTs: 1}}, nil
}

// A server that hangs in the middle of the work hangs nobody else.
func TestHangingServer(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	fake := grpc.NewServer()
	api.RegisterDgraphServer(fake, &hanging{})
	go fake.Serve(listener)
	defer fake.Stop()
	s, err := Open(context.Background(), "dgraph://"+listener.Addr().String()+"?timeout=300ms")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	begun := time.Now()
	_, err = s.Query(context.Background(), "{ q(func: has(xid)) { uid } }", nil, false)
	if !errors.Is(err, graph.ErrUnreachable) || !strings.Contains(err.Error(), listener.Addr().String()) || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("that took %s", took)
	}
}

func TestWrites(t *testing.T) {
	for text, want := range map[string]bool{
		"{ q(func: has(xid)) { uid } }":                false,
		"{ set(func: has(xid)) { uid } }":              false,
		"query set($a: string) { q() { uid } }":        false,
		"{ set { _:a <name> \"b\" . } }":               true,
		"\ufeff{\n#{ q\n delete# x\n{ <0x1> * * . } }": true,
		"upsert { query { q() { uid } } }":             true,
		"":                                             false,
		"{":                                            false,
		"{ setting { uid } }":                          false,
		"# upsert {\n{ q() { uid } }":                  false,
	} {
		if got := writes(text); got != want {
			t.Errorf("%q writes: %t, want %t", text, got, want)
		}
	}
}

func TestRanges(t *testing.T) {
	for _, count := range []int{0, 1, rangeSize, rangeSize + 1, 16 * rangeSize, 1_000_000} {
		edges := ranges("urn:attache:entity:", count)
		if !slices.IsSorted(edges) || edges[0] != "" || count/(len(edges)-1) > rangeSize {
			t.Errorf("%d nodes in %d ranges", count, len(edges)-1)
		}
	}
}

func TestCompatible(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"sergey orlov", "orlov", true},
		{"sergey orlov", "sergei orlov", true},
		{"sergey orlov", "s orlov", true},
		{"sergey orlov", "ivan orlov", false},
		{"sergey orlov", "sergey", false},
		{"anna maria meyer", "maria meyer", true},
		{"", "orlov", false},
	} {
		if got := compatible(test.a, test.b); got != test.want || compatible(test.b, test.a) != got {
			t.Errorf("%q and %q: %t", test.a, test.b, got)
		}
	}
}
