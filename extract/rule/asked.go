package rule

import (
	"slices"
	"strings"

	"attache/extract/syntax"
)

// asked mends the tree of a question such as "Where was the summit held?": its
// words leave no doubt about its arcs, but parsers, which see few of them,
// often take the participle for a modifier of the noun.
func asked(s syntax.Sentence) syntax.Sentence {
	if len(s.Tokens) < 3 || !asksPlace(s.Tokens[0]) {
		return s
	}
	if s.Tokens[1].Lemma == "do" {
		return askedOf(s)
	}
	if s.Tokens[1].Lemma != "be" {
		return s
	}
	noun, verb := -1, -1
	i := 2
	for ; i < len(s.Tokens); i++ {
		t := s.Tokens[i]
		if t.UPOS == "ADP" || t.UPOS == "PUNCT" || t.UPOS == "VERB" && t.XPOS != "VBG" {
			break
		}
		if t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "PRON" {
			noun = i
		}
	}
	for ; i < len(s.Tokens); i++ {
		if t := s.Tokens[i]; t.UPOS == "VERB" && (t.XPOS == "VBN" || t.XPOS == "VBD") {
			verb = i
			break
		}
	}
	if noun < 0 {
		return s
	}
	s.Tokens = slices.Clone(s.Tokens)
	root := 0
	set := func(i, head int, deprel string) { s.Tokens[i].Head, s.Tokens[i].Deprel = head, deprel }
	if verb >= 0 {
		root = verb
		set(0, verb, "advmod")
		set(1, verb, "aux:pass")
		set(noun, verb, "nsubj:pass")
	} else {
		set(1, 0, "cop")
		set(noun, 0, "nsubj")
	}
	set(root, syntax.Root, "root")
	for j := 2; j < noun; j++ { // what stands before the noun is its own
		if h := s.Tokens[j].Head; h < 2 || h > noun {
			set(j, noun, "compound")
			if s.Tokens[j].UPOS == "DET" {
				s.Tokens[j].Deprel = "det"
			}
		}
	}
	for j := range s.Tokens {
		if t := s.Tokens[j]; t.UPOS == "PUNCT" || j != root && t.Head == syntax.Root {
			set(j, root, "punct")
		}
	}
	return s
}

// askedOf mends "Where did the summit take place?" where the verb was taken for
// a noun: it is the last word of the run, or "take" before "place".
func askedOf(s syntax.Sentence) syntax.Sentence {
	last := -1
	for i := 2; i < len(s.Tokens); i++ {
		switch s.Tokens[i].UPOS {
		case "VERB":
			return s
		case "NOUN", "PROPN", "PRON":
			last = i
		case "DET", "ADJ", "NUM":
		default:
			i = len(s.Tokens)
		}
	}
	verb, object := last, -1
	if last > 2 && s.Tokens[last].Form == "place" && s.Tokens[last-1].Form == "take" {
		verb, object = last-1, last
	}
	subject := verb - 1
	if subject < 2 {
		return s
	}
	s.Tokens = slices.Clone(s.Tokens)
	set := func(i, head int, deprel string) { s.Tokens[i].Head, s.Tokens[i].Deprel = head, deprel }
	for j := range s.Tokens {
		set(j, verb, "punct")
	}
	for j := 2; j < subject; j++ {
		set(j, subject, "compound")
	}
	set(0, verb, "advmod")
	set(1, verb, "aux")
	set(subject, verb, "nsubj")
	set(verb, syntax.Root, "root")
	s.Tokens[verb].UPOS, s.Tokens[verb].XPOS = "VERB", "VB"
	if object >= 0 {
		set(object, verb, "obj")
	}
	return s
}

func asksPlace(t syntax.Token) bool {
	return strings.EqualFold(t.Form, "where") || strings.EqualFold(t.Form, "when")
}
