package main

import (
	"fmt"
	"text/tabwriter"

	"attache/graph/dgraph"

	"github.com/urfave/cli/v2"
)

func (m *Main) statusCommand() *cli.Command {
	return &cli.Command{
		Name:  "status",
		Usage: "say where the graph is and how much is in it",
		Description: examples("Counts what the graph holds. A fact is what at least one text says has happened.",
			"attache status",
			"attache status --db dgraph://localhost:9080",
		),
		Flags:  []cli.Flag{dbFlag(), verboseFlag()},
		Action: m.status,
	}
}

func (m *Main) status(c *cli.Context) (err error) {
	if err := noArguments(c); err != nil {
		return err
	}
	url, err := databaseURL(c)
	if err != nil {
		return err
	}
	store, err := m.openStore(c)
	if err != nil {
		return err
	}
	defer func() { err = closing(store, err) }()
	counts, err := store.Counts(c.Context)
	if err != nil {
		return err
	}
	ontology, err := store.Ontology(c.Context)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "graph\t%s\n", dgraph.HidePassword(url))
	fmt.Fprintf(table, "documents\t%d\n", counts.Documents)
	fmt.Fprintf(table, "entities\t%d\n", counts.Entities)
	fmt.Fprintf(table, "statements\t%d\n", counts.Statements)
	fmt.Fprintf(table, "facts\t%d\n", counts.Facts)
	fmt.Fprintf(table, "types\t%d\n", len(ontology.Types))
	fmt.Fprintf(table, "relations\t%d\n", len(ontology.Relations))
	return table.Flush()
}
