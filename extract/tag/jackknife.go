package tag

import (
	"slices"

	"attache/extract/syntax"
)

// Jackknife returns copies of the sentences with the tags that a tagger gives
// that did not see them: it trains one for each of folds parts on the others.
// What is trained on such tags learns to live with the tagger's mistakes.
func Jackknife(sentences []syntax.Sentence, folds int, o TrainOptions) []syntax.Sentence {
	tagged := make([]syntax.Sentence, len(sentences))
	for fold := range folds {
		var others []syntax.Sentence
		for i, s := range sentences {
			if i%folds != fold {
				others = append(others, s)
			}
		}
		t := trainTagger(others, o)
		for i := fold; i < len(sentences); i += folds {
			tagged[i] = sentences[i]
			tagged[i].Tokens = slices.Clone(sentences[i].Tokens)
			t.tag(tagged[i].Tokens, false)
		}
	}
	return tagged
}
