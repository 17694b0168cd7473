package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"
)

// output hands write what --output names. A file appears whole, under its name,
// once write is done, and not at all where it fails.
func (m *Main) output(c *cli.Context, write func(w io.Writer) error) error {
	path := c.String("output")
	if path == "-" {
		w := bufio.NewWriterSize(m.Stdout, 64<<10)
		err := write(w)
		if flushErr := w.Flush(); err == nil {
			err = flushErr
		}
		return err
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return fmt.Errorf("--output %s is a folder; name a file in it", path)
		}
		// A device or a pipe is written to as it is.
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("cannot write the output: %w", err)
		}
		return closeAfter(f, write(f))
	}
	unfinished := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d", filepath.Base(path), os.Getpid()))
	f, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return fmt.Errorf("cannot write the output: %w; name another file with --output", err)
	}
	defer os.Remove(unfinished) // in vain where it was renamed
	w := bufio.NewWriterSize(f, 64<<10)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err = closeAfter(f, err); err != nil {
		return err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return nil
}

func closeAfter(f *os.File, err error) error {
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// forPeople says whether the output goes to a terminal.
func (m *Main) forPeople(c *cli.Context) bool {
	return c.String("output") == "-" && terminal(m.Stdout)
}
