package main

import (
	"fmt"
	"runtime/debug"
	"text/tabwriter"

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
	return table.Flush()
}
