package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
)

func (m *Main) queryCommand() *cli.Command {
	return &cli.Command{
		Name:      "query",
		Usage:     "run a query in DQL, Dgraph's own language, and print its JSON",
		ArgsUsage: "[DQL|FILE|-]",
		Description: examples(
			`The query is the argument, the file that it names, or what comes on standard input.
It is read-only unless --write is given. On a terminal the JSON is indented.`,
			`attache query '{ people(func: type(Person)) { name met_with { name } } }'`,
			`attache query --var name=Lavrov 'query q($name: string) { q(func: eq(alias, $name)) { uid name } }'`,
			"attache query report.dql -o report.json",
			"attache query - < report.dql | jq .people",
		),
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "var", Usage: "`NAME=VALUE` of a variable that the query declares; may be given more than once", EnvVars: variable("var")},
			boolFlag("write", "let the query change the graph"),
			outputFlag(), dbFlag(), verboseFlag(),
		},
		Action: m.query,
	}
}

func (m *Main) query(c *cli.Context) (err error) {
	vars, err := variables(c.StringSlice("var"))
	if err != nil {
		return err
	}
	dql, err := m.queryText(c)
	if err != nil {
		return err
	}
	store, err := m.openStore(c)
	if err != nil {
		return err
	}
	defer func() { err = closing(store, err) }()
	answer, err := store.Query(c.Context, dql, vars, c.Bool("write"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if !m.forPeople(c) || json.Indent(&out, answer, "", "  ") != nil {
		out.Reset()
		out.Write(answer)
	}
	out.WriteByte('\n')
	return m.output(c, func(w io.Writer) error {
		_, err := out.WriteTo(w)
		return err
	})
}

// variables reads NAME=VALUE, with or without Dgraph's "$" before the name.
func variables(list []string) (map[string]string, error) {
	vars := map[string]string{}
	for _, v := range list {
		name, value, ok := strings.Cut(v, "=")
		name = "$" + strings.TrimPrefix(name, "$")
		if !ok || name == "$" {
			return nil, usageErrorf("--var %q: write it as name=value", v)
		}
		if _, again := vars[name]; again {
			return nil, usageErrorf("--var %s is given twice", name)
		}
		vars[name] = value
	}
	return vars, nil
}

func (m *Main) queryText(c *cli.Context) (string, error) {
	if c.NArg() > 1 {
		return "", usageErrorf("query takes one query; put it in quotes")
	}
	arg := c.Args().First()
	var raw []byte
	var err error
	switch {
	case arg == "-" || arg == "" && !terminal(m.Stdin):
		if raw, err = io.ReadAll(io.LimitReader(m.Stdin, maxQuery+1)); err != nil {
			return "", fmt.Errorf("cannot read the query: %w", err)
		}
	case strings.ContainsAny(arg, "{\n"):
		raw = []byte(arg)
	case arg != "":
		if raw, err = os.ReadFile(arg); errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%q is neither a query, which has braces, nor a file that exists", arg)
		} else if err != nil {
			return "", fmt.Errorf("cannot read the query: %w", err)
		}
	}
	if len(raw) > maxQuery {
		return "", fmt.Errorf("the query has more than %d bytes; split it", maxQuery)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return "", usageErrorf("query needs a query: DQL, a file or - for standard input")
	}
	return string(raw), nil
}

// maxQuery is how many bytes a query may have.
const maxQuery = 16 << 20
