package dgraph

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"attache/graph"

	"github.com/dgraph-io/dgo/v230/protos/api"
	"github.com/dgraph-io/dgraph/v25/dql"
)

// Query runs DQL and returns its JSON. A mutation block, { set { … } } or
// { delete { … } }, and an upsert block are run if write is set; their JSON
// tells the numbers of new nodes and what the upsert's query found.
func (s *Store) Query(ctx context.Context, text string, vars map[string]string, write bool) ([]byte, error) {
	if strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("the query is empty")
	}
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("the query is not UTF-8 text")
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	named := map[string]string{}
	for name, value := range vars {
		named["$"+strings.TrimPrefix(name, "$")] = value
	}
	if writes(text) {
		if !write {
			return nil, graph.ErrReadOnly
		}
		if len(named) > 0 {
			return nil, fmt.Errorf("a block that writes takes no variables")
		}
		return s.mutate(ctx, text)
	}
	var answer []byte
	err := s.retry(ctx, func() error {
		txn := s.client.NewReadOnlyTxn()
		defer txn.Discard(ctx)
		response, err := txn.QueryWithVars(ctx, text, named)
		answer = response.GetJson()
		return err
	})
	return answer, err
}

func (s *Store) mutate(ctx context.Context, text string) ([]byte, error) {
	parsed, err := parseMutation(text)
	if err != nil {
		return nil, fmt.Errorf("the block cannot be read: %s", oneLine(err.Error()))
	}
	var answer []byte
	err = s.retry(ctx, func() error {
		txn := s.client.NewTxn()
		defer txn.Discard(ctx)
		response, err := txn.Do(ctx, parsed)
		if err != nil {
			return err
		}
		answer, err = mutated(response)
		return err
	})
	return answer, err
}

// parseMutation reads a mutation or an upsert block as Dgraph itself does.
func parseMutation(text string) (*api.Request, error) {
	parsed, err := dql.ParseMutation(text)
	if err != nil {
		return nil, err
	}
	request := &api.Request{Query: parsed.Query, CommitNow: true}
	for _, m := range parsed.Mutations {
		request.Mutations = append(request.Mutations, &api.Mutation{
			Cond: m.Cond, SetNquads: m.SetNquads, DelNquads: m.DelNquads, SetJson: m.SetJson, DeleteJson: m.DeleteJson,
		})
	}
	return request, nil
}

// writes reports whether DQL is more than a query: an upsert block, or a
// mutation block, which opens with set or delete and a brace.
func writes(text string) bool {
	first, rest := token(text)
	if first != "{" {
		return first == "upsert" || first == "mutation"
	}
	word, rest := token(rest)
	brace, _ := token(rest)
	return brace == "{" && (word == "set" || word == "delete" || word == "del")
}

// token cuts the first word or sign off DQL. Comments and blanks count for nothing.
func token(text string) (first, rest string) {
	for {
		text = strings.TrimLeft(text, " \t\r\n\ufeff,")
		if !strings.HasPrefix(text, "#") {
			break
		}
		_, text, _ = strings.Cut(text, "\n")
	}
	end := strings.IndexFunc(text, func(c rune) bool {
		return !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_')
	})
	switch {
	case text == "":
		return "", ""
	case end < 0:
		return text, ""
	case end == 0:
		return text[:1], text[1:]
	}
	return text[:end], text[end:]
}
