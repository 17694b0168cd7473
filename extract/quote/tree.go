package quote

import (
	"strings"

	"attache/extract/syntax"
)

// maxDepth bounds walks in trees that are not trees.
const maxDepth = 48

// tree is a sentence's tokens with their dependents and extents at hand.
type tree struct {
	tokens      []syntax.Token
	first, next []int
	from, to    []int // what a token and its dependents reach from and to
}

func newTree(tokens []syntax.Token) *tree {
	n := len(tokens)
	t := &tree{tokens: tokens, first: make([]int, n), next: make([]int, n), from: make([]int, n), to: make([]int, n)}
	for i := range tokens {
		t.first[i], t.next[i], t.from[i], t.to[i] = -1, -1, i, i
	}
	for i := n - 1; i >= 0; i-- {
		if h := t.head(i); h >= 0 {
			t.next[i], t.first[h] = t.first[h], i
		}
	}
	for i := range tokens {
		for h, depth := t.head(i), 0; h >= 0 && depth < maxDepth; h, depth = t.head(h), depth+1 {
			t.from[h], t.to[h] = min(t.from[h], i), max(t.to[h], i)
		}
	}
	return t
}

func (t *tree) head(i int) int {
	if h := t.tokens[i].Head; h >= 0 && h < len(t.tokens) && h != i {
		return h
	}
	return syntax.Root
}

func (t *tree) rel(i int) string {
	r, _, _ := strings.Cut(t.tokens[i].Deprel, ":")
	return r
}

func (t *tree) lemma(i int) string {
	l := t.tokens[i].Lemma
	if l == "" || l == "_" {
		l = t.tokens[i].Form
	}
	return strings.ToLower(l)
}

func (t *tree) form(i int) string {
	if i < 0 {
		return ""
	}
	return strings.ToLower(t.tokens[i].Form)
}

func (t *tree) tag(i int) string { return t.tokens[i].XPOS }

func (t *tree) verbal(i int) bool {
	return strings.HasPrefix(t.tag(i), "V") || t.tag(i) == "" && t.tokens[i].UPOS == "VERB"
}

func (t *tree) nominal(i int) bool {
	tag := t.tag(i)
	return strings.HasPrefix(tag, "N") || strings.HasPrefix(tag, "PRP") || strings.HasPrefix(tag, "W") || tag == "DT" || tag == "CD" ||
		tag == "" && (t.tokens[i].UPOS == "NOUN" || t.tokens[i].UPOS == "PROPN" || t.tokens[i].UPOS == "PRON")
}

func (t *tree) named(i int) bool {
	return strings.HasPrefix(t.tag(i), "NNP") || t.tokens[i].UPOS == "PROPN" || strings.ToUpper(t.tokens[i].Form) == t.tokens[i].Form && t.nominal(i)
}

// human tells who can speak from what cannot, as far as a word tells.
func (t *tree) human(i int) bool {
	switch t.form(i) {
	case "it", "this", "that", "which", "there", "these", "those", "what":
		return false
	}
	return t.nominal(i)
}

func (t *tree) root() int {
	for i := range t.tokens {
		if t.head(i) < 0 {
			return i
		}
	}
	return -1
}

// child returns the first dependent with the relation, with or without subtype, or -1.
func (t *tree) child(i int, rel string) int {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		if t.tokens[c].Deprel == rel || t.rel(c) == rel {
			return c
		}
	}
	return -1
}

func (t *tree) caseOf(i int) string {
	if c := t.child(i, "case"); c >= 0 {
		return t.form(c)
	}
	return ""
}

// extent is the first and last token of what i heads.
func (t *tree) extent(i int) (from, to int) { return t.from[i], t.to[i] }

func (t *tree) infinitiveOrGerund(i int) bool {
	return t.tag(i) == "VBG" || t.tag(i) == "VB" || t.tag(i) == "VBN"
}

// ownSubject is the subject in the verb's own clause, the nearest if the parser
// gave it two, or the noun that a relative clause is about; -1 is none.
func (t *tree) ownSubject(v int) int {
	found := -1
	for c := t.first[v]; c >= 0; c = t.next[c] {
		if t.rel(c) != "nsubj" || !t.nominal(c) || t.tokens[c].Deprel == "nsubj:outer" || found >= 0 && c > v {
			continue
		}
		found = c
	}
	if found < 0 {
		return -1
	}
	if t.tokens[found].Deprel == "nsubj:pass" && t.lemma(v) != "quote" && (t.child(v, "aux:pass") >= 0 || t.tag(v) == "VBN") {
		return t.child(v, "obl:agent")
	}
	switch t.form(found) {
	case "who", "which", "that", "whom":
		if h := t.head(v); h >= 0 && t.rel(v) == "acl" {
			return h
		}
	}
	return found
}

// subject finds who does what the verb says: its own subject or agent, that of
// the clause it is joined to, or the noun that it describes.
func (t *tree) subject(v int) int {
	for range maxDepth {
		if own := t.ownSubject(v); own >= 0 {
			return own
		}
		if t.child(v, "nsubj:pass") >= 0 {
			return -1
		}
		h := t.head(v)
		if h < 0 {
			return -1
		}
		switch t.rel(v) {
		case "conj", "xcomp", "advcl", "parataxis", "dep", "ccomp":
			if t.nominal(h) && !t.verbal(h) && t.child(h, "cop") < 0 && t.rel(v) != "conj" {
				return h
			}
			v = h
		case "acl":
			return h
		default:
			return -1
		}
	}
	return -1
}

// author is whose words a noun such as "statement" stands for: "Lang's statement
// said"; other nouns speak for themselves.
func (t *tree) author(noun int) int {
	if !utterances[t.lemma(noun)] {
		return noun
	}
	if owner := t.child(noun, "nmod:poss"); owner >= 0 {
		return owner
	}
	for c := t.first[noun]; c >= 0; c = t.next[c] {
		if t.rel(c) == "nmod" && c > noun && (t.caseOf(c) == "by" || t.caseOf(c) == "from") {
			return c
		}
	}
	return noun
}

// saysSo tells a verb whose object stands for what was said before: "she said as much".
func (t *tree) saysSo(v int) bool {
	for i := v + 1; i < len(t.tokens) && i <= v+2; i++ {
		switch t.form(i) {
		case "much", "so", "otherwise":
			return t.head(i) == v || t.head(i) == i-1 || t.head(i) == i+1
		}
	}
	return false
}

// contains tells a verb of saying whose clause of what is said hangs on itself.
func (t *tree) contains(v int) bool {
	for c := t.first[v]; c >= 0; c = t.next[c] {
		if t.rel(c) != "ccomp" {
			continue
		}
		if mark := t.child(c, "mark"); mark < 0 || t.form(mark) != "if" || wondering[t.lemma(v)] {
			return true
		}
	}
	return false
}

// toldClause is the clause that the parser hung on whom it is told to: "told
// investors that profits would fall"; -1 is none.
func (t *tree) toldClause(v int) int {
	if !telling[t.lemma(v)] {
		return -1
	}
	for c := t.first[v]; c >= 0; c = t.next[c] {
		if c < v || t.rel(c) != "iobj" && t.rel(c) != "obj" {
			continue
		}
		for k := t.first[c]; k >= 0; k = t.next[k] {
			if mark := t.child(k, "mark"); k > c && t.rel(k) == "acl" && mark > c && t.form(mark) == "that" && t.child(k, "nsubj") > mark {
				return k
			}
		}
	}
	return -1
}

// near finds a noun beside a verb that the tree left without a subject: "said
// the minister", "the minister said".
func (t *tree) near(v int) int {
	for i := v - 1; i >= 0 && i >= v-3; i-- {
		if t.rel(i) == "punct" || strings.HasPrefix(t.tag(i), "RB") || t.rel(i) == "aux" || t.rel(i) == "advmod" {
			if t.rel(i) == "punct" {
				break
			}
			continue
		}
		if strings.HasPrefix(t.tag(i), "N") || t.tag(i) == "PRP" {
			return t.phraseHead(i, -1)
		}
		break
	}
	if (t.tag(v) == "VBD" || t.tag(v) == "VBZ" || t.tag(v) == "VBP") && !telling[t.lemma(v)] {
		return t.phraseAfter(v + 1)
	}
	return -1
}

// phraseAfter is the head of a noun phrase that begins at i, or -1.
func (t *tree) phraseAfter(i int) int {
	for j := i; j < len(t.tokens) && j < i+8; j++ {
		tag := t.tag(j)
		switch {
		case strings.HasPrefix(tag, "N") || tag == "PRP":
			return t.phraseHead(j, i-1)
		case tag == "DT" || tag == "JJ" || tag == "PRP$" || tag == "CD" || tag == "HYPH" || tag == "VBN":
			continue
		}
		return -1
	}
	return -1
}

// phraseHead climbs within a noun phrase to the word that the others describe.
func (t *tree) phraseHead(i, floor int) int {
	for range maxDepth {
		h := t.head(i)
		if h <= floor || h < 0 || !t.nominal(h) {
			return i
		}
		switch t.rel(i) {
		case "compound", "flat", "amod", "nmod", "det":
			if t.tokens[i].Deprel == "nmod:poss" || t.rel(i) == "nmod" && t.child(i, "case") >= 0 {
				return i
			}
			i = h
		default:
			return i
		}
	}
	return i
}

// addressee finds whom something is said to; said is the clause of what is.
func (t *tree) addressee(v, said int) int {
	for c := t.first[v]; c >= 0; c = t.next[c] {
		if c == said || !t.nominal(c) {
			continue
		}
		switch t.rel(c) {
		case "iobj":
			return c
		case "obj":
			if telling[t.lemma(v)] {
				return c
			}
		case "obl":
			if p := t.caseOf(c); p == "to" && t.lemma(v) != "go" && t.lemma(v) != "call" {
				return c
			}
		}
	}
	return -1
}
