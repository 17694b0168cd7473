package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"attache/extract/source"

	"github.com/urfave/cli/v2"
)

func variable(flag string) []string {
	return []string{"ATTACHE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))}
}

func stringFlag(name, placeholder, usage string) *cli.StringFlag {
	return &cli.StringFlag{Name: name, Usage: "`" + placeholder + "` " + usage, EnvVars: variable(name)}
}

func boolFlag(name, usage string) *cli.BoolFlag {
	return &cli.BoolFlag{Name: name, Usage: usage, EnvVars: variable(name)}
}

func dbFlag() cli.Flag {
	return stringFlag("db", "URL", "of the graph: file:///folder keeps it there, dgraph://host:port is a Dgraph server; the default is "+filepath.Join("$XDG_DATA_HOME", "attache", "graph")+" or "+filepath.Join("~", ".local", "share", "attache", "graph"))
}

func schemaFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "schema", Usage: "ontology `FILE` that adds types and relations to those known; may be given more than once (in the variable, separate files as in PATH)", EnvVars: variable("schema")}
}

func noBuiltinFlag() cli.Flag {
	return boolFlag("no-builtin", "leave the built-in ontology out")
}

func verboseFlag() cli.Flag {
	return boolFlag("verbose", "show what Dgraph logs, on standard error")
}

// hiddenFlags gives the flags that every command takes but does not list, so
// that they can always stand before the command's name.
func hiddenFlags(have []cli.Flag) []cli.Flag {
	hidden := []cli.Flag{
		&cli.StringFlag{Name: "db", Hidden: true},
		&cli.StringSliceFlag{Name: "schema", Hidden: true},
		&cli.BoolFlag{Name: "no-builtin", Hidden: true},
		&cli.BoolFlag{Name: "verbose", Hidden: true},
	}
	return slices.DeleteFunc(hidden, func(f cli.Flag) bool {
		return slices.ContainsFunc(have, func(h cli.Flag) bool { return h.Names()[0] == f.Names()[0] })
	})
}

func outputFlag() cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "-", Usage: "`FILE` to write to; - is standard output", EnvVars: variable("output")}
}

func workersFlag() cli.Flag {
	return &cli.IntFlag{Name: "workers", Value: runtime.GOMAXPROCS(0), DefaultText: "one for each processor", Usage: "`NUMBER` of documents that are read at once; the output is the same for any", EnvVars: variable("workers")}
}

func maxSizeFlag() cli.Flag {
	return &cli.StringFlag{Name: "max-size", Value: "16MB", Usage: "`SIZE` above which an input is refused, such as 50MB", EnvVars: variable("max-size")}
}

func publishedFlag() cli.Flag {
	return stringFlag("published", "DATE", "on which the documents were published, such as 2025-08-16; the default is what each document says of itself")
}

// inputs are the flags that say what is read, checked.
type inputs struct {
	listing   source.Listing
	reader    source.Reader
	published string
	workers   int
}

func (m *Main) inputs(c *cli.Context) (inputs, error) {
	in := inputs{workers: c.Int("workers")}
	if in.workers < 1 {
		return in, usageErrorf("--workers %d: at least one is needed", in.workers)
	}
	size, err := source.ParseSize(c.String("max-size"))
	if err != nil {
		return in, usageErrorf("--max-size: %v", err)
	}
	if day := c.String("published"); day != "" {
		if in.published, err = source.ParseDay(day); err != nil {
			return in, usageErrorf("--published: %v", err)
		}
	}
	paths := c.Args().Slice()
	if len(paths) == 0 {
		return in, usageErrorf("%s needs a file, a folder or - for standard input", c.Command.Name)
	}
	in.reader = source.Reader{MaxSize: size, Stdin: m.Stdin}
	in.listing = source.List(paths)
	return in, nil
}

// reorder lets flags stand anywhere: the program's name, the command's names,
// the flags of the line, "--" and the rest, as package cli wants them.
func reorder(app *cli.App, args []string) []string {
	var names, flags, rest []string
	commands, command := app.Commands, (*cli.Command)(nil)
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		if len(arg) > 1 && arg[0] == '-' {
			flags = append(flags, arg)
			if takesValue(app, command, arg) && i+1 < len(args) {
				i++
				flags = append(flags, args[i])
			}
			continue
		}
		if len(rest) == 0 && len(commands) > 0 {
			if next := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(arg) }); next >= 0 {
				names = append(names, arg)
				command = commands[next]
				commands = command.Subcommands
				continue
			}
		}
		rest = append(rest, arg)
	}
	if command == nil {
		switch {
		case slices.Equal(flags, []string{"--version"}):
			names, flags = []string{"version"}, nil
		case len(rest) > 0 && rest[0] == "help":
			return reorder(app, append(rest[1:], "--help"))
		}
	}
	line := append(append([]string{app.Name}, names...), flags...)
	if len(rest) > 0 {
		line = append(append(line, "--"), rest...)
	}
	return line
}

// takesValue says whether the flag's value is the next argument. Before the
// command's name, a flag is looked for in all commands.
func takesValue(app *cli.App, command *cli.Command, arg string) bool {
	if strings.Contains(arg, "=") {
		return false
	}
	name := strings.TrimLeft(arg, "-")
	commands := app.Commands
	if command != nil {
		commands = []*cli.Command{command}
	}
	for _, c := range commands {
		if takes, found := flagTakesValue(c, name); found {
			return takes
		}
	}
	return false
}

func flagTakesValue(c *cli.Command, name string) (takes, found bool) {
	for _, f := range c.Flags {
		if slices.Contains(f.Names(), name) {
			_, isBool := f.(*cli.BoolFlag)
			return !isBool, true
		}
	}
	for _, sub := range c.Subcommands {
		if takes, found = flagTakesValue(sub, name); found {
			return takes, true
		}
	}
	return false, false
}

// schemaFiles gives the files of --schema. On the command line each stands for
// itself; its variable holds a list.
func schemaFiles(c *cli.Context) []string {
	var files []string
	for _, f := range c.StringSlice("schema") {
		if _, err := os.Stat(f); err == nil {
			files = append(files, f)
			continue
		}
		files = append(files, filepath.SplitList(f)...)
	}
	return files
}

// oneOf checks a flag's value.
func oneOf(c *cli.Context, flag, value string, allowed ...string) error {
	if !slices.Contains(allowed, value) {
		return usageErrorf("--%s %q: %s knows %s", flag, value, c.Command.Name, strings.Join(allowed, ", "))
	}
	return nil
}

// noArguments refuses arguments.
func noArguments(c *cli.Context) error {
	if c.NArg() > 0 {
		return usageErrorf("%s takes no argument, but there is %q", c.Command.Name, c.Args().First())
	}
	return nil
}

// examples writes a command's description with examples below.
func examples(what string, lines ...string) string {
	return fmt.Sprintf("%s\n\nEXAMPLES:\n   %s", what, strings.Join(lines, "\n   "))
}
