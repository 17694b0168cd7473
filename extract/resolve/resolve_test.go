package resolve_test

import (
	"context"
	"errors"
	"testing"

	"attache/extract/resolve"
	"attache/schema/statement"

	"github.com/google/go-cmp/cmp"
)

// directory is a graph that knows some entities.
type directory []statement.Entity

func (d directory) Named(_ context.Context, keys []string) (map[string][]statement.Entity, error) {
	found := map[string][]statement.Entity{}
	for _, key := range keys {
		for _, e := range d {
			for _, name := range append([]string{e.Name}, e.Aliases...) {
				if statement.FoldName(name) == key {
					found[key] = append(found[key], e)
					break
				}
			}
		}
	}
	return found, nil
}

func TestLink(t *testing.T) {
	person := func(xid, name string) statement.Entity { return statement.Entity{XID: xid, Type: "Person", Name: name} }
	tests := []struct {
		name  string
		graph directory
		in    statement.Entity
		want  string // xid
	}{
		{"full name", directory{person("old", "Ana Vučić")}, person("new", "Ana Vucic"), "old"},
		{"bare surname", directory{person("old", "Vučić")}, person("new", "Vučić"), "new"},
		{"surname of a full name", directory{person("old", "Ana Vučić")}, person("new", "Vučić"), "new"},
		{"two of the name", directory{person("a", "Ana Vučić"), person("b", "Ana Vučić")}, person("new", "Ana Vučić"), "new"},
		{"itself among two", directory{person("a", "Ana Vučić"), person("new", "Ana Vučić")}, person("new", "Ana Vučić"), "new"},
		{"other type", directory{{XID: "old", Type: "Place", Name: "Santa Ana"}}, person("new", "Santa Ana"), "new"},
		{"only an alias", directory{{XID: "old", Type: "Place", Name: "Kyiv", Aliases: []string{"Kiev"}}}, statement.Entity{XID: "new", Type: "Place", Name: "Kiev"}, "new"},
		{"place of one word", directory{{XID: "old", Type: "Place", Name: "Oslo"}}, statement.Entity{XID: "new", Type: "Place", Name: "Oslo"}, "old"},
		{"event", directory{{XID: "old", Type: "Event", Name: "summit"}}, statement.Entity{XID: "new", Type: "Event", Name: "summit"}, "new"},
		{"empty graph", nil, person("new", "Ana Vučić"), "new"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := statement.Extraction{
				Entities:   []statement.Entity{test.in},
				Statements: []statement.Statement{{Subject: test.in.XID, Object: "other", Quoted: test.in.XID}},
			}
			got, err := resolve.Link(context.Background(), test.graph, x)
			if err != nil {
				t.Fatal(err)
			}
			if got.Entities[0].XID != test.want {
				t.Errorf("linked to %s, want %s", got.Entities[0].XID, test.want)
			}
			if s := got.Statements[0]; s.Subject != test.want || s.Quoted != test.want || s.Object != "other" {
				t.Errorf("the statement names %+v", s)
			}
			if x.Statements[0].Subject != test.in.XID {
				t.Error("the extraction that was given has changed")
			}
		})
	}
}

// TestLinkMerges makes one of two entities of a document that the graph knows as one.
func TestLinkMerges(t *testing.T) {
	graph := directory{{XID: "old", Type: "Organization", Name: "Nordbank"}}
	x := statement.Extraction{Entities: []statement.Entity{
		{XID: "a", Type: "Organization", Name: "Nordbank", Aliases: []string{"the bank"}},
		{XID: "b", Type: "Organization", Name: "NORDBANK"},
	}}
	got, err := resolve.Link(context.Background(), graph, x)
	if err != nil {
		t.Fatal(err)
	}
	want := []statement.Entity{{XID: "old", Type: "Organization", Name: "Nordbank", Aliases: []string{"NORDBANK", "the bank"}}}
	if diff := cmp.Diff(want, got.Entities); diff != "" {
		t.Error(diff)
	}
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Named(context.Context, []string) (map[string][]statement.Entity, error) {
	return nil, errBroken
}

func TestLinkFails(t *testing.T) {
	if _, err := resolve.Link(context.Background(), broken{}, statement.Extraction{}); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}
