package rule

import (
	"strconv"
	"strings"
	"testing"

	"attache/extract/syntax"
)

// parsed makes a sentence of "form/UPOS/XPOS/head/deprel", heads counted from 1,
// with a space between all tokens but those that begin with "~".
func parsed(words string) syntax.Sentence {
	var s syntax.Sentence
	at := 0
	for _, w := range strings.Fields(words) {
		form, glued := strings.CutPrefix(w, "~")
		f := strings.Split(form, "/")
		head, _ := strconv.Atoi(f[3])
		if !glued {
			at++
		}
		s.Tokens = append(s.Tokens, syntax.Token{
			Form: f[0], Lemma: strings.ToLower(f[0]), UPOS: f[1], XPOS: f[2], Head: head - 1, Deprel: f[4], Start: at, End: at + len(f[0]),
		})
		at += len(f[0])
	}
	return s
}

// TestMend shows what is righted, as the arcs that must be there afterwards:
// dependent, relation, head.
func TestMend(t *testing.T) {
	for _, test := range []struct{ name, tree, want string }{
		{
			"kin is one word",
			"He/PRON/PRP/2/nsubj came/VERB/VBD/0/root with/ADP/IN/4/case brother/NOUN/NN/2/obl ~-/PUNCT/HYPH/8/punct ~in/ADP/IN/8/case ~-/PUNCT/HYPH/8/punct ~law/NOUN/NN/4/nmod ,/PUNCT/,/10/punct Hugo/PROPN/NNP/8/appos",
			"Hugo appos brother; law compound brother",
		},
		{
			"a preposition before a possessor marks what is possessed",
			"She/PRON/PRP/2/nsubj sat/VERB/VBD/0/root with/ADP/IN/5/case the/DET/DT/5/det club/NOUN/NN/7/nmod:poss 's/PART/POS/5/case owner/NOUN/NN/2/obl",
			"with case owner",
		},
		{
			"including tells of the noun before it",
			"They/PRON/PRP/3/nsubj:pass were/AUX/VBD/3/aux:pass joined/VERB/VBN/0/root by/ADP/IN/5/case aides/NOUN/NNS/3/obl:agent ,/PUNCT/,/8/punct including/ADP/VBG/8/case Ann/PROPN/NNP/3/obl",
			"Ann nmod aides",
		},
		{
			"an item with its own preposition follows the one with the same",
			"Ann/PROPN/NNP/7/nsubj came/VERB/VBD/1/acl:relcl with/ADP/IN/4/case Ben/PROPN/NNP/2/obl with/ADP/IN/6/case Tom/PROPN/NNP/1/conj left/VERB/VBD/0/root",
			"Tom conj Ben",
		},
		{
			"who is brought along",
			"Ann/PROPN/NNP/2/nsubj brought/VERB/VBD/0/root with/ADP/IN/4/case her/PRON/PRP/2/obl Ben/PROPN/NNP/2/obl",
			"Ben obj brought",
		},
		{
			"a name before a verb is its subject",
			"After/SCONJ/IN/2/mark meeting/VERB/VBG/6/advcl Ann/PROPN/NNP/2/obj ,/PUNCT/,/5/punct Ben/PROPN/NNP/3/appos left/VERB/VBD/0/root",
			"Ben nsubj left",
		},
		{
			"to before a noun",
			"Ann/PROPN/NNP/3/nsubj is/AUX/VBZ/3/cop open/ADJ/JJ/0/root to/PART/TO/5/mark talks/NOUN/NNS/3/obl",
			"to case talks",
		},
		{
			"due is said of who is to meet",
			"Ann/PROPN/NNP/5/nsubj is/AUX/VBZ/3/cop due/ADJ/JJ/5/mark to/PART/TO/3/fixed meet/VERB/VB/0/root Ben/PROPN/NNP/5/obj",
			"Ann nsubj due; meet xcomp due; to mark meet; Ben obj meet",
		},
		{
			"a firm before its officer",
			"Hay/PROPN/NNP/6/nsubj &/CCONJ/CC/3/cc Sons/PROPN/NNP/1/conj Chief/PROPN/NNP/5/nmod:desc Ann/PROPN/NNP/6/nsubj met/VERB/VBD/0/root Ben/PROPN/NNP/6/obj",
			"Hay compound Ann; Sons compound Ann; Ann nsubj met",
		},
		{
			"a participle between two nouns is the verb",
			"Acme/PROPN/NNP/3/compound bought/VERB/VBN/3/amod Bolt/PROPN/NNP/0/root in/ADP/IN/5/case June/PROPN/NNP/3/nmod",
			"Acme nsubj bought; Bolt obj bought; June obl bought",
		},
		{
			"adjective and noun are one phrase",
			"It/PRON/PRP/2/nsubj opened/VERB/VBD/0/root with/ADP/IN/5/case a/DET/DT/5/det warm/ADJ/JJ/2/obl welcome/NOUN/NN/2/obl",
			"warm amod welcome; with case welcome; welcome obl opened",
		},
	} {
		given := parsed(test.tree)
		s := Mend(given)
		arcs := map[string]bool{}
		for _, token := range s.Tokens {
			if token.Head >= 0 {
				arcs[token.Form+" "+token.Deprel+" "+s.Tokens[token.Head].Form] = true
			}
		}
		for _, want := range strings.Split(test.want, "; ") {
			if !arcs[want] {
				t.Errorf("%s: no %q in\n%s", test.name, want, Tree(s))
			}
		}
		if again := Mend(s); Tree(again) != Tree(s) {
			t.Errorf("%s: mended twice it is\n%s", test.name, Tree(again))
		}
		if Tree(given) != Tree(parsed(test.tree)) {
			t.Errorf("%s: the sentence given was changed", test.name)
		}
	}
}
