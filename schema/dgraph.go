package schema

import (
	"fmt"
	"strings"
)

// graphSchema is what every graph has, whatever its ontology teaches.
const graphSchema = `xid: string @index(exact) @upsert .
name: string @index(exact, term) .
alias: [string] .
name_key: [string] @index(hash) .
name_word: [string] @index(exact, trigram) .

statement.subject: uid @reverse .
statement.predicate: string @index(hash) .
statement.object: uid @reverse .
statement.status: string @index(hash) .
statement.confidence: float .
statement.sentence: string .
statement.start: int .
statement.end: int .
statement.trigger_start: int .
statement.trigger_end: int .
statement.trigger: string .
statement.rule: string .
statement.time: string .
statement.quoted: uid .
statement.event: uid @reverse .
statement.place: uid @reverse .
statement.document: uid @reverse .
statement.subject_mention: string .
statement.subject_start: int .
statement.subject_end: int .
statement.subject_resolved: string .
statement.object_mention: string .
statement.object_start: int .
statement.object_end: int .
statement.object_resolved: string .

document.id: string .
document.uri: [string] @index(hash) @upsert .
document.title: string .
document.published: string .
document.ingested: string .
document.text: string .

ontology.name: string .
ontology.yaml: string .
ontology.place: int .
ontology.version: int .
`

// graphTypes are the types of the nodes that every graph has.
const graphTypes = `type Statement {
  xid
  statement.subject
  statement.predicate
  statement.object
  statement.status
  statement.confidence
  statement.sentence
  statement.start
  statement.end
  statement.trigger_start
  statement.trigger_end
  statement.trigger
  statement.rule
  statement.time
  statement.quoted
  statement.event
  statement.place
  statement.document
  statement.subject_mention
  statement.subject_start
  statement.subject_end
  statement.subject_resolved
  statement.object_mention
  statement.object_start
  statement.object_end
  statement.object_resolved
}

type Document {
  xid
  document.id
  document.uri
  document.title
  document.published
  document.ingested
  document.text
}

type Ontology {
  xid
  ontology.name
  ontology.yaml
  ontology.place
  ontology.version
}
`

// DgraphSchema returns the schema that Dgraph needs for graphs of the
// ontology: each relation an edge with its reverse and count, each type a type
// with the relations that its entities may have.
func (o *Ontology) DgraphSchema() string {
	var b strings.Builder
	b.WriteString(graphSchema)
	b.WriteByte('\n')
	for _, r := range o.Relations {
		fmt.Fprintf(&b, "<%s>: [uid] @reverse @count .\n", r.Name)
	}
	b.WriteByte('\n')
	b.WriteString(graphTypes)
	b.WriteByte('\n')
	entity := func(name string, has func(Relation) bool) {
		fmt.Fprintf(&b, "type <%s> {\n  xid\n  name\n  alias\n  name_key\n  name_word\n", name)
		for _, r := range o.Relations {
			if has(r) {
				fmt.Fprintf(&b, "  <%s>\n", r.Name)
			}
		}
		b.WriteString("}\n")
	}
	entity("Entity", func(Relation) bool { return true })
	for _, t := range o.Types {
		b.WriteByte('\n')
		entity(t.Name, func(r Relation) bool {
			for _, name := range r.Subject {
				if name == t.Name {
					return true
				}
			}
			if r.Symmetric {
				for _, name := range r.Object {
					if name == t.Name {
						return true
					}
				}
			}
			return false
		})
	}
	return b.String()
}
