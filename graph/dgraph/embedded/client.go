package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/dgraph-io/dgo/v230/protos/api"
	api25 "github.com/dgraph-io/dgo/v250/protos/api"
	"github.com/dgraph-io/dgraph/v25/protos/pb"
	"github.com/dgraph-io/dgraph/v25/schema"
	"github.com/dgraph-io/dgraph/v25/worker"
	"github.com/dgraph-io/dgraph/v25/x"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// version is the release of Dgraph that go.mod pins.
const version = "v25.3.8"

// aborted is the error of a server whose transaction lost against another one; dgo
// makes ErrAborted of its code.
var aborted = status.Error(codes.Aborted, "Transaction has been aborted. Please retry")

// client is the engine as dgo's connection. As over a wire, all errors carry a gRPC status.
type client struct{ *Engine }

var _ api.DgraphClient = client{}

// Login fails: an embedded store has no users.
func (c client) Login(context.Context, *api.LoginRequest, ...grpc.CallOption) (*api.Response, error) {
	return nil, status.Error(codes.FailedPrecondition, "an embedded store has no users: open it without a login")
}

// CheckVersion returns the release of Dgraph that is embedded.
func (c client) CheckVersion(context.Context, *api.Check, ...grpc.CallOption) (*api.Version, error) {
	if c.closed.Load() {
		return nil, asStatus(ErrClosed)
	}
	return &api.Version{Tag: version}, nil
}

// Query runs a query, mutations, or both.
func (c client) Query(ctx context.Context, in *api.Request, _ ...grpc.CallOption) (*api.Response, error) {
	request, err := requestTo25(in)
	if err != nil {
		return nil, asStatus(err)
	}
	leave, err := c.enter(ctx, 1)
	if err != nil {
		return nil, asStatus(err)
	}
	ctx = x.AttachNamespace(ctx, x.RootNamespace)
	if len(request.Mutations) > 0 {
		defer leave()
		response, err := c.mutate(ctx, request)
		return responseFrom25(response), asStatus(err)
	}

	// Dgraph looks at the context only now and then, so the caller does not wait for it.
	type result struct {
		response *api25.Response
		err      error
	}
	done := make(chan result, 1)
	go func() {
		defer leave()
		var r result
		r.err = guard("answering a query", func() (err error) {
			r.response, err = c.query(ctx, request)
			return err
		})
		done <- r
	}()
	select {
	case r := <-done:
		return responseFrom25(r.response), asStatus(r.err)
	case <-ctx.Done():
		return nil, asStatus(ctx.Err())
	}
}

// query answers a request without mutations.
func (c client) query(ctx context.Context, request *api25.Request) (*api25.Response, error) {
	parsed, err := parseQuery(request, nil)
	if err != nil {
		return nil, err
	}
	c.serveAll(queryPredicates(parsed))

	switch {
	case request.StartTs != 0:
		if c.oracle.enter(request.StartTs) {
			defer c.oracle.leave(request.StartTs)
		}
	case request.ReadOnly:
		if request.StartTs, err = c.snapshotTS(); err != nil {
			return nil, err
		}
	default:
		if request.StartTs, err = c.beginTS(); err != nil {
			return nil, err
		}
		c.oracle.begin(request.StartTs)
		defer c.oracle.leave(request.StartTs)
	}
	if parsed.Schema != nil && len(parsed.Schema.Predicates) == 0 && len(parsed.Schema.Types) == 0 {
		return wholeSchema(ctx, request, parsed.Schema.Fields)
	}
	return c.server.QueryNoGrpc(ctx, request)
}

// mutate runs a request with mutations.
func (c client) mutate(ctx context.Context, request *api25.Request) (response *api25.Response, err error) {
	fresh := request.StartTs == 0
	err = guard("running a mutation", func() error {
		if err := c.writable(); err != nil {
			return err
		}
		mutations, err := parseMutations(ctx, request)
		if err != nil {
			return err
		}
		parsed, err := parseQuery(request, mutations)
		if err != nil {
			return err
		}
		c.serveAll(queryPredicates(parsed))
		names, err := mutationPredicates(mutations)
		if err != nil {
			return err
		}
		c.serveAll(names)

		if fresh {
			if request.StartTs, err = c.beginTS(); err != nil {
				return err
			}
			c.oracle.begin(request.StartTs)
		} else if !c.oracle.enter(request.StartTs) {
			return aborted
		}
		defer c.oracle.leave(request.StartTs)
		response, err = c.server.QueryNoGrpc(ctx, request)
		return err
	})
	if err != nil {
		if request.StartTs != 0 {
			c.abort(request.StartTs) // it may be half applied, and a client gives it up
		}
		return nil, err
	}
	return response, nil
}

// CommitOrAbort ends a transaction.
func (c client) CommitOrAbort(ctx context.Context, in *api.TxnContext, _ ...grpc.CallOption) (*api.TxnContext, error) {
	leave, err := c.enter(ctx, 1)
	if err != nil {
		return nil, asStatus(err)
	}
	defer leave()
	var out *api25.TxnContext
	err = guard("ending a transaction", func() (err error) {
		out, err = c.server.CommitOrAbort(ctx, txnTo25(in))
		return err
	})
	return txnFrom25(out), asStatus(err)
}

// wholeSchema answers "schema {}" with all predicates and types. Dgraph would ask the
// groups of a cluster, and here there are none.
func wholeSchema(ctx context.Context, request *api25.Request, fields []string) (*api25.Response, error) {
	predicates := schema.State().Predicates()
	nodes, err := worker.GetSchemaOverNetwork(ctx, &pb.SchemaRequest{Predicates: predicates, Fields: fields})
	if err != nil {
		return nil, err
	}
	for _, node := range nodes {
		node.Predicate = x.ParseAttr(node.Predicate)
	}
	slices.SortFunc(nodes, func(a, b *pb.SchemaNode) int { return strings.Compare(a.Predicate, b.Predicate) })
	types, err := worker.GetTypes(ctx, &pb.SchemaRequest{})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(types, func(a, b *pb.TypeUpdate) int { return strings.Compare(a.TypeName, b.TypeName) })

	type field struct {
		Name string `json:"name"`
	}
	type typeNode struct {
		Fields []field `json:"fields"`
		Name   string  `json:"name"`
	}
	answer := struct {
		Schema []*pb.SchemaNode `json:"schema,omitempty"`
		Types  []typeNode       `json:"types,omitempty"`
	}{Schema: nodes}
	for _, update := range types {
		node := typeNode{Name: x.ParseAttr(update.TypeName), Fields: []field{}}
		for _, f := range update.Fields {
			node.Fields = append(node.Fields, field{x.ParseAttr(f.Predicate)})
		}
		answer.Types = append(answer.Types, node)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return &api25.Response{Json: text, Txn: &api25.TxnContext{StartTs: request.StartTs}, Latency: &api25.Latency{},
		Metrics: &api25.Metrics{NumUids: map[string]uint64{"_total": 0}}}, nil
}

// asStatus gives err the gRPC status that it would have over a wire. The error behind
// it stays in reach of errors.Is.
func asStatus(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := status.FromError(err); ok {
		return err
	}
	code := codes.Unknown
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		code = codes.DeadlineExceeded
	case errors.Is(err, context.Canceled):
		code = codes.Canceled
	case errors.Is(err, ErrClosed):
		code = codes.Unavailable
	}
	return &statusError{err, code}
}

// statusError is an error with a gRPC status.
type statusError struct {
	error
	code codes.Code
}

func (e *statusError) Unwrap() error              { return e.error }
func (e *statusError) GRPCStatus() *status.Status { return status.New(e.code, e.Error()) }
