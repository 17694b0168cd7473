package statement

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// FoldName gives the key under which a name is compared: lower case, ASCII,
// words of letters and digits with one space between, a possessive ending
// left off. "Vučić’s" and "vucic" have one key.
func FoldName(name string) string {
	name = strings.NewReplacer("’", "'", "‘", "'").Replace(name)
	name = strings.TrimSuffix(name, "'s")
	var b strings.Builder
	for i, r := range name {
		switch {
		case r == '.' && i > 0: // U.S. is us, not u s
		case r == '\'':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(strings.ToLower(unidecode.Unidecode(b.String()))), " ")
}
