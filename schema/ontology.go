// Package schema holds the ontology: types, relations and the examples that teach them.
package schema

import (
	"fmt"
	"slices"
	"strings"
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

// Words is a class of words that are interchangeable in examples.
type Words struct {
	Name     string
	Lemmas   []string
	Position Position
}

// Relation is a predicate that statements may have.
type Relation struct {
	Name      string // also the Dgraph predicate and the last part of its IRI
	IRI       string
	Subject   []string // types its subject may have
	Object    []string // types its object may have
	Symmetric bool     // s p o says o p s too
	Event     string   // noun of the event that a statement tells of and both ends attend; "" is none
	Joins     bool     // the object attends the event that the subject attends
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
	Base      string            // what IRIs without one of their own begin with
	Prefixes  map[string]string // "schema" → "https://schema.org/"
	Types     []Type
	Words     []Words
	Relations []Relation
	Views     []View
	Sources   []Source // the files it was made of, in order
}

// Class returns the lemmas of the class of words that has the name.
func (o *Ontology) Class(name string) ([]string, bool) {
	i := slices.IndexFunc(o.Words, func(w Words) bool { return w.Name == name })
	if i < 0 {
		return nil, false
	}
	return o.Words[i].Lemmas, true
}

// Expand writes an IRI out: its prefix replaced, or the base before a bare name.
func (o *Ontology) Expand(iri string) string {
	prefix, rest, found := strings.Cut(iri, ":")
	if found {
		if whole, ok := o.Prefixes[prefix]; ok {
			return whole + rest
		}
		return iri
	}
	return o.Base + iri
}

// RelationIRI returns the IRI under which a relation is written as RDF.
func (o *Ontology) RelationIRI(name string) string {
	if r, ok := o.Relation(name); ok && r.IRI != "" {
		return o.Expand(r.IRI)
	}
	return o.Expand(name)
}

// TypeIRI returns the IRI under which a type is written as RDF.
func (o *Ontology) TypeIRI(name string) string {
	if t, ok := o.Type(name); ok && t.IRI != "" {
		return o.Expand(t.IRI)
	}
	return o.Expand(name)
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
