package parse

import "attache/extract/syntax"

// The parser builds projective trees only. In training, words whose arc
// crosses others hang from the nearest ancestor that they reach without
// crossing (Nivre and Nilsson 2005); after parsing, prepositions that were
// left behind by the question word they belong to go back to it.

// lift returns the heads of a tree made projective; the root has the number
// of words as head.
func lift(heads []int) []int {
	lifted := append([]int(nil), heads...)
	n := len(heads)
	for range n {
		changed := false
		for d, h := range lifted {
			if h == n || projective(lifted, h, d) {
				continue
			}
			if lifted[h] != n {
				lifted[d] = lifted[h]
				changed = true
			}
		}
		if !changed {
			break
		}
	}
	return lifted
}

// projective says whether all words between head and dependent are below the
// head.
func projective(heads []int, head, dependent int) bool {
	n := len(heads)
	for k := min(head, dependent) + 1; k < max(head, dependent); k++ {
		a := k
		for steps := 0; a != n && a != head && steps < n; steps++ {
			a = heads[a]
		}
		if a != head {
			return false
		}
	}
	return true
}

// returnPrepositions hangs a preposition after its verb from the question
// word before it: in "Who did she travel with?" from "Who", which then is an
// oblique.
func returnPrepositions(tokens []syntax.Token) {
	for i := range tokens {
		h := tokens[i].Head
		if tokens[i].Deprel != "case" || h == syntax.Root || h > i || tokens[h].UPOS != "VERB" {
			continue
		}
		for j := range h {
			t := &tokens[j]
			if t.Head != h || t.XPOS != "WP" && t.XPOS != "WDT" && !asksWhich(tokens, j) {
				continue
			}
			if t.Deprel == "obj" {
				t.Deprel = "obl"
			}
			if t.Deprel == "obl" {
				tokens[i].Head = j
			}
			break
		}
	}
}

// asksWhich says whether a noun has a question word as determiner.
func asksWhich(tokens []syntax.Token, noun int) bool {
	return noun > 0 && tokens[noun-1].XPOS == "WDT" && tokens[noun-1].Head == noun
}
