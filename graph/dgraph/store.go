// Package dgraph keeps a graph in Dgraph, in this process or on a server, through one and the same code.
package dgraph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"attache/graph"
	"attache/schema"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Store is a graph.Store over Dgraph.
type Store struct {
	client *dgo.Dgraph
	close  func() error
	where  string // for errors: the folder or the addresses
	batch  int    // how many statements and entities one transaction writes

	mu       sync.Mutex
	prepared bool             // the schema that every graph has is there
	ontology *schema.Ontology // what the graph remembers; nil before it was read, or where there is none
}

var _ graph.Store = (*Store)(nil)

// Option changes how New sets up a store.
type Option func(*Store)

// WithBatch sets how many statements and entities one transaction writes (default 1000).
// A document with more is written in several; see series.
func WithBatch(n int) Option { return func(s *Store) { s.batch = n } }

// defaultBatch holds most documents, and keeps what Dgraph makes of one in memory,
// some 100 KB for each statement, in bounds.
const defaultBatch = 1000

// New returns a store over a client. Close calls closer, which may be nil.
// where names the store in errors.
func New(client *dgo.Dgraph, where string, closer func() error, options ...Option) *Store {
	if closer == nil {
		closer = func() error { return nil }
	}
	s := &Store{client: client, close: closer, where: where, batch: defaultBatch}
	for _, option := range options {
		option(s)
	}
	return s
}

// Close ends the use of the store.
func (s *Store) Close() error { return s.close() }

// request is a query in the making. Values enter it as variables only.
type request struct {
	vars   map[string]string
	names  []string // of the variables, in order of their making
	by     map[string]string
	hiding bool // what visible leaves out is needed
	body   strings.Builder
}

// value makes a variable for a value and returns its name; the same value has one.
func (r *request) value(v string) string {
	if name, ok := r.by[v]; ok {
		return name
	}
	if r.vars == nil {
		r.vars, r.by = map[string]string{}, map[string]string{}
	}
	name := "$v" + strconv.Itoa(len(r.names))
	r.names = append(r.names, name)
	r.vars[name], r.by[v] = v, name
	return name
}

// list writes values as a list of variables.
func (r *request) list(values []string) string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = r.value(v)
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// visible is the filter that every reader passes nodes through: it leaves out what
// a series has not made visible yet, and what it has taken back.
func (r *request) visible() string {
	r.hiding = true
	return "NOT uid(coming, gone)"
}

func (r *request) add(format string, args ...any) { fmt.Fprintf(&r.body, "  "+format+"\n", args...) }

// text is the query as Dgraph reads it.
func (r *request) text() string {
	var b strings.Builder
	b.WriteString("query attache")
	for i, name := range r.names {
		if i == 0 {
			b.WriteByte('(')
		} else {
			b.WriteString(", ")
		}
		b.WriteString(name + ": string")
		if i == len(r.names)-1 {
			b.WriteByte(')')
		}
	}
	b.WriteString(" {\n")
	if r.hiding {
		fmt.Fprintf(&b, "  var(func: eq(series.state, %q)) { coming as ~series.coming }\n", writing)
		fmt.Fprintf(&b, "  var(func: eq(series.state, %q)) { gone as ~series.leaving }\n", sealing)
	}
	b.WriteString(r.body.String() + "}")
	return b.String()
}

// run asks within a transaction and decodes the answer.
func (s *Store) run(ctx context.Context, txn *dgo.Txn, r *request, into any) error {
	if r.body.Len() == 0 {
		return nil
	}
	response, err := txn.QueryWithVars(ctx, r.text(), r.vars)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(response.GetJson(), into); err != nil {
		return fmt.Errorf("cannot read what Dgraph answered: %w", err)
	}
	return nil
}

// read asks on its own, again where the server was away for a moment.
func (s *Store) read(ctx context.Context, r *request, into any) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	return s.retry(ctx, func() error {
		txn := s.client.NewReadOnlyTxn()
		defer txn.Discard(ctx)
		return s.run(ctx, txn, r, into)
	})
}

// How long a conflict or a server that is away is put up with.
const (
	firstPause = 5 * time.Millisecond
	lastPause  = time.Second
	patience   = 30 * time.Second // with conflicts
	absence    = 5 * time.Second  // with a server that does not answer
)

// retry does something until it neither conflicts nor finds the server away.
// What it does must be a whole transaction that may be done twice.
func (s *Store) retry(ctx context.Context, do func() error) error {
	begun, pause := time.Now(), firstPause
	for {
		err := do()
		limit := time.Duration(0)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case conflicts(err):
			limit = patience
		case away(err):
			limit = absence
		}
		if time.Since(begun) > limit {
			return s.explain(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause/2 + rand.N(pause)):
		}
		pause = min(2*pause, lastPause)
	}
}

// away reports whether a server was not there, or a server behind it.
func away(err error) bool {
	return status.Code(err) == codes.Unavailable || strings.Contains(err.Error(), "No healthy connection")
}

// conflicts reports whether another transaction was in the way.
func conflicts(err error) bool {
	if errors.Is(err, dgo.ErrAborted) || status.Code(err) == codes.Aborted {
		return true
	}
	text := err.Error()
	return strings.Contains(text, "Please retry") || strings.Contains(text, "retry operation") || strings.Contains(text, "is already running")
}

// explain makes one clear line of an error of Dgraph's.
func (s *Store) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	st, ok := status.FromError(err)
	if !ok {
		return err
	}
	switch st.Code() {
	case codes.Unavailable, codes.DeadlineExceeded:
		return fmt.Errorf("%w at %s: %s; is it running there?", graph.ErrUnreachable, s.where, oneLine(st.Message()))
	case codes.Unauthenticated, codes.PermissionDenied:
		return fmt.Errorf("%s refuses the login: %s", s.where, oneLine(st.Message()))
	}
	return fmt.Errorf("refused by Dgraph: %s", oneLine(st.Message()))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// alter changes the schema.
func (s *Store) alter(ctx context.Context, text string) error {
	return s.retry(ctx, func() error { return s.client.Alter(ctx, &api.Operation{Schema: text}) })
}
