package tag

import (
	"cmp"
	"slices"

	"attache/extract/model"
	"attache/extract/syntax"
)

// lexicon says of words seen often enough in training, by folded hash, which
// tags they have.
type lexicon map[uint32]lexiconEntry

type lexiconEntry struct {
	kinds uint16 // number of the set of its tags
	fixed int16  // the only tag, -1 if there are more
}

func foldWord(lower uint64) uint32 { return uint32(lower ^ lower>>32) }

// Thresholds of the lexicon, chosen on ewt-dev.
const (
	lexiconMin = 4    // words seen less often are left out, so that rare words look as unknown ones do
	fixedMin   = 50   // words seen as often, always with one tag, have no other
	kindShare  = 0.05 // tags with a smaller share of a word's uses are left out
)

// makeLexicon counts words; classOf gives the class of a token.
func makeLexicon(sentences []syntax.Sentence, classOf func(*syntax.Token) int) lexicon {
	counts := make(map[uint32]map[int]int)
	for _, s := range sentences {
		for i := range s.Tokens {
			key := foldWord(model.HashWord(s.Tokens[i].Form))
			if counts[key] == nil {
				counts[key] = make(map[int]int)
			}
			counts[key][classOf(&s.Tokens[i])]++
		}
	}
	keys := make([]uint32, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	known := make(lexicon)
	kinds := make(map[[3]int]uint16)
	for _, key := range keys {
		total := 0
		var byCount [][2]int
		for class, n := range counts[key] {
			total += n
			byCount = append(byCount, [2]int{n, class})
		}
		if total < lexiconMin {
			continue
		}
		slices.SortFunc(byCount, func(a, b [2]int) int {
			return cmp.Or(cmp.Compare(b[0], a[0]), cmp.Compare(a[1], b[1]))
		})
		set := [3]int{-1, -1, -1}
		for i := 0; i < len(set) && i < len(byCount); i++ {
			if float64(byCount[i][0]) >= kindShare*float64(total) {
				set[i] = byCount[i][1]
			}
		}
		if _, ok := kinds[set]; !ok {
			kinds[set] = uint16(len(kinds))
		}
		e := lexiconEntry{kinds: kinds[set], fixed: -1}
		if total >= fixedMin && len(byCount) == 1 {
			e.fixed = int16(byCount[0][1])
		}
		known[key] = e
	}
	return known
}

// featLexicon gives the features of a word with a tag: those seen most often
// with the word, else with the tag.
type featLexicon struct {
	sets    []string
	byWord  map[uint64]uint16 // by wordClass, where not as byClass
	byClass []uint16
}

func wordClass(lower uint64, class int) uint64 {
	return model.Mix(lower, uint64(class)) &^ 0xff
}

func (l *featLexicon) find(lower uint64, class int) string {
	if i, ok := l.byWord[wordClass(lower, class)]; ok {
		return l.sets[i]
	}
	return l.sets[l.byClass[class]]
}

func makeFeatLexicon(sentences []syntax.Sentence, classCount int, classOf func(*syntax.Token) int) featLexicon {
	byWord, classes := make(map[uint64]counter), make(map[uint64]int)
	byClass := make([]counter, classCount)
	for i := range byClass {
		byClass[i] = make(counter)
	}
	for _, s := range sentences {
		for i := range s.Tokens {
			t := &s.Tokens[i]
			class := classOf(t)
			key := wordClass(model.HashWord(t.Form), class)
			if byWord[key] == nil {
				byWord[key], classes[key] = make(counter), class
			}
			byWord[key][t.Feats]++
			byClass[class][t.Feats]++
		}
	}
	l := featLexicon{byWord: make(map[uint64]uint16), byClass: make([]uint16, classCount)}
	numbers := make(map[string]uint16)
	number := func(feats string) uint16 {
		n, ok := numbers[feats]
		if !ok {
			n = uint16(len(l.sets))
			numbers[feats] = n
			l.sets = append(l.sets, feats)
		}
		return n
	}
	for i, c := range byClass {
		l.byClass[i] = number(c.best())
	}
	for _, key := range sortedKeys(byWord) {
		if feats := byWord[key].best(); feats != byClass[classes[key]].best() {
			l.byWord[key] = number(feats)
		}
	}
	return l
}

// counter counts strings; best is the same in every run.
type counter map[string]int

func (c counter) best() string {
	best, most := "", 0
	for s, n := range c {
		if n > most || n == most && s < best {
			best, most = s, n
		}
	}
	return best
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
