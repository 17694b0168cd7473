package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"attache/extract"
	"attache/graph/rdf"
	"attache/schema"
	"attache/schema/statement"

	"github.com/urfave/cli/v2"
)

func (m *Main) extractCommand() *cli.Command {
	return &cli.Command{
		Name:      "extract",
		Usage:     "read texts and print what they state, without a graph",
		ArgsUsage: "PATH…|-",
		Description: examples(
			`Reads .txt and .md files, all of them under a folder, or standard input (-), and
prints one statement after the other, each with its sentence. In jsonl, "start" and "end"
are byte offsets of the sentence in the UTF-8 text, less a byte order mark.`,
			"attache extract article.txt",
			"attache extract --format jsonl -o statements.jsonl news/",
			"curl -s https://example.org/article.txt | attache extract - --published 2025-08-16",
			"attache extract --schema trade.yaml --format nquads news/ > news.nq",
		),
		Flags: []cli.Flag{
			stringFlag("format", "NAME", "of the output: jsonl, table or nquads; the default is table on a terminal, else jsonl"),
			outputFlag(), publishedFlag(), workersFlag(), maxSizeFlag(), schemaFlag(), noBuiltinFlag(),
		},
		Action: m.extract,
	}
}

func (m *Main) extract(c *cli.Context) error {
	in, err := m.inputs(c)
	if err != nil {
		return err
	}
	format := c.String("format")
	if format == "" {
		format = "jsonl"
		if m.forPeople(c) {
			format = "table"
		}
	}
	if err := oneOf(c, "format", format, "jsonl", "table", "nquads"); err != nil {
		return err
	}
	ontology, err := ontologyOf(c, nil)
	if err != nil {
		return err
	}
	pipeline, err := extract.New(ontology)
	if err != nil {
		return err
	}
	bar := m.newProgress(len(in.listing.Files), !m.forPeople(c))
	defer bar.end()
	var failed failures
	err = m.output(c, func(w io.Writer) error {
		for x := range extractAll(c.Context, pipeline, in) {
			bar.step()
			if x.err != nil {
				failed = append(failed, x.err)
				continue
			}
			if err := writeExtraction(w, format, ontology, x.Extraction); err != nil {
				return err
			}
		}
		return c.Context.Err()
	})
	bar.end()
	if err != nil {
		return err
	}
	return failed.report(m.Stderr)
}

func writeExtraction(w io.Writer, format string, o *schema.Ontology, x statement.Extraction) error {
	switch format {
	case "table":
		return writeTable(w, x)
	case "nquads":
		return writeNQuads(w, o, x)
	}
	return writeLines(w, x)
}

// entityLine is one end of a line of jsonl.
type entityLine struct {
	Name string `json:"name"`
	Type string `json:"type"`
	XID  string `json:"xid"`
}

func lineOf(e statement.Entity) entityLine { return entityLine{e.Name, e.Type, e.XID} }

// statementLine is a line of jsonl.
type statementLine struct {
	Doc        string           `json:"doc"`
	Subject    entityLine       `json:"subject"`
	Predicate  string           `json:"predicate"`
	Object     entityLine       `json:"object"`
	Status     statement.Status `json:"status"`
	Confidence float64          `json:"confidence"`
	Sentence   string           `json:"sentence"`
	Start      int              `json:"start"`
	End        int              `json:"end"`

	XID            string            `json:"xid"`
	Document       string            `json:"document"`
	URI            string            `json:"uri,omitempty"`
	Published      string            `json:"published,omitempty"`
	Rule           string            `json:"rule"`
	Trigger        statement.Span    `json:"trigger"`
	Time           string            `json:"time,omitempty"`
	Quoted         *entityLine       `json:"quoted,omitempty"`
	Event          *entityLine       `json:"event,omitempty"`
	Place          *entityLine       `json:"place,omitempty"`
	SubjectMention statement.Mention `json:"subject_mention"`
	ObjectMention  statement.Mention `json:"object_mention"`
}

// byXID indexes entities.
func byXID(entities []statement.Entity) map[string]statement.Entity {
	of := make(map[string]statement.Entity, len(entities))
	for _, e := range entities {
		of[e.XID] = e
	}
	return of
}

func writeLines(w io.Writer, x statement.Extraction) error {
	entities := byXID(x.Entities)
	named := func(xid string) entityLine {
		e := entities[xid]
		e.XID = xid
		return lineOf(e)
	}
	optional := func(xid string) *entityLine {
		if xid == "" {
			return nil
		}
		e := named(xid)
		return &e
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, s := range x.Statements {
		err := encoder.Encode(statementLine{
			Doc: x.Document.ID, Subject: named(s.Subject), Predicate: s.Predicate, Object: named(s.Object),
			Status: s.Status, Confidence: rounded(s.Confidence), Sentence: s.Sentence, Start: s.Span.Start, End: s.Span.End,
			XID: s.XID, Document: s.Document, URI: x.Document.URI, Published: x.Document.Published,
			Rule: s.Rule, Trigger: s.Trigger, Time: s.Time,
			Quoted: optional(s.Quoted), Event: optional(s.Event), Place: optional(s.Place),
			SubjectMention: s.SubjectMention, ObjectMention: s.ObjectMention,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rounded gives a confidence without digits that say nothing.
func rounded(confidence float64) float64 { return math.Round(confidence*1000) / 1000 }

func writeTable(w io.Writer, x statement.Extraction) error {
	d := x.Document
	fmt.Fprintf(w, "%s: %s", cmp.Or(d.Title, d.ID), count(len(x.Statements), "statement"))
	if d.Published != "" {
		fmt.Fprintf(w, ", published %s", d.Published)
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(x.Statements) > 0 {
		fmt.Fprintln(table, "STATUS\tSUBJECT\tPREDICATE\tOBJECT\tSURE\tBYTES\tSENTENCE")
	}
	entities := byXID(x.Entities)
	for _, s := range x.Statements {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.2f\t%d–%d\t%s\n", s.Status,
			shortened(entities[s.Subject].Name, 32), s.Predicate, shortened(entities[s.Object].Name, 40),
			s.Confidence, s.Span.Start, s.Span.End, shortened(s.Sentence, 60))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

// shortened fits a text into one line of so many characters.
func shortened(s string, width int) string {
	s = printable(s)
	if utf8.RuneCountInString(s) <= width {
		return s
	}
	return string([]rune(s)[:width-1]) + "…"
}

// printable puts a text in one line that cannot steer a terminal.
func printable(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 {
			return '\uFFFD'
		}
		return r
	}, s)
}

func writeNQuads(w io.Writer, o *schema.Ontology, x statement.Extraction) error {
	return rdf.WriteNQuads(w, rdf.Quads(o, x))
}
