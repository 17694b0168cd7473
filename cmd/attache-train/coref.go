package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"attache/extract/coref"
	"attache/extract/model/en"
	"attache/extract/quote"
	"attache/extract/syntax"
)

// corefPart measures which mentions are put together. It trains nothing, since
// that is done by written rules.
//
// Texts are read raw, with the model's own sentences, trees and names. A gold
// mention and one of ours are the same where their heads are the same word.
// Counted are GUM's entities of the kinds that package coref builds (person,
// organization, place, event) that are mentioned at least twice, and our
// clusters of at least two mentions. Left out are mentions of ours that GUM
// marks as another kind, and those that it does not mark by rule: relative
// pronouns, and verbs that nothing takes up. Plurals that we split to their
// members are left out, too, as GUM gives a group an entity of its own. Figures
// are F1: muc is of links (Vilain et al. 1995), b3 of mentions (Bagga and Baldwin
// 1998), ceaf of entities by phi-4 (Luo 2005); coref is their mean.
func corefPart() part {
	return part{
		name: "coref",
		train: func(*job) (map[string][]byte, error) {
			return nil, errors.New("coreference is resolved by rules: there is nothing to train")
		},
		score: scoreCoref,
	}
}

func scoreCoref(j *job) (map[string]map[string]float64, error) {
	var b bytes.Buffer
	if err := j.file.Write(&b); err != nil {
		return nil, err
	}
	m, err := en.Decode(b.Bytes())
	if err != nil {
		return nil, err
	}
	scores := map[string]map[string]float64{}
	for _, name := range []string{"gum-dev", "gum-test"} {
		documents, err := j.readTreebank(name)
		if err != nil {
			return nil, err
		}
		var muc, b3, ceaf tally
		for _, d := range documents {
			gold, other := goldEntities(d)
			ours := foundEntities(m, d.Text, gold, other)
			key, response := severals(gold), severals(ours)
			muc.add(links(key, response))
			b3.add(mentionwise(key, response))
			ceaf.add(entitywise(key, response))
		}
		scores[name] = map[string]float64{"muc": muc.f1(), "b3": b3.f1(), "ceaf": ceaf.f1(), "coref": (muc.f1() + b3.f1() + ceaf.f1()) / 3}
		fmt.Fprintf(j.log, "%s: precision and recall: muc %.1f %.1f, b3 %.1f %.1f, ceaf %.1f %.1f\n", name,
			100*muc.precision(), 100*muc.recall(), 100*b3.precision(), 100*b3.recall(), 100*ceaf.precision(), 100*ceaf.recall())
	}
	return scores, nil
}

// entities gives the entity of each mention, by the offset of its head.
type entities map[int]string

var corefKinds = map[string]bool{"person": true, "organization": true, "place": true, "event": true}

// goldEntities returns the mentions of the kinds that are counted, and the
// heads of all the others. Where two mentions have one head, the longer one counts.
func goldEntities(d syntax.Document) (gold entities, other map[int]bool) {
	gold, other = entities{}, map[int]bool{}
	size := map[int]int{}
	for i, s := range d.Sentences {
		for _, m := range gumMentions(s.Tokens, d.Misc[i]) {
			head := m.head
			for k := m.first; k < m.end; k++ {
				if h := s.Tokens[k].Head; (h < m.first || h >= m.end) && s.Tokens[k].Deprel != "punct" {
					head = k
					break
				}
			}
			at := s.Tokens[head].Start
			if size[at] >= m.end-m.first {
				continue
			}
			size[at] = m.end - m.first
			delete(gold, at)
			delete(other, at)
			if corefKinds[m.kind] {
				gold[at] = m.group
			} else {
				other[at] = true
			}
		}
	}
	return gold, other
}

func foundEntities(m *en.Model, text string, gold entities, other map[int]bool) entities {
	sentences := m.Parse(text)
	d := coref.Resolve(text, sentences, m.Names.Find(text, sentences), quote.Find(text, sentences))
	ours := entities{}
	for _, x := range d.Mentions {
		head := sentences[x.Sentence].Tokens[x.Head]
		_, marked := gold[head.Start]
		switch {
		case len(x.Clusters) != 1, other[head.Start], d.Clusters[x.Clusters[0]].Type == "":
			continue
		case !marked && (head.UPOS == "VERB" || head.XPOS == "WP" || head.XPOS == "WDT" || head.XPOS == "WP$"):
			continue
		}
		ours[head.Start] = fmt.Sprint(x.Clusters[0])
	}
	return ours
}

// severals returns the entities of at least two mentions, as lists of mentions.
func severals(of entities) [][]int {
	lists := map[string][]int{}
	for at, e := range of {
		lists[e] = append(lists[e], at)
	}
	var out [][]int
	for _, e := range slices.Sorted(maps.Keys(lists)) {
		if len(lists[e]) > 1 {
			slices.Sort(lists[e])
			out = append(out, lists[e])
		}
	}
	return out
}

// tally sums what is right, of how much found and of how much there is.
type tally struct{ rightFound, found, rightGold, gold float64 }

func (t *tally) add(more tally) {
	t.rightFound += more.rightFound
	t.found += more.found
	t.rightGold += more.rightGold
	t.gold += more.gold
}

func (t *tally) precision() float64 { return t.rightFound / max(t.found, 1) }
func (t *tally) recall() float64    { return t.rightGold / max(t.gold, 1) }

func (t *tally) f1() float64 {
	p, r := t.precision(), t.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// entityOf gives the index of the entity of each mention.
func entityOf(of [][]int) map[int]int {
	index := map[int]int{}
	for e, mentions := range of {
		for _, at := range mentions {
			index[at] = e
		}
	}
	return index
}

// links counts by the links that hold entities together.
func links(gold, found [][]int) (t tally) {
	count := func(of, by [][]int) (right, all float64) {
		index := entityOf(by)
		for _, mentions := range of {
			pieces := map[int]bool{}
			alone := 0
			for _, at := range mentions {
				if e, ok := index[at]; ok {
					pieces[e] = true
				} else {
					alone++
				}
			}
			right += float64(len(mentions) - len(pieces) - alone)
			all += float64(len(mentions) - 1)
		}
		return right, all
	}
	t.rightGold, t.gold = count(gold, found)
	t.rightFound, t.found = count(found, gold)
	return t
}

// mentionwise counts, for each mention, how much of its entity is the same.
func mentionwise(gold, found [][]int) (t tally) {
	count := func(of, by [][]int) (right, all float64) {
		index := entityOf(by)
		for _, mentions := range of {
			shared := map[int]int{}
			for _, at := range mentions {
				if e, ok := index[at]; ok {
					shared[e]++
				}
			}
			sum := 0
			for _, n := range shared {
				sum += n * n
			}
			right += float64(sum) / float64(len(mentions))
			all += float64(len(mentions))
		}
		return right, all
	}
	t.rightGold, t.gold = count(gold, found)
	t.rightFound, t.found = count(found, gold)
	return t
}

// entitywise counts how alike the entities are in the best one-to-one match.
func entitywise(gold, found [][]int) (t tally) {
	t.gold, t.found = float64(len(gold)), float64(len(found))
	n := max(len(gold), len(found))
	if len(gold) == 0 || len(found) == 0 {
		return t
	}
	cost := make([][]float64, n)
	for i := range cost {
		cost[i] = make([]float64, n)
	}
	index := entityOf(found)
	for g, mentions := range gold {
		for _, at := range mentions {
			if f, ok := index[at]; ok {
				cost[g][f] -= 2 / float64(len(mentions)+len(found[f]))
			}
		}
	}
	t.rightGold = -assign(cost)
	t.rightFound = t.rightGold
	return t
}

// assign returns the least sum of a square table's cells, one of each row and
// column (Kuhn 1955, with potentials).
func assign(cost [][]float64) float64 {
	n := len(cost)
	rows, columns := make([]float64, n+1), make([]float64, n+1)
	row := make([]int, n+1) // by column, both from 1
	for i := 1; i <= n; i++ {
		row[0] = i
		least, from, used := make([]float64, n+1), make([]int, n+1), make([]bool, n+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		column := 0
		for row[column] != 0 {
			used[column] = true
			delta, next := math.Inf(1), 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost[row[column]-1][j-1] - rows[row[column]] - columns[j]; c < least[j] {
					least[j], from[j] = c, column
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := range used {
				if used[j] {
					rows[row[j]] += delta
					columns[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			column = next
		}
		for column != 0 {
			row[column] = row[from[column]]
			column = from[column]
		}
	}
	sum := 0.0
	for j := 1; j <= n; j++ {
		sum += cost[row[j]-1][j-1]
	}
	return sum
}
