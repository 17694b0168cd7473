package coref

import "slices"

// delegation is a number of people who came together, as far as the text names them.
type delegation struct {
	members []int
	country string
	beat    int
}

var (
	leadVerbs    = set(`lead head chair`)
	includeVerbs = set(`include comprise contain`)
)

// resolveDelegation resolves "the delegation" to those of whom the text says
// that they lead it or are of it. It reports false where nobody is known.
func (r *resolver) resolveDelegation(i int) bool {
	t := r.tree
	det, possessor := r.determined(i)
	members := r.delegates(i, possessor)
	country := r.roleAt(i).country
	switch {
	case len(members) > 0:
		r.delegations = append(trim(r.delegations), delegation{members, country, r.beat})
	case definites[det] && possessor < 0 && !r.hasOf(i) && t.kid(i, "acl") < 0:
		for k := len(r.delegations) - 1; k >= 0; k-- {
			d := &r.delegations[k]
			if r.beat-d.beat > pluralWindow || country != "" && country != d.country || country == "" && t.kid(i, "amod", "compound") >= 0 {
				continue
			}
			if members != nil && !same(members, r.living(d.members)) {
				return false // whose of two?
			}
			members = r.living(d.members)
		}
	}
	if len(members) == 0 || slices.ContainsFunc(members, func(e int) bool { return r.forbidden(i, e, false) && possessor < 0 }) {
		return false
	}
	kind := KindNominal
	if len(members) > 1 {
		kind = KindPlural
	}
	r.note(kind, t.opening(i), i+1, i, len(members) > 1, -1, members...)
	r.occurPlural(i)
	return true
}

// delegates returns those whom the clause around a delegation makes its
// leaders and members, persons alone.
func (r *resolver) delegates(i, possessor int) (members []int) {
	t := r.tree
	add := func(token int) {
		if all, ok := r.at(token); ok {
			for _, e := range r.onlyPersons(r.withConjuncts(token, all)) {
				if !slices.Contains(members, e) {
					members = append(members, e)
				}
			}
		}
	}
	dependents := func(verb int, relations ...string) {
		for _, k := range t.kids[verb] {
			if slices.Contains(relations, t.tokens[k].Deprel) {
				add(k)
			}
		}
	}
	if possessor >= 0 {
		add(possessor)
	}
	for _, k := range t.kids[i] {
		switch rel := t.rel(k); {
		case rel == "acl" && leadVerbs[t.lemma(k)]: // "led by Lee", "which Lee led"
			dependents(k, "obl:agent", "nsubj")
		case rel == "acl" && includeVerbs[t.lemma(k)]:
			dependents(k, "obj")
		case rel == "nmod" && (t.preposition(k) == "including" || t.preposition(k) == "of"):
			add(k)
		}
	}
	if len(members) == 0 && i+3 < len(t.tokens) && leadVerbs[t.lemma(i+1)] && t.lower(i+2) == "by" {
		// Trees often hang the leader on the verb behind: "a delegation led by Lee landed".
		for k := i + 3; k < min(i+10, len(t.tokens)); k++ {
			if r.nameOf[k] >= 0 {
				add(k)
				break
			}
		}
	}
	if v := t.head(i); v >= 0 && t.real(v) {
		switch rel := t.tokens[i].Deprel; {
		case leadVerbs[t.lemma(v)] && rel == "nsubj:pass":
			dependents(v, "obl:agent")
		case leadVerbs[t.lemma(v)] && rel == "obj":
			add(t.subject(v))
		case includeVerbs[t.lemma(v)] && rel == "nsubj":
			dependents(v, "obj")
		}
	}
	return members
}
