package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/syntax"
)

// rewriteShare is of how many documents one is learnt from in capitals, too,
// and of half as many one with its quotes curled or straightened.
const rewriteShare = 8

// rewritten returns documents and some of them as newspapers may write them.
func rewritten(documents []syntax.Document) []syntax.Document {
	all := documents[:len(documents):len(documents)]
	for i, d := range documents {
		switch i % rewriteShare {
		case 0:
			all = append(all, rewrite(d, func(_, r rune) rune { return unicode.ToUpper(r) }))
		case 1, rewriteShare/2 + 1:
			turn := curl
			if strings.ContainsAny(d.Text, "’”") {
				turn = straighten
			}
			all = append(all, rewrite(d, turn))
		}
	}
	return all
}

// rewrite replaces each character of a document, given with the one before
// it, and keeps the ends of its tokens and sentences where they are.
func rewrite(d syntax.Document, replace func(last, r rune) rune) syntax.Document {
	var text strings.Builder
	moved := make([]int, len(d.Text)+1) // by byte of the old text
	last := ' '
	for at, r := range d.Text {
		moved[at] = text.Len()
		if r == utf8.RuneError {
			text.WriteString(d.Text[at : at+1])
		} else {
			text.WriteRune(replace(last, r))
		}
		last = r
	}
	moved[len(d.Text)] = text.Len()
	w := syntax.Document{Text: text.String()}
	for _, s := range d.Sentences {
		tokens := make([]syntax.Token, len(s.Tokens))
		for i, t := range s.Tokens {
			tokens[i] = syntax.Token{Start: moved[t.Start], End: moved[t.End]}
			tokens[i].Form = w.Text[tokens[i].Start:tokens[i].End]
		}
		w.Sentences = append(w.Sentences, syntax.Sentence{Start: moved[s.Start], End: moved[s.End], Tokens: tokens, Paragraph: s.Paragraph})
	}
	return w
}

func curl(last, r rune) rune {
	opens := isSpace(last) || kindOf(last)&(kindOpen|kindHyphen|kindQuote) != 0
	switch {
	case r == '"' && opens:
		return '“'
	case r == '"':
		return '”'
	case r == '\'' && opens:
		return '‘'
	case r == '\'':
		return '’'
	}
	return r
}

func straighten(_, r rune) rune {
	switch r {
	case '“', '”':
		return '"'
	case '‘', '’':
		return '\''
	}
	return r
}
