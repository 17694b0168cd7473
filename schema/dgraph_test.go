package schema

import (
	"strings"
	"testing"
)

func TestDgraphSchema(t *testing.T) {
	o := &Ontology{
		Types: []Type{{Name: "Person"}, {Name: "Treaty"}},
		Relations: []Relation{
			{Name: "signed", Subject: []string{"Person"}, Object: []string{"Treaty"}},
			{Name: "replaces", Subject: []string{"Treaty"}, Object: []string{"Treaty"}, Symmetric: true},
		},
	}
	s := o.DgraphSchema()
	for _, want := range []string{
		"xid: string @index(exact) @upsert .\n",
		"<signed>: [uid] @reverse @count .\n<replaces>: [uid] @reverse @count .\n",
		"type <Entity> {\n  xid\n  name\n  alias\n  name_key\n  name_word\n  <signed>\n  <replaces>\n}\n",
		"type <Person> {\n  xid\n  name\n  alias\n  name_key\n  name_word\n  <signed>\n}\n",
		"type <Treaty> {\n  xid\n  name\n  alias\n  name_key\n  name_word\n  <replaces>\n}\n",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the schema lacks\n%s", want)
		}
	}
	if s != o.DgraphSchema() {
		t.Error("the schema differs from one call to the next")
	}
}
