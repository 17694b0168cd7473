// Package rule makes rules of examples and finds in trees what they say.
package rule

import (
	"fmt"
	"slices"
	"strings"

	"attache/extract/syntax"
	"attache/schema"
)

// Step is one arc of a path, and the word that it leads to.
type Step struct {
	Role   string
	Lemmas []string // that the word may have; nil is any
}

func (s Step) allows(t syntax.Token) bool {
	return s.Lemmas == nil || sameWord(s.Lemmas, lemma(t)) ||
		s.Role == "case" && placeWords[lemma(t)] && placeWords[s.Lemmas[0]]
}

// anyRole is the role of a step that any arc to its word will do for.
const anyRole = "any"

// leads reports whether an arc of the role is one of the step's. Where
// something is may be told with any preposition of place.
func (s Step) leads(role string) bool {
	return s.Role == role || s.Role == anyRole || placeWords[s.Role] && placeWords[role]
}

var placeWords = map[string]bool{"in": true, "at": true, "inside": true, "outside": true, "near": true}

// lemma is how rules know a word: never empty, and lower case.
func lemma(t syntax.Token) string {
	if t.Lemma == "" {
		return strings.ToLower(t.Form)
	}
	return strings.ToLower(t.Lemma)
}

// stem is a lemma without what lemmatizers are unsure of: a final e, and a
// doubled consonant before it ("travell", "telephon").
func stem(lemma string) string {
	lemma = strings.TrimSuffix(lemma, "e")
	if n := len(lemma); n > 3 && lemma[n-1] == lemma[n-2] && !strings.ContainsRune("aeiou", rune(lemma[n-1])) {
		lemma = lemma[:n-1]
	}
	return lemma
}

// sameWord reports whether a lemma is one of the words.
func sameWord(words []string, lemma string) bool {
	lemma = stem(lemma)
	return slices.ContainsFunc(words, func(w string) bool { return stem(w) == lemma })
}

// Rule is what an example became: a trigger, and the paths from it to both ends.
type Rule struct {
	Name     string // the relation and the number of the example: "met_with/3"
	Relation string // or view
	Example  schema.Example
	Trigger  []string // lemmas of the word that carries the relation; nil where an end of the fitting type carries it itself
	Verb     bool     // the trigger is a verb
	Subject  []Step   // empty: the trigger is the subject
	Object   []Step
	Needs    []Step // arcs that the trigger must have besides
	Hole     string // in a question: the end that is asked for, "subject" or "object"
}

// Reciprocal reports whether both ends fill one role of the trigger: "A and B met".
func (r *Rule) Reciprocal() bool {
	return slices.EqualFunc(r.Subject, r.Object, func(a, b Step) bool {
		return a.Role == b.Role && slices.Equal(a.Lemmas, b.Lemmas)
	})
}

// String draws the rule as a tree.
func (r *Rule) String() string {
	var b strings.Builder
	trigger := strings.Join(r.Trigger, "|")
	if trigger == "" {
		trigger = "(any)"
	}
	switch {
	case len(r.Subject) == 0:
		trigger += " = S"
	case len(r.Object) == 0:
		trigger += " = O"
	}
	b.WriteString(trigger)
	path := func(steps []Step, end string) {
		indent := "\n"
		for i, s := range steps {
			fmt.Fprintf(&b, "%s└─ %s → ", indent, s.Role)
			switch {
			case i == len(steps)-1:
				b.WriteString(end)
			case s.Lemmas == nil:
				b.WriteString("(any)")
			default:
				b.WriteString(strings.Join(s.Lemmas, "|"))
			}
			indent += "   "
		}
	}
	path(r.Subject, "S")
	path(r.Object, "O")
	for _, n := range r.Needs {
		fmt.Fprintf(&b, "\n└─ %s → %s", n.Role, strings.Join(n.Lemmas, "|"))
	}
	return b.String()
}

// Marked is an example whose marks were taken off and remembered.
type Marked struct {
	Text    string
	Subject [2]int // byte offsets in Text; equal where the end is not marked
	Object  [2]int
	Trigger [2]int
	Classes map[int][]string // by byte offset: the lemmas of the class that a word in braces stands for
	Braces  map[int]string   // by byte offset: the word that stood in braces
}

// Unmark takes the marks off an example.
func Unmark(example string) (Marked, error) {
	m := Marked{Classes: map[int][]string{}, Braces: map[int]string{}}
	var b strings.Builder
	open := ""
	begin, brace := 0, -1
	for i := 0; i < len(example); i++ {
		rest := example[i:]
		switch {
		case open == "" && (strings.HasPrefix(rest, "[S:") || strings.HasPrefix(rest, "[O:") || strings.HasPrefix(rest, "[T:")):
			open, begin = rest[1:2], b.Len()
			i += 2
		case open != "" && rest[0] == ']':
			span := [2]int{begin, b.Len()}
			switch open {
			case "S":
				m.Subject = span
			case "O":
				m.Object = span
			case "T":
				m.Trigger = span
			}
			if begin == b.Len() {
				return m, fmt.Errorf("the mark [%s:] holds no word", open)
			}
			open = ""
		case rest[0] == '{' && brace < 0:
			brace = b.Len()
		case rest[0] == '}' && brace >= 0:
			m.Braces[brace] = b.String()[brace:]
			brace = -1
		default:
			b.WriteByte(rest[0])
		}
	}
	m.Text = b.String()
	if open != "" {
		return m, fmt.Errorf("the mark [%s: is not closed", open)
	}
	if brace >= 0 {
		return m, fmt.Errorf("the brace before %q is not closed", m.Text[brace:])
	}
	return m, nil
}

// names returns the tokens of the marked ends that are names of several words.
func (m Marked) names(s syntax.Sentence) (names []Name) {
	for _, span := range [][2]int{m.Subject, m.Object} {
		first, last := -1, -1
		for i, t := range s.Tokens {
			if t.Start >= span[0] && t.End <= span[1] {
				if first < 0 {
					first = i
				}
				last = i + 1
			}
		}
		if last-first > 1 && s.Tokens[first].UPOS == "PROPN" {
			names = append(names, Name{first, last, end(s, span)})
		}
	}
	return names
}

// Parser gives raw text its sentences, tokens and trees.
type Parser interface {
	Parse(text string) []syntax.Sentence
}

// end is the head of the tokens between two byte offsets.
func end(s syntax.Sentence, span [2]int) int {
	inside := func(t syntax.Token) bool { return t.Start < span[1] && t.End > span[0] }
	for i, t := range s.Tokens {
		if !inside(t) {
			continue
		}
		if t.Head < 0 || t.Head >= len(s.Tokens) || !inside(s.Tokens[t.Head]) {
			return i
		}
	}
	return -1
}

// Set is all the rules of an ontology.
type Set struct {
	Rules     []*Rule            // of the examples
	Questions []*Rule            // of the questions
	byLemma   map[string][]*Rule // by stem
	byEnd     []*Rule            // those without a lemma
	askLemma  map[string][]*Rule
	askEnd    []*Rule
}

// Compile makes rules of an ontology's examples and questions. Faults are *schema.Error.
func Compile(o *schema.Ontology, p Parser) (*Set, []error) {
	set := &Set{byLemma: map[string][]*Rule{}, askLemma: map[string][]*Rule{}}
	var faults []error
	fault := func(e schema.Example, err error) {
		faults = append(faults, &schema.Error{Position: e.Position, Reason: err.Error()})
	}
	for _, r := range o.Relations {
		for i, e := range r.Examples {
			made, err := compile(o, p, e)
			if err != nil {
				fault(e, err)
				continue
			}
			made.Name, made.Relation = fmt.Sprintf("%s/%d", r.Name, i+1), r.Name
			set.Rules = append(set.Rules, made)
			index(made, set.byLemma, &set.byEnd)
		}
	}
	ask := func(relation string, questions []schema.Example) {
		for i, e := range questions {
			made, err := compileQuestion(o, p, e)
			if err != nil {
				fault(e, err)
				continue
			}
			made.Name, made.Relation = fmt.Sprintf("%s?/%d", relation, i+1), relation
			set.Questions = append(set.Questions, made)
			index(made, set.askLemma, &set.askEnd)
		}
	}
	for _, r := range o.Relations {
		ask(r.Name, r.Questions)
	}
	for _, v := range o.Views {
		ask(v.Name, v.Questions)
	}
	return set, faults
}

func index(r *Rule, byLemma map[string][]*Rule, byEnd *[]*Rule) {
	if r.Trigger == nil {
		*byEnd = append(*byEnd, r)
		return
	}
	for _, l := range r.Trigger {
		if key := stem(l); !slices.Contains(byLemma[key], r) {
			byLemma[key] = append(byLemma[key], r)
		}
	}
}

func compile(o *schema.Ontology, p Parser, e schema.Example) (*Rule, error) {
	m, g, err := read(o, p, e)
	if err != nil {
		return nil, err
	}
	s, x := end(g.Sentence, m.Subject), end(g.Sentence, m.Object)
	if s < 0 || x < 0 {
		return nil, fmt.Errorf("a mark holds no word: %q", e.Text)
	}
	return between(m, g, e, s, x)
}

func compileQuestion(o *schema.Ontology, p Parser, e schema.Example) (*Rule, error) {
	m, g, err := read(o, p, e)
	if err != nil {
		return nil, err
	}
	hole := Hole(g.Sentence)
	if hole < 0 {
		return nil, fmt.Errorf("a question asks who, whom, what, which or where: %q", e.Text)
	}
	s, x := hole, hole
	asked := "subject"
	if m.Subject != [2]int{} {
		s, asked = end(g.Sentence, m.Subject), "object"
	} else {
		x = end(g.Sentence, m.Object)
	}
	if s < 0 || x < 0 {
		return nil, fmt.Errorf("a mark holds no word: %q", e.Text)
	}
	r, err := between(m, g, e, s, x)
	if err != nil {
		return nil, err
	}
	r.Hole = asked
	return r, nil
}

// Hole returns the word that asks, or the noun that it asks for ("which
// meetings"), or -1.
func Hole(s syntax.Sentence) int {
	for i, t := range s.Tokens {
		switch strings.ToLower(t.Form) {
		case "who", "whom", "where", "what", "which", "whose":
			if t.Deprel == "det" && t.Head > i {
				return t.Head
			}
			return i
		}
	}
	return -1
}

func read(o *schema.Ontology, p Parser, e schema.Example) (Marked, *Graph, error) {
	m, err := Unmark(e.Text)
	if err != nil {
		return m, nil, fmt.Errorf("%w: %q", err, e.Text)
	}
	sentences := p.Parse(m.Text)
	if len(sentences) != 1 {
		return m, nil, fmt.Errorf("an example is one sentence, this is read as %d: %q", len(sentences), e.Text)
	}
	g := NewGraph(sentences[0], m.names(sentences[0])...)
	for offset, word := range m.Braces {
		class, err := classOf(o, g.Sentence, offset, word)
		if err != nil {
			return m, nil, err
		}
		m.Classes[offset] = class
	}
	return m, g, nil
}

// classOf finds the class that a word in braces stands for: the one of its name, or the one that its lemma is in.
func classOf(o *schema.Ontology, s syntax.Sentence, offset int, word string) ([]string, error) {
	if lemmas, ok := o.Class(word); ok {
		return lemmas, nil
	}
	for _, t := range s.Tokens {
		if t.Start != offset {
			continue
		}
		if lemmas, ok := o.Class(lemma(t)); ok {
			return lemmas, nil
		}
		for _, w := range o.Words {
			if sameWord(w.Lemmas, lemma(t)) {
				return w.Lemmas, nil
			}
		}
	}
	return nil, fmt.Errorf("{%s} is in no class of words", word)
}

// between finds the trigger that ties two tokens most closely, or takes the one that is marked, and makes a rule of the paths to both.
func between(m Marked, g *Graph, e schema.Example, s, x int) (*Rule, error) {
	type choice struct {
		trigger int
		ps, px  []Arc
		cost    int
	}
	best := choice{cost: 1 << 30}
	marked := -1
	if m.Trigger != [2]int{} {
		marked = end(g.Sentence, m.Trigger)
	}
	for t, token := range g.Sentence.Tokens {
		if marked >= 0 && t != marked {
			continue
		}
		switch token.UPOS {
		case "VERB", "NOUN", "ADJ", "PROPN", "AUX", "ADV", "PRON":
		default:
			continue
		}
		if (token.UPOS == "PROPN" || token.UPOS == "AUX" || token.UPOS == "PRON") && t != s && t != x {
			continue
		}
		ps, ok := g.path(t, s, x)
		if !ok {
			continue
		}
		px, ok := g.path(t, x, s)
		if !ok {
			continue
		}
		cost := 10 * (len(ps) + len(px))
		for _, a := range append(slices.Clone(ps), px...) {
			cost += roleCost[a.Role]
		}
		if t == s || t == x { // an end that names nothing of the relation carries little
			cost += 5
		}
		if lightVerbs[lemma(token)] { // its object says more
			cost++
		}
		if cost < best.cost {
			best = choice{t, ps, px, cost}
		}
	}
	if best.cost == 1<<30 {
		return nil, fmt.Errorf("no word ties the two ends together in %q; it is read as\n%s", e.Text, Tree(g.Sentence))
	}
	r := &Rule{Example: e, Verb: g.isVerb(best.trigger)}
	lemmas := func(i int) []string {
		if class, ok := m.Classes[g.token(i).Start]; ok {
			return class
		}
		return []string{lemma(g.token(i))}
	}
	if best.trigger != s && best.trigger != x {
		r.Trigger = lemmas(best.trigger)
	} else if class, ok := m.Classes[g.token(best.trigger).Start]; ok {
		r.Trigger = class
	}
	steps := func(path []Arc) (list []Step) {
		for i, a := range path {
			step := Step{Role: a.Role}
			if i < len(path)-1 && a.Role != "comp" && a.To != s && a.To != x { // what is said is any clause
				step.Lemmas = lemmas(a.To)
			}
			list = append(list, step)
		}
		return list
	}
	r.Subject, r.Object = steps(best.ps), steps(best.px)
	onPath := func(i int) bool {
		for _, a := range append(slices.Clone(best.ps), best.px...) {
			if a.To == i {
				return true
			}
		}
		return false
	}
	// A verb of little meaning counts with its object, a noun with its copula.
	for _, a := range g.Out[best.trigger] {
		object := a.Role == "obj" && g.isVerb(best.trigger) && g.token(a.To).UPOS == "NOUN"
		particle := g.token(a.To).Deprel == "compound:prt"
		switch {
		case onPath(a.To) || a.To == s || a.To == x:
		case a.Role == "cop" && g.token(a.To).Head == best.trigger:
			r.Needs = append(r.Needs, Step{Role: "cop", Lemmas: []string{"be"}})
			if c := g.child(best.trigger, "case"); c >= 0 {
				r.Needs = append(r.Needs, Step{Role: "case", Lemmas: []string{lemma(g.token(c))}})
			} else if c := g.stranded(best.trigger); c >= 0 { // "Who was she with?"
				r.Needs = append(r.Needs, Step{Role: anyRole, Lemmas: []string{lemma(g.token(c))}})
			}
		case object && (weakVerbs[lemma(g.token(best.trigger))] || len(best.ps) == 0 || len(best.px) == 0), particle:
			r.Needs = append(r.Needs, Step{Role: a.Role, Lemmas: lemmas(a.To)})
		}
	}
	return r, nil
}

// weakVerbs mean little without their object: "take place", "spend an hour".
var weakVerbs = map[string]bool{"take": true, "spend": true, "have": true, "give": true, "make": true, "pay": true, "shake": true, "get": true, "do": true, "set": true}

// roleCost makes the plain roles preferred where two paths are equally long.
var roleCost = map[string]int{"parataxis": 8, "while": 4, "acl": 3, "comp": 1, "adv": 2, "appos": 2, "bare": 1}

// path returns the shortest chain of arcs from a token down to another, at most three.
// A path leads through no name but one.
func (g *Graph) path(from, to, through int) ([]Arc, bool) {
	if from == to {
		return nil, true
	}
	type node struct {
		at   int
		path []Arc
	}
	queue := []node{{from, nil}}
	seen := map[int]bool{from: true}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if len(n.path) == 3 {
			continue
		}
		for _, a := range g.Out[n.at] {
			path := append(slices.Clone(n.path), a)
			if a.To == to {
				return path, true
			}
			if !seen[a.To] && (g.token(a.To).UPOS != "PROPN" || a.To == through) {
				seen[a.To] = true
				queue = append(queue, node{a.To, path})
			}
		}
	}
	return nil, false
}

// Match is one place where a rule holds.
type Match struct {
	Rule                     *Rule
	Trigger, Subject, Object int  // tokens
	hung                     bool // the subject hangs on the object
}

// Find returns where the rules of the examples hold, by the place of their triggers.
func (s *Set) Find(g *Graph) []Match { return find(g, s.byLemma, s.byEnd) }

// FindQuestions returns where the rules of the questions hold.
func (s *Set) FindQuestions(g *Graph) []Match { return find(g, s.askLemma, s.askEnd) }

func find(g *Graph, byLemma map[string][]*Rule, byEnd []*Rule) (found []Match) {
	for t, token := range g.Sentence.Tokens {
		for _, r := range byLemma[stem(lemma(token))] {
			found = r.match(g, t, found)
		}
		if g.isNoun(t) || token.UPOS == "PRON" || token.XPOS == "WRB" {
			for _, r := range byEnd {
				found = r.match(g, t, found)
			}
		}
	}
	return own(found)
}

// own drops the matches of objects that say themselves whose they are: of
// "they were joined by aides, including O for S", O is with S alone.
func own(found []Match) []Match {
	type key struct {
		relation string
		object   int
	}
	owned := map[key]bool{}
	for _, m := range found {
		if m.hung {
			owned[key{m.Rule.Relation, m.Object}] = true
		}
	}
	return slices.DeleteFunc(found, func(m Match) bool { return !m.hung && owned[key{m.Rule.Relation, m.Object}] })
}

func (r *Rule) match(g *Graph, t int, found []Match) []Match {
	if r.Verb != g.isVerb(t) {
		return found
	}
	for _, n := range r.Needs {
		particle := Step{Role: "adv", Lemmas: n.Lemmas} // parsers waver between the two
		if len(g.Find(t, []Step{n})) == 0 && (n.Role != "compound" || len(g.Find(t, []Step{particle})) == 0) {
			return found
		}
	}
	if r.bareCopula() && (g.preposition(t) != "" || g.stranded(t) >= 0) {
		return found
	}
	subjects := g.Find(t, r.Subject)
	if len(subjects) == 0 {
		return found
	}
	objects := g.Find(t, r.Object)
	if r.Reciprocal() {
		// Who meets somebody else does not meet those who come along.
		for _, a := range g.Out[t] {
			if a.Role == "obj" && r.Verb && g.isNoun(a.To) || a.Role == "with" && g.token(a.To).UPOS == "PROPN" {
				return found
			}
		}
	}
	for _, s := range subjects {
		if n := len(r.Object); n > 0 && n < len(r.Subject) && slices.EqualFunc(r.Object, r.Subject[:n], sameRole) {
			// The subject hangs on the object: "aides, including O for S".
			for _, o := range objects {
				if slices.Contains(g.Find(o, r.Subject[n:]), s) {
					found = append(found, Match{r, t, s, o, true})
				}
			}
			continue
		}
		for _, o := range objects {
			if s != o || r.Reciprocal() { // a plural may be both: "the two met"
				found = append(found, Match{r, t, s, o, false})
			}
		}
	}
	return found
}

// bareCopula reports whether the trigger is a noun that something is, not one that it is at or with.
func (r *Rule) bareCopula() bool {
	has := func(role string) bool {
		return slices.ContainsFunc(r.Needs, func(n Step) bool { return n.Role == role })
	}
	return has("cop") && !has("case") && !has(anyRole)
}

// stranded returns a preposition on the token that has no noun of its own behind it, or -1.
func (g *Graph) stranded(i int) int {
	for _, c := range g.children[i] {
		if g.token(c).UPOS == "ADP" && c > i && len(g.children[c]) == 0 {
			return c
		}
	}
	return -1
}

func sameRole(a, b Step) bool { return a.Role == b.Role }

// Tree draws a parse for people, one word a line.
func Tree(s syntax.Sentence) string {
	var b strings.Builder
	children := s.Children()
	var draw func(i, depth int)
	draw = func(i, depth int) {
		t := s.Tokens[i]
		fmt.Fprintf(&b, "%s%s  %s %s\n", strings.Repeat("   ", depth), t.Form, t.Deprel, t.XPOS)
		for _, c := range children[i] {
			draw(c, depth+1)
		}
	}
	for i, t := range s.Tokens {
		if t.Head < 0 || t.Head >= len(s.Tokens) || t.Head == i {
			draw(i, 0)
		}
	}
	return b.String()
}

// Test runs all rules over an example and reports whether its own relation is found
// there, between the marked ends and the right way round.
func (s *Set) Test(p Parser, relation schema.Relation, e schema.Example) error {
	m, err := Unmark(e.Text)
	if err != nil {
		return nil // Compile has reported it
	}
	sentences := p.Parse(m.Text)
	if len(sentences) != 1 {
		return nil
	}
	g := NewGraph(sentences[0], m.names(sentences[0])...)
	subject, object := end(g.Sentence, m.Subject), end(g.Sentence, m.Object)
	found := false
	for _, match := range s.Find(g) {
		if match.Rule.Relation != relation.Name {
			continue
		}
		switch {
		case match.Subject == subject && match.Object == object:
			found = true
		case match.Subject == object && match.Object == subject && relation.Symmetric:
			found = true
		case match.Subject == object && match.Object == subject && subject != object:
			return fmt.Errorf("rule %s takes the subject for the object in %q", match.Rule.Name, e.Text)
		}
	}
	if !found {
		return fmt.Errorf("no rule of %s finds what is marked in %q; it is read as\n%s", relation.Name, e.Text, Tree(g.Sentence))
	}
	return nil
}
