package model

import (
	"unicode"
	"unicode/utf8"
)

// HashWord hashes a word without regard to case, to the digits of numbers and
// to the kind of its apostrophes. It does not allocate.
func HashWord(s string) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range s {
		h = hashRune(h, r)
	}
	return h ^ h>>29
}

// HashPrefix is HashWord of the first n characters, or of all if there are
// fewer.
func HashPrefix(s string, n int) uint64 {
	for i := range s {
		if n == 0 {
			return HashWord(s[:i])
		}
		n--
	}
	return HashWord(s)
}

// HashSuffix is HashWord of the last n characters, or of all if there are
// fewer.
func HashSuffix(s string, n int) uint64 {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return HashWord(s[i:])
}

// HashShape hashes the kinds of a word's characters (capital, small letter,
// digit, and others as they are), with runs of a kind cut to two.
func HashShape(s string) uint64 {
	h := uint64(14695981039346656037)
	last, run := rune(0), 0
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
			r = 'x'
		case 'A' <= r && r <= 'Z':
			r = 'X'
		case '0' <= r && r <= '9':
			r = '0'
		case r < utf8.RuneSelf:
		case unicode.IsUpper(r):
			r = 'X'
		case unicode.IsLetter(r):
			r = 'x'
		}
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run <= 2 {
			h = (h ^ uint64(r)) * 1099511628211
		}
	}
	return h ^ h>>29
}

func hashRune(h uint64, r rune) uint64 {
	switch {
	case 'A' <= r && r <= 'Z':
		r += 'a' - 'A'
	case '0' <= r && r <= '9':
		r = '0'
	case r < utf8.RuneSelf:
	case r == '’':
		r = '\''
	default:
		r = unicode.ToLower(r)
	}
	return (h ^ uint64(r)) * 1099511628211
}
