package dgraph

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"attache/schema"
	"attache/schema/statement"
)

// Answer looks up what the query's names stand for, asks for the statements
// that fit its patterns in one query, and joins them.
func (s *Store) Answer(ctx context.Context, q statement.Query) (statement.Result, error) {
	q, err := s.lookUpAll(ctx, q)
	if err != nil {
		return statement.Result{}, err
	}
	o, err := s.Ontology(ctx)
	if err != nil {
		return statement.Result{}, err
	}
	result := statement.Result{Query: q}
	var r request
	for i, a := range q.Alternatives {
		compile(&r, o, i, a)
	}
	if r.body.Len() == 0 {
		return result, nil
	}
	result.Source, result.Vars = r.text(), r.vars
	found := map[string][]statementNode{}
	if err := s.read(ctx, &r, &found); err != nil {
		return statement.Result{}, err
	}
	var collected collection
	for i, a := range q.Alternatives {
		j := join{o: o, alternative: a, asked: q.Answer}
		for k := range a.Patterns {
			var records []statement.Record
			for _, n := range found[block(i, k)] {
				records = append(records, n.record())
			}
			slices.SortFunc(records, inText)
			j.records = append(j.records, records)
		}
		j.run(func(bound map[string]statement.Entity, used []statement.Record) {
			collected.take(i, a.Label, bound[q.Answer], used)
		})
	}
	result.Answers = collected.answers(q.Kind)
	if len(result.Answers) == 0 {
		result.Instead = collected.instead()
	}
	return result, nil
}

// lookUpAll returns the query with the xids of its names.
func (s *Store) lookUpAll(ctx context.Context, q statement.Query) (statement.Query, error) {
	known := map[string][]string{}
	q.Alternatives = slices.Clone(q.Alternatives)
	for i := range q.Alternatives {
		patterns := slices.Clone(q.Alternatives[i].Patterns)
		for j := range patterns {
			for _, term := range []*statement.Term{&patterns[j].Subject, &patterns[j].Object} {
				if term.Var != "" || len(term.XIDs) > 0 {
					continue
				}
				key := fmt.Sprintf("%q %q", term.Name, term.Types)
				if _, ok := known[key]; !ok {
					entities, err := s.lookUp(ctx, term.Name, term.Types)
					if err != nil {
						return q, err
					}
					for _, e := range entities {
						known[key] = append(known[key], e.XID)
					}
				}
				term.XIDs = known[key]
			}
		}
		q.Alternatives[i].Patterns = patterns
	}
	return q, nil
}

// block is the name of the block with the statements of a pattern.
func block(alternative, pattern int) string {
	return "a" + strconv.Itoa(alternative) + "p" + strconv.Itoa(pattern)
}

// compile adds an alternative to a request: for each pattern a block with the
// statements that may fit it. Patterns that know more go first, and what a
// hole may be after one pattern narrows the next.
func compile(r *request, o *schema.Ontology, alternative int, a statement.Alternative) {
	holes := map[string]string{} // hole → variables of DQL with the nodes that may fill it
	done := make([]bool, len(a.Patterns))
	for range a.Patterns {
		next, best := -1, -1
		for i, p := range a.Patterns {
			knows := 0
			for _, t := range []statement.Term{p.Subject, p.Object} {
				switch {
				case t.Var == "":
					knows += 3
				case holes[t.Var] != "":
					knows += 2
				}
			}
			if !done[i] && knows > best {
				next, best = i, knows
			}
		}
		done[next] = true
		needed := func(hole string) bool { // by a pattern that is still to come
			for i, p := range a.Patterns {
				if !done[i] && (p.Subject.Var == hole || p.Object.Var == hole) {
					return true
				}
			}
			return false
		}
		compilePattern(r, o, block(alternative, next), a.Patterns[next], holes, needed)
	}
}

func compilePattern(r *request, o *schema.Ontology, name string, p statement.Pattern, holes map[string]string, needed func(hole string) bool) {
	ways := []struct {
		suffix, subject, object string
		subjectTerm, objectTerm statement.Term
	}{{"f", "statement.subject", "statement.object", p.Subject, p.Object}}
	if relation, _ := o.Relation(p.Predicate); relation.Symmetric {
		ways = append(ways, ways[0])
		ways[1].suffix, ways[1].subjectTerm, ways[1].objectTerm = "b", p.Object, p.Subject
	}
	upper := strings.ToUpper(name)
	ends := map[string]string{} // the variables with the nodes that each end may be; "" where that is anything
	for _, end := range []struct {
		name string
		term statement.Term
	}{{"S", p.Subject}, {"O", p.Object}} {
		switch {
		case end.term.Var == "":
			ends[end.name] = upper + end.name
			r.add(`%s as var(func: eq(xid, %s))`, upper+end.name, r.list(end.term.XIDs))
		default:
			ends[end.name] = holes[end.term.Var]
		}
	}
	var blocks []string
	fill := map[string][]string{}
	for i, way := range ways {
		subject, object := ends["S"], ends["O"]
		if i == 1 {
			subject, object = object, subject
		}
		found := upper + way.suffix
		blocks = append(blocks, found)
		capture := ""
		for _, end := range []struct {
			predicate string
			term      statement.Term
		}{{way.subject, way.subjectTerm}, {way.object, way.objectTerm}} {
			if end.term.Var != "" && needed(end.term.Var) {
				v := found + strings.ToUpper(strings.TrimPrefix(end.predicate, "statement.")[:1])
				capture += " " + v + " as " + end.predicate
				fill[end.term.Var] = append(fill[end.term.Var], v)
			}
		}
		if capture != "" {
			capture = " {" + capture + " }"
		}
		filter := "eq(statement.predicate, " + r.value(p.Predicate) + ")"
		switch {
		case subject == "" && object == "":
			r.add(`%s as var(func: %s)%s`, found, filter, capture)
			continue
		case subject != "" && object != "":
			r.add(`var(func: uid(%s)) { %sX as ~statement.object }`, object, found)
			filter += " AND uid(" + found + "X)"
			r.add(`var(func: uid(%s)) { %s as ~statement.subject @filter(%s)%s }`, subject, found, filter, capture)
		case subject != "":
			r.add(`var(func: uid(%s)) { %s as ~statement.subject @filter(%s)%s }`, subject, found, filter, capture)
		default:
			r.add(`var(func: uid(%s)) { %s as ~statement.object @filter(%s)%s }`, object, found, filter, capture)
		}
	}
	for hole, vars := range fill {
		holes[hole] = strings.Join(vars, ", ")
	}
	r.add(`%s(func: uid(%s)) @filter(%s) { %s }`, name, strings.Join(blocks, ", "), r.visible(), statementFields)
}

// join finds the ways to fill the holes of an alternative so that all of its
// patterns hold. Different holes are filled with different entities, and none
// with one that the alternative names.
type join struct {
	o           *schema.Ontology
	alternative statement.Alternative
	asked       string
	records     [][]statement.Record // that may fit each pattern, in order of the text

	index []map[string][]int // of each pattern: subject or object, by its end and xid → records
}

func (j *join) run(found func(bound map[string]statement.Entity, used []statement.Record)) {
	named := map[string]bool{}
	for _, p := range j.alternative.Patterns {
		for _, t := range []statement.Term{p.Subject, p.Object} {
			for _, xid := range t.XIDs {
				named[xid] = true
			}
		}
	}
	for _, records := range j.records {
		index := map[string][]int{}
		for i, r := range records {
			index["s"+r.Subject] = append(index["s"+r.Subject], i)
			index["o"+r.Object] = append(index["o"+r.Object], i)
		}
		j.index = append(j.index, index)
	}
	j.step(0, map[string]statement.Entity{}, nil, named, found)
}

func (j *join) step(pattern int, bound map[string]statement.Entity, used []statement.Record, named map[string]bool, found func(map[string]statement.Entity, []statement.Record)) {
	if pattern == len(j.alternative.Patterns) {
		found(bound, used)
		return
	}
	p := j.alternative.Patterns[pattern]
	relation, _ := j.o.Relation(p.Predicate)
	for _, turned := range []bool{false, true} {
		subject, object := p.Subject, p.Object
		if turned {
			if !relation.Symmetric {
				break
			}
			subject, object = object, subject
		}
		for _, i := range j.candidates(pattern, subject, object, bound) {
			r := j.records[pattern][i]
			s, ok := bind(bound, subject, r.SubjectEntity, named)
			if !ok {
				continue
			}
			so, ok := bind(s, object, r.ObjectEntity, named)
			if !ok {
				continue
			}
			j.step(pattern+1, so, append(slices.Clip(used), r), named, found)
		}
	}
}

// candidates returns the records that have at one end what is known of it.
func (j *join) candidates(pattern int, subject, object statement.Term, bound map[string]statement.Entity) []int {
	if e, ok := bound[subject.Var]; ok && subject.Var != "" {
		return j.index[pattern]["s"+e.XID]
	}
	if e, ok := bound[object.Var]; ok && object.Var != "" {
		return j.index[pattern]["o"+e.XID]
	}
	all := make([]int, len(j.records[pattern]))
	for i := range all {
		all[i] = i
	}
	return all
}

// bind fills a term with an entity, where it may be.
func bind(bound map[string]statement.Entity, t statement.Term, e statement.Entity, named map[string]bool) (map[string]statement.Entity, bool) {
	if len(t.Types) > 0 && t.Var != "" && !slices.Contains(t.Types, e.Type) {
		return nil, false
	}
	if t.Var == "" {
		return bound, slices.Contains(t.XIDs, e.XID)
	}
	if had, ok := bound[t.Var]; ok {
		return bound, had.XID == e.XID
	}
	if named[e.XID] {
		return nil, false
	}
	for _, other := range bound {
		if other.XID == e.XID {
			return nil, false
		}
	}
	bound = maps.Clone(bound)
	bound[t.Var] = e
	return bound, true
}

// collection gathers solutions by the entity that fills the asked hole.
type collection struct {
	byEntity map[string]*collected
	others   []placed // statements of solutions that are not actual
}

type placed struct {
	alternative int
	statement.Record
}

type collected struct {
	answer      statement.Answer
	alternative int
	evidence    []placed
}

func (c *collection) take(alternative int, label string, e statement.Entity, used []statement.Record) {
	actual := true
	for _, r := range used {
		if r.Status != statement.Actual {
			actual = false
			c.others = append(c.others, placed{alternative, r})
		}
	}
	if !actual {
		return
	}
	if c.byEntity == nil {
		c.byEntity = map[string]*collected{}
	}
	a := c.byEntity[e.XID]
	if a == nil { // alternatives come in order, so the first that finds it is the best
		a = &collected{answer: statement.Answer{Entity: e, Label: label}, alternative: alternative}
		c.byEntity[e.XID] = a
	}
	for _, r := range used {
		a.evidence = append(a.evidence, placed{alternative, r})
	}
}

// order sorts records, the surest of the best alternative first, each once.
func order(list []placed) []statement.Record {
	slices.SortFunc(list, func(a, b placed) int {
		return cmp.Or(
			cmp.Compare(a.alternative, b.alternative),
			cmp.Compare(b.Confidence, a.Confidence),
			inText(a.Record, b.Record),
		)
	})
	var records []statement.Record
	seen := map[string]bool{}
	for _, p := range list {
		if !seen[p.XID] {
			seen[p.XID] = true
			records = append(records, p.Record)
		}
	}
	return records
}

func (c *collection) answers(kind statement.Kind) []statement.Answer {
	var all []*collected
	for _, xid := range slices.Sorted(maps.Keys(c.byEntity)) {
		a := c.byEntity[xid]
		a.answer.Evidence = order(a.evidence)
		if kind == statement.When { // what tells the time is the answer
			slices.SortStableFunc(a.answer.Evidence, func(a, b statement.Record) int {
				return cmp.Compare(btoi(a.Time == ""), btoi(b.Time == ""))
			})
		}
		all = append(all, a)
	}
	best := func(a *collected) float64 {
		confidence := 0.0
		for _, r := range a.answer.Evidence {
			confidence = max(confidence, r.Confidence)
		}
		return confidence
	}
	slices.SortStableFunc(all, func(a, b *collected) int {
		return cmp.Or(
			cmp.Compare(a.alternative, b.alternative),
			cmp.Compare(len(b.answer.Evidence), len(a.answer.Evidence)),
			cmp.Compare(best(b), best(a)),
			inText(first(a.answer.Evidence), first(b.answer.Evidence)),
		)
	})
	var answers []statement.Answer
	for _, a := range all {
		answers = append(answers, a.answer)
	}
	return answers
}

// first returns the record that stands first in its text.
func first(records []statement.Record) statement.Record { return slices.MinFunc(records, inText) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// instead returns what is told of the question without having happened.
func (c *collection) instead() []statement.Record { return order(c.others) }
