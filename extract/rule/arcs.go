package rule

import (
	"slices"
	"strings"

	"attache/extract/syntax"
)

// Arc leads from a word to one that fills a role of it. Roles are those of
// meaning rather than of grammar: "subj" is who does it, also behind "by" in a
// passive; "obj" is whom it is done to, also as subject of a passive; a
// preposition's lemma ("with", "in") is a role; others are "poss", "comp" (a
// clause), "compound", "title", "appos", "cop".
type Arc struct {
	Role string
	To   int // token
}

// Graph is a sentence with the enhanced arcs over its tree: what conjunction,
// relative clauses, control, passives and light verbs leave unsaid is written
// out, in the manner of Schuster and Manning's enhanced dependencies (LREC 2016).
type Graph struct {
	Sentence syntax.Sentence
	Out      [][]Arc // for each token, in the order of the tree
	children [][]int
	subjects [][]int // surface subjects, memo
	busy     []bool
}

// lightVerbs say of their object only that it happens and who takes part in it: "hold talks", "pay a visit".
var lightVerbs = map[string]bool{
	"hold": true, "have": true, "pay": true, "make": true, "conduct": true, "begin": true, "start": true,
	"conclude": true, "end": true, "finish": true, "give": true, "lead": true, "resume": true, "continue": true,
	"do": true, "enter": true, "deliver": true,
}

// stagingVerbs say of their object that it happens, but not who takes part in it: "host talks".
var stagingVerbs = map[string]bool{
	"host": true, "open": true, "stage": true, "convene": true, "schedule": true, "organize": true, "organise": true,
	"plan": true, "offer": true, "arrange": true, "close": true, "call": true, "cancel": true, "postpone": true,
}

// proposingVerbs tell of their object only as something that their subject would take part in: "propose a meeting".
var proposingVerbs = map[string]bool{
	"propose": true, "suggest": true, "float": true, "seek": true, "want": true, "request": true, "announce": true,
	"reject": true, "refuse": true, "demand": true, "plan": true, "cancel": true, "postpone": true, "expect": true,
	"skip": true,
}

// prospects are nouns for what may come of something: "the possibility of a meeting".
var prospects = map[string]bool{
	"possibility": true, "idea": true, "prospect": true, "chance": true, "hope": true, "plan": true, "likelihood": true,
	"invitation": true, "proposal": true, "request": true, "offer": true,
}

var placePrepositions = map[string]bool{"in": true, "at": true, "on": true, "near": true, "outside": true, "inside": true}

// Name is a run of tokens that are one name with its titles.
type Name struct {
	First, Last int // one past the last
	Head        int // the token that stands for it
}

// NewGraph draws the enhanced arcs over a parsed sentence. Whatever hangs on a
// word of a name is taken to hang on the name.
func NewGraph(s syntax.Sentence, names ...Name) *Graph {
	s = mend(asked(Mend(joinNames(s, names))))
	n := len(s.Tokens)
	g := &Graph{
		Sentence: s,
		Out:      make([][]Arc, n),
		children: s.Children(),
		subjects: make([][]int, n),
		busy:     make([]bool, n),
	}
	for i := range s.Tokens {
		g.base(i)
	}
	g.relatives()
	for i := range s.Tokens {
		g.conjuncts(i)
	}
	for i := range s.Tokens {
		g.controlled(i)
	}
	for i := range s.Tokens {
		g.light(i)
	}
	g.lift()
	g.company()
	return g
}

// joinNames returns the sentence with each name as one flat run under its head.
func joinNames(s syntax.Sentence, names []Name) syntax.Sentence {
	if len(names) == 0 {
		return s
	}
	tokens := slices.Clone(s.Tokens)
	for _, n := range names {
		first, last := max(n.First, 0), min(n.Last, len(tokens))
		inside := func(i int) bool { return i >= first && i < last }
		top, highest := -1, len(tokens)+1
		for i := first; i < last; i++ {
			if inside(tokens[i].Head) {
				continue
			}
			depth := 0
			for h := tokens[i].Head; h >= 0 && h < len(tokens) && depth <= len(tokens); h = tokens[h].Head {
				depth++
			}
			if depth < highest {
				top, highest = i, depth
			}
		}
		head := n.Head
		if top < 0 || !inside(head) || tokens[top].UPOS == "VERB" {
			continue
		}
		over, deprel := tokens[top].Head, tokens[top].Deprel
		for i := range tokens {
			switch {
			case i == head:
				tokens[i].UPOS, tokens[i].Head, tokens[i].Deprel = "PROPN", over, deprel
			case inside(i):
				tokens[i].Head, tokens[i].Deprel = head, "flat"
			case inside(tokens[i].Head):
				tokens[i].Head = head
			}
		}
		if h := tokens[head].Head; inside(h) {
			tokens[head].Head = syntax.Root
		}
		lead(tokens, first, head)
	}
	for _, n := range names {
		apart(tokens, n, names)
	}
	s.Tokens = tokens
	return s
}

// apart takes a name that the parser made part of an earlier one for what it
// is: the next of a list, or told of with a preposition of its own.
func apart(tokens []syntax.Token, n Name, names []Name) {
	if n.Head < 0 || n.Head >= len(tokens) {
		return
	}
	t := &tokens[n.Head]
	if t.Deprel != "flat" && t.Deprel != "compound" {
		return
	}
	for _, other := range names {
		if t.Head < other.First || t.Head >= other.Last || n.First < other.Last || n.Head == other.Head {
			continue
		}
		t.Head, t.Deprel = other.Head, "conj"
		for i := other.Last; i < n.Head; i++ {
			if tokens[i].Head == n.Head && tokens[i].Deprel == "case" {
				t.Deprel = "nmod"
			}
		}
		return
	}
}

// lead puts a name over the noun directly before it, which the parser took for
// its head: in "US President Ada Lang", the name is what the rest hangs on.
func lead(tokens []syntax.Token, first, head int) {
	before := first - 1
	if before < 0 || tokens[head].Head != before || tokens[before].UPOS == "VERB" {
		return
	}
	switch tokens[head].Deprel {
	case "appos", "conj", "obj", "iobj", "obl":
		return
	}
	if u := tokens[before].UPOS; u != "PROPN" && u != "NOUN" && u != "ADJ" {
		return
	}
	for i := range tokens {
		if tokens[i].Head == before && i != head {
			tokens[i].Head = head
		}
	}
	tokens[head].Head, tokens[head].Deprel = tokens[before].Head, tokens[before].Deprel
	tokens[before].Head, tokens[before].Deprel = head, "compound"
}

func (g *Graph) token(i int) syntax.Token { return g.Sentence.Tokens[i] }

func (g *Graph) add(from int, role string, to int) {
	a := Arc{role, to}
	if from != to && !slices.Contains(g.Out[from], a) {
		g.Out[from] = append(g.Out[from], a)
	}
}

// child returns the first dependent with one of the relations, or -1.
func (g *Graph) child(i int, deprels ...string) int {
	for _, c := range g.children[i] {
		if slices.Contains(deprels, g.token(c).Deprel) {
			return c
		}
	}
	return -1
}

// preposition returns the role that a dependent's case marker gives, or "": of
// several ("instead at") the first that is no adverb.
func (g *Graph) preposition(i int) string {
	found := ""
	for _, c := range g.children[i] {
		t := g.token(c)
		if t.Deprel != "case" || t.XPOS == "POS" || found != "" && t.XPOS != "IN" {
			continue
		}
		role := lemma(t)
		for _, f := range g.children[c] {
			if g.token(f).Deprel == "fixed" {
				role += "_" + strings.ToLower(g.token(f).Form)
			}
		}
		if t.XPOS != "RB" {
			return role
		}
		found = role
	}
	return found
}

func (g *Graph) isVerb(i int) bool {
	t := g.token(i)
	return t.UPOS == "VERB" || strings.HasPrefix(t.XPOS, "VB")
}

func (g *Graph) isNoun(i int) bool { return isNominal(g.token(i)) }

// passive reports whether the verb stands in the passive.
func (g *Graph) passive(i int) bool {
	if g.child(i, "aux:pass", "nsubj:pass", "csubj:pass") >= 0 {
		return true
	}
	t := g.token(i)
	if t.XPOS != "VBN" || g.child(i, "aux") >= 0 || g.child(i, "nsubj") >= 0 {
		return false
	}
	switch t.Deprel {
	case "acl", "acl:relcl", "advcl", "amod":
		return true
	case "conj":
		return g.valid(t.Head) && g.passive(t.Head)
	}
	return false
}

func (g *Graph) valid(i int) bool { return i >= 0 && i < len(g.Out) }

func (g *Graph) base(i int) {
	t := g.token(i)
	if !g.valid(t.Head) {
		return
	}
	role := ""
	main, sub, _ := strings.Cut(t.Deprel, ":")
	switch main {
	case "nsubj", "csubj":
		role = "subj"
		if sub == "pass" || (g.isVerb(t.Head) && g.passive(t.Head)) {
			role = "obj"
		}
	case "obj", "iobj", "appos":
		role = main
	case "obl", "nmod":
		role = g.preposition(i)
		switch {
		case role == "with" && g.absolute(i):
			role = "having"
		case sub == "poss":
			role = "poss"
		case sub == "agent", role == "by" && main == "obl" && g.passive(t.Head), role == "by" && main == "nmod" && sub == "":
			g.add(t.Head, "subj", i)
			role = "by"
		case sub == "desc":
			role = "title"
		case role == "" && isWhere(t):
			g.where(t.Head, i)
			return
		case role == "":
			role = "bare"
		}
	case "compound", "flat":
		role = "compound"
	case "amod":
		role = "mod"
	case "ccomp", "xcomp":
		role = "comp"
	case "advcl":
		role = "while"
		if c := g.child(i, "mark"); c >= 0 && g.token(c).UPOS != "PART" {
			role = strings.ToLower(g.token(c).Lemma)
		}
	case "acl":
		role = "acl"
		if c := g.child(i, "mark"); c >= 0 && g.token(c).UPOS == "SCONJ" {
			role = strings.ToLower(g.token(c).Lemma)
		}
	case "parataxis":
		role = "parataxis"
	case "cop", "case":
		role = main
	case "advmod":
		if isWhere(t) {
			g.where(t.Head, i)
			return
		}
		role = "adv"
	}
	if role != "" {
		g.add(t.Head, role, i)
	}
}

// absolute reports whether "with" opens a clause of its own without a verb:
// "they talked, with an aide at the door".
func (g *Graph) absolute(i int) bool {
	first, next := i, i+1
	for _, c := range g.children[i] {
		switch t := g.token(c); {
		case t.Deprel == "case" && c < i:
			first = c
		case t.Deprel == "flat" && c == next:
			next++
		}
	}
	if first == i || first == 0 || g.token(first-1).Form != "," || g.token(i).Head > i {
		return false
	}
	if next >= len(g.Out) || !placePrepositions[lemma(g.token(next))] || g.token(next).XPOS != "IN" {
		return false
	}
	noun := nounAfter(g.Sentence, next)
	return noun >= 0 && g.child(noun, "nmod:poss") >= 0 && (g.token(noun).Head == i || g.token(noun).Head == g.token(i).Head)
}

func isWhere(t syntax.Token) bool { return strings.EqualFold(t.Form, "where") }

// where lets "where" fill each role that a place can have.
func (g *Graph) where(from, to int) {
	for _, role := range []string{"in", "at", "to"} {
		g.add(from, role, to)
	}
}

// isRelative reports whether the token is a pronoun that opens a relative clause.
func isRelative(t syntax.Token) bool {
	switch strings.ToLower(t.Form) {
	case "who", "whom", "which", "that", "whose", "where":
		return t.XPOS == "WP" || t.XPOS == "WDT" || t.XPOS == "WP$" || t.XPOS == "WRB"
	}
	return false
}

// relatives lets the noun before a relative clause fill the role of its pronoun, or of the gap where there is none.
func (g *Graph) relatives() {
	for v := range g.Out {
		t := g.token(v)
		if t.Deprel != "acl:relcl" || !g.valid(t.Head) {
			continue
		}
		found := false
		var look func(int, int)
		look = func(h, depth int) {
			for _, a := range slices.Clone(g.Out[h]) {
				if isRelative(g.token(a.To)) && a.To < v {
					g.add(h, a.Role, t.Head)
					found = true
				}
			}
			if depth == 0 {
				return
			}
			for _, c := range g.children[h] {
				switch g.token(c).Deprel {
				case "xcomp", "ccomp", "obj", "obl", "nsubj", "nsubj:pass", "conj":
					look(c, depth-1)
				}
			}
		}
		look(v, 2)
		if !found && g.isVerb(v) && g.child(v, "obj") < 0 && g.child(v, "nsubj") >= 0 {
			g.add(v, "obj", t.Head)
		}
	}
}

// conjuncts lets a later conjunct fill the roles of the first.
func (g *Graph) conjuncts(j int) {
	t := g.token(j)
	if t.Deprel != "conj" || !g.valid(t.Head) {
		return
	}
	own := g.preposition(j)
	for h := range g.Out {
		for _, a := range slices.Clone(g.Out[h]) {
			if a.To != t.Head || h == j {
				continue
			}
			if p := g.preposition(t.Head); own != "" && a.Role == p {
				a.Role = own
			}
			g.add(h, a.Role, j)
		}
	}
}

// surface returns the tokens that stand as subject of a verb or nominal
// predicate, its own or the one that it is understood to share.
func (g *Graph) surface(i int) []int {
	if g.subjects[i] != nil || g.busy[i] {
		return g.subjects[i]
	}
	g.busy[i] = true
	defer func() { g.busy[i] = false }()
	found := []int{}
	for _, c := range g.children[i] {
		if strings.HasPrefix(g.token(c).Deprel, "nsubj") {
			found = append(found, g.together(c)...)
		}
	}
	t := g.token(i)
	if len(found) == 0 && g.valid(t.Head) && (g.isVerb(i) || g.child(i, "cop") >= 0) {
		switch t.Deprel {
		case "conj":
			if g.isVerb(t.Head) || g.child(t.Head, "cop") >= 0 {
				found = g.surface(t.Head)
			}
		case "xcomp":
			found = g.controllers(t.Head)
		case "advcl":
			found = g.surface(t.Head)
		case "acl":
			switch c := g.child(i, "mark"); {
			case c >= 0 && g.token(c).UPOS == "PART":
				found = g.planner(t.Head)
			case t.XPOS == "VBG" && g.comma(i):
				if found = g.above(t.Head); len(found) == 0 {
					found = g.together(t.Head)
				}
			default:
				found = g.together(t.Head)
			}
		case "acl:relcl":
			for _, c := range g.children[i] {
				if isRelative(g.token(c)) && strings.HasPrefix(g.token(c).Deprel, "nsubj") {
					found = g.together(t.Head)
				}
			}
		}
	}
	g.subjects[i] = found
	return found
}

// together returns a token with its conjuncts, and the noun that it stands for where it is a relative pronoun.
func (g *Graph) together(i int) []int {
	all := []int{i}
	for _, c := range g.children[i] {
		if g.token(c).Deprel == "conj" {
			all = append(all, c)
		}
	}
	if isRelative(g.token(i)) {
		for v := g.token(i).Head; g.valid(v); v = g.token(v).Head {
			if g.token(v).Deprel == "acl:relcl" {
				if h := g.token(v).Head; g.valid(h) {
					all = append(all, g.together(h)...)
				}
				break
			}
			if len(all) > len(g.Out) {
				break
			}
		}
	}
	return all
}

// comma reports whether a comma sets a clause off from what stands before it.
func (g *Graph) comma(i int) bool {
	for i--; i >= 0; i-- {
		switch t := g.token(i); {
		case t.Form == ",":
			return true
		case t.UPOS != "ADV" && t.UPOS != "PUNCT":
			return false
		}
	}
	return false
}

// above returns the subjects of the nearest verb over a token: a participle
// behind a comma tells more of them than of the noun that it stands beside.
func (g *Graph) above(i int) []int {
	for range g.Out {
		if !g.valid(i) {
			return nil
		}
		if g.isVerb(i) {
			return g.surface(i)
		}
		i = g.token(i).Head
	}
	return nil
}

// controllers returns who does what an infinitive under the verb says: "asked X to go" is X, "promised X to go" is not.
func (g *Graph) controllers(v int) []int {
	if g.token(v).Lemma != "promise" {
		if o := g.child(v, "obj", "iobj"); o >= 0 {
			return g.together(o)
		}
	}
	return g.surface(v)
}

// planner returns who is to do what an infinitive under a noun says: "her plan to go", "made a promise to go".
func (g *Graph) planner(n int) []int {
	if p := g.child(n, "nmod:poss"); p >= 0 {
		return g.together(p)
	}
	if h := g.token(n).Head; g.valid(h) && g.isVerb(h) {
		return g.surface(h)
	}
	return nil
}

// controlled writes out the subjects that a verb shares with another.
func (g *Graph) controlled(i int) {
	for _, s := range g.surface(i) {
		if g.isVerb(i) && g.passive(i) {
			g.add(i, "obj", s)
		} else {
			g.add(i, "subj", s)
		}
	}
}

// light gives a noun the subject and the complements of its light verb, and lets its possessor be its subject.
func (g *Graph) light(v int) {
	if g.isVerb(v) && proposingVerbs[g.token(v).Lemma] {
		for _, o := range g.Find(v, []Step{{Role: "obj"}}) {
			targets := []int{o}
			if prospects[lemma(g.token(o))] {
				targets = append(g.Find(o, []Step{{Role: "of"}}), g.Find(o, []Step{{Role: "for"}})...)
			}
			for _, n := range targets {
				if g.token(n).UPOS == "NOUN" && len(g.Find(n, []Step{{Role: "subj"}})) == 0 {
					for _, s := range g.Find(v, []Step{{Role: "subj"}}) {
						g.add(n, "subj", s)
					}
				}
			}
		}
	}
	if g.isNoun(v) {
		for _, a := range slices.Clone(g.Out[v]) {
			if a.Role == "poss" {
				g.add(v, "subj", a.To)
			}
		}
	}
	light, staging := lightVerbs[g.token(v).Lemma], stagingVerbs[g.token(v).Lemma]
	if !g.isVerb(v) || !light && !staging {
		return
	}
	for _, o := range slices.Clone(g.Out[v]) {
		if o.Role != "obj" || g.token(o.To).UPOS != "NOUN" {
			continue
		}
		for _, a := range slices.Clone(g.Out[v]) {
			switch a.Role {
			case "obj", "iobj", "comp", "cop", "adv", "parataxis", "while", "acl", "appos":
			case "subj", "by":
				if light {
					g.add(o.To, a.Role, a.To)
				}
			default:
				g.add(o.To, a.Role, a.To)
			}
		}
	}
}

// lift gives a place that the parser hung on a name to what the name belongs
// to: names are seldom told apart by where they are.
func (g *Graph) lift() {
	for h := range g.Out { // "on Tuesday at a gala at the museum": the museum is the gala's
		before := -1
		arcs := slices.Clone(g.Out[h])
		slices.SortStableFunc(arcs, func(a, b Arc) int { return a.To - b.To })
		for _, a := range arcs {
			if a.To < h || g.preposition(a.To) == "" {
				continue
			}
			if before >= 0 && a.To > before && placePrepositions[a.Role] && a.Role != "on" {
				g.add(before, a.Role, a.To)
			}
			before = -1
			if g.token(a.To).UPOS == "NOUN" {
				before = a.To
			}
		}
	}
	for h := range g.Out { // "came from the airport with her": the airport has no company
		if !g.isVerb(h) {
			continue
		}
		for _, a := range slices.Clone(g.Out[h]) {
			if g.token(a.To).UPOS != "NOUN" || !placeRoles[a.Role] || gatherings[lemma(g.token(a.To))] {
				continue
			}
			for _, p := range slices.Clone(g.Out[a.To]) {
				if p.Role == "with" && g.person(p.To) {
					g.add(h, p.Role, p.To)
				}
			}
		}
	}
	for h := range g.Out {
		for _, a := range slices.Clone(g.Out[h]) {
			t := g.token(a.To)
			if t.UPOS != "PROPN" && t.UPOS != "PRON" || a.Role == "compound" || a.Role == "title" {
				continue
			}
			for _, p := range slices.Clone(g.Out[a.To]) {
				if placePrepositions[p.Role] || g.isVerb(h) && (p.Role == "for" && a.Role == "obj" || p.Role == "with") {
					g.add(h, p.Role, p.To)
				}
			}
		}
	}
}

// placeRoles are the prepositions of where something is, or where to or from it goes.
var placeRoles = map[string]bool{"in": true, "at": true, "on": true, "near": true, "outside": true, "inside": true, "to": true, "from": true, "into": true}

// gatherings are nouns for what one takes part in with others.
var gatherings = map[string]bool{
	"meeting": true, "talk": true, "summit": true, "conference": true, "discussion": true, "conversation": true, "interview": true,
	"dinner": true, "lunch": true, "breakfast": true, "reception": true, "session": true, "negotiation": true, "consultation": true,
	"call": true, "forum": true, "panel": true, "ceremony": true, "debate": true, "dialogue": true, "briefing": true, "chat": true,
}

// person reports whether a token stands for somebody by name, or by what somebody is to another.
func (g *Graph) person(i int) bool {
	t := g.token(i)
	if t.UPOS == "PROPN" {
		return true
	}
	for _, c := range g.children[i] {
		if d := g.token(c); d.Deprel == "appos" && d.UPOS == "PROPN" {
			return true
		}
	}
	return false
}

// company lets a name that is told of alongside another share its place in a
// list, takes names behind a noun ("two aides: A and B") for a list, and lets an
// item be for whom the next item is that says it: "A and B for X, C and D for Y".
func (g *Graph) company() {
	defer g.beneficiaries()
	for h := range g.Out {
		if g.token(h).UPOS != "NOUN" {
			continue
		}
		for _, a := range slices.Clone(g.Out[h]) {
			if a.Role == "appos" && g.token(a.To).UPOS == "PROPN" {
				g.add(h, "include", a.To)
			}
		}
	}
	pair := func(a, b int) {
		for h := range g.Out {
			for _, arc := range slices.Clone(g.Out[h]) {
				if arc.To == a && (arc.Role == "include" || arc.Role == "by" || arc.Role == "like") {
					g.add(h, arc.Role, b)
				}
			}
		}
		for _, p := range [][2]int{{a, b}, {b, a}} {
			for _, arc := range slices.Clone(g.Out[p[0]]) {
				if arc.Role == "for" {
					g.add(p[1], "for", arc.To)
				}
			}
		}
	}
	for h := range g.Out {
		for _, with := range slices.Clone(g.Out[h]) {
			if with.Role != "alongside" || g.token(with.To).UPOS != "PROPN" {
				continue
			}
			if g.token(h).UPOS == "PROPN" {
				pair(h, with.To)
				continue
			}
			nearest := -1 // the parser hung it on the noun before the list
			for _, a := range g.Out[h] {
				if a.Role == "include" && a.To < with.To && a.To > nearest {
					nearest = a.To
				}
			}
			if nearest >= 0 {
				pair(nearest, with.To)
			}
		}
	}
}

func (g *Graph) beneficiaries() {
	for h := range g.Out {
		items := g.Find(h, []Step{{Role: "include"}})
		if len(items) < 2 {
			continue
		}
		var next []int
		for i := len(items) - 1; i >= 0; i-- {
			own := g.Find(items[i], []Step{{Role: "for"}})
			if len(own) > 0 {
				next = own
				continue
			}
			for _, x := range next {
				g.add(items[i], "for", x)
			}
		}
	}
}

// Find returns the tokens that the steps lead to from a token, in their order.
func (g *Graph) Find(from int, steps []Step) []int {
	at := []int{from}
	for _, step := range steps {
		var next []int
		for _, i := range at {
			for _, a := range g.Out[i] {
				if step.leads(a.Role) && step.allows(g.token(a.To)) && !slices.Contains(next, a.To) {
					next = append(next, a.To)
				}
			}
		}
		at = next
	}
	slices.Sort(at)
	return at
}
