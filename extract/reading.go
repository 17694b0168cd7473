package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"attache/extract/coref"
	"attache/extract/name"
	"attache/extract/name/lexicon"
	"attache/extract/quote"
	"attache/extract/rule"
	"attache/extract/syntax"
	"attache/schema"
	"attache/schema/statement"
)

// reading is a document on its way from trees to statements.
type reading struct {
	ontology  *schema.Ontology
	document  statement.Document // Text is the piece
	base      int                // where the piece begins in the whole text
	sentences []syntax.Sentence
	graphs    []*rule.Graph
	dates     map[int][]name.Mention // by sentence
	quotes    []quote.Quote
	coref     *coref.Document

	entities   []statement.Entity
	named      map[string]bool // by xid: known by its name alone
	entity     map[string]int  // key → index in entities
	events     []*event
	byCluster  map[int]*event
	statements []statement.Statement
	seen       map[string]bool // xids of statements
}

// end is one end of a statement: an entity and how the text mentions it.
type end struct {
	key     string // identifies the entity within the document
	typ     string
	name    string
	aliases []string
	first   statement.Span // the mention that makes the entity
	mention statement.Mention
	event   *event // where typ is Event
	named   bool   // the name alone tells what it is
	sure    float64
}

// event is a meeting that the text tells of.
type event struct {
	key       string
	noun      string // "meeting"
	family    string // as in coref.Cluster
	name      string
	aliases   []string
	named     bool // it bears a name of its own
	first     statement.Span
	sentence  int
	token     int
	status    statement.Status
	attended  []string // keys of those who take part, in the order of the text
	pair      [2]string
	principal []end
	mentions  []place
}

type place struct{ sentence, token int }

func (r *reading) end(e end) string {
	if i, ok := r.entity[e.key]; ok {
		return r.entities[i].XID
	}
	xid := statement.EntityXID(r.document.XID, r.shift(e.first), e.typ)
	r.named[xid] = e.named
	r.entity[e.key] = len(r.entities)
	r.entities = append(r.entities, statement.Entity{XID: xid, Type: e.typ, Name: e.name, Aliases: e.aliases})
	return xid
}

// fill returns what a token stands for, as far as one of the types allows it.
func (r *reading) fill(sentence, token int, types []string) []end {
	m, ok := r.coref.At(sentence, token)
	if !ok {
		m, ok = r.beside(sentence, token)
	}
	var ends []end
	if ok {
		for i, c := range m.Clusters {
			cluster := r.coref.Clusters[c]
			if !slices.Contains(types, cluster.Type) || cluster.Name == "" {
				continue
			}
			e := end{
				key: fmt.Sprintf("cluster %d", c), typ: cluster.Type, name: cluster.Name, aliases: cluster.Aliases,
				mention: statement.Mention{Text: r.document.Text[m.Span.Start:m.Span.End], Span: m.Span, Resolved: m.Kind},
				first:   m.Span, sure: sureness[m.Kind], named: cluster.Named,
			}
			for _, k := range cluster.Mentions {
				if first := r.coref.Mentions[k]; len(first.Clusters) == 1 { // several have a plural's span
					e.first = first.Span
					break
				}
			}
			if len(m.Clusters) > 1 {
				e.mention.Resolved = fmt.Sprintf("plural, %d of %d", i+1, len(m.Clusters))
				e.sure = sureness["plural"]
			}
			if cluster.Type == "Event" {
				e.event = r.eventOf(c)
				e.key, e.name, e.first = e.event.key, e.event.name, e.event.first
			}
			ends = append(ends, e)
		}
	}
	if len(ends) == 0 && len(types) == 1 && types[0] == "Place" && venues[strings.ToLower(r.sentences[sentence].Tokens[token].Lemma)] {
		if e, ok := r.concept(sentence, token, "Place"); ok {
			ends = append(ends, e)
		}
	}
	for _, typ := range types {
		if typ == "Topic" || typ == "Role" {
			if e, ok := r.concept(sentence, token, typ); ok {
				ends = append(ends, e)
			}
		}
	}
	return ends
}

// venues are nouns for places where people gather, known without a name.
var venues = map[string]bool{
	"airport": true, "embassy": true, "consulate": true, "palace": true, "hotel": true, "ministry": true,
	"headquarters": true, "office": true, "villa": true, "residence": true, "base": true, "hall": true, "center": true,
	"centre": true, "church": true, "stadium": true, "auditorium": true, "museum": true, "courthouse": true,
	"room": true, "boardroom": true, "restaurant": true, "house": true, "apartment": true, "mansion": true, "ranch": true,
	"camp": true, "university": true, "theatre": true, "theater": true, "library": true, "school": true, "castle": true,
	"club": true, "cathedral": true, "mosque": true, "parliament": true, "legation": true, "resort": true, "estate": true,
	"vineyard": true, "farm": true, "ship": true, "pavilion": true, "compound": true, "courtroom": true, "chamber": true,
	"barge": true, "boat": true, "yacht": true, "vessel": true, "garden": true, "cellar": true, "terrace": true, "ballroom": true,
	"zoo": true, "dacha": true, "train": true, "plane": true, "warehouse": true, "factory": true, "chalet": true, "convent": true,
	"abbey": true, "chapel": true, "temple": true, "synagogue": true, "hospital": true, "prison": true, "laboratory": true,
	"inn": true, "tavern": true, "station": true, "harbour": true, "harbor": true, "port": true, "shipyard": true, "plant": true,
	"cafe": true, "café": true, "bar": true, "pub": true, "kitchen": true, "cabin": true, "carrier": true, "field": true,
	"gallery": true, "park": true, "arena": true, "monastery": true, "barracks": true, "rink": true, "lodge": true,
}

// sureness is how far each kind of mention is to be trusted.
var sureness = map[string]float64{"name": 1, "title": 0.9, "event": 0.9, "nominal": 0.8, "pronoun": 0.8, "plural": 0.8}

// beside finds the mention that a token carries as title, apposition or part of a name.
func (r *reading) beside(sentence, token int) (coref.Mention, bool) {
	for _, a := range r.graphs[sentence].Out[token] {
		if a.Role == "appos" || a.Role == "compound" && a.To > token {
			if m, ok := r.coref.At(sentence, a.To); ok && m.Kind == "name" {
				return m, true
			}
		}
	}
	return coref.Mention{}, false
}

// concept makes a topic or a role of the phrase around a token.
func (r *reading) concept(sentence, token int, typ string) (end, bool) {
	span, ok := Phrase(r.document.Text, r.graphs[sentence].Sentence, token)
	if !ok {
		return end{}, false
	}
	if typ == "Place" {
		span.End = min(span.End, r.venueEnd(sentence, token))
	}
	words := Wording(r.document.Text[span.Start:span.End])
	key := statement.FoldName(words)
	if key == "" || typ == "Role" && !office(r.sentences[sentence].Tokens[token], words) {
		return end{}, false
	}
	return end{
		key: typ + " " + key, typ: typ, name: words, first: span, sure: 0.9, named: true,
		mention: statement.Mention{Text: r.document.Text[span.Start:span.End], Span: span, Resolved: strings.ToLower(typ)},
	}, true
}

// venueEnd returns where the phrase for a venue ends: "room 4", "hall of the
// Savoy", but "headquarters" of "headquarters located in Utrecht".
func (r *reading) venueEnd(sentence, token int) int {
	s := r.graphs[sentence].Sentence
	end := token + 1
	if m, ok := r.coref.At(sentence, token); ok && m.Kind == coref.KindName {
		return m.Span.End
	}
	if end < len(s.Tokens) && strings.ContainsAny(s.Tokens[end].Form, "0123456789") && s.Tokens[end].Head == token {
		end++
	}
	if end+1 < len(s.Tokens) && s.Tokens[end].Deprel == "case" {
		switch of := s.Tokens[end]; strings.ToLower(of.Form) {
		case "of", "at":
			if of.Head > end && of.Head < end+6 && s.Tokens[of.Head].Head == token {
				end = of.Head + 1
			}
		}
	}
	return s.Tokens[end-1].End
}

// office reports whether a phrase names what somebody is: an office or a calling.
func office(head syntax.Token, words string) bool {
	_, whole := lexicon.Title(words)
	_, word := lexicon.Title(head.Lemma)
	return whole || word
}

// eventOf returns the event that a cluster of mentions stands for.
func (r *reading) eventOf(cluster int) *event {
	if e, ok := r.byCluster[cluster]; ok {
		return e
	}
	c := r.coref.Clusters[cluster]
	e := &event{key: fmt.Sprintf("cluster %d", cluster), family: c.Family, name: c.Name, aliases: c.Aliases, sentence: -1, token: -1}
	if len(c.Mentions) > 0 {
		m := r.coref.Mentions[c.Mentions[0]]
		e.first, e.sentence, e.token = m.Span, m.Sentence, m.Head
		t := r.sentences[m.Sentence].Tokens[m.Head]
		e.noun = strings.ToLower(t.Lemma)
		e.named = m.Kind == "name" || t.UPOS == "PROPN"
	}
	for _, i := range c.Mentions {
		m := r.coref.Mentions[i]
		e.mentions = append(e.mentions, place{m.Sentence, m.Head})
	}
	r.byCluster[cluster] = e
	r.events = append(r.events, e)
	return e
}

// definite reports whether a mention points back: "the talks", "their meeting".
func (r *reading) definite(m coref.Mention) bool {
	t := r.sentences[m.Sentence].Tokens[m.First]
	switch strings.ToLower(t.Form) {
	case "the", "this", "that", "these", "those", "their", "his", "her":
		return true
	}
	return false
}

// state adds a statement, once.
func (r *reading) state(s statement.Statement) {
	s.Document = r.document.XID
	s.XID = statement.StatementXID(s)
	if !r.seen[s.XID] {
		r.seen[s.XID] = true
		r.statements = append(r.statements, s)
	}
}

// sort brings statements into the order of the text.
func (r *reading) sort() {
	slices.SortStableFunc(r.statements, func(a, b statement.Statement) int {
		return cmp.Or(
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(a.Trigger.Start, b.Trigger.Start),
			cmp.Compare(a.SubjectMention.Start, b.SubjectMention.Start),
			cmp.Compare(a.ObjectMention.Start, b.ObjectMention.Start),
			cmp.Compare(a.Predicate, b.Predicate),
			cmp.Compare(a.XID, b.XID),
		)
	})
}
