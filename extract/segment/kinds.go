package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is a class of characters; kinds combine to sets.
type kind uint16

const (
	kindLetter kind = 1 << iota
	kindCapital
	kindDigit
	kindStop // . ! ? …
	kindMark // , ; :
	kindHyphen
	kindQuote
	kindApostrophe
	kindOpen
	kindClose
	kindSymbol
)

func kindOf(r rune) kind {
	switch {
	case 'a' <= r && r <= 'z':
		return kindLetter
	case 'A' <= r && r <= 'Z':
		return kindCapital
	case '0' <= r && r <= '9':
		return kindDigit
	}
	switch r {
	case '.', '!', '?', '…':
		return kindStop
	case ',', ';', ':':
		return kindMark
	case '-', '–', '—', '‐', '‑', '―':
		return kindHyphen
	case '"', '“', '”', '„', '«', '»':
		return kindQuote
	case '\'', '’', '‘', '`':
		return kindApostrophe
	case '(', '[', '{', '<':
		return kindOpen
	case ')', ']', '}', '>':
		return kindClose
	}
	switch {
	case r < utf8.RuneSelf || r == utf8.RuneError:
		return kindSymbol
	case unicode.IsUpper(r):
		return kindCapital
	case unicode.IsLetter(r), unicode.IsMark(r):
		return kindLetter
	case unicode.IsDigit(r):
		return kindDigit
	}
	return kindSymbol
}

func isLetter(r rune) bool { return kindOf(r)&(kindLetter|kindCapital) != 0 }

// isSpace says whether a character parts tokens and belongs to none.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}

// plain maps characters that are written in several ways to one.
func plain(r rune) rune {
	switch kindOf(r) {
	case kindQuote:
		return '"'
	case kindApostrophe:
		return '\''
	case kindHyphen:
		if r != '-' {
			return '—'
		}
	case kindDigit:
		return '0'
	case kindLetter, kindCapital:
		return unicode.ToLower(r)
	}
	return r
}

// abbreviation classes tell apart what may stand before a full stop.
const (
	notAbbreviation = iota
	titleAbbreviation
	dateAbbreviation
	companyAbbreviation
	otherAbbreviation
	initialAbbreviation
	dottedAbbreviation
)

var abbreviations = numbered(map[int]string{
	titleAbbreviation: `mr mrs ms mx dr prof rev hon sr fr br gen lt col maj capt cpt cmdr adm sgt cpl pvt pte brig
		sen rep gov pres amb atty supt insp det msgr mme mlle st ste mt ft vs no nos fig figs vol eq sec ch pp art`,
	dateAbbreviation:    `jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun`,
	companyAbbreviation: `inc corp co ltd llc plc bros cos jr esq`,
	otherAbbreviation: `etc al ca cf approx dept est ext govt intl max min natl tel univ ave blvd rd sq hwy apt
		ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla
		ore pa penn tenn tex va vt wash wis wyo`,
})

// abbreviationClass returns the class of a word that stands before a full
// stop, or of one that ends in it.
func abbreviationClass(word string) int {
	word = strings.TrimSuffix(word, ".")
	if len(word) == 0 || len(word) > 8 {
		return notAbbreviation
	}
	if len(word) == 1 && 'A' <= word[0] && word[0] <= 'Z' {
		return initialAbbreviation
	}
	if strings.Contains(word, ".") {
		return dottedAbbreviation
	}
	var buffer [8]byte
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buffer[i] = c
	}
	return abbreviations[string(buffer[:len(word)])]
}
