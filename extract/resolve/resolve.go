// Package resolve links what a document names to what the graph knows.
package resolve

import (
	"context"
	"slices"
	"strings"

	"attache/schema/statement"
)

// Link gives the entities of x the xids of the same entities in the graph and
// returns the extraction so linked; what the graph does not know keeps its
// own. It links where type and folded name are equal and the graph has one such
// entity; a person only by more than a surname, an event never by a bare noun.
func Link(ctx context.Context, graph statement.Directory, x statement.Extraction) (statement.Extraction, error) {
	var keys []string
	for _, e := range x.Entities {
		if key, ok := linkable(e); ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	known, err := graph.Named(ctx, slices.Compact(keys))
	if err != nil {
		return x, err
	}
	to := map[string]string{}
	linked := x
	linked.Entities = nil
	at := make(map[string]int, len(x.Entities)) // xid → index in linked.Entities
	for _, e := range x.Entities {
		key, ok := linkable(e)
		if ok {
			if same, found := choose(e, key, known[key]); found {
				to[e.XID] = same.XID
				if e.Name != same.Name {
					e.Aliases = append(slices.Clone(e.Aliases), e.Name)
					slices.Sort(e.Aliases)
				}
				e.XID, e.Name = same.XID, same.Name
			}
		}
		i, again := at[e.XID]
		if !again {
			at[e.XID] = len(linked.Entities)
			linked.Entities = append(linked.Entities, e)
			continue
		}
		merged := append(slices.Clone(linked.Entities[i].Aliases), e.Aliases...)
		slices.Sort(merged)
		linked.Entities[i].Aliases = slices.Compact(merged)
	}
	linked.Statements = slices.Clone(x.Statements)
	for i := range linked.Statements {
		s := &linked.Statements[i]
		for _, end := range []*string{&s.Subject, &s.Object, &s.Quoted, &s.Event, &s.Place} {
			if xid, ok := to[*end]; ok {
				*end = xid
			}
		}
	}
	return linked, nil
}

// linkable returns the key under which an entity may be found in the graph, if its name is enough to know it by.
func linkable(e statement.Entity) (string, bool) {
	key := statement.FoldName(e.Name)
	switch e.Type {
	case "Event":
		return "", false
	case "Person":
		return key, strings.Contains(key, " ")
	}
	return key, key != ""
}

// choose returns the one candidate that is the entity.
func choose(e statement.Entity, key string, candidates []statement.Entity) (statement.Entity, bool) {
	var same []statement.Entity
	for _, c := range candidates {
		if c.XID == e.XID {
			return c, true
		}
		if c.Type == e.Type && statement.FoldName(c.Name) == key {
			same = append(same, c)
		}
	}
	if len(same) != 1 {
		return statement.Entity{}, false
	}
	return same[0], true
}
