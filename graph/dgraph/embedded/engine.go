// Package embedded runs Dgraph in this process, under a folder, and serves it to dgo as a server would.
package embedded

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"github.com/dgraph-io/dgraph/v25/edgraph"
	"github.com/dgraph-io/dgraph/v25/hooks"
	"github.com/dgraph-io/dgraph/v25/posting"
	"github.com/dgraph-io/dgraph/v25/protos/pb"
	"github.com/dgraph-io/dgraph/v25/schema"
	"github.com/dgraph-io/dgraph/v25/worker"
	"github.com/dgraph-io/dgraph/v25/x"
	"github.com/dgraph-io/ristretto/v2/z"
	"github.com/golang/glog"
	"golang.org/x/sync/semaphore"
)

const (
	memTableSize   = 64 << 20 // bytes
	blockCacheSize = 64 << 20 // bytes

	// everyRequest is the weight that excludes all running requests.
	everyRequest = math.MaxInt64
)

// inProcess is true while an engine is open: Dgraph keeps its state in package
// variables, so there can be one at a time in a process.
var inProcess atomic.Bool

// Option changes how Open sets up an engine.
type Option func(*config)

type config struct {
	logDir      string
	verbose     bool
	idleTimeout time.Duration
}

// WithLogDir sends Dgraph's log files to dir instead of the folder "log" in the store.
// Dgraph's logger takes its folder once in a process, at the first Open.
func WithLogDir(dir string) Option { return func(c *config) { c.logDir = dir } }

// Verbose shows Dgraph's log lines on standard error too.
func Verbose() Option { return func(c *config) { c.verbose = true } }

// WithTransactionTimeout aborts transactions in which nothing has run for d (default 5 minutes).
func WithTransactionTimeout(d time.Duration) Option { return func(c *config) { c.idleTimeout = d } }

// Engine is Dgraph, open on one folder. Its methods may be called from any goroutine.
type Engine struct {
	dir    string
	config config
	free   func(dir string) (uint64, error) // bytes that can still be written
	lock   *folderLock
	db     *badger.DB
	lease  *lease
	oracle *oracle
	server *edgraph.Server
	served sync.Map // names of predicates that have a tablet

	requests *semaphore.Weighted // 1 for each request; everyRequest to change the schema or close
	answered atomic.Int64        // requests so far
	closed   atomic.Bool
	broken   atomic.Pointer[error] // why nothing can be written any more

	applying   sync.Mutex // mutations and commits reach Dgraph one after the other, as through Raft
	committing sync.Mutex // one commit at a time is decided, written and synced

	uidMu     sync.Mutex // what Dgraph believes to be leased does not shrink
	tsMu      sync.Mutex
	inCommit  bool   // a commit timestamp is given out and not yet applied
	highestTS uint64 // given out
	readTS    uint64 // given out for reading only

	background *z.Closer // sweeping and value log collection
	rollups    *z.Closer
	closeOnce  sync.Once
	closeErr   error
}

// Open opens the store in dir, and makes it if dir is missing or empty. It fails with
// ErrLocked, ErrBusy, ErrNotStore, ErrNewer or ErrReadOnly as these say.
func Open(dir string, opts ...Option) (engine *Engine, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		dir:      dir,
		config:   config{logDir: filepath.Join(dir, logName), idleTimeout: 5 * time.Minute},
		oracle:   newOracle(),
		free:     freeBytes,
		server:   &edgraph.Server{},
		requests: semaphore.NewWeighted(everyRequest),
	}
	for _, opt := range opts {
		opt(&e.config)
	}

	if _, err := inspect(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unwritable(dir, err)
	}
	if e.lock, err = lockFolder(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.lock.release())
		}
	}()
	if _, err := inspect(dir); err != nil { // again, now that nobody else can change it
		return nil, err
	}
	if !inProcess.CompareAndSwap(false, true) {
		return nil, fmt.Errorf("%w; close it before %s is opened", ErrBusy, dir)
	}
	defer func() {
		if err != nil {
			inProcess.Store(false)
		}
	}()
	if err := prepare(dir); err != nil {
		return nil, err
	}
	if err := e.sendLogs(); err != nil {
		return nil, err
	}
	if err := e.hasRoom(spareToOpen); err != nil {
		return nil, err
	}
	if err := guard("opening "+dir, e.start); err != nil {
		e.stop()
		return nil, err
	}
	return e, nil
}

// sendLogs points glog, which has only flags to say so, at files of ours.
func (e *Engine) sendLogs() error {
	if err := os.MkdirAll(e.config.logDir, 0o700); err != nil {
		return unwritable(e.config.logDir, err)
	}
	pruneLogs(e.config.logDir)
	threshold, both := "FATAL", "false"
	if e.config.verbose {
		both = "true"
	}
	return errors.Join(
		flag.Set("log_dir", e.config.logDir),
		flag.Set("logtostderr", "false"),
		flag.Set("alsologtostderr", both),
		flag.Set("stderrthreshold", threshold),
	)
}

// start opens Badger and Dgraph's packages over it.
func (e *Engine) start() error {
	data, temp := filepath.Join(e.dir, dataName), filepath.Join(e.dir, tempName)
	options := badger.DefaultOptions(data).
		WithLogger(&x.ToGlog{}).
		WithNumVersionsToKeep(math.MaxInt32).
		WithNamespaceOffset(x.NamespaceOffset).
		WithDetectConflicts(false). // the oracle does it
		WithCompression(options.Snappy).
		WithMemTableSize(memTableSize).
		WithBlockCacheSize(blockCacheSize).
		WithNumMemtables(2).  // one that fills while the other is written out
		WithNumCompactors(2). // the fewest there can be, for each takes memory
		WithSyncWrites(false) // commits sync once, before they are acknowledged
	db, err := badger.OpenManaged(options)
	if err != nil {
		return fmt.Errorf("opening the data in %s: %w", data, err)
	}
	e.db = db

	limit := z.NewSuperFlag("").MergeAndCheckDefault(worker.LimitDefaults)
	x.Config.Limit = limit
	x.Config.LimitMutationsNquad = int(limit.GetInt64("mutations-nquad"))
	x.Config.LimitQueryEdge = limit.GetUint64("query-edge")
	x.Config.LimitNormalizeNode = int(limit.GetInt64("normalize-node"))
	x.Config.MaxRetries = 3
	x.WorkerConfig.TmpDir = temp
	x.WorkerConfig.StartTime = time.Now()
	z.SetTmpDir(temp)
	worker.SetConfiguration(&worker.Options{
		PostingDir:         data,
		WALDir:             filepath.Join(e.dir, "w"), // not made: there is no Raft
		MutationsMode:      worker.AllowMutations,
		TypeFilterUidLimit: limit.GetUint64("type-filter-uid-limit"),
	})
	edgraph.Init()
	hooks.Enable(&hooks.Config{ZeroHooks: zero{e}})

	// Dgraph's oracle lives as long as the process; timestamps must not fall behind it.
	posting.Oracle().ResetTxns()
	if e.lease, err = openLease(db, posting.Oracle().MaxAssigned()); err != nil {
		return err
	}
	worker.State.Pstore = db
	schema.Init(db)
	posting.Init(db, 0, false) // since its cache serves only reads of the past, it has none
	worker.InitForLite(db)
	worker.SetMaxUID(e.lease.maxUID())
	if err := schema.LoadFromDb(context.Background()); err != nil {
		return fmt.Errorf("reading the schema: %w", err)
	}
	if err := e.initialSchema(); err != nil {
		return err
	}
	e.serveKnownPredicates()

	// Everything that was committed before is visible from the first timestamp on.
	first, err := e.beginTS()
	if err != nil {
		return err
	}
	if posting.Oracle().MaxAssigned() < first {
		return fmt.Errorf("timestamp %d did not become visible", first)
	}
	if err := e.redo(); err != nil {
		return err
	}

	e.background = z.NewCloser(2)
	go x.RunVlogGC(db, e.background)
	go e.sweep()
	e.startRollups()
	x.UpdateHealthStatus(true)
	return nil
}

// initialSchema writes the predicates and types that every Dgraph has, if they are missing.
func (e *Engine) initialSchema() error {
	if _, err := schema.State().TypeOf(x.AttrInRootNamespace("dgraph.type")); err == nil {
		return nil
	}
	if err := worker.ApplyInitialSchema(x.RootNamespace, 1); err != nil {
		return fmt.Errorf("writing the initial schema: %w", err)
	}
	return nil
}

// Client returns the engine as dgo's connection to a server.
func (e *Engine) Client() api.DgraphClient { return client{e} }

// Close waits for running requests, aborts open transactions, writes everything to
// disk and gives the folder back. Further calls return the same error as the first.
func (e *Engine) Close() error {
	e.closeOnce.Do(func() {
		e.closed.Store(true)
		// Never released: requests that still wait are told that the engine is closed.
		if err := e.requests.Acquire(context.Background(), everyRequest); err != nil {
			e.closeErr = err
			return
		}
		e.closeErr = guard("closing "+e.dir, func() error {
			e.oracle.abortAll()
			err := e.stop()
			return errors.Join(err, e.lock.release())
		})
		inProcess.Store(false)
		e.requests.Release(everyRequest)
	})
	return e.closeErr
}

// stop ends what start began, as far as that came.
func (e *Engine) stop() error {
	var errs []error
	x.UpdateHealthStatus(false)
	if e.rollups != nil {
		e.stopRollups()
		e.drainRollups()
	}
	if e.background != nil {
		e.background.SignalAndWait()
	}
	posting.Oracle().ResetTxns()
	if e.lease != nil && e.broken.Load() == nil {
		errs = append(errs, e.lease.settle())
	}
	if e.db != nil {
		if posting.MemLayerInstance != nil && e.lease != nil {
			posting.Cleanup()
		}
		if err := e.db.Close(); err != nil {
			errs = append(errs, fmt.Errorf("closing the data in %s: %w", e.dir, err))
		}
	}
	hooks.Disable()
	glog.Flush()
	return errors.Join(errs...)
}

// startRollups lets Dgraph fold the changes of a posting list into one value; without
// it, each write to a node with many edges is slower than the one before.
func (e *Engine) startRollups() {
	e.rollups = z.NewCloser(1)
	go posting.IncrRollup.Process(e.rollups, e.rollupTS)
}

func (e *Engine) stopRollups() { e.rollups.SignalAndWait() }

// rollupTS gives a rollup a timestamp at which nothing else is written. If none can
// be leased it gives one that is never reached, which lets the rollup wait until it is stopped.
func (e *Engine) rollupTS(bool) uint64 {
	ts, err := e.beginTS()
	if err != nil {
		return math.MaxUint64
	}
	return ts
}

// drainRollups empties Dgraph's queue of keys to roll up, which lives as long as the
// process: the next engine may be of another folder. A stopped processor drops what it
// takes, and it takes something every other time.
func (e *Engine) drainRollups() {
	stopped := z.NewCloser(0)
	stopped.Signal()
	for range 200 {
		stopped.AddRunning(1)
		posting.IncrRollup.Process(stopped, func(bool) uint64 { return math.MaxUint64 })
	}
}

// beginTS gives out a new timestamp and makes everything that was committed before
// visible at it, now or when the commit that is being written is done.
func (e *Engine) beginTS() (uint64, error) { return e.beginManyTS(1) }

// beginManyTS gives out n timestamps in a row and returns the first.
func (e *Engine) beginManyTS(n uint64) (first uint64, err error) {
	e.tsMu.Lock()
	defer e.tsMu.Unlock()
	if first, err = e.lease.timestamps(n); err != nil {
		return 0, err
	}
	e.highestTS = first + n - 1
	if !e.inCommit {
		posting.Oracle().ProcessDelta(&pb.OracleDelta{MaxAssigned: e.highestTS})
	}
	return first, nil
}

// snapshotTS gives out a timestamp to read at, which sees every acknowledged commit. It
// is never that of a transaction, whose own writes would be seen at it.
func (e *Engine) snapshotTS() (uint64, error) {
	e.tsMu.Lock()
	defer e.tsMu.Unlock()
	if e.inCommit || e.readTS == e.highestTS {
		return e.readTS, nil
	}
	ts, err := e.lease.timestamps(1)
	if err != nil {
		return 0, err
	}
	e.highestTS, e.readTS = ts, ts
	posting.Oracle().ProcessDelta(&pb.OracleDelta{MaxAssigned: ts})
	return ts, nil
}

// commitTS gives out the timestamp of a commit, and one before it, at which others
// read meanwhile. The caller holds e.committing and calls commitDone when the commit
// has been applied or given up.
func (e *Engine) commitTS() (uint64, error) {
	e.tsMu.Lock()
	defer e.tsMu.Unlock()
	ts, err := e.lease.timestamps(2)
	if err != nil {
		return 0, err
	}
	e.readTS = ts
	posting.Oracle().ProcessDelta(&pb.OracleDelta{MaxAssigned: ts})
	e.highestTS = ts + 1
	e.inCommit = true
	return ts + 1, nil
}

func (e *Engine) commitDone() {
	e.tsMu.Lock()
	defer e.tsMu.Unlock()
	e.inCommit = false
	posting.Oracle().ProcessDelta(&pb.OracleDelta{MaxAssigned: e.highestTS})
}

// sweep aborts transactions that were abandoned, and lets Badger forget versions that
// no transaction can read any more.
func (e *Engine) sweep() {
	defer e.background.Done()
	ticker := time.NewTicker(max(e.config.idleTimeout/10, 10*time.Millisecond))
	defer ticker.Stop()
	// Read-only transactions are not tracked: they see versions for two timeouts.
	type seen struct {
		at time.Time
		ts uint64
	}
	var past []seen
	var answered int64
	freed := false
	for {
		select {
		case <-e.background.HasBeenClosed():
			return
		case now := <-ticker.C:
			// What Badger's compactions used goes back to the system when nothing runs.
			if now := e.answered.Load(); now != answered {
				answered, freed = now, false
			} else if !freed {
				debug.FreeOSMemory()
				freed = true
			}
			for _, startTS := range e.oracle.idle(now.Add(-e.config.idleTimeout)) {
				e.abort(startTS)
			}
			past = append(past, seen{now, posting.Oracle().MaxAssigned()})
			for len(past) > 0 && now.Sub(past[0].at) > 2*e.config.idleTimeout {
				e.db.SetDiscardTs(e.oracle.oldest(past[0].ts+1) - 1)
				past = past[1:]
			}
		}
	}
}

// enter admits a request; the caller calls the function it returns when the request is over.
func (e *Engine) enter(ctx context.Context, weight int64) (leave func(), err error) {
	if e.closed.Load() {
		return nil, ErrClosed
	}
	if err := e.requests.Acquire(ctx, weight); err != nil {
		return nil, err
	}
	if e.closed.Load() {
		e.requests.Release(weight)
		return nil, ErrClosed
	}
	return func() {
		e.answered.Add(1)
		e.requests.Release(weight)
	}, nil
}

// fail stops all writing after an error that left a commit neither written nor undone.
func (e *Engine) fail(err error) error {
	err = fmt.Errorf("the store in %s failed while it was written; close it and open it again: %w", e.dir, err)
	e.broken.CompareAndSwap(nil, &err)
	return err
}

// guard turns a panic in f into an error.
func guard(doing string, f func() error) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%s: Dgraph panicked: %v", doing, reason)
		}
	}()
	return f()
}
