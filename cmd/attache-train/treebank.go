package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"attache/extract/syntax"
)

// The treebanks: those to train on, and those to measure on.
var (
	trainTreebanks = []string{"ewt-train", "gum-train"}
	evalTreebanks  = []string{"ewt-dev", "ewt-test", "gum-dev", "gum-test", "pud-test"}
)

// readTreebank reads treebank/NAME.conllu.gz, or the same without .gz.
func (j *job) readTreebank(name string) ([]syntax.Document, error) {
	path := filepath.Join(j.data, "treebank", name+".conllu.gz")
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		path = filepath.Join(j.data, "treebank", name+".conllu")
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, fmt.Errorf("treebank: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if filepath.Ext(path) == ".gz" {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("treebank %s: %w", path, err)
		}
		defer z.Close()
		r = z
	}
	documents, err := syntax.ReadCoNLLU(r)
	if err != nil {
		return nil, fmt.Errorf("treebank %s: %w", path, err)
	}
	if j.capitals {
		writeInCapitals(documents)
	}
	return documents, nil
}

func (j *job) readTrain() ([]syntax.Document, error) {
	var all []syntax.Document
	for _, name := range trainTreebanks {
		documents, err := j.readTreebank(name)
		if err != nil {
			return nil, err
		}
		all = append(all, documents...)
	}
	return all, nil
}

func sentencesOf(documents []syntax.Document) []syntax.Sentence {
	var all []syntax.Sentence
	for i := range documents {
		all = append(all, documents[i].Sentences...)
	}
	return all
}
