package dgraph_test

import (
	"context"
	"errors"
	"math"
	"sync/atomic"
	"testing"
	"time"

	"attache/graph/dgraph"
	"attache/graph/dgraph/embedded"
	"attache/graph/storetest"
	"attache/graph/storetest/cluster"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// breaker is a client whose commits can be stopped.
type breaker struct {
	api.DgraphClient
	left atomic.Int64 // commits that it lets through
}

var errStopped = errors.New("stopped by the test")

func (b *breaker) Query(ctx context.Context, in *api.Request, options ...grpc.CallOption) (*api.Response, error) {
	if in.CommitNow && b.left.Load() <= 0 {
		return nil, errStopped
	}
	response, err := b.DgraphClient.Query(ctx, in, options...)
	if in.CommitNow && err == nil {
		b.left.Add(-1)
	}
	return response, err
}

func (b *breaker) stop(after int) {
	if after < 0 {
		after = math.MaxInt32
	}
	b.left.Store(int64(after))
}

func breakable(client api.DgraphClient, where string, closer func() error, batch int) storetest.Breakable {
	b := &breaker{DgraphClient: client}
	b.stop(-1)
	return storetest.Breakable{Store: dgraph.New(dgo.NewDgraphClient(b), where, closer, dgraph.WithBatch(batch)), Stop: b.stop}
}

func breakableFolder(t testing.TB, batch int) storetest.Breakable {
	t.Helper()
	return openBreakable(t, t.TempDir(), batch)
}

func openBreakable(t testing.TB, dir string, batch int) storetest.Breakable {
	t.Helper()
	engine, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return breakable(engine.Client(), dir, engine.Close, batch)
}

// breakableServer opens stores on a cluster whose data goes before each.
func breakableServer(c *cluster.Cluster) storetest.OpenBreakable {
	return func(t testing.TB, batch int) storetest.Breakable {
		t.Helper()
		conn, err := grpc.NewClient(c.Addresses[0], grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		client := api.NewDgraphClient(conn)
		if _, err := client.Alter(ctx, &api.Operation{DropAll: true}); err != nil {
			t.Fatal(err)
		}
		return breakable(client, c.Addresses[0], nil, batch)
	}
}

// A graph from before there were series gets what they need.
func TestOlder(t *testing.T) {
	dir := t.TempDir()
	s := openFolder(t, dir)
	apply(t, s)
	note(t, s, 0)
	closeStore(t, s)
	engine, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	for _, predicate := range []string{"series.state", "series.digest", "series.coming", "series.leaving", "series.entity"} {
		if _, err := engine.Client().Alter(context.Background(), &api.Operation{DropAttr: predicate}); err != nil {
			t.Fatal(err)
		}
	}
	older := breakable(engine.Client(), dir, nil, 8)
	for n := 1; n < 4; n++ {
		chapter(t, older, n)
	}
	if c, err := older.Counts(context.Background()); err != nil || c.Documents != 4 {
		t.Errorf("%+v, %v", c, err)
	}
}
