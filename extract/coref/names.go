package coref

import (
	"slices"
	"strings"
	"unicode"

	"attache/extract/name"
	"attache/extract/name/lexicon"
	"attache/extract/syntax"
	"attache/schema/statement"
)

// form is a name as it is compared.
type form struct {
	text  string   // as written, without title and article
	words []string // folded, spelling variants made one
	raw   []string // folded
}

// variants makes spellings of one name that differ by transliteration alike:
// Zelensky and Zelenskyy, Sergei and Sergey, Khaled and Haled.
func variants(word string) string {
	word = strings.NewReplacer("kh", "h", "x", "ks", "ph", "f", "ck", "k", "w", "v").Replace(word)
	var b strings.Builder
	var last rune
	for _, c := range word {
		if c == 'y' || c == 'j' {
			c = 'i'
		}
		if c != last {
			b.WriteRune(c)
		}
		last = c
	}
	return b.String()
}

// honorificAfter are words after a name that are no part of it.
var honorificAfter = set("jr sr ii iii iv esq phd md")

func (r *resolver) formOf(n name.Mention) form {
	tokens := r.sentences[n.Sentence].Tokens
	first, last := n.First, n.Last
	for first+1 < last && strings.EqualFold(tokens[first].Form, "the") {
		first++
	}
	for last-1 > first && (tokens[last-1].UPOS == "PUNCT" && tokens[last-1].Form != "." || tokens[last-1].Form == "'s" || tokens[last-1].Form == "’s") {
		last--
	}
	f := form{text: strings.Join(strings.Fields(r.text[tokens[first].Start:tokens[last-1].End]), " ")}
	f.raw = strings.Fields(statement.FoldName(f.text))
	for len(f.raw) > 1 && honorificAfter[f.raw[len(f.raw)-1]] {
		f.raw = f.raw[:len(f.raw)-1]
	}
	f.words = make([]string, len(f.raw))
	for i, w := range f.raw {
		f.words[i] = variants(w)
	}
	return f
}

// trimName cuts the title off a name that was found with it. What was taken for
// a body but has a noun for a person before its last words is a person:
// "Armenian counterpart Narek Petrosyan".
func (r *resolver) trimName(n name.Mention) name.Mention {
	t := tree{tokens: r.sentences[n.Sentence].Tokens}
	first := n.First
	switch n.Type {
	case name.Event:
	case name.Person:
		first = r.withoutTitle(t.tokens, n.First, n.Last)
	default:
		for k := n.First; k+1 < n.Last; k++ {
			if t.tokens[k].UPOS == "NOUN" && !isCapital(t.tokens[k].Form) && isPerson(t, k) && isCapital(t.tokens[k+1].Form) {
				n.Type, first = name.Person, k+1
			}
		}
	}
	if first != n.First {
		n.First, n.Head = first, max(n.Head, first)
	}
	return n
}

// withoutTitle returns the first token of a person's name that is no part of a
// title, should the name as found begin with one: "Mr Lang", "Finnish President Aino Saari".
func (r *resolver) withoutTitle(tokens []syntax.Token, first, last int) int {
	begin := first
	if _, ok := lexicon.Demonym(tokens[first].Form); ok && last-first > 2 {
		begin++
	}
	best := first
	for end := begin + 1; end < last && end <= begin+8; end++ {
		office, ok := lexicon.Title(r.text[tokens[begin].Start:tokens[end-1].End])
		if !ok {
			continue
		}
		if _, given := lexicon.FirstName(tokens[begin].Form); given && end == begin+1 && office.Role != "honorific" {
			// "Dean Moore", but "Dean Anna Moore"
			if _, next := lexicon.FirstName(tokens[end].Form); !next || end+1 == last {
				continue
			}
		}
		best = end
	}
	return best
}

func isInitials(s string) bool {
	n := 0
	for _, c := range s {
		if unicode.IsUpper(c) {
			n++
		} else if c != '.' && !unicode.IsDigit(c) {
			return false
		}
	}
	return n >= 2 && n <= 7
}

// registry finds the entities that a name may mean.
type registry struct {
	whole    map[string]int   // folded name → entity
	tails    map[string][]int // last words of the full names of persons
	starts   map[string][]int // first words of the same
	initials map[string][]int // initials of bodies
	lasts    map[string][]int // last words of bodies
	openings map[string][]int // first words of bodies whose names have more
	first    []int            // by entity: sentence of its first full form
	latest   []int            // by entity: order of its latest mention so far, -1
	forms    map[int]form     // by entity: its fullest form
}

func (r *resolver) putNamesTogether() {
	r.byName = make([]int, len(r.names))
	r.titleAt = make([]int, len(r.names))
	r.titleOf = make([][]role, len(r.names))
	genders := make([]gender, len(r.names))
	forms := make([]form, len(r.names))

	// What the trees say of each name.
	next := 0
	for s := range r.sentences {
		before := next
		if before < len(r.names) && r.names[before].Sentence == s {
			next = r.enter(s, next)
			for i := before; i < next; i++ {
				forms[i] = r.formOf(r.names[i])
				if r.names[i].Type != name.Person && r.names[i].Type != name.Event && r.isTitled(r.names[i]) && r.mayBePerson(forms[i]) {
					r.names[i].Type = name.Person // "Secretary Kamau"
					forms[i] = r.formOf(r.names[i])
				}
				r.readTitles(i, genders)
			}
			r.readPredicates(genders)
		}
	}

	reg := &registry{
		whole: make(map[string]int), tails: make(map[string][]int), starts: make(map[string][]int),
		initials: make(map[string][]int), lasts: make(map[string][]int), openings: make(map[string][]int), forms: make(map[int]form),
	}
	for i := range r.byName {
		r.byName[i] = -1
	}
	r.agreeOnPersons(forms)
	for i, n := range r.names {
		switch {
		case n.Type == "Person" && !mayBeTail(forms[i]):
			e := r.registerPerson(reg, i, forms[i])
			r.byName[i] = e
			for _, k := range r.titleOf[i] {
				r.addRole(e, k)
			}
		case n.Type != "Person" && (len(forms[i].words) > 1 || !r.mayBePerson(forms[i])):
			r.byName[i] = r.registerBody(reg, i, forms[i])
		}
	}
	for i, n := range r.names {
		// Two words of which the first is no first name end a longer name, or
		// are a full name of their own.
		if r.byName[i] >= 0 || n.Type != "Person" || len(strings.Fields(forms[i].text)) < 2 || len(forms[i].words) < 2 || particles[forms[i].raw[0]] {
			continue
		}
		if len(reg.tails[strings.Join(forms[i].words, " ")]) == 0 {
			r.byName[i] = r.registerPerson(reg, i, forms[i])
			for _, k := range r.titleOf[i] {
				r.addRole(r.byName[i], k)
			}
		}
	}
	reg.latest = slices.Repeat([]int{-1}, len(r.entities))
	for i, n := range r.names {
		if r.byName[i] < 0 {
			r.byName[i] = r.shortForm(reg, i, n, forms[i], genders[i])
			for len(reg.latest) < len(r.entities) {
				reg.latest = append(reg.latest, -1)
			}
		}
		reg.latest[r.byName[i]] = i
	}
	r.joinInitials(reg, forms)
	for i := range r.names {
		e := r.find(r.byName[i])
		x := &r.entities[e]
		x.named = true
		if _, two := r.byRest[i]; two {
			continue
		}
		if !slices.Contains(x.names, forms[i].text) {
			x.names = append(x.names, forms[i].text)
		}
		if x.gender == unknown {
			x.gender = genders[i]
		}
		if x.typ == "Person" {
			for _, k := range r.titleOf[i] {
				r.addRole(e, k)
			}
			if x := &r.entities[e]; x.country == "" {
				x.country = r.countryOf[i]
			}
		}
	}
	for e := range r.entities {
		x := &r.entities[e]
		if x.typ == "Person" && x.gender == unknown && len(x.names) > 0 {
			if f := strings.Fields(fullest("Person", x.names)); len(f) > 1 {
				if g, ok := lexicon.FirstName(strings.Trim(f[0], ".,")); ok {
					x.gender = gender(g)
				}
			}
		}
		if x.typ == "Place" || x.typ == "Organization" {
			for _, n := range x.names {
				if iso, ok := lexicon.Country(n); ok && x.country == "" {
					x.country = iso
				}
			}
		}
	}
}

// isTitled reports whether a capitalized title stands right before a name.
func (r *resolver) isTitled(n name.Mention) bool {
	k := n.First - 1
	if k < 0 || r.nameOf[k] >= 0 || !isCapital(r.tree.tokens[k].Form) {
		return false
	}
	_, ok := lexicon.Title(r.tree.tokens[k].Form)
	return ok
}

// mayBeTail reports whether a person's name may be the end of a longer one: a
// single word, "Ruiz-Ortega", "van Houten", or "Vargas Lima" whose first word is no first name.
func mayBeTail(f form) bool {
	parts := strings.Fields(f.text)
	if len(parts) < 2 || len(f.words) < 2 {
		return true
	}
	if particles[f.raw[0]] {
		return true
	}
	_, given := lexicon.FirstName(parts[0])
	return len(parts) == 2 && !given && !strings.HasSuffix(parts[0], ".") && len(f.raw[0]) > 1
}

var particles = set("van von de der den del della di da dos du la le el al bin ibn ben ter ten zu af abu")

// agreeOnPersons makes persons of names that look like one, first name and
// all, and whose last word is a person's name elsewhere in the document.
func (r *resolver) agreeOnPersons(forms []form) {
	surnames := make(map[string]bool)
	for i, n := range r.names {
		if n.Type == name.Person && len(forms[i].words) > 0 {
			surnames[forms[i].words[len(forms[i].words)-1]] = true
		}
	}
	for i, n := range r.names {
		if f := forms[i]; (n.Type == name.Organization || n.Type == name.Place) && (len(f.words) == 2 || len(f.words) == 3) && surnames[f.words[len(f.words)-1]] && r.mayBePerson(f) {
			if _, given := lexicon.FirstName(strings.Fields(f.text)[0]); given {
				r.names[i].Type = name.Person
			}
		}
	}
}

// readTitles reads the titles before a name.
func (r *resolver) readTitles(i int, genders []gender) {
	n := r.names[i]
	r.titleAt[i] = n.First
	if n.Type != "Person" {
		return
	}
	taken := func(k int) bool {
		j := r.nameOf[k]
		return j >= 0 && r.names[j].Type == "Person"
	}
	t := func(k int) string { return r.tree.tokens[k].Form }
	roles, begin, g := titles(r.tree, n.First, taken)
	r.titleOf[i] = roles
	// "Latvia's Andris Ozols"
	if k := begin - 1; k > 0 && (t(k) == "'s" || t(k) == "’s" || t(k) == "'" || t(k) == "’") {
		for n := min(3, k); n > 0; n-- {
			if iso, ok := country(strings.Join(words(r.tree.tokens, k-n, k), " ")); ok {
				r.countryOf[i] = iso
				break
			}
		}
	}
	if begin < n.First {
		r.titleAt[i] = begin
	}
	if g != unknown {
		genders[i] = g
	}
}

// readPredicates reads what the sentence at hand says that the bearers of
// names are: by apposition, and by "is", "became", "was elected".
func (r *resolver) readPredicates(genders []gender) {
	t := r.tree
	say := func(nameToken, noun int) {
		i := r.nameOf[nameToken]
		if i < 0 || r.names[i].Type != "Person" || r.nameOf[noun] >= 0 || !isPerson(t, noun) || isPlural(t, noun) {
			return
		}
		r.titleOf[i] = append(r.titleOf[i], r.roleAt(noun))
		if g := nounGender(t.lemma(noun)); g != unknown {
			genders[i] = g
		}
	}
	for k := range t.tokens {
		if u := t.tokens[k].UPOS; r.nameOf[k] < 0 && (u == "NOUN" || u == "PROPN") && isPerson(t, k) {
			if a := r.apposed(k); a >= 0 {
				say(a, k)
				continue
			}
		}
		h := t.head(k)
		if h < 0 {
			continue
		}
		switch t.rel(k) {
		case "appos":
			if t.kid(k, "cop", "case") >= 0 {
				continue
			}
			if r.nameOf[k] >= 0 {
				say(k, h)
			} else if r.nameOf[h] >= 0 {
				say(h, k)
			}
		case "nsubj":
			if t.kid(h, "cop") >= 0 && t.real(h) {
				say(k, h)
			}
			switch t.lemma(h) {
			case "become", "remain", "elect", "appoint", "name":
				o := t.kid(h, "xcomp", "obj")
				if o < 0 && t.lemma(h) == "become" {
					o = personAfter(t, h)
				}
				if o >= 0 && t.real(h) {
					say(k, o)
				}
			case "serve":
				if o := t.kid(h, "obl"); o >= 0 && t.preposition(o) == "as" && t.real(h) {
					say(k, o)
				}
			}
		}
	}
}

// personAfter returns the noun for a person that heads the words after a verb,
// whatever the tree makes of them, or -1.
func personAfter(t tree, verb int) int {
	found := -1
	for k := verb + 1; k < len(t.tokens) && k < verb+9; k++ {
		switch t.tokens[k].UPOS {
		case "NOUN", "PROPN":
			if isPerson(t, k) {
				found = k
				continue
			}
			if found >= 0 {
				return found
			}
		case "ADJ", "DET", "PART", "NUM":
		default:
			return found
		}
	}
	return found
}

// roleAt reads the office of the noun phrase headed by a token of the sentence at hand.
func (r *resolver) roleAt(i int) role {
	t := r.tree
	first := t.opening(i)
	right, _ := after(t.tokens, i, len(t.tokens))
	return newRole(words(t.tokens, first, i), t.lemma(i), right)
}

func isPlural(t tree, i int) bool {
	tok := t.tokens[i]
	return strings.Contains(tok.Feats, "Number=Plur") || tok.XPOS == "NNS" || tok.XPOS == "NNPS"
}

// mayBePerson reports whether a word that was taken for a place or a body may
// as well be a surname, as no list knows it.
func (r *resolver) mayBePerson(f form) bool {
	const known = lexicon.CountryName | lexicon.CapitalName | lexicon.LargeCity | lexicon.RegionName | lexicon.PlaceName |
		lexicon.PlaceHead | lexicon.OrganizationName | lexicon.OrganizationHead | lexicon.DemonymName | lexicon.EventHead
	return lexicon.Lookup(f.text)&known == 0 && !isInitials(f.text)
}

func (r *resolver) registerPerson(reg *registry, i int, f form) int {
	key := strings.Join(f.words, " ")
	if e, ok := reg.whole[key]; ok && r.entities[e].typ == "Person" {
		return e
	}
	last := f.words[len(f.words)-1]
	e := -1
	for _, c := range recent(reg.tails[last]) {
		if sameFull(reg.forms[c].words, f.words) {
			e = c
			break
		}
	}
	if joined := reg.starts[strings.Join(f.words, "")]; e < 0 && len(joined) == 1 {
		e = joined[0] // "Abdul Rahman" of "Abdulrahman al-Marri"
	}
	if e < 0 {
		// "Pedro Sanchez" of "Pedro Sanchez Perez": the shorter begins the longer.
		for _, c := range recent(reg.starts[f.words[0]]) {
			o := reg.forms[c].words
			if n := min(len(o), len(f.words)); n > 1 && len(o) != len(f.words) && slices.Equal(o[:n], f.words[:n]) {
				e = c
				break
			}
		}
	}
	if e < 0 {
		e = r.newEntity("Person")
		reg.first = append(reg.first, make([]int, e+1-len(reg.first))...)
		reg.first[e] = r.names[i].Sentence
	}
	if len(f.words) > len(reg.forms[e].words) {
		reg.forms[e] = f
	}
	reg.whole[key] = e
	for n := 1; n < len(f.words) && n <= 4; n++ {
		tail := strings.Join(f.words[len(f.words)-n:], " ")
		if !slices.Contains(recent(reg.tails[tail]), e) {
			reg.tails[tail] = append(reg.tails[tail], e)
		}
	}
	if !slices.Contains(recent(reg.starts[f.words[0]]), e) {
		reg.starts[f.words[0]] = append(reg.starts[f.words[0]], e)
	}
	return e
}

// recent bounds how many of those who share a word are looked at.
func recent(list []int) []int { return list[max(0, len(list)-32):] }

// sameFull reports whether two full names with the same last word may be of one person.
func sameFull(a, b []string) bool {
	if a[0] != b[0] {
		// "S. Ivanova" and "Svetlana Ivanova"
		x, y := a[0], b[0]
		if len(x) > len(y) {
			x, y = y, x
		}
		if len(x) != 1 || !strings.HasPrefix(y, x) {
			return false
		}
	}
	am, bm := a[1:len(a)-1], b[1:len(b)-1]
	if len(am) == 0 || len(bm) == 0 {
		return true
	}
	if len(am) != len(bm) {
		return false
	}
	for i := range am {
		if am[i] != bm[i] && !(len(am[i]) == 1 && strings.HasPrefix(bm[i], am[i])) && !(len(bm[i]) == 1 && strings.HasPrefix(am[i], bm[i])) {
			return false
		}
	}
	return true
}

// bodyKey folds the name of a body or place.
func bodyKey(f form) string {
	if iso, ok := lexicon.Country(f.text); ok {
		return "country " + iso
	}
	words := f.raw
	for len(words) > 1 && lexicon.Lookup(words[len(words)-1])&lexicon.OrganizationSuffix != 0 {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

var minorWords = set("of the and for in on at de la del und & to")

func initials(f form) (short, long string) {
	for _, w := range f.raw {
		c := w[:1]
		long += c
		if !minorWords[w] {
			short += c
		}
	}
	return short, long
}

func (r *resolver) registerBody(reg *registry, i int, f form) int {
	n := r.names[i]
	if len(f.raw) == 0 {
		return r.newLone(reg, n, f, "")
	}
	key := bodyKey(f)
	if n.Type == "Event" {
		key = "event " + key
	}
	if e, ok := reg.whole[key]; ok {
		return e
	}
	e := r.newEntity(n.Type)
	reg.first = append(reg.first, make([]int, e+1-len(reg.first))...)
	reg.first[e] = n.Sentence
	reg.forms[e] = f
	reg.whole[key] = e
	if n.Type == "Event" {
		ev := &event{family: familyOf(f.raw), named: true}
		for _, w := range f.raw {
			ev.date(w)
		}
		r.entities[e].event = ev
		return e
	}
	if len(f.raw) > 1 {
		short, long := initials(f)
		reg.initials[short] = append(reg.initials[short], e)
		if long != short {
			reg.initials[long] = append(reg.initials[long], e)
		}
	}
	last := f.raw[len(f.raw)-1]
	reg.lasts[last] = append(reg.lasts[last], e)
	if len(f.raw) > 1 && n.Type == name.Organization {
		reg.openings[f.raw[0]] = append(reg.openings[f.raw[0]], e)
	}
	return e
}

// forward is how far ahead, in sentences, the full form of a name may be.
const forward = 60

// shortForm finds the entity of a name of one word: a surname, a first name, or a name of its own.
func (r *resolver) shortForm(reg *registry, i int, n name.Mention, f form, g gender) int {
	word := strings.Join(f.words, " ")
	pick := func(list []int) int {
		list = recent(list)
		var fit []int
		for _, e := range list {
			if reg.latest[e] < 0 && reg.first[e] > n.Sentence+forward {
				continue
			}
			if x := r.entities[e]; g != unknown && r.genderOf(reg, e) != unknown && r.genderOf(reg, e) != g && x.typ == "Person" {
				continue
			}
			fit = append(fit, e)
		}
		if len(fit) > 1 && len(r.titleOf[i]) > 0 {
			// A title tells namesakes apart.
			var titled []int
			for _, e := range fit {
				if r.sharesTitle(e, i) {
					titled = append(titled, e)
				}
			}
			if len(titled) > 0 {
				fit = titled
			}
		}
		best := -1
		for _, e := range fit {
			switch {
			case best < 0:
				best = e
			case reg.latest[e] > reg.latest[best]:
				best = e
			}
		}
		return best
	}
	if len(f.words) == 0 {
		return r.newLone(reg, n, f, "")
	}
	if e := pick(reg.tails[word]); e >= 0 {
		return e
	}
	if parts := strings.FieldsFunc(f.text, func(c rune) bool { return c == '-' || c == '–' }); len(parts) == 2 && len(f.words) == 2 {
		// "the Lang-Roth talks"
		if a, b := pick(reg.tails[f.words[0]]), pick(reg.tails[f.words[1]]); a >= 0 && b >= 0 && a != b {
			r.byRest[i] = b
			return a
		}
	}
	if list := reg.starts[word]; len(list) > 0 {
		_, given := lexicon.FirstName(f.text)
		if len(list) == 1 && (!given || reg.latest[list[0]] >= 0 || n.Sentence < 2) {
			if e := pick(list); e >= 0 {
				return e
			}
		}
	}
	if n.Type != "Person" {
		return r.registerBody(reg, i, f)
	}
	if len(strings.Fields(f.text)) > 1 && !particles[f.raw[0]] {
		e := r.registerPerson(reg, i, f)
		for _, k := range r.titleOf[i] {
			r.addRole(e, k)
		}
		return e
	}
	key := "person " + word
	if e, ok := reg.whole[key]; ok {
		return e
	}
	return r.newLone(reg, n, f, key)
}

// newLone makes an entity of a person's name that is part of no full one.
func (r *resolver) newLone(reg *registry, n name.Mention, f form, key string) int {
	e := r.newEntity(n.Type)
	reg.first = append(reg.first, make([]int, e+1-len(reg.first))...)
	reg.first[e] = n.Sentence
	reg.forms[e] = f
	if key != "" {
		reg.whole[key] = e
	}
	return e
}

func (r *resolver) genderOf(reg *registry, e int) gender {
	if g := r.entities[e].gender; g != unknown {
		return g
	}
	if f := strings.Fields(reg.forms[e].text); len(f) > 1 {
		if g, ok := lexicon.FirstName(strings.Trim(f[0], ".,")); ok {
			return gender(g)
		}
	}
	return unknown
}

// sharesTitle reports whether the bearer of a title before name i is known to be entity e.
func (r *resolver) sharesTitle(e, i int) bool {
	for _, a := range r.titleOf[i] {
		for _, b := range r.entities[e].roles {
			if a.match(b) > 0 {
				return true
			}
		}
	}
	return false
}

// joinInitials puts short forms of bodies to their full names.
func (r *resolver) joinInitials(reg *registry, forms []form) {
	for i, n := range r.names {
		if n.Type == "Person" || n.Type == "Event" {
			continue
		}
		e := r.find(r.byName[i])
		f := forms[i]
		tokens := r.sentences[n.Sentence].Tokens
		// "European Union (EU)"
		if i+1 < len(r.names) && r.names[i+1].Sentence == n.Sentence && r.names[i+1].First == n.Last+1 &&
			tokens[n.Last].Form == "(" && r.names[i+1].Last < len(tokens) && tokens[r.names[i+1].Last].Form == ")" && r.names[i+1].Type != "Person" {
			o := forms[i+1]
			if isInitials(o.text) && abbreviates(o.text, f.text) {
				r.merge(e, r.byName[i+1])
			} else if isInitials(f.text) && abbreviates(f.text, o.text) {
				r.merge(r.byName[i+1], e)
			}
		}
		if isInitials(f.text) {
			if list := reg.initials[strings.ToLower(strings.ReplaceAll(f.text, ".", ""))]; len(list) == 1 {
				if full := r.find(list[0]); full != e && (r.entities[full].typ == n.Type || n.Type == "Organization" || r.entities[full].typ == "Organization") {
					r.merge(full, e)
				}
			}
			continue
		}
		r.joinTail(reg, e, n, f)
	}
}

// joinTail joins "Foreign Ministry" to "Russian Foreign Ministry", "Elmendorf-Richardson"
// to "Joint Base Elmendorf-Richardson", "Velmar" to "Velmar Group".
func (r *resolver) joinTail(reg *registry, e int, n name.Mention, f form) {
	if len(f.raw) == 0 || len(lexicon.Key(f.text)) < 3 {
		return
	}
	if _, isCountry := lexicon.Country(f.text); isCountry {
		return
	}
	fits := -1
	consider := func(c int) {
		c = r.find(c)
		if c == e || r.entities[c].typ != r.entities[e].typ {
			return
		}
		if fits >= 0 && fits != c {
			fits = -2
			return
		}
		if fits != -2 {
			fits = c
		}
	}
	for _, c := range recent(reg.lasts[f.raw[len(f.raw)-1]]) {
		o := reg.forms[c].raw
		if len(o) <= len(f.raw) || !slices.Equal(o[len(o)-len(f.raw):], f.raw) {
			continue
		}
		rest := o[:len(o)-len(f.raw)]
		last := rest[len(rest)-1]
		_, demonym := lexicon.Demonym(strings.Join(rest, " "))
		_, isCountry := lexicon.Country(strings.Join(rest, " "))
		if demonym || isCountry || last == "base" || last == "fort" || last == "camp" ||
			len(f.raw) == 1 && bodies[f.raw[0]] {
			consider(c)
		}
	}
	if fits == -1 && n.Type == name.Organization && len(f.raw) == 1 && r.mayBePerson(f) {
		// "Velmar" of "Velmar Group": a word of no other meaning that begins one name only.
		if _, given := lexicon.FirstName(f.text); !given {
			for _, c := range recent(reg.openings[f.raw[0]]) {
				consider(c)
			}
		}
	}
	if fits >= 0 {
		r.merge(fits, e)
	}
}

// abbreviates reports whether the letters of short stand in long in their
// order, the first at its beginning.
func abbreviates(short, long string) bool {
	s := []rune(strings.ToLower(strings.ReplaceAll(short, ".", "")))
	l := []rune(strings.ToLower(long))
	if len(s) < 2 || len(l) <= len(s) || s[0] != l[0] {
		return false
	}
	i := 0
	for _, c := range l {
		if i < len(s) && c == s[i] {
			i++
		}
	}
	return i == len(s)
}
