package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"

	"attache/graph"
	"attache/graph/rdf"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

// Breakable is a store whose writing can be broken off, as by a kill.
type Breakable struct {
	graph.Store
	Stop func(after int) // lets so many more commits through and then none; all, where it is negative
}

// OpenBreakable opens an empty store that writes at most so many statements and
// entities in one transaction.
type OpenBreakable func(t testing.TB, batch int) Breakable

// How much one transaction writes where documents are to be long, and where they are not.
const (
	little = 8
	plenty = 1000
)

// TestLong tests documents that are too long for one transaction.
func TestLong(t *testing.T, open OpenBreakable) {
	for name, test := range map[string]func(*testing.T, OpenBreakable){
		"AsShort": testAsShort, "Broken": testBroken, "OtherVersion": testOtherVersion, "Together": testTogether,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// saga is a text of many sentences about people who are in other texts too, and
// about some who are not.
func saga(t testing.TB, uri string, from, to int) *page {
	names := []string{"Ida Holm", "Piet Vos", "Ruth Adeyemi", "Omar Said", "Jun Abe"}
	text := fmt.Sprintf("The saga from %d. ", from)
	for i := from; i < to; i++ {
		text += fmt.Sprintf("%s met%03d %s, with guest %d. ", names[i%5], i, names[(i*i+i+1)%5], i)
	}
	p := newPage(t, uri, text)
	var people []string
	for i, name := range names {
		people = append(people, p.is(fmt.Sprint("person", i), "Person", name, fmt.Sprintf("%s the %dth", name, from)))
	}
	for i := from; i < to; i++ {
		change := []func(*statement.Statement){sure(float64(50+i%40) / 100)}
		if i%3 > 0 {
			change = append(change, at(fmt.Sprintf("20%02d-05", i%30)))
		}
		switch i % 7 {
		case 3:
			change = append(change, status(statement.Planned))
		case 5:
			change = append(change, func(s *statement.Statement) { s.Quoted = people[i%3] })
		}
		trigger := fmt.Sprintf("met%03d", i)
		if other := (i*i + i + 1) % 5; other != i%5 {
			p.says(trigger, people[i%5], names[i%5], "met_with", people[other], names[other], change...)
		}
		guest := fmt.Sprint("guest ", i)
		p.says(trigger, people[i%5], names[i%5], "accompanied_by", p.is(fmt.Sprint("guest", i), "Person", guest), guest, change...)
	}
	return p
}

// Chapter returns the quads of the nth of many pages about the same few people. Every
// other one is long for a store that writes 8 statements and entities in a transaction.
func Chapter(t testing.TB, n int) iter.Seq[quad.Quad] {
	t.Helper()
	if n%2 == 0 {
		return Note(t, n)
	}
	return rdf.Quads(Ontology(t), saga(t, fmt.Sprintf("https://example.org/chapters/%d", n), 5*n, 5*n+12).x)
}

// told is all that a store tells: the quads, the facts, the totals.
func told(t testing.TB, s graph.Store) string {
	t.Helper()
	return export(t, s, rdf.NQuads) + export(t, s, rdf.NTriples) + fmt.Sprintln(facts(t, s), counts(t, s))
}

// raw counts what Dgraph holds, with what nobody is to see.
func raw(t testing.TB, s graph.Store) string {
	t.Helper()
	return size(t, s) + fmt.Sprint(ask(t, s, `{
		state(func: has(series.state)) { count(uid) }
		coming(func: has(series.coming)) { count(uid) }
		leaving(func: has(series.leaving)) { count(uid) }
		names(func: has(series.entity)) { count(uid) }
		alias(func: has(alias)) { count(uid) }
	}`, nil))
}

// within opens a store with the suite's ontology and closes it after use.
func within(t *testing.T, name string, open OpenBreakable, batch int, use func(t *testing.T, s Breakable)) {
	t.Helper()
	done := t.Run(name, func(t *testing.T) {
		s := open(t, batch)
		if err := s.Apply(context.Background(), Ontology(t)); err != nil {
			t.Fatal(err)
		}
		use(t, s)
	})
	if !done {
		t.FailNow()
	}
}

// never tells what a store tells and holds that was written to at once.
func never(t *testing.T, open OpenBreakable, pages ...*page) (all, held string) {
	within(t, "never", open, plenty, func(t *testing.T, s Breakable) {
		for _, p := range pages {
			write(t, s, p)
		}
		all, held = told(t, s), raw(t, s)
	})
	return all, held
}

// Whatever is written in whatever order: a long document leaves what a short one does.
func testAsShort(t *testing.T, open OpenBreakable) {
	const uri = "https://example.org/saga"
	changed := saga(t, uri, 0, 30)
	for i := range changed.x.Statements {
		switch st := &changed.x.Statements[i]; i % 5 {
		case 1:
			st.Confidence = 0.99
		case 2:
			st.Time = "2031"
		case 3:
			st.Object = changed.x.Entities[(i+2)%5].XID
		}
	}
	changed.x.Statements = slices.Delete(changed.x.Statements, 10, 20)
	changed.x.Document.Title = "Another title"
	brief := newPage(t, uri, "Ida Holm met Piet Vos.")
	brief.says("met", brief.is("person0", "Person", "Ida Holm"), "Ida Holm", "met_with", brief.is("person1", "Person", "Piet Vos"), "Piet Vos")
	elsewhere := saga(t, "https://example.org/elsewhere", 0, 30)
	for name, pages := range map[string][]*page{
		"alone":       {saga(t, uri, 0, 30)},
		"among":       {again(t), saga(t, uri, 0, 30), quay(t), note(t, 1), saga(t, "https://example.org/other", 20, 40)},
		"shorter":     {again(t), saga(t, uri, 0, 30), saga(t, uri, 20, 32)},
		"longer":      {saga(t, uri, 20, 32), note(t, 2), saga(t, uri, 0, 30)},
		"brief":       {saga(t, uri, 0, 30), note(t, 2), brief},
		"unbrief":     {brief, saga(t, uri, 0, 30)},
		"changed":     {saga(t, uri, 0, 30), note(t, 1), changed},
		"and back":    {saga(t, uri, 0, 30), changed, saga(t, uri, 0, 30)},
		"two URIs":    {saga(t, uri, 0, 30), elsewhere, brief},
		"taken twice": {saga(t, uri, 0, 30), saga(t, "https://example.org/other", 20, 40), brief, newPage(t, "https://example.org/other", "Nothing.")},
	} {
		t.Run(name, func(t *testing.T) {
			want, held := never(t, open, pages...)
			within(t, "long", open, little, func(t *testing.T, s Breakable) {
				for _, p := range pages {
					write(t, s, p)
				}
				if diff := cmp.Diff(want, told(t, s)); diff != "" {
					t.Error(diff)
				}
				if now := raw(t, s); now != held {
					t.Errorf("held %s, want %s", now, held)
				}
				if w := write(t, s, pages[len(pages)-1]); w != (graph.Written{Unchanged: true}) {
					t.Errorf("the second time wrote %+v", w)
				}
			})
		})
	}
}

// A long document whose writing is broken off between any two transactions is not
// seen, or is seen whole; written again, it is as if it had never been broken off.
func testBroken(t *testing.T, open OpenBreakable) {
	const uri = "https://example.org/saga"
	first, second := saga(t, uri, 0, 9), saga(t, uri, 3, 14)
	write := func(t *testing.T, s graph.Store, p *page) error {
		_, err := s.Write(context.Background(), rdf.Quads(Ontology(t), p.x))
		return err
	}
	before, _ := never(t, open, again(t), first)
	after, held := never(t, open, again(t), first, second)
	commits, whole := 0, false
	for broken := true; broken; commits++ {
		within(t, fmt.Sprint("after ", commits), open, little, func(t *testing.T, s Breakable) {
			for _, p := range []*page{again(t), first} {
				if err := write(t, s, p); err != nil {
					t.Fatal(err)
				}
			}
			s.Stop(commits)
			err := write(t, s, second)
			s.Stop(-1)
			if broken = err != nil; !broken {
				return
			}
			if commits%2 == 0 { // else the next write finds what was left
				switch now := told(t, s); now {
				case after:
					whole = true
				case before:
					if whole {
						t.Error("seen after fewer commits, and now no more")
					}
				default:
					t.Errorf("half of it is seen:\n%s", cmp.Diff(before, now))
				}
				_, err := s.Answer(context.Background(), which("accompanied_by", "", "guest 12"))
				var unknown *graph.UnknownNameError
				if seen := !errors.As(err, &unknown); seen != whole {
					t.Errorf("asked for a guest of it: %v", err)
				}
			}
			if err := write(t, s, second); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(after, told(t, s)); diff != "" {
				t.Error(diff)
			}
			if now := raw(t, s); now != held {
				t.Errorf("held %s, want %s", now, held)
			}
		})
	}
	if commits < 8 || !whole {
		t.Errorf("written in %d commits, seen before the last: %t", commits-1, whole)
	}
}

// Where a document's writing was broken off, another version of its statements
// takes its place, be it long or short.
func testOtherVersion(t *testing.T, open OpenBreakable) {
	const uri = "https://example.org/saga"
	long, short := saga(t, uri, 0, 14), saga(t, uri, 0, 14)
	for i := range long.x.Statements {
		long.x.Statements[i].Confidence /= 2
	}
	short.x.Statements = short.x.Statements[:2]
	short.x.Entities = slices.DeleteFunc(short.x.Entities, func(e statement.Entity) bool {
		return !slices.ContainsFunc(short.x.Statements, func(s statement.Statement) bool { return s.Subject == e.XID || s.Object == e.XID })
	})
	for name, p := range map[string]*page{"long": long, "short": short} {
		want, held := never(t, open, again(t), p)
		for _, commits := range []int{1, 3, 5} {
			within(t, fmt.Sprint(name, " after ", commits), open, little, func(t *testing.T, s Breakable) {
				write(t, s, again(t))
				s.Stop(commits)
				if _, err := s.Write(context.Background(), rdf.Quads(Ontology(t), saga(t, uri, 0, 14).x)); err == nil {
					t.Fatal("not broken off")
				}
				s.Stop(1) // what was left is not rolled back at once
				s.Write(context.Background(), rdf.Quads(Ontology(t), p.x))
				s.Stop(-1)
				write(t, s, p)
				if diff := cmp.Diff(want, told(t, s)); diff != "" {
					t.Error(diff)
				}
				if now := raw(t, s); now != held {
					t.Errorf("held %s, want %s", now, held)
				}
			})
		}
	}
}

// Long documents about the same people, each written by two, and short ones between.
func testTogether(t *testing.T, open OpenBreakable) {
	pages := []*page{saga(t, "https://example.org/a", 0, 20), saga(t, "https://example.org/b", 10, 30), again(t), note(t, 1), note(t, 2)}
	want, held := never(t, open, pages...)
	within(t, "together", open, little, func(t *testing.T, s Breakable) {
		var group sync.WaitGroup
		for w := range 4 {
			group.Go(func() {
				for i := range pages {
					p := pages[(i+w)%len(pages)]
					if _, err := s.Write(context.Background(), rdf.Quads(Ontology(t), p.x)); err != nil {
						t.Errorf("%s: %v", p.x.Document.URI, err)
					}
				}
			})
		}
		group.Wait()
		if diff := cmp.Diff(want, told(t, s)); diff != "" {
			t.Error(diff)
		}
		if now := raw(t, s); now != held {
			t.Errorf("held %s, want %s", now, held)
		}
	})
}
