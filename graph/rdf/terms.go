package rdf

import (
	"strings"

	"attache/schema"
	"attache/schema/statement"
)

// terms translates the names of an ontology into IRIs and back.
type terms struct {
	base          string
	relation, typ map[string]string // name → IRI
	relationOf    map[string]string // IRI → name
	typeOf        map[string]string // IRI → name; the first where several types share one
}

func termsOf(o *schema.Ontology) terms {
	t := terms{
		base:     statement.Base,
		relation: map[string]string{}, typ: map[string]string{},
		relationOf: map[string]string{}, typeOf: map[string]string{},
	}
	if o == nil {
		return t
	}
	if o.Base != "" {
		t.base = o.Base
	}
	for _, r := range o.Relations {
		iri := t.base + r.Name
		if r.IRI != "" {
			iri = expand(o, r.IRI)
		}
		if _, taken := t.relationOf[iri]; taken {
			iri = t.base + r.Name // two relations never share an IRI
		}
		t.relation[r.Name], t.relationOf[iri] = iri, r.Name
	}
	for _, typ := range o.Types {
		iri := t.base + typ.Name
		if typ.IRI != "" {
			iri = expand(o, typ.IRI)
		}
		t.typ[typ.Name] = iri
		if _, taken := t.typeOf[iri]; !taken {
			t.typeOf[iri] = typ.Name
		}
	}
	return t
}

// expand writes a prefixed IRI in full.
func expand(o *schema.Ontology, iri string) string {
	prefix, local, found := strings.Cut(iri, ":")
	if !found {
		return iri
	}
	if ns, ok := o.Prefixes[prefix]; ok {
		return ns + local
	}
	if ns, ok := prefixes[prefix]; ok {
		return ns + local
	}
	return iri
}

func (t terms) relationIRI(name string) string {
	if iri, ok := t.relation[name]; ok {
		return iri
	}
	return t.base + name
}

func (t terms) typeIRI(name string) string {
	if iri, ok := t.typ[name]; ok {
		return iri
	}
	return t.base + name
}

// typeTold reports whether the IRI of a type leads back to its name.
func (t terms) typeTold(name string) bool {
	back, ok := t.typeName(t.typeIRI(name))
	return ok && back == name
}

func (t terms) relationName(iri string) (string, bool) { return t.name(t.relationOf, iri) }

func (t terms) typeName(iri string) (string, bool) { return t.name(t.typeOf, iri) }

func (t terms) name(of map[string]string, iri string) (string, bool) {
	if name, ok := of[iri]; ok {
		return name, true
	}
	return strings.CutPrefix(iri, t.base)
}
