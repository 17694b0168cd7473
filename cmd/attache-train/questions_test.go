package main

import (
	"strings"
	"testing"

	"attache/extract/syntax"
)

const statements = `# newdoc id = test
# text = Ann Example met the old envoys in Oslo.
1	Ann	Ann	PROPN	NNP	Number=Sing	3	nsubj	_	_
2	Example	Example	PROPN	NNP	Number=Sing	1	flat	_	_
3	met	meet	VERB	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	0	root	_	_
4	the	the	DET	DT	_	6	det	_	_
5	old	old	ADJ	JJ	Degree=Pos	6	amod	_	_
6	envoys	envoy	NOUN	NNS	Number=Plur	3	obj	_	_
7	in	in	ADP	IN	_	8	case	_	_
8	Oslo	Oslo	PROPN	NNP	Number=Sing	3	obl	_	SpaceAfter=No
9	.	.	PUNCT	.	_	3	punct	_	_

# text = The talks were held in Oslo.
1	The	the	DET	DT	_	2	det	_	_
2	talks	talk	NOUN	NNS	Number=Plur	4	nsubj:pass	_	_
3	were	be	AUX	VBD	_	4	aux:pass	_	_
4	held	hold	VERB	VBN	Tense=Past|VerbForm=Part	0	root	_	_
5	in	in	ADP	IN	_	6	case	_	_
6	Oslo	Oslo	PROPN	NNP	Number=Sing	4	obl	_	SpaceAfter=No
7	.	.	PUNCT	.	_	4	punct	_	_

`

func TestQuestionTemplates(t *testing.T) {
	documents, err := syntax.ReadCoNLLU(strings.NewReader(statements))
	if err != nil {
		t.Fatal(err)
	}
	active, ok := clauseAt(documents[0].Sentences[0].Tokens, 2)
	if !ok {
		t.Fatal("the first sentence is no clause")
	}
	passive, ok := clauseAt(documents[0].Sentences[1].Tokens, 3)
	if !ok {
		t.Fatal("the second sentence is no clause")
	}
	got := map[string]syntax.Sentence{}
	for _, c := range []clause{active, passive} {
		for _, template := range templates {
			if q, ok := template(c, map[string]string{"meet": "met"}); ok {
				var words []string
				for _, token := range q.Tokens {
					words = append(words, token.Form)
				}
				got[strings.Join(words, " ")] = q
			}
		}
	}
	for want, arcs := range map[string]string{
		"What did Ann Example meet in Oslo ?":           "obj<-meet aux<-meet nsubj<-meet flat<-Ann root case<-Oslo obl<-meet punct<-meet",
		"Who met the old envoys in Oslo ?":              "nsubj<-met root det<-envoys amod<-envoys obj<-met case<-Oslo obl<-met punct<-met",
		"Who did Ann Example meet the old envoys in ?":  "obl<-meet aux<-meet nsubj<-meet flat<-Ann root det<-envoys amod<-envoys obj<-meet case<-Who punct<-meet",
		"Which envoys did Ann Example meet in Oslo ?":   "det<-envoys obj<-meet aux<-meet nsubj<-meet flat<-Ann root case<-Oslo obl<-meet punct<-meet",
		"Has Ann Example met the old envoys in Oslo ?":  "aux<-met nsubj<-met flat<-Ann root det<-envoys amod<-envoys obj<-met case<-Oslo obl<-met punct<-met",
		"Who was in Oslo ?":                             "nsubj<-Oslo cop<-Oslo case<-Oslo root punct<-Oslo",
		"When were the talks ?":                         "root cop<-When det<-talks nsubj<-When punct<-When",
		"Was Ann Example in Oslo ?":                     "cop<-Oslo nsubj<-Oslo flat<-Ann case<-Oslo root punct<-Oslo",
		"Were the talks held in Oslo ?":                 "aux:pass<-held det<-talks nsubj:pass<-held root case<-Oslo obl<-held punct<-held",
		"In whom did Ann Example meet the old envoys ?": "case<-whom obl<-meet aux<-meet nsubj<-meet flat<-Ann root det<-envoys amod<-envoys obj<-meet punct<-meet",
	} {
		q, ok := got[want]
		if !ok {
			t.Errorf("no question %q", want)
			continue
		}
		var found []string
		for _, token := range q.Tokens {
			arc := token.Deprel
			if token.Head != syntax.Root {
				arc += "<-" + q.Tokens[token.Head].Form
			}
			found = append(found, arc)
		}
		if s := strings.Join(found, " "); s != arcs {
			t.Errorf("%s\ngot  %s\nwant %s", want, s, arcs)
		}
	}
	if t.Failed() {
		for q := range got {
			t.Log(q)
		}
	}
}
