package segment_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/extract/model/en"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden shows where tokens and sentences of news end. The golden files
// have one sentence a line, a space between its tokens, and an empty line
// before each paragraph.
func TestGolden(t *testing.T) {
	m, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		for i, s := range m.Segmenter.Segment(string(text)) {
			if s.Paragraph && i > 0 {
				got.WriteByte('\n')
			}
			for k, token := range s.Tokens {
				if k > 0 {
					got.WriteByte(' ')
				}
				got.WriteString(token.Form)
			}
			got.WriteByte('\n')
		}
		golden := strings.TrimSuffix(file, ".txt") + ".golden"
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
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
			t.Errorf("%s: run with -update if the change is right (-want +got):\n%s", file, diff)
		}
	}
}
