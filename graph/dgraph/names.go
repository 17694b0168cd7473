package dgraph

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"attache/graph"
	"attache/schema/statement"

	"github.com/hbollon/go-edlib"
)

// Types whose entities are described rather than named: several may answer to
// the same words, and all of them are meant.
const (
	eventType = "Event"
	topicType = "Topic"
)

func described(e statement.Entity) bool { return e.Type == eventType || e.Type == topicType }

const (
	maxCandidates = 2000 // entities that are compared with one name
	maxNearest    = 5    // names that are offered for an unknown one
	nearEnough    = 0.7  // likeness from which on a name is offered
	overlapEnough = 0.5  // F-measure from which on two descriptions mean the same
	sameSpelling  = 0.9  // Jaro-Winkler similarity from which on two first names may be one
)

// lookUp finds what a name stands for, one entity or several that it may all mean.
// It fails with *graph.UnknownNameError or *graph.AmbiguousNameError.
func (s *Store) lookUp(ctx context.Context, name string, types []string) ([]statement.Entity, error) {
	key := withoutDeterminer(statement.FoldName(name))
	if len(key) > maxIndexed {
		key = key[:maxIndexed]
	}
	words := contentWords(key)
	if len(words) > 50 {
		words = words[:50] // the longest of descriptions has told enough by then
	}
	var answer struct{ Exact, All, Any []entityNode }
	var r request
	r.add(`exact(func: eq(xid, %s)) @filter(type(Entity) AND %s) { %s }`, r.value(name), r.visible(), entityFields)
	if key != "" {
		r.body.Reset()
		r.add(`x as var(func: eq(xid, %s)) @filter(type(Entity))`, r.value(name))
		r.add(`k as var(func: eq(name_key, %s))`, r.list([]string{key, statement.FoldName(name)}))
		r.add(`exact(func: uid(x, k), first: %d) @filter(%s) { %s }`, maxCandidates, r.visible(), entityFields)
	}
	if len(words) > 0 {
		var each []string
		for _, w := range words {
			each = append(each, "eq(name_word, "+r.value(w)+")")
		}
		r.add(`all(func: %s, first: %d) @filter(%s AND %s) { %s }`, each[0], maxCandidates, strings.Join(each, " AND "), r.visible(), entityFields)
		r.add(`any(func: eq(name_word, %s), first: %d) @filter(%s) { %s }`, r.list(words), maxCandidates, r.visible(), entityFields)
	}
	if err := s.read(ctx, &r, &answer); err != nil {
		return nil, err
	}
	allowed := func(nodes []entityNode) (list []statement.Entity) {
		for _, n := range nodes {
			if e := n.entity(); len(types) == 0 || slices.Contains(types, e.Type) {
				list = append(list, e)
			}
		}
		return list
	}
	found := choose(key, words, allowed(answer.Exact), allowed(answer.All), allowed(answer.Any))
	if len(found) == 0 { // a name of a type that was not expected is still a name
		for _, n := range answer.Exact {
			found = append(found, n.entity())
		}
	}
	if len(found) == 0 {
		nearest, err := s.nearest(ctx, key, types)
		if err != nil {
			return nil, err
		}
		return nil, &graph.UnknownNameError{Name: name, Nearest: nearest}
	}
	slices.SortFunc(found, byXID)
	found = slices.CompactFunc(found, func(a, b statement.Entity) bool { return a.XID == b.XID })
	if rivals := rivals(found); len(rivals) > 1 {
		return nil, &graph.AmbiguousNameError{Name: name, Candidates: rivals}
	}
	return found, nil
}

func byXID(a, b statement.Entity) int { return strings.Compare(a.XID, b.XID) }

// choose picks the best of the entities that share words with a name. exact
// bear it, all have each of its words, some have one.
func choose(key string, words []string, exact, all, some []statement.Entity) []statement.Entity {
	var found []statement.Entity
	for _, e := range exact {
		if !described(e) {
			found = append(found, e)
		}
	}
	if len(found) == 0 { // a surname, or a part of a longer name
		for _, e := range all {
			if !described(e) && partOf(key, e) {
				found = append(found, e)
			}
		}
	}
	if len(found) == 0 { // another spelling of the first name
		for _, e := range some {
			if e.Type == "Person" && slices.ContainsFunc(keys(e), func(k string) bool { return spelled(key, k) }) {
				found = append(found, e)
			}
		}
	}
	// Descriptions are compared by their words.
	before := len(found)
	for _, e := range slices.Concat(exact, all) {
		if described(e) {
			found = append(found, e)
		}
	}
	if len(found) == before && before == 0 {
		for _, e := range some {
			if described(e) && slices.ContainsFunc(keys(e), func(k string) bool { return overlap(words, contentWords(k)) >= overlapEnough }) {
				found = append(found, e)
			}
		}
	}
	return found
}

// keys returns the folded names of an entity.
func keys(e statement.Entity) []string {
	list := []string{statement.FoldName(e.Name)}
	for _, alias := range e.Aliases {
		list = append(list, statement.FoldName(alias))
	}
	return list
}

// partOf reports whether a folded name is a part by which the entity may be
// called: a person's surname, or several words of another's name in their
// order. One word is not enough there: the Bank of Russia is not Russia.
func partOf(key string, e statement.Entity) bool {
	for _, k := range keys(e) {
		if e.Type == "Person" && strings.HasSuffix(" "+k, " "+key) {
			return true
		}
		if e.Type != "Person" && strings.Contains(key, " ") && strings.Contains(" "+k+" ", " "+key+" ") {
			return true
		}
		if e.Type == "Person" && spelled(key, k) {
			return true
		}
	}
	return false
}

// spelled reports whether a folded name of several words is that of a person,
// but for the spelling or an initial of a first name.
func spelled(key, name string) bool {
	return strings.Contains(name, " ") && compatible(name, key)
}

// compatible reports whether two folded names may be one person's: the last
// words are equal, and each other word of the shorter one, up to its
// spelling or as an initial, is in the longer one.
func compatible(a, b string) bool {
	long, short := strings.Fields(a), strings.Fields(b)
	if len(long) < len(short) {
		long, short = short, long
	}
	if len(short) == 0 || long[len(long)-1] != short[len(short)-1] {
		return false
	}
	rest := long[:len(long)-1]
	for _, w := range short[:len(short)-1] {
		if !slices.ContainsFunc(rest, func(l string) bool { return sameName(l, w) }) {
			return false
		}
	}
	return true
}

func sameName(a, b string) bool {
	if a == b || (len(a) == 1 || len(b) == 1) && a[0] == b[0] {
		return true
	}
	return len(a) > 3 && len(b) > 3 && edlib.JaroWinklerSimilarity(a, b) >= sameSpelling
}

// overlap is the F-measure of two sorted sets of words.
func overlap(a, b []string) float64 {
	common := 0
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); ok {
			common++
		}
	}
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(common) / float64(len(a)+len(b))
}

// rivals returns one entity for each thing that the found ones may be: those
// whose names may be one person's, or are equal, count as one. A country or a
// company may be a place in one text and an organization in another; a
// person is no place.
func rivals(found []statement.Entity) []statement.Entity {
	var named []statement.Entity
	for _, e := range found {
		if !described(e) {
			named = append(named, e)
		}
	}
	// The longest name first, so that what is only called Lavrov joins a Sergey Lavrov.
	slices.SortStableFunc(named, func(a, b statement.Entity) int {
		return cmp.Compare(len(strings.Fields(b.Name)), len(strings.Fields(a.Name)))
	})
	var distinct []statement.Entity
	for _, e := range named {
		key := statement.FoldName(e.Name)
		if !slices.ContainsFunc(distinct, func(d statement.Entity) bool {
			other := statement.FoldName(d.Name)
			if (d.Type == "Person") != (e.Type == "Person") {
				return false
			}
			return key == other || e.Type == "Person" && compatible(other, key)
		}) {
			distinct = append(distinct, e)
		}
	}
	slices.SortFunc(distinct, func(a, b statement.Entity) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), byXID(a, b))
	})
	return distinct
}

// nearest finds the entities whose names are spelled most like a folded name.
func (s *Store) nearest(ctx context.Context, key string, types []string) ([]statement.Entity, error) {
	var r request
	var blocks []string
	for i, w := range contentWords(key) {
		if len(w) < 3 || len(w) > 100 || i == 10 {
			continue // Dgraph compares by groups of three letters
		}
		name := "w" + strconv.Itoa(i)
		blocks = append(blocks, name)
		r.add(`%s as var(func: match(name_word, %s, %d), first: %d)`, name, r.value(w), min(1+len(w)/3, 4), maxCandidates)
	}
	if len(blocks) == 0 {
		return nil, nil
	}
	r.add(`near(func: uid(%s), first: %d) @filter(%s) { %s }`, strings.Join(blocks, ", "), maxCandidates, r.visible(), entityFields)
	var answer struct{ Near []entityNode }
	if err := s.read(ctx, &r, &answer); err != nil {
		return nil, err
	}
	type scored struct {
		statement.Entity
		likeness float64
	}
	var list []scored
	for _, n := range answer.Near {
		e := n.entity()
		best := 0.0
		for _, k := range keys(e) {
			best = max(best, likeness(key, k))
		}
		if len(types) > 0 && !slices.Contains(types, e.Type) {
			best -= 0.1
		}
		if best >= nearEnough {
			list = append(list, scored{e, best})
		}
	}
	slices.SortFunc(list, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), strings.Compare(a.Name, b.Name), byXID(a.Entity, b.Entity))
	})
	var entities []statement.Entity
	for _, e := range list[:min(len(list), maxNearest)] {
		entities = append(entities, e.Entity)
	}
	return entities, nil
}

// likeness compares two folded names from 0 to 1: as wholes, and word by
// word, so that a misspelled surname finds the full name. Damerau-Levenshtein
// distance (Damerau 1964, doi:10.1145/363958.363994) over the length.
func likeness(a, b string) float64 {
	whole := closeness(a, b)
	words := strings.Fields(a)
	if len(words) == 0 {
		return whole
	}
	sum := 0.0
	others := strings.Fields(b)
	for _, w := range words {
		best := 0.0
		for _, o := range others {
			best = max(best, closeness(w, o))
		}
		sum += best
	}
	best := max(whole, 0.95*sum/float64(len(words)))
	if len(others) > 0 && closeness(words[len(words)-1], others[len(others)-1]) >= 0.8 { // the surname
		best = max(best, nearEnough+0.1*whole)
	}
	return best
}

func closeness(a, b string) float64 {
	longest := max(len(a), len(b))
	if longest == 0 {
		return 0
	}
	if longest > 200 {
		a, b = a[:min(len(a), 200)], b[:min(len(b), 200)]
		longest = max(len(a), len(b))
	}
	return 1 - float64(edlib.OSADamerauLevenshteinDistance(a, b))/float64(longest)
}
