package extract

import (
	"unicode"
	"unicode/utf8"

	"attache/extract/rule"
	"attache/extract/syntax"
)

// longestDateline is the number of tokens that the head of a report may have:
// "SAN SALVADOR, El Salvador, Aug. 16, 2025 (Agency) —".
const longestDateline = 18

// Parse gives a text its sentences, tokens and trees. A dateline is a sentence of its
// own, for it has no part in the clause behind it.
func (p *Pipeline) Parse(text string) []syntax.Sentence {
	var sentences []syntax.Sentence
	for _, s := range p.model.Segmenter.Segment(text) {
		if n := dateline(s.Tokens); n > 0 {
			head, rest := s, s
			head.Tokens, rest.Tokens = s.Tokens[:n:n], s.Tokens[n:]
			head.End, rest.Start = head.Tokens[n-1].End, rest.Tokens[0].Start
			rest.Paragraph = false
			sentences = append(sentences, head, rest)
			continue
		}
		sentences = append(sentences, s)
	}
	p.model.Annotate(sentences)
	for i := range sentences {
		sentences[i] = rule.Mend(sentences[i])
	}
	return sentences
}

// dateline returns how many tokens at the start of a sentence are a dateline: a
// place in capitals, perhaps a country, day and agency, and a dash that stands free.
func dateline(tokens []syntax.Token) int {
	if len(tokens) < 3 || !capitals(tokens[0].Form) {
		return 0
	}
	for i, t := range tokens[:min(len(tokens)-1, longestDateline)] {
		switch t.Form {
		case "-", "–", "—", "--":
			if i > 0 && t.Start > tokens[i-1].End && tokens[i+1].Start > t.End {
				return i + 1
			}
			if i == 0 || t.Form == "—" {
				return 0
			}
		case ",", ".", "(", ")", "/":
		default:
			r, _ := utf8.DecodeRuneInString(t.Form)
			if !unicode.IsUpper(r) && !unicode.IsDigit(r) && t.Form != "de" && t.Form != "of" {
				return 0
			}
		}
	}
	return 0
}

func capitals(form string) bool {
	letters := 0
	for _, r := range form {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1
}
