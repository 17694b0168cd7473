package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
)

// childVariable makes the test binary a child process of a test: "open DIR [LOGDIR]"
// holds a store open until its input ends ("show" shows the log), "write DIR RUN" commits
// until it is killed.
const childVariable = "ATTACHE_TEST_CHILD"

// largeCommit is how many nodes every largeEach-th commit of a writer makes: it goes
// through the journal.
const (
	largeCommit = 1500
	largeEach   = 5
)

func TestMain(m *testing.M) {
	if task := os.Getenv(childVariable); task != "" {
		if err := child(strings.Fields(task)); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func child(task []string) error {
	var opts []Option
	if task[0] == "open" && len(task) > 2 {
		opts = append(opts, WithLogDir(task[2]))
	}
	if task[0] == "show" {
		opts = append(opts, Verbose())
	}
	engine, err := Open(task[1], opts...)
	if err != nil {
		return err
	}
	if task[0] != "write" {
		fmt.Println("open")
		_, _ = io.Copy(io.Discard, os.Stdin)
		return engine.Close()
	}
	db := dgo.NewDgraphClient(engine.Client())
	if err := db.Alter(context.Background(), &api.Operation{Schema: testSchema}); err != nil {
		return err
	}
	for i := 1; ; i++ {
		quads := fmt.Sprintf("_:a <xid> \"%s-%d\" .\n", task[2], i)
		for n := range nodesOf(i) {
			quads += fmt.Sprintf("_:a <knows> _:n%d (count=%d) .\n_:n%d <name> \"node %d of %d in run %s\" .\n", n, n, n, n, i, task[2])
		}
		response, err := db.NewTxn().Mutate(context.Background(), &api.Mutation{SetNquads: []byte(quads), CommitNow: true})
		if err != nil {
			return err
		}
		fmt.Printf("%s-%d %s\n", task[2], i, response.Uids["a"])
	}
}

// nodesOf returns how many nodes the i-th commit of a writer makes besides its own.
func nodesOf(i int) int {
	if i%largeEach == 0 {
		return largeCommit
	}
	return 2
}

// startChild runs the test binary as a child; its lines can be read from the scanner.
func startChild(t *testing.T, binary string, credential *syscall.Credential, task ...string) (*exec.Cmd, io.WriteCloser, *bufio.Scanner) {
	t.Helper()
	command := exec.Command(binary)
	command.Env = append(os.Environ(), childVariable+"="+strings.Join(task, " "))
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() }) // if a test failed before it waited
	return command, in, bufio.NewScanner(out)
}

// TestKill kills a writing process at random moments. Every commit that it was told of
// is there, every commit is there whole, and no UID comes twice. ATTACHE_SOAK=1 kills
// 20 times instead of 3.
func TestKill(t *testing.T) {
	kills := 3
	if os.Getenv("ATTACHE_SOAK") != "" {
		kills = 20
	}
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	acknowledged := map[string]string{} // xid → UID
	for run := range kills {
		command, _, lines := startChild(t, os.Args[0], nil, "write", dir, fmt.Sprint("run", run))
		stopAfter := 1 + random.IntN(40)
		acks := 0
		for lines.Scan() {
			var xid, uid string
			if _, err := fmt.Sscan(lines.Text(), &xid, &uid); err != nil || !strings.HasPrefix(uid, "0x") {
				t.Fatalf("run %d: the writer said %q", run, lines.Text())
			}
			acknowledged[xid] = uid
			if acks++; acks == stopAfter {
				time.AfterFunc(time.Duration(random.IntN(60))*time.Millisecond, func() { _ = command.Process.Kill() })
			}
		}
		if err := command.Wait(); err == nil || acks < stopAfter {
			t.Fatalf("run %d: the writer ended by itself after %d commits: %v", run, acks, err)
		}
		checkAfterKill(t, dir, run, acknowledged)
	}
	t.Logf("%d acknowledged commits in %d killed runs", len(acknowledged), kills)
}

func checkAfterKill(t *testing.T, dir string, run int, acknowledged map[string]string) {
	t.Helper()
	engine, err := Open(dir)
	if err != nil {
		t.Fatalf("opening after kill %d: %v", run, err)
	}
	defer func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := os.Stat(filepath.Join(dir, journalName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal is still there: %v", err)
	}
	db := dgo.NewDgraphClient(engine.Client())
	var answer struct {
		Q []struct {
			UID, XID string
			N        int
			Knows    []struct{ UID, Name string }
		}
	}
	decode(t, ask(t, db, `{q(func: has(xid)) {uid xid n: count(knows) knows {uid name}}}`), &answer)
	uids := map[string]string{}
	found := map[string]string{}
	for _, node := range answer.Q {
		found[node.XID] = node.UID
		var i int
		if _, err := fmt.Sscanf(node.XID[strings.Index(node.XID, "-"):], "-%d", &i); err != nil {
			t.Fatal(err)
		}
		if node.N != nodesOf(i) || len(node.Knows) != nodesOf(i) {
			t.Errorf("kill %d: commit %s is there in part: %d and %d of %d nodes", run, node.XID, node.N, len(node.Knows), nodesOf(i))
		}
		for _, known := range append(node.Knows, struct{ UID, Name string }{node.UID, "itself"}) {
			if known.Name == "" {
				t.Errorf("kill %d: commit %s has a node without a name", run, node.XID)
			}
			if other, twice := uids[known.UID]; twice {
				t.Errorf("kill %d: UID %s is used by %s and %s", run, known.UID, other, node.XID)
			}
			uids[known.UID] = node.XID
		}
	}
	for xid, uid := range acknowledged {
		if found[xid] != uid {
			t.Errorf("kill %d: acknowledged commit %s has UID %q, want %q", run, xid, found[xid], uid)
		}
	}
	if extra := len(found) - len(acknowledged); extra < 0 || extra > run+1 {
		t.Errorf("kill %d: %d commits, %d acknowledged", run, len(found), len(acknowledged))
	}
	// What was committed without the answer arriving counts from now on.
	for xid, uid := range found {
		acknowledged[xid] = uid
	}
	// Index, reverse edges and counts agree with the data.
	expect(t, db, fmt.Sprintf(`{q(func: eq(count(knows), %d)) @filter(NOT has(xid)) {uid}}`, largeCommit), `{"q":[]}`)
	expect(t, db, `{q(func: has(name)) @filter(NOT has(~knows)) {uid}}`, `{"q":[]}`)
}

// TestLogs looks where Dgraph's log lines go: to a folder, and to the terminal only if asked.
func TestLogs(t *testing.T) {
	for _, test := range []struct {
		name, task string
		logs       string // folder below the test's
		shown      bool
	}{
		{"in the store", "open %s", "store/log", false},
		{"in another folder", "open %s %s", "elsewhere", false},
		{"shown", "show %s", "store/log", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := t.TempDir()
			task := strings.Fields(test.task)
			task[1] = filepath.Join(base, "store")
			if len(task) > 2 {
				task[2] = filepath.Join(base, test.logs)
			}
			temp := filepath.Join(base, "temp") // where the logger writes if it is left alone
			if err := os.Mkdir(temp, 0o700); err != nil {
				t.Fatal(err)
			}
			command := exec.Command(os.Args[0])
			command.Env = append(os.Environ(), childVariable+"="+strings.Join(task, " "), "TMPDIR="+temp)
			var out, shown strings.Builder
			command.Stdout, command.Stderr = &out, &shown
			if err := command.Run(); err != nil {
				t.Fatalf("%v: %s", err, &out)
			}
			if out.String() != "open\n" || (shown.Len() > 0) != test.shown {
				t.Errorf("standard output %q, standard error %q", &out, &shown)
			}
			logs, err := filepath.Glob(filepath.Join(base, test.logs, "*.log.INFO.*"))
			if err != nil || len(logs) != 1 {
				t.Errorf("log files: %v %v", logs, err)
			}
			if left := listing(t, temp); left != "" {
				t.Errorf("the folder for temporary files has %s", left)
			}
		})
	}
}

func TestSecondProcess(t *testing.T) {
	dir := t.TempDir()
	command, in, lines := startChild(t, os.Args[0], nil, "open", dir)
	if !lines.Scan() || lines.Text() != "open" {
		t.Fatalf("the other process said %q", lines.Text())
	}
	_, err := Open(dir)
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), fmt.Sprint("process ", command.Process.Pid)) {
		t.Errorf("got %v", err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Error("the other process:", err)
	}
	open(t, dir)
}

// TestReadOnlyFolder opens folders that an unprivileged user may not write.
func TestReadOnlyFolder(t *testing.T) {
	// Where a test runs as root, who may write everywhere, a child takes another user.
	binary, credential := os.Args[0], (*syscall.Credential)(nil)
	base := t.TempDir()
	if os.Geteuid() == 0 {
		credential = &syscall.Credential{Uid: 65534, Gid: 65534}
		binary = filepath.Join(base, "test")
		for dir := base; dir != os.TempDir() && len(dir) > 1; dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		program, err := os.ReadFile(os.Args[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(binary, program, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"empty", "missing in"} {
		t.Run(name, func(t *testing.T) {
			parent := filepath.Join(base, strings.ReplaceAll(name, " ", "-"))
			if err := os.Mkdir(parent, 0o555); err != nil {
				t.Fatal(err)
			}
			dir := parent
			if name != "empty" {
				dir = filepath.Join(parent, "store")
			}
			command, _, lines := startChild(t, binary, credential, "open", dir)
			lines.Scan()
			if said := lines.Text(); !strings.HasPrefix(said, "error: "+ErrReadOnly.Error()) || !strings.Contains(said, dir) {
				t.Errorf("got %q", said)
			}
			if err := command.Wait(); err == nil {
				t.Error("the child ended without an error")
			}
		})
	}
}
