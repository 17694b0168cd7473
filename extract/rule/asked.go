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
	if len(s.Tokens) < 3 {
		return s
	}
	s = stranded(s)
	switch {
	case isDo(s.Tokens[0]):
		return askedOf(s, 0)
	case isDo(s.Tokens[1]) && strings.HasPrefix(strings.ToLower(s.Tokens[0].Form), "wh"):
		return askedOf(s, 1)
	case !asksPlace(s.Tokens[0]):
		return s
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

// stranded hangs the preposition at a question's end on the word that asks:
// "Who was she with?"
func stranded(s syntax.Sentence) syntax.Sentence {
	last := len(s.Tokens) - 1
	if s.Tokens[last].UPOS == "PUNCT" {
		last--
	}
	if last < 2 || s.Tokens[last].UPOS != "ADP" || s.Tokens[last].Deprel == "compound:prt" {
		return s
	}
	switch strings.ToLower(s.Tokens[0].Form) {
	case "who", "whom", "what":
	default:
		return s
	}
	for _, t := range s.Tokens {
		if t.Head == last {
			return s // it has a noun of its own
		}
	}
	s.Tokens = slices.Clone(s.Tokens)
	s.Tokens[last].Head, s.Tokens[last].Deprel = 0, "case"
	if root := slices.IndexFunc(s.Tokens, func(t syntax.Token) bool { return t.Head == syntax.Root }); root > 1 && s.Tokens[1].Lemma == "be" && s.Tokens[0].Head == root && s.Tokens[root].UPOS != "VERB" {
		// "Merkel" is no predicate of "who".
		for i := range s.Tokens {
			if s.Tokens[i].Head == root && (s.Tokens[i].Deprel == "cop" || s.Tokens[i].UPOS == "PUNCT") {
				s.Tokens[i].Head = 0
			}
		}
		s.Tokens[0].Head, s.Tokens[0].Deprel = syntax.Root, "root"
		s.Tokens[root].Head, s.Tokens[root].Deprel = 0, "nsubj"
	}
	if t := &s.Tokens[0]; t.Deprel == "obj" || t.Deprel == "nsubj" && hasSubject(s, t.Head, 0) {
		t.Deprel = "obl"
	}
	return s
}

// askedOf mends "Where did the summit take place?" and "Did Lang meet Moro?"
// where the verb behind "did" was taken for a noun or a part of a name.
func askedOf(s syntax.Sentence, do int) syntax.Sentence {
	first := do + 1
	last, verb := -1, -1
	for i := first; i < len(s.Tokens); i++ {
		t := s.Tokens[i]
		if t.UPOS == "VERB" {
			return s
		}
		if t.UPOS != "NOUN" && t.UPOS != "PROPN" && t.UPOS != "PRON" && t.UPOS != "DET" && t.UPOS != "ADJ" && t.UPOS != "NUM" {
			break
		}
		last = i
		if verb < 0 && i > first && lower(t) && !lower(s.Tokens[i-1]) { // "Lang meet"
			verb = i
		}
	}
	if last > first+1 && s.Tokens[last].Form == "place" && s.Tokens[last-1].Form == "take" {
		verb = last - 1
	}
	if verb < 0 {
		verb = last
	}
	subject, object := verb-1, -1
	if subject < first {
		return s
	}
	if last > verb {
		object = last
	}
	s.Tokens = slices.Clone(s.Tokens)
	set := func(i, head int, deprel string) { s.Tokens[i].Head, s.Tokens[i].Deprel = head, deprel }
	for i := range s.Tokens {
		switch t := s.Tokens[i]; {
		case i == verb:
			set(i, syntax.Root, "root")
		case i < do:
			set(i, verb, "advmod")
			if t.UPOS == "PRON" {
				set(i, verb, "obj")
			}
		case i == do:
			set(i, verb, "aux")
		case i == subject:
			set(i, verb, "nsubj")
		case i < subject:
			set(i, subject, "compound")
		case i == object:
			set(i, verb, "obj")
		case i < object:
			set(i, object, "compound")
		case t.Head == syntax.Root || t.UPOS == "PUNCT" || t.Head <= last && t.Head != object && t.UPOS != "ADP":
			if t.UPOS == "PUNCT" {
				set(i, verb, "punct")
			} else {
				set(i, verb, "obl")
			}
		}
	}
	s.Tokens[verb].UPOS, s.Tokens[verb].XPOS = "VERB", "VB"
	s.Tokens[verb].Lemma = strings.ToLower(s.Tokens[verb].Form)
	return s
}

func isDo(t syntax.Token) bool {
	switch strings.ToLower(t.Form) {
	case "did", "does", "do":
		return true
	}
	return false
}

func lower(t syntax.Token) bool { return t.Form == strings.ToLower(t.Form) }

func asksPlace(t syntax.Token) bool {
	return strings.EqualFold(t.Form, "where") || strings.EqualFold(t.Form, "when")
}
