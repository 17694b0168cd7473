package main

import (
	"cmp"
	"slices"
	"strings"

	"attache/extract/syntax"
)

// Treebanks of prose have few questions, and those of a reader ("Where was
// the summit held?") hardly occur. So clauses of the training sentences are
// turned into questions, with the trees that Universal Dependencies gives
// them; tagger and parser learn from both.

// questionShare is how many questions are made for each training sentence.
const questionShare = 0.12

// longestPart bounds in words what a question takes over from a clause.
const longestPart = 5

// clause is what a question is made of: a verb and its dependents.
type clause struct {
	subject, object, oblique []syntax.Token // heads within the part; the part's own head has syntax.Root
	particle                 []syntax.Token
	verb                     syntax.Token
	passive                  bool
	be                       syntax.Token // auxiliary of the passive
}

// withQuestions returns the sentences and the questions made from them.
func withQuestions(sentences []syntax.Sentence) []syntax.Sentence {
	return append(slices.Clip(sentences), makeQuestions(sentences)...)
}

// makeQuestions returns questions made from the clauses of sentences. It
// depends on nothing but them.
func makeQuestions(sentences []syntax.Sentence) []syntax.Sentence {
	participles := verbForms(sentences, "VBN")
	var clauses []clause
	for _, s := range sentences {
		if !plainSentence(s) {
			continue
		}
		for i := range s.Tokens {
			if c, ok := clauseAt(s.Tokens, i); ok {
				clauses = append(clauses, c)
			}
		}
	}
	wanted := int(questionShare * float64(len(sentences)))
	var questions []syntax.Sentence
	// Take clauses from all over the treebanks, and the templates in turn.
	step := max(1, len(clauses)/max(wanted, 1))
	for k := 0; k < len(clauses) && len(questions) < wanted; k += step {
		c := clauses[k]
		for turn := range len(templates) {
			if q, ok := templates[(k/step+turn)%len(templates)](c, participles); ok {
				questions = append(questions, q)
				break
			}
		}
	}
	return questions
}

// plainSentence leaves out what is not written as prose is.
func plainSentence(s syntax.Sentence) bool {
	return len(s.Tokens) > 3 && !slices.ContainsFunc(s.Tokens, func(t syntax.Token) bool { return t.Deprel == "goeswith" || t.Deprel == "reparandum" })
}

// verbForms returns by lemma the commonest form with a tag.
func verbForms(sentences []syntax.Sentence, xpos string) map[string]string {
	counts := make(map[[2]string]int)
	for _, s := range sentences {
		for _, t := range s.Tokens {
			if t.UPOS == "VERB" && t.XPOS == xpos && t.Form == strings.ToLower(t.Form) {
				counts[[2]string{t.Lemma, t.Form}]++
			}
		}
	}
	forms := make(map[string]string)
	pairs := make([][2]string, 0, len(counts))
	for p := range counts {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a[1], b[1]))
	})
	for _, p := range pairs {
		if _, ok := forms[p[0]]; !ok {
			forms[p[0]] = p[1]
		}
	}
	return forms
}

func clauseAt(tokens []syntax.Token, verb int) (clause, bool) {
	v := tokens[verb]
	c := clause{verb: v}
	if v.UPOS != "VERB" || v.Lemma == "be" || v.Lemma != strings.ToLower(v.Lemma) || v.Form != strings.ToLower(v.Form) {
		return c, false
	}
	for i, t := range tokens {
		if t.Head != verb {
			continue
		}
		switch t.Deprel {
		case "nsubj", "nsubj:pass":
			if i > verb || c.subject != nil {
				return c, false
			}
			c.subject = wordsBelow(tokens, i)
			c.passive = t.Deprel == "nsubj:pass"
			if c.subject == nil {
				return c, false
			}
		case "obj":
			c.object = wordsBelow(tokens, i)
			if i < verb || c.object == nil {
				return c, false
			}
		case "obl":
			if p := wordsBelow(tokens, i); i > verb && c.oblique == nil && len(p) > 1 && p[0].Deprel == "case" {
				c.oblique = p
			}
		case "aux:pass":
			c.be = t
		case "compound:prt":
			c.particle = wordsBelow(tokens, i)
		case "iobj", "xcomp", "ccomp", "expl", "aux", "nsubj:outer", "cop":
			return c, false
		}
	}
	if c.subject == nil || pronounOf(c.subject) != "" {
		return c, false
	}
	if c.passive {
		return c, v.XPOS == "VBN" && c.be.Form != "" && slices.Contains([]string{"is", "are", "was", "were"}, c.be.Form)
	}
	return c, slices.Contains([]string{"VBD", "VBZ", "VBP"}, v.XPOS)
}

// pronounOf returns a relative or question word that a part holds, which no
// question can take over.
func pronounOf(tokens []syntax.Token) string {
	for _, t := range tokens {
		if strings.HasPrefix(t.XPOS, "W") || t.XPOS == "EX" {
			return t.Form
		}
	}
	return ""
}

// wordsBelow returns the words below and including a head, if they are few, stand
// together and hold no clause; else nil.
func wordsBelow(tokens []syntax.Token, head int) []syntax.Token {
	var members []int
	for i := range tokens {
		for h, steps := i, 0; h != syntax.Root && steps < 6; h, steps = tokens[h].Head, steps+1 {
			if h == head {
				members = append(members, i)
				break
			}
		}
	}
	if len(members) > longestPart || members[len(members)-1]-members[0]+1 != len(members) {
		return nil
	}
	copied := slices.Clone(tokens[members[0] : members[len(members)-1]+1])
	for i := range copied {
		t := &copied[i]
		if t.UPOS == "VERB" || t.UPOS == "PUNCT" && t.XPOS != "HYPH" {
			return nil
		}
		if i+members[0] == head {
			t.Head = syntax.Root
		} else {
			t.Head -= members[0]
		}
		if i == 0 && t.UPOS != "PROPN" && t.Form != "I" {
			t.Form = strings.ToLower(t.Form)
		}
	}
	return copied
}

// builder puts a question together. Heads that are syntax.Root wait for the
// question's own head.
type builder struct {
	tokens  []syntax.Token
	pending []int
	head    int
}

func (b *builder) word(form, lemma, upos, xpos, feats, deprel string) *builder {
	b.pending = append(b.pending, len(b.tokens))
	b.tokens = append(b.tokens, syntax.Token{Form: form, Lemma: lemma, UPOS: upos, XPOS: xpos, Feats: feats, Head: syntax.Root, Deprel: deprel})
	return b
}

// root adds the question's head.
func (b *builder) root(t syntax.Token) *builder {
	b.head = len(b.tokens)
	t.Head, t.Deprel = syntax.Root, "root"
	b.tokens = append(b.tokens, t)
	return b
}

func (b *builder) part(tokens []syntax.Token, deprel string) *builder {
	base := len(b.tokens)
	for i, t := range tokens {
		if t.Head == syntax.Root {
			b.pending = append(b.pending, base+i)
			t.Deprel = deprel
		} else {
			t.Head += base
		}
		b.tokens = append(b.tokens, t)
	}
	return b
}

func (b *builder) question() syntax.Sentence {
	b.word("?", "?", "PUNCT", ".", "", "punct")
	for _, i := range b.pending {
		b.tokens[i].Head = b.head
	}
	first := &b.tokens[0]
	first.Form = strings.ToUpper(first.Form[:1]) + first.Form[1:]
	s := syntax.Sentence{Tokens: b.tokens}
	at := 0
	for i := range b.tokens {
		t := &b.tokens[i]
		t.Start, t.End = at, at+len(t.Form)
		at = t.End + 1
	}
	s.End = at - 1
	return s
}

func (b *builder) adverb(form string) *builder {
	return b.word(form, form, "ADV", "WRB", "PronType=Int", "advmod")
}

func (b *builder) pronoun(form, deprel string) *builder {
	return b.word(form, strings.TrimSuffix(form, "m"), "PRON", "WP", "PronType=Int", deprel)
}

// do adds the auxiliary that goes with a finite verb, and infinitive the verb
// without its tense.
func (b *builder) do(v syntax.Token) *builder {
	switch v.XPOS {
	case "VBD":
		return b.word("did", "do", "AUX", "VBD", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", "aux")
	case "VBZ":
		return b.word("does", "do", "AUX", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "aux")
	}
	return b.word("do", "do", "AUX", "VBP", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin", "aux")
}

func infinitive(v syntax.Token) syntax.Token {
	v.Form, v.XPOS, v.Feats = v.Lemma, "VB", "VerbForm=Inf"
	return v
}

func (b *builder) be(c clause, deprel string) *builder {
	be := c.be
	return b.word(be.Form, "be", "AUX", be.XPOS, be.Feats, deprel)
}

// was adds the copula in the number of a subject, nil for one person.
func (b *builder) was(subject []syntax.Token) *builder {
	for _, t := range subject {
		if t.Head == syntax.Root && strings.HasSuffix(t.XPOS, "S") {
			return b.word("were", "be", "AUX", "VBD", "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin", "cop")
		}
	}
	if len(subject)%2 == 1 {
		return b.word("is", "be", "AUX", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "cop")
	}
	return b.word("was", "be", "AUX", "VBD", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", "cop")
}

// whoOrWhat asks for a part by the kind of its head.
func whoOrWhat(tokens []syntax.Token) string {
	for _, t := range tokens {
		if t.Head == syntax.Root && t.UPOS == "PROPN" {
			return "who"
		}
	}
	return "what"
}

type template func(c clause, participles map[string]string) (syntax.Sentence, bool)

// templates make a question of a clause, where it has what they need.
var templates = []template{
	// Who did Ann meet in Oslo?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if c.passive || c.object == nil {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		b.pronoun(whoOrWhat(c.object), "obj").do(c.verb).part(c.subject, "nsubj").root(infinitive(c.verb)).part(c.particle, "compound:prt").part(c.oblique, "obl")
		return b.question(), true
	},
	// Who met Ben in Oslo?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if c.passive || c.object == nil && c.oblique == nil {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		b.pronoun(whoOrWhat(c.subject), "nsubj").root(c.verb).part(c.particle, "compound:prt").part(c.object, "obj").part(c.oblique, "obl")
		return b.question(), true
	},
	// Where was the summit held?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if !c.passive {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		b.adverb([]string{"where", "when", "why", "how"}[len(c.verb.Form)%4]).be(c, "aux:pass").part(c.subject, "nsubj:pass").root(c.verb).part(c.particle, "compound:prt")
		if len(c.subject)%2 == 0 {
			b.part(c.oblique, "obl")
		}
		return b.question(), true
	},
	// Where did Ann meet Ben?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if c.passive {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		b.adverb([]string{"where", "when", "why", "how"}[len(c.verb.Form)%4]).do(c.verb).part(c.subject, "nsubj").root(infinitive(c.verb)).part(c.particle, "compound:prt").part(c.object, "obj")
		return b.question(), true
	},
	// Did Ann meet Ben in Oslo?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if c.passive {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		b.do(c.verb).part(c.subject, "nsubj").root(infinitive(c.verb)).part(c.particle, "compound:prt").part(c.object, "obj").part(c.oblique, "obl")
		return b.question(), true
	},
	// Who did Ann travel with?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if c.passive || c.oblique == nil || pronounOf(c.oblique) != "" {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		b.pronoun(whoOrWhat(c.oblique), "obl").do(c.verb).part(c.subject, "nsubj").root(infinitive(c.verb)).part(c.particle, "compound:prt").part(c.object, "obj")
		p := c.oblique[0]
		b.word(p.Form, p.Lemma, p.UPOS, p.XPOS, p.Feats, "case")
		b.pending = b.pending[:len(b.pending)-1]
		b.tokens[len(b.tokens)-1].Head = 0
		return b.question(), true
	},
	// Was the summit held in Oslo?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if !c.passive {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		b.be(c, "aux:pass").part(c.subject, "nsubj:pass").root(c.verb).part(c.particle, "compound:prt").part(c.oblique, "obl")
		return b.question(), true
	},
	// Which envoys did Ann meet?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		head := slices.IndexFunc(c.object, func(t syntax.Token) bool { return t.Head == syntax.Root })
		if c.passive || head < 0 || c.object[head].UPOS != "NOUN" {
			return syntax.Sentence{}, false
		}
		noun := c.object[head]
		b := &builder{}
		b.word("which", "which", "DET", "WDT", "PronType=Int", "det")
		b.pending = b.pending[:0]
		b.tokens[0].Head = 1
		noun.Head = syntax.Root
		b.part([]syntax.Token{noun}, "obj").do(c.verb).part(c.subject, "nsubj").root(infinitive(c.verb)).part(c.particle, "compound:prt").part(c.oblique, "obl")
		return b.question(), true
	},
	// Has Ann met Ben?
	func(c clause, participles map[string]string) (syntax.Sentence, bool) {
		form, ok := participles[c.verb.Lemma]
		if c.passive || !ok || c.verb.XPOS == "VBP" {
			return syntax.Sentence{}, false
		}
		v := c.verb
		v.Form, v.XPOS, v.Feats = form, "VBN", "Tense=Past|VerbForm=Part"
		b := &builder{}
		b.word("has", "have", "AUX", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "aux").
			part(c.subject, "nsubj").root(v).part(c.particle, "compound:prt").part(c.object, "obj").part(c.oblique, "obl")
		return b.question(), true
	},
	// Who was with Ann?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if len(c.oblique) < 2 || pronounOf(c.oblique) != "" {
			return syntax.Sentence{}, false
		}
		return copular(c, func(b *builder) { b.pronoun("who", "nsubj") }), true
	},
	// Was Ann at the summit?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if len(c.oblique) < 2 || pronounOf(c.oblique) != "" {
			return syntax.Sentence{}, false
		}
		return copular(c, nil), true
	},
	// Where was the summit? Who is Ann?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		b := &builder{}
		if whoOrWhat(c.subject) == "who" && len(c.subject)%2 == 0 {
			b.root(syntax.Token{Form: "who", Lemma: "who", UPOS: "PRON", XPOS: "WP", Feats: "PronType=Int"})
		} else {
			form := []string{"where", "when", "where"}[len(c.verb.Form)%3]
			b.root(syntax.Token{Form: form, Lemma: form, UPOS: "ADV", XPOS: "WRB", Feats: "PronType=Int"})
		}
		b.was(c.subject).part(c.subject, "nsubj")
		return b.question(), true
	},
	// Whom did Ann meet? With whom did Ann travel?
	func(c clause, _ map[string]string) (syntax.Sentence, bool) {
		if c.passive || c.object == nil && c.oblique == nil {
			return syntax.Sentence{}, false
		}
		b := &builder{}
		if c.oblique != nil {
			p := c.oblique[0]
			b.word(p.Form, p.Lemma, p.UPOS, p.XPOS, p.Feats, "case")
			b.pending = b.pending[:0]
			b.tokens[0].Head = 1
			b.pronoun("whom", "obl").do(c.verb).part(c.subject, "nsubj").root(infinitive(c.verb)).part(c.particle, "compound:prt").part(c.object, "obj")
		} else {
			b.pronoun("whom", "obj").do(c.verb).part(c.subject, "nsubj").root(infinitive(c.verb)).part(c.particle, "compound:prt")
		}
		return b.question(), true
	},
}

// copular asks with "was" about the oblique phrase, whose noun is the head.
// Without an own subject the clause's follows the verb.
func copular(c clause, subject func(*builder)) syntax.Sentence {
	b := &builder{}
	if subject != nil {
		subject(b)
	}
	if subject != nil {
		b.was(nil)
	} else {
		b.was(c.subject)
		b.part(c.subject, "nsubj")
	}
	base := len(b.tokens)
	b.part(c.oblique, "root")
	b.pending = slices.DeleteFunc(b.pending, func(i int) bool { return i >= base })
	for i := base; i < len(b.tokens); i++ {
		if b.tokens[i].Head == syntax.Root {
			b.head = i
		}
	}
	return b.question()
}
