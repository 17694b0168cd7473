package main

import (
	"fmt"

	"attache/extract/segment"
)

func segmentPart() part {
	return part{name: "segment", train: trainSegmenter, score: scoreSegmenter}
}

func trainSegmenter(j *job) (map[string][]byte, error) {
	documents, err := j.readTrain()
	if err != nil {
		return nil, err
	}
	g := segment.Train(documents, segment.TrainOptions{
		Epochs: j.epochs, Seed: j.seed,
		Progress: func(epoch int, tokens, sentences float64) {
			fmt.Fprintf(j.log, "segment: pass %d, places in words %.2f%%, ends of sentences %.2f%%\n", epoch, 100*tokens, 100*sentences)
		},
	})
	b, err := g.AppendBinary(nil)
	return map[string][]byte{"segment": b}, err
}

// scoreSegmenter measures on raw text. The sentences of pud-test are drawn
// singly, so it says nothing about where sentences end.
func scoreSegmenter(j *job) (map[string]map[string]float64, error) {
	section, err := j.file.Section("segment")
	if err != nil {
		return nil, err
	}
	g, err := segment.Decode(section)
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
		type span struct{ start, end int }
		var tokens, sentences struct{ right, found, wanted int }
		for _, d := range documents {
			goldTokens, goldSentences := map[span]bool{}, map[span]bool{}
			for _, s := range d.Sentences {
				goldSentences[span{s.Start, s.End}] = true
				for _, t := range s.Tokens {
					goldTokens[span{t.Start, t.End}] = true
				}
			}
			tokens.wanted += len(goldTokens)
			sentences.wanted += len(goldSentences)
			for _, s := range g.Segment(d.Text) {
				sentences.found++
				if goldSentences[span{s.Start, s.End}] {
					sentences.right++
				}
				for _, t := range s.Tokens {
					tokens.found++
					if goldTokens[span{t.Start, t.End}] {
						tokens.right++
					}
				}
			}
		}
		scores[name] = map[string]float64{
			"tokens":    f1(tokens.right, tokens.found, tokens.wanted),
			"sentences": f1(sentences.right, sentences.found, sentences.wanted),
		}
	}
	return scores, nil
}
