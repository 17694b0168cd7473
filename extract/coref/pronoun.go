package coref

import (
	"math"
	"slices"
	"strings"
)

// Scores, chosen on gum-dev.
const (
	decay    = 0.5 // what a mention keeps of its salience with each sentence that goes by
	repeated = 0.5 // what a further mention in the same sentence counts
	margin   = 1.1 // by how much the best antecedent must lead
)

func (r *resolver) resolvePronoun(i int, p pronoun) {
	t := r.tree
	if p.person == 3 && !p.plural {
		// "her" is both.
		p.possessive = t.tokens[i].Deprel == "nmod:poss"
	}
	switch {
	case p.relative:
		r.resolveRelative(i)
		return
	case p.person == 1:
		if q := r.quoteAt(i); q >= 0 && r.quotes[q].Speaker.Known() {
			m := Mention{Sentence: r.s, First: i, Last: i + 1, Head: i, Span: r.span(r.s, i, i+1), Kind: KindPronoun, Name: -1}
			r.speakers = append(r.speakers, pending{found{Mention: m}, r.quotes[q].Speaker})
		} else if q < 0 {
			r.resolveNarrator(i, p)
		}
		return
	case p.reflexive:
		r.resolveReflexive(i, p)
		return
	case p.plural:
		r.resolveThey(i, p)
		return
	case p.thing && r.isEmpty(i):
		return
	case p.thing && t.rel(i) == "nsubj" && t.head(i) >= 0 && t.kid(t.head(i), "cop") >= 0 && r.familyAt(t.head(i)) != "":
		// "It was a good meeting"
		c := eventCalled{event: event{family: r.familyAt(t.head(i))}}
		if e := r.eventAtHand(&c, 2); e >= 0 {
			r.note(KindPronoun, i, i+1, i, false, -1, e)
			r.occur(e, i, 1)
		}
		return
	case p.possessive && t.head(i) >= 0 && t.lemma(t.head(i)) == "part" && t.preposition(t.head(i)) != "":
		// "Lee, for his part, stayed"
		if e := r.one(t.subject(t.clause(i))); e >= 0 && r.agrees(e, p) {
			r.note(KindPronoun, i, i+1, i, false, -1, e)
			r.occur(e, i, 1)
			return
		}
	}
	type candidate struct {
		entity int
		score  float64
		thing  occurrence
	}
	var list []candidate
	speaker := -1
	quote := r.quoteAt(i)
	if quote >= 0 {
		speaker = r.speakerOf(quote)
	}
	subject := t.rel(t.slot(i)) == "nsubj"
	object := t.rel(i) == "obj" || t.rel(i) == "iobj"
	above, own, said := r.above(i), -1, r.saidBefore(i)
	if p.possessive && !subject {
		own = t.subject(t.clause(i)) // "Lee saw his brother"
	}
	for k := len(r.occurrences) - 1; k >= 0; k-- {
		o := r.occurrences[k]
		if r.beat-o.beat > pronounWindow {
			break
		}
		if o.entity < 0 && (!p.thing || o.plural || r.beat-o.beat > 1) {
			continue
		}
		e := -1
		kind := 1.0
		if o.entity >= 0 {
			e = r.find(o.entity)
			x := &r.entities[e]
			if x.plural || e == speaker || p.human != (x.typ == "Person") {
				continue
			}
			switch {
			case p.human && x.gender == unknown:
				kind = 0.75
				if !x.named {
					kind = 0.6
				}
				switch x.guess {
				case unknown:
				case p.gender:
					kind = 0.95
				default:
					kind *= 0.4
				}
			case p.human && x.gender != p.gender:
				continue
			case x.typ == "Place":
				kind = 0.6
			case x.typ == "Event":
				kind = 0.8
			}
		} else {
			kind = 0.8
		}
		if o.sentence == r.s && r.binds(i, o.token, p.possessive) {
			// What stands beside the pronoun in its own clause is another.
			if e >= 0 {
				for n := range list {
					if list[n].entity == e {
						list[n].score = math.Inf(-1)
					}
				}
				list = append(list, candidate{e, math.Inf(-1), o})
			}
			continue
		}
		w := r.weightOf(o) * kind * math.Pow(decay, float64(r.beat-o.beat))
		if subject && o.subject {
			w *= 1.3
		}
		if o.sentence == r.s && (o.token == above || o.token == own) {
			w *= 1.4
		}
		if e >= 0 && e == said {
			w *= 1.3
		}
		if object && o.object {
			w *= 1.15
		}
		if o.quote >= 0 && o.quote != quote {
			w *= 0.5
		}
		if n := slices.IndexFunc(list, func(c candidate) bool { return e >= 0 && c.entity == e }); n >= 0 {
			if list[n].thing.sentence == o.sentence {
				// Said twice in a sentence is not twice as present.
				w *= repeated
			}
			list[n].score += w
			list[n].thing = o
			continue
		}
		list = append(list, candidate{e, w, o})
	}
	if c := r.ahead(i, p); c >= 0 {
		if n := slices.IndexFunc(list, func(x candidate) bool { return x.entity == c }); n >= 0 {
			list[n].score += 0.6
		} else {
			list = append(list, candidate{entity: c, score: 0.9})
		}
	}
	best, second := -1, 0.0
	for n, c := range list {
		if c.score <= 0 {
			continue
		}
		if best < 0 || c.score > list[best].score {
			if best >= 0 {
				second = max(second, list[best].score)
			}
			best = n
		} else {
			second = max(second, c.score)
		}
	}
	if best < 0 || list[best].score < margin*second {
		return
	}
	least := 0.04
	if p.thing {
		least = 0.2
	}
	if list[best].score < least {
		return
	}
	e := list[best].entity
	if e < 0 {
		e = r.materialize(list[best].thing)
	}
	if x := &r.entities[e]; p.human && x.guess == unknown && (second == 0 || list[best].score > 2*second) {
		x.guess = p.gender
	}
	r.note(KindPronoun, i, i+1, i, false, -1, e)
	r.occur(e, i, 1)
}

// resolveNarrator links the first person outside quotes to who tells the text,
// as far as it seems to be one and the same: within a paragraph, for in an
// interview each has another speaker, or all over where nobody is addressed.
func (r *resolver) resolveNarrator(i int, p pronoun) {
	n := &r.narrators[0]
	if p.plural {
		n = &r.narrators[1]
	}
	if n.entity < 0 || r.sentences[r.s].Paragraph && n.sentence < r.s && r.addressed() {
		n.entity = r.newEntity("Person")
		r.entities[n.entity].plural = p.plural
	}
	n.sentence = r.s
	m := Mention{Sentence: r.s, First: i, Last: i + 1, Head: i, Span: r.span(r.s, i, i+1), Kind: KindPronoun, Name: -1}
	r.mentions = append(r.mentions, found{m, []int{n.entity}})
}

// addressed reports whether the text speaks to somebody as "you".
func (r *resolver) addressed() bool {
	if r.dialogue == 0 {
		r.dialogue = 1
		for _, s := range r.sentences {
			for _, t := range s.Tokens {
				if l := strings.ToLower(t.Form); l == "you" || l == "your" {
					r.dialogue = 2
				}
			}
		}
	}
	return r.dialogue == 2
}

// saidBefore returns the entity of the same pronoun earlier in the sentence, or -1.
func (r *resolver) saidBefore(i int) int {
	for k := i - 1; k >= 0; k-- {
		if r.tree.lower(k) == r.tree.lower(i) {
			return r.one(k)
		}
	}
	return -1
}

// above returns the subject of the clause that a pronoun's own clause depends
// on: "Lee said that he would come". -1 is none.
func (r *resolver) above(i int) int {
	t := r.tree
	v := t.clause(i)
	if h := t.head(v); h >= 0 && (t.rel(v) == "ccomp" || t.rel(v) == "advcl" || t.rel(v) == "xcomp") {
		return t.subject(h)
	}
	return -1
}

// materialize makes a cluster of a noun phrase that a pronoun takes up.
func (r *resolver) materialize(o occurrence) int {
	s, t := r.s, r.tree
	if o.sentence != s {
		t = newTree(r.sentences[o.sentence])
	}
	first := t.opening(o.token)
	e := r.newEntity("")
	from := first
	if from < o.token && t.rel(from) == "det" {
		from++
	}
	end := o.token + 1
	if end < len(t.tokens) && t.lower(end) == "of" {
		if _, stop := after(t.tokens, o.token, min(len(t.tokens), o.token+7)); stop > end && t.within(stop-1, o.token) {
			end = stop
		}
	}
	r.entities[e].names = []string{strings.Join(strings.Fields(r.text[t.tokens[from].Start:t.tokens[end-1].End]), " ")}
	r.entities[e].plural = isPlural(t, o.token)
	r.entities[e].seen = true
	m := Mention{Sentence: o.sentence, First: first, Last: o.token + 1, Head: o.token, Kind: KindNominal, Name: -1}
	m.Span = r.span(o.sentence, m.First, m.Last)
	r.mentions = append(r.mentions, found{m, []int{e}})
	for k := len(r.occurrences) - 1; k >= 0 && r.occurrences[k].sentence >= o.sentence; k-- {
		if r.occurrences[k].sentence == o.sentence && r.occurrences[k].token == o.token && r.occurrences[k].entity < 0 {
			r.occurrences[k].entity = e
		}
	}
	if o.sentence == r.s {
		r.resolved[o.token] = result{[]int{e}, false, KindNominal}
	}
	return e
}

// ahead returns the person who is named after a pronoun that stands in a clause
// or phrase before the main one ("Before he left, Lee …"), or -1.
func (r *resolver) ahead(i int, p pronoun) int {
	t := r.tree
	if !p.human {
		return -1
	}
	for k := i; k >= 0; k = t.head(k) {
		if rel := t.rel(k); rel != "advcl" && rel != "obl" {
			continue
		}
		main := t.head(k)
		if main < k {
			return -1
		}
		s := t.kid(main, "nsubj")
		if s < 0 || s < i || t.within(i, s) {
			return -1
		}
		if n := r.nameOf[s]; n >= 0 && r.names[n].Type == "Person" {
			e := r.find(r.byName[n])
			if g := r.entities[e].gender; g == unknown || p.gender == unknown || g == p.gender {
				return e
			}
		}
		return -1
	}
	return -1
}

// binds reports whether a mention and a pronoun of the sentence at hand stand
// so that they cannot be the same: as arguments of one verb, as a noun and its
// own possessor, side by side in a coordination.
func (r *resolver) binds(i, o int, possessive bool) bool {
	t := r.tree
	si, so := t.slot(i), t.slot(o)
	if v := t.head(si); v >= 0 && !possessive {
		for t.rel(v) == "conj" && t.head(v) >= 0 {
			v = t.head(v)
		}
		if h := t.head(v); t.tokens[v].Deprel == "acl:relcl" && h >= 0 && (h == o || r.together(h, o)) {
			return true // whom the clause is about has his place in it: "Lee, whom she met"
		}
	}
	if t.within(i, o) && t.rel(i) != "acl" {
		// "his son" is not him; a clause about the noun may well be.
		for k := i; k != o && k >= 0; k = t.head(k) {
			if t.tokens[k].Deprel == "acl" && t.kid(k, "mark") >= 0 {
				return true // "the promise to keep it"
			}
			if rel := t.rel(k); rel == "acl" || rel == "advcl" || rel == "parataxis" || rel == "ccomp" || rel == "conj" {
				return false
			}
		}
		return true
	}
	if possessive {
		// The phrase that it owns and what stands in apposition to that.
		h := t.head(i)
		return h >= 0 && (h == o || t.slot(h) == so && (t.rel(o) == "appos" || t.rel(o) == "flat" || t.rel(h) == "appos" || t.tokens[h].Deprel == "nmod:desc"))
	}
	if si == so {
		return true // conjuncts
	}
	vi, vo := t.head(si), t.head(so)
	if vi < 0 || vo < 0 {
		return false
	}
	argument := func(k int) bool {
		switch t.rel(k) {
		case "nsubj", "obj", "iobj", "obl":
			return true
		}
		return false
	}
	if vi == vo && argument(si) && argument(so) {
		if t.preposition(si) == "with" && carryVerbs[t.lemma(vi)] && t.rel(so) == "nsubj" {
			return false // "brought an aide with him"
		}
		return true
	}
	// The subject that must be understood, also from "standing next to him".
	v := vi
	for t.tokens[v].UPOS == "ADV" && t.head(v) >= 0 {
		v = t.head(v)
	}
	if (argument(si) || v != vi) && t.rel(si) != "nsubj" && r.together(t.subject(v), so) {
		return !(t.preposition(si) == "with" && carryVerbs[t.lemma(vi)])
	}
	// "Lee's praise of him"
	if vi == vo && t.rel(si) == "nmod" && t.tokens[so].Deprel == "nmod:poss" {
		return true
	}
	return false
}

// together reports whether two tokens are of one mention.
func (r *resolver) together(a, b int) bool {
	return a == b || a >= 0 && b >= 0 && r.nameOf[a] >= 0 && r.nameOf[a] == r.nameOf[b]
}

// forbidden reports whether the noun phrase at i cannot be entity e, as e
// stands beside it in its own clause.
func (r *resolver) forbidden(i, e int, possessive bool) bool {
	for k := len(r.occurrences) - 1; k >= 0 && r.occurrences[k].sentence == r.s; k-- {
		o := r.occurrences[k]
		if o.entity >= 0 && r.find(o.entity) == e && o.token != i && r.binds(i, o.token, possessive) {
			return true
		}
		// A noun phrase is not its own possessor.
		if o.entity >= 0 && r.find(o.entity) == e && r.tree.within(o.token, i) {
			return true
		}
	}
	// Names to the right in the same clause.
	v := r.tree.head(r.tree.slot(i))
	if v >= 0 {
		for _, k := range r.tree.kids[v] {
			if k > i && r.nameOf[k] >= 0 && r.find(r.byName[r.nameOf[k]]) == e && r.binds(i, k, possessive) {
				return true
			}
		}
	}
	return false
}

// isEmpty reports whether an "it" stands for nothing: "it is clear that",
// "it seems", "it rained".
func (r *resolver) isEmpty(i int) bool {
	t := r.tree
	if t.rel(i) == "expl" {
		return true
	}
	if t.rel(i) != "nsubj" {
		h := t.head(i)
		return h >= 0 && t.rel(i) == "obj" && (t.lemma(h) == "make" && t.kid(h, "xcomp", "ccomp") >= 0 ||
			t.lemma(h) == "put" && t.kid(h, "obl") < 0) // "as she put it"
	}
	h := t.head(i)
	if h < 0 {
		return false
	}
	l := t.lemma(h)
	if weatherVerb[l] || clauseVerbs[l] {
		return true
	}
	if t.kid(h, "cop") >= 0 && (clauseAdjectives[l] || t.kid(h, "csubj", "ccomp", "advcl", "acl") >= 0 && t.tokens[h].UPOS == "ADJ") {
		return true
	}
	// "it was Lee who"
	if t.kid(h, "cop") >= 0 {
		for _, k := range t.kids[h] {
			if t.tokens[k].Deprel == "acl:relcl" || t.rel(k) == "csubj" {
				return true
			}
		}
	}
	return t.kid(h, "csubj") >= 0 || t.tokens[h].UPOS == "VERB" && t.kid(h, "aux:pass") >= 0 && t.kid(h, "ccomp") >= 0
}

// resolveRelative links "who" to the noun that its clause is about.
func (r *resolver) resolveRelative(i int) {
	t := r.tree
	h := -1
	for v := i; v >= 0; v = t.head(v) {
		if t.tokens[v].Deprel == "acl:relcl" {
			h = t.head(v)
			break
		}
	}
	if h < 0 && t.lower(i) == "who" && i > 0 {
		// The tree does not say: what stands right before it.
		if h = i - 1; t.tokens[h].Form == "," {
			h--
		}
	}
	if h < 0 || h >= i {
		return
	}
	all, ok := r.at(h)
	if !ok || t.lower(i) == "that" && t.tokens[i].XPOS == "IN" {
		return
	}
	if w := t.lower(i); (w == "who" || w == "whom") && slices.ContainsFunc(all, func(e int) bool {
		typ := r.entities[e].typ
		return typ == "Place" || typ == "Event" || typ == ""
	}) {
		return
	}
	if w := t.lower(i); (w == "which" || w == "that") && slices.ContainsFunc(all, func(e int) bool { return r.entities[e].typ == "Person" && (w == "which" || r.entities[e].named) }) {
		return
	}
	r.note(KindPronoun, i, i+1, i, len(all) > 1, -1, all...)
	if len(all) == 1 {
		r.occur(all[0], i, 0.4)
	}
}

// resolveReflexive links "himself" to the subject of its clause.
func (r *resolver) resolveReflexive(i int, p pronoun) {
	t := r.tree
	h := t.head(i)
	if h < 0 {
		return
	}
	// "Lee himself said"
	if all, ok := r.at(h); ok && len(all) == 1 && r.agrees(all[0], p) {
		r.note(KindPronoun, i, i+1, i, false, -1, all[0])
		return
	}
	v := t.clause(h)
	if all, ok := r.at(t.subject(v)); ok {
		if p.plural != (len(all) > 1) && !(p.plural && r.entities[all[0]].plural) {
			return
		}
		if len(all) == 1 && !r.agrees(all[0], p) {
			return
		}
		r.note(KindPronoun, i, i+1, i, len(all) > 1, -1, all...)
	}
}

func (r *resolver) agrees(e int, p pronoun) bool {
	x := &r.entities[e]
	if p.plural {
		return true
	}
	if p.human != (x.typ == "Person") {
		return false
	}
	return !p.human || x.gender == unknown || p.gender == unknown || x.gender == p.gender
}

// resolveSpeakers links pronouns of the first person to those who speak, now
// that all the speakers are known.
func (r *resolver) resolveSpeakers() {
	if len(r.speakers) == 0 {
		return
	}
	at := make(map[[2]int]int, len(r.mentions))
	for i, m := range r.mentions {
		for k := m.First; k < m.Last; k++ {
			key := [2]int{m.Sentence, k}
			if o, ok := at[key]; !ok || k == m.Head || r.mentions[o].Head != k && m.Last-m.First < r.mentions[o].Last-r.mentions[o].First {
				at[key] = i
			}
		}
	}
	for _, p := range r.speakers {
		i, ok := at[[2]int{p.speaker.Sentence, p.speaker.Token}]
		if !ok {
			continue
		}
		p.found.entities = r.mentions[i].entities
		p.found.Plural = r.mentions[i].Plural
		if len(p.found.entities) > 1 && !pronouns[strings.ToLower(r.text[p.found.Span.Start:p.found.Span.End])].plural {
			continue
		}
		r.mentions = append(r.mentions, p.found)
	}
}
