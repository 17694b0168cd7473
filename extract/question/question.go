// Package question reads questions: by the same parse and rules as the news, a question becomes a statement.Query.
package question

import (
	"errors"
	"slices"
	"strings"

	"attache/extract"
	"attache/extract/name"
	"attache/extract/rule"
	"attache/extract/syntax"
	"attache/schema"
	"attache/schema/statement"
)

// ErrNotUnderstood says that no relation was found in a question.
var ErrNotUnderstood = errors.New("the question was not understood")

// Reading is how a question was understood.
type Reading struct {
	Query statement.Query
	Rule  string // name of the rule that read it
	Tree  string // its parse, for people
}

// reader reads one sentence of a question.
type reader struct {
	pipeline *extract.Pipeline
	ontology *schema.Ontology
	text     string
	graph    *rule.Graph
	names    []name.Mention
}

// Read reads a question. It fails with ErrNotUnderstood; the reading then still has the tree.
func Read(p *extract.Pipeline, text string) (Reading, error) {
	text = strings.TrimSpace(text)
	if text != "" && !strings.ContainsAny(text[len(text)-1:], "?.!") {
		text += "?"
	}
	sentences := p.Parse(text)
	names := p.Names(text, sentences)
	var reading Reading
	for i, s := range sentences {
		q := reader{pipeline: p, ontology: p.Ontology(), text: text}
		var spans []rule.Name
		for _, m := range names {
			if m.Sentence != i {
				continue
			}
			for _, part := range capitalized(text, s, m) {
				q.names = append(q.names, part)
				spans = append(spans, rule.Name{First: part.First, Last: part.Last, Head: part.Head})
			}
		}
		q.graph = rule.NewGraph(s, spans...)
		reading.Tree += rule.Tree(s)
		if query, by, ok := q.read(); ok && reading.Rule == "" {
			reading.Query, reading.Rule = query, by
		}
	}
	if reading.Rule == "" {
		return reading, ErrNotUnderstood
	}
	return reading, nil
}

// capitalized cuts a name where a word in lower case stands between its parts: of "Lang meet
// Moro", which the recognizer may take for one name, it gives both.
func capitalized(text string, s syntax.Sentence, m name.Mention) []name.Mention {
	var parts []name.Mention
	for i := m.First; i < m.Last; i++ {
		form := s.Tokens[i].Form
		if form == strings.ToLower(form) && strings.ToUpper(form) != form && verbLike(s.Tokens[i]) {
			continue
		}
		if n := len(parts); n > 0 && parts[n-1].Last == i {
			parts[n-1].Last, parts[n-1].End = i+1, s.Tokens[i].End
			continue
		}
		part := m
		part.First, part.Last, part.Start, part.End = i, i+1, s.Tokens[i].Start, s.Tokens[i].End
		parts = append(parts, part)
	}
	if len(parts) == 1 && parts[0].First == m.First && parts[0].Last == m.Last {
		return []name.Mention{m}
	}
	for i := range parts {
		p := &parts[i]
		p.Text, p.Head = text[p.Start:p.End], p.First
	}
	return parts
}

// verbLike reports whether a word in lower case inside a name is none of those that names have.
func verbLike(t syntax.Token) bool {
	switch t.Form {
	case "of", "the", "and", "for", "de", "la", "le", "du", "des", "der", "den", "van", "von", "bin", "ibn", "al", "el", "di", "da", "dos", "do", "del", "y", "e", "'s", "’s":
		return false
	}
	return len(t.Form) > 2
}

// candidate is one way to read a sentence.
type candidate struct {
	match rule.Match
	kind  statement.Kind
	hole  int // token, -1 for none
	score int
}

func (q *reader) read() (statement.Query, string, bool) {
	hole := rule.Hole(q.graph.Sentence)
	wh := ""
	if hole >= 0 {
		wh = q.wh()
	}
	var best candidate
	consider := func(c candidate) {
		if c.score > best.score {
			best = c
		}
	}
	if hole >= 0 {
		for _, m := range q.pipeline.Rules().FindQuestions(q.graph) {
			asked, known := m.Subject, m.Object
			if m.Rule.Hole == "object" {
				asked, known = m.Object, m.Subject
			}
			if asked != hole || known == hole || !q.fits(m, wh) || !q.suits(m, known) || q.term(known, nil).Name == "" {
				continue
			}
			consider(candidate{m, statement.Which, hole, 10 + q.specific(m)})
		}
	}
	for _, m := range q.pipeline.Rules().Find(q.graph) {
		switch {
		case m.Subject == m.Object || !q.known(m.Subject) && m.Subject != hole || !q.known(m.Object) && m.Object != hole:
		case m.Subject != hole && m.Object != hole:
			kind := statement.Whether
			switch {
			case wh == "where":
				kind = statement.Which
			case q.asksTime():
				kind = statement.When
			case hole >= 0 || !q.yesNo():
				continue
			}
			consider(candidate{m, kind, -1, 5 + q.specific(m)})
		case q.fits(m, wh) && q.suits(m, m.Subject+m.Object-hole):
			consider(candidate{m, statement.Which, hole, 8 + q.specific(m)})
		}
	}
	if best.score == 0 && hole >= 0 {
		q.guess(hole, wh, consider)
	}
	if best.score == 0 && hole < 0 && q.yesNo() {
		q.guessWhether(consider)
	}
	if best.score == 0 {
		return statement.Query{}, "", false
	}
	return q.query(best, wh)
}

// guessWhether reads "Did A meet B?" whose parse fits no rule by its words
// alone: the trigger of a rule between two names.
func (q *reader) guessWhether(consider func(candidate)) {
	tokens := q.graph.Sentence.Tokens
	for _, r := range q.pipeline.Rules().Rules {
		for t, token := range tokens {
			if !slices.Contains(r.Trigger, strings.ToLower(token.Lemma)) || r.Verb != (token.UPOS == "VERB") {
				continue
			}
			before, behind := -1, -1
			for i := range q.names {
				m := &q.names[i]
				switch {
				case !isName(m.Type):
				case m.Last <= t:
					before = m.Head
				case m.First > t && behind < 0:
					behind = m.Head
				}
			}
			if m := (rule.Match{Rule: r, Trigger: t, Subject: before, Object: behind}); before >= 0 && behind >= 0 && q.suits(m, before) && q.suits(m, behind) {
				consider(candidate{m, statement.Whether, -1, 1})
			}
		}
	}
}

// guess reads a question whose parse fits no rule by its words alone: the
// trigger of a rule, and something named on the side where the rule expects it.
func (q *reader) guess(hole int, wh string, consider func(candidate)) {
	tokens := q.graph.Sentence.Tokens
	for _, r := range q.pipeline.Rules().Questions {
		for t, token := range tokens {
			if !slices.Contains(r.Trigger, strings.ToLower(token.Lemma)) || r.Verb != (token.UPOS == "VERB") {
				continue
			}
			for k := range tokens {
				if k == hole || k == t || !q.known(k) || q.graph.Sentence.Tokens[k].Deprel == "compound" {
					continue
				}
				m := rule.Match{Rule: r, Trigger: t, Subject: hole, Object: k}
				if r.Hole == "object" {
					m.Subject, m.Object = k, hole
				}
				before := k < t
				if before != (r.Hole == "object") || !q.fits(m, wh) {
					continue
				}
				score := 1
				if q.mention(k) != nil {
					score = 2
				}
				consider(candidate{m, statement.Which, hole, score})
			}
		}
	}
}

// wh returns the word that asks.
func (q *reader) wh() string {
	for _, t := range q.graph.Sentence.Tokens {
		switch w := strings.ToLower(t.Form); w {
		case "who", "whom", "where", "what", "which", "whose":
			return w
		}
	}
	return ""
}

func (q *reader) asksTime() bool {
	return len(q.graph.Sentence.Tokens) > 0 && strings.EqualFold(q.graph.Sentence.Tokens[0].Form, "when")
}

// yesNo reports whether the sentence opens with a verb that asks for yes or no.
func (q *reader) yesNo() bool {
	if len(q.graph.Sentence.Tokens) == 0 {
		return false
	}
	switch strings.ToLower(q.graph.Sentence.Tokens[0].Form) {
	case "did", "does", "do", "was", "were", "is", "are", "has", "have", "had", "will", "would", "could", "can":
		return true
	}
	return false
}

// fits reports whether the word that asks can ask for the end that a rule leaves open.
func (q *reader) fits(m rule.Match, wh string) bool {
	subject, object := q.types(m.Rule.Relation)
	types := object
	if m.Rule.Hole == "subject" || m.Rule.Hole == "" && m.Subject == rule.Hole(q.graph.Sentence) {
		types = subject
	}
	switch wh {
	case "who", "whom", "whose":
		return slices.Contains(types, "Person") || slices.Contains(types, "Organization")
	case "where":
		return slices.Contains(types, "Place")
	}
	return true
}

// suits reports whether what the question names is of a type that the end may have.
func (q *reader) suits(m rule.Match, known int) bool {
	subject, object := q.types(m.Rule.Relation)
	types := subject
	if known == m.Object {
		types = object
	}
	tokens := q.graph.Sentence.Tokens
	if slices.Equal(types, []string{"Role"}) && tokens[known].UPOS == "PROPN" && (known == 0 || tokens[known-1].UPOS != "DET") {
		return false // "Who is Lang?" names no office, "Who is the President?" does
	}
	mention := q.mention(known)
	if mention == nil || !isName(mention.Type) {
		return true
	}
	return mention.Type != name.Person || slices.Contains(types, mention.Type) || slices.Contains(types, "Topic")
}

// types returns the types of the ends of a relation or view.
func (q *reader) types(relation string) (subject, object []string) {
	if r, ok := q.ontology.Relation(relation); ok {
		return r.Subject, r.Object
	}
	if v, ok := q.view(relation); ok {
		return v.Subject, v.Object
	}
	return nil, nil
}

func (q *reader) view(name string) (schema.View, bool) {
	i := slices.IndexFunc(q.ontology.Views, func(v schema.View) bool { return v.Name == name })
	if i < 0 {
		return schema.View{}, false
	}
	return q.ontology.Views[i], true
}

// specific counts the words that a match accounts for.
func (q *reader) specific(m rule.Match) int {
	return len(m.Rule.Subject) + len(m.Rule.Object) + 2*len(m.Rule.Needs)
}

// known reports whether a token stands for something that a question can name.
func (q *reader) known(token int) bool {
	t := q.graph.Sentence.Tokens[token]
	return t.UPOS == "PROPN" || t.UPOS == "NOUN" || t.UPOS == "NUM" || t.UPOS == "ADJ" || q.mention(token) != nil
}

func (q *reader) mention(token int) *name.Mention {
	for i := range q.names {
		if m := &q.names[i]; m.First <= token && token < m.Last {
			return m
		}
	}
	return nil
}

// term names what a token stands for.
func (q *reader) term(token int, types []string) statement.Term {
	t := statement.Term{Types: types}
	if m := q.mention(token); m != nil && isName(m.Type) {
		t.Name = m.Text
		return t
	}
	s := q.graph.Sentence
	if span, ok := extract.Phrase(q.text, s, token); ok {
		t.Name = extract.Wording(q.text[span.Start:span.End])
		return t
	}
	if q.known(token) {
		t.Name = s.Tokens[token].Form
	}
	return t
}

func isName(typ string) bool {
	switch typ {
	case "Person", "Organization", "Place", "Event":
		return true
	}
	return false
}

func (q *reader) query(c candidate, wh string) (statement.Query, string, bool) {
	relation := c.match.Rule.Relation
	subjectTypes, objectTypes := q.types(relation)
	s, o := q.term(c.match.Subject, subjectTypes), q.term(c.match.Object, objectTypes)
	variable := "what"
	switch wh {
	case "who", "whom", "whose":
		variable = "who"
	case "where":
		variable = "where"
	}
	query := statement.Query{Kind: c.kind}
	if c.hole >= 0 {
		hole := statement.Term{Var: variable}
		query.Answer = variable
		if c.match.Subject == c.hole {
			hole.Types = subjectTypes
			s = hole
		} else {
			hole.Types = objectTypes
			o = hole
		}
	}
	if s.Var == "" && s.Name == "" || o.Var == "" && o.Name == "" {
		return query, "", false
	}
	switch v, isView := q.view(relation); {
	case isView:
		for _, m := range v.Means {
			query.Alternatives = append(query.Alternatives, statement.Alternative{
				Label: m.Label, Patterns: q.patterns(m, s, o),
			})
		}
	case c.kind == statement.Which && c.hole < 0: // where did they meet?
		event := statement.Term{Var: "event", Types: []string{"Event"}}
		query.Answer = "where"
		query.Alternatives = []statement.Alternative{{Patterns: []statement.Pattern{
			{Subject: s, Predicate: "attended", Object: event},
			{Subject: o, Predicate: "attended", Object: event},
			{Subject: event, Predicate: "hosted_at", Object: statement.Term{Var: "where", Types: []string{"Place"}}},
		}}}
	default:
		query.Alternatives = []statement.Alternative{{Patterns: []statement.Pattern{
			{Subject: s, Predicate: relation, Object: o},
		}}}
	}
	return query, c.match.Rule.Name, true
}

// patterns puts the ends of a question in the place of a view's ?s and ?o.
func (q *reader) patterns(m schema.Means, s, o statement.Term) (list []statement.Pattern) {
	for _, text := range m.Patterns {
		a, predicate, b, _ := schema.ParsePattern(text)
		subjectTypes, objectTypes := q.types(predicate)
		term := func(variable string, types []string) statement.Term {
			switch variable {
			case "s":
				return s
			case "o":
				return o
			}
			return statement.Term{Var: variable, Types: types}
		}
		list = append(list, statement.Pattern{Subject: term(a, subjectTypes), Predicate: predicate, Object: term(b, objectTypes)})
	}
	return list
}

// Examples returns a question that can be asked for each relation and view of the pipeline's ontology.
func Examples(p *extract.Pipeline) (list []string) {
	o := p.Ontology()
	add := func(questions []schema.Example) {
		if len(questions) == 0 {
			return
		}
		if m, err := rule.Unmark(questions[0].Text); err == nil {
			list = append(list, m.Text)
		}
	}
	for _, r := range o.Relations {
		add(r.Questions)
	}
	for _, v := range o.Views {
		add(v.Questions)
	}
	return list
}
