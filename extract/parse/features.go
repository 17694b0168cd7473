package parse

import "attache/extract/model"

// node is a word with its position, -1 for none.
type node struct {
	*word
	at int32
}

func (s *state) node(i int32) node {
	if i < 0 || int(i) >= len(s.words) {
		return node{&outside, -1}
	}
	return node{&s.words[i], i}
}

// stacked returns the word at a depth of the stack, 0 being its top.
func (s *state) stacked(depth int) node {
	if i := len(s.stack) - 1 - depth; i >= 0 {
		return s.node(s.stack[i])
	}
	return node{&outside, -1}
}

func child(s *state, children []int32, of node) node {
	if of.at < 0 {
		return node{&outside, -1}
	}
	return s.node(children[of.at])
}

func (s *state) label(n node) uint64 {
	if n.at < 0 {
		return 0
	}
	return uint64(s.arcs[n.at]) + 1
}

// counts returns how many children a node has on both sides, at most 5.
func (s *state) counts(n node) (left, right uint64) {
	if n.at < 0 {
		return 9, 9
	}
	return uint64(min(s.lefts[n.at], 5)), uint64(min(s.rights[n.at], 5))
}

func (s *state) sets(n node) (left, right uint64) {
	if n.at < 0 {
		return 1 << 63, 1 << 63
	}
	return s.leftSet[n.at], s.rghSet[n.at]
}

// distance puts the words between two nodes into a few classes.
func distance(a, b node) uint64 {
	if a.at < 0 || b.at < 0 {
		return 0
	}
	switch d := b.at - a.at; {
	case d <= 4:
		return uint64(d)
	case d <= 6:
		return 5
	case d <= 10:
		return 6
	case d <= 20:
		return 7
	}
	return 8
}

// between says how many verbs, punctuation marks and conjunctions stand
// between two nodes, each at most 3.
func (s *state) between(a, b node) uint64 {
	if a.at < 0 || b.at < 0 {
		return 1 << 10
	}
	few := func(counts []uint16) uint64 {
		return uint64(min(counts[b.at]-counts[a.at], 3))
	}
	return few(s.verbs)<<4 | few(s.commas)<<2 | few(s.joins)
}

// extract lists the features of the state.
func (s *state) extract() {
	s0, s1, s2 := s.stacked(0), s.stacked(1), s.stacked(2)
	next := int32(s.next)
	b0, b1, b2, b3 := s.node(next), s.node(next+1), s.node(next+2), s.node(next+3)
	s0l, s0r, s0l2, s0r2 := child(s, s.left, s0), child(s, s.right, s0), child(s, s.left2, s0), child(s, s.right2, s0)
	s1l, s1r, s1l2, s1r2 := child(s, s.left, s1), child(s, s.right, s1), child(s, s.left2, s1), child(s, s.right2, s1)
	b0l, b0l2 := child(s, s.left, b0), child(s, s.left2, b0)

	f := s.features[:0]
	template := 0
	mix := model.Mix
	add := func(v uint64) {
		f = append(f, model.Feature(template, v))
		template++
	}
	add2 := func(a, b uint64) { add(mix(a, b)) }
	add3 := func(a, b, c uint64) { add(mix(mix(a, b), c)) }

	// Single words.
	s0wt, s1wt, b0wt := mix(s0.form, s0.tag), mix(s1.form, s1.tag), mix(b0.form, b0.tag)
	add(s0.form)
	add(s0.tag)
	add(s0wt)
	add(s1.form)
	add(s1.tag)
	add(s1wt)
	add(s2.form)
	add(s2.tag)
	add2(s2.form, s2.tag)
	add(b0.form)
	add(b0.tag)
	add(b0wt)
	add(b1.form)
	add(b1.tag)
	add2(b1.form, b1.tag)
	add(b2.form)
	add(b2.tag)
	add2(b2.form, b2.tag)
	add(b3.tag)
	add(b3.form)

	// Pairs.
	s0b0 := mix(s0.tag, b0.tag)
	s1s0 := mix(s1.tag, s0.tag)
	add2(s0wt, b0wt)
	add2(s0wt, b0.form)
	add2(s0.form, b0wt)
	add2(s0wt, b0.tag)
	add2(s0.tag, b0wt)
	add2(s0.form, b0.form)
	add(s0b0)
	add2(s0.coarse, b0.coarse)
	add2(s1wt, s0wt)
	add2(s1.form, s0.form)
	add(s1s0)
	add2(s1wt, s0.tag)
	add2(s1.tag, s0wt)
	add2(b0.form, b1.form)
	add2(b0.tag, b1.tag)
	add2(b0.form, b1.tag)
	add2(b0.tag, b1.form)
	add2(s1.form, b0.form)
	add2(s1.tag, b0.tag)
	add2(s1.form, b0.tag)
	add2(s1.tag, b0.form)
	add2(s0.form, b1.tag)
	add2(s0.tag, b1.form)

	// Triples and more.
	add3(b0.tag, b1.tag, b2.tag)
	add2(s0b0, b1.tag)
	add3(s0b0, b1.tag, b2.tag)
	add2(s1s0, b0.tag)
	add3(s1s0, b0.tag, b1.tag)
	add2(s1s0, s2.tag)
	add3(s1s0, s2.tag, b0.tag)
	add3(s0.form, b0.tag, b1.tag)
	add3(s0.tag, b0.form, b1.tag)
	add3(s0.tag, b0.tag, b1.form)
	add3(s1.tag, s0.form, b0.tag)
	add3(s1.form, s0.tag, b0.tag)
	add3(s1.tag, s0.tag, b0.form)
	add3(s1.form, s0.form, b0.tag)
	add3(s1.tag, s0.form, b0.form)
	add3(s1.form, s0.tag, b0.form)
	add3(s1.coarse, s0.form, b0.coarse)
	add3(s1.coarse, s0.coarse, b0.form)
	add2(s0b0, s0l.tag)
	add2(s0b0, s0r.tag)
	add2(s0b0, b0l.tag)
	add2(s0b0, s.label(b0l))
	add2(s0b0, s.label(s0r))
	add2(s0b0, s.label(s0l))
	add2(s1s0, s1r.tag)
	add2(s1s0, s1l.tag)
	add2(s1s0, s0l.tag)
	add2(s1s0, s0r.tag)
	add2(s1s0, s.label(s0l))
	add2(s1s0, s.label(s0r))
	add2(s1s0, s.label(s1r))
	add3(s1s0, b0.tag, s.label(s0r))
	add3(s1s0, b0.tag, s.label(s0l))
	add3(s1.form, s0.tag, s.label(s0l))
	add3(s1.form, s0l.form, s0.tag)
	add3(s0.form, s0r.form, b0.tag)
	add3(s1.tag, s0l.form, s0.form)

	// Children.
	add(s0l.form)
	add(s0l.tag)
	add2(s0.tag, s.label(s0l))
	add(s0r.form)
	add(s0r.tag)
	add2(s0.tag, s.label(s0r))
	add(s1l.form)
	add(s1l.tag)
	add2(s1.tag, s.label(s1l))
	add(s1r.form)
	add(s1r.tag)
	add2(s1.tag, s.label(s1r))
	add(b0l.form)
	add(b0l.tag)
	add2(b0.tag, s.label(b0l))
	add2(s0l2.tag, s.label(s0l2))
	add2(s0r2.tag, s.label(s0r2))
	add2(s1l2.tag, s.label(s1l2))
	add2(s1r2.tag, s.label(s1r2))
	add2(b0l2.tag, s.label(b0l2))
	add3(s0.tag, s0l.tag, s0l2.tag)
	add3(s0.tag, s0r.tag, s0r2.tag)
	add3(s1.tag, s1l.tag, s1l2.tag)
	add3(s1.tag, s1r.tag, s1r2.tag)
	add3(b0.tag, b0l.tag, b0l2.tag)

	// Distances.
	d0, d1 := distance(s0, b0), distance(s1, s0)
	add2(s0.form, d0)
	add2(s0.tag, d0)
	add2(b0.form, d0)
	add2(b0.tag, d0)
	add2(s0b0, d0)
	add2(s1.form, d1)
	add2(s1.tag, d1)
	add2(s0.tag, d1)
	add2(s0.form, d1)
	add2(s1s0, d1)
	add2(s1s0, mix(d1, d0))

	// How many children, and with which labels.
	s0lc, s0rc := s.counts(s0)
	s1lc, s1rc := s.counts(s1)
	b0lc, _ := s.counts(b0)
	add2(s0.form, s0rc)
	add2(s0.tag, s0rc)
	add2(s0.form, s0lc)
	add2(s0.tag, s0lc)
	add2(s1.form, s1rc)
	add2(s1.tag, s1rc)
	add2(s1.form, s1lc)
	add2(s1.tag, s1lc)
	add2(b0.form, b0lc)
	add2(b0.tag, b0lc)
	s0ls, s0rs := s.sets(s0)
	s1ls, s1rs := s.sets(s1)
	b0ls, _ := s.sets(b0)
	add2(s0.form, s0rs)
	add2(s0.tag, s0rs)
	add2(s0.form, s0ls)
	add2(s0.tag, s0ls)
	add2(s1.form, s1rs)
	add2(s1.tag, s1rs)
	add2(s1.form, s1ls)
	add2(s1.tag, s1ls)
	add2(b0.form, b0ls)
	add2(b0.tag, b0ls)
	add3(s1s0, s1rs, s0.form)
	add3(s0b0, b0ls, s0ls)

	// What stands between, and the kind of sentence.
	v0, v1 := s.between(s0, b0), s.between(s1, s0)
	add2(s0b0, v0)
	add2(s1s0, v1)
	add2(s1s0, mix(b0.tag, v1))
	add2(s.final, s0b0)
	add2(s.final, s1s0)
	add3(s.final, s1s0, b0.tag)
	add3(s.final, s0.form, b0.tag)

	// Endings, for unknown words.
	add2(s0.suffix, b0.tag)
	add2(b0.suffix, s0.tag)
	add2(s1.suffix, s0.tag)
	add2(s0.suffix, s1.tag)
	add3(s0.suffix, b0.suffix, s0b0)

	// Classes of words.
	add2(s0.fine, b0.tag)
	add2(s0.tag, b0.fine)
	add2(s0.fine, b0.fine)
	add2(s1.fine, s0.tag)
	add2(s1.tag, s0.fine)
	add2(s1.fine, s0.fine)
	add3(s0b0, s0.broad, b0.broad)
	add3(s1s0, s1.broad, s0.broad)
	add3(s1s0, s1.broad, b0.broad)
	add3(s1.broad, s0.form, b0.broad)
	add3(s1.broad, s0.lemma, s0.tag)
	add3(s1.fine, s0.tag, b0.fine)
	add3(s1.lemma, s0l.form, s0.broad)
	add3(s1.broad, s0l.form, s0.broad)
	add3(s0.lemma, b0.broad, b0.tag)
	add2(s0.lemma, b0.lemma)
	add2(s1.lemma, s0.lemma)
	s.features = f
}
