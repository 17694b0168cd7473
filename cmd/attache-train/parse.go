package main

import (
	"fmt"

	"attache/extract/parse"
	"attache/extract/tag"
)

func parsePart() part {
	return part{name: "parse", train: trainParser, score: scoreParser}
}

// jackknifeFolds is in how many parts the treebanks are cut to be tagged by
// taggers that did not see them.
const jackknifeFolds = 8

// minWeight is where the parser's weights are cut off: a smaller one makes the
// file longer by a megabyte for each tenth and hardly the parser better.
const minWeight = 1.46

func trainParser(j *job) (map[string][]byte, error) {
	documents, err := j.readTrain()
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(j.log, "parse: tagging the training sentences in %d parts\n", jackknifeFolds)
	words, err := decodeWords(j)
	if err != nil {
		return nil, err
	}
	sentences := tag.Jackknife(withQuestions(sentencesOf(documents)), jackknifeFolds, tag.TrainOptions{Epochs: j.epochs, Seed: j.seed, Words: words})
	p := parse.Train(sentences, parse.TrainOptions{
		Epochs: j.epochs, Seed: j.seed, Words: words, MinWeight: minWeight,
		Progress: func(epoch int, accuracy float64, _ func() *parse.Parser) {
			fmt.Fprintf(j.log, "parse: pass %d, %.2f%% of the steps right\n", epoch, 100*accuracy)
		},
	})
	b, err := p.AppendBinary(nil)
	return map[string][]byte{"parse": b}, err
}

// scoreParser measures on gold tokens with the tagger's tags, punctuation
// counted.
func scoreParser(j *job) (map[string]map[string]float64, error) {
	section, err := j.file.Section("parse")
	if err != nil {
		return nil, err
	}
	words, err := decodeWords(j)
	if err != nil {
		return nil, err
	}
	p, err := parse.Decode(section, words)
	if err != nil {
		return nil, err
	}
	t, err := decodeTagger(j)
	if err != nil {
		return nil, err
	}
	scores := map[string]map[string]float64{}
	for _, name := range evalTreebanks {
		documents, err := j.readTreebank(name)
		if err != nil {
			return nil, err
		}
		gold := sentencesOf(documents)
		var all, uas, las int
		for k, s := range tagged(t, gold) {
			p.Parse(s.Tokens)
			for i, got := range s.Tokens {
				want := &gold[k].Tokens[i]
				all++
				if got.Head == want.Head {
					uas++
					las += one(got.Deprel == want.Deprel)
				}
			}
		}
		scores[name] = map[string]float64{"uas": share(uas, all), "las": share(las, all)}
	}
	return scores, nil
}
