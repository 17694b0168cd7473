package embedded

import (
	"fmt"

	"github.com/dgraph-io/dgo/v230/protos/api"
	api25 "github.com/dgraph-io/dgo/v250/protos/api"
	gogo "github.com/gogo/protobuf/proto"
	"google.golang.org/protobuf/proto"
)

// The messages of dgo v230 and v250 are the same on the wire and differ in Go. Those on
// the hot path are copied field by field, the rest is encoded and decoded.

func requestTo25(in *api.Request) (*api25.Request, error) {
	out := &api25.Request{
		StartTs:    in.StartTs,
		Query:      in.Query,
		Vars:       in.Vars,
		ReadOnly:   in.ReadOnly || in.BestEffort,
		BestEffort: in.BestEffort,
		CommitNow:  in.CommitNow,
		RespFormat: api25.Request_RespFormat(in.RespFormat),
		Hash:       in.Hash,
	}
	for _, mutation := range in.Mutations {
		to := &api25.Mutation{
			SetJson:    mutation.SetJson,
			DeleteJson: mutation.DeleteJson,
			SetNquads:  mutation.SetNquads,
			DelNquads:  mutation.DelNquads,
			Cond:       mutation.Cond,
			CommitNow:  mutation.CommitNow,
		}
		var err error
		if to.Set, err = nquadsTo25(mutation.Set); err != nil {
			return nil, err
		}
		if to.Del, err = nquadsTo25(mutation.Del); err != nil {
			return nil, err
		}
		out.Mutations = append(out.Mutations, to)
	}
	return out, nil
}

func nquadsTo25(in []*api.NQuad) ([]*api25.NQuad, error) {
	var out []*api25.NQuad
	for i, quad := range in {
		data, err := gogo.Marshal(quad)
		if err != nil {
			return nil, fmt.Errorf("quad %d of a mutation: %w", i+1, err)
		}
		to := &api25.NQuad{}
		if err := proto.Unmarshal(data, to); err != nil {
			return nil, fmt.Errorf("quad %d of a mutation: %w", i+1, err)
		}
		out = append(out, to)
	}
	return out, nil
}

func responseFrom25(in *api25.Response) *api.Response {
	if in == nil {
		return nil
	}
	out := &api.Response{
		Json: in.Json,
		Txn:  txnFrom25(in.Txn),
		Uids: in.Uids,
		Rdf:  in.Rdf,
	}
	if l := in.Latency; l != nil {
		out.Latency = &api.Latency{
			ParsingNs:         l.ParsingNs,
			ProcessingNs:      l.ProcessingNs,
			EncodingNs:        l.EncodingNs,
			AssignTimestampNs: l.AssignTimestampNs,
			TotalNs:           l.TotalNs,
		}
	}
	if in.Metrics != nil {
		out.Metrics = &api.Metrics{NumUids: in.Metrics.NumUids}
	}
	return out
}

func txnTo25(in *api.TxnContext) *api25.TxnContext {
	return &api25.TxnContext{
		StartTs:  in.GetStartTs(),
		CommitTs: in.GetCommitTs(),
		Aborted:  in.GetAborted(),
		Keys:     in.GetKeys(),
		Preds:    in.GetPreds(),
		Hash:     in.GetHash(),
	}
}

func txnFrom25(in *api25.TxnContext) *api.TxnContext {
	if in == nil {
		return nil
	}
	return &api.TxnContext{
		StartTs:  in.StartTs,
		CommitTs: in.CommitTs,
		Aborted:  in.Aborted,
		Keys:     in.Keys,
		Preds:    in.Preds,
		Hash:     in.Hash,
	}
}
