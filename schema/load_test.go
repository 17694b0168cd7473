package schema

import (
	"strings"
	"testing"
)

func TestBuiltin(t *testing.T) {
	o, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"met_with", "accompanied_by", "hosted_at", "spoke_about", "attended", "spoke_with",
		"hosted_by", "visited", "has_role", "represents", "located_in",
	} {
		r, ok := o.Relation(name)
		if !ok {
			t.Errorf("there is no relation %s", name)
		}
		if len(r.Examples) == 0 || len(r.Questions) == 0 {
			t.Errorf("%s is taught by %d examples and %d questions", name, len(r.Examples), len(r.Questions))
		}
	}
	if got := o.TypeIRI("Person"); got != "https://schema.org/Person" {
		t.Errorf("TypeIRI(Person) = %s", got)
	}
	if got := o.RelationIRI("met_with"); got != "urn:attache:met_with" {
		t.Errorf("RelationIRI(met_with) = %s", got)
	}
}

func TestLoadFaults(t *testing.T) {
	tests := []struct {
		name, yaml, want string
	}{
		{"unknown key", "relations:\n  signed:\n    subjekt: [Person]\n", `f.yaml:3: unknown field "subjekt"`},
		{"not YAML", "types: [\n", "f.yaml:"},
		{"unknown type", "relations:\n  signed:\n    subject: [Person]\n    object: [Treaty]\n", `f.yaml:2: relation "signed": there is no type "Treaty"`},
		{"no object", "relations:\n  signed:\n    subject: [Person]\n", `say which types`},
		{"bad name", "relations:\n  Signed With:\n    subject: [Person]\n    object: [Person]\n", `f.yaml:2: relation "Signed With"`},
		{"two subjects", "relations:\n  signed:\n    subject: [Person]\n    object: [Person]\n    examples:\n      - \"[S:A] and [S:B] signed.\"\n", `f.yaml:6: relation "signed": an example marks one subject`},
		{"defined before", "\nrelations:\n  met_with:\n    subject: [Person]\n    object: [Person]\n", `f.yaml:3: relation "met_with" is defined at built-in news.yaml:`},
		{"pattern", "views:\n  v:\n    means:\n      - all: [\"?s knew ?o\"]\n", `f.yaml:4: view "v": there is no relation "knew"`},
		{"relations is a list", "relations: [a]\n", "f.yaml:1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, err := Builtin()
			if err != nil {
				t.Fatal(err)
			}
			_, err = Load(o, Source{Name: "f.yaml", YAML: test.yaml})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestLoadTwiceIsOnce(t *testing.T) {
	o, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load(o, o.Sources...)
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Relations) != len(o.Relations) || len(again.Sources) != 1 {
		t.Errorf("got %d relations of %d sources", len(again.Relations), len(again.Sources))
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(news)
	f.Add("types: {A: {names: [b]}}\nrelations: 3")
	f.Fuzz(func(t *testing.T, yaml string) {
		Load(nil, Source{Name: "f.yaml", YAML: yaml}) // must not panic
	})
}
