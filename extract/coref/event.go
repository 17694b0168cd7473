package coref

import (
	"math"
	"slices"
	"strings"

	"attache/extract/name/lexicon"
)

// event is what is known of a meeting, visit, ceremony or the like.
type event struct {
	family       string
	participants []int    // entities of persons, bodies and places that act
	places       []int    // entities of the places where it is
	marks        []string // modifiers that tell it from others: "next", "trilateral"
	days         []string // weekdays, months and years that are said with it
	named        bool     // has a proper name
	unreal       bool     // did not take place when it was first told of
	heading      bool     // told of by a heading only
	count        int
	beat         int // of the last mention
	sentence     int // of the last mention
}

// family returns the family of an event noun, or "".
func (r *resolver) family(lemma string) string { return eventFamily[lemma] }

// familyOf returns the family of a named event by its last word that has one.
func familyOf(words []string) string {
	for i := len(words) - 1; i >= 0; i-- {
		if f := eventFamily[words[i]]; f != "" {
			if f == "gathering" && i > 0 && pressWords[words[i-1]] {
				return "press"
			}
			return f
		}
	}
	return "" // "Cold War": nothing that one attends
}

// familyAt returns the family of the noun at a token, "" if it is no event.
func (r *resolver) familyAt(i int) string {
	t := r.tree
	lemma := t.lemma(i)
	f := eventFamily[lemma]
	if f == "" {
		// The lemma of a plural form may be either.
		f = eventFamily[t.lower(i)]
	}
	if lemma == "conference" || lemma == "appearance" || lemma == "briefing" {
		for _, k := range t.kids[i] {
			if pressWords[t.lower(k)] && k < i {
				return "press"
			}
		}
		if lemma == "appearance" {
			return ""
		}
		if lemma == "briefing" {
			return "press"
		}
	}
	switch lemma {
	case "presser":
		return "press"
	case "reception", "discussion", "dialogue", "conversation", "stay", "trial", "hearing", "fair", "assembly", "consultation", "celebration", "tour",
		"debate", "retreat", "game", "award", "interview", "panel":
		if lemma == "panel" { // most are people
			if t.preposition(i) == "on" {
				return f
			}
			return ""
		}
		// Events only where somebody is said to hold or attend them.
		if p := t.preposition(i); p == "at" || (p == "for" || p == "over") && t.head(i) >= 0 && meetVerbs[t.lemma(t.head(i))] {
			return f
		}
		if h := t.head(i); h < 0 || !(holdVerbs[t.lemma(h)] || t.kid(i, "nmod") >= 0 && (t.preposition(t.kid(i, "nmod")) == "with" || t.preposition(t.kid(i, "nmod")) == "between")) {
			if d := t.kid(i, "det"); d < 0 || !definites[t.lower(d)] {
				return ""
			}
		}
	}
	return f
}

// eventCalled is what one noun phrase says of an event.
type eventCalled struct {
	event
	det       string
	noun      string // in small letters
	possessor int
	with      bool // names those with whom
	placed    bool // a place before the noun
}

// describeEvent reads an event off the noun phrase at i.
func (r *resolver) describeEvent(i int) eventCalled {
	t := r.tree
	c := eventCalled{}
	c.family = r.familyAt(i)
	c.noun = t.lower(i)
	c.det, c.possessor = r.determined(i)
	addTo := func(list *[]int, token int) {
		if all, ok := r.at(token); ok {
			for _, e := range all {
				if !slices.Contains(*list, e) {
					*list = append(*list, e)
				}
			}
			for _, k := range t.kids[token] {
				if p := t.preposition(k); t.rel(k) == "nmod" && (p == "in" || p == "at") {
					r.placesAt(k, &c.event)
				}
				if t.rel(k) == "conj" {
					if more, ok := r.at(k); ok {
						for _, e := range more {
							if !slices.Contains(*list, e) {
								*list = append(*list, e)
							}
						}
					}
				}
			}
		}
	}
	// Words before the noun.
	for k := t.opening(i); k < i; k++ {
		w := t.lower(k)
		if n := r.nameOf[k]; n >= 0 {
			e := r.find(r.byName[n])
			if rest, two := r.byRest[n]; two && !slices.Contains(c.participants, r.find(rest)) {
				c.participants = append(c.participants, r.find(rest))
			}
			switch r.entities[e].typ {
			case "Place":
				if _, isCountry := lexicon.Country(r.entities[e].names[0]); !isCountry {
					if !slices.Contains(c.places, e) {
						c.places = append(c.places, e)
						c.placed = true // "the Bonn talks"
					}
					continue
				}
				fallthrough
			case "Organization":
				if r.entities[e].typ == "Organization" {
					c.mark(strings.ToLower(r.entities[e].names[0])) // "the EU summit"
				}
				fallthrough
			case "Person":
				if !slices.Contains(c.participants, e) {
					c.participants = append(c.participants, e)
				}
			}
			continue
		}
		whole := w
		if k+2 < i && t.tokens[k+1].Form == "-" && t.tokens[k+1].Start == t.tokens[k].End {
			whole = w + "-" + t.lower(k+2)
		}
		switch {
		case (w == "last" || w == "next") && k+1 < i && times[t.lemma(k+1)]:
			c.mark(w + "-" + t.lemma(k+1)) // "last year's summit"
		case otherEvent[whole]:
			c.mark(whole)
		case otherEvent[w]:
			c.mark(w)
		case t.tokens[k].UPOS == "PROPN" && t.rel(k) == "compound" && !pressWords[w]:
			before := len(c.days)
			if c.date(t.tokens[k].Form); len(c.days) == before {
				c.mark(w) // "the Mercosur summit"
			}
		default:
			c.date(t.tokens[k].Form)
		}
	}
	if c.possessor >= 0 {
		c.date(t.tokens[c.possessor].Form)
		if all, ok := r.at(c.possessor); ok {
			for _, e := range all {
				if typ := r.entities[e].typ; typ == "Person" || typ == "Organization" || typ == "Place" {
					if !slices.Contains(c.participants, e) {
						c.participants = append(c.participants, e)
					}
				}
			}
		}
	}
	if h := t.head(i); h >= 0 && t.lemma(h) == "round" && t.preposition(i) == "of" {
		// "a second round of talks"
		for _, k := range t.kids[h] {
			if w := t.lower(k); otherEvent[w] {
				c.mark(w)
				c.unreal = c.unreal || unreal[w]
			}
		}
		if v := t.head(t.slot(h)); v >= 0 && (planVerbs[t.lemma(v)] || !t.real(v)) {
			c.unreal = true
		}
	}
	if i+1 < len(t.tokens) {
		c.date(t.tokens[i+1].Form) // "the Forum 2026"
	}
	// Phrases after the noun.
	for _, k := range t.kids[i] {
		if k < i {
			continue
		}
		switch p := t.preposition(k); {
		case t.rel(k) == "nmod" && (p == "between" || p == "with" || p == "among"):
			if p == "with" {
				c.with = true
			}
			addTo(&c.participants, k)
			if e := r.between(k); e >= 0 && !slices.Contains(c.participants, e) {
				c.participants = append(c.participants, e)
			}
		case t.rel(k) == "nmod" && p == "of":
			if all, ok := r.at(k); ok && r.entities[all[0]].typ != "Place" {
				addTo(&c.participants, k)
			}
		case (t.rel(k) == "nmod" || t.rel(k) == "obl") && (p == "in" || p == "at"):
			r.placesAt(k, &c.event)
		case t.rel(k) == "nmod" || t.rel(k) == "obl":
			c.date(t.tokens[k].Form)
		case t.rel(k) == "acl":
			for _, l := range t.kids[k] {
				if p := t.preposition(l); t.rel(l) == "obl" && (p == "in" || p == "at") {
					r.placesAt(l, &c.event)
				} else if t.rel(l) == "obl" && p == "with" {
					c.with = true
					addTo(&c.participants, l)
				}
			}
		}
	}
	// The verb that it depends on.
	s := t.slot(i)
	if v := t.head(s); v >= 0 {
		definite := definites[c.det] || c.possessor >= 0
		if !t.real(v) && (!definite || t.rel(s) == "nsubj") {
			c.unreal = true
		}
		if t.rel(s) == "obj" && takeVerbs[t.lemma(v)] {
			if subj := t.subject(v); subj >= 0 {
				addTo(&c.participants, subj)
			}
			for _, k := range t.kids[v] {
				if t.rel(k) == "obl" && t.preposition(k) == "with" {
					c.with = true
					addTo(&c.participants, k)
				}
			}
		}
		if t.rel(s) == "nsubj" || t.rel(s) == "obj" {
			for _, k := range t.kids[v] {
				if p := t.preposition(k); t.rel(k) == "obl" && (p == "in" || p == "at") {
					r.placesAt(k, &c.event)
				} else if t.rel(k) == "obl" {
					c.date(t.tokens[k].Form)
				}
			}
		}
		if planVerbs[t.lemma(v)] && t.rel(s) == "obj" || cancelVerbs[t.lemma(v)] || t.lemma(v) == "call" && t.has(v, off) {
			c.unreal = true
		}
	}
	for _, m := range c.marks {
		if unreal[m] {
			c.unreal = true
		}
	}
	if c.det == "no" {
		c.unreal = true
		c.mark("no")
	}
	return c
}

func (c *event) mark(w string) {
	if !slices.Contains(c.marks, w) {
		c.marks = append(c.marks, w)
	}
}

// date notes a weekday, month or year that is said with an event.
func (c *event) date(form string) {
	w := ""
	if d, ok := lexicon.Weekday(form); ok {
		w = d.String()
	} else if m, ok := lexicon.Month(form); ok && len(form) > 2 {
		w = m.String()
	} else if len(form) == 4 && (strings.HasPrefix(form, "19") || strings.HasPrefix(form, "20")) {
		w = form
	}
	if w != "" && !slices.Contains(c.days, w) {
		c.days = append(c.days, w)
	}
}

// placesAt adds the places of a phrase with "in" or "at", and those that it lies in.
func (r *resolver) placesAt(i int, ev *event) {
	t := r.tree
	if e := r.one(i); e >= 0 && r.entities[e].typ == "Place" && !slices.Contains(ev.places, e) {
		ev.places = append(ev.places, e)
	}
	for _, k := range t.kids[i] {
		if rel := t.rel(k); k > i && (rel == "nmod" || rel == "appos" || rel == "conj") && (rel != "nmod" || t.preposition(k) == "in" || t.preposition(k) == "" || t.preposition(k) == "at") {
			r.placesAt(k, ev)
		}
	}
}

// conflict reports whether two lists are both filled and have nothing in common.
func conflict[T comparable](a, b []T) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, x := range a {
		if slices.Contains(b, x) {
			return false
		}
	}
	return true
}

// actors returns the participants of an event that are persons, or else all.
func (r *resolver) actors(list []int) []int {
	var persons, rest []int
	for _, e := range r.living(list) {
		if r.entities[e].typ == "Person" {
			persons = append(persons, e)
		} else {
			rest = append(rest, e)
		}
	}
	if len(persons) > 0 {
		return persons
	}
	return rest
}

// fits reports whether what a phrase says may be said of event e.
func (r *resolver) fits(c *eventCalled, e int) bool {
	ev := r.entities[e].event
	if ev.family == "" {
		return false
	}
	if ev.family != c.family && c.family != "any" && ev.family != "any" &&
		!(c.family == "gathering" && ev.named) && !(ev.named && ev.family == "gathering" && c.family == "meeting") {
		return false
	}
	for _, m := range c.marks {
		if !slices.Contains(ev.marks, m) && !(mildEvent[m] && !r.hasStrongMark(ev.marks)) {
			return false
		}
	}
	if conflict(c.days, ev.days) || len(c.places) > 0 && len(ev.places) == 0 && (ev.unreal && !c.unreal || c.placed) {
		return false
	}
	if conflict(r.living(c.places), r.living(ev.places)) && (!r.nested(c.places, ev.places) || c.placed && r.elsewhere(c.places, ev.places)) {
		return false
	}
	mine, its := r.actors(c.participants), r.actors(ev.participants)
	if conflict(mine, its) && r.sameKind(mine, its) {
		return false
	}
	if len(its) > 1 && len(mine) > 0 && (c.with || len(mine) > 1) && r.sameKind(mine, its) {
		// Whoever is named as the other side must have been there.
		for _, e := range mine {
			if !slices.Contains(its, e) {
				return false
			}
		}
	}
	if len(mine) > 1 && len(its) == 1 && !slices.Contains(mine, its[0]) && r.sameKind(mine, its) {
		return false
	}
	return true
}

func (r *resolver) hasStrongMark(marks []string) bool {
	return slices.ContainsFunc(marks, func(m string) bool { return !mildEvent[m] })
}

// sameKind reports whether two lists of participants can be compared: persons
// with persons, countries with countries.
func (r *resolver) sameKind(a, b []int) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	return (r.entities[a[0]].typ == "Person") == (r.entities[b[0]].typ == "Person")
}

// nested reports whether a place of one list may lie in a place of the other:
// a building or base in a city, a city in a region or country. Two cities or two
// countries do not.
func (r *resolver) nested(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if l, m := r.level(x), r.level(y); l != m && (l < 2 || m < 2 || r.inside(x, y) || r.inside(y, x)) {
				return true
			}
		}
	}
	return false
}

// elsewhere reports whether a place that an event is called by ("the Bonn
// talks") is none of the buildings of a city: it is no building by its name, and
// the event was said to be in a city that does not lie in it.
func (r *resolver) elsewhere(called, told []int) bool {
	city := false
	for _, y := range told {
		switch r.level(y) {
		case 0, 1:
			return false
		case 2:
			city = true
		}
	}
	return city && !slices.ContainsFunc(called, func(x int) bool {
		// Many cities have a region of their name.
		_, people, ok := lexicon.City(fullest("Place", r.entities[r.find(x)].names))
		return r.level(x) != 1 && !(ok && people > 100000)
	})
}

// level is 0 for a building or base, 1 for other places, 2 for cities, 3 for regions, 4 for countries.
func (r *resolver) level(e int) int {
	n := fullest("Place", r.entities[r.find(e)].names)
	if _, ok := lexicon.Country(n); ok {
		return 4
	}
	if _, ok := lexicon.CapitalOf(n); ok {
		return 2
	}
	if _, ok := lexicon.Region(n); ok {
		return 3
	}
	if _, _, ok := lexicon.City(n); ok {
		return 2
	}
	for f := range strings.FieldsSeq(n) {
		if bodies[strings.ToLower(f)] {
			return 0
		}
	}
	return 1
}

// inside reports whether the list of cities and regions puts place x in country or region y.
func (r *resolver) inside(x, y int) bool {
	nx, ny := fullest("Place", r.entities[r.find(x)].names), fullest("Place", r.entities[r.find(y)].names)
	iso := ""
	if c, _, ok := lexicon.City(nx); ok {
		iso = c
	} else if c, ok := lexicon.Region(nx); ok {
		iso = c
	}
	if iso == "" {
		return false
	}
	if c, ok := lexicon.Country(ny); ok {
		return c == iso
	}
	if c, ok := lexicon.Region(ny); ok {
		return c == iso
	}
	return false
}

// resolveEvent resolves a noun for an event.
func (r *resolver) resolveEvent(i int) {
	t := r.tree
	first := t.opening(i)
	c := r.describeEvent(i)
	definite := definites[c.det] || c.possessor >= 0
	bare := c.det == "" && c.possessor < 0
	e := -1
	switch {
	case indefinites[c.det] || t.kid(i, "nummod") >= 0 && !definite:
		// New, unless it says what the event at hand was, or a headline told of it.
		if ev := r.asWhat(i); ev >= 0 {
			e = ev
		} else if !r.hasStrongMark(c.marks) && c.det != "no" && c.det != "another" {
			e = r.restated(&c, i)
		}
	case definite:
		r.resolveVerbs(i)
		e = r.eventAtHand(&c, eventWindow)
	case bare:
		switch {
		case len(c.participants)+len(c.places) > 0 || r.isNews(i):
			e = r.restated(&c, i)
			if e < 0 && !r.isNews(i) {
				e = r.eventAtHand(&c, eventWindow)
			}
		default:
			if e = r.eventAtHand(&c, 10); e >= 0 && r.entities[e].event.unreal != c.unreal {
				e = -1
			}
		}
	}
	onlyHeadings := false
	if e < 0 {
		e = r.newEvent(c.event)
		r.entities[e].noun = t.lemma(i)
	} else {
		onlyHeadings = r.entities[e].event.heading && !r.heading && !r.entities[e].event.named
		r.joinEvent(e, c.event)
	}
	x := &r.entities[e]
	if n := r.eventName(i, first); onlyHeadings {
		x.names = append([]string{n}, x.names...)
	} else if !slices.Contains(x.names, n) {
		x.names = append(x.names, n)
	}
	r.note(KindEvent, first, i+1, i, false, -1, e)
	r.touchEvent(e)
	r.occur(e, i, 1)
}

// eventName returns the noun with the nouns before it: "press appearance".
func (r *resolver) eventName(i, first int) string {
	t := r.tree
	from := i
	for from > first && t.tokens[from-1].UPOS == "NOUN" && (from < 2 || t.tokens[from-2].Form != "-") && (t.rel(from-1) == "compound" || pressWords[t.lower(from-1)]) {
		from--
	}
	return r.textOf(from, i+1)
}

// isNews reports whether a bare noun is what somebody holds: "held talks".
func (r *resolver) isNews(i int) bool {
	t := r.tree
	v := t.head(t.slot(i))
	return v >= 0 && t.rel(t.slot(i)) == "obj" && holdVerbs[t.lemma(v)]
}

// asWhat returns the event that a phrase says the kind of: "described it as a
// feel-out meeting", "it was a good meeting". -1 is none.
func (r *resolver) asWhat(i int) int {
	t := r.tree
	s := -1
	switch {
	case t.kid(i, "cop") >= 0:
		s = t.kid(i, "nsubj")
	case t.rel(i) == "xcomp" || t.rel(i) == "obl" && t.preposition(i) == "as":
		if h := t.head(i); h >= 0 {
			if s = t.kid(h, "obj"); s < 0 {
				s = t.kid(h, "nsubj")
			}
		}
	case t.rel(i) == "appos", t.rel(i) == "nmod" && t.preposition(i) == "as":
		s = t.head(i)
	}
	if e := r.one(s); e >= 0 && r.entities[e].event != nil {
		return e
	}
	if t.preposition(i) == "as" {
		// "billing the event as a summit", whatever the tree makes of it.
		if k := t.kid(i, "case") - 1; k >= 0 {
			if e := r.one(k); e >= 0 && r.entities[e].event != nil {
				return e
			}
		}
	}
	if s >= 0 && t.rel(i) != "appos" && t.rel(i) != "nmod" {
		if l := t.lower(s); l == "it" || l == "this" || l == "that" {
			c := eventCalled{event: event{family: r.familyAt(i)}}
			return r.eventAtHand(&c, 2)
		}
	}
	return -1
}

// restated returns the event that a phrase without "the" tells of once more: one
// that only a heading has told of so far, or one of the same participants. -1 is none.
func (r *resolver) restated(c *eventCalled, i int) int {
	quote := r.quoteAt(i)
	for k := len(r.events) - 1; k >= 0 && k >= len(r.events)-30; k-- {
		e := r.find(r.events[k])
		ev := r.entities[e].event
		if r.beat-ev.beat > eventWindow || !r.fits(c, e) || ev.unreal != c.unreal && !ev.heading {
			continue
		}
		mine, its := r.actors(c.participants), r.actors(ev.participants)
		switch {
		case r.hasStrongMark(ev.marks):
		case ev.heading && r.beat <= 3 && !conflict(mine, its),
			len(mine) > 1 && same(mine, its),
			r.heading && len(its) > 0 && (len(mine) > 0 || len(c.places) > 0 && !conflict(r.living(c.places), r.living(ev.places))):
			return e
		case quote >= 0:
			// "We had a good meeting", says one of those who met.
			t := r.tree
			if v := t.head(t.slot(i)); v >= 0 && !c.unreal {
				if s := t.subject(v); s >= 0 && pronouns[t.lower(s)].person == 1 {
					if who := r.speakerOf(quote); who >= 0 && slices.Contains(its, who) {
						return e
					}
				}
			}
		}
	}
	return -1
}

// eventAtHand returns the event that a definite phrase takes up again, or -1.
func (r *resolver) eventAtHand(c *eventCalled, window int) int {
	best, top := -1, 0.0
	for k := len(r.events) - 1; k >= 0 && k >= len(r.events)-100; k-- {
		e := r.find(r.events[k])
		ev := r.entities[e].event
		d := r.beat - ev.beat
		if d > window {
			continue
		}
		if !r.fits(c, e) {
			continue
		}
		score := (1 + 0.3*math.Min(float64(ev.count), 5)) * math.Pow(0.85, float64(d))
		sameNoun := slices.ContainsFunc(r.entities[e].names, func(n string) bool { return hasWord(n, c.noun) })
		pointing := c.det == "this" || c.det == "that"
		if sameNoun {
			score *= 1.2
		}
		if pointing && sameNoun {
			score *= 6
		} else if r.hasStrongMark(ev.marks) && len(c.marks) == 0 {
			if d > 3 {
				continue
			}
			score *= 0.3
		}
		if ev.unreal != c.unreal {
			score *= 0.6
		}
		if ev.family == c.family {
			score *= 1.5
		}
		if pointing {
			score *= math.Pow(0.6, float64(d)) // points at what was just said
		}
		if mine := r.actors(c.participants); len(mine) > 0 && len(ev.participants) > 0 && !conflict(mine, r.actors(ev.participants)) {
			score *= 2.5
		}
		if len(c.places) > 0 && len(ev.places) > 0 {
			score *= 1.5
		}
		if score > top {
			best, top = e, score
		}
	}
	return best
}

func (r *resolver) newEvent(ev event) int {
	e := r.newEntity("Event")
	ev.heading = r.heading
	r.entities[e].event = &ev
	return e
}

// joinEvent adds to an event what one more phrase says of it.
func (r *resolver) joinEvent(e int, more event) {
	ev := r.entities[e].event
	for _, p := range more.participants {
		if !slices.Contains(ev.participants, p) && len(ev.participants) < 20 {
			ev.participants = append(ev.participants, p)
		}
	}
	for _, p := range more.places {
		if !slices.Contains(ev.places, p) && len(ev.places) < 10 {
			ev.places = append(ev.places, p)
		}
	}
	for _, d := range more.days {
		if !slices.Contains(ev.days, d) && len(ev.days) < 6 {
			ev.days = append(ev.days, d)
		}
	}
	if ev.heading && !r.heading {
		ev.heading = false
		ev.unreal = more.unreal
	}
}

// touchEvent makes an event the one last told of.
func (r *resolver) touchEvent(e int) {
	ev := r.entities[e].event
	if ev.count > 0 || slices.Contains(r.events, e) {
		if i := slices.Index(r.events, e); i >= 0 {
			r.events = slices.Delete(r.events, i, i+1)
		}
	}
	ev.count++
	ev.beat, ev.sentence = r.beat, r.s
	if ev.named && !r.heading {
		ev.heading = false
	}
	r.events = append(r.events, e)
}

// rightBefore returns the persons coordinated right before a verb, for trees that miss its subject.
func (r *resolver) rightBefore(verb int) []int {
	for _, g := range slices.Backward(r.groupsBefore(verb)) {
		if g.token < 0 || g.sides {
			continue
		}
		for k := g.token; k < verb; k++ {
			if r.tree.tokens[k].UPOS == "VERB" {
				return nil
			}
		}
		return g.members
	}
	return nil
}

// resolveVerbs resolves the verbs of the sentence at hand before a token.
func (r *resolver) resolveVerbs(limit int) {
	for ; r.verbs < limit; r.verbs++ {
		if i := r.verbs; r.tree.tokens[i].UPOS == "VERB" && r.nameOf[i] < 0 {
			r.resolveVerb(i)
		}
	}
}

// resolveVerb makes an event of "A met B" and "A sat down with B", which "the
// meeting" can take up again.
func (r *resolver) resolveVerb(i int) {
	t := r.tree
	switch t.lemma(i) {
	case "meet", "assemble", "gather", "convene", "reconvene":
	case "sit":
		if k := t.kid(i, "compound", "advmod"); k < 0 || t.lower(k) != "down" {
			return
		}
	default:
		return
	}
	if t.rel(i) == "amod" || t.rel(i) == "compound" {
		return
	}
	var who []int
	add := func(token int) {
		if all, ok := r.at(token); ok {
			for _, e := range r.withConjuncts(token, all) {
				if typ := r.entities[e].typ; (typ == "Person" || typ == "Organization" || typ == "Place") && !slices.Contains(who, e) {
					who = append(who, e)
				}
			}
		}
	}
	if s := t.subject(i); s >= 0 {
		add(s)
	}
	if len(who) == 0 {
		who = append(who, r.subjectOf(i)...)
	}
	c := eventCalled{event: event{family: "meeting"}, with: true}
	for _, k := range t.kids[i] {
		switch {
		case t.rel(k) == "obj":
			add(k)
		case t.rel(k) == "obl" && t.preposition(k) == "with":
			add(k)
		case t.rel(k) == "obl" && (t.preposition(k) == "in" || t.preposition(k) == "at"):
			r.placesAt(k, &c.event)
		case t.rel(k) == "obl":
			c.date(t.tokens[k].Form)
		}
	}
	if len(who) < 2 {
		who = r.rightBefore(i)
	}
	if len(who) < 2 {
		return
	}
	if persons := r.onlyPersons(who); len(persons) > 1 {
		who = persons
	}
	c.participants = who
	c.unreal = !t.real(i)
	e := -1
	for _, k := range t.kids[i] {
		// "in a separate meeting they met"
		if p := t.preposition(k); t.rel(k) == "obl" && (p == "in" || p == "at" || p == "during" || p == "for" || p == "over") {
			if o := r.one(k); o >= 0 && r.entities[o].event != nil && (r.entities[o].event.family == "meeting" || p == "for" || p == "over") && !r.entities[o].event.named {
				e = o
			}
		}
	}
	if e < 0 && !t.has(i, again) {
		e = r.restated(&c, i)
	}
	if e < 0 {
		e = r.newEvent(c.event)
	} else {
		r.joinEvent(e, c.event)
	}
	x := &r.entities[e]
	if len(x.names) == 0 && x.noun == "" {
		x.noun = "meeting"
	}
	r.note(KindEvent, i, i+1, i, false, -1, e)
	r.touchEvent(e)
}
