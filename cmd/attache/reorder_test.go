package main

import (
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

func TestFlagsStandAnywhere(t *testing.T) {
	for in, want := range map[string]string{
		"ask Who":                               "ask -- Who",
		"ask Who --json":                        "ask --json -- Who",
		"--db x ask Who --json":                 "ask --db x --json -- Who",
		"--db=x ask Who":                        "ask --db=x -- Who",
		"ask --db x Who":                        "ask --db x -- Who",
		"ask Who --db x met":                    "ask --db x -- Who met",
		"ask --json Who":                        "ask --json -- Who",
		"extract - -o out --workers 2":          "extract -o out --workers 2 -- -",
		"extract -- --weird.txt":                "extract -- --weird.txt",
		"schema --db x show":                    "schema show --db x",
		"--db x schema show":                    "schema show --db x",
		"schema --schema ask show":              "schema show --schema ask",
		"ingest ask":                            "ingest -- ask",
		"ingest schema --schema status extract": "ingest --schema status -- schema extract",
		"help ask":                              "ask --help",
		"--version":                             "version",
		"--unknown ask Who":                     "ask --unknown -- Who",
		"nonsense --json":                       "--json -- nonsense",
		"ask --db":                              "ask --db",
	} {
		app := (&Main{}).app()
		got := strings.Join(reorder(app, strings.Fields(in))[1:], " ")
		if got != want {
			t.Errorf("attache %s: became %q, want %q", in, got, want)
		}
	}
}

// Every flag has its variable, and every command shows examples.
func TestEveryFlagHasItsVariable(t *testing.T) {
	var check func(path string, commands []*cli.Command)
	check = func(path string, commands []*cli.Command) {
		for _, c := range commands {
			name := path + " " + c.Name
			if len(c.Subcommands) > 0 {
				check(name, c.Subcommands)
				continue
			}
			if !strings.Contains(c.Description, "EXAMPLES:\n   "+strings.TrimSpace(name)) {
				t.Errorf("%s shows no example", name)
			}
			for _, f := range c.Flags {
				documented, ok := f.(cli.DocGenerationFlag)
				visible, _ := f.(cli.VisibleFlag)
				if !ok || !visible.IsVisible() {
					continue
				}
				want := "ATTACHE_" + strings.ToUpper(strings.ReplaceAll(f.Names()[0], "-", "_"))
				if got := documented.GetEnvVars(); len(got) != 1 || got[0] != want {
					t.Errorf("%s --%s: variables %v, want %s", name, f.Names()[0], got, want)
				}
			}
		}
	}
	check("attache", (&Main{}).app().Commands)
}
