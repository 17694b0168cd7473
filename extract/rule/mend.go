package rule

import (
	"slices"
	"strings"

	"attache/extract/syntax"
)

// mend rights what parsers get wrong and words leave in no doubt: a preposition
// that was taken for an adverb with a noun on it, one that hangs on a verb or on
// what stands before it (it marks the next noun phrase), the second half of
// "between A and B", and a verb that was made an item of a list under its subject.
func mend(s syntax.Sentence) syntax.Sentence {
	tokens := onWrite(&s)
	for i, t := range s.Tokens {
		p := t.Head
		if p < 0 || p >= i || !isNominal(t) || s.Tokens[p].XPOS != "IN" {
			continue
		}
		over := s.Tokens[p]
		if over.Head < 0 || over.Head >= len(s.Tokens) || over.Head == i || over.Deprel == "case" || over.Deprel == "mark" {
			continue
		}
		tokens()[i].Head, s.Tokens[i].Deprel = over.Head, "obl"
		s.Tokens[p].Head, s.Tokens[p].Deprel = i, "case"
	}
	for p, t := range s.Tokens {
		marks := t.Deprel == "case" || t.Deprel == "obl" || t.Deprel == "nmod"
		if t.XPOS != "IN" || !marks || t.Head < 0 || t.Head >= len(s.Tokens) || t.Head > p && s.Tokens[t.Head].UPOS != "VERB" {
			continue
		}
		noun := nounAfter(s, p)
		if noun < 0 || noun == t.Head {
			continue
		}
		head, deprel := t.Head, "obl"
		if p > 0 && s.Tokens[p-1].UPOS == "NOUN" {
			head, deprel = p-1, "nmod"
		}
		if head == noun || below(s, head, noun) {
			continue
		}
		tokens()[noun].Head, s.Tokens[noun].Deprel = head, deprel
		s.Tokens[p].Head, s.Tokens[p].Deprel = noun, "case"
	}
	for p, t := range s.Tokens { // "between A and B" has both
		if t.Lemma != "between" || t.Deprel != "case" || t.Head <= p || t.Head >= len(s.Tokens) {
			continue
		}
		if one := nounAfter(s, p); one >= 0 && one < t.Head && !below(s, s.Tokens[one].Head, one) {
			two := t.Head // the parser hung it on the second
			for h := s.Tokens[two].Head; h > two && s.Tokens[two].Deprel != "conj" && isNominal(s.Tokens[h]); h = s.Tokens[two].Head {
				two = h
			}
			if over := s.Tokens[two].Head; s.Tokens[one].Head == over || s.Tokens[one].Head == two || over == one {
				if s.Tokens[one].Head == two {
					tokens()[one].Head, s.Tokens[one].Deprel = over, s.Tokens[two].Deprel
				}
				tokens()[p].Head = one
				s.Tokens[two].Head, s.Tokens[two].Deprel = one, "conj"
				continue
			}
		}
		and := t.Head + 1
		for and < len(s.Tokens) && s.Tokens[and].Head == t.Head && s.Tokens[and].Deprel == "flat" {
			and++
		}
		if and >= len(s.Tokens) || s.Tokens[and].Lemma != "and" {
			continue
		}
		if noun := nounAfter(s, and); noun >= 0 && s.Tokens[noun].Head != t.Head && !below(s, t.Head, noun) {
			tokens()[noun].Head, s.Tokens[noun].Deprel = t.Head, "conj"
		}
	}
	for i, t := range s.Tokens { // a name that a verb follows is no list
		if t.Deprel != "list" || t.UPOS != "VERB" || t.Head < 0 || t.Head >= i || s.Tokens[t.Head].UPOS != "PROPN" {
			continue
		}
		name := t.Head
		relative := false
		for j := name + 1; j < i; j++ {
			relative = relative || s.Tokens[j].Head == i && isRelative(s.Tokens[j])
		}
		if relative {
			tokens()[i].Deprel = "acl:relcl"
			continue
		}
		if t.XPOS == "VBN" || t.XPOS == "VBG" {
			tokens()[i].Deprel = "acl"
			continue
		}
		if s.Tokens[name].Head != syntax.Root {
			continue
		}
		tokens()[i].Head, s.Tokens[i].Deprel = syntax.Root, "root"
		s.Tokens[name].Head, s.Tokens[name].Deprel = i, "nsubj"
	}
	return s
}

// Mend rights some of a tree that its words leave no doubt about, for all that
// read it. The sentence given stays as it is.
func Mend(s syntax.Sentence) syntax.Sentence {
	for _, mend := range []func(syntax.Sentence) syntax.Sentence{
		mendCounted, mendNaming, mendHyphens, mendVerbless, mendTo, mendPhrases, mendPrepositions, mendFirms, mendSubjects,
	} {
		s = mend(s)
	}
	return s
}

// onWrite returns a function that gives the tokens of a sentence to write to: a
// copy, made at the first call.
func onWrite(s *syntax.Sentence) func() []syntax.Token {
	copied := false
	return func() []syntax.Token {
		if !copied {
			s.Tokens, copied = slices.Clone(s.Tokens), true
		}
		return s.Tokens
	}
}

// participle returns the first participle that was taken for an attribute of a
// noun behind it, in a sentence that has no finite verb, and that fits; -1 is none.
func participle(s syntax.Sentence, fits func(verb, noun int) bool) int {
	verb := -1
	for i, t := range s.Tokens {
		switch t.XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			return -1
		case "VBN":
			if verb < 0 && i > 0 && t.Deprel == "amod" && t.Head > i && t.Head < len(s.Tokens) && fits(i, t.Head) {
				verb = i
			}
		}
	}
	return verb
}

// mendCounted gives a sentence its verb where the parser took it for a participle:
// in "The two discussed pensions", "two" counts no pensions. A sentence in which
// another finite verb stands is left as it is.
func mendCounted(s syntax.Sentence) syntax.Sentence {
	verb := participle(s, func(verb, noun int) bool { return counts(s.Tokens, verb-1, noun) })
	if verb < 0 {
		return s
	}
	s.Tokens = slices.Clone(s.Tokens)
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

// naming verbs have an object and what they call it.
var naming = map[string]bool{"call": true, "label": true, "brand": true, "dub": true, "deem": true, "term": true, "pronounce": true}

// mendNaming gives such a verb its object where the parser took both for what
// something is called: "called the verdict a scandal".
func mendNaming(s syntax.Sentence) syntax.Sentence {
	for v, t := range s.Tokens {
		if !naming[strings.ToLower(t.Lemma)] {
			continue
		}
		var called []int
		object := false
		for i, c := range s.Tokens {
			switch {
			case c.Head != v:
			case c.Deprel == "obj" || c.Deprel == "iobj":
				object = true
			case c.Deprel == "xcomp":
				called = append(called, i)
			}
		}
		if object || len(called) != 2 || called[0] < v {
			continue
		}
		if c := s.Tokens[called[0]]; isNominal(c) || c.UPOS == "PRON" {
			s.Tokens = slices.Clone(s.Tokens)
			s.Tokens[called[0]].Deprel = "obj"
		}
	}
	return s
}

// mendFirms makes one subject of two that stand side by side: in "Hay & Sons Chief
// Executive Ann Lee met …", it was she.
func mendFirms(s syntax.Sentence) syntax.Sentence {
	last := -1
	for i, t := range s.Tokens {
		if t.UPOS != "PROPN" || t.Deprel != "nsubj" {
			continue
		}
		first := last
		last = i
		if first < 0 || s.Tokens[first].Head != t.Head || t.Head < i {
			continue
		}
		together := true
		for k := first + 1; k < i; k++ {
			switch u := s.Tokens[k]; {
			case u.UPOS == "PROPN", u.UPOS == "NOUN", u.UPOS == "ADJ", u.Form == "&", u.Form == "-", u.Form == "'s", u.Form == "’s":
			default:
				together = false
			}
		}
		if !together {
			continue
		}
		s.Tokens = slices.Clone(s.Tokens)
		for k := range i {
			if h := s.Tokens[k].Head; k == first || h == first {
				s.Tokens[k].Head, s.Tokens[k].Deprel = i, "compound"
			}
		}
	}
	return s
}

// mendPhrases makes one noun phrase of an adjective and a noun, whichever was taken
// for which, that stand side by side under the same verb: "opened with a warm | welcome".
func mendPhrases(s syntax.Sentence) syntax.Sentence {
	for i := 0; i+1 < len(s.Tokens); i++ {
		a, b := s.Tokens[i], s.Tokens[i+1]
		if a.UPOS != "ADJ" && b.UPOS != "ADJ" || a.Deprel != "obl" || b.Deprel != "obl" || a.Head != b.Head || !hasCase(s, i) || hasCase(s, i+1) {
			continue
		}
		s.Tokens = slices.Clone(s.Tokens)
		for k := range s.Tokens {
			if s.Tokens[k].Head == i {
				s.Tokens[k].Head = i + 1
			}
		}
		s.Tokens[i].Head, s.Tokens[i].Deprel = i+1, "amod"
		s.Tokens[i+1].UPOS = "NOUN"
	}
	return s
}

// mendVerbless finds the verb of a sentence that was left without one: a
// participle between two nouns, taken for an attribute of the second, tells what
// the first did ("The maker Acme acquired Bolt in June").
func mendVerbless(s syntax.Sentence) syntax.Sentence {
	verb := participle(s, func(verb, noun int) bool {
		return s.Tokens[noun].Head == syntax.Root && isNominal(s.Tokens[noun]) && isNominal(s.Tokens[verb-1])
	})
	if verb < 0 {
		return s
	}
	object, subject := s.Tokens[verb].Head, verb-1
	for head := s.Tokens[subject].Head; head >= 0 && head < subject; head = s.Tokens[subject].Head {
		subject = head
	}
	s.Tokens = slices.Clone(s.Tokens)
	set := func(i, head int, deprel string) { s.Tokens[i].Head, s.Tokens[i].Deprel = head, deprel }
	for i, t := range s.Tokens {
		switch {
		case t.Head != object:
		case i == subject:
			set(i, verb, "nsubj")
		case t.UPOS == "PUNCT":
			set(i, verb, "punct")
		case i < verb:
			set(i, subject, "compound")
		case i > object && t.Deprel == "nmod" && hasCase(s, i):
			set(i, verb, "obl")
		}
	}
	set(object, verb, "obj")
	set(verb, syntax.Root, "root")
	s.Tokens[verb].UPOS, s.Tokens[verb].XPOS = "VERB", "VBD"
	return s
}

func isNominal(t syntax.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }

// mendTo takes "to" before a noun for a preposition, and in "is due to meet"
// makes the adjective the head of what it is said of.
func mendTo(s syntax.Sentence) syntax.Sentence {
	tokens := onWrite(&s)
	split := func(i, verb int) { // "due" and "to meet"
		tokens()[verb].Head, s.Tokens[verb].Deprel = i, "xcomp"
		for k := range s.Tokens {
			switch u := &s.Tokens[k]; {
			case k == i+1:
				u.Head, u.Deprel = verb, "mark"
			case u.Head == verb && k < i:
				u.Head = i
			}
		}
	}
	for i, t := range s.Tokens {
		if t.UPOS == "ADJ" && i+2 < len(s.Tokens) && s.Tokens[i+1].Form == "to" && s.Tokens[i+1].Head == i {
			for verb := i + 2; verb < len(s.Tokens); verb++ {
				if v := s.Tokens[verb]; v.XPOS == "VB" && v.Head == i && v.Deprel == "advcl" {
					split(i, verb)
					break
				}
			}
		}
		if t.Deprel != "mark" || t.Head <= i || t.Head >= len(s.Tokens) {
			continue
		}
		switch over := s.Tokens[t.Head]; {
		case t.XPOS == "TO" && over.UPOS == "NOUN":
			tokens()[i].Deprel, s.Tokens[i].XPOS, s.Tokens[i].UPOS = "case", "IN", "ADP"
		case t.UPOS == "ADJ" && over.XPOS == "VB" && i+1 < len(s.Tokens) && s.Tokens[i+1].Form == "to":
			tokens()[i].Head, s.Tokens[i].Deprel = over.Head, over.Deprel
			split(i, t.Head)
		}
	}
	return s
}

// mendSubjects gives a verb the name before it that the parser took for a
// second name of what a phrase in front ends with: in "After meeting Ann, Ben
// left", Ben is not Ann.
func mendSubjects(s syntax.Sentence) syntax.Sentence {
	for i, t := range s.Tokens {
		if t.UPOS != "PROPN" || t.Deprel != "appos" && t.Deprel != "conj" && t.Deprel != "nmod" || t.Head < 0 || t.Head >= i || s.Tokens[t.Head].UPOS != "PROPN" {
			continue
		}
		first, next := i, i+1
		for first > 0 && s.Tokens[first-1].Head == i && s.Tokens[first-1].UPOS != "PUNCT" {
			first--
		}
		for next < len(s.Tokens) && s.Tokens[next].Head == i && s.Tokens[next].Deprel == "flat" {
			next++
		}
		if first == 0 || s.Tokens[first-1].Form != "," || next >= len(s.Tokens) {
			continue
		}
		verb := next
		for verb < len(s.Tokens)-1 && (s.Tokens[verb].UPOS == "AUX" || s.Tokens[verb].UPOS == "ADV") {
			verb++
		}
		if v := s.Tokens[verb]; v.UPOS != "VERB" || v.XPOS == "VBG" || verb == next && v.XPOS == "VBN" || below(s, verb, i) || !below(s, t.Head, verb) || hasSubject(s, verb, i) {
			continue
		}
		s.Tokens = slices.Clone(s.Tokens)
		s.Tokens[i].Head, s.Tokens[i].Deprel = verb, "nsubj"
	}
	return s
}

// hasSubject reports whether a verb has a subject other than the token but.
func hasSubject(s syntax.Sentence, verb, but int) bool {
	for i, t := range s.Tokens {
		if i != but && t.Head == verb && (strings.HasPrefix(t.Deprel, "nsubj") || strings.HasPrefix(t.Deprel, "csubj")) {
			return true
		}
	}
	return false
}

// mendHyphens makes one word of "brother-in-law": what hangs on the last part
// hangs on the first.
func mendHyphens(s syntax.Sentence) syntax.Sentence {
	tokens := onWrite(&s)
	for i := 0; i+4 < len(s.Tokens); i++ {
		t := s.Tokens[i : i+5]
		if t[0].UPOS != "NOUN" || t[1].Form != "-" || t[3].Form != "-" || t[0].End != t[1].Start || t[3].End != t[4].Start || t[1].End != t[2].Start {
			continue
		}
		t = tokens()[i : i+5]
		for k := range s.Tokens {
			if h := s.Tokens[k].Head; h > i && h < i+5 && (k < i || k >= i+5) {
				s.Tokens[k].Head = i
			}
		}
		if h := t[0].Head; h > i && h < i+5 {
			t[0].Head, t[0].Deprel = t[4].Head, t[4].Deprel
			if t[0].Head == i {
				t[0].Head, t[0].Deprel = syntax.Root, "root"
			}
		}
		for k := range t[1:] {
			t[1+k].Head, t[1+k].Deprel = i, "compound"
		}
	}
	return s
}

// mendPrepositions moves a preposition from a possessor to what is possessed
// ("with the club's owner"), hangs what "including" opens on the noun that it
// is part of, makes an item of a list with a preposition of its own follow the
// phrase that has the same one, and takes what follows "with her" for an object.
func mendPrepositions(s syntax.Sentence) syntax.Sentence {
	tokens := onWrite(&s)
	for p, t := range s.Tokens {
		if t.Deprel != "case" || t.Head <= p || t.Head >= len(s.Tokens) || t.XPOS != "IN" {
			continue
		}
		if owner := s.Tokens[t.Head]; owner.Deprel == "nmod:poss" && owner.Head > t.Head && owner.Head < len(s.Tokens) {
			tokens()[p].Head = owner.Head
		}
	}
	for p := range s.Tokens {
		t := s.Tokens[p]
		if t.Deprel != "case" || t.Head <= p || t.Head >= len(s.Tokens) {
			continue
		}
		noun := t.Head
		over := s.Tokens[noun].Head
		if over < 0 || over >= len(s.Tokens) {
			continue
		}
		switch strings.ToLower(t.Form) {
		case "including":
			whole := p - 1
			for whole >= 0 && s.Tokens[whole].UPOS == "PUNCT" {
				whole--
			}
			if whole >= 0 && s.Tokens[whole].UPOS == "NOUN" && over < noun && s.Tokens[over].UPOS == "VERB" && !below(s, whole, noun) {
				tokens()[noun].Head, s.Tokens[noun].Deprel = whole, "nmod"
			}
		case "with":
			if s.Tokens[noun].Deprel == "conj" && over < p {
				if same := phraseWith(s, over, p, t.Form); same >= 0 && !below(s, same, noun) {
					tokens()[noun].Head = same
				}
			}
			next := noun + 1
			if s.Tokens[noun].UPOS != "PRON" || s.Tokens[over].UPOS != "VERB" || next >= len(s.Tokens) {
				continue
			}
			for i := next; i < len(s.Tokens); i++ {
				if o := s.Tokens[i]; o.Head == over && o.Deprel == "obl" && isNominal(o) && !hasCase(s, i) && nounAfter(s, noun) >= 0 {
					tokens()[i].Deprel = "obj"
					break
				}
			}
		}
	}
	return s
}

// phraseWith returns the last noun between two tokens that the preposition marks, or -1.
func phraseWith(s syntax.Sentence, from, to int, preposition string) int {
	for i := to - 1; i > from; i-- {
		if t := s.Tokens[i]; t.Deprel == "case" && strings.EqualFold(t.Form, preposition) && t.Head > i && t.Head < to {
			return t.Head
		}
	}
	return -1
}

func hasCase(s syntax.Sentence, i int) bool {
	for _, t := range s.Tokens {
		if t.Head == i && t.Deprel == "case" {
			return true
		}
	}
	return false
}

// nounAfter returns the head of the noun phrase that begins after a token, or -1.
func nounAfter(s syntax.Sentence, p int) int {
	for i := p + 1; i < len(s.Tokens) && i < p+8; i++ {
		switch t := s.Tokens[i]; t.UPOS {
		case "DET", "ADJ", "NUM", "ADV":
		case "NOUN", "PROPN", "PRON":
			// Climb within the phrase.
			for range s.Tokens {
				h := s.Tokens[i].Head
				if h <= p || h >= len(s.Tokens) || !isNominal(s.Tokens[h]) {
					return i
				}
				switch s.Tokens[i].Deprel {
				case "compound", "flat", "nmod:desc", "amod", "nmod:poss":
					i = h
				default:
					return i
				}
			}
			return -1
		default:
			return -1
		}
	}
	return -1
}

// below reports whether a token hangs under another.
func below(s syntax.Sentence, i, over int) bool {
	for range s.Tokens {
		if i == over {
			return true
		}
		if i < 0 || i >= len(s.Tokens) {
			return false
		}
		i = s.Tokens[i].Head
	}
	return true
}
