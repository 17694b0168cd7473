package extract_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"attache/extract"
	"attache/extract/rule"
	"attache/schema"
	"attache/schema/statement"
)

// pipeline is that of the built-in ontology, made once for all tests.
var pipeline = sync.OnceValues(func() (*extract.Pipeline, error) {
	o, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	return extract.New(o)
})

func load(t testing.TB) *extract.Pipeline {
	t.Helper()
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestForms reads testdata/forms.txt: the ways in which English says one fact.
func TestForms(t *testing.T) {
	p := load(t)
	lines, err := os.ReadFile("testdata/forms.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(lines), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		line, unread := strings.CutPrefix(line, "! ")
		text, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("a line reads sentence => fact: %q", line)
		}
		x, err := p.Extract(statement.Document{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if relation, ok := strings.CutPrefix(want, "nothing "); ok {
			for _, s := range x.Statements {
				if s.Predicate == relation && s.Status == statement.Actual {
					t.Errorf("%s\n\tstates %s by rule %s", text, describe(x, s), s.Rule)
				}
			}
			continue
		}
		f := strings.Split(want, " | ")
		status := statement.Actual
		if len(f) == 4 {
			status = statement.Status(f[3])
		}
		found := false
		var near []string
		for _, s := range x.Statements {
			if s.Predicate != f[1] {
				continue
			}
			same := named(x.Entity(s.Subject), f[0]) && named(x.Entity(s.Object), f[2])
			if r, _ := p.Ontology().Relation(f[1]); r.Symmetric && named(x.Entity(s.Subject), f[2]) && named(x.Entity(s.Object), f[0]) {
				same = true
			}
			found = found || same && s.Status == status
			near = append(near, describe(x, s))
		}
		if found && unread {
			t.Errorf("%s\n\tis read now: take its mark away", text)
		}
		if !found && !unread {
			t.Errorf("%s\n\twant %s (%s), have %q\n%s", text, want, status, near, trees(p, text))
		}
	}
}

// TestPluralMeets has each member of a plural meet whoever receives them, and not one another.
func TestPluralMeets(t *testing.T) {
	p := load(t)
	for _, they := range []string{"They", "Both"} {
		text := "Jonas Brandt and Maria Weber flew to Oslo. " + they + " were received by Elena Duarte."
		x, err := p.Extract(statement.Document{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range x.Statements {
			if s.Predicate == "met_with" {
				got = append(got, describe(x, s))
			}
		}
		slices.Sort(got)
		want := []string{"Jonas Brandt | met_with | Elena Duarte | actual", "Maria Weber | met_with | Elena Duarte | actual"}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n\tgot %q\n\twant %q", text, got, want)
		}
	}
}

func named(e statement.Entity, name string) bool {
	if e.Name == name || e.Type == "Event" && strings.HasSuffix(e.Name, name) {
		return true
	}
	for _, alias := range e.Aliases {
		if alias == name {
			return true
		}
	}
	return false
}

func describe(x statement.Extraction, s statement.Statement) string {
	return x.Entity(s.Subject).Name + " | " + s.Predicate + " | " + x.Entity(s.Object).Name + " | " + string(s.Status)
}

func trees(p *extract.Pipeline, text string) string {
	var b strings.Builder
	for _, s := range p.Parse(text) {
		b.WriteString(rule.Tree(s))
	}
	return b.String()
}
