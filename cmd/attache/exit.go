package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"attache/extract/question"
	"attache/graph"
)

// The exit codes, as --help and the README list them.
const (
	exitDone          = 0
	exitFailed        = 1
	exitUsage         = 2
	exitSomeFailed    = 3
	exitNotUnderstood = 4
	exitName          = 5
	exitInterrupted   = 130
)

// usageError says that the command line makes no sense.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usageErrorf(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// actionError is what a command failed with, once its command line was understood.
type actionError struct{ err error }

func (e *actionError) Error() string { return e.err.Error() }
func (e *actionError) Unwrap() error { return e.err }

// inputsError says that inputs failed. They have been listed already.
type inputsError struct{ failed int }

func (e *inputsError) Error() string { return fmt.Sprintf("%d inputs failed", e.failed) }

// stoppedError says that a signal came, and how far the work had got.
type stoppedError struct{ message string }

func (e *stoppedError) Error() string { return e.message }

// verdict gives the exit code for what a run ended with, and what to tell people.
func verdict(ctx context.Context, err error) (code int, message string) {
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return exitDone, "" // whoever read our output has had enough
	}
	if _, ok := errors.AsType[*inputsError](err); ok {
		return exitSomeFailed, ""
	}
	if _, ok := errors.AsType[*actionError](err); !ok {
		return exitUsage, err.Error() + " (attache --help says how)"
	}
	if stopped, ok := errors.AsType[*stoppedError](err); ok {
		return exitInterrupted, stopped.message
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return exitInterrupted, "stopped"
	}
	if errors.Is(err, question.ErrNotUnderstood) {
		return exitNotUnderstood, err.Error()
	}
	if unknown, ok := errors.AsType[*graph.UnknownNameError](err); ok {
		return exitName, unknownName(unknown)
	}
	if ambiguous, ok := errors.AsType[*graph.AmbiguousNameError](err); ok {
		return exitName, ambiguousName(ambiguous)
	}
	return exitFailed, err.Error()
}

func unknownName(e *graph.UnknownNameError) string {
	var b strings.Builder
	b.WriteString(e.Error())
	if len(e.Nearest) > 0 {
		b.WriteString("; the nearest names are:")
	}
	for _, entity := range e.Nearest {
		fmt.Fprintf(&b, "\n  %s (%s)", entity.Name, entity.Type)
	}
	return b.String()
}

func ambiguousName(e *graph.AmbiguousNameError) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s; ask with one of these names in full:", e.Error())
	for _, entity := range e.Candidates {
		fmt.Fprintf(&b, "\n  %s (%s) %s", entity.Name, entity.Type, entity.XID)
	}
	return b.String()
}
