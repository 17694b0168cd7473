package coref

import (
	"math"
	"slices"
	"strings"

	"attache/extract/name"
	"attache/extract/name/lexicon"
)

// resolveSentence goes through the sentence at hand from left to right.
func (r *resolver) resolveSentence() {
	r.resolved = make(map[int]result)
	r.done = r.done[:0]
	r.verbs = 0
	if !r.heading {
		r.beat++
	}
	t := r.tree
	r.findTitles()
	for i := range t.tokens {
		if n := r.nameOf[i]; n >= 0 {
			if r.names[n].First == i {
				r.resolveName(n)
			}
			// Names within names are mentions too.
			continue
		}
		if r.titled[i] >= 0 {
			continue
		}
		tok := t.tokens[i]
		p, isPronoun := pronouns[t.lower(i)]
		switch {
		case isPronoun && (tok.UPOS == "PRON" || p.possessive && tok.UPOS == "DET"):
			if t.lower(i) == "who" && i > 0 && tok.Deprel == "root" {
				continue
			}
			r.resolvePronoun(i, p)
		case r.isGroupWord(i):
			r.resolveGroupWord(i)
		case tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || tok.UPOS == "ADJ" && r.isDemonymHead(i):
			r.resolveNoun(i)
		}
	}
	r.resolveVerbs(len(t.tokens))
	for _, g := range r.groupsBefore(len(t.tokens)) {
		g.sentence, g.beat = r.s, r.beat
		r.groups = append(r.groups, g)
	}
	r.occurrences = trim(r.occurrences)
	r.groups = trim(r.groups)
	r.events = trim(r.events)
}

// trim keeps the end of a list that grew too long.
func trim[T any](list []T) []T {
	if len(list) > 2*maxKept {
		return slices.Delete(list, 0, len(list)-maxKept)
	}
	return list
}

// findTitles marks the tokens of titles that stand before names.
func (r *resolver) findTitles() {
	r.titled = slices.Grow(r.titled[:0], len(r.nameOf))[:len(r.nameOf)]
	for i := range r.titled {
		r.titled[i] = -1
	}
	for i, n := range r.nameOf {
		if n >= 0 && r.names[n].First == i {
			for k := r.titleAt[n]; k < i; k++ {
				r.titled[k] = n
			}
		}
	}
	// A parser that tears a title from its name would mislead.
	owned, changed := false, false
	for i, n := range r.nameOf {
		if n < 0 || r.names[n].First != i || r.names[n].Type != name.Person || r.names[n].Last-r.titleAt[n] < 2 {
			continue
		}
		head := r.names[n].Head
		if head < r.names[n].First || head >= r.names[n].Last {
			head = r.names[n].First
		}
		changed = r.tree.gather(r.titleAt[n], r.names[n].Last, head, &owned) || changed
	}
	if changed {
		r.tree.cutCycles()
		r.tree.listKids()
	}
}

// at returns what a token of the sentence at hand stands for.
func (r *resolver) at(token int) ([]int, bool) {
	if token < 0 {
		return nil, false
	}
	if n := r.nameOf[token]; n >= 0 {
		if rest, two := r.byRest[n]; two {
			return []int{r.find(r.byName[n]), r.find(rest)}, true
		}
		return []int{r.find(r.byName[n])}, true
	}
	if n := r.titled[token]; n >= 0 {
		return []int{r.find(r.byName[n])}, true
	}
	if res, ok := r.resolved[token]; ok {
		out := make([]int, len(res.entities))
		for i, e := range res.entities {
			out[i] = r.find(e)
		}
		return out, true
	}
	return nil, false
}

// one returns the only entity that a token stands for, or -1.
func (r *resolver) one(token int) int {
	if all, ok := r.at(token); ok && len(all) == 1 {
		return all[0]
	}
	return -1
}

func (r *resolver) resolveName(n int) {
	m := r.names[n]
	e := r.find(r.byName[n])
	x := &r.entities[e]
	head := m.Head
	if head < m.First || head >= m.Last {
		head = m.First
	}
	if x.typ == "Person" && !x.seen {
		r.adoptCounterpart(e)
	}
	if rest, two := r.byRest[n]; two {
		rest = r.find(rest)
		r.note(KindName, m.First, m.Last, head, true, n, e, rest)
		r.occur(e, head, 0.6)
		r.occur(rest, head, 0.6)
		return
	}
	factor := 1.0
	if rel := r.tree.tokens[head].Deprel; base(rel) == "compound" || rel == "nmod:desc" || r.inTitle(head) {
		factor = 0.6
	}
	r.inherit(n, e)
	x = &r.entities[e]
	r.note(KindName, r.titleAt[n], m.Last, head, false, n, e)
	if x.event != nil {
		r.touchEvent(e)
	}
	r.occur(e, head, factor)
	if r.tree.rel(head) == "amod" {
		return
	}
	// An office said of a person by apposition is known already; one that his
	// own phrase owns ("his minister, X") has the owner's country.
	if x.typ == "Person" && x.country == "" {
		if h := r.tree.head(head); h >= 0 && r.tree.rel(head) == "appos" {
			if p := r.tree.kid(h, "nmod:poss"); p >= 0 {
				if o := r.one(p); o >= 0 && r.entities[o].country != "" && isPerson(r.tree, h) {
					x.country = r.entities[o].country
				}
			}
		}
	}
}

// inherit gives the bearer of the name n the offices of the one whose
// counterpart the words before the name say that he is.
func (r *resolver) inherit(n, e int) {
	t := r.tree
	first := r.titleAt[n]
	counterpart := false
	for k := first; k < r.names[n].First; k++ {
		counterpart = counterpart || t.lemma(k) == "counterpart"
	}
	if !counterpart {
		return
	}
	owner := -1
	if first > 0 && pronouns[t.lower(first-1)].person == 3 {
		owner = r.one(first - 1)
	}
	for k := first; k < r.names[n].First && owner < 0; k++ {
		if l := t.lower(k); k > 0 && (l == "'s" || l == "’s") {
			owner = r.one(k - 1)
		}
	}
	r.inheritFrom(e, owner)
}

func (r *resolver) inheritFrom(e, owner int) {
	if owner < 0 || owner == e {
		return
	}
	for _, k := range r.entities[owner].roles {
		k.country, k.assumed = r.entities[e].country, true
		r.addRole(e, k)
	}
}

// inTitle reports whether a token is among the titles of a name.
func (r *resolver) inTitle(token int) bool {
	for k := token + 1; k < len(r.nameOf) && k < token+14; k++ {
		if n := r.nameOf[k]; n >= 0 && r.names[n].First == k && r.titleAt[n] <= token {
			return true
		}
	}
	return false
}

// adoptCounterpart gives a person who is named for the first time the mentions
// of a counterpart whom the text has told of without a name.
func (r *resolver) adoptCounterpart(e int) {
	x := r.entities[e]
	fit := -1
	for k := len(r.persons) - 1; k >= 0 && k >= len(r.persons)-12; k-- {
		o := r.find(r.persons[k])
		y := r.entities[o]
		if y.named || y.noun != "counterpart" || o == e || r.distance(o) > 5 {
			continue
		}
		if x.country != "" && y.country != "" && x.country != y.country || x.gender != unknown && y.gender != unknown && x.gender != y.gender {
			continue
		}
		if slices.ContainsFunc(y.roles, func(a role) bool { return slices.ContainsFunc(x.roles, func(b role) bool { return a.equal(b) }) }) {
			if fit >= 0 {
				return
			}
			fit = o
		}
	}
	if fit >= 0 {
		// What he is called himself goes before what was concluded.
		r.entities[fit].roles = slices.DeleteFunc(r.entities[fit].roles, func(k role) bool { return k.assumed })
		r.merge(e, fit)
	}
}

// distance returns how many sentences ago an entity was last mentioned.
func (r *resolver) distance(e int) int {
	for k := len(r.occurrences) - 1; k >= 0; k-- {
		if o := &r.occurrences[k]; o.entity >= 0 && r.find(o.entity) == e {
			return r.beat - o.beat
		}
	}
	return math.MaxInt32
}

// salience returns how present an entity is, each sentence that has gone by since
// a mention leaving it the fraction decay.
func (r *resolver) salience(e, window int, decay float64) float64 {
	sum := 0.0
	for k := len(r.occurrences) - 1; k >= 0; k-- {
		o := &r.occurrences[k]
		if r.beat-o.beat > window {
			break
		}
		if o.entity >= 0 && r.find(o.entity) == e {
			sum += r.weightOf(*o) * math.Pow(decay, float64(r.beat-o.beat))
		}
	}
	return sum
}

// isDemonymHead reports whether a token is the people's name for one of them:
// "the Russian said".
func (r *resolver) isDemonymHead(i int) bool {
	t := r.tree
	if _, ok := lexicon.Demonym(t.tokens[i].Form); !ok {
		return false
	}
	switch t.rel(i) {
	case "nsubj", "obj", "iobj", "obl", "nmod", "conj", "root":
	default:
		return false
	}
	d := t.kid(i, "det")
	return d >= 0 && t.lower(d) == "the"
}

// skipped are relations of nouns that head no phrase of their own.
func (r *resolver) partOfPhrase(i int) bool {
	switch rel := r.tree.tokens[i].Deprel; base(rel) {
	case "compound", "flat", "fixed", "goeswith", "amod":
		return true
	default:
		return rel == "nmod:desc" || rel == "nmod:unmarked" || rel == "obl:unmarked"
	}
}

func (r *resolver) resolveNoun(i int) {
	t := r.tree
	if r.partOfPhrase(i) {
		return
	}
	lemma := t.lemma(i)
	switch {
	case r.familyAt(i) != "":
		if isPlural(t, i) && !plainPlurals[t.lower(i)] {
			r.occurPlural(i) // "summits" are many
			return
		}
		r.resolveEvent(i)
	case lemma == "delegation" && !isPlural(t, i) && r.resolveDelegation(i):
	case isPlural(t, i), isPerson(t, i) && i > 0 && (t.lower(i-1) == "neither" || t.lower(i-1) == "either"):
		if !times[lemma] {
			r.resolvePlural(i)
		}
	case r.isDemonymHead(i):
		r.resolveDemonym(i)
	case isPerson(t, i):
		r.resolvePerson(i)
	case times[lemma]:
	case bodies[lemma] && r.resolveBody(i):
	default:
		r.occur(-1, i, 1)
	}
}

// determined returns the determiner of a noun phrase in small letters ("" is
// none), and the token of its possessor, -1 for none.
func (r *resolver) determined(i int) (det string, possessor int) {
	t := r.tree
	possessor = t.kid(i, "nmod:poss")
	if d := t.kid(i, "det"); d >= 0 {
		det = t.lower(d)
	} else if first := t.opening(i); t.tokens[first].UPOS == "DET" {
		det = t.lower(first)
	}
	return det, possessor
}

// resolvePerson resolves a noun for one person that is no part of a name.
func (r *resolver) resolvePerson(i int) {
	t := r.tree
	det, possessor := r.determined(i)
	first := t.opening(i)
	lemma := t.lemma(i)
	if lemma == "number" {
		lemma = "counterpart" // "opposite number"
	}

	// "his interior minister, Tjaša Kralj", "Ann Lee, the mayor,"
	named := -1
	if a := r.apposed(i); a >= 0 {
		named = r.find(r.byName[r.nameOf[a]])
	} else if h := t.head(i); h >= 0 && t.rel(i) == "appos" && t.kid(i, "cop", "case") < 0 {
		g := nounGender(lemma)
		if e := r.one(h); e >= 0 && r.entities[e].typ == "Person" && (g == unknown || r.entities[e].gender == unknown || g == r.entities[e].gender) {
			named = e
			if !r.entities[e].named {
				r.addRole(e, r.roleAt(i))
			}
		}
	}
	if h := t.head(i); named < 0 && h > i && t.rel(i) == "nsubj" && t.kid(h, "cop") >= 0 && t.real(h) && r.nameOf[h] >= 0 && r.names[r.nameOf[h]].Type == name.Person && definites[det] {
		named = r.find(r.byName[r.nameOf[h]]) // "The winner was Lee"
	}
	if named >= 0 {
		r.note(KindTitle, first, i+1, i, false, -1, named)
		r.occur(named, i, 0.3)
		if o := r.one(possessor); o >= 0 && o != named {
			r.entities[named].owner = o
			if lemma == "counterpart" {
				r.inheritFrom(named, o)
			}
		}
		return
	}
	// "She is the mayor": the predicate says something of the subject.
	if t.kid(i, "cop") >= 0 || t.rel(i) == "xcomp" || t.preposition(i) == "as" && t.rel(i) == "obl" {
		s := t.kid(i, "nsubj")
		if s < 0 {
			if h := t.head(i); h >= 0 {
				s = t.subject(h)
				if t.rel(i) == "obl" && t.lemma(h) != "serve" && t.lemma(h) != "work" {
					if o := t.kid(h, "obj"); o >= 0 {
						s = o
					}
				}
			}
		}
		if e := r.one(s); e >= 0 && r.entities[e].typ == "Person" {
			if t.real(i) && !r.entities[e].named && det != "a" && det != "an" {
				r.addRole(e, r.roleAt(i))
			}
			r.resolved[i] = result{[]int{e}, false, KindNominal} // for "who" and "himself"
			return
		}
	}

	owner := r.one(possessor)
	if lemma == "counterpart" {
		r.resolveCounterpart(i, first, owner)
		return
	}
	called := r.roleOf(i, first, possessor, owner)
	if (lemma == "host" || lemma == "guest" || lemma == "visitor") && owner >= 0 {
		if e := r.otherOfPair(owner); e >= 0 {
			r.note(KindNominal, first, i+1, i, false, -1, e)
			r.occur(e, i, 1)
			return
		}
	}
	definite := definites[det] || possessor >= 0 || det == "" && (called.country != "" || t.tokens[i].UPOS == "PROPN" && first == i && i > 0)
	g := nounGender(lemma)
	if definite && !indefinites[det] {
		e, kind := r.bearer(i, called, owner, g)
		if e < 0 {
			e, kind = r.sameNoun(i, lemma, called, owner, g)
		}
		if e >= 0 {
			r.note(kind, first, i+1, i, false, -1, e)
			r.occur(e, i, 1)
			if g != unknown && r.entities[e].gender == unknown {
				r.entities[e].gender = g
			}
			return
		}
	}
	if lemma == "person" && !definites[det] || det == "no" || det == "every" || det == "any" || det == "each" || first > 0 && t.lower(first-1) == "not" || t.lower(first) == "not" {
		return // nobody in particular
	}
	factor := 1.0
	if det == "the" {
		factor = 0.5 // who seems to be known already, but as whom?
	}
	e := r.newEntity("Person")
	x := &r.entities[e]
	x.noun = lemma
	x.gender = g
	x.owner = owner
	x.country = called.country
	x.names = []string{r.phrase(i, first)}
	x.roles = []role{called}
	r.note(KindNominal, first, i+1, i, false, -1, e)
	r.occur(e, i, factor)
}

// apposed returns a token of the person's name that stands in apposition to the
// noun at i, or -1: by the tree, or, as parsers often miss it, by the comma
// between them.
func (r *resolver) apposed(i int) int {
	t := r.tree
	person := func(k int) bool { return r.nameOf[k] >= 0 && r.names[r.nameOf[k]].Type == name.Person }
	if a := t.kid(i, "appos", "flat"); a >= 0 && person(a) {
		return a
	}
	_, comma := after(t.tokens, i, len(t.tokens)) // "its head of public affairs, Ann Lee"
	if isPlural(t, i) || comma+1 >= len(t.tokens) || t.tokens[comma].Form != "," {
		return -1
	}
	at := comma + 1 // of the name, behind its titles
	for at < len(t.tokens)-1 && at < comma+11 && r.nameOf[at] < 0 {
		at++
	}
	if !person(at) || r.names[r.nameOf[at]].First != at || r.titleAt[r.nameOf[at]] != comma+1 {
		return -1
	}
	if det, possessor := r.determined(i); det != "the" && possessor < 0 {
		return -1
	}
	n := r.names[r.nameOf[at]]
	if h := min(max(n.Head, n.First), n.Last-1); t.rel(h) == "nsubj" && t.head(h) > h && (n.Last >= len(t.tokens) || t.tokens[n.Last].Form != ",") {
		return -1 // "After seeing the minister, Lee left"
	}
	if n.Last < len(t.tokens) {
		switch t.tokens[n.Last].Form {
		case ",":
			// A list of persons, unless a preposition follows: "with the head, X, and with Y".
			if n.Last+2 < len(t.tokens) && t.rel(n.Last+1) == "cc" && t.tokens[n.Last+2].UPOS != "ADP" {
				return -1
			}
		case ".", ";", ":", "?", "!", ")", "\"", "”":
		default:
			return -1
		}
	}
	return at
}

// phrase returns the words of a noun phrase without its leading determiner,
// with a short phrase with "of" after it.
func (r *resolver) phrase(i, first int) string {
	t := r.tree
	for first < i && (t.rel(first) == "det" || t.tokens[first].UPOS == "PRON" || t.tokens[first].UPOS == "ADV" || t.rel(first) == "cc") {
		first++
	}
	end := i + 1
	if i+1 < len(t.tokens) && t.lower(i+1) == "of" {
		if _, stop := after(t.tokens, i, min(len(t.tokens), i+7)); stop > end && r.within(i, end, stop) {
			end = stop
		}
	}
	return r.textOf(first, end)
}

func (r *resolver) textOf(first, end int) string {
	t := r.tree
	return strings.Join(strings.Fields(r.text[t.tokens[first].Start:t.tokens[end-1].End]), " ")
}

func (r *resolver) within(i, from, to int) bool {
	for k := from; k < to; k++ {
		if !r.tree.within(k, i) {
			return false
		}
	}
	return true
}

// roleOf reads an office like roleAt, with what its owner tells: the possessor
// who is a person is no part of the office, but its country is.
func (r *resolver) roleOf(i, first, possessor, owner int) role {
	t := r.tree
	if possessor >= 0 && owner >= 0 && r.entities[owner].typ == "Person" {
		left := first
		for k := first; k < i; k++ {
			if t.within(k, possessor) {
				left = k + 1
			}
		}
		right, _ := after(t.tokens, i, len(t.tokens))
		called := newRole(words(t.tokens, left, i), t.lemma(i), right)
		if office, ok := lexicon.Title(t.lemma(i)); ok && called.country == "" && !kin[t.lemma(i)] && (office.Role == "minister" || office.Role == "leader" || office.Role == "diplomat" || office.Role == "spokesman") {
			called.country = r.entities[owner].country
		}
		return called
	}
	called := r.roleAt(i)
	if called.country == "" && owner >= 0 {
		called.country = r.entities[owner].country
	}
	return called
}

func (called role) key() string {
	return called.country + "|" + strings.Join(called.qualifiers, " ") + "|" + called.head
}

// bearer finds the person who is known to have an office.
func (r *resolver) bearer(i int, called role, owner int, g gender) (int, string) {
	if called.head == "official" || called.head == "source" {
		return -1, ""
	}
	type candidate struct {
		entity int
		fit    int
		score  float64
	}
	var strong, weak []candidate
	consider := func(e int, ahead bool) {
		x := &r.entities[e]
		if x.typ != "Person" || g != unknown && x.gender != unknown && x.gender != g {
			return
		}
		if called.country != "" && x.country != "" && called.country != x.country {
			return
		}
		fit := 0
		for _, k := range x.roles {
			if f := called.match(k); k.assumed {
				fit = max(fit, min(f, 1))
			} else {
				fit = max(fit, f)
			}
		}
		if fit == 0 && len(x.roles) == 0 && called.country != "" && x.country == called.country && x.named && r.distance(e) <= 8 && isOffice(called.head) {
			fit = 1 // of that country, and nothing else is known of him
		}
		if fit == 0 {
			return
		}
		if !x.named && x.noun != "counterpart" && x.noun != r.tree.lemma(i) {
			return
		}
		if owner >= 0 && r.entities[owner].typ == "Person" {
			if e == owner {
				return
			}
			if x.owner != owner && (r.entities[owner].country == "" || x.country != r.entities[owner].country) {
				return
			}
		}
		score := 1.0
		if !ahead { // last, since it looks at much
			score = r.salience(e, roleWindow, 0.8)
		}
		c := candidate{e, fit, score}
		if called.country != "" && x.country == "" || fit == 1 {
			weak = append(weak, c)
			return
		}
		strong = append(strong, c)
	}
	for k := len(r.persons) - 1; k >= 0 && k >= len(r.persons)-80; k-- {
		e := r.find(r.persons[k])
		if slices.ContainsFunc(strong, func(c candidate) bool { return c.entity == e }) || r.forbidden(i, e, false) {
			continue
		}
		consider(e, false)
	}
	list := strong
	if len(list) == 0 {
		list = weak
		if of := slices.DeleteFunc(slices.Clone(weak), func(c candidate) bool {
			return called.country == "" || r.entities[c.entity].country != called.country
		}); len(of) > 0 {
			list = of
		}
		if len(list) > 1 {
			return -1, ""
		}
	}
	if len(list) == 0 {
		// Named only later on, as after a headline; but not where someone of the
		// country is spoken of who may be meant.
		for k := len(r.persons) - 1; k >= 0 && k >= len(r.persons)-40; k-- {
			if e := r.find(r.persons[k]); called.country != "" && r.entities[e].country == called.country && r.distance(e) <= 6 {
				return -1, ""
			}
		}
		next, _ := slices.BinarySearchFunc(r.names, r.s, func(n name.Mention, s int) int { return n.Sentence - s })
		for k := next; k < len(r.names) && k < next+30; k++ {
			e := r.find(r.byName[k])
			if r.entities[e].seen || slices.ContainsFunc(list, func(c candidate) bool { return c.entity == e }) {
				continue
			}
			consider(e, true)
			if list = strong; len(list) > 1 {
				return -1, ""
			}
		}
		if len(list) == 0 {
			return -1, ""
		}
	}
	best, second := -1, 0.0
	for k, c := range list {
		if last, ok := r.recalled[called.key()]; ok && r.find(last) == c.entity {
			list[k].score = list[k].score*1.5 + 0.05
		}
	}
	for k, c := range list {
		if best < 0 || c.score > list[best].score {
			if best >= 0 {
				second = max(second, list[best].score)
			}
			best = k
		} else {
			second = max(second, c.score)
		}
	}
	if second > 0 {
		if list[best].score < 1.3*second {
			return -1, ""
		}
		// One of several presidents must be at hand.
		if called.country == "" && r.distance(list[best].entity) > 3 {
			return -1, ""
		}
	}
	e := list[best].entity
	r.recalled[called.key()] = e
	x := &r.entities[e]
	if called.country != "" && x.country == "" {
		x.country = called.country
	}
	if x.named {
		return e, KindTitle
	}
	return e, KindNominal
}

// isOffice reports whether a noun is a public office.
func isOffice(head string) bool {
	office, ok := lexicon.Title(strings.ReplaceAll(head, "_", " "))
	return ok && (office.Role == "leader" || office.Role == "minister" || office.Role == "diplomat")
}

// sameNoun finds an unnamed person who was called by the same noun before, or
// whom a noun of no more meaning than "the boy" takes up again.
func (r *resolver) sameNoun(i int, lemma string, called role, owner int, g gender) (int, string) {
	fit := -1
	for k := len(r.persons) - 1; k >= 0 && k >= len(r.persons)-40; k-- {
		e := r.find(r.persons[k])
		x := &r.entities[e]
		if x.named || x.plural || r.distance(e) > 8 || r.forbidden(i, e, false) {
			continue
		}
		if g != unknown && x.gender != unknown && x.gender != g || called.country != "" && x.country != "" && called.country != x.country {
			continue
		}
		if owner >= 0 && x.owner != owner {
			continue
		}
		if x.noun == lemma && len(x.roles) > 0 && called.match(x.roles[0]) > 0 && (!plainPersons[lemma] || r.distance(e) <= 3) {
			return e, KindNominal
		}
		if owner < 0 && len(called.qualifiers) == 0 && r.distance(e) <= 8 && plainPersons[lemma] && (g == unknown || x.gender == g || x.gender == unknown) &&
			(youths[lemma] == youths[x.noun] || !youths[lemma] && !youths[x.noun]) && (kin[x.noun] || plainPersons[x.noun]) {
			if fit >= 0 {
				return -1, ""
			}
			fit = e
		}
	}
	return fit, KindNominal
}

// resolveCounterpart resolves "his Turkish counterpart": one who has the
// owner's office in another country.
func (r *resolver) resolveCounterpart(i, first, owner int) {
	t := r.tree
	called := r.roleOf(i, first, t.kid(i, "nmod:poss"), owner)
	called.head = "counterpart"
	if called.country == "" && owner >= 0 && r.entities[owner].typ == "Person" {
		called.country = ""
	}
	find := func() int {
		fit := -1
		for k := len(r.persons) - 1; k >= 0 && k >= len(r.persons)-60; k-- {
			e := r.find(r.persons[k])
			x := &r.entities[e]
			if e == owner || e == fit {
				continue
			}
			if called.country != "" && x.country != called.country {
				continue
			}
			if owner >= 0 && r.entities[owner].country != "" && x.country == r.entities[owner].country {
				continue
			}
			if owner >= 0 && !r.counterparts(owner, e) {
				continue
			}
			if called.country == "" && r.distance(e) > 3 {
				continue
			}
			if fit >= 0 {
				return -1
			}
			fit = e
		}
		return fit
	}
	if owner < 0 && called.country == "" {
		r.occur(-1, i, 1)
		return
	}
	if e := find(); e >= 0 {
		r.note(KindTitle, first, i+1, i, false, -1, e)
		r.occur(e, i, 1)
		return
	}
	if owner >= 0 && called.country == "" {
		if e := r.otherOfPair(owner); e >= 0 && !r.forbidden(i, e, false) {
			r.note(KindTitle, first, i+1, i, false, -1, e)
			r.occur(e, i, 1)
			return
		}
	}
	e := r.newEntity("Person")
	x := &r.entities[e]
	x.noun, x.owner, x.country = "counterpart", owner, called.country
	x.names = []string{r.phrase(i, first)}
	if owner >= 0 {
		for _, k := range r.entities[owner].roles {
			k.country, k.assumed = called.country, true
			x.roles = append(x.roles, k)
		}
	}
	r.note(KindNominal, first, i+1, i, false, -1, e)
	r.occur(e, i, 1)
}

// counterparts reports whether two persons have the same office.
func (r *resolver) counterparts(a, b int) bool {
	for _, x := range r.entities[a].roles {
		for _, y := range r.entities[b].roles {
			if x.equal(y) {
				return true
			}
		}
	}
	return false
}

// otherOfPair returns the other one of the last pair of persons that e is of, or -1.
func (r *resolver) otherOfPair(e int) int {
	for k := len(r.groups) - 1; k >= 0; k-- {
		g := r.groups[k]
		if r.beat-g.beat > pluralWindow {
			return -1
		}
		if len(g.members) != 2 || g.sides {
			continue
		}
		a, b := r.find(g.members[0]), r.find(g.members[1])
		switch e {
		case a:
			return b
		case b:
			return a
		}
	}
	return -1
}

// resolveDemonym resolves "the Russian" to the person of that country who is spoken of.
func (r *resolver) resolveDemonym(i int) {
	iso, _ := lexicon.Demonym(r.tree.tokens[i].Form)
	best, top, second := -1, 0.0, 0.0
	for k := len(r.persons) - 1; k >= 0 && k >= len(r.persons)-40; k-- {
		e := r.find(r.persons[k])
		if r.entities[e].country != iso || r.forbidden(i, e, false) || e == best {
			continue
		}
		if s := r.salience(e, 12, 0.7); s > top {
			best, second, top = e, top, s
		} else {
			second = max(second, s)
		}
	}
	if best < 0 || top < 1.3*second {
		return
	}
	r.note(KindTitle, r.tree.opening(i), i+1, i, false, -1, best)
	r.occur(best, i, 1)
}

// resolveBody resolves "the base" to Joint Base Elmendorf-Richardson and "the
// ministry" to the Foreign Ministry: to the one whose name has the word.
func (r *resolver) resolveBody(i int) bool {
	t := r.tree
	det, possessor := r.determined(i)
	if !definites[det] || possessor >= 0 || t.kid(i, "amod", "compound", "nummod") >= 0 {
		return false
	}
	if a := t.kid(i, "appos"); a >= 0 && r.nameOf[a] >= 0 {
		e := r.find(r.byName[r.nameOf[a]])
		if r.entities[e].typ == "Person" {
			return false
		}
		r.note(KindNominal, t.opening(i), i+1, i, false, -1, e)
		r.occur(e, i, 0.3)
		return true
	}
	lemma := t.lemma(i)
	var fits []int
	loose := 0
	for k := len(r.bodies) - 1; k >= 0 && k >= len(r.bodies)-60; k-- {
		e := r.find(r.bodies[k])
		x := &r.entities[e]
		if slices.Contains(fits, e) || r.forbidden(i, e, false) {
			continue
		}
		has := slices.ContainsFunc(x.names, func(n string) bool { return hasWord(n, lemma) })
		if !has && r.distance(e) <= 3 {
			switch lemma {
			case "country", "nation":
				_, has = lexicon.Country(x.names[0])
				loose++
			case "city", "capital":
				if r.distance(e) > 1 {
					continue
				}
				_, people, ok := lexicon.City(x.names[0])
				_, isCountry := lexicon.Country(x.names[0])
				has = ok && people > 50000 && !isCountry && !r.acts(e)
				loose++
			case "company", "firm":
				has = x.typ == "Organization" && !slices.ContainsFunc(x.names, func(n string) bool {
					f := strings.Fields(strings.ToLower(n))
					return isInitials(n) || publicBodies[f[len(f)-1]] || lexicon.Lookup(n)&lexicon.OrganizationName != 0
				})
				loose++
			}
		}
		if has {
			fits = append(fits, e)
		}
	}
	if len(fits) == 0 || loose > 0 && len(fits) > 1 {
		return false
	}
	e := fits[0]
	for _, f := range fits[1:] {
		// One of several must be far more present.
		a, b := r.salience(e, roleWindow, 0.8), r.salience(f, roleWindow, 0.8)
		if a < 1.3*b && b < 1.3*a {
			return false
		}
		if b > a {
			e = f
		}
	}
	r.note(KindNominal, t.opening(i), i+1, i, false, -1, e)
	r.occur(e, i, 1)
	return true
}

// acts reports whether a place was last mentioned as one who does something.
func (r *resolver) acts(e int) bool {
	for k := len(r.occurrences) - 1; k >= 0; k-- {
		if o := r.occurrences[k]; o.entity >= 0 && r.find(o.entity) == e {
			return o.subject
		}
	}
	return false
}

func hasWord(phrase, word string) bool {
	for f := range strings.FieldsSeq(phrase) {
		if strings.EqualFold(strings.TrimSuffix(f, ","), word) {
			return true
		}
	}
	return false
}
