package coref

import (
	"math"
	"slices"

	"attache/extract/name"
	"attache/extract/name/lexicon"
)

// isGroupWord reports whether a token stands for several persons without a
// noun for them: "both", "the two", "the pair", "each other".
func (r *resolver) isGroupWord(i int) bool {
	t := r.tree
	l := t.lower(i)
	switch {
	case l == "other" && i > 0 && t.lower(i-1) == "each", l == "another" && i > 0 && t.lower(i-1) == "one":
		return true
	}
	if (l == "both" || l == "neither") && i == 0 && len(t.tokens) > 1 && (t.tokens[1].UPOS == "VERB" || t.tokens[1].UPOS == "AUX") {
		return true
	}
	if _, ok := twoWords[l]; ok && t.tokens[i].UPOS == "NUM" && i > 0 && t.lower(i-1) == "the" && i+1 < len(t.tokens) {
		// Alone before a verb, whatever the tree makes of it.
		if next := t.tokens[i+1].UPOS; next == "VERB" || next == "AUX" || next == "ADV" {
			return true
		}
	}
	switch t.rel(i) {
	case "nsubj", "obj", "iobj", "obl", "nmod", "conj", "root":
	default:
		return false
	}
	det := ""
	if d := t.kid(i, "det"); d >= 0 {
		det = t.lower(d)
	}
	if groupNouns[t.lemma(i)] {
		return det == "the" && !r.hasOf(i)
	}
	if _, ok := twoWords[l]; !ok || r.hasOf(i) {
		return false
	}
	if l == "both" || l == "neither" {
		return t.rel(i) != "conj"
	}
	return det == "the" && t.tokens[i].UPOS == "NUM" && t.kid(i, "amod", "compound") < 0
}

// hasOf reports whether a phrase with "of" follows.
func (r *resolver) hasOf(i int) bool {
	t := r.tree
	return i+1 < len(t.tokens) && t.lower(i+1) == "of"
}

func (r *resolver) resolveGroupWord(i int) {
	t := r.tree
	l := t.lower(i)
	first := t.opening(i)
	if l == "other" || l == "another" {
		if v := t.head(t.slot(i)); v >= 0 {
			if all, ok := r.at(t.subject(t.clause(v))); ok {
				all = r.withConjuncts(t.subject(t.clause(v)), all)
				if len(all) > 1 {
					r.note(KindPlural, i-1, i+1, i, true, -1, all...)
				}
			}
		}
		return
	}
	n := twoWords[l]
	if n == 0 {
		n = twoWords[t.lemma(i)]
	}
	r.resolveMembers(i, first, n, nil, l == "both" || l == "neither")
}

// withConjuncts adds what is coordinated with a token to what it stands for.
func (r *resolver) withConjuncts(i int, all []int) []int {
	all = slices.Clone(all)
	if i < 0 {
		return all
	}
	for _, k := range r.tree.kids[i] {
		if r.tree.rel(k) == "conj" {
			if more, ok := r.at(k); ok {
				for _, e := range more {
					if !slices.Contains(all, e) {
						all = append(all, e)
					}
				}
			}
		}
	}
	return all
}

// resolvePlural resolves a plural noun that is no part of a name.
func (r *resolver) resolvePlural(i int) {
	t := r.tree
	lemma := t.lemma(i)
	first := t.opening(i)
	det, possessor := r.determined(i)
	n := 0
	if k := t.kid(i, "nummod"); k >= 0 {
		n = twoWords[t.lower(k)]
	}
	both := det == "both" || det == "neither" || t.lower(first) == "both" || i > 0 && (t.lower(i-1) == "neither" || t.lower(i-1) == "either")
	if both {
		n = 2
	}
	definite := definites[det] || both
	person := isPerson(t, i)
	if lemma == "person" || lemma == "people" || n == 0 && slices.ContainsFunc(t.kids[i], func(k int) bool { return t.tokens[k].Deprel == "acl:relcl" }) {
		person = false // any who fit the description
	}
	if !definite || possessor >= 0 || !person && !sideNouns[lemma] || r.hasOf(i) {
		r.occurPlural(i)
		return
	}
	called := r.roleAt(i)
	called.qualifiers = slices.DeleteFunc(called.qualifiers, func(w string) bool {
		_, number := twoWords[w]
		return number || w == "all" || w == "both" || w == "neither" || w == "these" || w == "those" || w == "this" || w == "that" || w == "respective"
	})
	if lemma == "side" || lemma == "delegation" || lemma == "party" || sideNouns[lemma] {
		if len(called.qualifiers) > 0 || called.country != "" || n == 0 && lemma != "side" && lemma != "delegation" {
			r.occurPlural(i)
			return
		}
		if n == 0 {
			n = 2
		}
		if lemma == "country" || lemma == "nation" || lemma == "government" || lemma == "capital" || lemma == "power" || lemma == "state" || lemma == "neighbour" || lemma == "neighbor" {
			called.head = "country"
		} else {
			called.head = "side"
		}
	}
	if !r.resolveMembers(i, first, n, &called, true) {
		r.occurPlural(i)
	}
}

// occurPlural makes a plural noun something that "they" can mean.
func (r *resolver) occurPlural(i int) {
	r.occur(-1, i, 1)
	o := &r.occurrences[len(r.occurrences)-1]
	o.plural, o.person = true, isPerson(r.tree, i) || r.tree.lemma(i) == "people"
}

// bears reports whether a person may be called by an office in the plural. sure
// is whether the text says so.
func (r *resolver) bears(e int, called role) (may, sure bool) {
	x := &r.entities[e]
	if called.country != "" && x.country != called.country {
		return false, false
	}
	if len(x.roles) == 0 {
		// "the men" may be anybody; an office must be told, except to lead.
		if plainPersons[called.head] {
			g := nounGender(called.head)
			return g == unknown || x.gender == unknown || g == x.gender, false
		}
		return called.head == "leader" && len(called.qualifiers) == 0, false
	}
	for _, k := range x.roles {
		if called.match(k) > 0 {
			return true, true
		}
	}
	if plainPersons[called.head] {
		g := nounGender(called.head)
		return g == unknown || x.gender == unknown || g == x.gender, false
	}
	if office, ok := lexicon.Title(called.head); ok && office.Role == "diplomat" && len(called.qualifiers) == 0 {
		// Negotiators may be envoys, and envoys ambassadors.
		for _, k := range x.roles {
			if o, ok := lexicon.Title(k.head); ok && o.Role == "diplomat" {
				return true, false
			}
		}
	}
	return called.head == "politician" || called.head == "official" || called.head == "counterpart", false
}

// resolveMembers finds the n persons, or the persons of an office, whom a
// plural stands for. n is 0 where the text does not tell how many.
func (r *resolver) resolveMembers(i, first, n int, called *role, strict bool) bool {
	wantSides := called != nil && (called.head == "side" || called.head == "country")
	here := r.groupsBefore(i)
	for k := range here {
		here[k].sentence, here[k].beat = r.s, r.beat
	}
	pool := append(slices.Clone(r.groups[max(0, len(r.groups)-60):]), here...)
	type scored struct {
		members []int
		score   float64
	}
	var found []scored
	var best []int
	top := 0.0
	for k := len(pool) - 1; k >= 0; k-- {
		g := pool[k]
		d := r.beat - g.beat
		if d > pluralWindow || called == nil && d > bareWindow {
			continue
		}
		if g.sentence == r.s && g.token >= 0 && r.binds(i, g.token, false) {
			continue
		}
		members := r.living(g.members)
		if len(members) < 2 || n > 0 && len(members) != n {
			continue
		}
		if g.sides && !wantSides || wantSides && called.head == "country" && !r.allOf(members, "Place") {
			continue
		}
		score := g.weight * math.Pow(pluralDecay, float64(d)) * r.standing(members)
		if n == 0 && d > 2 {
			score *= 0.5
		}
		if called != nil && !wantSides {
			sure := 0
			fits := true
			for _, e := range members {
				may, known := r.bears(e, *called)
				fits = fits && may
				if known {
					sure++
				}
			}
			if !fits {
				continue
			}
			score *= 1 + float64(sure)/float64(len(members))
			if len(members) == 2 && r.counterparts(members[0], members[1]) {
				score *= 1.5
			}
		}
		if k := slices.IndexFunc(found, func(c scored) bool { return same(c.members, members) }); k >= 0 {
			// Named together again and again.
			found[k].score += 0.5 * score
		} else {
			found = append(found, scored{members, score})
		}
	}
	for _, c := range found {
		if c.score > top {
			best, top = c.members, c.score
		}
	}
	if best == nil && n > 0 && called != nil && !wantSides {
		// Those who are known to have the office, if they are as many.
		var known []int
		for k := len(r.persons) - 1; k >= 0 && k >= len(r.persons)-30; k-- {
			e := r.find(r.persons[k])
			if r.distance(e) > 6 || slices.Contains(known, e) {
				continue
			}
			if _, sure := r.bears(e, *called); sure {
				known = append(known, e)
			}
		}
		if len(known) == n {
			slices.Reverse(known)
			best = known
		}
	}
	if best == nil {
		return false
	}
	r.note(KindPlural, first, i+1, i, true, -1, best...)
	for _, e := range best {
		r.occur(e, i, 0.5)
	}
	return true
}

// standing lowers the score of a group for each member who has no name.
func (r *resolver) standing(members []int) float64 {
	f := 1.0
	for _, e := range members {
		x := &r.entities[e]
		if x.named {
			continue
		}
		f *= 0.6
		if len(x.roles) > 0 && x.country != "" {
			f *= 1.4 // "the Peruvian minister" is nearly a name
		}
	}
	return f
}

func (r *resolver) allOf(members []int, typ string) bool {
	return !slices.ContainsFunc(members, func(e int) bool { return r.entities[e].typ != typ })
}

// living returns the members of a group after merges, each once.
func (r *resolver) living(members []int) []int {
	var out []int
	for _, e := range members {
		if e = r.find(e); !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// What a group keeps of its weight with each sentence that goes by: more where
// a noun takes it up than where a pronoun does.
const (
	pluralDecay = 0.85
	groupDecay  = 0.4
)

var meetVerbs = set("meet sit talk speak negotiate discuss confer host receive welcome greet shake embrace agree")

// groupsBefore returns those who are named together in the sentence at hand
// before a token: coordinated, or as subject and object of one verb.
func (r *resolver) groupsBefore(limit int) []group {
	t := r.tree
	var out []group
	person := func(e int) bool { return r.entities[e].typ == "Person" }
	body := func(e int) bool { return r.entities[e].typ == "Place" || r.entities[e].typ == "Organization" }
	factor := 1.0
	if r.heading {
		factor = 0.4
	}
	add := func(token int, members []int, weight float64) {
		if len(members) < 2 || len(members) > 8 {
			return
		}
		switch {
		case !slices.ContainsFunc(members, func(e int) bool { return !person(e) }):
			out = append(out, group{members: members, token: token, weight: weight * factor})
		case !slices.ContainsFunc(members, func(e int) bool { return !body(e) }):
			out = append(out, group{members: members, token: token, weight: weight * factor, sides: true})
		}
	}
	subjects := make(map[int][]int)
	objects := make(map[int][]int)
	var verbs []int
	for _, h := range r.done {
		if h >= limit {
			continue
		}
		all, ok := r.at(h)
		if !ok || r.entities[all[0]].typ == "Event" || r.entities[all[0]].typ == "" {
			continue
		}
		if r.resolved[h].plural {
			if len(all) > 1 {
				add(h, all, 1.1)
			}
		} else if a := t.anchor(h); t.rel(a) != "conj" {
			joined := slices.Clone(all)
			for k := h; k != a; k = t.head(k) {
				if t.kid(k, "conj") >= 0 {
					a = k
					break
				}
			}
			for _, k := range t.kids[a] {
				if t.rel(k) != "conj" || k >= limit || t.lower(max(k-1, 0)) == "&" {
					continue
				}
				if more, ok := r.at(k); ok {
					for _, e := range more {
						if !slices.Contains(joined, e) {
							joined = append(joined, e)
						}
					}
				}
			}
			if e := r.between(h); e >= 0 && r.names[r.nameOf[h]].Last < limit && !slices.Contains(joined, e) {
				joined = append(joined, e)
			}
			if len(joined) > 1 {
				add(h, joined, 0.7+0.5*t.weight(h))
				all = joined
			}
		}
		if t.rel(h) == "appos" && r.resolved[t.head(h)].entities != nil || t.rel(t.anchor(h)) == "conj" {
			continue // counted with its head
		}
		s := t.slot(h)
		v := t.head(s)
		if v < 0 {
			continue
		}
		switch t.rel(s) {
		case "nsubj":
			if !slices.Contains(verbs, v) {
				verbs = append(verbs, v)
			}
			subjects[v] = append(subjects[v], all...)
		case "obj", "iobj":
			if !slices.Contains(verbs, v) {
				verbs = append(verbs, v)
			}
			objects[v] = append(objects[v], all...)
		case "obl":
			if p := t.preposition(s); p == "with" || p == "by" || p == "alongside" || p == "against" || p == "to" {
				if !slices.Contains(verbs, v) {
					verbs = append(verbs, v)
				}
				objects[v] = append(objects[v], all...)
			}
		case "nmod":
			// "held talks with"
			if p := t.preposition(s); p == "with" && t.rel(v) == "obj" && t.head(v) >= 0 {
				v = t.head(v)
				if !slices.Contains(verbs, v) {
					verbs = append(verbs, v)
				}
				objects[v] = append(objects[v], all...)
			}
		}
	}
	for _, v := range verbs {
		subject := subjects[v]
		if len(subject) == 0 {
			subject = r.subjectOf(v)
		}
		if len(subject) == 0 || len(objects[v]) == 0 {
			continue
		}
		weight := 0.6
		if meetVerbs[t.lemma(v)] || r.family(t.lemma(v)) != "" {
			weight = 1
		} else if o := t.kid(v, "obj"); o >= 0 && r.familyAt(o) != "" {
			weight = 1
		}
		members := r.living(slices.Concat(subject, objects[v]))
		if k := r.onlyPersons(members); len(k) > 1 {
			members = k // a dateline may seem to be a subject too
		}
		add(-1, members, weight)
		if k := len(out) - 1; k >= 0 && out[k].token < 0 {
			out[k].verb = v
		}
	}
	return out
}

// subjectOf returns those who are a verb's subject: by the tree, or, where it
// has none, the person named right before the verb.
func (r *resolver) subjectOf(verb int) []int {
	if all, ok := r.at(r.tree.subject(verb)); ok {
		return all
	}
	k := verb - 1
	if k > 0 && r.tree.tokens[k].Form == "," {
		k--
	}
	if k >= 0 && r.nameOf[k] >= 0 && r.names[r.nameOf[k]].Type == name.Person {
		all, _ := r.at(k)
		return all
	}
	return nil
}

// between returns the second of two names joined by "and" behind "between",
// the first of which holds a token; -1 is none. Trees often tear them apart.
func (r *resolver) between(token int) int {
	t := r.tree
	n := r.nameOf[token]
	if n < 0 || r.titleAt[n] == 0 || t.lower(r.titleAt[n]-1) != "between" {
		return -1
	}
	and := r.names[n].Last
	if and+1 >= len(t.tokens) || t.lower(and) != "and" {
		return -1
	}
	for k := and + 1; k < len(t.tokens) && k < and+12; k++ {
		if m := r.nameOf[k]; m >= 0 && r.names[m].First == k {
			if r.titleAt[m] == and+1 && r.names[m].Type == r.names[n].Type {
				return r.find(r.byName[m])
			}
			if r.names[m].Type == name.Person {
				return -1
			}
		}
	}
	return -1
}

func (r *resolver) onlyPersons(members []int) []int {
	var out []int
	for _, e := range members {
		if r.entities[e].typ == "Person" {
			out = append(out, e)
		}
	}
	return out
}

// resolveThey resolves a plural pronoun to a group, or to a plural noun.
func (r *resolver) resolveThey(i int, p pronoun) {
	type candidate struct {
		members []int
		thing   occurrence
		score   float64
	}
	var list []candidate
	t := r.tree
	subject := t.rel(t.slot(i)) == "nsubj"
	quote := r.quoteAt(i)
	speaker := r.speakerOf(quote)
	here := r.groupsBefore(i)
	for k := range here {
		here[k].sentence, here[k].beat = r.s, r.beat
	}
	// Whoever does something to them is none of them.
	var other []int
	if v := t.head(t.slot(i)); v >= 0 && !subject && !p.possessive {
		other, _ = r.at(t.subject(v))
	}
	for _, g := range slices.Concat(r.groups[max(0, len(r.groups)-40):], here) {
		d := r.beat - g.beat
		if d > pronounWindow || g.sentence == r.s && g.token >= 0 && r.binds(i, g.token, p.possessive) {
			continue
		}
		members := r.living(g.members)
		if len(members) < 2 || slices.Contains(members, speaker) && quote >= 0 || !conflict(members, other) && len(other) > 0 {
			continue
		}
		// Subject and object of one verb are no antecedent within its clause.
		if g.sentence == r.s && g.token < 0 && !p.possessive && g.verb == t.clause(i) {
			continue
		}
		w := g.weight * math.Pow(groupDecay, float64(d)) * r.standing(members)
		if g.token < 0 {
			w *= 0.6
		}
		n := slices.IndexFunc(list, func(c candidate) bool { return same(c.members, members) })
		if n >= 0 {
			list[n].score = max(list[n].score, w) + 0.2*min(list[n].score, w)
			continue
		}
		list = append(list, candidate{members: members, score: w})
	}
	for k := len(r.occurrences) - 1; k >= 0; k-- {
		o := r.occurrences[k]
		if r.beat-o.beat > 2 {
			break
		}
		if o.sentence == r.s && r.binds(i, o.token, p.possessive) {
			continue
		}
		w := r.weightOf(o) * math.Pow(decay, float64(r.beat-o.beat))
		if o.quote >= 0 && o.quote != quote {
			w *= 0.5
		}
		if subject && o.subject {
			w *= 1.3
		}
		switch {
		case o.entity < 0 && o.plural:
			if o.person {
				w *= 1.2
			} else if v := t.head(t.slot(i)); subject && v >= 0 && humanVerbs[t.lemma(v)] {
				continue
			}
			list = append(list, candidate{thing: o, score: w * 1.1})
		case o.entity >= 0 && (r.entities[r.find(o.entity)].plural || r.entities[r.find(o.entity)].typ == "Organization"):
			e := r.find(o.entity)
			if !r.entities[e].plural {
				w *= 0.4
			}
			if n := slices.IndexFunc(list, func(c candidate) bool { return len(c.members) == 1 && c.members[0] == e }); n >= 0 {
				list[n].score += w
				continue
			}
			list = append(list, candidate{members: []int{e}, score: w})
		}
	}
	best, second := -1, 0.0
	for n, c := range list {
		if best < 0 || c.score > list[best].score {
			if best >= 0 {
				second = max(second, list[best].score)
			}
			best = n
		} else {
			second = max(second, c.score)
		}
	}
	var members []int
	switch {
	case p.possessive && r.meeting(i) != nil:
		members = r.meeting(i)
	case best < 0 || list[best].score < margin*second || list[best].score < 0.2:
		return
	default:
		members = list[best].members
	}
	if members == nil {
		members = []int{r.materialize(list[best].thing)}
	}
	kind := KindPronoun
	if len(members) > 1 {
		kind = KindPlural
	}
	r.note(kind, i, i+1, i, len(members) > 1, -1, members...)
	for _, e := range members {
		r.occur(e, i, 0.5)
	}
}

// meeting returns those who hold the event at hand that a plural possessor's
// noun takes up: "Lee met Cho. … Their talks lasted an hour."
func (r *resolver) meeting(i int) []int {
	h := r.tree.head(i)
	if h < 0 || r.familyAt(h) != "meeting" || r.tree.kid(h, "amod", "compound") >= 0 {
		return nil
	}
	c := eventCalled{event: event{family: "meeting"}, det: "their", noun: r.tree.lower(h)}
	e := r.eventAtHand(&c, 5)
	if e < 0 || r.entities[e].event.unreal {
		return nil
	}
	if who := r.actors(r.entities[e].event.participants); len(who) > 1 {
		return who
	}
	return nil
}

// same reports whether two groups have the same members.
func same(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for _, e := range a {
		if !slices.Contains(b, e) {
			return false
		}
	}
	return true
}
