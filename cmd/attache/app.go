package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

// Main is the program, with what it reads from and writes to.
type Main struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

const appHelp = `NAME:
   {{.Name}} - {{.Usage}}

USAGE:
   attache COMMAND [OPTIONS] [ARGUMENTS]

COMMANDS:{{range .VisibleCommands}}
   {{join .Names ", "}}{{"\t"}}{{.Usage}}{{end}}

EXAMPLES:
   attache ingest news/
   attache ask "Who attended with Lavrov?"
   attache extract article.txt | jq .predicate

   attache COMMAND --help shows a command's options, with more examples.
   Options may stand before or after the arguments, --db also before the command.
   Each has an environment variable, which an option on the command line overrides.

EXIT CODES:
   0    done; also where the answer is "no" or nothing was found
   1    failed
   2    wrong usage
   3    some inputs could not be read; the others were
   4    the question was not understood
   5    a name in the question is unknown or ambiguous
   130  stopped by Ctrl-C or a signal; what was written so far is whole
`

const commandHelp = `NAME:
   {{.HelpName}} - {{.Usage}}

USAGE:
   {{.HelpName}} [OPTIONS]{{if .ArgsUsage}} {{.ArgsUsage}}{{end}}

DESCRIPTION:
   {{wrap .Description 3}}

OPTIONS:{{range .VisibleFlags}}
   {{wrap .String 6}}{{end}}

EXIT CODES: 0 done, 1 failed, 2 wrong usage, 3 some inputs failed, 4 question not understood, 5 name unknown or ambiguous
`

const groupHelp = `NAME:
   {{.HelpName}} - {{.Usage}}

USAGE:
   {{.HelpName}} COMMAND [OPTIONS] [ARGUMENTS]

COMMANDS:{{range .VisibleCommands}}
   {{join .Names ", "}}{{"\t"}}{{.Usage}}{{end}}
`

// app makes the command line anew for each run, since parsing fills its flags in.
func (m *Main) app() *cli.App {
	app := &cli.App{
		Name:                      "attache",
		Usage:                     "turns news text into a knowledge graph and answers questions about it",
		CustomAppHelpTemplate:     appHelp,
		Reader:                    m.Stdin,
		Writer:                    m.Stdout,
		ErrWriter:                 m.Stderr,
		HideVersion:               true,
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		ExitErrHandler:            func(*cli.Context, error) {}, // Run does that
		Commands: []*cli.Command{
			m.ingestCommand(),
			m.extractCommand(),
			m.askCommand(),
			m.queryCommand(),
			m.exportCommand(),
			m.schemaCommand(),
			m.statusCommand(),
			m.versionCommand(),
		},
		Action: func(c *cli.Context) error {
			if name := c.Args().First(); name != "" {
				return usageErrorf("there is no command %q%s", name, m.suggest(c.App.Commands, name))
			}
			return cli.ShowAppHelp(c)
		},
	}
	m.finish(app.Commands)
	return app
}

// finish gives every command what all of them have.
func (m *Main) finish(commands []*cli.Command) {
	for _, c := range commands {
		c.HideHelpCommand = true
		c.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return err }
		if len(c.Subcommands) > 0 {
			m.finish(c.Subcommands)
			c.CustomHelpTemplate = groupHelp
			c.Action = func(ctx *cli.Context) error {
				if name := ctx.Args().First(); name != "" {
					return usageErrorf("%s has no command %q%s", ctx.Command.Name, name, m.suggest(ctx.Command.Subcommands, name))
				}
				return cli.ShowSubcommandHelp(ctx)
			}
			continue
		}
		c.CustomHelpTemplate = commandHelp
		c.Flags = append(c.Flags, hiddenFlags(c.Flags)...)
		// An error of a command's own is told from those of the command line.
		action := c.Action
		c.Action = func(ctx *cli.Context) error {
			err := action(ctx)
			if _, usage := errors.AsType[*usageError](err); err != nil && !usage {
				return &actionError{err}
			}
			return err
		}
	}
}

func (m *Main) suggest(commands []*cli.Command, name string) string {
	if near := cli.SuggestCommand(commands, name); near != "" {
		return ". " + near
	}
	return ""
}

// Run runs the program with its arguments, the program's name left off, and
// returns its exit code.
func (m *Main) Run(ctx context.Context, args []string) int {
	app := m.app()
	err := app.RunContext(ctx, reorder(app, args))
	code, message := verdict(ctx, err)
	if message != "" {
		fmt.Fprintln(m.Stderr, "attache: "+strings.TrimSpace(message))
	}
	return code
}

// terminal says whether a stream is one that people sit at.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
