package extract

import (
	"strings"

	"attache/extract/syntax"
)

// withVerb gives a sentence its verb where the parser took it for a participle:
// in "The two discussed pensions", "two" counts no pensions. A sentence in which
// another finite verb stands is left as it is.
func withVerb(s syntax.Sentence) syntax.Sentence {
	verb := -1
	for i, t := range s.Tokens {
		switch t.XPOS {
		case "VBD", "VBP", "VBZ", "MD":
			return s
		case "VBN":
			if verb < 0 && i > 0 && t.Deprel == "amod" && t.Head > i && t.Head < len(s.Tokens) && counts(s.Tokens, i-1, t.Head) {
				verb = i
			}
		}
	}
	if verb < 0 {
		return s
	}
	s.Tokens = append([]syntax.Token(nil), s.Tokens...)
	number, object, root := verb-1, s.Tokens[verb].Head, -1
	for i := range s.Tokens {
		t := &s.Tokens[i]
		switch {
		case t.Head < 0:
			root = i
		case i < number && (t.Head == object || t.Head == root):
			t.Head = number // "the two"
		}
		if t.Deprel == "punct" && i == len(s.Tokens)-1 {
			t.Head = verb
		}
	}
	if root >= 0 && root != object {
		s.Tokens[root].Head, s.Tokens[root].Deprel = object, "conj"
		if s.Tokens[root].XPOS == "VBN" {
			s.Tokens[root].UPOS, s.Tokens[root].XPOS = "NOUN", "NN"
		}
	}
	v := &s.Tokens[verb]
	v.Head, v.Deprel, v.UPOS, v.XPOS = syntax.Root, "root", "VERB", "VBD"
	s.Tokens[number].Head, s.Tokens[number].Deprel = verb, "nsubj"
	s.Tokens[object].Head, s.Tokens[object].Deprel = verb, "obj"
	return s
}

// naming verbs have an object and what they call it.
var naming = map[string]bool{"call": true, "label": true, "brand": true, "dub": true, "deem": true, "term": true, "pronounce": true}

// withObject gives such a verb its object where the parser took both for what
// something is called: "called the verdict a scandal".
func withObject(s syntax.Sentence) syntax.Sentence {
	copied := false
	for v, t := range s.Tokens {
		if !naming[strings.ToLower(t.Lemma)] {
			continue
		}
		var called []int
		for i, c := range s.Tokens {
			if c.Head != v {
				continue
			}
			switch c.Deprel {
			case "obj", "iobj":
				called = append(called, -1)
			case "xcomp":
				called = append(called, i)
			}
		}
		if len(called) != 2 || called[0] < v || called[1] < v {
			continue
		}
		if object := s.Tokens[called[0]]; object.UPOS == "NOUN" || object.UPOS == "PROPN" || object.UPOS == "PRON" {
			if !copied {
				s.Tokens, copied = append([]syntax.Token(nil), s.Tokens...), true
			}
			s.Tokens[called[0]].Deprel = "obj"
		}
	}
	return s
}

// counts reports whether a token opens its sentence as a number that could stand for
// persons: "The two", "Both".
func counts(tokens []syntax.Token, number, noun int) bool {
	t := tokens[number]
	if t.Head != noun || number > 1 || number == 1 && !strings.EqualFold(tokens[0].Form, "the") {
		return false
	}
	switch strings.ToLower(t.Form) {
	case "two", "three", "four", "both":
		return true
	}
	return false
}
