package main

import (
	"io"

	"attache/graph/rdf"

	"github.com/urfave/cli/v2"
)

func (m *Main) exportCommand() *cli.Command {
	return &cli.Command{
		Name:  "export",
		Usage: "write the whole graph as RDF",
		Description: examples(
			`N-Quads hold everything: each statement is a named graph with the sentence, document,
status and confidence behind it. N-Triples hold the entities and what happened, without
where it was said.`,
			"attache export > graph.nq",
			"attache export --format ntriples -o graph.nt",
		),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: string(rdf.NQuads), Usage: "`NAME` of the output: nquads or ntriples", EnvVars: variable("format")},
			outputFlag(), dbFlag(), verboseFlag(),
		},
		Action: m.export,
	}
}

func (m *Main) export(c *cli.Context) (err error) {
	if err := noArguments(c); err != nil {
		return err
	}
	var formats []string
	for _, f := range rdf.Formats {
		formats = append(formats, string(f))
	}
	if err := oneOf(c, "format", c.String("format"), formats...); err != nil {
		return err
	}
	store, err := m.openStore(c)
	if err != nil {
		return err
	}
	defer func() { err = closing(store, err) }()
	return m.output(c, func(w io.Writer) error {
		return rdf.Export(c.Context, w, store, rdf.Format(c.String("format")))
	})
}
