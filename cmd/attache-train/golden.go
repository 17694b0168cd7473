package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
)

// tolerance is by how much a figure may differ from the golden file's.
const tolerance = 1e-4

// compareGolden says which figures differ from those of a golden file, or
// writes them there.
func compareGolden(path string, got map[string]map[string]float64, update bool) error {
	if update {
		var b strings.Builder
		if err := printJSON(&b, got); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			return fmt.Errorf("write golden figures: %w", err)
		}
		return nil
	}
	want, err := readGolden(path)
	if err != nil {
		return err
	}
	if lines := differences(want, got); len(lines) > 0 {
		return fmt.Errorf("%d figures are not those of %s; if they should be, renew it with --update:\n  %s", len(lines), path, strings.Join(lines, "\n  "))
	}
	return nil
}

func readGolden(path string) (map[string]map[string]float64, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no golden figures at %s: write them with --update", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read golden figures: %w", err)
	}
	var scores map[string]map[string]float64
	if err := json.Unmarshal(b, &scores); err != nil {
		return nil, fmt.Errorf("golden figures %s: %w", path, err)
	}
	return scores, nil
}

// differences lists the figures that are in one of both only, or differ.
func differences(want, got map[string]map[string]float64) []string {
	files := slices.Collect(maps.Keys(want))
	for file := range got {
		if _, ok := want[file]; !ok {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	var lines []string
	for _, file := range files {
		found := slices.Collect(maps.Keys(want[file]))
		for measure := range got[file] {
			if _, ok := want[file][measure]; !ok {
				found = append(found, measure)
			}
		}
		slices.Sort(found)
		for _, measure := range found {
			w, wanted := want[file][measure]
			g, measured := got[file][measure]
			switch {
			case !wanted:
				lines = append(lines, fmt.Sprintf("%s %s: %.4f, golden has none", file, measure, g))
			case !measured:
				lines = append(lines, fmt.Sprintf("%s %s: not measured, golden %.4f", file, measure, w))
			case math.Abs(w-g) > tolerance/2: // figures have four places
				lines = append(lines, fmt.Sprintf("%s %s: %.4f, golden %.4f (%+.4f)", file, measure, g, w, g-w))
			}
		}
	}
	return lines
}
