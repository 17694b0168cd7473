package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/extract/model/en"
)

const embeddedModel = "../../extract/model/en/en.attache"

// TestStoredScores holds what the embedded model says of itself to the golden
// figures, which make eval-model measures.
func TestStoredScores(t *testing.T) {
	info, err := en.Info()
	if err != nil {
		t.Fatal(err)
	}
	if err := compareGolden("testdata/scores.json", info.Scores, false); err != nil {
		t.Errorf("the model's own scores: %v", err)
	}
}

// The gold of the small data: a reader who sees two sentences where one is
// marked, and knows better than one tag, one lemma, one label, one name.
const (
	smallTrees = `# newdoc id = small
# text = The minister met Ann. They spoke.
1	The	the	DET	DT	Definite=Def|PronType=Art	2	det	_	_
2	minister	minister	NOUN	NN	Number=Sing	3	nsubj	_	_
3	met	MEET	VERB	VBD	Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin	0	root	_	_
4	Ann	Ann	PROPN	FW	Number=Sing	3	iobj	_	SpaceAfter=No
5	.	.	PUNCT	.	_	3	punct	_	_
6	They	they	PRON	PRP	Case=Nom|Number=Plur|Person=3|PronType=Prs	7	nsubj	_	_
7	spoke	speak	VERB	VBD	Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin	3	parataxis	_	SpaceAfter=No
8	.	.	PUNCT	.	_	3	punct	_	_

`
	smallNames = "# newdoc\n1\tMinister\tO\t-\t-\n2\tAnn\tB-PER\t-\t-\n3\tSmith\tI-PER\t-\t-\n4\tspoke\tO\t-\t-\n5\tin\tO\t-\t-\n6\tLondon\tB-ORG\t-\t-\n7\t.\tO\t-\t-\n"
	smallTypes = "Minister\tO\nAnn\tB-politician\nSmith\tI-politician\nspoke\tO\nin\tO\nLondon\tB-organisation\n.\tO\n"
)

func smallData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range evalTreebanks {
		write("treebank/"+name+".conllu.gz", smallTrees)
	}
	for _, name := range []string{"uner-ewt-dev", "uner-ewt-test", "uner-pud-test"} {
		write("ner/"+name+".iob2.gz", smallNames)
	}
	for _, name := range []string{"crossner-politics-dev", "crossner-politics-test"} {
		write("ner/"+name+".iob2.gz", smallTypes)
	}
	return dir
}

func run(args ...string) (stdout, stderr string, err error) {
	var out, log bytes.Buffer
	err = newApp(&out, &log).Run(append([]string{"attache-train"}, args...))
	return out.String(), log.String(), err
}

func TestEval(t *testing.T) {
	data := smallData(t)
	golden := filepath.Join(t.TempDir(), "scores.json")
	out, _, err := run("eval", "--data", data, "--model", embeddedModel, "--json", "--golden", golden, "--update")
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]map[string]float64
	d := json.NewDecoder(strings.NewReader(out))
	if err := d.Decode(&got); err != nil || strings.TrimSpace(out[d.InputOffset():]) != "" {
		t.Fatalf("%v: standard output is not one object: %s", err, out)
	}
	for file, want := range map[string]map[string]float64{
		// One sentence is marked, two are found, none is right. Of eight
		// tokens one has another tag, lemma or label; spoke has another head.
		"ewt-test": {"sentences": 0, "tokens": 1, "upos": 1, "xpos": 0.875, "lemma": 0.875},
		// Two names are marked, two found, one is right.
		"uner-ewt-test":          {"f1": 0.5, "per": 1, "org": 0, "loc": 0},
		"crossner-politics-test": {"f1": 0.5, "per": 1, "org": 0, "loc": 0},
	} {
		for measure, figure := range want {
			if g, ok := got[file][measure]; !ok || g != figure {
				t.Errorf("%s %s is %v, want %v", file, measure, g, figure)
			}
		}
	}
	if las, uas := got["ewt-test"]["las"], got["ewt-test"]["uas"]; las >= uas {
		t.Errorf("a wrong label does not count: LAS %v, UAS %v", las, uas)
	}
	if _, ok := got["pud-test"]["sentences"]; ok {
		t.Error("sentences of pud-test are measured, which are drawn singly")
	}

	table, _, err := run("eval", "--data", data, "--model", embeddedModel, "--golden", golden)
	if err != nil {
		t.Errorf("the same model has other figures: %v", err)
	}
	if lines := strings.Count(table, "\n"); lines != 1+len(got) {
		t.Errorf("a table of %d lines for %d files:\n%s", lines, len(got), table)
	}
	capitals, _, err := run("eval", "--data", data, "--model", embeddedModel, "--capitals")
	if err != nil || capitals == table {
		t.Errorf("in capitals: %v, figures as before:\n%s", err, capitals)
	}

	got["ewt-test"]["las"] += 0.01
	got["gum-dev"]["xpos"] -= 0.0002
	delete(got["pud-test"], "uas")
	got["uner-pud-test"]["date"] = 1
	if err := compareGolden(golden, got, true); err != nil {
		t.Fatal(err)
	}
	_, _, err = run("eval", "--data", data, "--model", embeddedModel, "--golden", golden)
	if err == nil {
		t.Fatal("other figures than the golden file's pass")
	}
	for _, part := range []string{"4 figures", "ewt-test las", "gum-dev xpos", "pud-test uas", "uner-pud-test date"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v\ndoes not say %q", err, part)
		}
	}
}

// TestEvalStores measures a copy of the model and finds the figures in it.
func TestEvalStores(t *testing.T) {
	b, err := os.ReadFile(embeddedModel)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.attache")
	if err := os.WriteFile(copied, b, 0o644); err != nil {
		t.Fatal(err)
	}
	out, _, err := run("eval", "--data", smallData(t), "--model", copied, "--json", "--store")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]map[string]float64
	if err := json.Unmarshal([]byte(out), &want); err != nil {
		t.Fatal(err)
	}
	file, err := readModel(copied)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, file.Info.Scores); diff != "" {
		t.Error(diff)
	}
}

func TestEvalUsage(t *testing.T) {
	for _, args := range [][]string{
		{"--update"},
		{"--golden", "x.json", "--only", "tag"},
		{"--golden", "x.json", "--capitals"},
		{"--store", "--only", "tag"},
		{"--only", "tags"},
		{"--model", "missing.attache"},
	} {
		if out, _, err := run(append([]string{"eval", "--data", t.TempDir()}, args...)...); err == nil || out != "" {
			t.Errorf("%q: error %v, output %q", args, err, out)
		}
	}
}

func TestDifferences(t *testing.T) {
	want := map[string]map[string]float64{"a": {"x": 0.5, "y": 0.5}, "b": {"x": 1}}
	got := map[string]map[string]float64{"a": {"x": 0.50001, "y": 0.4}, "c": {"x": 1}}
	lines := differences(want, got)
	if diff := cmp.Diff([]string{
		"a y: 0.4000, golden 0.5000 (-0.1000)",
		"b x: not measured, golden 1.0000",
		"c x: 1.0000, golden has none",
	}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestUpper(t *testing.T) {
	for text, want := range map[string]string{"Ann’s": "ANN’S", "naïve": "NAÏVE", "ſtraße": "ſTRAßE", "ŉ": "ŉ"} {
		if got := upper(text); got != want || len(got) != len(text) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
