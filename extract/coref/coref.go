// Package coref decides which mentions of a document are the same thing.
//
// It works in two passes over written rules. The first puts names together,
// with their short forms, and reads off the tree which offices their bearers
// have. The second goes from left to right and resolves what is not a name:
// pronouns by salience, offices by what is known of the persons, plurals to all
// of their members, nouns for events to the event at hand. A link that the text
// does not support is worse than none, so what stays in doubt stays alone.
package coref

import (
	"cmp"
	"slices"
	"strings"

	"attache/extract/name"
	"attache/extract/quote"
	"attache/extract/syntax"
	"attache/schema/statement"
)

// The kinds of mention.
const (
	KindName    = "name"    // a proper name
	KindTitle   = "title"   // an office that stands for its bearer: "the Russian leader"
	KindPronoun = "pronoun" // also relative pronouns
	KindNominal = "nominal" // any other noun: "the boy", "the base"
	KindPlural  = "plural"  // several at once: "both leaders", "they"
	KindEvent   = "event"   // a noun or verb that tells of an event: "the talks", "met"
)

// Mention is a run of tokens that names or stands for something.
type Mention struct {
	Sentence          int
	First, Last, Head int // tokens of the sentence, Last is not within
	Span              statement.Span
	Kind              string
	Clusters          []int // indexes into Document.Clusters; a plural has several
	Plural            bool  // stands for all of Clusters together
	Name              int   // index into the names given to Resolve, -1 for other kinds
}

// Cluster is one thing that a document tells of.
type Cluster struct {
	Type     string   // Person, Organization, Place, Event; "" is anything else
	Name     string   // the fullest form in the document, without title; "" for "I" and "we" who tell it
	Aliases  []string // other forms, sorted
	Named    bool     // some mention is a name
	Mentions []int    // indexes into Document.Mentions, in order
	Gender   string   // "male", "female", "" is unknown
	Country  string   // ISO 3166-1 code, as the text tells; "" is unknown
	Roles    []string // offices, as "foreign minister", in the order in which they are told
	Members  []int    // of an event: the clusters of those who take part, as far as the phrases say
	Family   string   // of an event: "meeting", "press", "visit", "ceremony", "meal", "gathering", "interview", "call"; "any" is not told
	Unreal   bool     // an event that was only planned, possible or called off where first told of
}

// Document is what is the same in a document. Mentions are in the order of the text.
type Document struct {
	Mentions []Mention
	Clusters []Cluster

	starts []int // by sentence, the first mention
}

// At returns the mention that the token is the head of, else the shortest one
// that holds it.
func (d *Document) At(sentence, token int) (Mention, bool) {
	if d == nil || sentence < 0 || sentence+1 >= len(d.starts) {
		return Mention{}, false
	}
	best := -1
	for i := d.starts[sentence]; i < d.starts[sentence+1]; i++ {
		m := &d.Mentions[i]
		if token < m.First || token >= m.Last {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		b := &d.Mentions[best]
		mh, bh := m.Head == token, b.Head == token
		if mh != bh {
			if mh {
				best = i
			}
			continue
		}
		if m.Last-m.First < b.Last-b.First {
			best = i
		}
	}
	if best < 0 {
		return Mention{}, false
	}
	return d.Mentions[best], true
}

// entity is a cluster while it grows.
type entity struct {
	typ     string
	names   []string // forms in the order of the text
	named   bool
	plural  bool // a plural noun that stands for itself
	gender  gender
	guess   gender // what a pronoun that seemed to mean it told
	country string
	roles   []role
	noun    string // lemma of the noun that an unnamed one was first called by
	owner   int    // "her son": whose, -1
	parent  int    // what it was merged into; itself if nothing
	seen    bool   // mentioned so far in the second pass
	event   *event
}

// found is a mention while clusters grow.
type found struct {
	Mention
	entities []int
}

// occurrence is what a pronoun looks back at.
type occurrence struct {
	entity          int // -1: a thing that is no cluster yet
	sentence, token int
	beat            int
	weight          float64
	subject, object bool
	plural          bool
	person          bool // of a plural noun for persons
	heading         bool
	quote           int // index of the direct quote that it stands in, -1
}

// group is several who were named together.
type group struct {
	members  []int
	sentence int
	token    int // head of the phrase that joins them, -1 where a verb does
	verb     int // which verb
	beat     int
	weight   float64
	sides    bool // also organizations and places
}

// How far to look back, in sentences that are not headings.
const (
	pronounWindow = 3
	pluralWindow  = 14 // where an office is named: "the two ministers"
	bareWindow    = 8  // "the pair"
	roleWindow    = 60
	eventWindow   = 60
	maxKept       = 600 // occurrences, groups and events that are kept at hand
)

type resolver struct {
	text      string
	sentences []syntax.Sentence
	names     []name.Mention
	given     []int // by name: its index as given
	quotes    []quote.Quote

	entities  []entity
	byName    []int       // entity of each name
	byRest    map[int]int // the second entity of a name that joins two: "Lang-Roth talks"
	titleAt   []int       // by name: the token where its titles begin
	titleOf   [][]role
	countryOf map[int]string // by name: the country that possesses it

	mentions    []found
	occurrences []occurrence
	groups      []group
	delegations []delegation
	persons     []int // entities of persons, the last mentioned last
	bodies      []int // the same of organizations and places
	events      []int
	recalled    map[string]int // what an office was last resolved to
	speakers    []pending
	narrators   [2]narrator // who says "I", and who say "we"
	dialogue    int         // whether somebody is addressed: 0 is not known yet, 1 no, 2 yes

	// The sentence at hand.
	s        int
	tree     tree
	beat     int
	heading  bool
	nameOf   []int          // by token: index of the name that holds it, -1
	titled   []int          // by token: index of the name whose title it is of, -1
	resolved map[int]result // by head token
	verbs    int            // the tokens before this one have been looked at for verbs that tell of events
	done     []int          // heads of what is resolved in this sentence, in order
}

// result is what a token was resolved to.
type result struct {
	entities []int
	plural   bool
	kind     string
}

// narrator is who tells a text in the first person.
type narrator struct {
	entity   int // -1: nobody yet
	sentence int // of the last mention
}

// pending is a pronoun of the first person, whose speaker may come later.
type pending struct {
	found   found
	speaker quote.Position
}

// Resolve finds the mentions of a document and puts those of one thing into
// one cluster. The sentences must be tagged and parsed; names must be in the
// order of the text; quotes may be nil. The time is linear in the length of the
// text.
func Resolve(text string, sentences []syntax.Sentence, names []name.Mention, quotes []quote.Quote) *Document {
	r := &resolver{text: text, sentences: sentences, quotes: quotes, recalled: make(map[string]int), byRest: make(map[int]int), countryOf: make(map[int]string)}
	for i, n := range names {
		switch n.Type {
		case name.Person, name.Organization, name.Place, name.Event:
		default:
			continue // times
		}
		if n.Sentence < 0 || n.Sentence >= len(sentences) || n.First < 0 || n.Last > len(sentences[n.Sentence].Tokens) || n.First >= n.Last {
			continue
		}
		r.names = append(r.names, r.trimName(n))
		r.given = append(r.given, i)
	}
	r.narrators = [2]narrator{{entity: -1}, {entity: -1}}
	r.putNamesTogether()
	next := 0
	for s := range sentences {
		next = r.enter(s, next)
		r.resolveSentence()
	}
	r.resolveSpeakers()
	return r.document()
}

// enter makes a sentence the one at hand. next is the first name not before it.
func (r *resolver) enter(s, next int) int {
	r.s = s
	r.tree = newTree(r.sentences[s])
	n := len(r.sentences[s].Tokens)
	r.nameOf = slices.Grow(r.nameOf[:0], n)[:n]
	for i := range r.nameOf {
		r.nameOf[i] = -1
	}
	for next < len(r.names) && r.names[next].Sentence <= s {
		if m := r.names[next]; m.Sentence == s {
			for k := m.First; k < m.Last; k++ {
				if r.nameOf[k] < 0 || r.names[r.nameOf[k]].Last-r.names[r.nameOf[k]].First > m.Last-m.First {
					r.nameOf[k] = next
				}
			}
		}
		next++
	}
	r.heading = r.isHeading(s)
	return next
}

// isHeading reports whether a sentence stands by itself without an end: a
// headline, a link to another story, a caption.
func (r *resolver) isHeading(s int) bool {
	tokens := r.sentences[s].Tokens
	if len(tokens) == 0 {
		return true
	}
	if !r.sentences[s].Paragraph {
		return false
	}
	if s+1 < len(r.sentences) && !r.sentences[s+1].Paragraph {
		return false
	}
	switch last := tokens[len(tokens)-1].Form; last {
	case ".", "!", "\"", "”", "''":
		first := strings.ToLower(tokens[0].Form)
		return (first == "also" || first == "read") && len(tokens) > 2 && slices.ContainsFunc(tokens[:min(4, len(tokens))], func(t syntax.Token) bool { return t.Form == ":" })
	}
	return len(tokens) < 40
}

func (r *resolver) find(e int) int {
	for r.entities[e].parent != e {
		r.entities[e].parent = r.entities[r.entities[e].parent].parent
		e = r.entities[e].parent
	}
	return e
}

func (r *resolver) newEntity(typ string) int {
	r.entities = append(r.entities, entity{typ: typ, owner: -1, parent: len(r.entities)})
	return len(r.entities) - 1
}

// merge puts the mentions of b to those of a.
func (r *resolver) merge(a, b int) {
	a, b = r.find(a), r.find(b)
	if a == b {
		return
	}
	x, y := &r.entities[a], &r.entities[b]
	y.parent = a
	x.names = append(x.names, y.names...)
	x.roles = append(x.roles, y.roles...)
	x.named = x.named || y.named
	x.seen = x.seen || y.seen
	if x.gender == unknown {
		x.gender = y.gender
	}
	if x.country == "" {
		x.country = y.country
	}
	if x.owner < 0 {
		x.owner = y.owner
	}
}

// addRole notes an office of an entity and what it tells of country and gender.
func (r *resolver) addRole(e int, known role) {
	x := &r.entities[e]
	if known.head == "counterpart" {
		// Whose counterpart, and so in which office, the second pass finds out.
		if x.country == "" {
			x.country = known.country
		}
		return
	}
	if known.country == "" {
		// The country of a minister is that of his other offices.
		known.country = x.country
	} else if x.country == "" && !strings.HasPrefix(known.head, "ambassador") {
		x.country = known.country
		for i := range x.roles {
			if x.roles[i].country == "" {
				x.roles[i].country = known.country
			}
		}
	}
	for _, k := range x.roles {
		if k.head == known.head && k.country == known.country && slices.Equal(k.qualifiers, known.qualifiers) {
			return
		}
	}
	if len(x.roles) < 12 {
		x.roles = append(x.roles, known)
	}
}

// note records what a token of the sentence at hand stands for.
func (r *resolver) note(kind string, first, last, head int, plural bool, index int, entities ...int) {
	m := Mention{Sentence: r.s, First: first, Last: last, Head: head, Kind: kind, Plural: plural, Name: index}
	if index >= 0 {
		m.Name = r.given[index]
	}
	m.Span = r.span(r.s, first, last)
	r.mentions = append(r.mentions, found{m, slices.Clone(entities)})
	r.resolved[head] = result{entities, plural, kind}
	r.done = append(r.done, head)
	for _, e := range entities {
		r.entities[e].seen = true
	}
}

func (r *resolver) span(s, first, last int) statement.Span {
	tokens := r.sentences[s].Tokens
	return statement.Span{Start: tokens[first].Start, End: tokens[last-1].End}
}

// occur makes an entity salient.
func (r *resolver) occur(e, token int, factor float64) {
	w := r.tree.weight(token) * factor
	s := r.tree.slot(token)
	rel := r.tree.tokens[s].Deprel
	r.occurrences = append(r.occurrences, occurrence{
		entity: e, sentence: r.s, token: token, beat: r.beat, weight: w,
		subject: base(rel) == "nsubj", object: rel == "obj" || rel == "iobj",
		heading: r.heading, quote: r.quoteAt(token),
	})
	if e < 0 {
		return
	}
	switch r.entities[e].typ {
	case "Person":
		r.persons = touch(r.persons, e)
	case "Organization", "Place":
		r.bodies = touch(r.bodies, e)
	}
}

// weightOf is the weight of an occurrence for the sentence at hand: what stands
// in a heading counts little outside it, and what stands outside little in it.
func (r *resolver) weightOf(o occurrence) float64 {
	if (o.heading || r.heading) && o.sentence != r.s {
		return 0.25 * o.weight
	}
	return o.weight
}

// touch moves e to the end of a list that is kept short.
func touch(list []int, e int) []int {
	if i := slices.Index(list, e); i >= 0 {
		list = slices.Delete(list, i, i+1)
	}
	if len(list) >= maxKept {
		list = slices.Delete(list, 0, 1)
	}
	return append(list, e)
}

// quoteAt returns the index of the innermost direct quote that holds a token of the sentence at hand, or -1.
func (r *resolver) quoteAt(token int) int {
	if len(r.quotes) == 0 {
		return -1
	}
	at := r.tree.tokens[token].Start
	// Quotes are in the order of their starts; nested ones are few.
	i, _ := slices.BinarySearchFunc(r.quotes, at+1, func(q quote.Quote, at int) int { return cmp.Compare(q.Span.Start, at) })
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		if q := r.quotes[k]; q.Direct && at < q.Span.End {
			return k
		}
	}
	return -1
}

// speakerOf returns the entity that speaks a quote where it is a name or was met before, or -1.
func (r *resolver) speakerOf(q int) int {
	if q < 0 || !r.quotes[q].Speaker.Known() {
		return -1
	}
	p := r.quotes[q].Speaker
	if p.Sentence == r.s {
		if p.Token < len(r.nameOf) && r.nameOf[p.Token] >= 0 {
			return r.find(r.byName[r.nameOf[p.Token]])
		}
		if res, ok := r.resolved[p.Token]; ok && len(res.entities) == 1 {
			return r.find(res.entities[0])
		}
		return -1
	}
	for i := len(r.mentions) - 1; i >= 0 && r.mentions[i].Sentence >= p.Sentence; i-- {
		if m := r.mentions[i]; m.Sentence == p.Sentence && m.First <= p.Token && p.Token < m.Last && len(m.entities) == 1 {
			return r.find(m.entities[0])
		}
	}
	return -1
}

// document closes the work: clusters in the order of their first mention.
func (r *resolver) document() *Document {
	slices.SortStableFunc(r.mentions, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last), cmp.Compare(a.Head, b.Head))
	})
	d := &Document{Mentions: make([]Mention, 0, len(r.mentions)), starts: make([]int, len(r.sentences)+1)}
	number := make(map[int]int)
	for _, f := range r.mentions {
		m := f.Mention
		for _, e := range f.entities {
			e = r.find(e)
			c, ok := number[e]
			if !ok {
				c = len(d.Clusters)
				number[e] = c
				d.Clusters = append(d.Clusters, r.cluster(e))
			}
			if slices.Contains(m.Clusters, c) {
				continue
			}
			m.Clusters = append(m.Clusters, c)
			d.Clusters[c].Mentions = append(d.Clusters[c].Mentions, len(d.Mentions))
		}
		if len(m.Clusters) < 2 {
			m.Plural = false
		}
		d.Mentions = append(d.Mentions, m)
	}
	for e, c := range number {
		if ev := r.entities[e].event; ev != nil {
			for _, p := range ev.participants {
				if k, ok := number[r.find(p)]; ok && !slices.Contains(d.Clusters[c].Members, k) {
					d.Clusters[c].Members = append(d.Clusters[c].Members, k)
				}
			}
			slices.Sort(d.Clusters[c].Members)
		}
	}
	i := 0
	for s := range r.sentences {
		for i < len(d.Mentions) && d.Mentions[i].Sentence < s {
			i++
		}
		d.starts[s] = i
	}
	d.starts[len(r.sentences)] = len(d.Mentions)
	return d
}

func (r *resolver) cluster(e int) Cluster {
	x := &r.entities[e]
	c := Cluster{Type: x.typ, Named: x.named, Country: x.country}
	switch g := cmp.Or(x.gender, x.guess); g {
	case male:
		c.Gender = "male"
	case female:
		c.Gender = "female"
	}
	c.Name = fullest(x.typ, x.names)
	if c.Name == "" {
		c.Name = x.noun
	}
	if x.typ == "Person" && !x.named && x.owner >= 0 {
		// "her son" says more as "Ann Lee's son".
		if o := &r.entities[r.find(x.owner)]; o.named && len(x.names) > 0 {
			c.Name = fullest(o.typ, o.names) + "'s " + c.Name
		}
	}
	for _, n := range x.names {
		if n != c.Name && n != "" && !slices.Contains(c.Aliases, n) {
			c.Aliases = append(c.Aliases, n)
		}
	}
	slices.Sort(c.Aliases)
	for _, k := range x.roles {
		if s := strings.TrimSpace(strings.Join(k.qualifiers, " ") + " " + strings.ReplaceAll(k.head, "_", " ")); !slices.Contains(c.Roles, s) {
			c.Roles = append(c.Roles, s)
		}
	}
	if x.event != nil {
		c.Unreal, c.Family = x.event.unreal, x.event.family
	}
	return c
}

// fullest chooses the form that says most: of persons and bodies the one of
// most words, of events the first. The earlier one wins where two say the same.
func fullest(typ string, names []string) string {
	best := ""
	if typ == "Event" || typ == "" {
		for _, n := range names {
			if n != "" {
				return n
			}
		}
		return ""
	}
	for _, n := range names {
		if best == "" {
			best = n
			continue
		}
		nw, bw := len(strings.Fields(n)), len(strings.Fields(best))
		switch {
		case nw > bw,
			nw == bw && typ == "Organization" && isInitials(best) && !isInitials(n),                                   // "Interpol" before "ICPO"
			nw == bw && typ == "Person" && len(strings.Trim(strings.Fields(best)[0], ".")) == 1 && len(n) > len(best): // "Tibor Varga" before "T. Varga"
			best = n
		}
	}
	return best
}
