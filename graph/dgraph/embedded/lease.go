package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/dgraph-io/badger/v4"
)

// How many numbers one durable record reserves. After a crash at most so many UIDs and
// timestamps are skipped; none is ever given out twice.
const (
	uidChunk = 10_000
	tsChunk  = 1_000_000 // reads and rollups use them up too
)

// leaseKey lies outside of the prefixes that Dgraph uses for data, schema and types.
var leaseKey = []byte("\xfeattache/lease")

// leaseRecord is what leaseKey holds. Numbers up to UID and TS may have been given out.
type leaseRecord struct {
	Generation uint64 `json:"generation"` // version of the record in Badger
	UID        uint64 `json:"uid"`
	TS         uint64 `json:"ts"`
}

// lease hands out UIDs and timestamps, each once in the life of a store: a number
// leaves only after a record that covers it has been synced to disk.
type lease struct {
	db *badger.DB

	mu      sync.Mutex
	durable leaseRecord
	lastUID uint64 // last number given out
	lastTS  uint64
}

// openLease reads the record of db; a fresh store starts at zero. Timestamps begin
// above minTS and above every version in db, whatever the record says.
func openLease(db *badger.DB, minTS uint64) (*lease, error) {
	l := &lease{db: db}
	if err := readRecord(db, leaseKey, &l.durable); err != nil && !errors.Is(err, badger.ErrKeyNotFound) {
		return nil, fmt.Errorf("reading the UID and timestamp lease: %w", err)
	}
	l.lastUID = l.durable.UID
	l.lastTS = max(l.durable.TS, minTS, db.MaxVersion())
	return l, nil
}

// uids reserves n UIDs and returns the first.
func (l *lease) uids(n uint64) (first uint64, err error) {
	return l.take(&l.lastUID, n)
}

// timestamps reserves n timestamps and returns the first.
func (l *lease) timestamps(n uint64) (first uint64, err error) {
	return l.take(&l.lastTS, n)
}

// maxUID is the highest UID that a request may name.
func (l *lease) maxUID() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(l.durable.UID, l.lastUID)
}

func (l *lease) take(last *uint64, n uint64) (uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n == 0 || *last > math.MaxInt64-n-tsChunk {
		return 0, fmt.Errorf("cannot lease %d numbers after %d", n, *last)
	}
	next := *last + n
	limit := &l.durable.UID
	if last == &l.lastTS {
		limit = &l.durable.TS
	}
	if next > *limit {
		record := l.durable
		if last == &l.lastTS {
			record.TS = next + tsChunk
		} else {
			record.UID = next + uidChunk
		}
		if err := l.store(record); err != nil {
			return 0, err
		}
	}
	first := *last + 1
	*last = next
	return first, nil
}

// settle records exactly what was given out, so that a clean reopening skips nothing.
func (l *lease) settle() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.store(leaseRecord{UID: l.lastUID, TS: l.lastTS})
}

// store makes record durable before it counts.
func (l *lease) store(record leaseRecord) error {
	record.Generation = l.durable.Generation + 1
	if err := writeRecord(l.db, leaseKey, record, record.Generation); err != nil {
		return fmt.Errorf("writing the UID and timestamp lease: %w", err)
	}
	l.durable = record
	return nil
}

// readRecord decodes the newest version of key.
func readRecord(db *badger.DB, key []byte, into any) error {
	txn := db.NewTransactionAt(math.MaxUint64, false)
	defer txn.Discard()
	item, err := txn.Get(key)
	if err != nil {
		return err
	}
	return item.Value(func(value []byte) error { return json.Unmarshal(value, into) })
}

// writeRecord stores value under key at version and syncs it.
func writeRecord(db *badger.DB, key []byte, value any, version uint64) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	txn := db.NewTransactionAt(math.MaxUint64, true)
	defer txn.Discard()
	if err := txn.SetEntry(badger.NewEntry(key, data).WithDiscard()); err != nil {
		return err
	}
	if err := txn.CommitAt(version, nil); err != nil {
		return err
	}
	return db.Sync()
}
