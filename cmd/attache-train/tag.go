package main

import (
	"slices"

	"attache/extract/parse"
	"attache/extract/syntax"
	"attache/extract/tag"
)

func tagPart() part {
	return part{name: "tag", train: trainMorphology, score: scoreMorphology}
}

func trainMorphology(j *job) (map[string][]byte, error) {
	documents, err := j.readTrain()
	if err != nil {
		return nil, err
	}
	var o tag.TrainOptions
	if j.wordnet != "" {
		if o.Inflections, err = readWordNet(j.wordnet); err != nil {
			return nil, err
		}
	}
	b, err := tag.Train(withQuestions(sentencesOf(documents)), o).AppendBinary(nil)
	return map[string][]byte{"tag": b}, err
}

// scoreMorphology measures on gold tokens with the network's tags. PUD's
// lemmas and features were not made by hand.
func scoreMorphology(j *job) (map[string]map[string]float64, error) {
	n, err := decodeNetwork(j)
	if err != nil {
		return nil, err
	}
	section, err := j.file.Section("tag")
	if err != nil {
		return nil, err
	}
	m, err := tag.Decode(section)
	if err != nil {
		return nil, err
	}
	scores := map[string]map[string]float64{}
	for _, name := range evalTreebanks {
		if name == "pud-test" {
			continue
		}
		documents, err := j.readTreebank(name)
		if err != nil {
			return nil, err
		}
		gold := sentencesOf(documents)
		var all, feats, lemma int
		for k, s := range annotated(n, gold) {
			m.Fill(s.Tokens)
			for i, got := range s.Tokens {
				want := &gold[k].Tokens[i]
				all++
				feats += one(got.Feats == want.Feats)
				lemma += one(got.Lemma == want.Lemma)
			}
		}
		scores[name] = map[string]float64{"feats": share(feats, all), "lemma": share(lemma, all)}
	}
	return scores, nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// annotated returns copies of the sentences as the network reads their forms.
func annotated(n *parse.Network, sentences []syntax.Sentence) []syntax.Sentence {
	copies := slices.Clone(sentences)
	for i := range copies {
		copies[i].Tokens = make([]syntax.Token, len(sentences[i].Tokens))
		for k, t := range sentences[i].Tokens {
			copies[i].Tokens[k].Form = t.Form
		}
	}
	n.Annotate(copies)
	return copies
}
