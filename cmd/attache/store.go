package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"attache/graph"
	"attache/graph/dgraph"
	"attache/graph/dgraph/embedded"
	"attache/schema"

	"github.com/urfave/cli/v2"
)

// openStore opens the graph that --db names. Until it is closed, the folder of
// one in this process is held from others.
func (m *Main) openStore(c *cli.Context) (graph.Store, error) {
	db, err := databaseURL(c)
	if err != nil {
		return nil, err
	}
	var options []embedded.Option
	if c.Bool("verbose") {
		options = append(options, embedded.Verbose())
	}
	store, err := dgraph.Open(c.Context, db, options...)
	if err != nil {
		return nil, fmt.Errorf("cannot open the graph %s: %w", dgraph.HidePassword(db), err)
	}
	return store, nil
}

// closing closes a store after work that ended with err.
func closing(store graph.Store, err error) error {
	if closeErr := store.Close(); closeErr != nil && err == nil {
		return fmt.Errorf("cannot close the graph: %w", closeErr)
	}
	return err
}

// databaseURL gives the URL of --db, or the one under the user's data directory.
func databaseURL(c *cli.Context) (string, error) {
	if db := c.String("db"); db != "" {
		if strings.Contains(db, "://") {
			return db, nil
		}
		folder, err := filepath.Abs(db)
		if err != nil {
			return "", fmt.Errorf("--db %s: cannot tell the folder that it is in: %w", db, err)
		}
		return folderURL(folder), nil
	}
	data := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errors.New("there is no home folder to keep the graph in; name one with --db file:///folder")
		}
		data = filepath.Join(home, ".local", "share")
	}
	return folderURL(filepath.Join(data, "attache", "graph")), nil
}

func folderURL(folder string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}).String()
}

// ontologyOf gives the ontology that a command works with: the graph's, or
// without a store the built-in one, and beside it the files of --schema and more.
func ontologyOf(c *cli.Context, store graph.Store, more ...string) (*schema.Ontology, error) {
	files := append(schemaFiles(c), more...)
	var base *schema.Ontology
	var err error
	switch {
	case c.Bool("no-builtin"):
		if len(files) == 0 {
			return nil, usageErrorf("--no-builtin leaves no ontology; name one with --schema FILE")
		}
	case store != nil:
		base, err = store.Ontology(c.Context)
	default:
		base, err = schema.Builtin()
	}
	if err != nil {
		return nil, err
	}
	return schema.LoadFiles(base, files...)
}
