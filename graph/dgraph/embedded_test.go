package dgraph_test

import (
	"context"
	"testing"

	"attache/graph"
	"attache/graph/dgraph"
	"attache/graph/storetest"
)

// folder opens stores in folders of their own.
func folder(t testing.TB) graph.Store {
	t.Helper()
	s, err := dgraph.Open(context.Background(), "file://"+t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestEmbedded(t *testing.T) { storetest.TestStore(t, folder) }
