package extract

import (
	"slices"
	"strings"

	"attache/extract/coref"
	"attache/extract/rule"
	"attache/schema"
	"attache/schema/statement"
)

// attendees are nouns for those who take part in something.
var attendees = map[string]bool{
	"participant": true, "attendee": true, "delegate": true, "guest": true, "invitee": true, "speaker": true, "panelist": true,
	"panellist": true, "attendance": true, "delegation": true,
}

// presentLabels stand before a colon and those who were present, as in minutes.
var presentLabels = map[string]bool{"present": true, "attendees": true, "in attendance": true, "attendance": true, "participants": true, "attended": true}

// listed returns those whom the text lists as taking part in an event: one in
// each item behind a sentence that says so, or all behind a label.
func (r *reading) listed(all []*found) []*found {
	relation, ok := r.ontology.Relation(attended)
	if !ok {
		return all
	}
	company, joins := r.ontology.Relation(accompaniedBy)
	joins = joins && company.Joins
	for si := range r.sentences {
		if what, ok := r.labelled(si); ok {
			all = append(all, r.listedBehind(relation, si, -1, what)...)
			continue
		}
		if verb := r.among(si); verb > 0 {
			if what, ok := r.eventBefore(si, verb); ok {
				all = append(all, r.listedBehind(relation, si, verb, what)...)
			}
			continue
		}
		what, status, ok := r.leadsIn(si)
		if !ok {
			continue
		}
		inList := false
		for k := si + 1; k < len(r.sentences); k++ {
			switch {
			case r.isItem(k):
				inList = true
			case inList && !r.sentences[k].Paragraph:
				continue // more of the item
			case inList || k > si+3:
				k = len(r.sentences)
				continue
			default:
				continue
			}
			head, ok := r.itemHead(k)
			if !ok {
				continue
			}
			for _, who := range r.fill(k, head, []string{"Person"}) {
				all = append(all, inferred("list", relation, k, head, status, who, what))
				for _, a := range r.graphs[k].Out[head] {
					if !joins || a.Role != "with" {
						continue
					}
					for _, along := range r.fill(k, a.To, []string{"Person"}) {
						f := inferred("list", company, k, head, status, who, along)
						f.event = what.event
						all = append(all, f)
					}
				}
			}
		}
	}
	return all
}

// listedBehind returns the persons whom a sentence names behind a token.
func (r *reading) listedBehind(relation schema.Relation, si, token int, what end) (all []*found) {
	for _, m := range r.coref.Mentions {
		if m.Sentence == si && m.First > token && m.Kind == coref.KindName {
			for _, who := range r.fill(si, m.Head, []string{"Person"}) {
				all = append(all, inferred("list", relation, si, m.Head, statement.Actual, who, what))
			}
		}
	}
	return all
}

// leadsIn returns the event whose participants a sentence says will follow:
// "These are the delegates at the summit", "Who is at the summit".
func (r *reading) leadsIn(si int) (what end, status statement.Status, ok bool) {
	g := r.graphs[si]
	for i, t := range g.Sentence.Tokens {
		who := strings.EqualFold(t.Form, "who") && i < 4 && g.Sentence.Tokens[len(g.Sentence.Tokens)-1].Form != "."
		if !who && !attendees[strings.ToLower(t.Lemma)] {
			continue
		}
		for _, m := range r.coref.Mentions {
			if m.Sentence != si || m.First <= i {
				continue
			}
			if !who && !slices.ContainsFunc(g.Out[i], func(a rule.Arc) bool {
				return a.To == m.Head && (a.Role == "in" || a.Role == "at" || a.Role == "of" || a.Role == "to" || a.Role == "for")
			}) {
				continue
			}
			for _, e := range r.fill(si, m.Head, []string{"Event"}) {
				if attendedFamilies[e.event.family] {
					status, _ := rule.StatusOf(g.Sentence, i)
					return e, status, true
				}
			}
		}
	}
	return end{}, "", false
}

// labelled returns the event at hand where a sentence lists under a label who was present.
func (r *reading) labelled(si int) (end, bool) {
	tokens := r.sentences[si].Tokens
	for i := 1; i < min(len(tokens), 4); i++ {
		if tokens[i].Form != ":" {
			continue
		}
		label := strings.ToLower(r.document.Text[tokens[0].Start:tokens[i-1].End])
		if !presentLabels[strings.TrimPrefix(label, "also ")] {
			return end{}, false
		}
		return r.eventBefore(si, 0)
	}
	return end{}, false
}

// among returns the token behind which a sentence names those present: "Among
// those attending were …", "Also present were …". -1 is none.
func (r *reading) among(si int) int {
	tokens := r.sentences[si].Tokens
	told := false
	for i, t := range tokens[:min(len(tokens), 12)] {
		switch lemma := strings.ToLower(t.Lemma); {
		case i == 0 && !opensPresent[strings.ToLower(t.Form)]:
			return -1
		case strings.HasPrefix(lemma, "attend") || lemma == "present" || attendees[lemma]:
			told = true
		case told && (lemma == "be" || lemma == "include"):
			return i
		case t.UPOS == "PROPN" || t.Form == ".":
			return -1
		}
	}
	return -1
}

var opensPresent = map[string]bool{"among": true, "also": true, "those": true, "others": true, "other": true}

// isItem reports whether a sentence is an item of a list.
func (r *reading) isItem(si int) bool {
	tokens := r.sentences[si].Tokens
	if !r.sentences[si].Paragraph || len(tokens) < 2 {
		return false
	}
	switch tokens[0].Form {
	case "-", "–", "—", "•", "*", "·", "▪", "●":
		return true
	}
	return strings.Trim(tokens[0].Form, "0123456789") == "." || strings.Trim(tokens[0].Form, "0123456789") == "" && (tokens[1].Form == "." || tokens[1].Form == ")")
}

// itemHead returns the person whom an item names first: at its beginning, or
// behind a label such as the country.
func (r *reading) itemHead(si int) (int, bool) {
	tokens := r.sentences[si].Tokens
	from := 1
	for from < len(tokens) && tokens[from].UPOS == "PUNCT" {
		from++
	}
	for i := from; i < min(len(tokens), 12); i++ {
		if tokens[i].Form == ":" || tokens[i].Form == "–" || tokens[i].Form == "—" {
			from = i + 1
			break
		}
	}
	for _, m := range r.coref.Mentions {
		if m.Sentence == si && m.Kind == coref.KindName && m.First <= from && m.Last > from {
			return m.Head, true
		}
	}
	return 0, false
}
