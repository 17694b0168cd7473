// Package syntax holds tokens, sentences and dependency trees as data, and reads and writes them as CoNLL-U.
package syntax

// Root is the Head of a token that depends on no other.
const Root = -1

// Token is one word of a sentence in the sense of Universal Dependencies:
// "don't" is the two tokens "do" and "n't". Its form is always the text
// between its offsets.
type Token struct {
	Form       string // the text from Start to End, not a copy
	Start, End int    // byte offsets in the document's text
	Lemma      string
	UPOS, XPOS string
	Feats      string // "Number=Sing|Tense=Past", keys sorted; "" is none
	Head       int    // index of the head within the sentence, Root for the root
	Deprel     string // Universal Dependencies relation with subtype: "nsubj:pass"
}

// Sentence is a run of tokens. Stages before the parser leave the fields
// they do not know empty.
type Sentence struct {
	Start, End int // byte offsets in the document's text
	Tokens     []Token
	Paragraph  bool // the sentence opens a paragraph
	// NameScores has, token after token, the logarithm of the probability of
	// each label that package name gives to tokens; nil where nobody told it.
	NameScores []float32
}

// Children returns, for each token, the tokens that depend on it, in order. A
// head that is no other token of the sentence counts as Root.
func (s Sentence) Children() [][]int {
	children := make([][]int, len(s.Tokens))
	for i, t := range s.Tokens {
		if t.Head >= 0 && t.Head < len(s.Tokens) && t.Head != i {
			children[t.Head] = append(children[t.Head], i)
		}
	}
	return children
}

// InCapitals says whether a sentence is written in capitals, in which case
// they tell nothing about a word.
func InCapitals(tokens []Token) bool {
	upper, lower := 0, 0
	for i := range tokens {
		for _, c := range []byte(tokens[i].Form) {
			if 'a' <= c && c <= 'z' {
				lower++
			} else if 'A' <= c && c <= 'Z' {
				upper++
			}
		}
	}
	return upper > 6 && upper > 4*lower
}
