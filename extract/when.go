package extract

import (
	"strings"

	"attache/extract/name"
	"attache/extract/syntax"
	"attache/schema/statement"
)

// when returns the time that the text gives for what a trigger tells: that of
// the expression of time nearest above or below it in the tree, in ISO 8601.
func (r *reading) when(sentence, trigger int, status statement.Status) string {
	tokens := r.sentences[sentence].Tokens
	up := func(i int) int {
		if h := tokens[i].Head; h >= 0 && h < len(tokens) {
			return h
		}
		return -1
	}
	for _, d := range r.dates[sentence] {
		if r.inDateline(d) || bounds(tokens, d.Head) {
			continue
		}
		for steps, i := 0, d.Head; i >= 0 && steps < 4; steps++ {
			if i == trigger || steps > 0 && i == up(trigger) && steps < 3 {
				iso, _ := name.ResolveDate(d.Text, r.document.Published, status != statement.Actual && status != statement.Negated)
				return iso
			}
			i = up(i)
		}
	}
	return ""
}

// bounds reports whether an expression of time only bounds when something was: "since 2019".
func bounds(tokens []syntax.Token, head int) bool {
	for i, t := range tokens {
		if t.Head == head && t.Deprel == "case" && i < head {
			switch strings.ToLower(t.Form) {
			case "since", "until", "till", "before", "after", "by", "from", "for":
				return true
			}
		}
	}
	return false
}

// inDateline reports whether a date tells when a report was filed rather than
// when something happened: "OSLO, March 3 (Agency) — …".
func (r *reading) inDateline(d name.Mention) bool {
	paragraph := strings.LastIndexByte(r.document.Text[:d.Start], '\n') + 1
	before := r.document.Text[paragraph:d.Start]
	after := r.document.Text[d.End:min(d.End+40, len(r.document.Text))]
	place, _, found := strings.Cut(before, ",")
	if !found || len(before) > 60 || place != strings.ToUpper(place) {
		return false
	}
	return strings.Contains(after, " - ") || strings.Contains(after, "—") || strings.Contains(after, "–")
}
