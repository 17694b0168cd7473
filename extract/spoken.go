package extract

import (
	"slices"
	"strconv"
	"strings"

	"attache/extract/quote"
	"attache/extract/rule"
	"attache/schema"
	"attache/schema/statement"
)

const spokeAbout = "spoke_about"

// spoken states what speakers say in their own words: the nouns that the
// clauses of a direct quote turn on, and what anybody in it is said to speak about.
func (r *reading) spoken(all []*found) {
	relation, ok := r.ontology.Relation(spokeAbout)
	if !ok {
		return
	}
	for _, q := range r.quotes {
		if !q.Speaker.Known() {
			continue
		}
		speakers := r.fill(q.Speaker.Sentence, q.Speaker.Token, relation.Subject)
		if !q.Direct {
			r.reported(q, relation, speakers, all)
			continue
		}
		if len(speakers) != 1 {
			continue
		}
		for si, s := range r.sentences {
			if s.End <= q.Span.Start {
				continue
			}
			if s.Start >= q.Span.End {
				break
			}
			for _, head := range said(r.graphs[si], q) {
				for _, topic := range r.fill(si, head, []string{"Topic"}) {
					f := inferred("quote", relation, si, head, r.announced(q), speakers[0], topic)
					r.put(f, spokeAbout, f.subject, f.object)
				}
			}
		}
		for _, f := range all {
			trigger := r.sentences[f.sentence].Tokens[f.Trigger]
			if f.relation.Name != spokeAbout || trigger.Start < q.Span.Start || trigger.End > q.Span.End || f.subject.key == speakers[0].key {
				continue
			}
			told := *f
			told.status = statement.Actual
			r.put(&told, spokeAbout, speakers[0], f.object)
		}
	}
}

// announced is the status of what a direct quote says: an entry of a programme
// ("10:15 Keynote by Ada Lang: “Bridges”") is still to come.
func (r *reading) announced(q quote.Quote) statement.Status {
	tokens := r.sentences[q.Speaker.Sentence].Tokens
	if q.Verb.Known() || len(tokens) == 0 || !clockTime(tokens[0].Form) {
		return statement.Actual
	}
	for _, t := range tokens {
		if t.Start < q.Span.Start && (t.UPOS == "VERB" || t.UPOS == "AUX") {
			return statement.Actual
		}
	}
	return statement.Planned
}

// clockTime reports whether a word is a time of day: "09:30".
func clockTime(word string) bool {
	hour, minute, ok := strings.Cut(word, ":")
	if !ok {
		return false
	}
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	return err == nil && err2 == nil && h >= 0 && h < 25 && m >= 0 && m < 60
}

// reported states what reported speech is about where no rule has found it: a
// clause whose subject names nothing is about what its verb is done to or for.
func (r *reading) reported(q quote.Quote, relation schema.Relation, speakers []end, all []*found) {
	if !q.Verb.Known() || len(speakers) == 0 {
		return
	}
	for _, f := range all {
		if o := f.object.mention.Start; f.relation.Name == spokeAbout && o >= q.Span.Start && o < q.Span.End {
			return
		}
	}
	si := q.Verb.Sentence
	g := r.graphs[si]
	tokens := g.Sentence.Tokens
	inside := func(i int) bool { return tokens[i].Start >= q.Span.Start && tokens[i].End <= q.Span.End }
	status, _ := rule.StatusOf(g.Sentence, q.Verb.Token)
	for i, t := range tokens {
		if !inside(i) || t.Head >= 0 && t.Head < len(tokens) && inside(t.Head) || t.UPOS != "VERB" && t.UPOS != "ADJ" {
			continue
		}
		for _, head := range r.turns(si, i, inside, 0) {
			for _, topic := range r.fill(si, head, []string{"Topic"}) {
				for _, speaker := range speakers {
					f := inferred("reported", relation, si, q.Verb.Token, status, speaker, topic)
					r.put(f, spokeAbout, f.subject, f.object)
				}
			}
		}
	}
}

// turns returns what a reported clause turns on, or the clause that hangs on it:
// "said he hoped to save the mill".
func (r *reading) turns(sentence, clause int, inside func(int) bool, depth int) []int {
	g := r.graphs[sentence]
	tokens := g.Sentence.Tokens
	var heads []int
	for i, t := range tokens {
		if t.Head == clause && strings.HasPrefix(t.Deprel, "nsubj") && t.UPOS == "NOUN" && inside(i) && !r.actor(sentence, i) {
			heads = append(heads, i)
		}
	}
	for _, o := range turned(g, clause) {
		if inside(o) && !slices.Contains(heads, o) && !r.person(sentence, o) {
			heads = append(heads, o)
		}
	}
	if len(heads) > 0 || depth > 3 {
		return heads
	}
	for i, t := range tokens {
		if t.Head == clause && (t.Deprel == "ccomp" || t.Deprel == "xcomp") && inside(i) {
			heads = append(heads, r.turns(sentence, i, inside, depth+1)...)
		}
	}
	return heads
}

// said returns the heads of what the clauses of a sentence inside a quote turn on.
func said(g *rule.Graph, q quote.Quote) (heads []int) {
	tokens := g.Sentence.Tokens
	inside := func(i int) bool { return tokens[i].Start >= q.Span.Start && tokens[i].End <= q.Span.End }
	count := 0
	for i := range tokens {
		if inside(i) {
			count++
		}
	}
	if count < 4 {
		return nil
	}
	for i, t := range tokens {
		if !inside(i) || t.UPOS != "VERB" && t.UPOS != "AUX" && t.UPOS != "NOUN" && t.UPOS != "ADJ" {
			continue
		}
		main := t.Head < 0 || t.Head >= len(tokens) || !inside(t.Head)
		if !main && t.Deprel != "conj" && t.Deprel != "ccomp" && t.Deprel != "parataxis" {
			continue
		}
		switch copula := has(g, i, "cop"); {
		case copula:
			heads = append(heads, predicated(g, i, inside)...)
			if t.UPOS == "ADJ" { // "are worried about noise"
				heads = append(heads, g.Find(i, []rule.Step{{Role: "about"}})...)
			}
		case t.UPOS == "NOUN" && greeting(g, i):
		case t.UPOS == "NOUN" && main:
			heads = append(heads, i)
		case t.UPOS == "VERB" || t.UPOS == "AUX":
			objects := g.Find(i, []rule.Step{{Role: "obj"}})
			if len(objects) == 0 {
				objects = g.Find(i, []rule.Step{{Role: "subj"}})
			}
			for _, o := range objects {
				if tokens[o].UPOS != "NOUN" || !inside(o) || slices.Contains(heads, o) {
					continue
				}
				if has(g, i, "expl") && emptyPredicates[strings.ToLower(tokens[o].Lemma)] {
					continue // "there is no question that …"
				}
				heads = append(heads, o)
			}
		}
	}
	return heads
}

// greeting reports whether a noun that no verb goes with is said to somebody: "Good evening, everyone".
func greeting(g *rule.Graph, noun int) bool {
	switch strings.ToLower(g.Sentence.Tokens[noun].Lemma) {
	case "morning", "afternoon", "evening", "thanks", "lady", "gentleman", "congratulation", "congratulations", "greeting":
		return true
	}
	return false
}

// predicated returns what a clause with a copula is about: its subject, and
// the predicate only of what the subject does not name ("this is a disaster").
func predicated(g *rule.Graph, head int, inside func(int) bool) []int {
	tokens := g.Sentence.Tokens
	for i, t := range tokens {
		if t.Head == head && t.Deprel == "case" && i < head {
			if strings.EqualFold(t.Form, "about") { // "it is about respect"
				return []int{head}
			}
			return nil
		}
	}
	var subjects []int
	for i, t := range tokens {
		if t.Head != head || !strings.HasPrefix(t.Deprel, "nsubj") || !inside(i) {
			continue
		}
		if t.UPOS == "NOUN" {
			subjects = append(subjects, i)
			continue
		}
		switch strings.ToLower(t.Form) {
		case "this", "that", "these", "those":
			if tokens[head].UPOS == "NOUN" && !emptyPredicates[strings.ToLower(tokens[head].Lemma)] {
				subjects = append(subjects, head)
			}
		}
	}
	return subjects
}

// emptyPredicates say of something only how it is to be taken.
var emptyPredicates = map[string]bool{
	"case": true, "matter": true, "example": true, "honor": true, "honour": true, "pleasure": true, "privilege": true,
	"reason": true, "fact": true, "point": true, "truth": true, "sign": true, "testament": true, "proof": true, "shame": true,
	"question": true, "doubt": true, "wonder": true, "denying": true,
}

func has(g *rule.Graph, head int, deprel string) bool {
	for _, t := range g.Sentence.Tokens {
		if t.Head == head && t.Deprel == deprel {
			return true
		}
	}
	return false
}

// topical reports whether what a rule takes for a topic is one.
func (r *reading) topical(sentence int, m rule.Match) bool {
	g := r.graphs[sentence]
	tokens := g.Sentence.Tokens
	object := tokens[m.Object]
	if tokens[m.Trigger].Head == m.Object && hollowNouns[strings.ToLower(object.Lemma)] {
		return false // "among the issues raised by Lang were taxes"
	}
	if len(m.Rule.Object) < 2 || m.Rule.Object[0].Role != "comp" {
		trigger := strings.ToLower(tokens[m.Trigger].Lemma)
		infinitive := len(g.Find(m.Trigger, []rule.Step{{Role: "comp"}})) > 0
		switch {
		case object.Head != m.Trigger:
		case urging[trigger] && infinitive:
			return false // "urged both sides to accept the plan": they are whom it is said to
		case trigger == "call" && !infinitive && (object.Deprel == "obj" || object.Deprel == "iobj"):
			return false // "called Lang" is not what is said of her
		}
		return true
	}
	if r.person(sentence, m.Object) {
		return false // "said Lang would come" is not about Lang
	}
	clause := object.Head
	if clause < 0 || clause >= len(tokens) {
		return true
	}
	if tokens[clause].XPOS == "VBG" && clause > 0 && tokens[clause-1].Form == "," && tokens[clause].Head == m.Trigger {
		return false // "…," she said, waving a paper
	}
	if object.UPOS == "PROPN" {
		switch {
		case quote.Reports(tokens[clause]) && len(g.Find(clause, []rule.Step{{Role: "obj"}})) == 0 && len(g.Find(clause, []rule.Step{{Role: "comp"}})) == 0:
			return false // "…, said Lang, Reuters reported"
		case object.Deprel == "nsubj" && r.actor(sentence, m.Object) && len(turned(g, clause)) > 0:
			return false // "said that Peru would sign the treaty" is about the treaty
		}
	}
	for i, t := range tokens {
		if t.Head == clause && t.Deprel == "mark" && i < m.Object && strings.EqualFold(t.Form, "if") && !asking[strings.ToLower(tokens[m.Trigger].Lemma)] {
			return false // "would come, she said, if the law passed"
		}
	}
	return true
}

// alsoAbout returns the topics that hang on the verb where the object only leads
// to them: "raised doubts about the harvest", in which "about" may hang on either.
func (r *reading) alsoAbout(sentence int, m rule.Match) (topics []end) {
	g := r.graphs[sentence]
	if object := g.Sentence.Tokens[m.Object]; object.Head != m.Trigger || object.Deprel != "obj" {
		return nil
	}
	for _, preposition := range []string{"about", "regard", "regarding", "concern", "concerning"} {
		for _, o := range g.Find(m.Trigger, []rule.Step{{Role: preposition}}) {
			if o > m.Object && g.Sentence.Tokens[o].UPOS == "NOUN" {
				topics = append(topics, r.fill(sentence, o, []string{"Topic"})...)
			}
		}
	}
	return topics
}

// urging verbs have as their object whom they ask for something.
var urging = map[string]bool{
	"urge": true, "ask": true, "press": true, "push": true, "warn": true, "tell": true, "encourage": true,
	"invite": true, "order": true, "advise": true, "beg": true, "implore": true, "remind": true,
}

// asking verbs have a clause with "if" for what they ask.
var asking = map[string]bool{"ask": true, "wonder": true, "know": true, "see": true, "question": true}

// actor reports whether a token stands for a country or a body, which acts rather than is spoken about.
func (r *reading) actor(sentence, token int) bool {
	m, ok := r.coref.At(sentence, token)
	if !ok || m.Head != token || len(m.Clusters) == 0 {
		return false
	}
	switch r.coref.Clusters[m.Clusters[0]].Type {
	case "Place", "Organization", "Person":
		return true
	}
	return false
}

// turned returns the nouns that an actor's clause turns on: what its verb is done
// to, else what it is done for, about or against.
func turned(g *rule.Graph, clause int) (heads []int) {
	tokens := g.Sentence.Tokens
	for _, o := range g.Find(clause, []rule.Step{{Role: "obj"}}) {
		if tokens[o].UPOS == "NOUN" {
			heads = append(heads, o)
		}
	}
	if len(heads) > 0 {
		return heads
	}
	for _, preposition := range []string{"for", "about", "on", "over", "of", "against"} {
		for _, o := range g.Find(clause, []rule.Step{{Role: preposition}}) {
			if tokens[o].UPOS == "NOUN" && tokens[o].Head == clause {
				heads = append(heads, o)
			}
		}
	}
	return heads
}
