package main

import (
	"fmt"
	"strings"

	"attache/extract"
	"attache/extract/resolve"
	"attache/graph"
	"attache/graph/rdf"

	"github.com/urfave/cli/v2"
)

func (m *Main) ingestCommand() *cli.Command {
	return &cli.Command{
		Name:      "ingest",
		Usage:     "read texts and write what they state into the graph",
		ArgsUsage: "PATH…|-",
		Description: examples(
			`Reads .txt and .md files, all of them under a folder, or standard input (-), and
writes their statements into the graph. A document is written whole or not at all, in the
order of the paths. The same document again changes nothing. Files under a folder that are of
another kind are passed over and counted. An ontology that --schema names is remembered by
the graph.`,
			"attache ingest article.txt",
			"attache ingest --db file:///srv/attache news/",
			"attache ingest --db dgraph://localhost:9080 --schema trade.yaml news/",
			"attache ingest --published 2025-08-16 - < article.txt",
		),
		Flags:  []cli.Flag{dbFlag(), schemaFlag(), noBuiltinFlag(), publishedFlag(), workersFlag(), maxSizeFlag(), verboseFlag()},
		Action: m.ingest,
	}
}

// tally is what an ingest came to.
type tally struct {
	documents, unchanged, passedOver int
	graph.Written
	failed failures
}

func (t tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s read", count(t.documents, "document"))
	if t.unchanged > 0 {
		fmt.Fprintf(&b, " (%d unchanged: already in the graph)", t.unchanged)
	}
	fmt.Fprintf(&b, ", %s, %s", count(t.Statements, "new statement"), count(t.Entities, "new entity"))
	if t.passedOver > 0 {
		fmt.Fprintf(&b, ", %s of another kind passed over", count(t.passedOver, "file"))
	}
	if len(t.failed) > 0 {
		fmt.Fprintf(&b, ", %d failed", len(t.failed))
	}
	return b.String()
}

func (m *Main) ingest(c *cli.Context) (err error) {
	in, err := m.inputs(c)
	if err != nil {
		return err
	}
	store, err := m.openStore(c)
	if err != nil {
		return err
	}
	defer func() { err = closing(store, err) }()
	ontology, err := ontologyOf(c, store)
	if err != nil {
		return err
	}
	if err := store.Apply(c.Context, ontology); err != nil {
		return err
	}
	pipeline, err := extract.New(ontology)
	if err != nil {
		return err
	}
	bar := m.newProgress(len(in.listing.Files), true)
	defer bar.end()
	sum := tally{passedOver: in.listing.PassedOver}
	for x := range extractAll(c.Context, pipeline, in) {
		bar.step()
		if x.err != nil {
			sum.failed = append(sum.failed, x.err)
			continue
		}
		x.Extraction, err = resolve.Link(c.Context, store, x.Extraction)
		if err != nil {
			return m.stopped(c, sum, err)
		}
		written, err := store.Write(c.Context, rdf.Quads(ontology, x.Extraction))
		if err != nil {
			return m.stopped(c, sum, fmt.Errorf("%s: %w", x.path, err))
		}
		sum.documents++
		if written.Unchanged {
			sum.unchanged++
		}
		sum.Entities += written.Entities
		sum.Statements += written.Statements
	}
	bar.end()
	if err := c.Context.Err(); err != nil {
		return m.stopped(c, sum, err)
	}
	if _, err := fmt.Fprintln(m.Stdout, sum); err != nil {
		return err
	}
	return sum.failed.report(m.Stderr)
}

// stopped says how far an ingest had got that a failure or a signal ended.
func (m *Main) stopped(c *cli.Context, sum tally, err error) error {
	if c.Context.Err() != nil {
		return &stoppedError{fmt.Sprintf("stopped: %s and kept; run it again to go on", sum)}
	}
	return fmt.Errorf("%w (%s before that, and kept)", err, sum)
}
