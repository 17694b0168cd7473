package schema

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

//go:embed news.yaml
var news string

// Error is a fault in an ontology file.
type Error struct {
	Position Position
	Reason   string
}

// Error writes "file:line: reason".
func (e *Error) Error() string { return e.Position.String() + ": " + e.Reason }

// builtinName names the ontology that the program brings along, as no path of
// a user's does.
const builtinName = "built-in news.yaml"

// Builtin returns the ontology that the program brings along.
func Builtin() (*Ontology, error) {
	return Load(nil, Source{Name: builtinName, YAML: news})
}

// IsBuiltin says whether a position is in the ontology that the program brings
// along.
func IsBuiltin(p Position) bool { return p.File == builtinName }

// LoadFiles reads ontology files and adds them to o, which stays as it is; nil is empty.
func LoadFiles(o *Ontology, files ...string) (*Ontology, error) {
	var sources []Source
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read the ontology: %w", err)
		}
		sources = append(sources, Source{Name: name, YAML: string(text)})
	}
	return Load(o, sources...)
}

// Load adds sources to o, which stays as it is; nil is empty. All faults of a
// file are reported together; each is an *Error. A source that is in o already is passed over.
func Load(o *Ontology, sources ...Source) (*Ontology, error) {
	sum := &Ontology{Prefixes: map[string]string{}}
	if o != nil {
		*sum = Ontology{
			Base: o.Base, Prefixes: maps.Clone(o.Prefixes),
			Types: slices.Clone(o.Types), Words: slices.Clone(o.Words),
			Relations: slices.Clone(o.Relations), Views: slices.Clone(o.Views),
			Sources: slices.Clone(o.Sources),
		}
	}
	for _, source := range sources {
		if slices.ContainsFunc(sum.Sources, func(s Source) bool { return s.YAML == source.YAML }) {
			continue
		}
		if err := sum.add(source); err != nil {
			return nil, err
		}
		sum.Sources = append(sum.Sources, source)
	}
	if sum.Base == "" {
		sum.Base = "urn:attache:"
	}
	return sum, errors.Join(sum.check()...)
}

// entry is one key of a YAML mapping, in the order of the file.
type entry[T any] struct {
	Key   string
	Line  int
	Value T
}

type ordered[T any] []entry[T]

func (o *ordered[T]) UnmarshalYAML(n ast.Node) error {
	m, ok := n.(ast.MapNode)
	if !ok {
		return fmt.Errorf("line %d: expected names, each with what it means", line(n))
	}
	for it := m.MapRange(); it.Next(); {
		e := entry[T]{Key: it.Key().GetToken().Value, Line: line(it.Key())}
		if it.Value().Type() != ast.NullType {
			if err := yaml.NodeToValue(it.Value(), &e.Value, yaml.Strict()); err != nil {
				return err
			}
		}
		*o = append(*o, e)
	}
	return nil
}

// text is a string with the line where it stands.
type text struct {
	Value string
	Line  int
}

func (t *text) UnmarshalYAML(n ast.Node) error {
	t.Line = line(n)
	return yaml.NodeToValue(n, &t.Value)
}

func line(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

type typeFile struct {
	IRI   string   `yaml:"iri"`
	Names []string `yaml:"names"`
}

type relationFile struct {
	IRI       string   `yaml:"iri"`
	Subject   []string `yaml:"subject"`
	Object    []string `yaml:"object"`
	Symmetric bool     `yaml:"symmetric"`
	Event     string   `yaml:"event"`
	Joins     bool     `yaml:"joins"`
	Examples  []text   `yaml:"examples"`
	Not       []text   `yaml:"not"`
	Questions []text   `yaml:"questions"`
}

type viewFile struct {
	Subject   []string `yaml:"subject"`
	Object    []string `yaml:"object"`
	Symmetric bool     `yaml:"symmetric"`
	Means     []struct {
		Label string `yaml:"label"`
		All   []text `yaml:"all"`
	} `yaml:"means"`
	Questions []text `yaml:"questions"`
}

type ontologyFile struct {
	Base      string                `yaml:"base"`
	Prefixes  map[string]string     `yaml:"prefixes"`
	Types     ordered[typeFile]     `yaml:"types"`
	Words     ordered[[]string]     `yaml:"words"`
	Relations ordered[relationFile] `yaml:"relations"`
	Views     ordered[viewFile]     `yaml:"views"`
}

func (o *Ontology) add(source Source) error {
	tree, err := parser.ParseBytes([]byte(source.YAML), 0)
	if err != nil {
		return yamlError(source.Name, err)
	}
	var f ontologyFile
	for _, document := range tree.Docs {
		if document.Body == nil {
			continue
		}
		if err := yaml.NodeToValue(document.Body, &f, yaml.Strict()); err != nil {
			return yamlError(source.Name, err)
		}
	}
	at := func(line int) Position { return Position{File: source.Name, Line: line} }
	texts := func(from []text) (list []Example) {
		for _, t := range from {
			list = append(list, Example{Text: t.Value, Position: at(t.Line)})
		}
		return list
	}
	var faults []error
	twice := func(what, name string, here, there Position) {
		faults = append(faults, &Error{here, fmt.Sprintf("%s %q is defined at %s already; rename one of the two", what, name, there)})
	}

	if f.Base != "" {
		if o.Base != "" && o.Base != f.Base {
			faults = append(faults, &Error{at(1), fmt.Sprintf("base %q differs from %q, which came first; leave one out", f.Base, o.Base)})
		}
		o.Base = f.Base
	}
	for _, prefix := range slices.Sorted(maps.Keys(f.Prefixes)) {
		if old, ok := o.Prefixes[prefix]; ok && old != f.Prefixes[prefix] {
			faults = append(faults, &Error{at(1), fmt.Sprintf("prefix %q stands for %q already", prefix, old)})
		}
		o.Prefixes[prefix] = f.Prefixes[prefix]
	}
	for _, e := range f.Types {
		i := slices.IndexFunc(o.Types, func(t Type) bool { return t.Name == e.Key })
		if i < 0 {
			o.Types = append(o.Types, Type{Name: e.Key, IRI: e.Value.IRI, Names: e.Value.Names, Position: at(e.Line)})
			continue
		}
		if e.Value.IRI != "" && e.Value.IRI != o.Types[i].IRI { // more names for a type are welcome
			twice("type", e.Key, at(e.Line), o.Types[i].Position)
		}
		o.Types[i].Names = append(slices.Clone(o.Types[i].Names), e.Value.Names...)
	}
	for _, e := range f.Words {
		if i := slices.IndexFunc(o.Words, func(w Words) bool { return w.Name == e.Key }); i >= 0 {
			twice("class of words", e.Key, at(e.Line), o.Words[i].Position)
		}
		o.Words = append(o.Words, Words{Name: e.Key, Lemmas: e.Value, Position: at(e.Line)})
	}
	for _, e := range f.Relations {
		if there, ok := o.named(e.Key); ok {
			twice("relation", e.Key, at(e.Line), there)
		}
		o.Relations = append(o.Relations, Relation{
			Name: e.Key, IRI: e.Value.IRI, Subject: e.Value.Subject, Object: e.Value.Object,
			Symmetric: e.Value.Symmetric, Event: e.Value.Event, Joins: e.Value.Joins,
			Examples: texts(e.Value.Examples), Not: texts(e.Value.Not), Questions: texts(e.Value.Questions),
			Position: at(e.Line),
		})
	}
	for _, e := range f.Views {
		if there, ok := o.named(e.Key); ok {
			twice("view", e.Key, at(e.Line), there)
		}
		v := View{
			Name: e.Key, Subject: e.Value.Subject, Object: e.Value.Object, Symmetric: e.Value.Symmetric,
			Questions: texts(e.Value.Questions), Position: at(e.Line),
		}
		for _, m := range e.Value.Means {
			means := Means{Label: m.Label, Position: at(e.Line)}
			for _, pattern := range m.All {
				means.Patterns = append(means.Patterns, pattern.Value)
				means.Position = at(pattern.Line)
			}
			v.Means = append(v.Means, means)
		}
		o.Views = append(o.Views, v)
	}
	return errors.Join(faults...)
}

// named finds the relation or view that bears a name.
func (o *Ontology) named(name string) (Position, bool) {
	if r, ok := o.Relation(name); ok {
		return r.Position, true
	}
	for _, v := range o.Views {
		if v.Name == name {
			return v.Position, true
		}
	}
	return Position{}, false
}

// yamlError says in one line what YAML has to say in many.
func yamlError(file string, err error) error {
	p := Position{File: file, Line: 1}
	reason := err.Error()
	var y yaml.Error
	if errors.As(err, &y) {
		reason = y.GetMessage()
		if t := y.GetToken(); t != nil && t.Position != nil {
			p.Line = t.Position.Line
		}
	}
	reason, _, _ = strings.Cut(strings.TrimSpace(reason), "\n")
	return &Error{p, reason}
}

var (
	predicateName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	typeName      = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	patternForm   = regexp.MustCompile(`^\?(\w+) ([a-z0-9_]+) \?(\w+)$`)
)

// ParsePattern splits "?a relation ?b".
func ParsePattern(pattern string) (subject, predicate, object string, ok bool) {
	m := patternForm.FindStringSubmatch(pattern)
	if m == nil {
		return "", "", "", false
	}
	return m[1], m[2], m[3], true
}

// reserved are the predicates that the graph itself uses.
var reserved = map[string]bool{"xid": true, "name": true, "alias": true, "name_key": true, "name_word": true, "uid": true, "type": true}

// reservedTypes are the types of the nodes that the graph itself has.
var reservedTypes = map[string]bool{"Entity": true, "Statement": true, "Document": true, "Ontology": true}

func (o *Ontology) check() (faults []error) {
	fault := func(p Position, format string, values ...any) {
		faults = append(faults, &Error{p, fmt.Sprintf(format, values...)})
	}
	known := func(p Position, what string, types []string) {
		for _, name := range types {
			if _, ok := o.Type(name); !ok {
				fault(p, "%s: there is no type %q", what, name)
			}
		}
	}
	for _, t := range o.Types {
		if !typeName.MatchString(t.Name) || reservedTypes[t.Name] {
			fault(t.Position, "type %q: a type's name is a capital letter followed by letters and digits, and none of the graph's own", t.Name)
		}
	}
	for _, w := range o.Words {
		if len(w.Lemmas) == 0 {
			fault(w.Position, "class of words %q is empty", w.Name)
		}
	}
	for _, r := range o.Relations {
		what := fmt.Sprintf("relation %q", r.Name)
		if !predicateName.MatchString(r.Name) || reserved[r.Name] || strings.HasPrefix(r.Name, "dgraph") {
			fault(r.Position, "%s: a relation's name is lower-case letters, digits and _, and none of the graph's own", what)
		}
		if len(r.Subject) == 0 || len(r.Object) == 0 {
			fault(r.Position, "%s: say which types its subject and its object may have", what)
		}
		known(r.Position, what, r.Subject)
		known(r.Position, what, r.Object)
		for _, e := range r.Examples {
			if strings.Count(e.Text, "[S:") != 1 || strings.Count(e.Text, "[O:") != 1 {
				fault(e.Position, "%s: an example marks one subject [S:…] and one object [O:…]: %q", what, e.Text)
			}
		}
		for _, e := range r.Questions {
			if strings.Count(e.Text, "[S:")+strings.Count(e.Text, "[O:") != 1 {
				fault(e.Position, "%s: a question marks the end that is known, [S:…] or [O:…]: %q", what, e.Text)
			}
		}
	}
	for _, v := range o.Views {
		what := fmt.Sprintf("view %q", v.Name)
		known(v.Position, what, v.Subject)
		known(v.Position, what, v.Object)
		for _, m := range v.Means {
			for _, pattern := range m.Patterns {
				_, predicate, _, ok := ParsePattern(pattern)
				if !ok {
					fault(m.Position, "%s: a pattern reads ?a relation ?b: %q", what, pattern)
				} else if _, ok := o.Relation(predicate); !ok {
					fault(m.Position, "%s: there is no relation %q", what, predicate)
				}
			}
		}
	}
	return faults
}
