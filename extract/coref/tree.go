package coref

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/syntax"
)

// tree is a sentence with its arcs read downwards.
type tree struct {
	tokens []syntax.Token
	heads  []int   // by token, -1 at a root
	kids   [][]int // by token, in order
}

func newTree(s syntax.Sentence) tree {
	n := len(s.Tokens)
	t := tree{tokens: s.Tokens, heads: make([]int, n), kids: make([][]int, n)}
	for i, token := range s.Tokens {
		t.heads[i] = -1
		if h := token.Head; h >= 0 && h < n && h != i {
			t.heads[i] = h
		}
	}
	t.cutCycles()
	t.listKids()
	return t
}

// listKids makes kids of heads.
func (t tree) listKids() {
	counts := make([]int, len(t.heads))
	for _, h := range t.heads {
		if h >= 0 {
			counts[h]++
		}
	}
	all := make([]int, 0, len(t.heads))
	for i, n := range counts {
		t.kids[i] = all[len(all) : len(all) : len(all)+n]
		all = all[:len(all)+n]
	}
	for i, h := range t.heads {
		if h >= 0 {
			t.kids[h] = append(t.kids[h], i)
		}
	}
}

// ranks orders relations by how much they say of a phrase's place in its clause.
var ranks = []string{"nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos", "root", "ccomp", "vocative", "parataxis", "flat", "compound", "list", "dep"}

// gather makes one phrase of tokens[first:last], a name with its titles, under
// its token head: the phrase takes the place of that one of its tokens that has
// the best place outside, and all that depended on a part depends on the head.
// It reports whether anything changed; the kids must then be listed anew.
func (t *tree) gather(first, last, head int, owned *bool) bool {
	best, rank := -1, len(ranks)
	whole := true
	for k := first; k < last; k++ {
		h := t.heads[k]
		if h >= first && h < last {
			whole = whole && (h == head || k == head)
			continue
		}
		whole = whole && k == head
		if r := slices.Index(ranks, t.rel(k)); r >= 0 && r < rank {
			best, rank = k, r
		}
	}
	if best < 0 || whole && best == head {
		return false
	}
	if !*owned {
		t.tokens = slices.Clone(t.tokens)
		*owned = true
	}
	outer, deprel := t.heads[best], t.tokens[best].Deprel
	for k := range t.heads {
		if h := t.heads[k]; (k < first || k >= last) && h >= first && h < last {
			t.heads[k] = head
		}
	}
	for k := first; k < last; k++ {
		if k != head {
			if t.heads[k] < first || t.heads[k] >= last || t.heads[k] == k {
				t.tokens[k].Deprel = "nmod:desc"
			}
			t.heads[k] = head
		}
	}
	t.heads[head], t.tokens[head].Deprel = outer, deprel
	return true
}

// cutCycles makes a root of one token of each cycle, so that climbing always ends.
func (t tree) cutCycles() {
	seen := make([]int, len(t.heads)) // the token whose climb first passed here, plus one
	for i := range t.heads {
		for k := i; k >= 0 && seen[k] == 0; k = t.heads[k] {
			seen[k] = i + 1
			if h := t.heads[k]; h >= 0 && seen[h] == i+1 {
				t.heads[k] = -1
			}
		}
	}
}

// base returns a relation without its subtype.
func base(deprel string) string {
	before, _, _ := strings.Cut(deprel, ":")
	return before
}

func (t tree) rel(i int) string { return base(t.tokens[i].Deprel) }

// head returns the head of a token, -1 at the root.
func (t tree) head(i int) int { return t.heads[i] }

// kid returns the first dependent in one of the relations, with or without subtype, or -1.
func (t tree) kid(i int, relations ...string) int {
	for _, k := range t.kids[i] {
		if slices.Contains(relations, t.tokens[k].Deprel) || slices.Contains(relations, t.rel(k)) {
			return k
		}
	}
	return -1
}

// has reports whether a dependent of i has one of the lemmas.
func (t tree) has(i int, lemmas map[string]bool) bool {
	for _, k := range t.kids[i] {
		if lemmas[t.lemma(k)] || lemmas[t.lower(k)] {
			return true
		}
	}
	return false
}

func (t tree) lower(i int) string { return strings.ToLower(t.tokens[i].Form) }

func (t tree) lemma(i int) string {
	if l := t.tokens[i].Lemma; l != "" && l != "_" {
		return strings.ToLower(l)
	}
	return t.lower(i)
}

// slot climbs from a conjunct, an apposition or a part of a name to the token
// that has a place of its own in the clause, and returns it.
func (t tree) slot(i int) int {
	for range len(t.tokens) {
		switch t.rel(i) {
		case "conj":
			// A clause's conjunct has its own place.
			if t.tokens[i].UPOS == "VERB" {
				return i
			}
		case "appos", "flat", "fixed", "list":
		default:
			if t.tokens[i].Deprel != "nmod:desc" {
				return i
			}
		}
		h := t.head(i)
		if h < 0 {
			return i
		}
		i = h
	}
	return i
}

// anchor climbs from a name to the title or noun that it stands in apposition to.
func (t tree) anchor(i int) int {
	for range len(t.tokens) {
		h := t.head(i)
		if rel := t.rel(i); h < 0 || rel != "appos" && rel != "flat" && t.tokens[i].Deprel != "nmod:desc" {
			return i
		}
		i = h
	}
	return i
}

// within reports whether i is ancestor or below it.
func (t tree) within(i, ancestor int) bool {
	for range len(t.tokens) {
		if i == ancestor {
			return true
		}
		if i = t.head(i); i < 0 {
			return false
		}
	}
	return false
}

// preposition returns the lemma of the case marker of i, or "".
func (t tree) preposition(i int) string {
	for _, k := range t.kids[i] {
		if t.rel(k) == "case" && t.tokens[k].UPOS != "PART" {
			return t.lower(k)
		}
	}
	return ""
}

// clause returns the predicate that i depends on, i itself where it is one.
func (t tree) clause(i int) int {
	for range len(t.tokens) {
		if t.tokens[i].UPOS == "VERB" || t.kid(i, "cop") >= 0 || t.kid(i, "nsubj") >= 0 {
			return i
		}
		h := t.head(i)
		if h < 0 {
			return i
		}
		i = h
	}
	return i
}

// subject returns the token of the subject of a predicate, also where it must
// be understood: of an infinitive or participle from the clause above, of a
// conjunct from the first one. -1 is none.
func (t tree) subject(verb int) int {
	for range 8 {
		if s := t.kid(verb, "nsubj", "csubj"); s >= 0 {
			return s
		}
		h := t.head(verb)
		if h < 0 {
			return -1
		}
		switch t.rel(verb) {
		case "conj", "parataxis":
			verb = h
		case "xcomp":
			if o := t.kid(h, "obj", "iobj"); o >= 0 && t.lemma(h) != "promise" && o < verb {
				return o
			}
			verb = h
		case "advcl":
			if m := t.kid(verb, "mark"); m >= 0 && t.lower(m) == "for" && thankVerbs[t.lemma(h)] {
				if o := t.kid(h, "obj"); o >= 0 {
					return o
				}
			}
			verb = h
		case "acl":
			return h
		case "ccomp":
			verb = h
		default:
			return -1
		}
	}
	return -1
}

// weight is the salience that its place in the clause gives a mention: subjects
// before objects before the rest, as in S. Lappin and H. Leass, An Algorithm
// for Pronominal Anaphora Resolution, Computational Linguistics 20(4), 1994.
func (t tree) weight(i int) float64 {
	s := t.slot(i)
	w := 0.35
	switch t.tokens[s].Deprel {
	case "nsubj", "nsubj:outer":
		w = 1
	case "nsubj:pass":
		w = 0.9
	case "obj":
		w = 0.6
	case "iobj":
		w = 0.55
	case "obl:agent":
		w = 0.6
	case "obl":
		w = 0.45
	case "nmod:poss":
		w = 0.45
	case "root", "vocative", "dislocated":
		w = 0.5
		if u := t.tokens[s].UPOS; (u == "PROPN" || u == "NOUN" && isPerson(t, s)) && s < 3 && len(t.tokens) > 6 {
			w = 0.9 // what a sentence begins with is its topic, whatever the tree makes of it
		}
	}
	if w >= 0.9 {
		// The subject of the sentence before that of a clause within it.
		if v := t.head(s); v >= 0 && (t.head(v) < 0 || t.rel(v) == "parataxis" || t.rel(v) == "ccomp" || t.rel(v) == "conj") {
			w += 0.15
		}
	}
	if s != i && t.rel(i) == "conj" {
		w *= 0.8
	}
	return w
}

// opening returns the first token of the noun phrase before its head i: its
// dependents to the left, as far as nothing stands between that is no part of one.
func (t tree) opening(i int) int {
	first := i
	for _, k := range t.kids[i] {
		if k > i {
			break
		}
		switch t.rel(k) {
		case "det", "amod", "compound", "nummod", "flat":
		case "nmod":
			if d := t.tokens[k].Deprel; d != "nmod:poss" && d != "nmod:desc" && d != "nmod:unmarked" {
				continue
			}
		case "cc":
			if t.tokens[k].Deprel != "cc:preconj" {
				continue
			}
		default:
			continue
		}
		l := k
		for range 6 {
			if len(t.kids[l]) == 0 || t.kids[l][0] > l {
				break
			}
			l = t.kids[l][0]
		}
		first = min(first, l)
	}
	if isPerson(t, i) {
		// "the Cabinet Secretary", should the tree tear it apart.
		k := first
		for k > 0 && i-k < 4 && (t.tokens[k-1].UPOS == "PROPN" || t.tokens[k-1].UPOS == "ADJ" || t.tokens[k-1].UPOS == "NOUN" && isCapital(t.tokens[k-1].Form)) {
			k--
		}
		if k < first && k > 0 && t.tokens[k-1].UPOS == "DET" {
			first = k - 1
		}
	}
	for k := i - 1; k >= first; k-- {
		switch t.tokens[k].UPOS {
		case "DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART", "SYM", "X":
			continue
		case "VERB", "ADV", "ADP", "CCONJ":
			if k == first || t.rel(k) != "root" {
				continue
			}
		case "PUNCT":
			if f := t.tokens[k].Form; f == "-" || f == "–" || f == "“" || f == "\"" || f == "‘" || f == "”" || f == "." || f == "'" || f == "’" || f == "," && k > 0 && t.tokens[k-1].UPOS == "ADJ" {
				continue
			}
		}
		return k + 1
	}
	return first
}

func isCapital(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return unicode.IsUpper(r)
}

// real reports whether a predicate tells of what took place: no modal, not
// negated, not an infinitive that depends on a verb of planning.
func (t tree) real(verb int) bool {
	for range 6 {
		for _, k := range t.kids[verb] {
			if modals[t.lower(k)] && t.rel(k) == "aux" {
				return false
			}
			if l := t.lower(k); l == "not" || l == "n't" || l == "never" || l == "no" || l == "if" || l == "unless" {
				return false
			}
		}
		if b := t.kid(verb, "aux"); b >= 0 && t.lemma(b) == "be" && verb > 0 && t.lower(verb-1) == "to" {
			return false // "they were to meet"
		}
		h := t.head(verb)
		if h < 0 {
			return true
		}
		if r := t.rel(verb); r == "xcomp" || r == "ccomp" || r == "acl" || r == "advcl" {
			if m := t.kid(verb, "mark"); m >= 0 && t.lower(m) == "to" || planVerbs[t.lemma(h)] {
				return false
			}
			if r != "xcomp" {
				return true
			}
			verb = h
			continue
		}
		return true
	}
	return true
}
