package dgraph_test

import (
	"context"
	"testing"
	"time"

	"attache/graph"
	"attache/graph/dgraph"
	"attache/graph/storetest"
	"attache/graph/storetest/cluster"

	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// emptied opens stores on a cluster whose data goes before each.
func emptied(c *cluster.Cluster) storetest.Open {
	return func(t testing.TB) graph.Store {
		t.Helper()
		conn, err := grpc.NewClient(c.Addresses[0], grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := api.NewDgraphClient(conn).Alter(ctx, &api.Operation{DropAll: true}); err != nil {
			t.Fatal(err)
		}
		s, err := dgraph.Open(ctx, c.URL())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
}

func TestServer(t *testing.T) {
	c := cluster.Start(t, cluster.Layout{})
	storetest.TestStore(t, emptied(c))
	t.Run("long", func(t *testing.T) { storetest.TestLong(t, breakableServer(c)) })
}

// Three alphas that hold the same, and three that share the predicates out.
func TestCluster(t *testing.T) {
	for name, layout := range map[string]cluster.Layout{
		"replicas": {Alphas: 3, Replicas: 3},
		"groups":   {Alphas: 3, Replicas: 1},
	} {
		t.Run(name, func(t *testing.T) { storetest.TestShort(t, emptied(cluster.Start(t, layout))) })
	}
}

func BenchmarkServer(b *testing.B) {
	storetest.BenchmarkStore(b, emptied(cluster.Start(b, cluster.Layout{})))
}
