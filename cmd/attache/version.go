package main

import (
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"

	"attache/extract/model/en"

	"github.com/urfave/cli/v2"
)

// version is the program's own. A release sets it when it is linked.
var version = "0.1.0-dev"

func (m *Main) versionCommand() *cli.Command {
	return &cli.Command{
		Name:        "version",
		Usage:       "say which program, model and Dgraph these are",
		Description: examples("Names the versions, and what the model was trained on, under which licence, and how well it reads.", "attache version"),
		Action:      m.version,
	}
}

func (m *Main) version(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	table := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "attache\t%s\n", version)
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintf(table, "built with\t%s\n", info.GoVersion)
		for _, dep := range info.Deps {
			if dep.Path == "github.com/dgraph-io/dgraph/v25" {
				fmt.Fprintf(table, "Dgraph\t%s\n", dep.Version)
			}
		}
	}
	info, err := en.Info()
	if err != nil {
		return err
	}
	fmt.Fprintf(table, "model\t%s, version %s of %s\n", info.Name, info.Version, info.Date)
	fmt.Fprintf(table, "model's licence\t%s\n", info.Licence)
	for i, data := range info.Data {
		fmt.Fprintf(table, "%s\t%s\n", onlyFirst(i, "trained on"), data)
	}
	for i, file := range slices.Sorted(maps.Keys(info.Scores)) {
		var scores []string
		for _, measure := range slices.Sorted(maps.Keys(info.Scores[file])) {
			scores = append(scores, fmt.Sprintf("%s %.2f", measure, 100*info.Scores[file][measure]))
		}
		fmt.Fprintf(table, "%s\t%s: %s\n", onlyFirst(i, "reads, in percent"), file, strings.Join(scores, ", "))
	}
	return table.Flush()
}

func onlyFirst(i int, label string) string {
	if i > 0 {
		return ""
	}
	return label
}
