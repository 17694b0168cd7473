package main

import (
	"errors"

	"attache/extract/model"
)

func wordsPart() part {
	return part{name: "words", train: trainWords, score: func(*job) (map[string]map[string]float64, error) { return nil, nil }}
}

// How words are clustered for the tagger and the parser, chosen on ewt-dev.
const (
	wordCount      = 150000 // the most frequent are kept
	wordsLearned   = 40000  // the most frequent, which make the clusters
	fineClusters   = 500
	coarseClusters = 80
	clusterRounds  = 8
)

// trainWords makes the classes of words of similar use.
func trainWords(j *job) (map[string][]byte, error) {
	if j.vectors == "" {
		return nil, errors.New("name the file of word vectors with --vectors")
	}
	v, err := readVectors(j.vectors)
	if err != nil {
		return nil, err
	}
	n := min(wordCount, len(v.words))
	v.words, v.vectors = v.words[:n], v.vectors[:n]
	c := clusterWords(v, fineClusters, coarseClusters, coarseClusters, wordsLearned, clusterRounds, j.log)
	b, err := model.NewClusters(c.Words, c.Fine, c.Parents[0]).AppendBinary(nil)
	return map[string][]byte{"words": b}, err
}

func decodeWords(j *job) (*model.Clusters, error) {
	section, err := j.file.Section("words")
	if err != nil {
		return nil, err
	}
	return model.DecodeClusters(section)
}
