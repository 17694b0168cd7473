package main

import (
	"fmt"
	"slices"

	"attache/extract/syntax"
	"attache/extract/tag"
)

func tagPart() part {
	return part{name: "tag", train: trainTagger, score: scoreTagger}
}

func trainTagger(j *job) (map[string][]byte, error) {
	documents, err := j.readTrain()
	if err != nil {
		return nil, err
	}
	words, err := decodeWords(j)
	if err != nil {
		return nil, err
	}
	sentences := withQuestions(sentencesOf(documents))
	t := tag.Train(sentences, tag.TrainOptions{
		Epochs: j.epochs, Seed: j.seed, Words: words,
		Progress: func(epoch int, accuracy float64) {
			fmt.Fprintf(j.log, "tag: pass %d, %.2f%% right\n", epoch, 100*accuracy)
		},
	})
	b, err := t.AppendBinary(nil)
	return map[string][]byte{"tag": b}, err
}

func decodeTagger(j *job) (*tag.Tagger, error) {
	section, err := j.file.Section("tag")
	if err != nil {
		return nil, err
	}
	words, err := decodeWords(j)
	if err != nil {
		return nil, err
	}
	return tag.Decode(section, words)
}

// scoreTagger measures on gold tokens. PUD's lemmas and features were not
// made by hand.
func scoreTagger(j *job) (map[string]map[string]float64, error) {
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
		var all, upos, xpos, feats, lemma int
		for _, s := range sentencesOf(documents) {
			tokens := slices.Clone(s.Tokens)
			t.Tag(tokens)
			for i, got := range tokens {
				want := &s.Tokens[i]
				all++
				upos += one(got.UPOS == want.UPOS)
				xpos += one(got.XPOS == want.XPOS)
				feats += one(got.Feats == want.Feats)
				lemma += one(got.Lemma == want.Lemma)
			}
		}
		scores[name] = map[string]float64{"upos": share(upos, all), "xpos": share(xpos, all)}
		if name != "pud-test" {
			scores[name]["feats"] = share(feats, all)
			scores[name]["lemma"] = share(lemma, all)
		}
	}
	return scores, nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// tagged returns copies of the sentences with the tagger's tags.
func tagged(t *tag.Tagger, sentences []syntax.Sentence) []syntax.Sentence {
	copies := slices.Clone(sentences)
	for i := range copies {
		copies[i].Tokens = slices.Clone(copies[i].Tokens)
		t.Tag(copies[i].Tokens)
	}
	return copies
}
