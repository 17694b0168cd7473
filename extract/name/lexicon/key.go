package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key folds a name or word to the form under which the lists hold it: small
// letters without accents, words parted by one space. Periods and apostrophes
// go ("U.S." is "us", "Côte d'Ivoire" is "cote divoire"), other punctuation
// parts words.
func Key(name string) string {
	if plain(name) {
		return name
	}
	var folded strings.Builder
	folded.Grow(len(name))
	pending := false // a space is due before the next letter
	for _, r := range norm.NFD.String(name) {
		switch {
		case r == '.' || r == '\'' || r == '’' || r == '‘' || r == 'ʻ' || r == 'ʼ' || r == '`' || unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if pending && folded.Len() > 0 {
				folded.WriteByte(' ')
			}
			pending = false
			writeFolded(&folded, unicode.ToLower(r))
		case r == '&' || r == '+':
			if folded.Len() > 0 {
				folded.WriteByte(' ')
			}
			folded.WriteRune(r)
			pending = true
		default:
			pending = true
		}
	}
	return folded.String()
}

// plain reports whether a word is its own key, which most are.
func plain(word string) bool {
	for i := 0; i < len(word); i++ {
		if c := word[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// writeFolded writes the letters that Unicode's decomposition leaves whole.
func writeFolded(folded *strings.Builder, r rune) {
	switch r {
	case 'ø':
		folded.WriteByte('o')
	case 'ł':
		folded.WriteByte('l')
	case 'đ', 'ð':
		folded.WriteByte('d')
	case 'ħ':
		folded.WriteByte('h')
	case 'ı':
		folded.WriteByte('i')
	case 'ŧ':
		folded.WriteByte('t')
	case 'ß':
		folded.WriteString("ss")
	case 'æ':
		folded.WriteString("ae")
	case 'œ':
		folded.WriteString("oe")
	case 'þ':
		folded.WriteString("th")
	case 'ə':
		folded.WriteByte('a')
	default:
		folded.WriteRune(r)
	}
}

// isAcronym reports whether a name is written in capitals alone: "US", "U.K.".
func isAcronym(name string) bool {
	capitals := 0
	for _, r := range name {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 1 && utf8.RuneCountInString(name) <= 8
}

// Keys remembers the keys of words, so that most of a text's cost no
// allocation. It is for one goroutine.
type Keys struct{ known map[string]string }

// maxKeys is how many keys are remembered before they are forgotten.
const maxKeys = 1 << 13

// Of is Key of a word.
func (k *Keys) Of(word string) string {
	if plain(word) {
		return word
	}
	key, ok := k.known[word]
	if !ok {
		key = Key(word)
		if k.known == nil || len(k.known) >= maxKeys {
			k.known = make(map[string]string)
		}
		// The word is part of a text that should not be kept for it.
		k.known[strings.Clone(word)] = key
	}
	return key
}
