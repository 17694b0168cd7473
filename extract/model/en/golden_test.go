package en_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/extract/syntax"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden shows what the pipeline makes of texts of several kinds; a diff
// of the golden files shows what a new model changes.
func TestGolden(t *testing.T) {
	m := load(t)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sentences := m.Parse(string(text))
		checkTrees(t, string(text), sentences)
		var got bytes.Buffer
		if err := syntax.WriteCoNLLU(&got, []syntax.Document{{ID: filepath.Base(file), Text: string(text), Sentences: sentences}}); err != nil {
			t.Fatal(err)
		}
		golden := strings.TrimSuffix(file, ".txt") + ".conllu"
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s: run with -update if the change is right (-want +got):\n%s", file, diff)
		}
	}
}

// TestSentences says where sentences end, whatever model is embedded.
func TestSentences(t *testing.T) {
	m := load(t)
	for file, want := range map[string][]string{
		"testdata/wire.txt": {
			"ENVOYS FAIL TO AGREE ON FISH", "By Ann Example", "OSLO, Aug", "“We haven’t", "“It’s a", "Also Read:", "What they agreed", "The talks", "They lasted",
		},
		"testdata/wrapped.txt": {
			"The two ministers", "They said", "A second", "Present were", "- Ann Example (chair)", "- Ben Sample", "1. Fish", "2. Boats",
		},
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range m.Parse(string(text)) {
			got = append(got, string(text[s.Start:s.End]))
		}
		if len(got) != len(want) {
			t.Errorf("%s: got %d sentences, want %d:\n%s", file, len(got), len(want), strings.Join(got, "\n"))
			continue
		}
		for i := range want {
			if !strings.HasPrefix(got[i], want[i]) {
				t.Errorf("%s: sentence %d is %q, want it to begin with %q", file, i+1, got[i], want[i])
			}
		}
	}
}

// TestQuestions pins the arcs by which questions are read.
func TestQuestions(t *testing.T) {
	m := load(t)
	for question, want := range map[string]string{
		"Who did the minister meet?":        "Who obj meet",
		"Who met Sample?":                   "Who nsubj met",
		"Who attended with Muster?":         "Muster obl attended",
		"Did Sample meet Muster in Oslo?":   "Muster obj meet",
		"Who was accompanied by two aides?": "Who nsubj:pass accompanied",
	} {
		found := false
		for _, s := range m.Parse(question) {
			for _, token := range s.Tokens {
				if token.Head != syntax.Root && token.Form+" "+token.Deprel+" "+s.Tokens[token.Head].Form == want {
					found = true
				}
			}
		}
		if !found {
			t.Errorf("%s: no arc %q", question, want)
		}
	}
}

// TestParseHardlyAllocates holds the hot path to a few allocations a
// sentence: its tokens, and the lemmas of words never seen.
func TestParseHardlyAllocates(t *testing.T) {
	m := load(t)
	text := strings.Repeat("The minister met two envoys in the old harbour and then went home. ", 200)
	m.Parse(text)
	tokens := 0
	for _, s := range m.Parse(text) {
		tokens += len(s.Tokens)
	}
	if n := testing.AllocsPerRun(3, func() { m.Parse(text) }); n > float64(tokens)/5 {
		t.Errorf("%v allocations for %d tokens", n, tokens)
	}
}

func BenchmarkParse(b *testing.B) {
	m := load(b)
	text, err := os.ReadFile("testdata/wire.txt")
	if err != nil {
		b.Fatal(err)
	}
	tokens := 0
	for b.Loop() {
		for _, s := range m.Parse(string(text)) {
			tokens += len(s.Tokens)
		}
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
