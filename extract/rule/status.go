package rule

import (
	"fmt"
	"strings"

	"attache/extract/syntax"
	"attache/schema/statement"
)

// StatusOf reads the status of the event that a token carries (a verb such as
// "met", a noun such as "talks", a participle) off the sentence's tree, and says
// in a few words what decided it; "" is that nothing speaks against Actual.
//
// It starts at the trigger and climbs from governor to governor, each of which
// may keep, weaken or take away what it governs: auxiliaries, negation,
// conditions, verbs, nouns and adjectives of plan, wish and refusal. Speech keeps
// the status of what is said. What a definite noun presupposes stays.
//
// A plan that is told in the past perfect ("had been due to meet", "was to have
// met") is Negated, for that is what its writer lets us understand; in the plain
// past ("was due to meet") it is Planned, for the text leaves it open whether it
// came to pass.
func StatusOf(s syntax.Sentence, trigger int) (statement.Status, string) {
	if trigger < 0 || trigger >= len(s.Tokens) {
		return statement.Actual, ""
	}
	m := newModality(s.Tokens)
	r := m.read(trigger, 0)
	if r.status == statement.Actual {
		r = m.near(trigger, r)
	}
	if r.status == statement.Negated && m.onlyException(trigger) {
		return statement.Actual, "exception from '" + r.why + "'"
	}
	return r.status, r.why
}

// maxClimb bounds the climb in trees that are not trees, and maxSteps what is
// read on all side ways together.
const maxClimb, maxSteps = 24, 256

// reading is a status on its way up.
type reading struct {
	status  statement.Status
	why     string
	firm    bool // "whether they met": a negation above does not reach it
	claimed bool // it came up through a report: "reports that they met"
	lapsed  bool // a plan that its own tense takes back; cancelling it is no second negation
	by      int  // the word that negated it, from 1; no word negates twice
}

func (r reading) turn(to statement.Status, format string, args ...any) reading {
	if r.status != to {
		r.status, r.why = to, fmt.Sprintf(format, args...)
	}
	return r
}

// plan and wish weaken, negate takes away; a second negation leaves it open.
func (r reading) plan(why string) reading {
	if r.status == statement.Actual {
		return r.turn(statement.Planned, "%s", why)
	}
	return r
}

func (r reading) wish(why string) reading { return r.turn(statement.Hypothetical, "%s", why) }

func (r reading) negate(by int, why string) reading {
	switch {
	case r.firm || r.status == statement.Negated && (r.lapsed || r.by == by+1):
		return r
	case r.status == statement.Negated:
		return r.turn(statement.Hypothetical, "%s", why+" over "+r.why)
	}
	r.by = by + 1
	return r.turn(statement.Negated, "%s", why)
}

// lapse takes back what was planned.
func (r reading) lapse(by int, why string) reading {
	r = r.plan(why).negate(by, why)
	r.lapsed = true
	return r
}

// modality is a sentence's tree with its dependents at hand.
type modality struct {
	tokens []syntax.Token
	first  []int // first dependent of each token, -1 none
	next   []int // next dependent of the same head, -1 none
	steps  int   // left of maxSteps
}

func newModality(tokens []syntax.Token) *modality {
	m := &modality{tokens: tokens, first: make([]int, len(tokens)), next: make([]int, len(tokens)), steps: maxSteps}
	for i := range tokens {
		m.first[i], m.next[i] = -1, -1
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		if h := m.head(i); h >= 0 {
			m.next[i], m.first[h] = m.first[h], i
		}
	}
	return m
}

func (m *modality) head(i int) int {
	if h := m.tokens[i].Head; h >= 0 && h < len(m.tokens) && h != i {
		return h
	}
	return syntax.Root
}

// rel is the relation without its subtype.
func (m *modality) rel(i int) string {
	r, _, _ := strings.Cut(m.tokens[i].Deprel, ":")
	return r
}

func (m *modality) lemma(i int) string {
	l := m.tokens[i].Lemma
	if l == "" || l == "_" {
		l = m.tokens[i].Form
	}
	l = strings.ToLower(l)
	if n := len(l); strings.HasPrefix(m.tokens[i].XPOS, "V") && n > 2 && verbForces[l] == noForce {
		switch { // a lemmatizer's slips: "hoped" of "hop", "cancelled" of "cancell"
		case verbForces[l+"e"] != noForce:
			return l + "e"
		case l[n-1] == l[n-2] && verbForces[l[:n-1]] != noForce:
			return l[:n-1]
		}
	}
	return l
}

func (m *modality) form(i int) string { return strings.ToLower(m.tokens[i].Form) }

func (m *modality) tag(i int) string { return m.tokens[i].XPOS }

func (m *modality) verbal(i int) bool {
	return strings.HasPrefix(m.tag(i), "V") || m.tokens[i].UPOS == "VERB" && m.tag(i) == ""
}

func (m *modality) adjectival(i int) bool {
	return strings.HasPrefix(m.tag(i), "JJ") || m.tokens[i].UPOS == "ADJ" || strings.HasPrefix(m.tag(i), "RB") ||
		m.tag(i) == "IN" || m.tag(i) == "RP"
}

func (m *modality) nominal(i int) bool {
	return strings.HasPrefix(m.tag(i), "N") || strings.HasPrefix(m.tag(i), "PRP") || m.tag(i) == "CD" || m.tag(i) == "DT" ||
		m.tag(i) == "WDT" || m.tag(i) == "WP"
}

// child returns the first dependent with one of the relations, if any are given,
// that passes the test, or -1.
func (m *modality) child(i int, test func(c int) bool, rels ...string) int {
	for c := m.first[i]; c >= 0; c = m.next[c] {
		if len(rels) == 0 && (test == nil || test(c)) {
			return c
		}
		for _, r := range rels {
			if (m.tokens[c].Deprel == r || m.rel(c) == r) && (test == nil || test(c)) {
				return c
			}
		}
	}
	return -1
}

func (m *modality) has(i int, lemma string, rels ...string) bool {
	return m.child(i, func(c int) bool { return m.lemma(c) == lemma || m.form(c) == lemma }, rels...) >= 0
}

// key is the lemma with its particle: "call off", "take place".
func (m *modality) key(i int) string {
	l := m.lemma(i)
	if c := m.child(i, nil, "compound:prt"); c >= 0 {
		return l + " " + m.form(c)
	}
	if c := m.child(i, func(c int) bool { return c > i && c <= i+2 && particles[m.form(c)] }, "advmod", "case"); c >= 0 {
		if _, known := verbForces[l+" "+m.form(c)]; known || occurrences[l+" "+m.form(c)] {
			return l + " " + m.form(c)
		}
	}
	if l == "take" || l == "come" || l == "go" {
		if i+1 < len(m.tokens) && (m.form(i+1) == "place" || m.form(i+1) == "part") {
			return l + " " + m.form(i+1)
		}
		if i+2 < len(m.tokens) && m.form(i+1) == "to" && (m.form(i+2) == "nothing" || m.form(i+2) == "naught") {
			return "fall through"
		}
	}
	if i+1 < len(m.tokens) && m.verbal(i) && particles[m.form(i+1)] && (m.tag(i+1) == "RP" || m.tag(i+1) == "RB") {
		if k := l + " " + m.form(i+1); verbForces[k] != noForce || occurrences[k] {
			return k
		}
	}
	return l
}

// caseOf is the preposition of a noun: "for", "on", "without"; "" is none.
func (m *modality) caseOf(i int) string {
	p := ""
	for c := m.first[i]; c >= 0 && c < i; c = m.next[c] {
		if m.rel(c) == "case" && m.lemma(c) != "'s" {
			p = m.form(c)
			if f := m.child(c, nil, "fixed"); f >= 0 {
				p += " " + m.form(f)
			}
		}
	}
	return p
}

// graded reports whether a modifier says how much something was looked for, not
// that it lies ahead: "much-anticipated", "long awaited".
func (m *modality) graded(i int) bool {
	for i--; i >= 0; i-- {
		switch m.form(i) {
		case "-", "–":
		case "much", "long", "eagerly", "keenly", "widely", "highly", "most":
			return true
		default:
			return false
		}
	}
	return false
}

// force tells what a word does to what hangs on it by the preposition ("" none).
func (m *modality) force(h int, preposition string) force {
	key := m.key(h)
	tables := []map[string]force{nounForces}
	switch {
	case m.verbal(h):
		tables = []map[string]force{verbForces}
		if m.tag(h) == "VBN" && !happenings[key] { // "opened" is not "open to"
			tables = append(tables, adjectiveForces)
		}
	case m.adjectival(h):
		tables = []map[string]force{adjectiveForces, verbForces}
		if f, ok := verbForces[strings.TrimSpace(key+" "+preposition)]; ok && m.tag(h) == "JJ" {
			if _, adjective := adjectiveForces[key]; !adjective {
				return f
			}
		}
	}
	for _, t := range tables {
		if preposition != "" {
			if f, ok := t[key+" "+preposition]; ok {
				return f
			}
		}
	}
	if preposition != "" && m.verbal(h) {
		return noForce
	}
	for _, t := range tables {
		if f, ok := t[key]; ok {
			return f
		}
		if f, ok := t[m.form(h)]; ok {
			return f
		}
	}
	if bare := m.lemma(h); bare != key && m.verbal(h) {
		switch f := verbForces[bare]; f {
		case reports, moves, departs, keeps:
			return f
		}
	}
	return noForce
}

// read is the status of the clause or the event that token i heads.
func (m *modality) read(i, depth int) reading {
	r := reading{status: statement.Actual}
	if m.nominal(i) {
		r = m.modifiers(i, r, depth)
	}
	return m.climb(i, r, depth, true)
}

// climb takes a reading from token i to the top. With own, what stands at i's
// own clause counts; without, i shares only i's governors.
func (m *modality) climb(i int, r reading, depth int, own bool) reading {
	if m.steps--; depth > maxClimb || m.steps < 0 {
		return r
	}
	predicate := m.predicate(i)
	if own && predicate {
		r = m.clause(i, r)
		r = m.refusedAfter(i, r)
	}
	h := m.head(i)
	if h < 0 {
		return m.headline(i, r, predicate)
	}
	switch rel := m.rel(i); {
	case rel == "conj" || rel == "flat" || rel == "fixed" || rel == "list" && !predicate:
		return m.conjunct(i, h, r, depth, predicate)
	case !predicate:
		return m.noun(i, h, rel, r, depth)
	case rel == "xcomp" || rel == "ccomp":
		return m.complement(i, h, r, depth)
	case rel == "csubj":
		return m.subject(i, h, r, depth)
	case rel == "advcl" || rel == "dep" || rel == "parataxis" && m.infinitive(i):
		if m.infinitive(i) && strings.HasPrefix(m.tag(h), "NNP") && m.child(h, nil, "cop") < 0 {
			return m.attribute(i, h, r, depth)
		}
		return m.adverbial(i, h, r, depth)
	case rel == "acl":
		return m.attribute(i, h, r, depth)
	case rel == "obl" || rel == "obj" || rel == "nmod" || rel == "nsubj":
		return m.noun(i, h, rel, r, depth) // a gerund, or a verb the tagger made of a noun
	case rel == "parataxis" && m.force(h, "") == wishes && m.verbal(h) && i < h:
		return m.complement(i, h, r, depth)
	}
	return r
}

// predicate tells a clause's head from a noun in a clause.
func (m *modality) predicate(i int) bool {
	if m.child(i, nil, "cop", "aux") >= 0 {
		return true
	}
	switch m.rel(i) {
	case "xcomp", "ccomp", "advcl", "acl", "csubj":
		return true
	case "amod", "compound", "case":
		return false
	}
	return m.verbal(i) || m.tokens[i].UPOS == "VERB"
}

// toInfinitive returns the "to" before an infinitive, or -1.
func (m *modality) toInfinitive(i int) int {
	return m.child(i, func(c int) bool { return c < i && (m.form(c) == "to" || m.form(c) == "na") }, "mark", "aux", "case")
}

// infinitive tells "to meet" from "is to meet".
func (m *modality) infinitive(i int) bool {
	to := m.toInfinitive(i)
	return to >= 0 && m.tag(i) != "VBG" && m.child(i, func(c int) bool { return c < to }, "aux", "cop") < 0
}

// clause applies what stands in i's own clause: auxiliaries, negation,
// conjunctions, hedges and adverbs of time.
func (m *modality) clause(i int, r reading) reading {
	word := m.tokens[i].Form
	modal, be, have, to := "", -1, -1, m.toInfinitive(i)
	for c := m.first[i]; c >= 0; c = m.next[c] {
		switch m.rel(c) {
		case "aux", "cop":
			switch l := m.lemma(c); {
			case m.tag(c) == "MD" || modalEffect(l) != noForce:
				modal = l
			case l == "be" && (m.tokens[c].Deprel != "aux:pass" || m.tag(c) != "VB" && m.tag(c) != "VBN"):
				be = c
			case l == "have" && (m.tag(i) != "VB" || to >= 0):
				have = c
			}
		}
	}
	negation := m.negation(i)
	if negation >= 0 && m.nominal(i) && m.child(i, func(c int) bool { return m.form(c) == "first" || m.form(c) == "only" || m.form(c) == "last" }, "amod") >= 0 {
		negation = -1 // "it was not their first meeting"
	}

	if be >= 0 && to > be && m.tag(be) != "VB" && m.tag(be) != "VBG" { // "is to meet"
		past := m.tag(be) == "VBD"
		switch subject := m.child(i, func(c int) bool { return m.nominal(c) && nounForces[m.lemma(c)] != noForce }, "nsubj"); {
		case subject >= 0:
			r = m.apply(nounForces[m.lemma(subject)], subject, i, r)
		case past && have > to:
			r = r.lapse(be, fmt.Sprintf("'%s to have' before '%s'", m.form(be), word))
		case m.child(i, func(c int) bool { return m.tag(c) == "NN" }, "nsubj:outer") < 0:
			r = r.plan(fmt.Sprintf("'%s to' before '%s'", m.form(be), word))
		}
	}
	apply := func(r reading) reading {
		why := fmt.Sprintf("modal '%s' on '%s'", modal, word)
		switch modal {
		case "":
		case "will", "'ll", "’ll", "shall", "wo":
			r = r.plan(why)
		case "would", "'d", "’d":
			switch {
			case have >= 0 && negation < 0 && !m.reported(i):
				r = r.lapse(have, fmt.Sprintf("'would have' on '%s'", word))
			case have >= 0:
				r = r.wish(why)
			case m.reported(i) && !m.conditioned(i) && !welcoming[m.lemma(i)]:
				r = r.plan(fmt.Sprintf("reported 'would' on '%s'", word))
			default:
				r = r.wish(why)
			}
		case "should", "ought":
			if have >= 0 && negation < 0 {
				r = r.lapse(have, fmt.Sprintf("'%s have' on '%s'", modal, word))
			} else {
				r = r.wish(why)
			}
		default:
			r = r.wish(why)
		}
		return r
	}
	if negation >= 0 {
		why := fmt.Sprintf("'%s' on '%s'", m.tokens[negation].Form, word)
		switch modal {
		case "may", "might", "must":
			r = apply(r.negate(negation, why))
		default:
			modal := modal
			if modal == "would" && have >= 0 || modal == "should" || modal == "ought" {
				r = r.wish(why)
			} else if f := m.force(i, ""); f == prevents && m.lemma(i) == "fail" && r.status == statement.Negated && !r.firm {
				r = r.turn(statement.Actual, "%s", "")
			} else {
				r = apply(r).negate(negation, why)
			}
		}
	} else {
		r = apply(r)
	}

	for c := m.first[i]; c >= 0; c = m.next[c] {
		switch form := m.form(c); m.rel(c) {
		case "mark", "case", "advmod", "cc":
			if c > i {
				break
			}
			fixed := m.child(c, nil, "fixed")
			switch {
			case conditions[form] && !(fixed >= 0 && (m.form(fixed) == "though")) && !m.comparison(c):
				r = r.wish(fmt.Sprintf("'%s' before '%s'", form, word))
				r.firm = true
			case form == "without" && m.rel(c) != "advmod",
				fixed >= 0 && (form == "instead" || form == "rather") && (m.form(fixed) == "of" || m.form(fixed) == "than"):
				r = r.negate(c, fmt.Sprintf("'%s' before '%s'", form, word))
			case form == "until" && m.tag(i) != "VBD" && have < 0, form == "till" && m.tag(i) != "VBD":
				r = r.wish(fmt.Sprintf("'%s' before '%s'", form, word))
			case hedges[form]:
				r = r.wish(fmt.Sprintf("'%s' beside '%s'", form, word))
			case (form == "nearly" || form == "almost") && c == i-1:
				r = r.negate(c, fmt.Sprintf("'%s' before '%s'", form, word))
			}
		case "discourse", "parataxis":
			if hedges[form] {
				r = r.wish(fmt.Sprintf("'%s' beside '%s'", form, word))
			}
		}
	}
	if m.inverted(i) {
		r = r.wish(fmt.Sprintf("inverted condition on '%s'", word))
		r.firm = true
	}
	if r.status == statement.Planned && m.conditioned(i) {
		r = r.wish(fmt.Sprintf("condition on '%s'", word))
	}
	if r.status == statement.Actual && m.present(i) {
		if when := m.future(i); when != "" {
			r = r.plan(fmt.Sprintf("present '%s' with '%s'", word, when))
		}
	}
	return r
}

// modalEffect tells modal auxiliaries from others where the tag does not.
func modalEffect(lemma string) force {
	switch lemma {
	case "will", "shall", "wo", "'ll", "’ll":
		return plans
	case "would", "could", "can", "may", "might", "should", "must", "ought", "'d":
		return wishes
	}
	return noForce
}

// negation returns what negates i's clause, or -1.
func (m *modality) negation(i int) int {
	for c := m.first[i]; c >= 0; c = m.next[c] {
		switch rel := m.rel(c); rel {
		case "advmod", "cc", "det", "aux", "discourse":
			form := m.form(c)
			if form == "longer" && m.has(c, "no", "advmod", "det") || form == "yet" && m.lemma(i) == "have" {
				return c
			}
			if !negations[form] && !negations[m.lemma(c)] || m.additive(c) {
				continue
			}
			if c > i+1 && form != "never" { // "met not X but Y"
				continue
			}
			if until := m.child(i, func(u int) bool {
				return u > i && (m.caseOf(u) == "until" || m.has(u, "until", "mark"))
			}, "obl", "advcl"); until >= 0 {
				continue // "did not meet until 2010"
			}
			return c
		case "nsubj", "obj", "iobj":
			if nobodies[m.form(c)] || m.form(c) == "one" && m.has(c, "no", "det") {
				return c
			}
			if rel == "nsubj" || !m.nominal(i) {
				d := m.child(c, func(d int) bool { return (m.form(d) == "no" || m.form(d) == "neither") && !m.additive(d) }, "det", "cc", "cc:preconj", "advmod")
				if d >= 0 && (rel == "nsubj" || m.form(d) == "no") {
					return d
				}
			}
		case "obl":
			if d := m.child(c, func(d int) bool { return m.form(d) == "no" }, "det"); d >= 0 && c < i && m.caseOf(c) != "" {
				return d // "at no point"
			}
		}
	}
	return -1
}

// additive tells "not only" from "not".
func (m *modality) additive(c int) bool {
	if c+1 >= len(m.tokens) {
		return false
	}
	switch m.form(c + 1) {
	case "only", "just", "merely", "simply", "least", "solely":
		return true
	}
	return false
}

// comparison tells "as if" and "even though" from conditions.
func (m *modality) comparison(c int) bool {
	return m.form(c) == "should" || c > 0 && m.form(c-1) == "as" && m.form(c) == "if"
}

// inverted tells "had they met, …" and "should they meet, …".
func (m *modality) inverted(i int) bool {
	if m.rel(i) != "advcl" {
		return false
	}
	aux := m.child(i, func(c int) bool {
		f := m.form(c)
		return f == "had" || f == "were" || f == "should"
	}, "aux", "cop", "aux:pass")
	if aux < 0 {
		return false
	}
	subject := m.child(i, nil, "nsubj")
	return subject > aux && m.child(i, func(c int) bool { return c < aux }, "mark", "advmod", "obj", "obl") < 0
}

// conditioned tells a clause with an if-clause.
func (m *modality) conditioned(i int) bool {
	return m.child(i, func(c int) bool {
		return m.child(c, func(k int) bool {
			return k < c && (m.form(k) == "if" || m.form(k) == "unless" || m.form(k) == "provided") && m.child(k, nil, "fixed") < 0 &&
				(k == 0 || m.form(k-1) != "even" && m.form(k-1) != "as")
		}, "mark", "advmod") >= 0
	}, "advcl") >= 0
}

// reported tells whether the clause is what somebody said.
func (m *modality) reported(i int) bool {
	for range maxClimb {
		h := m.head(i)
		if h < 0 {
			return m.child(i, func(c int) bool { return m.verbal(c) && verbForces[m.lemma(c)] == reports }, "parataxis") >= 0
		}
		switch m.rel(i) {
		case "conj":
			i = h
			continue
		case "ccomp", "acl", "parataxis":
			f := m.force(h, "")
			return f == reports || f == plans && m.rel(i) == "ccomp" || m.child(i, func(c int) bool { return m.verbal(c) && verbForces[m.lemma(c)] == reports }, "parataxis") >= 0
		}
		return m.child(i, func(c int) bool { return m.verbal(c) && verbForces[m.lemma(c)] == reports }, "parataxis") >= 0
	}
	return false
}

// present tells a clause in the present tense, simple or progressive.
func (m *modality) present(i int) bool {
	aux := m.child(i, nil, "aux", "cop", "aux:pass")
	switch m.tag(i) {
	case "VBZ", "VBP":
		return aux < 0
	}
	if aux < 0 {
		return false
	}
	return m.child(i, func(c int) bool { return m.tag(c) == "VBZ" || m.tag(c) == "VBP" }, "aux", "cop") >= 0 &&
		m.child(i, func(c int) bool { return m.lemma(c) == "have" || m.lemma(c) == "do" }, "aux") < 0
}

// future finds an adverbial of time that lies ahead: "tomorrow", "next week",
// "on Monday", "on March 3"; "" is none.
func (m *modality) future(i int) string {
	for c := m.first[i]; c >= 0; c = m.next[c] {
		switch m.rel(c) {
		case "obl", "advmod", "nmod", "obj", "parataxis", "dep":
		default:
			continue
		}
		switch l := m.lemma(c); {
		case l == "tomorrow":
			return "tomorrow"
		case m.ahead(c) != "":
			return m.ahead(c)
		case weekdays[l] && c > i && m.child(c, func(d int) bool { return m.form(d) == "last" || m.form(d) == "every" || m.form(d) == "each" }, "amod", "det") < 0 && !strings.HasSuffix(m.form(c), "days"):
			return m.tokens[c].Form
		case months[l] && c > i && m.caseOf(c) == "on":
			return "on " + m.tokens[c].Form
		}
	}
	return ""
}

// ahead tells "next week" and "the coming days" from other times.
func (m *modality) ahead(c int) string {
	if l := m.lemma(c); !timeNouns[l] && !weekdays[l] && !months[l] {
		return ""
	}
	a := m.child(c, func(a int) bool { return m.form(a) == "next" || m.form(a) == "coming" }, "amod")
	if a < 0 {
		return ""
	}
	return m.tokens[a].Form + " " + m.tokens[c].Form
}

// refusedAfter sees that a plan or a wish came to nothing within its sentence:
// "asked to meet him, but was turned down".
func (m *modality) refusedAfter(i int, r reading) reading {
	if r.status != statement.Planned && r.status != statement.Hypothetical {
		return r
	}
	bare := m.child(i, func(c int) bool {
		return c > i && m.verbal(c) && m.tag(c) != "VB" && m.tag(c) != "VBG" && m.force(c, "") == prevents && m.lemma(c) != "miss" &&
			m.child(c, nil, "xcomp", "ccomp") < 0 && m.negation(c) < 0 &&
			(m.child(c, nil, "obj") < 0 || m.child(c, func(o int) bool { return strings.HasPrefix(m.tag(o), "PRP") }, "obj") >= 0)
	}, "conj", "parataxis")
	if bare < 0 {
		return r
	}
	return r.negate(bare, fmt.Sprintf("'%s' after it", m.key(bare)))
}

// apply is what the force of h does; i is what it governs.
func (m *modality) apply(f force, h, i int, r reading) reading {
	why := fmt.Sprintf("'%s' over '%s'", m.key(h), m.tokens[i].Form)
	switch f {
	case plans:
		return r.plan(why)
	case wishes:
		return r.wish(why)
	case prevents, denies:
		return r.negate(h, why)
	}
	return r
}

// conjunct shares what stands before the first conjunct.
func (m *modality) conjunct(i, h int, r reading, depth int, predicate bool) reading {
	cc := m.child(i, nil, "cc")
	if cc >= 0 && cc < i && m.form(cc) == "rather" || cc >= 0 && m.form(cc) == "instead" {
		r = r.negate(cc, fmt.Sprintf("'%s' before '%s'", m.form(cc), m.tokens[i].Form))
	}
	if !predicate || !m.predicate(h) && !m.verbal(h) {
		no := m.child(h, func(c int) bool { return m.form(c) == "no" }, "det")
		if no >= 0 && (cc < 0 || m.form(cc) != "but") {
			r = r.negate(no, fmt.Sprintf("'no' before '%s'", m.tokens[h].Form))
		}
		return m.climb(h, r, depth+1, m.predicate(h))
	}
	if cc >= 0 && m.form(cc) == "nor" && r.status == statement.Actual {
		r = r.negate(cc, "'nor'")
	}
	own := m.child(i, func(c int) bool { return c < i }, "aux", "cop", "aux:pass", "nsubj") >= 0
	tag, htag := m.tag(i), m.tag(h)
	finite := tag == "VBZ" || tag == "VBD" || tag == "VBP"
	if tag == "VBD" && htag == "VBN" && m.child(h, nil, "aux") >= 0 || tag == "VBP" && htag == "VB" {
		finite = false
	}
	return m.climb(h, r, depth+1, !own && !finite)
}

// complement takes a clause through the word that it is the complement of.
func (m *modality) complement(i, h int, r reading, depth int) reading {
	f := m.force(h, "")
	to := m.infinitive(i)
	perfect := m.child(i, func(c int) bool { return m.lemma(c) == "have" }, "aux") >= 0
	finite := m.rel(i) == "ccomp" && !to && m.tag(i) != "VBG" && m.tag(i) != "VB"
	key := m.key(h)
	switch {
	case m.lemma(h) == "be" && to && m.verbal(h): // "is to meet", where "is" is the governor
		r = r.plan(fmt.Sprintf("'%s to' before '%s'", m.form(h), m.tokens[i].Form))
	case m.lemma(h) == "have" && to: // "has to meet", "has yet to meet", "had to meet"
		if m.has(h, "yet", "advmod") || h+1 < i && m.form(h+1) == "yet" {
			return r.negate(h, fmt.Sprintf("'yet to' before '%s'", m.tokens[i].Form))
		}
		if m.tag(h) != "VBD" && m.tag(h) != "VBN" {
			r = r.wish(fmt.Sprintf("'%s to' before '%s'", m.form(h), m.tokens[i].Form))
		}
	case m.lemma(h) == "go" && to && m.tag(h) == "VBG":
		r = r.plan(fmt.Sprintf("'going to' before '%s'", m.tokens[i].Form))
	case m.lemma(h) == "go" || m.lemma(h) == "yet" && !to:
	case f == reports && to && !perfect && (key == "tell" || key == "remind" || key == "warn"):
		r = r.wish(fmt.Sprintf("'%s' over '%s'", key, m.tokens[i].Form))
	case f == reports || f == noForce && finite:
		return m.said(h, r, depth)
	case perfect && to && f != prevents && f != denies:
		if f == plans && m.pastBe(h) || f == wishes && m.tag(h) == "VBD" {
			r = r.lapse(h, fmt.Sprintf("'%s to have' before '%s'", key, m.tokens[i].Form))
		} else {
			return m.said(h, r, depth)
		}
	case f == denies:
		r = m.apply(f, h, i, r)
	case f == plans && finite && key != "expect" && key != "plan" && key != "suppose" && key != "intend" && key != "anticipate" && key != "arrange":
		return m.said(h, r, depth) // "agreed that they met", "announced that"
	case f == plans && m.suspended(h):
		r = r.lapse(h, fmt.Sprintf("'%s' in the past perfect", key))
	case key == "like" || key == "love" || key == "hate":
		if to && m.child(h, func(c int) bool { return modalEffect(m.lemma(c)) != noForce }, "aux") < 0 {
			r = r.wish(fmt.Sprintf("'%s' over '%s'", key, m.tokens[i].Form))
		}
	case (key == "remember" || key == "stop") && to:
	case key == "try" && m.tag(i) == "VBG":
	case f == noForce && m.tag(i) == "VBG":
	case f == noForce && to && !m.verbal(h) && m.child(h, nil, "cop") >= 0 && m.has(h, "it", "expl", "nsubj"):
		r = r.wish(fmt.Sprintf("'%s' over '%s'", key, m.tokens[i].Form))
	case f == noForce && to:
		r = r.wish(fmt.Sprintf("'%s to' before '%s'", key, m.tokens[i].Form))
	case f == moves || f == departs:
		return m.adverbial(i, h, r, depth)
	default:
		r = m.apply(f, h, i, r)
	}
	return m.climb(h, r, depth+1, true)
}

// pastBe tells "was due", "were set".
func (m *modality) pastBe(h int) bool {
	return m.child(h, func(c int) bool { return m.form(c) == "was" || m.form(c) == "were" || m.form(c) == "had" }, "aux", "cop", "aux:pass") >= 0
}

// suspended tells a plan that the past perfect takes back: "had been due to",
// "had planned to", "was supposed to".
func (m *modality) suspended(h int) bool {
	switch m.lemma(h) {
	case "plan", "planned", "schedule", "scheduled", "set", "slate", "slated", "due", "expect", "expected", "intend":
		had := m.has(h, "had", "aux") || h > 1 && m.form(h-1) == "been" && m.form(h-2) == "had"
		return had && !m.reported(h)
	case "suppose", "supposed", "mean":
		return m.pastBe(h)
	}
	return false
}

// said ends a climb at a word of saying: who says it does not change what is
// said, unless the saying is denied, or was never said.
func (m *modality) said(h int, r reading, depth int) reading {
	if r.status != statement.Actual {
		return m.claim(h, r, depth)
	}
	if n := m.negation(h); n >= 0 {
		why := fmt.Sprintf("'%s' on '%s'", m.tokens[n].Form, m.tokens[h].Form)
		if m.lemma(h) == "true" {
			return r.negate(n, why)
		}
		return r.wish(why)
	}
	if hv := m.head(h); hv >= 0 && m.predicate(h) && m.rel(h) == "xcomp" {
		if t := m.force(hv, ""); t == prevents || t == wishes {
			return r.wish(fmt.Sprintf("'%s' over '%s'", m.key(hv), m.tokens[h].Form))
		}
	}
	return m.claim(h, r, depth)
}

// claim takes what a report tells to what is said of the report: "reports that
// they met are untrue".
func (m *modality) claim(h int, r reading, depth int) reading {
	if m.predicate(h) || !m.nominal(h) {
		return r
	}
	r.claimed = true
	return m.climb(h, r, depth+1, false)
}

// adverbial takes a clause through the one that it stands beside.
func (m *modality) adverbial(i, h int, r reading, depth int) reading {
	word := m.tokens[i].Form
	if m.infinitive(i) {
		o := m.toInfinitive(i) - 1
		if o >= 0 && m.head(o) == h && m.nominal(o) && nounForces[m.lemma(o)] != noForce {
			return m.attribute(i, o, r, depth) // "declined an offer to meet"
		}
		switch f := m.force(h, ""); f {
		case plans, wishes, prevents, denies:
			if m.lemma(h) == "go" {
				break
			}
			if f == prevents && m.child(h, nil, "obj") >= 0 && m.rel(i) == "advcl" || m.rel(i) == "advcl" && h+5 < i && f != plans {
				break
			}
			return m.complement2(f, i, h, r, depth)
		}
		t := m.read(h, depth+1)
		if t.status != statement.Actual {
			return r.turn(t.status, "%s", t.why)
		}
		past := m.past(h) || m.tag(h) == "VBN" && !m.present(h) || m.pastBe(h)
		f, key := m.force(h, ""), m.key(h)
		here := !m.verbal(h) && m.child(h, nil, "cop") >= 0
		switch {
		case f == departs, (f == moves || here || key == "come" || key == "go" || key == "be") && !past:
			return r.plan(fmt.Sprintf("'%s … to' before '%s'", key, word))
		}
		return r
	}
	if m.tag(i) == "VBG" && i > h {
		// "looks forward to meeting", "denied meeting": a complement that was hung beside.
		f := noForce
		if c := m.child(i, func(c int) bool { return c > h && c < i }, "mark", "case"); c >= 0 {
			f = m.force(h, m.form(c))
		} else if i <= h+2 {
			f = m.force(h, "")
		}
		if f == plans || f == wishes || f == prevents || f == denies {
			return m.complement2(f, i, h, r, depth)
		}
	}
	tensed := m.tag(i) == "VBD" || m.tag(i) == "VBZ" || m.tag(i) == "VBP" || m.child(i, nil, "aux", "cop") >= 0
	t := m.read(h, depth+1)
	if m.force(h, "") == prevents {
		t = m.apply(prevents, h, i, t)
	}
	switch {
	case t.status == statement.Negated && r.status == statement.Planned && m.has(i, "before", "mark", "case"):
		return r.negate(h, t.why)
	case tensed && m.child(i, func(c int) bool {
		return m.form(c) == "when" || m.form(c) == "as" || m.form(c) == "where" || m.form(c) == "once" || m.form(c) == "after" || m.form(c) == "before" || m.form(c) == "while"
	}, "mark", "advmod") >= 0 &&
		m.present(i) && (t.status == statement.Planned || t.status == statement.Hypothetical) && r.status == statement.Actual:
		return r.turn(t.status, "%s", t.why)
	case tensed:
		return r
	case r.status == statement.Actual && (t.status == statement.Planned || t.status == statement.Hypothetical) &&
		!m.has(i, "after", "mark", "case") && !m.has(i, "since", "mark") && !m.has(i, "despite", "mark", "case"):
		return r.turn(t.status, "%s", t.why)
	}
	return r
}

// complement2 applies a governor that the parser hung an infinitive beside, and not below.
func (m *modality) complement2(f force, i, h int, r reading, depth int) reading {
	if f == plans && m.suspended(h) {
		r = r.lapse(h, fmt.Sprintf("'%s' in the past perfect", m.key(h)))
	} else {
		r = m.apply(f, h, i, r)
	}
	return m.climb(h, r, depth+1, true)
}

// attribute takes a clause through the noun that it says something about.
func (m *modality) attribute(i, h int, r reading, depth int) reading {
	noun, word := m.lemma(h), m.tokens[i].Form
	f := noForce
	if !m.verbal(h) {
		f = m.force(h, "")
	}
	to := m.infinitive(i)
	relative := strings.HasSuffix(m.tokens[i].Deprel, ":relcl")
	tensed := m.tag(i) == "VBD" || m.tag(i) == "VBZ" || m.tag(i) == "VBP" || m.child(i, nil, "aux", "cop") >= 0
	switch {
	case relative && !to && (f == reports || f == denies) && m.child(i, nil, "nsubj") >= 0 && m.form(m.child(i, nil, "nsubj")) != "that" && m.has(i, "that"):
		return m.claim(h, m.apply(f, h, i, r), depth) // "reports that they met", taken for "reports which"
	case relative && !to:
		if eventNouns[noun] && m.present(i) && r.status == statement.Actual {
			if t := m.read(h, depth+1); t.status == statement.Planned {
				return r.turn(t.status, "%s", t.why)
			}
		}
		return r
	case f == reports || f == denies:
		if m.has(h, "no", "det") {
			r = r.wish(fmt.Sprintf("'no %s' that '%s'", noun, word))
		}
		return m.claim(h, m.apply(f, h, i, r), depth)
	case (noun == "idea" || noun == "doubt" || noun == "question" || noun == "secret" || noun == "surprise") && m.has(h, "no", "det") && tensed && !to:
		return r // "no doubt that they met"
	case luckNouns[noun]:
		if g := m.head(h); g >= 0 && m.rel(h) == "obj" && (m.lemma(g) == "have" || m.lemma(g) == "get" || m.lemma(g) == "take" || m.lemma(g) == "use") &&
			(m.tag(g) == "VBD" || m.tag(g) == "VBN") {
			return m.climb(h, r, depth+1, m.predicate(h))
		}
		r = r.wish(fmt.Sprintf("'%s' over '%s'", noun, word))
		return m.climb(h, m.modifiers(h, r, depth), depth+1, m.predicate(h))
	case f != noForce && (to || m.tag(i) == "VBG" || m.rel(i) == "acl"):
		r = m.apply(f, h, i, r)
		r = m.modifiers(h, r, depth)
		return m.climb(h, r, depth+1, m.predicate(h))
	case to && m.child(h, func(c int) bool {
		return m.form(c) == "first" || m.form(c) == "last" || m.form(c) == "only" || strings.HasSuffix(m.tag(c), "S") && m.tag(c) != "NNS" && m.tag(c) != "NNPS"
	}, "amod") >= 0:
		return r
	case to && eventNouns[noun] && m.child(i, nil, "aux:pass") < 0:
		t := m.read(h, depth+1)
		if t.status != statement.Actual {
			return r.turn(t.status, "%s", t.why)
		}
		return r
	case to && (m.child(i, nil, "aux:pass") >= 0 || strings.HasPrefix(m.tag(h), "NNP") || m.rel(h) == "root" || m.rel(h) == "nsubj"):
		return r.plan(fmt.Sprintf("'to' before '%s'", word))
	case to:
		if g := m.head(h); g >= 0 && m.rel(h) != "nsubj" {
			// The parser hung on the noun what belongs to its verb: "invited him to meet".
			if f := m.force(g, ""); m.verbal(g) && (m.rel(h) == "obj" || m.rel(h) == "iobj" || m.rel(h) == "obl") && f != noForce {
				return m.adverbial(i, g, r, depth+1)
			}
		}
		return r.wish(fmt.Sprintf("'to' before '%s'", word))
	case tensed:
		return r
	}
	// A participle shares the fate of the event it describes, and company that
	// of the one who is accompanied.
	aside := -1 // the clause that the parser hung beside its own subject
	if m.head(h) < 0 && !m.verbal(h) {
		aside = m.child(h, func(c int) bool { return c > i && m.verbal(c) && m.child(c, nil, "nsubj") < 0 }, "parataxis", "conj")
	}
	if eventNouns[noun] || companions[m.lemma(i)] && (m.rel(h) == "nsubj" || aside >= 0) {
		var t reading
		if eventNouns[noun] {
			t = m.climb(h, reading{status: statement.Actual}, depth+1, m.predicate(h))
		} else if g := m.head(h); g >= 0 {
			t = m.read(g, depth+1)
		} else {
			t = m.clause(aside, reading{status: statement.Actual})
		}
		if r.status == statement.Actual && (t.status == statement.Planned || t.status == statement.Hypothetical || t.status == statement.Negated && eventNouns[noun]) {
			return r.turn(t.status, "%s", t.why)
		}
	}
	return r
}

// modifiers applies what stands beside a noun: "no", "planned", "possible",
// "next week's", and clauses about it: "a meeting set for May".
func (m *modality) modifiers(i int, r reading, depth int) reading {
	if depth > maxClimb {
		return r
	}
	noun := m.tokens[i].Form
	no := -1
	for c := m.first[i]; c >= 0; c = m.next[c] {
		form := m.form(c)
		switch m.rel(c) {
		case "det", "advmod", "cc":
			if (form == "no" || form == "neither" || form == "not" && c < i) && !m.additive(c) && m.child(i, nil, "cop") < 0 {
				no = c
			}
		case "amod", "compound":
			f := modifierForces[form]
			if f == noForce && m.tag(c) != "NN" {
				f = modifierForces[m.lemma(c)]
			}
			if f != noForce && m.has(c, "not", "advmod") || f == plans && m.graded(c) {
				f = noForce
			}
			why := fmt.Sprintf("'%s' beside '%s'", form, noun)
			switch f {
			case plans:
				r = r.plan(why)
			case wishes:
				r = r.wish(why)
			case prevents:
				r = r.negate(c, why)
			}
		case "acl":
			r = m.clauseAbout(c, i, r, depth)
		case "advcl": // which the parser takes an "acl" with "to" for behind a comma
			if m.toInfinitive(c) >= 0 && m.child(i, nil, "cop") < 0 {
				r = m.clauseAbout(c, i, r, depth)
			}
		case "nmod", "obl":
			if m.lemma(c) == "tomorrow" || m.ahead(c) != "" {
				r = r.plan(fmt.Sprintf("'%s' beside '%s'", m.form(c), noun))
			}
		}
	}
	if no >= 0 {
		r = r.negate(no, fmt.Sprintf("'%s' before '%s'", m.form(no), noun))
	}
	return r
}

// clauseAbout applies a participle or a relative clause whose subject is the noun.
func (m *modality) clauseAbout(c, i int, r reading, depth int) reading {
	if strings.HasSuffix(m.tokens[c].Deprel, ":relcl") {
		who := m.child(c, func(s int) bool {
			f := m.form(s)
			return f == "which" || f == "that" || f == "who"
		}, "nsubj")
		if who < 0 || c < i {
			return r
		}
		t := m.climb(who, reading{status: statement.Actual}, depth+1, false)
		if t.status != statement.Actual {
			return t
		}
		return r
	}
	if m.toInfinitive(c) >= 0 {
		if m.child(c, nil, "aux:pass") >= 0 || occurrences[m.key(c)] {
			return r.plan(fmt.Sprintf("'to' before '%s'", m.tokens[c].Form))
		}
		return r
	}
	if tag := m.tag(c); tag != "VBN" && tag != "JJ" && tag != "VBD" {
		return r
	}
	switch f := m.force(c, ""); {
	case f == prevents && m.until(c), f == plans:
		if m.lemma(c) == "agree" && m.tag(c) == "VBN" || m.lemma(c) != "go" {
			return r.plan(fmt.Sprintf("'%s' beside '%s'", m.form(c), m.tokens[i].Form))
		}
	case f == wishes, f == prevents:
		return m.apply(f, c, i, r)
	}
	return r
}

// until tells "postponed until May", which will happen, from "postponed".
func (m *modality) until(h int) bool {
	return m.child(h, func(c int) bool {
		switch m.caseOf(c) {
		case "until", "till":
			return true
		case "to", "for":
			l := m.lemma(c)
			return timeNouns[l] || weekdays[l] || months[l] || m.tag(c) == "CD"
		}
		return false
	}, "obl", "nmod") >= 0
}

// noun takes an event's noun to the word that it depends on.
func (m *modality) noun(i, h int, rel string, r reading, depth int) reading {
	switch rel {
	case "nsubj":
		return m.subject(i, h, r, depth)
	case "obj", "iobj", "ccomp", "xcomp":
		return m.object(i, h, "", r, depth)
	case "obl", "advcl":
		return m.oblique(i, h, r, depth)
	case "nmod", "acl":
		if m.tokens[i].Deprel == "nmod:poss" {
			return r
		}
		return m.ofNoun(i, h, r, depth)
	case "compound":
		switch f := nounForces[m.lemma(h)]; {
		case f != noForce && f != reports && m.lemma(h) != "call":
			return m.climb(h, m.modifiers(h, m.apply(f, h, i, r), depth), depth+1, m.predicate(h))
		case eventNouns[m.lemma(h)]:
			return m.climb(h, m.modifiers(h, r, depth), depth+1, m.predicate(h))
		}
	case "appos":
		return m.climb(h, r, depth+1, false)
	case "amod":
		if eventNouns[m.lemma(h)] {
			return m.read(h, depth+1)
		}
	}
	return r
}

// realized lets a verb that tells of the event overrule "planned" beside it:
// "held the planned talks".
func (m *modality) realized(h int, r reading, depth int) reading {
	t := m.climb(h, reading{status: statement.Actual}, depth+1, true)
	if t.status == statement.Actual && (r.status == statement.Planned || r.lapsed) && m.past(h) {
		return reading{status: statement.Actual}
	}
	return m.climb(h, r, depth+1, true)
}

// past tells a clause in a past tense or the perfect.
func (m *modality) past(h int) bool {
	switch m.tag(h) {
	case "VBD":
		return true
	case "VBN":
		return m.child(h, func(c int) bool { return m.tag(c) == "VBD" || m.lemma(c) == "have" }, "aux", "cop") >= 0
	}
	return m.child(h, func(c int) bool { return m.tag(c) == "VBD" }, "aux", "cop") >= 0
}

// subject: only a predicate about taking place decides about its subject.
func (m *modality) subject(i, h int, r reading, depth int) reading {
	key, f := m.key(h), m.force(h, "")
	passive := m.tokens[i].Deprel == "nsubj:pass" || m.child(h, nil, "aux:pass") >= 0
	inner := m.child(h, func(c int) bool { return m.predicate(c) && c > h }, "xcomp")
	if inner < 0 && (f == plans || f == keeps || f == wishes || f == prevents || m.lemma(h) == "have") {
		inner = m.child(h, func(c int) bool { // but not "hours before they were to meet"
			return c > h && m.toInfinitive(c) >= 0 && m.child(c, nil, "nsubj", "nsubj:pass") < 0
		}, "advcl", "ccomp")
	}
	clausal := m.rel(i) == "csubj"
	state := m.child(h, nil, "cop") >= 0 && !m.verbal(h)
	switch {
	case r.claimed || clausal && f == denies:
		if f == denies && !passive || (passive || state) && (f == denies || key == "reject") {
			return m.clause(h, r.negate(h, fmt.Sprintf("'%s' of it", key)))
		}
		return r
	case clausal && passive && hearsay[m.lemma(h)]:
		return m.climb(h, r.wish(fmt.Sprintf("'%s' of it", key)), depth+1, true)
	case inner >= 0 && (m.occurs(inner) || m.lemma(inner) == "be"):
		return m.climb(inner, r, depth+1, true)
	case inner >= 0 && m.force(inner, "") != noForce && m.child(inner, nil, "aux:pass") >= 0:
		in := m.apply(m.force(inner, ""), inner, i, r)
		return m.climb(inner, in, depth+1, true)
	case inner >= 0:
		if (f == plans || key == "likely") && r.status == statement.Actual && (contents[m.key(inner)] || m.child(inner, nil, "cop") >= 0) {
			return m.climb(h, r.plan(fmt.Sprintf("'%s' of '%s'", key, m.tokens[i].Form)), depth+1, true)
		}
		return r
	case f == prevents && passive && m.until(h), key == "push back" || key == "bring forward" || key == "put back":
		return m.climb(h, r.plan(fmt.Sprintf("'%s' to a new time", key)), depth+1, true)
	case key == "announce" && m.negation(h) >= 0 && m.definite(i):
		return r
	case key == "fall through", (passive || !m.verbal(h)) && (f == plans || f == wishes || f == prevents) && (passive || state || m.adjectival(h)):
		if f == plans && m.suspended(h) {
			return r.lapse(h, fmt.Sprintf("'%s' in the past perfect", key))
		}
		return m.climb(h, m.apply(f, h, i, r), depth+1, true)
	case passive && key == "discuss" && !m.definite(i):
		return r.wish(fmt.Sprintf("'%s' of '%s'", key, m.tokens[i].Form))
	case m.verbal(h) && key == "continue" && !passive:
		return r // what goes on has begun
	case m.verbal(h) && m.occurs(h):
		return m.realized(h, r, depth)
	case clausal:
		return m.climb(h, r, depth+1, true)
	case state && m.rel(i) == "nsubj":
		if m.adjectival(h) && (m.form(h) == "off" || m.form(h) == "over") {
			if m.form(h) == "off" {
				return m.climb(h, r.negate(h, "'off'"), depth+1, true)
			}
			return r
		}
		return m.outlook(h, r)
	case contents[key]:
		return m.outlook(h, r)
	}
	return r
}

// hearsay are verbs whose passive leaves open who says so and whether it is: "it
// has been claimed that they met".
var hearsay = map[string]bool{"claim": true, "allege": true, "rumor": true, "rumour": true, "speculate": true, "suggest": true}

// occurs tells a predicate about whether its subject takes place: "began", "was held".
func (m *modality) occurs(h int) bool {
	key := m.key(h)
	if m.child(h, nil, "aux:pass", "nsubj:pass") >= 0 {
		return occurrences[key] && key != "make" && key != "do" && key != "give" && key != "get"
	}
	return happenings[key] && (key == "take place" || key == "follow" || key == "last" || m.child(h, nil, "obj") < 0)
}

// outlook passes only the future on: an event that will be long is yet to come.
func (m *modality) outlook(h int, r reading) reading {
	for c := m.first[h]; c >= 0; c = m.next[c] {
		if m.rel(c) != "aux" && m.rel(c) != "cop" {
			continue
		}
		why := fmt.Sprintf("modal '%s' on '%s'", m.form(c), m.tokens[h].Form)
		switch m.lemma(c) {
		case "will", "shall", "'ll", "’ll", "wo":
			return r.plan(why)
		case "would", "'d":
			if m.has(h, "have", "aux") {
				return r.lapse(c, why)
			}
			return r.wish(why)
		}
	}
	if r.status == statement.Actual && m.present(h) {
		if when := m.future(h); when != "" {
			return r.plan(fmt.Sprintf("present '%s' with '%s'", m.tokens[h].Form, when))
		}
	}
	return r
}

// definite tells a noun that is presupposed: "the talks", "their meeting".
func (m *modality) definite(i int) bool {
	return m.child(i, func(c int) bool {
		switch m.form(c) {
		case "the", "this", "that", "these", "those":
			return true
		}
		return m.tokens[c].Deprel == "nmod:poss"
	}, "det", "nmod:poss") >= 0
}

// object takes an event to the verb whose object it is.
func (m *modality) object(i, h int, preposition string, r reading, depth int) reading {
	key, f := m.key(h), m.force(h, preposition)
	if preposition != "" {
		key += " " + preposition
	}
	noun := m.lemma(i)
	switch {
	case r.claimed:
		switch {
		case f == denies, f == prevents && (m.lemma(h) == "reject" || m.lemma(h) == "rule"):
			return m.clause(h, r.negate(h, fmt.Sprintf("'%s' of it", key)))
		case key == "confirm" && m.negation(h) >= 0:
			return r.wish(fmt.Sprintf("'%s' not confirmed", m.tokens[i].Form))
		}
		return r
	case f == denies && key != "dismiss":
		return m.climb(h, m.apply(f, h, i, r), depth+1, true)
	case f == prevents && manySided[noun] && (key == "skip" || key == "miss" || key == "boycott" || key == "avoid" || key == "snub" || key == "shun"):
		return r
	case f == prevents && m.until(h):
		return m.climb(h, r.plan(fmt.Sprintf("'%s' to a new time", key)), depth+1, true)
	case f == plans && m.suspended(h):
		return r.lapse(h, fmt.Sprintf("'%s' in the past perfect", key))
	case f == wishes && (key == "raise" || key == "support" || key == "mark" || key == "fear" || key == "oppose") && m.definite(i):
		return r
	case key == "call" && preposition == "": // "called a meeting"
		return m.climb(h, r.plan(fmt.Sprintf("'%s' over '%s'", key, m.tokens[i].Form)), depth+1, true)
	case f == plans || f == wishes || f == prevents:
		return m.climb(h, m.apply(f, h, i, r), depth+1, true)
	case occurrences[key]:
		return m.realized(h, r, depth)
	case (key == "discuss" || key == "welcome" || key == "prefer" || key == "like" || key == "love" || key == "see" || key == "talk about") && !m.definite(i) && preposition == "":
		if key == "discuss" || m.child(h, func(c int) bool { return m.tag(c) == "MD" }, "aux") >= 0 {
			return r.wish(fmt.Sprintf("'%s' over '%s'", key, m.tokens[i].Form))
		}
	case preposition == "" && !m.definite(i) && r.status == statement.Actual:
		// A bare object takes on what lies ahead of its verb: "will seal the
		// deal over dinner" is no plan of the deal alone.
		if t := m.climb(h, r, depth+1, true); t.status == statement.Planned || t.status == statement.Hypothetical {
			return t
		}
	}
	return r
}

// oblique takes an event to the verb that it stands beside with a preposition.
func (m *modality) oblique(i, h int, r reading, depth int) reading {
	p := m.caseOf(i)
	word := m.tokens[i].Form
	switch p {
	case "without", "instead of", "in lieu", "rather than", "short of":
		return r.negate(i, fmt.Sprintf("'%s' before '%s'", p, word))
	case "despite", "since", "because of", "due to", "thanks to", "according to":
		return r
	}
	if f := m.force(h, p); f != noForce && p != "" || occurrences[m.key(h)+" "+p] {
		_, listed := verbForces[m.key(h)+" "+p]
		_, adjective := adjectiveForces[m.key(h)+" "+p]
		if listed || adjective || occurrences[m.key(h)+" "+p] || !m.verbal(h) && (p == "for" || p == "to" || p == "of") && f != noForce && m.rel(i) == "obl" {
			return m.object(i, h, p, r, depth)
		}
	}
	t := m.read(h, depth+1)
	f, key := m.force(h, ""), m.key(h)
	if p == "for" || p == "to" {
		switch {
		case t.status == statement.Negated && (f == moves || key == "come" || key == "go"):
			return r.negate(h, t.why)
		case t.status == statement.Planned || t.status == statement.Hypothetical:
			if r.status == statement.Actual && (p == "for" || f == moves) {
				return r.turn(t.status, "%s", t.why)
			}
		case f == departs, f == moves && !m.past(h):
			return r.plan(fmt.Sprintf("'%s %s' before '%s'", key, p, word))
		}
		return r
	}
	switch p {
	case "before", "ahead of", "ahead":
		if r.status == statement.Actual && !m.definite(i) && t.status == statement.Actual && !m.has(h, "had", "aux") &&
			(p != "before" || m.child(i, func(c int) bool { return m.caseOf(c) == "with" || m.caseOf(c) == "between" }, "nmod") >= 0) {
			return r.plan(fmt.Sprintf("'%s' before '%s'", p, word))
		}
	}
	switch {
	case r.status == statement.Planned && t.status == statement.Actual && m.past(h) && (p == "at" || p == "during" || p == "in" || p == "after" || p == "following") && !m.force(h, "").told():
		return reading{status: statement.Actual}
	case r.status == statement.Actual && (t.status == statement.Planned || t.status == statement.Hypothetical) && p != "after" && p != "following" && p != "from":
		return r.turn(statement.Planned, "%s", t.why)
	case r.status == statement.Actual && (p == "after" || p == "following"):
		if own := m.clause(h, reading{status: statement.Actual}); own.status == statement.Planned {
			return r.turn(statement.Planned, "%s", own.why)
		}
	}
	return r
}

// told tells verbs of saying: what is said at a time tells nothing of that time.
func (f force) told() bool { return f == reports || f == plans || f == wishes }

// ofNoun takes an event to the noun it belongs to: "hopes for a summit".
func (m *modality) ofNoun(i, h int, r reading, depth int) reading {
	p, noun := m.caseOf(i), m.lemma(h)
	if p == "without" || p == "instead of" || p == "rather than" {
		return r.negate(i, fmt.Sprintf("'%s' before '%s'", p, m.tokens[i].Form))
	}
	if m.verbal(h) || m.adjectival(h) && !m.nominal(h) {
		return m.oblique(i, h, r, depth)
	}
	f := nounForces[noun]
	switch {
	case (f == reports || f == denies) && (p == "of" || p == "about" || p == "on"):
		return m.claim(h, m.apply(f, h, i, r), depth)
	case luckNouns[noun] && p != "of" && p != "for":
	case noun == "offer" && p == "at", noun == "agreement" && p != "on" && p != "to" && p != "for",
		noun == "decision" && p != "on", noun == "statement", noun == "call" && p != "for", noun == "announcement" && p != "of",
		noun == "agenda", noun == "invitation" && p != "to" && p != "for", noun == "failure" && p == "of" && m.definite(i),
		noun == "programme" || noun == "program":
	case f != noForce && (p == "of" || p == "for" || p == "on" || p == "to" || p == "about" || p == "at" || p == "in" || p == "toward" || p == "towards"):
		if noun == "failure" && p == "of" {
			break
		}
		r = m.modifiers(h, m.apply(f, h, i, r), depth)
		return m.climb(h, r, depth+1, m.predicate(h))
	case transparentNouns[noun] && p == "of" && m.child(h, nil, "cop") >= 0:
	case transparentNouns[noun] && p == "of":
		r = m.modifiers(h, r, depth)
		return m.climb(h, r, depth+1, m.predicate(h))
	case eventNouns[noun] && r.status == statement.Actual && (p == "at" || p == "during" || p == "in" || p == "on"):
		if t := m.read(h, depth+1); t.status == statement.Planned || t.status == statement.Hypothetical {
			return r.turn(statement.Planned, "%s", t.why)
		}
	}
	return r
}

// headline reads a clause without a governor: "Putin to meet Modi".
func (m *modality) headline(i int, r reading, predicate bool) reading {
	if predicate && m.tag(i) == "VB" && m.toInfinitive(i) >= 0 && m.child(i, nil, "aux", "cop") < 0 {
		return r.plan(fmt.Sprintf("'to' before '%s'", m.tokens[i].Form))
	}
	return r
}

// near looks at the few tokens before the trigger, for where the parser erred.
func (m *modality) near(trigger int, r reading) reading {
	if m.verbal(trigger) {
		return m.nearVerb(trigger, r)
	}
	i := trigger - 1
before:
	for ; i >= 0 && i >= trigger-6; i-- {
		switch tag := m.tag(i); {
		case m.form(i) == "no" && tag == "DT":
			return r.negate(i, fmt.Sprintf("'no' before '%s'", m.tokens[trigger].Form))
		case tag == "JJ" || tag == "VBN" || strings.HasPrefix(tag, "N") || tag == "HYPH" || tag == "CD" || tag == "POS":
			if tag == "POS" {
				return r
			}
		case tag == "DT" || tag == "PRP$":
		default:
			break before
		}
	}
	// "hopes for a summit", wherever the tree hung the summit
	if g := i - 1; g >= 0 && m.head(trigger) != g {
		p := m.form(i)
		f := nounForces[m.lemma(g)]
		if p != "for" && p != "of" || !m.nominal(g) && !m.verbal(g) || m.above(g, trigger) && m.nominal(g) {
			return r
		}
		if m.verbal(g) {
			if f = verbForces[m.lemma(g)+" "+p]; f == noForce {
				return r
			}
		}
		if f == plans || f == wishes || f == prevents {
			return m.apply(f, g, trigger, r)
		}
	}
	return r
}

func (m *modality) nearVerb(trigger int, r reading) reading {
	word, tag := m.tokens[trigger].Form, m.tag(trigger)
	negated := false
	i := trigger - 1
before:
	for ; i >= 0 && i >= trigger-5; i-- {
		f := m.form(i)
		switch {
		case negations[f] && !m.additive(i) && f != "nor" && f != "neither":
			negated = true
		case strings.HasPrefix(m.tag(i), "RB"):
		case (f == "be" || f == "been") && (tag == "VBN" || tag == "VBD" || tag == "VBG"):
		case f == "have" && (tag == "VBN" || tag == "VBD"):
		default:
			break before
		}
	}
	if i < 0 {
		return r
	}
	base := tag == "VB" || i+1 < trigger && (m.form(i+1) == "be" || m.form(i+1) == "have") || tag == "VBP"
	switch l := m.lemma(i); {
	case base && m.tag(i) == "MD" && (m.head(i) == trigger || m.rel(i) == "aux"):
		if modalEffect(l) == plans {
			r = r.plan(fmt.Sprintf("'%s' before '%s'", l, word))
		} else {
			r = r.wish(fmt.Sprintf("'%s' before '%s'", l, word))
		}
		if negated {
			r = r.negate(i, fmt.Sprintf("negation before '%s'", word))
		}
	case negated && m.child(trigger, func(c int) bool { return negations[m.form(c)] }, "advmod") >= 0:
		// The tree has it, and read it as it is.
	case negated && tag == "VB" && l == "do", negated && (tag == "VBN" || tag == "VBD") && (l == "have" || l == "be"):
		r = r.negate(i, fmt.Sprintf("negation before '%s'", word))
	case tag == "VB" && m.form(i) == "to" && i > 0 && m.tag(i) == "TO":
		g := i - 1
		if f := m.force(g, ""); (m.verbal(g) || m.adjectival(g) || m.nominal(g)) && !m.above(g, trigger) {
			if f == plans || f == wishes || f == prevents {
				r = m.apply(f, g, trigger, r)
			}
		}
	}
	return r
}

// above tells whether g is among what i depends on, or depends on i itself.
func (m *modality) above(g, i int) bool {
	if m.head(g) == i {
		return true
	}
	for range maxClimb {
		if i = m.head(i); i < 0 || i == g {
			return i == g
		}
	}
	return true
}

// onlyException tells "without meeting anyone but his host": what is met is the exception.
func (m *modality) onlyException(trigger int) bool {
	for i := trigger + 1; i+1 < len(m.tokens) && i <= trigger+4; i++ {
		switch m.form(i) {
		case "anyone", "anybody", "anything", "nobody", "one", "nothing":
			switch m.form(i + 1) {
			case "but", "except", "besides":
				return true
			case "other":
				return i+2 < len(m.tokens) && m.form(i+2) == "than"
			}
		}
	}
	return false
}
