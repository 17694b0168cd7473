// Command prose reads a text with github.com/jdkato/prose, for the benchmarks one folder up.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/jdkato/prose/v2"
)

type reading struct {
	Seconds   float64 `json:"seconds"`
	CPU       float64 `json:"cpu"` // seconds of processor time
	Tokens    int     `json:"tokens"`
	Sentences int     `json:"sentences"`
	Names     int     `json:"names"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "prose:", err)
		os.Exit(1)
	}
}

func run() error {
	runtime.GOMAXPROCS(1)
	if len(os.Args) != 2 {
		return fmt.Errorf("name the file to read")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	// Of its own accord each document would load the model anew.
	first, err := prose.NewDocument(string(text))
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		start, cpu := time.Now(), cpuTime()
		r, err := read(string(text), first.Model)
		if err != nil {
			return err
		}
		r.Seconds, r.CPU = time.Since(start).Seconds(), (cpuTime() - cpu).Seconds()
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

func read(text string, model *prose.Model) (reading, error) {
	document, err := prose.NewDocument(text, prose.UsingModel(model))
	if err != nil {
		return reading{}, err
	}
	return reading{Tokens: len(document.Tokens()), Sentences: len(document.Sentences()), Names: len(document.Entities())}, nil
}
