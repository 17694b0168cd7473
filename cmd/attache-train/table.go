package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
)

// measures lists the columns of the table; others follow by their names.
var measures = []string{"sentences", "tokens", "upos", "xpos", "feats", "lemma", "uas", "las", "f1"}

func columns(scores map[string]map[string]float64) []string {
	found := map[string]bool{}
	for _, row := range scores {
		for m := range row {
			found[m] = true
		}
	}
	var list, rest []string
	for _, m := range measures {
		if found[m] {
			list = append(list, m)
			delete(found, m)
		}
	}
	for m := range found {
		rest = append(rest, m)
	}
	slices.Sort(rest)
	return append(list, rest...)
}

// printScores prints one row for each file, in percent.
func printScores(w io.Writer, scores map[string]map[string]float64) error {
	names := columns(scores)
	var table strings.Builder
	fmt.Fprintf(&table, "%-24s", "file")
	for _, m := range names {
		fmt.Fprintf(&table, " %*s", max(len(m), 6), m)
	}
	table.WriteByte('\n')
	for _, f := range slices.Sorted(maps.Keys(scores)) {
		var line strings.Builder
		fmt.Fprintf(&line, "%-24s", f)
		for _, m := range names {
			value := ""
			if v, ok := scores[f][m]; ok {
				value = fmt.Sprintf("%.2f", 100*v)
			}
			fmt.Fprintf(&line, " %*s", max(len(m), 6), value)
		}
		table.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, table.String())
	return err
}

func printJSON(w io.Writer, scores map[string]map[string]float64) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(scores)
}

// share returns right of all, cut to four places (never rounded up to a bar), so that scores are stored as
// they are printed.
func share(right, all int) float64 {
	return math.Floor(1e4*float64(right)/float64(max(all, 1))) / 1e4
}

// f1 returns the harmonic mean of precision and recall, to four places.
func f1(right, found, wanted int) float64 { return share(2*right, found+wanted) }
