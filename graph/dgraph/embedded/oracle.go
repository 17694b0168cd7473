package embedded

import (
	"strconv"
	"sync"
	"time"

	"github.com/dgraph-io/dgraph/v25/protos/pb"
)

// maxConflictKeys bounds the memory of conflict detection. When more keys would be
// kept, the oldest half is forgotten and transactions from before it abort.
const maxConflictKeys = 1 << 21

// oracle decides which transactions may commit, as Dgraph Zero's oracle does: one
// that wrote a key which another has committed since it began is aborted.
type oracle struct {
	mu       sync.Mutex
	open     map[uint64]*openTxn // by start timestamp
	keys     map[uint64]uint64   // fingerprint of a conflict key → last commit timestamp
	history  []commitKeys        // what is in keys, oldest commit first
	recorded int                 // fingerprints in history
	limit    int                 // of recorded
	floor    uint64              // transactions that began below must abort
}

// openTxn is a transaction that has neither committed nor aborted.
type openTxn struct {
	busy    int             // requests that are running in it
	last    time.Time       // when the last one ended
	written []*pb.Mutations // what has been applied in it, in order
}

type commitKeys struct {
	ts   uint64
	keys []uint64
}

func newOracle() *oracle {
	return &oracle{open: map[uint64]*openTxn{}, keys: map[uint64]uint64{}, limit: maxConflictKeys}
}

// begin opens a transaction with one running request.
func (o *oracle) begin(startTS uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open[startTS] = &openTxn{busy: 1}
}

// enter notes a running request of an open transaction; it reports false if there is none.
func (o *oracle) enter(startTS uint64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	txn, ok := o.open[startTS]
	if ok {
		txn.busy++
	}
	return ok
}

// leave ends what begin or enter started.
func (o *oracle) leave(startTS uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if txn, ok := o.open[startTS]; ok {
		txn.busy--
		txn.last = time.Now()
	}
}

// isOpen reports whether startTS may still write.
func (o *oracle) isOpen(startTS uint64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, ok := o.open[startTS]
	return ok
}

// record notes a mutation that has been applied in an open transaction.
func (o *oracle) record(startTS uint64, mutation *pb.Mutations) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if txn, ok := o.open[startTS]; ok {
		txn.written = append(txn.written, mutation)
	}
}

// written returns the mutations of an open transaction.
func (o *oracle) written(startTS uint64) []*pb.Mutations {
	o.mu.Lock()
	defer o.mu.Unlock()
	if txn, ok := o.open[startTS]; ok {
		return txn.written
	}
	return nil
}

// end closes a transaction that aborted.
func (o *oracle) end(startTS uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.open, startTS)
	o.purge()
}

// abortAll closes every open transaction and returns their start timestamps.
func (o *oracle) abortAll() []uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := make([]uint64, 0, len(o.open))
	for startTS := range o.open {
		all = append(all, startTS)
	}
	clear(o.open)
	o.purge()
	return all
}

// idle returns the open transactions in which nothing has run since before.
func (o *oracle) idle(before time.Time) []uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	var abandoned []uint64
	for startTS, txn := range o.open {
		if txn.busy == 0 && txn.last.Before(before) {
			abandoned = append(abandoned, startTS)
		}
	}
	return abandoned
}

// oldest returns the smallest start timestamp of an open transaction, or none if there is none.
func (o *oracle) oldest(none uint64) uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.oldestLocked(none)
}

func (o *oracle) oldestLocked(none uint64) uint64 {
	least := none
	for startTS := range o.open {
		least = min(least, startTS)
	}
	return least
}

// conflicts reports whether a transaction that began at startTS and wrote keys must abort.
func (o *oracle) conflicts(startTS uint64, keys []uint64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.open[startTS]; !ok || startTS < o.floor {
		return true
	}
	for _, key := range keys {
		if o.keys[key] > startTS {
			return true
		}
	}
	return false
}

// commit closes the transaction startTS and remembers what it wrote at commitTS.
func (o *oracle) commit(startTS, commitTS uint64, keys []uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.open, startTS)
	if len(o.open) > 0 {
		for _, key := range keys {
			o.keys[key] = commitTS
		}
		o.history = append(o.history, commitKeys{commitTS, keys})
		o.recorded += len(keys)
	}
	o.purge()
}

// purge forgets the commits that no open transaction can conflict with.
func (o *oracle) purge() {
	oldest := o.oldestLocked(1<<63 - 1)
	drop := 0
	for drop < len(o.history) && o.history[drop].ts < oldest {
		o.forget(o.history[drop])
		drop++
	}
	if o.recorded > o.limit {
		for drop < len(o.history) && o.recorded > o.limit/2 {
			o.floor = max(o.floor, o.history[drop].ts)
			o.forget(o.history[drop])
			drop++
		}
	}
	if drop == len(o.history) {
		o.history = nil
	} else {
		o.history = o.history[drop:]
	}
}

func (o *oracle) forget(commit commitKeys) {
	o.recorded -= len(commit.keys)
	for _, key := range commit.keys {
		if o.keys[key] == commit.ts {
			delete(o.keys, key)
		}
	}
}

// fingerprints decodes the conflict keys of a transaction context: numbers in base 36.
func fingerprints(keys []string) ([]uint64, error) {
	seen := make(map[uint64]struct{}, len(keys))
	prints := make([]uint64, 0, len(keys))
	for _, key := range keys {
		print, err := strconv.ParseUint(key, 36, 64)
		if err != nil {
			return nil, err
		}
		if _, dup := seen[print]; !dup {
			seen[print] = struct{}{}
			prints = append(prints, print)
		}
	}
	return prints, nil
}
