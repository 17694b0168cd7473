package extract

import (
	"fmt"
	"slices"
	"strings"

	"attache/extract/coref"
	"attache/extract/quote"
	"attache/extract/rule"
	"attache/schema"
	"attache/schema/statement"
)

// found is one match of a rule with what fills its ends.
type found struct {
	rule.Match
	sentence        int
	relation        schema.Relation
	status          statement.Status
	subject, object end
	time            string
	event           *event
}

// The relations that more than rules tell of; an ontology may leave them out.
const (
	attended      = "attended"
	hostedAt      = "hosted_at"
	metWith       = "met_with"
	accompaniedBy = "accompanied_by"
)

// inferred is a statement that no rule of the ontology finds; way names how it is found.
func inferred(way string, relation schema.Relation, sentence, trigger int, status statement.Status, subject, object end) *found {
	return &found{
		Match:    rule.Match{Rule: &rule.Rule{Name: way, Relation: relation.Name}, Trigger: trigger},
		sentence: sentence, relation: relation, status: status, subject: subject, object: object,
	}
}

// find matches the rules against every sentence and fills the ends.
func (r *reading) find(set *rule.Set) []*found {
	var all []*found
	seen := map[string]bool{}
	for si, g := range r.graphs {
		for _, m := range set.Find(g) {
			relation, ok := r.ontology.Relation(m.Rule.Relation)
			if !ok {
				continue
			}
			if relation.Name == attended && r.goesOn(si, m.Trigger) || relation.Event != "" && fromAfar(g, m.Trigger) {
				continue
			}
			status, _ := rule.StatusOf(g.Sentence, m.Trigger)
			subjects := r.fill(si, m.Subject, relation.Subject)
			if len(subjects) == 0 && relation.Name == spokeAbout { // what others are quoted to say of somebody's talk is theirs
				subjects = r.speaker(g.Sentence.Tokens[m.Trigger].Start, relation.Subject)
			}
			objects := r.fill(si, m.Object, relation.Object)
			if relation.Name == spokeAbout {
				if !r.topical(si, m) {
					continue
				}
				objects = append(objects, r.alsoAbout(si, m)...)
			}
			for i, subject := range subjects {
				for j, object := range objects {
					if subject.key == object.key || m.Subject == m.Object && j <= i {
						continue
					}
					if relation.Joins && r.enters(si, m.Trigger, subject, object) {
						continue
					}
					s, o := subject, object
					if relation.Symmetric && o.mention.Start < s.mention.Start {
						s, o = o, s
					}
					if relation.Name == spokeAbout && r.othersWords(g.Sentence.Tokens[m.Trigger].Start, s, o) {
						continue
					}
					key := fmt.Sprint(relation.Name, si, m.Trigger, s.key, o.key)
					if seen[key] {
						continue
					}
					seen[key] = true
					all = append(all, &found{
						Match: m, sentence: si, relation: relation, status: status,
						subject: s, object: o, time: r.when(si, m.Trigger, status),
					})
				}
			}
		}
	}
	return all
}

// read states what the rules find, and what follows for the events behind it.
func (r *reading) read(set *rule.Set) {
	all := r.listed(r.presences(withoutCounterparts(r.find(set))))
	// Nouns first: a meeting that the text names is the one that its verbs tell of.
	for _, verbs := range []bool{false, true} {
		for _, f := range all {
			if f.relation.Event != "" && f.Rule.Verb == verbs {
				f.event = r.told(f)
			}
		}
	}
	for _, f := range all {
		switch {
		case f.subject.event != nil:
			f.event = f.subject.event
		case f.object.event != nil:
			f.event = f.object.event
		}
		if f.relation.Name == attended && f.status == statement.Actual && f.event != nil {
			f.event.join(f.subject.key)
		}
	}
	for _, f := range all {
		if f.relation.Joins && !r.onTheWay(f) {
			f.event = r.shared(f)
		}
	}
	r.nameEvents()
	for _, f := range all {
		r.stateFound(f)
	}
	r.venues()
	r.spoken(all)
	r.sort()
}

// withoutCounterparts drops the company of those who meet as counterparts: who
// holds talks with somebody does not come along on their side.
func withoutCounterparts(all []*found) []*found {
	type key struct {
		pair   [2]string
		status statement.Status
	}
	met := map[key]bool{}
	for _, f := range all {
		if f.relation.Event != "" {
			met[key{pairOf(f), f.status}] = true
		}
	}
	return slices.DeleteFunc(all, func(f *found) bool { return f.relation.Joins && met[key{pairOf(f), f.status}] })
}

func (e *event) join(key string) {
	if !slices.Contains(e.attended, key) {
		e.attended = append(e.attended, key)
	}
}

// told returns the event that a statement such as "A met B" tells of.
func (r *reading) told(f *found) *event {
	e := r.eventNear(f)
	if e.family != "meeting" && e.family != "meal" && e.family != "interview" {
		return e // "met at the funeral", "during his visit"
	}
	if e.status == "" {
		e.status = f.status
	}
	if e.status == f.status {
		e.join(f.subject.key)
		e.join(f.object.key)
		if e.pair == [2]string{} {
			e.pair = pairOf(f)
			e.principal = []end{f.subject, f.object}
		}
	}
	return e
}

func pairOf(f *found) [2]string {
	return [2]string{min(f.subject.key, f.object.key), max(f.subject.key, f.object.key)}
}

func (r *reading) eventNear(f *found) *event {
	if f.Rule.Verb {
		for _, a := range r.graphs[f.sentence].Out[f.Trigger] {
			if a.Role == "at" || a.Role == "during" {
				if e, ok := r.eventAt(f.sentence, a.To); ok {
					return e
				}
			}
		}
	}
	if e, ok := r.eventAt(f.sentence, f.Trigger); ok {
		return e
	}
	for _, a := range r.graphs[f.sentence].Out[f.Trigger] { // "met for talks"
		if a.Role == "for" || a.Role == "obj" || a.Role == "over" {
			if e, ok := r.eventAt(f.sentence, a.To); ok && !e.named {
				return e
			}
		}
	}
	pair := pairOf(f)
	for _, e := range r.events {
		if e.pair == pair && e.status == f.status && !e.named {
			return e
		}
	}
	trigger := r.sentences[f.sentence].Tokens[f.Trigger]
	span := statement.Span{Start: trigger.Start, End: trigger.End}
	for _, e := range r.events { // one verb, several pairs
		if e.first == span {
			return e
		}
	}
	// "A met B. The meeting lasted an hour."
	if f.status == statement.Actual {
		for c, cluster := range r.coref.Clusters {
			if cluster.Type != "Event" || len(cluster.Mentions) == 0 {
				continue
			}
			first := r.coref.Mentions[cluster.Mentions[0]]
			if first.Sentence <= f.sentence || first.Sentence > f.sentence+5 || !r.definite(first) || first.Head != first.First+1 {
				continue
			}
			if e := r.eventOf(c); e.pair == [2]string{} && !e.named && meetingNouns[e.noun] {
				return e
			}
		}
	}
	noun := eventNoun(trigger, f.relation.Event)
	e := &event{
		key: fmt.Sprintf("event %d", span.Start), noun: noun, name: noun, family: "meeting",
		first: span, sentence: f.sentence, token: f.Trigger, status: f.status,
		mentions: []place{{f.sentence, f.Trigger}},
	}
	r.events = append(r.events, e)
	return e
}

// meetingNouns are what a text calls a meeting of which it has told with a verb.
var meetingNouns = map[string]bool{
	"meeting": true, "talk": true, "talks": true, "summit": true, "session": true, "negotiation": true,
	"negotiations": true, "discussion": true, "encounter": true, "consultation": true,
}

func (r *reading) eventAt(sentence, token int) (*event, bool) {
	m, ok := r.coref.At(sentence, token)
	if !ok || len(m.Clusters) != 1 || m.Head != token || r.coref.Clusters[m.Clusters[0]].Type != "Event" {
		return nil, false
	}
	return r.eventOf(m.Clusters[0]), true
}

// arrivals are verbs by which company is shared on the way; whether it goes on
// to what happens there they do not say.
var arrivals = map[string]bool{"land": true, "arrive": true, "fly": true, "travel": true, "return": true, "leave": true, "depart": true, "walk": true}

// enters reports whether somebody joins a body rather than somebody's company:
// "she joined the bank in 1990" makes her its member.
func (r *reading) enters(sentence, trigger int, joined, joining end) bool {
	t := r.sentences[sentence].Tokens[trigger]
	return joined.typ == "Organization" && joining.typ == "Person" && strings.EqualFold(t.Lemma, "join") && joining.mention.Start < t.Start
}

func (r *reading) onTheWay(f *found) bool {
	if !arrivals[strings.ToLower(r.sentences[f.sentence].Tokens[f.Trigger].Lemma)] {
		return false
	}
	for _, a := range r.graphs[f.sentence].Out[f.Trigger] {
		if len(r.fill(f.sentence, a.To, []string{"Event"})) > 0 {
			return false // "arrived at the summit with her"
		}
	}
	return true
}

// shared returns the event at which somebody joins another: the nearest one
// that the other attends, earlier ones first.
func (r *reading) shared(f *found) *event {
	var best *event
	nearest := 1 << 30
	for _, e := range r.events {
		if !slices.Contains(e.attended, f.subject.key) || e.status != "" && e.status != f.status {
			continue
		}
		// Who is joined holds a meeting, rather than that he sits in a conference.
		holds := slices.ContainsFunc(e.principal, func(p end) bool { return p.key == f.subject.key })
		for _, m := range e.mentions {
			distance := 2 * (f.sentence - m.sentence)
			if distance < 0 {
				distance = -distance + 1
			}
			if holds && m.sentence <= f.sentence {
				distance = max(distance-3, 0)
			}
			if distance < nearest {
				best, nearest = e, distance
			}
		}
	}
	if nearest > 8 {
		return nil
	}
	return best
}

// nameEvents calls a meeting after the two who hold it, where it has no name of its own.
func (r *reading) nameEvents() {
	for _, e := range r.events {
		if e.named || len(e.principal) != 2 || len(strings.Fields(e.name)) > 1 {
			continue
		}
		e.aliases = append(slices.Clone(e.aliases), e.name)
		e.name = shortName(e.principal[0]) + "–" + shortName(e.principal[1]) + " " + e.name
		slices.Sort(e.aliases)
		e.aliases = slices.Compact(e.aliases)
	}
}

func shortName(e end) string {
	if e.typ != "Person" {
		return e.name
	}
	words := strings.Fields(e.name)
	return words[len(words)-1]
}

// end returns the event as an end of a statement, as a token mentions it.
func (e *event) end(r *reading, sentence, token int) end {
	t := r.sentences[sentence].Tokens[token]
	mention := statement.Mention{Span: statement.Span{Start: t.Start, End: t.End}, Resolved: "event"}
	if m, ok := r.coref.At(sentence, token); ok && m.Head == token && m.Kind != "pronoun" {
		mention.Span = m.Span
	}
	mention.Text = r.document.Text[mention.Start:mention.End]
	return end{key: e.key, typ: "Event", name: e.name, aliases: e.aliases, first: e.first, mention: mention, event: e, sure: 0.9, named: e.named}
}

func (r *reading) stateFound(f *found) {
	for _, e := range []*end{&f.subject, &f.object} {
		if e.event != nil { // it may have got a name since
			e.name, e.aliases = e.event.name, e.event.aliases
		}
	}
	r.put(f, f.relation.Name, f.subject, f.object)
	if f.relation.Name == hostedAt {
		for _, p := range r.around(f.sentence, f.Object) {
			r.put(f, hostedAt, f.subject, p)
		}
	}
	if f.event == nil {
		return
	}
	told := f.event.end(r, f.sentence, f.Trigger)
	if f.relation.Event != "" {
		if attendedFamilies[f.event.family] && !r.chance(f) {
			r.put(f, attended, f.subject, told)
			r.put(f, attended, f.object, told)
		}
		if f.Rule.Verb {
			arcs := slices.Clone(r.graphs[f.sentence].Out[f.Trigger])
			if f.Object > f.Trigger { // "met the unions at the ministry"
				arcs = append(arcs, r.graphs[f.sentence].Out[f.Object]...)
			}
			for _, a := range arcs {
				if a.Role != "in" && a.Role != "at" && a.Role != "on" && a.Role != "outside" && a.Role != "near" {
					continue
				}
				for _, p := range r.fill(f.sentence, a.To, []string{"Place"}) {
					r.put(f, hostedAt, told, p)
				}
				for _, p := range r.around(f.sentence, a.To) {
					r.put(f, hostedAt, told, p)
				}
			}
		}
	}
	if f.relation.Joins && attendedFamilies[f.event.family] {
		r.put(f, attended, f.object, told)
	}
}

// located are the verbs that say of a place where it is.
var located = map[string]bool{"locate": true, "situate": true, "base": true}

// chance reports whether a verb tells of an encounter rather than of a meeting
// that one attends: somebody unnamed and not known from before is met, or a
// clause about something else mentions it by the way ("where he met his wife").
func (r *reading) chance(f *found) bool {
	if f.Rule.Verb && len(f.event.mentions) < 2 {
		for _, t := range r.sentences[f.sentence].Tokens {
			switch strings.ToLower(t.Form) {
			case "where", "when", "whom", "first": // "first met in 1990"
				if t.Head == f.Trigger {
					return true
				}
			}
		}
	}
	if r.goesOn(f.sentence, f.Trigger) {
		return true
	}
	for _, e := range []end{f.subject, f.object} {
		if e.typ != "Person" || e.named || e.mention.Resolved != coref.KindNominal {
			continue
		}
		switch first, _, _ := strings.Cut(strings.ToLower(e.mention.Text), " "); first {
		case "a", "an", "some":
			return true
		}
	}
	return false
}

// goesOn reports whether a noun tells of dealings rather than of a meeting: "is in talks with the bank".
func (r *reading) goesOn(sentence, token int) bool {
	tokens := r.sentences[sentence].Tokens
	return token > 0 && tokens[token].UPOS == "NOUN" && strings.EqualFold(tokens[token-1].Form, "in")
}

// lines are the nouns for what one speaks over without meeting.
var lines = map[string]bool{
	"telephone": true, "phone": true, "video": true, "videoconference": true, "teleconference": true, "videolink": true,
	"zoom": true, "skype": true, "hotline": true,
}

// fromAfar reports whether talks are said to be held over a line: "a telephone
// conversation", "talks by phone".
func fromAfar(g *rule.Graph, trigger int) bool {
	heads := []int{trigger}
	if h := g.Sentence.Tokens[trigger].Head; h >= 0 && h < len(g.Out) && g.Sentence.Tokens[trigger].Deprel == "obj" {
		heads = append(heads, h)
	}
	for _, h := range heads {
		for _, a := range g.Out[h] {
			switch a.Role {
			case "compound", "mod", "by", "via", "over", "on", "bare":
				if lines[strings.ToLower(g.Sentence.Tokens[a.To].Lemma)] {
					return true
				}
			}
		}
	}
	return false
}

// around returns the places that the text says a place lies in: "in Anchorage, Alaska".
func (r *reading) around(sentence, token int) (ends []end) {
	at := []int{token}
	seen := map[int]bool{token: true}
	for len(at) > 0 && len(ends) < 8 {
		i := at[0]
		at = at[1:]
		for _, a := range r.graphs[sentence].Out[i] {
			switch a.Role {
			case "in", "at", "near", "outside", "bare", "appos", "of":
			case "acl":
				if !seen[a.To] && located[strings.ToLower(r.sentences[sentence].Tokens[a.To].Lemma)] {
					seen[a.To] = true
					at = append(at, a.To)
				}
				continue
			default:
				continue
			}
			if seen[a.To] {
				continue
			}
			seen[a.To] = true
			if more := r.fill(sentence, a.To, []string{"Place"}); len(more) > 0 {
				ends = append(ends, more...)
				at = append(at, a.To)
			}
		}
	}
	return ends
}

// put makes a statement of what was found, if the ontology has the relation for such ends.
func (r *reading) put(f *found, predicate string, s, o end) {
	relation, ok := r.ontology.Relation(predicate)
	if !ok || s.key == o.key || !slices.Contains(relation.Subject, s.typ) || !slices.Contains(relation.Object, o.typ) {
		return
	}
	sentence := r.sentences[f.sentence]
	trigger := sentence.Tokens[f.Trigger]
	x := statement.Statement{
		Subject: r.end(s), Predicate: predicate, Object: r.end(o), Status: f.status,
		Confidence: round(0.95 * s.sure * o.sure),
		Sentence:   r.document.Text[sentence.Start:sentence.End],
		Span:       r.shift(statement.Span{Start: sentence.Start, End: sentence.End}),
		Trigger:    r.shift(statement.Span{Start: trigger.Start, End: trigger.End}),
		Rule:       f.Rule.Name, Time: f.time,
		SubjectMention: s.mention, ObjectMention: o.mention,
	}
	x.SubjectMention.Span, x.ObjectMention.Span = r.shift(s.mention.Span), r.shift(o.mention.Span)
	if predicate != f.relation.Name {
		x.Confidence = round(x.Confidence * 0.95)
	}
	if who := r.speaker(trigger.Start, []string{"Person", "Organization", "Place"}); len(who) == 1 {
		x.Quoted = r.end(who[0])
	}
	if f.event != nil {
		x.Event = r.end(f.event.end(r, f.event.sentence, f.event.token))
	}
	r.state(x)
}

// person reports whether a token stands for somebody.
func (r *reading) person(sentence, token int) bool {
	m, ok := r.coref.At(sentence, token)
	return ok && m.Head == token && len(m.Clusters) > 0 && r.coref.Clusters[m.Clusters[0]].Type == "Person"
}

// othersWords reports whether what somebody is said to speak about stands in
// the quoted words of another: "…," said A, B reported.
func (r *reading) othersWords(trigger int, s, o end) bool {
	q, ok := quote.SpeakerAt(r.quotes, o.mention.Start)
	if !ok || !q.Direct || !q.Speaker.Known() || trigger >= q.Span.Start && trigger < q.Span.End {
		return false
	}
	who := r.fill(q.Speaker.Sentence, q.Speaker.Token, []string{s.typ})
	return len(who) == 0 || who[0].key != s.key
}

// speaker returns whose words stand at an offset.
func (r *reading) speaker(offset int, types []string) []end {
	q, ok := quote.SpeakerAt(r.quotes, offset)
	if !ok || !q.Speaker.Known() {
		return nil
	}
	return r.fill(q.Speaker.Sentence, q.Speaker.Token, types)
}

func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }
