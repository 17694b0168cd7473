package dgraph

import (
	"slices"
	"strings"
)

// unimportant are words that tell no name from another.
var unimportant = map[string]bool{
	"a": true, "an": true, "the": true, "this": true, "that": true, "these": true, "those": true,
	"his": true, "her": true, "its": true, "their": true, "our": true, "my": true, "your": true,
	"of": true, "on": true, "in": true, "at": true, "to": true, "for": true, "from": true, "by": true,
	"with": true, "and": true, "or": true, "about": true, "between": true, "s": true,
}

// determiners may stand before a name without being of it.
var determiners = map[string]bool{
	"a": true, "an": true, "the": true, "this": true, "that": true, "these": true, "those": true,
	"his": true, "her": true, "its": true, "their": true, "our": true, "my": true, "your": true,
}

// withoutDeterminer cuts "the" and the like off a folded name.
func withoutDeterminer(key string) string {
	first, rest, found := strings.Cut(key, " ")
	if found && determiners[first] {
		return rest
	}
	return key
}

// contentWords returns the stems of a folded name's words that matter, sorted, each once.
// Where none matters all are returned.
func contentWords(key string) []string {
	var words []string
	all := strings.Fields(key)
	for _, w := range all {
		if !unimportant[w] {
			words = append(words, stem(w))
		}
	}
	if len(words) == 0 {
		words = all
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// stem takes the plural's and the possessive's s away: "talks" and "talk" are
// one word, so are "russias" and "russia".
func stem(word string) string {
	if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is") {
		return word[:len(word)-1]
	}
	return word
}
