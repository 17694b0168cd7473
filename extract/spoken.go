package extract

import (
	"attache/extract/quote"
	"attache/extract/rule"
	"attache/schema/statement"
)

const spokeAbout = "spoke_about"

// spoken states what speakers say in their own words: the nouns that the
// clauses of a direct quote turn on, and what anybody in it is said to speak about.
func (r *reading) spoken(all []*found) {
	relation, ok := r.ontology.Relation(spokeAbout)
	if !ok {
		return
	}
	for _, q := range r.quotes {
		if !q.Direct || !q.Speaker.Known() {
			continue
		}
		speakers := r.fill(q.Speaker.Sentence, q.Speaker.Token, relation.Subject)
		if len(speakers) != 1 {
			continue
		}
		for si, s := range r.sentences {
			if s.End <= q.Span.Start {
				continue
			}
			if s.Start >= q.Span.End {
				break
			}
			for _, head := range said(r.graphs[si], q) {
				for _, topic := range r.fill(si, head, []string{"Topic"}) {
					f := &found{
						Match:    rule.Match{Rule: &rule.Rule{Name: "quote"}, Trigger: head},
						sentence: si, relation: relation, status: statement.Actual,
						subject: speakers[0], object: topic,
					}
					r.put(f, spokeAbout, f.subject, f.object)
				}
			}
		}
		for _, f := range all {
			trigger := r.sentences[f.sentence].Tokens[f.Trigger]
			if f.relation.Name != spokeAbout || trigger.Start < q.Span.Start || trigger.End > q.Span.End || f.subject.key == speakers[0].key {
				continue
			}
			told := *f
			told.status = statement.Actual
			r.put(&told, spokeAbout, speakers[0], f.object)
		}
	}
}

// said returns the heads of what the clauses of a sentence inside a quote turn on.
func said(g *rule.Graph, q quote.Quote) (heads []int) {
	tokens := g.Sentence.Tokens
	inside := func(i int) bool { return tokens[i].Start >= q.Span.Start && tokens[i].End <= q.Span.End }
	count := 0
	for i := range tokens {
		if inside(i) {
			count++
		}
	}
	if count < 4 {
		return nil
	}
	for i, t := range tokens {
		if !inside(i) || t.UPOS != "VERB" && t.UPOS != "AUX" && t.UPOS != "NOUN" {
			continue
		}
		main := t.Head < 0 || t.Head >= len(tokens) || !inside(t.Head)
		if !main && t.Deprel != "conj" && t.Deprel != "ccomp" && t.Deprel != "parataxis" {
			continue
		}
		if t.UPOS == "NOUN" {
			if main {
				heads = append(heads, i)
			}
			continue
		}
		objects := g.Find(i, []rule.Step{{Role: "obj"}})
		if len(objects) == 0 {
			objects = g.Find(i, []rule.Step{{Role: "subj"}})
		}
		for _, o := range objects {
			if tokens[o].UPOS == "NOUN" && inside(o) {
				heads = append(heads, o)
			}
		}
	}
	return heads
}
