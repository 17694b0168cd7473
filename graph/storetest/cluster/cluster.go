// Package cluster runs real Dgraph servers for tests: on free loopback ports, in a folder of the test's, gone when the test ends.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Layout says how many servers a cluster has.
type Layout struct {
	Alphas   int // 0 is one
	Replicas int // how many alphas hold the same data; 0 is one
}

// Cluster is a running cluster with one zero.
type Cluster struct {
	Addresses []string // of the alphas, host:port for gRPC
}

// URL is what an opener takes.
func (c *Cluster) URL() string { return "dgraph://" + strings.Join(c.Addresses, ",") }

// The ports of Dgraph's that every offset is added to.
const (
	zeroGRPC, zeroHTTP                 = 5080, 6080
	alphaInternal, alphaHTTP, alphaAPI = 7080, 8080, 9080
)

// begin is how long a cluster may take to be ready.
const begin = 2 * time.Minute

// Start runs a cluster until the test ends. What cannot be built or started
// fails the test.
func Start(t testing.TB, layout Layout) *Cluster {
	t.Helper()
	program := build(t)
	dir := t.TempDir()
	alphas, replicas := max(layout.Alphas, 1), max(layout.Replicas, 1)
	var free offsets
	zero := free.next(t, zeroGRPC, zeroHTTP)
	zeroAddress := loopback(zeroGRPC + zero)
	var logs []string
	run := func(name string, args ...string) {
		log := filepath.Join(dir, name+".log")
		logs = append(logs, log)
		start(t, program, filepath.Join(dir, name), log, args...)
	}
	run("zero", "zero", "--bindall=false", "--my", zeroAddress, "--port_offset", strconv.Itoa(zero),
		"--replicas", strconv.Itoa(replicas), "--telemetry", "reports=false; sentry=false")
	c := &Cluster{}
	for i := range alphas {
		alpha := free.next(t, alphaInternal, alphaHTTP, alphaAPI)
		run("alpha"+strconv.Itoa(i), "alpha", "--bindall=false", "--my", loopback(alphaInternal+alpha), "--zero", zeroAddress,
			"--port_offset", strconv.Itoa(alpha), "--cache", "size-mb=64", "--telemetry", "reports=false; sentry=false")
		c.Addresses = append(c.Addresses, loopback(alphaAPI+alpha))
	}
	deadline := time.Now().Add(begin)
	for _, address := range c.Addresses {
		if err := wait(address, deadline); err != nil {
			for _, log := range logs {
				t.Logf("%s ends with:\n%s", log, tail(log))
			}
			t.Fatalf("Dgraph at %s did not become ready within %s: %v", address, begin, err)
		}
	}
	return c
}

func loopback(port int) string { return "localhost:" + strconv.Itoa(port) }

// start runs a program in a folder until the test ends, also where the test
// process is killed.
func start(t testing.TB, program, dir, log string, args ...string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, out
	cmd.Env = append(os.Environ(), "GOMEMLIMIT=1GiB", "GOMAXPROCS=2", "TMPDIR="+dir) // where its log files go
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	ended := make(chan struct{})
	go func() {
		// Pdeathsig follows the thread that starts the process, which must therefore outlive it.
		runtime.LockOSThread()
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		t.Fatalf("cannot start Dgraph: %v", err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-ended
		out.Close()
	})
}

// offsets finds numbers that make free ports of all the given ones, each time
// another. The ports lie below those that systems give to outgoing connections,
// one of which might take a port before its server does.
type offsets struct{ last int }

// The ports of these offsets lie between 7,000 and 32,000.
const leastOffset, mostOffset = 2_000, 22_000

func (o *offsets) next(t testing.TB, ports ...int) int {
	t.Helper()
	if o.last == 0 {
		o.last = leastOffset + rand.N(mostOffset-leastOffset)
	}
	for range 200 {
		if o.last++; free(o.last, ports) {
			return o.last
		}
	}
	t.Fatal("no free ports on the loopback")
	return 0
}

func free(offset int, ports []int) bool {
	for _, p := range ports {
		l, err := net.Listen("tcp", "localhost:"+strconv.Itoa(p+offset))
		if err != nil {
			return false
		}
		l.Close()
	}
	return true
}

// wait returns when an alpha takes a change of the schema, the last thing that
// a starting server learns to do.
func wait(address string, deadline time.Time) error {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer conn.Close()
	client := api.NewDgraphClient(conn)
	for {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		_, err := client.Alter(ctx, &api.Operation{Schema: "ready: bool ."})
		cancel()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func tail(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-3000):])
}

// build makes the program of the server from its module, once for a checkout,
// and returns its path.
func build(t testing.TB) string {
	t.Helper()
	root, err := checkout()
	if err != nil {
		t.Fatal(err)
	}
	module := filepath.Join(root, "graph", "dgraph", "server")
	program := filepath.Join(root, ".cache", "bin", "dgraph")
	unlock, err := lock(filepath.Dir(program))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if newer(program, filepath.Join(module, "go.mod")) {
		return program
	}
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", program, "github.com/dgraph-io/dgraph/v25/dgraph")
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=readonly")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("cannot build Dgraph's server in %s: %v\n%s", module, err, out)
	}
	return program
}

// lock keeps packages that are tested at once from building the program twice.
func lock(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, "dgraph.lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

func newer(file, than string) bool {
	a, err := os.Stat(file)
	if err != nil {
		return false
	}
	b, err := os.Stat(than)
	return err == nil && a.ModTime().After(b.ModTime())
}

// checkout finds the folder of the module, above the folder of the test.
func checkout() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		_, err := os.Stat(filepath.Join(dir, "graph", "dgraph", "server", "go.mod"))
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			return "", fmt.Errorf("the module of Dgraph's server is not above this folder: %w", err)
		}
	}
}
