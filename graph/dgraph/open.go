package dgraph

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"attache/graph"
	"attache/graph/dgraph/embedded"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

// MaxAnswer is how many bytes a server's answer may have; gRPC alone would stop at 4 MiB.
const MaxAnswer = 1 << 30

// reachable is how long a server may take to answer the first call.
const reachable = 3 * time.Second

// patientCall is how long a server may take over one call, where the URL does not say.
const patientCall = 2 * time.Minute

// Open opens the store that a URL names:
//
//	file:///folder                     Dgraph in this process, under the folder, which is made if it is missing
//	dgraph://host:port[,host:port…]    a server: one alpha or many
//
// A server's URL may bring user:password@ for a login, and the parameters
// sslmode (disable, the default; require: encrypted; verify-ca: encrypted, and
// the certificate is checked), namespace (a number, for the login) and timeout
// (how long one call may take: 30s, 5m; the default is 2m). Options are those of the embedded opener. Open fails with graph.ErrUnreachable,
// graph.ErrLocked, graph.ErrNotStore or graph.ErrNewer.
func Open(ctx context.Context, address string, options ...embedded.Option) (graph.Store, error) {
	scheme, rest, found := strings.Cut(address, "://")
	switch {
	case found && scheme == "file":
		return openFolder(ctx, rest, options)
	case found && scheme == "dgraph":
		return openServer(ctx, rest)
	}
	return nil, fmt.Errorf("%q names no store: write file:///folder or dgraph://host:port", HidePassword(address))
}

func openFolder(ctx context.Context, rest string, options []embedded.Option) (graph.Store, error) {
	path, err := url.PathUnescape(rest)
	if err != nil || path == "" {
		return nil, fmt.Errorf("file://%s names no folder: write file:///folder", rest)
	}
	engine, err := embedded.Open(path, options...)
	if err != nil {
		return nil, err
	}
	store := New(dgo.NewDgraphClient(engine.Client()), path, engine.Close)
	if err := store.prepare(ctx); err != nil {
		engine.Close()
		return nil, err
	}
	return store, nil
}

// server is what the URL of a server says.
type server struct {
	hosts          []string
	user, password string
	namespace      uint64
	transport      credentials.TransportCredentials
	timeout        time.Duration
}

func parseServer(rest string) (server, error) {
	sv := server{timeout: patientCall}
	bad := func(format string, args ...any) (server, error) {
		return server{}, fmt.Errorf("dgraph://%s: %s", HidePassword(rest), fmt.Sprintf(format, args...))
	}
	authority, parameters, _ := strings.Cut(rest, "?")
	authority = strings.TrimSuffix(authority, "/")
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		user, password, _ := strings.Cut(authority[:at], ":")
		var err1, err2 error
		sv.user, err1 = url.PathUnescape(user)
		sv.password, err2 = url.PathUnescape(password)
		if err1 != nil || err2 != nil || sv.user == "" {
			return bad("the user before @ cannot be read; percent-encode what is special in it")
		}
		authority = authority[at+1:]
	}
	for host := range strings.SplitSeq(authority, ",") {
		name, port, ok := cutPort(host)
		if n, err := strconv.Atoi(port); !ok || name == "" || err != nil || n < 1 || n > 65535 {
			return bad("%q is not host:port", host)
		}
		sv.hosts = append(sv.hosts, host)
	}
	values, err := url.ParseQuery(parameters)
	if err != nil {
		return bad("the parameters after ? cannot be read")
	}
	mode := "disable"
	for name, value := range values {
		switch name {
		case "sslmode":
			mode = value[0]
		case "namespace":
			if sv.namespace, err = strconv.ParseUint(value[0], 10, 64); err != nil {
				return bad("namespace is a number, not %q", value[0])
			}
		case "timeout":
			if sv.timeout, err = time.ParseDuration(value[0]); err != nil || sv.timeout <= 0 {
				return bad("timeout is a duration such as 30s or 5m, not %q", value[0])
			}
		default:
			return bad("there is no parameter %q: known are sslmode, namespace and timeout", name)
		}
	}
	switch mode {
	case "disable":
		sv.transport = insecure.NewCredentials()
	case "require":
		sv.transport = credentials.NewTLS(&tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12})
	case "verify-ca":
		sv.transport = credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12})
	default:
		return bad("sslmode is disable, require or verify-ca, not %q", mode)
	}
	if sv.namespace != 0 && sv.user == "" {
		return bad("a namespace needs a login: write user:password@ before the host")
	}
	return sv, nil
}

func cutPort(host string) (name, port string, ok bool) {
	i := strings.LastIndex(host, ":")
	if i < 0 {
		return host, "", false
	}
	return host[:i], host[i+1:], true
}

// HidePassword gives a store's URL as it may be shown: without the password of a
// login, and without the parameters, which may hold a token.
func HidePassword(address string) string {
	if strings.HasPrefix(address, "file:") {
		return address
	}
	login, host := "", address
	if at := strings.LastIndex(address, "@"); at >= 0 {
		login, host = address[:at], address[at:]
		start := 0
		if i := strings.Index(login, "://"); i >= 0 {
			start = i + len("://")
		}
		if colon := strings.Index(login[start:], ":"); colon >= 0 {
			login = login[:start+colon] + ":…"
		}
	}
	host, _, _ = strings.Cut(host, "?")
	return login + host
}

func openServer(ctx context.Context, rest string) (graph.Store, error) {
	sv, err := parseServer(rest)
	if err != nil {
		return nil, err
	}
	var conns []*grpc.ClientConn
	closeAll := func() error {
		var first error
		for _, c := range conns {
			if err := c.Close(); err != nil && first == nil {
				first = err
			}
		}
		return first
	}
	where := strings.Join(sv.hosts, ",")
	clients := make([]api.DgraphClient, len(sv.hosts))
	for i, host := range sv.hosts {
		conn, err := grpc.NewClient(host,
			grpc.WithTransportCredentials(sv.transport),
			grpc.WithUnaryInterceptor(limit(sv.timeout)),
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(MaxAnswer), grpc.MaxCallSendMsgSize(MaxAnswer)))
		if err != nil {
			closeAll()
			return nil, fmt.Errorf("%w: %s: %s", graph.ErrUnreachable, host, oneLine(err.Error()))
		}
		conns = append(conns, conn)
		clients[i] = api.NewDgraphClient(conn)
	}
	alive, err := awake(ctx, clients)
	if err != nil {
		closeAll()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: nothing answers at %s (%s); start Dgraph there or name another with --db", graph.ErrUnreachable, where, oneLine(status.Convert(err).Message()))
	}
	client := dgo.NewDgraphClient(alive...)
	store := New(client, where, closeAll)
	if sv.user != "" {
		ctx, cancel := context.WithTimeout(ctx, reachable)
		defer cancel()
		if err := client.LoginIntoNamespace(ctx, sv.user, sv.password, sv.namespace); err != nil {
			closeAll()
			return nil, fmt.Errorf("%s refuses the login of %q: %s", where, sv.user, oneLine(status.Convert(err).Message()))
		}
	}
	ready, cancel := context.WithTimeout(ctx, 3*reachable)
	defer cancel()
	if err := store.prepare(ready); err != nil {
		closeAll()
		if ready.Err() != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("%w: %s takes too long to answer; look at its logs", graph.ErrUnreachable, where)
		}
		return nil, err
	}
	return store, nil
}

// limit gives each call a deadline, so that a server that hangs does not hang
// the program. Changes of the schema have none: they may build indexes for long.
func limit(timeout time.Duration) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, request, reply any, conn *grpc.ClientConn, call grpc.UnaryInvoker, options ...grpc.CallOption) error {
		if strings.HasSuffix(method, "/Alter") {
			return call(ctx, method, request, reply, conn, options...)
		}
		ctx, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		return call(ctx, method, request, reply, conn, options...)
	}
}

// awake returns the clients whose servers answer, or an error of one where none does.
func awake(ctx context.Context, clients []api.DgraphClient) (alive []api.DgraphClient, err error) {
	errs := make([]error, len(clients))
	var group sync.WaitGroup
	for i, client := range clients {
		group.Go(func() { errs[i] = greet(ctx, client) })
	}
	group.Wait()
	for i, client := range clients {
		if errs[i] == nil {
			alive = append(alive, client)
		}
	}
	if len(alive) == 0 {
		return nil, errs[0]
	}
	return alive, nil
}

// greet waits for a server's first answer.
func greet(ctx context.Context, client api.DgraphClient) error {
	ctx, cancel := context.WithTimeout(ctx, reachable)
	defer cancel()
	var err error
	for pause := 50 * time.Millisecond; ; pause *= 2 {
		if _, err = client.CheckVersion(ctx, &api.Check{}); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// mutated tells in JSON what a mutation did.
func mutated(response *api.Response) ([]byte, error) {
	told := struct {
		UIDs  map[string]string `json:"uids"`
		Found json.RawMessage   `json:"found,omitempty"`
	}{UIDs: response.GetUids()}
	if told.UIDs == nil {
		told.UIDs = map[string]string{}
	}
	if found := response.GetJson(); json.Valid(found) {
		told.Found = found
	}
	return json.Marshal(told)
}
