// Package schema holds the ontology: types, relations and the examples that teach them.
package schema

import (
	"fmt"
	"slices"
)

// Position is a place in an ontology file.
type Position struct {
	File string
	Line int // from 1
}

// String writes "file:line".
func (p Position) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// Type is a kind of entity.
type Type struct {
	Name     string   // "Person"
	IRI      string   // "schema:Person", prefixed or whole; "" is base + name
	Names    []string // names of entities of this type, which the recognizer would not know
	Position Position
}

// Example is a sentence that teaches or forbids, with the ends marked:
// "[S:Putin] met with [O:Trump]." Words in braces stand for a class of words.
type Example struct {
	Text     string
	Position Position
}

// Relation is a predicate that statements may have.
type Relation struct {
	Name      string // also the Dgraph predicate and the last part of its IRI
	IRI       string
	Subject   []string // types its subject may have
	Object    []string // types its object may have
	Symmetric bool     // s p o says o p s too
	Examples  []Example
	Not       []Example // sentences in which the relation must not be found
	Questions []Example // questions that ask for it, the known end marked
	Position  Position
}

// Means is a set of patterns that a view consists of.
type Means struct {
	Label    string
	Patterns []string // "?x accompanied_by ?s"; ?s and ?o are the ends
	Position Position
}

// View is a relation that can be asked for and is not stored: it follows from others.
type View struct {
	Name      string
	Subject   []string
	Object    []string
	Symmetric bool
	Means     []Means // any of these, the first ones better than the later ones
	Questions []Example
	Position  Position
}

// Source is an ontology file as it was written.
type Source struct {
	Name string
	YAML string
}

// Ontology is all that is known of types and relations.
type Ontology struct {
	Base      string // what IRIs without one of their own begin with
	Prefixes  map[string]string
	Types     []Type
	Words     map[string][]string // classes of words that are interchangeable in examples
	Relations []Relation
	Views     []View
	Sources   []Source // the files it was made of, in order
}

// Relation returns the relation with the name.
func (o *Ontology) Relation(name string) (Relation, bool) {
	i := slices.IndexFunc(o.Relations, func(r Relation) bool { return r.Name == name })
	if i < 0 {
		return Relation{}, false
	}
	return o.Relations[i], true
}

// Type returns the type with the name.
func (o *Ontology) Type(name string) (Type, bool) {
	i := slices.IndexFunc(o.Types, func(t Type) bool { return t.Name == name })
	if i < 0 {
		return Type{}, false
	}
	return o.Types[i], true
}
