package embedded

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/dgraph/v25/posting"
	"github.com/dgraph-io/dgraph/v25/protos/pb"
	"github.com/dgraph-io/dgraph/v25/schema"
	"github.com/dgraph-io/dgraph/v25/worker"
	"github.com/dgraph-io/dgraph/v25/x"
	"google.golang.org/protobuf/encoding/protodelim"
	"google.golang.org/protobuf/proto"
)

// Badger writes a batch whole or not at all, and Dgraph splits a commit that does not
// fit into one. So that a process that is killed between two batches leaves no half of a
// transaction, a commit that may not fit is written to the journal first, and the
// journal is applied again when the store is opened. A server has its Raft log for this.

// A commit with more keys or bytes than these goes through the journal. With
// memTableSize, a batch of Badger holds some 100,000 keys and 10 MB.
const (
	batchKeys  = 50_000
	batchBytes = 5 << 20
)

// maxJournaled is the largest message that is read from a journal, in bytes.
const maxJournaled = 2 << 30

// weigh estimates generously how many keys, and bytes with them, a commit of mutations writes.
func weigh(mutations []*pb.Mutations) (keys, size uint64) {
	const (
		plainKeys = 8  // data, reverse edge and counts of one edge
		keyBytes  = 64 // of a key and its posting, besides the predicate
	)
	ctx := context.Background()
	for _, mutation := range mutations {
		for _, edge := range mutation.Edges {
			edgeKeys := uint64(plainKeys)
			if schema.State().IsIndexed(ctx, edge.Attr) {
				edgeKeys += 2 * uint64(len(edge.Value)) // at most a token a byte, of the old value too
			}
			keys += edgeKeys
			size += edgeKeys*uint64(keyBytes+len(edge.Attr)) + uint64(len(edge.Value))
		}
	}
	return keys, size
}

func (e *Engine) journalPath() string { return filepath.Join(e.dir, journalName) }

// writeJournal makes a transaction durable before its commit is written.
func (e *Engine) writeJournal(txn *pb.TxnStatus, mutations []*pb.Mutations) error {
	var data bytes.Buffer
	if _, err := protodelim.MarshalTo(&data, txn); err != nil {
		return err
	}
	for _, mutation := range mutations {
		if _, err := protodelim.MarshalTo(&data, mutation); err != nil {
			return err
		}
	}
	return writeDurably(e.journalPath(), data.Bytes())
}

func (e *Engine) removeJournal() error {
	if err := os.Remove(e.journalPath()); err != nil {
		return err
	}
	return syncFolder(e.dir)
}

// readJournal returns the transaction that was being written, or nil if there is none.
func readJournal(path string) (txn *pb.TxnStatus, mutations []*pb.Mutations, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	decode := protodelim.UnmarshalOptions{MaxSize: maxJournaled}
	reader := bufio.NewReader(file)
	txn = &pb.TxnStatus{}
	if err := decode.UnmarshalFrom(reader, txn); err != nil {
		return nil, nil, fmt.Errorf("%s is damaged: %w", path, err)
	}
	for {
		mutation := &pb.Mutations{}
		if err := decode.UnmarshalFrom(reader, mutation); errors.Is(err, io.EOF) {
			return txn, mutations, nil
		} else if err != nil {
			return nil, nil, fmt.Errorf("%s is damaged: %w", path, err)
		}
		mutations = append(mutations, mutation)
	}
}

// redo finishes what a killed process was writing: a change of the schema or a commit.
func (e *Engine) redo() error {
	if err := e.redoAlteration(); err != nil {
		return fmt.Errorf("finishing a change of the schema: %w", err)
	}
	txn, mutations, err := readJournal(e.journalPath())
	if err != nil || txn == nil {
		return err
	}
	// The transaction reads what was there when it began, so it writes the same again.
	for _, mutation := range mutations {
		for _, edge := range mutation.Edges {
			worker.InitTablet(edge.Attr)
		}
		proposal := &pb.Proposal{Mutations: mutation, StartTs: txn.StartTs}
		if err := worker.ApplyMutations(context.Background(), proposal); err != nil {
			return fmt.Errorf("finishing a commit: %w", err)
		}
	}
	delta := &pb.OracleDelta{Txns: []*pb.TxnStatus{txn}}
	if err := worker.ApplyCommited(context.Background(), delta); err != nil {
		return fmt.Errorf("finishing a commit: %w", err)
	}
	if err := e.db.Sync(); err != nil {
		return err
	}
	return e.removeJournal()
}

// alterationKey holds the predicates whose schema is being changed, while it is: their
// indexes are neither the old nor the new ones.
var alterationKey = []byte("\xfeattache/alteration")

type alteration struct {
	Predicates []string `json:"predicates,omitempty"` // with namespace
	Lists      []string `json:"lists,omitempty"`      // those whose values become lists
}

func (e *Engine) writeAlteration(record alteration) error {
	ts, err := e.beginTS()
	if err != nil {
		return err
	}
	return writeRecord(e.db, alterationKey, record, ts)
}

// redoAlteration undoes a change of the schema that was not finished: each predicate
// keeps the schema that is on disk and gets its indexes anew. It does not go on with the
// change, since that may be what ended the process.
func (e *Engine) redoAlteration() error {
	var record alteration
	if err := readRecord(e.db, alterationKey, &record); errors.Is(err, badger.ErrKeyNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	if len(record.Predicates) == 0 {
		return nil
	}
	for _, attr := range record.Predicates {
		current, ok := schema.State().Get(context.Background(), attr)
		if !ok {
			continue
		}
		update := proto.Clone(&current).(*pb.SchemaUpdate)
		if slices.Contains(record.Lists, attr) {
			update.List = true // some values may be lists already
		}
		if err := e.dropIndexes(attr); err != nil {
			return err
		}
		if err := e.changePredicate(context.Background(), update); err != nil {
			return err
		}
	}
	return e.writeAlteration(alteration{})
}

// dropIndexes removes every index, reverse edge and count of attr, from the schema in
// memory too, so that whatever attr gets next is built from its data.
func (e *Engine) dropIndexes(attr string) error {
	key := x.ParsedKey{Attr: attr}
	var prefixes [][]byte
	for _, prefix := range [][]byte{key.IndexPrefix(), key.ReversePrefix(), key.CountPrefix(false), key.CountPrefix(true)} {
		split := bytes.Clone(prefix) // where Dgraph keeps the parts of a long list
		split[0] = x.ByteSplit
		prefixes = append(prefixes, prefix, split)
	}
	if err := e.db.DropPrefix(prefixes...); err != nil {
		return err
	}
	posting.ResetCache()
	old, ok := schema.State().Get(context.Background(), attr)
	if !ok {
		return nil
	}
	bare := &pb.SchemaUpdate{Predicate: attr, ValueType: old.ValueType, List: old.List, Lang: old.Lang}
	schema.State().Set(attr, bare)
	return nil
}
