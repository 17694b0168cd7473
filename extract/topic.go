package extract

import (
	"slices"
	"strings"

	"attache/extract/syntax"
	"attache/schema/statement"
)

// longestPhrase is the number of words beyond which a phrase loses its clauses, then its last complements.
const longestPhrase = 9

// Phrase returns the noun phrase of a head as somebody would write it on an
// index card: no determiner before it, no relative clause or apposition behind it.
// ok is false where the head names nothing: a pronoun, a number, a day.
func Phrase(text string, s syntax.Sentence, head int) (span statement.Span, ok bool) {
	t := s.Tokens[head]
	if quantities[strings.ToLower(t.Lemma)] || emptyNouns[strings.ToLower(t.Lemma)] { // "all of the treaties", "a year of losses"
		for c, of := range s.Tokens {
			if of.Head == head && of.Deprel == "nmod" && c > head && caseOf(s, s.Children(), c) == "of" {
				return Phrase(text, s, c)
			}
		}
	}
	switch {
	case t.UPOS != "NOUN" && t.UPOS != "PROPN" && t.XPOS != "VBG":
		return span, false
	case emptyNouns[strings.ToLower(t.Lemma)]:
		return span, false
	}
	children := s.Children()
	var drop []string
	for _, more := range [][]string{
		{"acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "advcl", "advcl:relcl", "discourse", "cop", "nsubj", "nsubj:pass", "aux", "aux:pass", "ccomp", "case", "mark", "vocative", "dislocated", "list", "orphan", "advmod", "expl", "csubj"},
		{"acl"},
		{"nmod", "obl"},
	} {
		if more[0] == "acl" && hollowNouns[strings.ToLower(t.Lemma)] {
			for _, c := range children[head] { // "the importance of renewing the treaty"
				if c > head && s.Tokens[c].Deprel == "acl" && s.Tokens[c].XPOS == "VBG" {
					return Phrase(text, s, c)
				}
			}
		}
		if more[0] == "nmod" && hollowNouns[strings.ToLower(t.Lemma)] {
			for _, c := range children[head] {
				if c > head && s.Tokens[c].Deprel == "nmod" {
					return Phrase(text, s, c)
				}
			}
		}
		drop = append(drop, more...)
		kept := within(s, children, head, drop)
		first, last := head, head
		for first > 0 && kept[first-1] {
			first--
		}
		for last+1 < len(s.Tokens) && kept[last+1] {
			last++
		}
		for first < head && trimmed(s.Tokens[first]) {
			first++
		}
		for last > head && (trimmed(s.Tokens[last]) || s.Tokens[last].UPOS == "ADP" || s.Tokens[last].UPOS == "SCONJ" || s.Tokens[last].XPOS == "WRB") {
			last--
		}
		span = statement.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
		if last-first < longestPhrase {
			break
		}
	}
	return span, true
}

// emptyNouns name nothing without what stands beside them.
var emptyNouns = map[string]bool{
	"thing": true, "way": true, "lot": true, "one": true, "something": true, "anything": true, "nothing": true,
	"everything": true, "reporter": true, "journalist": true, "today": true, "yesterday": true, "tomorrow": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"year": true, "month": true, "week": true, "day": true, "hour": true, "time": true, "people": true, "part": true,
	"kind": true, "sort": true, "%": true, "percent": true, "statement": true, "press": true,
	"other": true, "place": true, "human": true, "everybody": true, "everyone": true, "somebody": true, "someone": true,
	"generation": true, "moment": true,
}

// quantities say only how much there is of what follows them.
var quantities = map[string]bool{
	"all": true, "some": true, "many": true, "most": true, "both": true, "each": true, "several": true, "much": true,
	"lot": true, "number": true, "couple": true, "dozen": true, "none": true, "half": true, "part": true, "series": true,
	"range": true, "variety": true, "majority": true, "kind": true, "sort": true,
}

// hollowNouns say less than what follows them.
var hollowNouns = map[string]bool{
	"possibility": true, "prospect": true, "idea": true, "chance": true, "concern": true, "importance": true,
	"issue": true, "question": true, "need": true, "number": true, "matter": true, "series": true, "problem": true,
	"fact": true, "hope": true, "plan": true, "risk": true, "danger": true, "role": true, "use": true,
}

func trimmed(t syntax.Token) bool {
	return t.UPOS == "DET" || t.UPOS == "PUNCT" || t.XPOS == "PRP$" || t.UPOS == "CCONJ" || t.XPOS == "POS"
}

// within marks the tokens of a head's phrase, without what hangs on it by one of the relations.
func within(s syntax.Sentence, children [][]int, head int, drop []string) []bool {
	kept := make([]bool, len(s.Tokens))
	var keep func(i int, whole bool)
	keep = func(i int, whole bool) {
		if kept[i] {
			return
		}
		kept[i] = true
		for _, c := range children[i] {
			deprel := s.Tokens[c].Deprel
			if whole && deprel == "nmod" && s.Tokens[c].UPOS == "PROPN" && caseOf(s, children, c) == "with" {
				continue // "discussed trade with Ada Lang"
			}
			if whole && c > head && deprel == "nmod" && caseOf(s, children, c) == "as" {
				continue // "described the meeting as a waste of time"
			}
			quotation := deprel == "punct" && quotationMark(s.Tokens[c].Form)
			if !quotation && slices.Contains(drop, deprel) && (whole || deprel == "acl:relcl" || deprel == "parataxis" || deprel == "appos") {
				continue
			}
			keep(c, false)
		}
	}
	keep(head, true)
	return kept
}

// caseOf returns the preposition before a noun.
func caseOf(s syntax.Sentence, children [][]int, noun int) string {
	for _, c := range children[noun] {
		if s.Tokens[c].Deprel == "case" {
			return strings.ToLower(s.Tokens[c].Form)
		}
	}
	return ""
}

func quotationMark(form string) bool {
	return strings.Trim(form, "\"“”‘’'`«»") == ""
}

// Wording is a phrase as it names a topic: one line, without quotation marks.
func Wording(phrase string) string {
	phrase = strings.Map(func(r rune) rune {
		switch r {
		case '"', '“', '”', '«', '»':
			return -1
		}
		return r
	}, phrase)
	return strings.Trim(strings.Join(strings.Fields(phrase), " "), ",;:.-–— ")
}
