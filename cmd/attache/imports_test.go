package main_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A ban keeps the packages under From from importing those under To, but for
// the packages under Except. Paths below the module stand without its name.
type ban struct {
	From   []string
	To     []string
	Except []string // of From
	Reason string
}

var bans = []ban{
	{
		From: []string{"schema"}, To: []string{"attache/extract", "attache/graph", "attache/cmd"},
		Reason: "schema is what extraction and graph both stand on",
	},
	{
		From: []string{"schema"}, To: []string{"attache/schema/statement"}, Except: []string{"schema/statement"},
		Reason: "the ontology is known without any statement made with it",
	},
	{
		From: []string{"extract"}, To: []string{"attache/graph", "attache/cmd"},
		Reason: "extraction knows no store; what it needs of one is an interface in schema/statement",
	},
	{
		From: []string{"graph"}, To: []string{"attache/extract", "attache/cmd"},
		Reason: "a store takes statements from anyone, and knows no text",
	},
	{
		From: []string{"cmd"}, To: []string{"attache/cmd"},
		Reason: "programs share no code but that of the packages below them",
	},
	{
		From: []string{
			"extract/source", "extract/syntax", "extract/segment", "extract/tag", "extract/parse", "extract/name",
			"extract/coref", "extract/quote", "extract/rule", "extract/resolve", "extract/model",
		},
		To:     []string{"=attache/extract"},
		Reason: "a stage knows the data that it takes and gives, not the pipeline that it stands in",
	},
	{
		From: []string{"extract"}, To: []string{"attache/extract/question"},
		Reason: "questions are read by the pipeline; the pipeline does without them",
	},
	{
		From:   []string{"extract/syntax", "extract/model", "extract/source"},
		To:     []string{"attache/extract"},
		Except: []string{"extract/model/en"},
		Reason: "these hold data and know no stage",
	},
	{
		From: []string{"graph"}, To: []string{"attache/graph/dgraph"}, Except: []string{"graph/dgraph"},
		Reason: "what is asked of a store does not depend on which one it is",
	},
	{
		From: []string{"schema", "extract", "graph", "cmd"}, To: []string{"github.com/dgraph-io"}, Except: []string{"graph/dgraph", "graph/storetest/cluster"},
		Reason: "Dgraph is spoken to in one place; a test may start servers",
	},
	{
		From: []string{"schema", "extract", "cmd"}, To: []string{"github.com/cayleygraph/quad"},
		Reason: "quads are the graph's form of statements, made in graph/rdf",
	},
	{
		From: []string{"schema", "extract", "graph"}, To: []string{"github.com/urfave/cli", "github.com/schollz/progressbar", "golang.org/x/term"},
		Reason: "only the program knows that there is a command line",
	},
	{
		From: []string{"schema", "extract", "graph"}, To: []string{"=log", "log/slog"},
		Reason: "libraries return errors and log nothing",
	},
	{
		From: []string{"schema", "extract", "graph", "cmd"}, To: []string{"=math/rand"},
		Reason: "it draws from a state that all share; math/rand/v2 with a seed of its own can be repeated",
	},
}

// forbidden gives the reason why a package must not import another, or "".
func forbidden(from, to string) string {
	for _, b := range bans {
		if within(from, b.From) && !within(from, b.Except) && within(to, b.To) && to != "attache/"+from {
			return b.Reason
		}
	}
	return ""
}

// within says whether a path is one of the prefixes or below it; with "=", one of them.
func within(p string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool {
		exact, isExact := strings.CutPrefix(prefix, "=")
		return p == exact || !isExact && strings.HasPrefix(p, prefix+"/")
	})
}

func TestImportsPointOneWay(t *testing.T) {
	files := 0
	eachGoFile(t, func(file string) {
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			return
		}
		for _, spec := range parsed.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Error(err)
			}
			if to == "log" && strings.HasSuffix(file, "_test.go") {
				continue // runnable examples end by log.Fatal, as those of Go's own library
			}
			if reason := forbidden(path.Dir(file), to); reason != "" {
				t.Errorf("%s imports %s: %s", file, to, reason)
			}
		}
	})
	if files < 20 {
		t.Errorf("looked at %d files only", files)
	}
}

func TestBansBite(t *testing.T) {
	for _, test := range []struct {
		from, to string
		allowed  bool
	}{
		{"extract/rule", "attache/graph", false},
		{"extract/rule", "attache/graph/rdf", false},
		{"graph/dgraph", "attache/extract", false},
		{"schema", "attache/schema/statement", false},
		{"schema/statement", "attache/schema", true},
		{"extract/tag", "attache/extract", false},
		{"extract/tag", "attache/extract/syntax", true},
		{"extract/question", "attache/extract", true},
		{"extract/syntax", "attache/extract/tag", false},
		{"graph/rdf", "github.com/dgraph-io/dgo/v230", false},
		{"graph/dgraph/embedded", "github.com/dgraph-io/dgraph/v25/worker", true},
		{"cmd/attache", "attache/graph/dgraph", true},
		{"graph/rdf", "log/slog", false},
		{"graph/rdf", "log/syslog", true},
	} {
		if got := forbidden(test.from, test.to) == ""; got != test.allowed {
			t.Errorf("%s importing %s: allowed %v, want %v", test.from, test.to, got, test.allowed)
		}
	}
}

// The top of the repository holds what DEVELOPERS and visitors expect there, and nothing else.
func TestTopLevel(t *testing.T) {
	allowed := []string{"cmd", "extract", "graph", "schema"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "bin" && !slices.Contains(allowed, e.Name()) {
			t.Errorf("the folder %s does not belong at the top; code goes under %s", e.Name(), strings.Join(allowed, ", "))
		}
	}
}

// root is the module's folder, seen from this package.
const root = "../.."

// eachGoFile walks the Go files of the module, not those of modules within it.
func eachGoFile(t *testing.T, do func(file string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if p != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "bin") {
				return fs.SkipDir
			}
			if _, err := os.Stat(filepath.Join(p, "go.mod")); err == nil && p != root {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return fmt.Errorf("%s is not under %s: %w", p, root, err)
		}
		do(filepath.ToSlash(rel))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
