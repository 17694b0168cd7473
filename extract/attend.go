package extract

import (
	"slices"
	"strings"

	"attache/extract/rule"
	"attache/extract/syntax"
	"attache/schema/statement"
)

// attendedFamilies are the kinds of event that one takes part in: not a visit or a call.
var attendedFamilies = map[string]bool{
	"meeting": true, "press": true, "ceremony": true, "meal": true, "gathering": true, "interview": true, "any": true,
}

// pointingVerbs have with "at" what they are directed to, not where they happen.
var pointingVerbs = map[string]bool{
	"look": true, "stare": true, "glance": true, "aim": true, "point": true, "target": true, "direct": true, "laugh": true,
	"scoff": true, "balk": true, "bristle": true, "hint": true, "sneer": true, "lash": true, "hit": true, "shout": true,
	"yell": true, "protest": true, "demonstrate": true, "rally": true, "rage": true, "jeer": true, "marvel": true,
	"wonder": true, "rejoice": true, "grumble": true, "swipe": true, "throw": true, "fire": true, "guess": true, "excel": true,
	"report": true, "expect": true, "want": true, "hope": true,
}

// floorVerbs have as object an event that their subject takes part in.
var floorVerbs = map[string]bool{
	"tell": true, "address": true, "chair": true, "moderate": true, "mediate": true, "lead": true, "convene": true,
	"gavel": true, "interrupt": true, "adjourn": true, "facilitate": true, "broker": true,
}

// speechVerbs happen during an event only by those who are there.
var speechVerbs = map[string]bool{
	"say": true, "tell": true, "propose": true, "ask": true, "warn": true, "argue": true, "speak": true, "announce": true,
	"promise": true, "suggest": true, "raise": true, "pledge": true, "urge": true, "agree": true, "offer": true, "present": true,
}

// speeches are nouns for what somebody says or shows where something happens: "her remarks at the forum".
var speeches = map[string]bool{
	"remark": true, "remarks": true, "speech": true, "address": true, "keynote": true, "lecture": true, "testimony": true,
	"performance": true, "appearance": true, "presentation": true, "toast": true,
}

// presentWords say with "be" that somebody is where something happens.
var presentWords = map[string]bool{
	"guest": true, "speaker": true, "panelist": true, "panellist": true, "delegate": true, "participant": true, "star": true,
	"attendee": true, "host": true, "moderator": true, "chair": true, "interpreter": true, "witness": true, "exhibitor": true,
	"present": true, "observer": true, "performer": true, "judge": true, "chairman": true, "chairwoman": true,
}

// presences returns who takes part in an event, as their places in a clause
// tell: "at the ceremony the mayor said", "she told the session", "he attended".
func (r *reading) presences(all []*found) []*found {
	relation, ok := r.ontology.Relation(attended)
	if !ok {
		return all
	}
	type key struct {
		sentence       int
		subject, event string
	}
	seen := make(map[key]bool)
	for _, f := range all {
		if f.relation.Name == attended {
			seen[key{f.sentence, f.subject.key, f.object.key}] = true
		}
	}
	for si, g := range r.graphs {
		for v := range g.Out {
			if !predicates(g, v) {
				continue
			}
			events := r.eventsOf(si, v)
			if len(events) == 0 {
				continue
			}
			status, _ := rule.StatusOf(g.Sentence, v)
			for _, a := range g.Out[v] {
				switch {
				case a.Role == "subj":
				case a.Role == "poss" && speeches[strings.ToLower(g.Sentence.Tokens[v].Lemma)]:
				case a.Role == "obj" && strings.EqualFold(g.Sentence.Tokens[v].Lemma, "join"): // "joined him at the table"
				default:
					continue
				}
				for _, who := range r.fill(si, a.To, relation.Subject) {
					for _, what := range events {
						k := key{si, who.key, what.key}
						if seen[k] || what.event.status != "" && status == statement.Actual && what.event.status != status {
							continue
						}
						seen[k] = true
						f := inferred("presence", relation, si, v, status, who, what)
						f.time = r.when(si, v, status)
						all = r.withOther(append(all, f), si, v, status, who, what)
					}
				}
			}
		}
	}
	return all
}

// withOther adds that who is at a meeting meets whom the text says it is with:
// "she said during a meeting with Lee".
func (r *reading) withOther(all []*found, si, v int, status statement.Status, who, what end) []*found {
	relation, ok := r.ontology.Relation(metWith)
	if !ok || what.event.family != "meeting" || relation.Event == "" {
		return all
	}
	for _, m := range r.coref.Mentions {
		if m.Sentence != si || m.Span != what.mention.Span {
			continue
		}
		for _, a := range r.graphs[si].Out[m.Head] {
			if a.Role != "with" {
				continue
			}
			for _, other := range r.fill(si, a.To, relation.Object) {
				if other.key == who.key || slices.ContainsFunc(all, func(f *found) bool {
					return f.sentence == si && f.relation.Name == metWith && pairOf(f) == [2]string{min(who.key, other.key), max(who.key, other.key)}
				}) {
					continue
				}
				f := inferred("presence", relation, si, m.Head, status, who, other)
				f.time = r.when(si, v, status)
				all = append(all, f)
			}
		}
	}
	return all
}

// predicates reports whether a token is the verb or noun that a clause turns on.
func predicates(g *rule.Graph, i int) bool {
	return g.Sentence.Tokens[i].UPOS == "VERB" || speeches[strings.ToLower(g.Sentence.Tokens[i].Lemma)] || slices.ContainsFunc(g.Out[i], func(a rule.Arc) bool { return a.Role == "cop" })
}

// eventsOf returns the events where the subject of a predicate must be.
func (r *reading) eventsOf(si, v int) (events []end) {
	g := r.graphs[si]
	t := g.Sentence.Tokens[v]
	lemma := strings.ToLower(t.Lemma)
	verb := t.UPOS == "VERB"
	add := func(token int) {
		for _, e := range r.fill(si, token, []string{"Event"}) {
			if e.event != nil && attendedFamilies[e.event.family] && !slices.ContainsFunc(events, func(o end) bool { return o.key == e.key }) {
				events = append(events, e)
			}
		}
	}
	for _, a := range g.Out[v] {
		switch a.Role {
		case "at":
			if verb && !pointingVerbs[lemma] || !verb && (presentWords[lemma] || speeches[lemma]) {
				add(a.To)
			}
		case "obj", "iobj":
			if verb && floorVerbs[lemma] {
				add(a.To)
			}
		case "in", "during":
			if verb && speechVerbs[lemma] || speeches[lemma] {
				add(a.To)
			}
		case "on":
			if strings.EqualFold(g.Sentence.Tokens[a.To].Lemma, "panel") {
				add(a.To)
			}
		}
	}
	if len(events) == 0 && r.takesPart(si, v, lemma) {
		if e, ok := r.eventBefore(si, v); ok {
			events = append(events, e)
		}
	}
	return events
}

// takesPart reports whether a predicate says of its subject that it is where
// something happens, without a word for what: "she attended", "he was there".
func (r *reading) takesPart(si, v int, lemma string) bool {
	g := r.graphs[si]
	t := g.Sentence.Tokens[v]
	for _, a := range g.Out[v] {
		switch a.Role {
		case "obj", "in", "at", "comp", "to":
			if !(lemma == "take" && a.Role == "obj") {
				return false
			}
		}
	}
	switch lemma {
	case "attend", "participate":
		return t.UPOS == "VERB" && !slices.ContainsFunc(g.Sentence.Children()[v], func(c int) bool { return g.Sentence.Tokens[c].Deprel == "aux:pass" })
	case "take":
		return slices.ContainsFunc(g.Out[v], func(a rule.Arc) bool {
			return a.Role == "obj" && strings.EqualFold(g.Sentence.Tokens[a.To].Form, "part")
		})
	case "there":
		return t.UPOS == "ADV"
	}
	return false
}

// eventBefore returns the event that was last told of before a token, within
// a few sentences.
func (r *reading) eventBefore(si, token int) (last end, ok bool) {
	const window = 4
	for i := len(r.coref.Mentions) - 1; i >= 0; i-- {
		m := r.coref.Mentions[i]
		if m.Sentence > si || m.Sentence == si && m.First >= token {
			continue
		}
		if m.Sentence < si-window {
			break
		}
		if len(m.Clusters) != 1 {
			continue
		}
		c := r.coref.Clusters[m.Clusters[0]]
		if c.Type != "Event" || !attendedFamilies[c.Family] || c.Family == "press" || c.Unreal || r.sentences[m.Sentence].Tokens[m.Head].UPOS == "VERB" {
			continue
		}
		e := r.eventOf(m.Clusters[0])
		out := e.end(r, e.sentence, e.token)
		t := r.sentences[si].Tokens[token]
		out.mention = statement.Mention{Text: r.document.Text[t.Start:t.End], Span: statement.Span{Start: t.Start, End: t.End}, Resolved: "event at hand"}
		out.sure = 0.8
		if e.noun != "session" {
			return out, true
		}
		if !ok { // a part of what one attends, unless nothing else is there
			last, ok = out, true
		}
	}
	return last, ok
}

// mealVerbs are the verbs of a meeting that has a noun of its own.
var mealVerbs = map[string]string{"dine": "dinner", "lunch": "lunch", "breakfast": "breakfast", "sup": "supper", "brunch": "brunch"}

// eventNoun is what a meeting is called that a verb tells of.
func eventNoun(verb syntax.Token, usual string) string {
	if noun, ok := mealVerbs[strings.ToLower(verb.Lemma)]; ok {
		return noun
	}
	return usual
}

// venues states where events are that verbs alone tell of ("the three gathered
// in Porto"), and those "here", at the place of the dateline.
func (r *reading) venues() {
	relation, ok := r.ontology.Relation(hostedAt)
	if !ok {
		return
	}
	for _, m := range r.coref.Mentions {
		if len(m.Clusters) != 1 || r.coref.Clusters[m.Clusters[0]].Type != "Event" {
			continue
		}
		g := r.graphs[m.Sentence]
		verb := g.Sentence.Tokens[m.Head].UPOS == "VERB"
		e := r.eventOf(m.Clusters[0])
		if !attendedFamilies[e.family] {
			continue
		}
		status, _ := rule.StatusOf(g.Sentence, m.Head)
		state := func(p end) {
			f := inferred("place", relation, m.Sentence, m.Head, status, e.end(r, m.Sentence, m.Head), p)
			f.time, f.event = r.when(m.Sentence, m.Head, status), e
			r.put(f, hostedAt, f.subject, f.object)
		}
		over := m.Head
		if h := g.Sentence.Tokens[m.Head].Head; !verb && h >= 0 && h < len(g.Out) && slices.ContainsFunc(g.Out[h], func(a rule.Arc) bool {
			return a.To == m.Head && (a.Role == "obj" || a.Role == "subj")
		}) {
			over = h // "held talks here"
		}
		for _, a := range g.Out[over] {
			switch {
			case a.Role == "adv" && strings.EqualFold(g.Sentence.Tokens[a.To].Form, "here"):
				if p, ok := r.filedFrom(); ok {
					state(p)
				}
			case verb && (a.Role == "in" || a.Role == "at"):
				for _, p := range append(r.fill(m.Sentence, a.To, []string{"Place"}), r.around(m.Sentence, a.To)...) {
					state(p)
				}
			}
		}
	}
}

// filedFrom returns the place of the document's dateline.
func (r *reading) filedFrom() (end, bool) {
	for i, s := range r.sentences[:min(len(r.sentences), 6)] {
		if n := len(s.Tokens); n < 2 || !capitals(s.Tokens[0].Form) || strings.Trim(s.Tokens[n-1].Form, "-–—") != "" {
			continue
		}
		if m, ok := r.coref.At(i, 0); ok {
			if places := r.fill(i, m.Head, []string{"Place"}); len(places) == 1 {
				return places[0], true
			}
		}
	}
	return end{}, false
}
