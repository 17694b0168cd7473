package tag

import (
	"cmp"
	"slices"

	"attache/extract/model"
	"attache/extract/syntax"
)

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
