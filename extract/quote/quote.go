// Package quote finds who says what: quoted words, reported speech, and their speakers.
package quote

import (
	"attache/extract/syntax"
	"attache/schema/statement"
)

// Position is a token: the index of its sentence and its index in that sentence.
type Position struct{ Sentence, Token int }

// Nowhere is the position of what is not known.
var Nowhere = Position{Sentence: -1, Token: -1}

// Known reports whether p is the position of a token.
func (p Position) Known() bool { return p.Sentence >= 0 && p.Token >= 0 }

// Quote is a run of words that somebody else than the writer says.
type Quote struct {
	Span      statement.Span // the words said, without quotation marks
	Direct    bool           // the words stand in quotation marks
	Speaker   Position       // head token of the speaker's noun phrase; Nowhere if unknown
	Verb      Position       // the verb or noun of saying; Nowhere if there is none
	Addressee Position       // head token of whom it is said to; Nowhere if it is not told
}

// Find returns the quotes of a text in the order of their starts, the longer
// first where two start together. Sentences hold trees over the text's tokens.
func Find(text string, sentences []syntax.Sentence) []Quote {
	return nil
}

// SpeakerAt returns the innermost quote that holds the offset.
func SpeakerAt(quotes []Quote, offset int) (Quote, bool) {
	found, at := false, Quote{}
	for _, q := range quotes {
		if q.Span.Start > offset {
			break
		}
		if offset < q.Span.End && (!found || q.Span.End-q.Span.Start <= at.Span.End-at.Span.Start) {
			found, at = true, q
		}
	}
	return at, found
}
