package embedded

import (
	"context"
	"errors"
	"fmt"

	"github.com/dgraph-io/dgo/v250/protos/api"
	"github.com/dgraph-io/dgraph/v25/posting"
	"github.com/dgraph-io/dgraph/v25/protos/pb"
	"github.com/dgraph-io/dgraph/v25/worker"
	"github.com/dgraph-io/dgraph/v25/x"
)

// group is the number of the one group of an embedded Dgraph.
const group = 1

// zero does for Dgraph what a Zero server and Raft do in a cluster.
type zero struct{ *Engine }

// AssignUIDs leases num.Val UIDs that no node has had.
func (z zero) AssignUIDs(_ context.Context, num *pb.Num) (*pb.AssignedIds, error) {
	z.uidMu.Lock()
	defer z.uidMu.Unlock()
	first, err := z.lease.uids(num.Val)
	if err != nil {
		return nil, err
	}
	worker.SetMaxUID(z.lease.maxUID())
	return &pb.AssignedIds{StartId: first, EndId: first + num.Val - 1}, nil
}

// AssignTimestamps gives out start timestamps, or one to read at.
func (z zero) AssignTimestamps(_ context.Context, num *pb.Num) (*pb.AssignedIds, error) {
	ids := &pb.AssignedIds{}
	if num.ReadOnly {
		ts, err := z.snapshotTS()
		if err != nil {
			return nil, err
		}
		ids.ReadOnly = ts
	}
	if num.Val > 0 {
		first, err := z.beginManyTS(num.Val)
		if err != nil {
			return nil, err
		}
		ids.StartId, ids.EndId = first, first+num.Val-1
	}
	return ids, nil
}

// AssignNsIDs refuses: an embedded store has only the root namespace.
func (z zero) AssignNsIDs(context.Context, *pb.Num) (*pb.AssignedIds, error) {
	return nil, errors.New("an embedded store has no namespaces but its own")
}

// ApplyMutations applies m in its transaction. Dgraph calls it in a goroutine of its own.
func (z zero) ApplyMutations(ctx context.Context, m *pb.Mutations) (*api.TxnContext, error) {
	result := &api.TxnContext{StartTs: m.StartTs}
	err := guard("applying a mutation", func() error {
		if err := z.writable(); err != nil {
			return err
		}
		if err := posting.Oracle().WaitForTs(ctx, m.StartTs); err != nil {
			return err
		}
		z.applying.Lock()
		defer z.applying.Unlock()
		if err := ctx.Err(); err != nil {
			return err
		}
		if !z.oracle.isOpen(m.StartTs) {
			return x.ErrConflict
		}
		if err := checkTokens(ctx, m.Edges); err != nil {
			return err
		}
		asked := copyOf(m) // Dgraph converts the edges in place
		err := worker.ApplyMutations(ctx, &pb.Proposal{Mutations: m, StartTs: m.StartTs})
		if txn := posting.Oracle().GetTxn(m.StartTs); txn != nil {
			txn.FillContext(result, group, err != nil)
		}
		if err == nil {
			z.oracle.record(m.StartTs, asked)
		}
		return err
	})
	return result, err
}

// copyOf copies m so far as applying it changes it.
func copyOf(m *pb.Mutations) *pb.Mutations {
	to := &pb.Mutations{GroupId: m.GroupId, StartTs: m.StartTs, Metadata: m.Metadata, Edges: make([]*pb.DirectedEdge, len(m.Edges))}
	for i, edge := range m.Edges {
		to.Edges[i] = &pb.DirectedEdge{
			Entity:    edge.Entity,
			Attr:      edge.Attr,
			Value:     edge.Value,
			ValueType: edge.ValueType,
			ValueId:   edge.ValueId,
			Lang:      edge.Lang,
			Op:        edge.Op,
			Facets:    edge.Facets,
			Namespace: edge.Namespace,
		}
	}
	return to
}

// CommitOrAbort ends the transaction tc: aborted if the client says so or another
// transaction has committed what it wrote, else written and synced.
func (z zero) CommitOrAbort(ctx context.Context, tc *api.TxnContext) (*api.TxnContext, error) {
	result := &api.TxnContext{StartTs: tc.StartTs, Aborted: true}
	err := guard("ending a transaction", func() error {
		if tc.Aborted {
			z.abort(tc.StartTs)
			return nil
		}
		keys, err := fingerprints(tc.Keys)
		if err != nil {
			return err
		}
		if err := z.writable(); err != nil {
			return err
		}
		commitTS, err := z.commit(ctx, tc.StartTs, keys)
		if err != nil || commitTS == 0 {
			return err
		}
		result.CommitTs, result.Aborted = commitTS, false
		return nil
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}

// writable says why nothing can be written any more, if so.
func (e *Engine) writable() error {
	if broken := e.broken.Load(); broken != nil {
		return *broken
	}
	return nil
}

// abort forgets what the transaction startTS wrote.
func (e *Engine) abort(startTS uint64) {
	e.applying.Lock()
	defer e.applying.Unlock()
	e.forget(startTS)
	e.oracle.end(startTS)
}

// forget drops what the pending transactions wrote; the caller holds e.applying.
func (e *Engine) forget(startTSs ...uint64) {
	delta := &pb.OracleDelta{}
	for _, startTS := range startTSs {
		delta.Txns = append(delta.Txns, &pb.TxnStatus{StartTs: startTS})
	}
	posting.Oracle().ProcessDelta(delta)
}

// commit writes the transaction startTS and returns its timestamp once that has been
// synced; or 0 if the transaction had to be aborted.
func (e *Engine) commit(ctx context.Context, startTS uint64, conflictKeys []uint64) (commitTS uint64, err error) {
	e.committing.Lock()
	defer e.committing.Unlock()
	if err := e.writable(); err != nil {
		return 0, err
	}
	if ctx.Err() != nil || e.oracle.conflicts(startTS, conflictKeys) {
		e.abort(startTS)
		return 0, ctx.Err()
	}
	if commitTS, err = e.commitTS(); err != nil {
		return 0, err
	}
	defer e.commitDone()

	txn := &pb.TxnStatus{StartTs: startTS, CommitTs: commitTS}
	mutations := e.oracle.written(startTS)
	keys, size := weigh(mutations)
	if err := e.hasRoom(spareToWrite + 3*size); err != nil {
		e.abort(startTS)
		return 0, err
	}
	journaled := keys > batchKeys || size > batchBytes
	if journaled {
		if err := e.writeJournal(txn, mutations); err != nil {
			e.abort(startTS)
			return 0, fmt.Errorf("writing the journal of a commit: %w", err)
		}
	}
	e.oracle.commit(startTS, commitTS, conflictKeys)
	err = guard("writing a commit", func() error {
		e.applying.Lock()
		defer e.applying.Unlock()
		return worker.ApplyCommited(context.Background(), &pb.OracleDelta{Txns: []*pb.TxnStatus{txn}})
	})
	if err == nil {
		err = e.db.Sync()
	}
	if err == nil && journaled {
		err = e.removeJournal()
	}
	if err != nil {
		return 0, e.fail(err)
	}
	return commitTS, nil
}
