package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"attache/extract"
	"attache/extract/question"
	"attache/graph"
	"attache/schema/statement"

	"github.com/urfave/cli/v2"
)

func (m *Main) askCommand() *cli.Command {
	return &cli.Command{
		Name:      "ask",
		Usage:     "answer a question from the graph, with the sentences that say so",
		ArgsUsage: "QUESTION|-",
		Description: examples(
			`Reads the question by the rules that read the news, and answers it from the graph.
The first line is the answer; below are the sentences that it rests on, each with its
document and byte offsets. "No" is an answer, with what the texts do say.`,
			`attache ask "Who attended with Lavrov?"`,
			`attache ask --explain "Where was the summit held?"`,
			`attache ask "Did Trump meet Zelenskyy?" --json | jq .answer`,
		),
		Flags: []cli.Flag{
			boolFlag("json", "print one JSON object"),
			boolFlag("explain", "show how the question was understood and the query that ran"),
			outputFlag(), dbFlag(), schemaFlag(), noBuiltinFlag(), verboseFlag(),
		},
		Action: m.ask,
	}
}

func (m *Main) ask(c *cli.Context) (err error) {
	text, err := m.questionOf(c)
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
	pipeline, err := extract.New(ontology)
	if err != nil {
		return err
	}
	reading, err := question.Read(pipeline, text)
	if errors.Is(err, question.ErrNotUnderstood) {
		return notUnderstood(err, question.Examples(pipeline))
	} else if err != nil {
		return err
	}
	result, err := store.Answer(c.Context, reading.Query)
	if err != nil {
		return m.explainName(c, store, err)
	}
	return m.output(c, func(w io.Writer) error {
		if c.Bool("json") {
			return writeAnswerJSON(w, text, reading, result, c.Bool("explain"))
		}
		return writeAnswer(w, reading, result, c.Bool("explain"))
	})
}

// questionOf takes the question from the arguments or from standard input.
func (m *Main) questionOf(c *cli.Context) (string, error) {
	text := strings.Join(c.Args().Slice(), " ")
	if text == "-" || text == "" && !terminal(m.Stdin) {
		line, err := bufio.NewReader(io.LimitReader(m.Stdin, maxQuestion+1)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("cannot read the question: %w", err)
		}
		text = line
	}
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD"))
	switch {
	case text == "":
		return "", usageErrorf(`ask needs a question, such as attache ask "Who met Merkel?"`)
	case len(text) > maxQuestion:
		return "", usageErrorf("the question has %d bytes; ask in at most %d", len(text), maxQuestion)
	}
	return text, nil
}

// maxQuestion is how many bytes a question may have.
const maxQuestion = 4096

func notUnderstood(err error, canBeAsked []string) error {
	var b strings.Builder
	b.WriteString("Questions such as these can be asked:")
	for _, q := range canBeAsked[:min(len(canBeAsked), 12)] {
		b.WriteString("\n  " + q)
	}
	return fmt.Errorf("%w. %s", err, b.String())
}

// explainName adds that the graph is empty, where that is why it knows no name.
func (m *Main) explainName(c *cli.Context, store graph.Store, err error) error {
	if _, ok := errors.AsType[*graph.UnknownNameError](err); !ok {
		return err
	}
	counts, countErr := store.Counts(c.Context)
	if countErr == nil && counts.Documents == 0 {
		fmt.Fprintln(m.Stderr, "attache: the graph is empty; fill it with attache ingest PATH")
	}
	return err
}

// answerLine is the first line: the answer itself.
func answerLine(r statement.Result) string {
	switch r.Query.Kind {
	case statement.Whether:
		if len(r.Answers) > 0 {
			return "yes"
		}
		if len(r.Instead) > 0 {
			return "no (not as something that happened)"
		}
		return "no (no text in the graph says so)"
	case statement.HowMany:
		return fmt.Sprint(len(r.Answers))
	case statement.When:
		if times := timesOf(r); len(times) > 0 {
			return strings.Join(times, ", ")
		}
		if len(r.Answers) > 0 {
			return "it took place, but no text says when"
		}
	default:
		if len(r.Answers) > 0 {
			return namesOf(r)
		}
	}
	return "nothing found"
}

func namesOf(r statement.Result) string {
	names := make([]string, len(r.Answers))
	separator := ", "
	for i, a := range r.Answers {
		names[i] = printable(a.Entity.Name)
		if strings.Contains(names[i], ",") {
			separator = "; "
		}
	}
	return strings.Join(names, separator)
}

// timesOf gives the times of what is known to have happened, in order, each once.
func timesOf(r statement.Result) []string {
	var times []string
	for _, a := range r.Answers {
		for _, e := range a.Evidence {
			if e.Time != "" {
				times = append(times, e.Time)
			}
		}
	}
	slices.Sort(times)
	return slices.Compact(times)
}

func writeAnswer(w io.Writer, reading question.Reading, r statement.Result, explain bool) error {
	var b strings.Builder
	fmt.Fprintln(&b, answerLine(r))
	for _, a := range r.Answers {
		b.WriteByte('\n')
		if a.Entity.XID != "" {
			fmt.Fprintf(&b, "%s (%s)", printable(a.Entity.Name), a.Entity.Type)
			if a.Label != "" {
				fmt.Fprintf(&b, " – %s", a.Label)
			}
			b.WriteByte('\n')
		}
		writeEvidence(&b, a.Evidence, false)
	}
	if len(r.Instead) > 0 {
		fmt.Fprintln(&b, "\nWhat the texts do say:")
		writeEvidence(&b, r.Instead, true)
	}
	if explain {
		fmt.Fprintf(&b, "\nUnderstood as: %s\nBy the rule: %s\n", r.Query, reading.Rule)
		fmt.Fprintf(&b, "Parse:\n%s\n", indented(reading.Tree))
		fmt.Fprintf(&b, "Query:\n%s\n", indented(r.Source))
		for _, name := range slices.Sorted(maps.Keys(r.Vars)) {
			fmt.Fprintf(&b, "  %s = %q\n", name, r.Vars[name])
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mostQuoted is the number of sentences that people are shown for one answer.
const mostQuoted = 3

// writeEvidence quotes statements, a sentence once for all that it states, and
// says how many more there are.
func writeEvidence(b *strings.Builder, records []statement.Record, status bool) {
	type place struct {
		document string
		span     statement.Span
	}
	quoted := map[place]bool{}
	more := 0
	for _, r := range records {
		at := place{r.From.XID, r.Span}
		if !status && quoted[at] {
			continue
		}
		if len(quoted) >= mostQuoted && !quoted[at] {
			quoted[at] = true
			more++
			continue
		}
		quoted[at] = true
		if status {
			fmt.Fprintf(b, "  %s: %s %s %s\n", r.Status, printable(r.SubjectEntity.Name), r.Predicate, printable(r.ObjectEntity.Name))
		}
		fmt.Fprintf(b, "  “%s”\n", printable(r.Sentence))
		fmt.Fprintf(b, "    %s, bytes %d–%d", documentName(r.From), r.Span.Start, r.Span.End)
		if r.Time != "" {
			fmt.Fprintf(b, ", %s", r.Time)
		}
		b.WriteByte('\n')
	}
	if more > 0 {
		fmt.Fprintf(b, "  … and %s more (--json has them all)\n", count(more, "sentence"))
	}
}

// documentName is what people know a document by.
func documentName(d statement.Document) string {
	return printable(cmp.Or(d.URI, d.ID, d.Title, d.XID))
}

func indented(s string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n  ")
}

// evidenceJSON is a statement behind an answer.
type evidenceJSON struct {
	Subject    entityLine       `json:"subject"`
	Predicate  string           `json:"predicate"`
	Object     entityLine       `json:"object"`
	Status     statement.Status `json:"status"`
	Confidence float64          `json:"confidence"`
	Time       string           `json:"time,omitempty"`
	Sentence   string           `json:"sentence"`
	Start      int              `json:"start"`
	End        int              `json:"end"`
	Document   documentJSON     `json:"document"`
	XID        string           `json:"xid"`
	Rule       string           `json:"rule"`
}

type documentJSON struct {
	XID       string `json:"xid"`
	URI       string `json:"uri,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
}

type answerJSON struct {
	Entity   *entityLine    `json:"entity,omitempty"`
	Label    string         `json:"label,omitempty"`
	Evidence []evidenceJSON `json:"evidence"`
}

type explainJSON struct {
	Rule  string            `json:"rule"`
	Tree  string            `json:"tree"`
	Query string            `json:"dql"`
	Vars  map[string]string `json:"vars"`
}

func writeAnswerJSON(w io.Writer, text string, reading question.Reading, r statement.Result, explain bool) error {
	out := struct {
		Question string         `json:"question"`
		Kind     statement.Kind `json:"kind"`
		Query    string         `json:"query"`
		Answer   string         `json:"answer"`
		Answers  []answerJSON   `json:"answers"`
		Instead  []evidenceJSON `json:"instead"`
		Explain  *explainJSON   `json:"explain,omitempty"`
	}{Question: text, Kind: r.Query.Kind, Query: r.Query.String(), Answer: answerLine(r), Answers: []answerJSON{}, Instead: evidence(r.Instead)}
	for _, a := range r.Answers {
		answer := answerJSON{Label: a.Label, Evidence: evidence(a.Evidence)}
		if a.Entity.XID != "" {
			e := lineOf(a.Entity)
			answer.Entity = &e
		}
		out.Answers = append(out.Answers, answer)
	}
	if explain {
		out.Explain = &explainJSON{reading.Rule, reading.Tree, r.Source, r.Vars}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func evidence(records []statement.Record) []evidenceJSON {
	list := make([]evidenceJSON, len(records))
	for i, r := range records {
		list[i] = evidenceJSON{
			Subject: lineOf(r.SubjectEntity), Predicate: r.Predicate, Object: lineOf(r.ObjectEntity),
			Status: r.Status, Confidence: rounded(r.Confidence), Time: r.Time,
			Sentence: r.Sentence, Start: r.Span.Start, End: r.Span.End,
			Document: documentJSON{r.From.XID, r.From.URI, r.From.Title, r.From.Published},
			XID:      r.XID, Rule: r.Rule,
		}
	}
	return list
}
