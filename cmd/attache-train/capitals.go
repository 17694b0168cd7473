package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/syntax"
)

// upper writes a text in capitals of as many bytes, so that offsets stay.
func upper(text string) string {
	return strings.Map(func(r rune) rune {
		if capital := unicode.ToUpper(r); utf8.RuneLen(capital) == utf8.RuneLen(r) {
			return capital
		}
		return r
	}, text)
}

func writeInCapitals(documents []syntax.Document) {
	for i := range documents {
		d := &documents[i]
		d.Text = upper(d.Text)
		for _, s := range d.Sentences {
			for k := range s.Tokens {
				t := &s.Tokens[k]
				t.Form = d.Text[t.Start:t.End]
			}
		}
	}
}
