package main

import (
	"fmt"

	"attache/extract/name"
	"attache/extract/parse"
	"attache/extract/syntax"
)

func networkPart() part {
	return part{name: "network", train: trainNetwork, score: scoreNetwork}
}

// The network and its training, chosen on the dev files.
var networkShape = parse.Shape{Width: 256, Layers: 4, Part: 128, Arc: 128, Label: 128, Names: name.LabelCount, Styles: 3}

const (
	networkEpochs  = 14
	networkBatch   = 24 // sentences
	networkRate    = 2e-3
	networkDropout = 0.3
	networkVectors = 100_000 // word vectors kept
	networkScale   = 10      // their length
	networkGUM     = 2       // how often a pass sees GUM, which is the smaller treebank but nearer to news
)

// The ways of marking names; the first is that of the names found.
var nameStyles = map[string]int{domainUNER: 0, domainPolitics: 1, domainGUM: 2, domainCapitals: 0}

func trainNetwork(j *job) (map[string][]byte, error) {
	vectors, err := j.readVectors()
	if err != nil {
		return nil, err
	}
	kept := min(networkVectors, len(vectors.words))
	scaled := make([][]float32, kept)
	for k, v := range vectors.vectors[:kept] { // whose length is 1
		scaled[k] = make([]float32, len(v))
		for i, x := range v {
			scaled[k][i] = x * networkScale
		}
	}
	examples, err := networkExamples(j)
	if err != nil {
		return nil, err
	}
	dev := map[string][]syntax.Sentence{}
	for _, name := range []string{"ewt-dev", "gum-dev"} {
		documents, err := j.readTreebank(name)
		if err != nil {
			return nil, err
		}
		dev[name] = sentencesOf(documents)
	}
	epochs := networkEpochs
	if j.epochs > 0 {
		epochs = j.epochs
	}
	n := parse.Train(parse.Training{
		Examples: examples, Vectors: parse.NewVectors(vectors.words[:kept], scaled),
		Shape: networkShape, Epochs: epochs, Batch: networkBatch, Rate: networkRate, Dropout: networkDropout, Seed: j.seed,
		Progress: func(epoch int, losses [4]float64, freeze func() *parse.Network) {
			fmt.Fprintf(j.log, "network: pass %d, losses: arcs %.3f, labels %.3f, tags %.3f, names %.3f", epoch+1, losses[0], losses[1], losses[2], losses[3])
			if epoch%2 == 1 || epoch == epochs-1 {
				for _, name := range []string{"ewt-dev", "gum-dev"} {
					c := countRight(freeze(), dev[name])
					fmt.Fprintf(j.log, "; %s las %.2f, xpos %.2f", name, 100*share(c.las, c.all), 100*share(c.xpos, c.all))
				}
			}
			fmt.Fprintln(j.log)
		},
	})
	return map[string][]byte{"network": n.AppendBinary(nil)}, nil
}

// networkExamples joins the treebanks' trees with the names marked in their
// sentences, and adds made questions and sentences that have names alone.
func networkExamples(j *job) ([]parse.Example, error) {
	documents, err := j.readTrain()
	if err != nil {
		return nil, err
	}
	marked, gum, err := j.readMarked()
	if err != nil {
		return nil, err
	}
	type names struct {
		labels []uint8
		style  int
		used   bool
	}
	known := map[string]*names{}
	for _, e := range marked {
		for i, s := range e.Sentences {
			labels, err := name.Labels(len(s.Tokens), e.Names[i])
			if err != nil {
				return nil, err
			}
			known[formsOf(s.Tokens)] = &names{labels: labels, style: nameStyles[e.Domain]}
		}
	}
	var examples []parse.Example
	sentences := withQuestions(sentencesOf(documents))
	for range networkGUM - 1 {
		sentences = append(sentences, sentencesOf(gum)...)
	}
	for _, s := range sentences {
		e := parse.Example{Tokens: s.Tokens, Tree: true}
		if n := known[formsOf(s.Tokens)]; n != nil {
			e.Names, e.Style, n.used = n.labels, n.style, true
		}
		examples = append(examples, e)
	}
	for _, e := range append(marked, inCapitals(marked)...) {
		for i, s := range e.Sentences {
			if n := known[formsOf(s.Tokens)]; n != nil && n.used {
				continue
			}
			labels, err := name.Labels(len(s.Tokens), e.Names[i])
			if err != nil {
				return nil, err
			}
			examples = append(examples, parse.Example{Tokens: s.Tokens, Names: labels, Style: nameStyles[e.Domain]})
		}
	}
	return examples, nil
}

// rightCounts counts tokens, and those that are right by measure.
type rightCounts struct{ all, upos, xpos, uas, las int }

// countRight measures a network on gold tokens, punctuation counted.
func countRight(n *parse.Network, gold []syntax.Sentence) rightCounts {
	var c rightCounts
	found := annotated(n, gold)
	for i := range gold {
		for k, want := range gold[i].Tokens {
			got := found[i].Tokens[k]
			c.all++
			c.upos += one(got.UPOS == want.UPOS)
			c.xpos += one(got.XPOS == want.XPOS)
			c.uas += one(got.Head == want.Head)
			c.las += one(got.Head == want.Head && got.Deprel == want.Deprel)
		}
	}
	return c
}

func decodeNetwork(j *job) (*parse.Network, error) {
	section, err := j.file.Section("network")
	if err != nil {
		return nil, err
	}
	return parse.Decode(section)
}

func scoreNetwork(j *job) (map[string]map[string]float64, error) {
	n, err := decodeNetwork(j)
	if err != nil {
		return nil, err
	}
	scores := map[string]map[string]float64{}
	for _, name := range evalTreebanks {
		documents, err := j.readTreebank(name)
		if err != nil {
			return nil, err
		}
		c := countRight(n, sentencesOf(documents))
		scores[name] = map[string]float64{
			"upos": share(c.upos, c.all), "xpos": share(c.xpos, c.all),
			"uas": share(c.uas, c.all), "las": share(c.las, c.all),
		}
	}
	return scores, nil
}
