package main

import (
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far the work is, on a terminal and nowhere else.
type progress struct{ bar *progressbar.ProgressBar }

// newProgress makes a bar for so many inputs, or one that shows nothing.
func (m *Main) newProgress(inputs int, shown bool) progress {
	if !shown || !terminal(m.Stderr) {
		return progress{}
	}
	return progress{progressbar.NewOptions(inputs,
		progressbar.OptionSetWriter(m.Stderr),
		progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30),
	)}
}

func (p progress) step() {
	if p.bar != nil {
		_ = p.bar.Add(1) // a bar that cannot be drawn is not missed
	}
}

func (p progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// failures lists the inputs that failed, after everything else.
type failures []error

func (f failures) report(w io.Writer) error {
	if len(f) == 0 {
		return nil
	}
	for _, err := range f {
		fmt.Fprintln(w, "attache: "+err.Error())
	}
	return &inputsError{len(f)}
}

// count writes "1 document", "2 documents".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if last := len(what) - 1; what[last] == 'y' {
		what = what[:last] + "ie"
	}
	return fmt.Sprintf("%d %ss", n, what)
}
