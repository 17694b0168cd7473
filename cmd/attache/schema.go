package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"attache/extract"

	"github.com/urfave/cli/v2"
)

func (m *Main) schemaCommand() *cli.Command {
	return &cli.Command{
		Name:  "schema",
		Usage: "check, show and apply ontologies: the types and relations that texts are read for",
		Subcommands: []*cli.Command{
			{
				Name:      "check",
				Usage:     "parse every example, show the rule it became, and run all examples against all rules",
				ArgsUsage: "[FILE…]",
				Description: examples(`Checks ontology files beside the built-in ontology, or the built-in one alone where no
file is named. Each example must be found by its own relation, the right way round, and no
"not" line by any rule of it. What is wrong is listed with file, line and reason.`,
					"attache schema check trade.yaml",
					"attache schema check --no-builtin trade.yaml",
					"attache schema check",
				),
				Flags:  []cli.Flag{schemaFlag(), noBuiltinFlag(), outputFlag()},
				Action: m.schemaCheck,
			},
			{
				Name:  "show",
				Usage: "print types, relations and the Dgraph schema",
				Description: examples(`Shows the built-in ontology with the files of --schema, or, where --db is given,
what the graph remembers.`,
					"attache schema show",
					"attache schema show --schema trade.yaml",
					"attache schema show --db file:///srv/attache",
				),
				Flags:  []cli.Flag{dbFlag(), schemaFlag(), noBuiltinFlag(), verboseFlag()},
				Action: m.schemaShow,
			},
			{
				Name:      "apply",
				Usage:     "make the graph ready for ontology files, and remember them there",
				ArgsUsage: "FILE…",
				Description: examples(`Afterwards ingest, ask, query and export know the types and relations of the files
without --schema. What conflicts with the ontology in the graph is refused.`,
					"attache schema apply trade.yaml",
				),
				Flags:  []cli.Flag{dbFlag(), schemaFlag(), noBuiltinFlag(), verboseFlag()},
				Action: m.schemaApply,
			},
		},
	}
}

func (m *Main) schemaCheck(c *cli.Context) error {
	files := append(schemaFiles(c), c.Args().Slice()...)
	o, err := ontologyOf(c, nil, c.Args().Slice()...)
	if err != nil {
		return err
	}
	report, err := extract.Check(o)
	if err != nil {
		return err
	}
	err = m.output(c, func(w io.Writer) error {
		for _, r := range report.Rules {
			if at := r.Example.Position; len(files) == 0 || slices.Contains(files, at.File) {
				if _, err := fmt.Fprintf(w, "%s  %s  %s\n%s\n\n", at, r.Name, r.Example.Text, indented(r.String())); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(report.Faults) > 0 {
		return fmt.Errorf("%s in the ontology:\n%w", count(len(report.Faults), "fault"), errors.Join(report.Faults...))
	}
	_, err = fmt.Fprintf(m.Stderr, "%s and %s: nothing is wrong\n", count(len(o.Relations), "relation"), count(len(report.Rules), "rule"))
	return err
}

func (m *Main) schemaShow(c *cli.Context) (err error) {
	if err := noArguments(c); err != nil {
		return err
	}
	o, err := ontologyOf(c, nil)
	if c.IsSet("db") {
		store, openErr := m.openStore(c)
		if openErr != nil {
			return openErr
		}
		defer func() { err = closing(store, err) }()
		o, err = ontologyOf(c, store)
	}
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintln(&b, "TYPES")
	for _, t := range o.Types {
		fmt.Fprintf(&b, "  %s <%s>", t.Name, o.TypeIRI(t.Name))
		if len(t.Names) > 0 {
			fmt.Fprintf(&b, ", %s", count(len(t.Names), "name"))
		}
		fmt.Fprintf(&b, "  %s\n", t.Position)
	}
	fmt.Fprintln(&b, "\nRELATIONS")
	for _, r := range o.Relations {
		arrow := "→"
		if r.Symmetric {
			arrow = "↔"
		}
		fmt.Fprintf(&b, "  %s: %s %s %s <%s>  %s\n", r.Name, strings.Join(r.Subject, "|"), arrow, strings.Join(r.Object, "|"), o.RelationIRI(r.Name), r.Position)
		for _, e := range r.Examples {
			fmt.Fprintf(&b, "    %s\n", e.Text)
		}
	}
	if len(o.Views) > 0 {
		fmt.Fprintln(&b, "\nVIEWS, which follow from relations and are not stored")
	}
	for _, v := range o.Views {
		fmt.Fprintf(&b, "  %s  %s\n", v.Name, v.Position)
		for _, means := range v.Means {
			fmt.Fprintf(&b, "    %s", strings.Join(means.Patterns, " & "))
			if means.Label != "" {
				fmt.Fprintf(&b, " – %s", means.Label)
			}
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "\nDGRAPH SCHEMA\n%s\n", indented(o.DgraphSchema()))
	_, err = fmt.Fprint(m.Stdout, b.String())
	return err
}

func (m *Main) schemaApply(c *cli.Context) (err error) {
	if c.NArg() == 0 && len(schemaFiles(c)) == 0 {
		return usageErrorf("schema apply needs an ontology file")
	}
	store, err := m.openStore(c)
	if err != nil {
		return err
	}
	defer func() { err = closing(store, err) }()
	o, err := ontologyOf(c, store, c.Args().Slice()...)
	if err != nil {
		return err
	}
	if err := store.Apply(c.Context, o); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "the graph knows %s and %s\n", count(len(o.Types), "type"), count(len(o.Relations), "relation"))
	return err
}
