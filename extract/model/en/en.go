// Package en holds the English model, embedded in the program and loaded when first needed.
package en

import (
	"bytes"
	_ "embed" // the model file
	"fmt"
	"strings"
	"sync"

	"attache/extract/model"
	"attache/extract/name"
	"attache/extract/parse"
	"attache/extract/segment"
	"attache/extract/syntax"
	"attache/extract/tag"
)

//go:embed en.attache
var embedded []byte

// Model is the trained pipeline for English. It is read-only and safe for use
// by many goroutines at once.
type Model struct {
	Info       model.Info
	Segmenter  *segment.Segmenter
	Network    *parse.Network
	Morphology *tag.Morphology
	Names      *name.Recognizer
}

var load = sync.OnceValues(func() (*Model, error) {
	m, err := Decode(embedded)
	if err != nil {
		return nil, fmt.Errorf("the English model in this program: %w", err)
	}
	return m, nil
})

// Load returns the embedded model. It is decoded at the first call.
func Load() (*Model, error) { return load() }

// Info returns the embedded model's description without loading its weights.
func Info() (model.Info, error) { return model.ReadInfo(bytes.NewReader(embedded)) }

// Decode reads a model from the bytes of a model file. Its error wraps those
// of model.Read.
func Decode(b []byte) (*Model, error) {
	file, err := model.Read(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	m := &Model{Info: file.Info}
	if m.Segmenter, err = decode(file, "segment", segment.Decode); err != nil {
		return nil, err
	}
	if m.Network, err = decode(file, "network", parse.Decode); err != nil {
		return nil, err
	}
	if m.Morphology, err = decode(file, "tag", tag.Decode); err != nil {
		return nil, err
	}
	if m.Names, err = decode(file, name.SectionName, name.Decode); err != nil {
		return nil, err
	}
	return m, nil
}

func decode[T any](file *model.File, name string, decode func([]byte) (T, error)) (T, error) {
	section, err := file.Section(name)
	if err != nil {
		var none T
		return none, err
	}
	return decode(section)
}

// Parse returns the sentences of a text with tokens, tags, features, lemmas
// and trees. Offsets are bytes of the text. Any bytes will do.
func (m *Model) Parse(text string) []syntax.Sentence {
	sentences := m.Segmenter.Segment(text)
	m.Annotate(sentences)
	return sentences
}

// Annotate fills in tags, features, lemmas and trees of segmented sentences.
func (m *Model) Annotate(sentences []syntax.Sentence) {
	m.Network.Annotate(sentences)
	for i := range sentences {
		verbalize(sentences[i].Tokens)
		m.Morphology.Fill(sentences[i].Tokens)
	}
}

// verbalize makes a verb of a noun in -ing that the tree takes for one: it has
// an object and heads a clause ("after meeting her").
func verbalize(tokens []syntax.Token) {
	for _, t := range tokens {
		if t.Deprel != "obj" || t.Head < 0 || t.Head >= len(tokens) {
			continue
		}
		verb := &tokens[t.Head]
		if verb.XPOS != "NN" || !strings.HasSuffix(verb.Form, "ing") {
			continue
		}
		switch verb.Deprel {
		case "advcl", "acl", "xcomp", "ccomp", "csubj":
			verb.UPOS, verb.XPOS = "VERB", "VBG"
		}
	}
}
