package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"attache/extract/syntax"
	"attache/schema"
)

// tree reads a written parse: words as form/lemma/XPOS/head/deprel, heads
// counted from 1, 0 the root. Its text is the forms with one space between.
func tree(t *testing.T, words string) (string, syntax.Sentence) {
	t.Helper()
	var s syntax.Sentence
	var text strings.Builder
	for _, word := range strings.Fields(words) {
		f := strings.Split(word, "/")
		if len(f) != 5 {
			t.Fatalf("%q is not form/lemma/XPOS/head/deprel", word)
		}
		var head int
		if _, err := fmt.Sscan(f[3], &head); err != nil {
			t.Fatal(err)
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		start := text.Len()
		text.WriteString(f[0])
		s.Tokens = append(s.Tokens, syntax.Token{
			Form: f[0], Lemma: f[1], XPOS: f[2], UPOS: upos[f[2]], Head: head - 1, Deprel: f[4],
			Start: start, End: text.Len(),
		})
	}
	s.End = text.Len()
	return text.String(), s
}

var upos = map[string]string{
	"NNP": "PROPN", "NN": "NOUN", "NNS": "NOUN", "VBD": "VERB", "VBN": "VERB", "VBZ": "VERB", "VB": "VERB", "VBG": "VERB",
	"IN": "ADP", "DT": "DET", "CC": "CCONJ", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "AUX": "AUX",
	"TO": "PART", "POS": "PART", "WRB": "ADV", "JJ": "ADJ", "RP": "ADP",
}

func TestArcs(t *testing.T) {
	tests := []struct {
		name, words string
		want        []string // "governor role dependent"
	}{
		{
			"plain", "Rossi/Rossi/NNP/2/nsubj met/meet/VBD/0/root Weber/Weber/NNP/2/obj",
			[]string{"met subj Rossi", "met obj Weber"},
		},
		{
			"passive", "Weber/Weber/NNP/3/nsubj:pass was/be/AUX/3/aux:pass received/receive/VBN/0/root by/by/IN/5/case Rossi/Rossi/NNP/3/obl:agent",
			[]string{"received obj Weber", "received subj Rossi"},
		},
		{
			"joined subjects", "Rossi/Rossi/NNP/4/nsubj and/and/CC/3/cc Weber/Weber/NNP/1/conj met/meet/VBD/0/root",
			[]string{"met subj Rossi", "met subj Weber"},
		},
		{
			"joined verbs", "Rossi/Rossi/NNP/2/nsubj flew/fly/VBD/0/root and/and/CC/4/cc met/meet/VBD/2/conj Weber/Weber/NNP/4/obj",
			[]string{"met subj Rossi", "flew subj Rossi"},
		},
		{
			"relative clause", "Weber/Weber/NNP/0/root whom/whom/WP/4/obj Rossi/Rossi/NNP/4/nsubj met/meet/VBD/1/acl:relcl",
			[]string{"met obj Weber", "met subj Rossi"},
		},
		{
			"relative clause without a pronoun", "man/man/NN/0/root Rossi/Rossi/NNP/3/nsubj met/meet/VBD/1/acl:relcl",
			[]string{"met obj man"},
		},
		{
			"participle", "talks/talk/NNS/0/root held/hold/VBN/1/acl in/in/IN/4/case Rome/Rome/NNP/2/obl",
			[]string{"held obj talks", "talks in Rome"},
		},
		{
			"infinitive", "Rossi/Rossi/NNP/2/nsubj agreed/agree/VBD/0/root to/to/TO/4/mark meet/meet/VB/2/xcomp Weber/Weber/NNP/4/obj",
			[]string{"meet subj Rossi"},
		},
		{
			"object control", "Rossi/Rossi/NNP/2/nsubj asked/ask/VBD/0/root Weber/Weber/NNP/2/obj to/to/TO/5/mark go/go/VB/2/xcomp",
			[]string{"go subj Weber"},
		},
		{
			"light verb", "Rossi/Rossi/NNP/2/nsubj held/hold/VBD/0/root talks/talk/NNS/2/obj with/with/IN/5/case Weber/Weber/NNP/2/obl",
			[]string{"talks subj Rossi", "talks with Weber"},
		},
		{
			"possessor", "Rossi/Rossi/NNP/3/nmod:poss 's/'s/POS/1/case meeting/meeting/NN/0/root with/with/IN/5/case Weber/Weber/NNP/3/nmod",
			[]string{"meeting subj Rossi", "meeting with Weber"},
		},
		{
			"place on a name", "Rossi/Rossi/NNP/2/nsubj met/meet/VBD/0/root Weber/Weber/NNP/2/obj in/in/IN/5/case Rome/Rome/NNP/3/nmod",
			[]string{"met in Rome"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, s := tree(t, test.words)
			g := NewGraph(s)
			var got []string
			for i, arcs := range g.Out {
				for _, a := range arcs {
					got = append(got, g.token(i).Form+" "+a.Role+" "+g.token(a.To).Form)
				}
			}
			for _, want := range test.want {
				if !slices.Contains(got, want) {
					t.Errorf("no arc %q in %q", want, got)
				}
			}
		})
	}
}

// parses are the trees that a Parser in tests knows.
type parses map[string]syntax.Sentence

func (p parses) Parse(text string) []syntax.Sentence { return []syntax.Sentence{p[text]} }

func learn(t *testing.T, words ...string) parses {
	t.Helper()
	p := parses{}
	for _, w := range words {
		text, s := tree(t, w)
		p[text] = s
	}
	return p
}

func TestCompileAndFind(t *testing.T) {
	p := learn(t,
		"Rossi/Rossi/NNP/2/nsubj met/meet/VBD/0/root Weber/Weber/NNP/2/obj",
		"Rossi/Rossi/NNP/4/nsubj and/and/CC/3/cc Weber/Weber/NNP/1/conj met/meet/VBD/0/root",
		"Who/who/WP/2/nsubj met/meet/VBD/0/root Weber/Weber/NNP/2/obj",
	)
	o := &schema.Ontology{
		Words: []schema.Words{{Name: "meet", Lemmas: []string{"meet", "receive"}}},
		Relations: []schema.Relation{{
			Name: "met_with", Subject: []string{"Person"}, Object: []string{"Person"}, Symmetric: true,
			Examples:  []schema.Example{{Text: "[S:Rossi] {met} [O:Weber]"}, {Text: "[S:Rossi] and [O:Weber] met"}},
			Questions: []schema.Example{{Text: "Who met [O:Weber]"}},
		}},
	}
	set, faults := Compile(o, p)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if !set.Rules[1].Reciprocal() || set.Rules[0].Reciprocal() {
		t.Errorf("only the second rule is reciprocal: %v", set.Rules)
	}
	if set.Questions[0].Hole != "subject" {
		t.Errorf("the question asks for the %s", set.Questions[0].Hole)
	}

	tests := []struct {
		words string
		want  []string
	}{
		{"Blum/Blum/NNP/3/nsubj:pass was/be/AUX/3/aux:pass received/receive/VBN/0/root by/by/IN/5/case Silva/Silva/NNP/3/obl:agent", []string{"met_with/1 Silva Blum"}},
		{"Blum/Blum/NNP/4/nsubj and/and/CC/3/cc Silva/Silva/NNP/1/conj met/meet/VBD/0/root", []string{"met_with/2 Blum Blum", "met_with/2 Blum Silva", "met_with/2 Silva Blum", "met_with/2 Silva Silva"}},
		{"Blum/Blum/NNP/4/nsubj and/and/CC/3/cc Silva/Silva/NNP/1/conj met/meet/VBD/0/root Okoro/Okoro/NNP/4/obj", []string{"met_with/1 Blum Okoro", "met_with/1 Silva Okoro"}},
		{"Blum/Blum/NNP/2/nsubj phoned/phone/VBD/0/root Silva/Silva/NNP/2/obj", nil},
	}
	for _, test := range tests {
		_, s := tree(t, test.words)
		var got []string
		for _, m := range set.Find(NewGraph(s)) {
			got = append(got, m.Rule.Name+" "+s.Tokens[m.Subject].Form+" "+s.Tokens[m.Object].Form)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.words, got, test.want)
		}
	}
}

func TestUnmark(t *testing.T) {
	tests := []struct {
		example, text, subject, object, err string
	}{
		{"[S:Rossi] {met} [O:Weber].", "Rossi met Weber.", "Rossi", "Weber", ""},
		{"The [S:{summit}] in [O:San Marino] ended.", "The summit in San Marino ended.", "summit", "San Marino", ""},
		{"[S:Rossi met Weber.", "", "", "", "is not closed"},
		{"[S:] met [O:Weber].", "", "", "", "holds no word"},
		{"[S:Rossi] {met [O:Weber].", "", "", "", "brace"},
	}
	for _, test := range tests {
		m, err := Unmark(test.example)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("Unmark(%q) = %v, want %q", test.example, err, test.err)
			}
			continue
		}
		if err != nil || m.Text != test.text || m.Text[m.Subject[0]:m.Subject[1]] != test.subject || m.Text[m.Object[0]:m.Object[1]] != test.object {
			t.Errorf("Unmark(%q) = %+v, %v", test.example, m, err)
		}
	}
}

func FuzzUnmark(f *testing.F) {
	f.Add("[S:Rossi] {met} [O:Weber].")
	f.Add("[S:[O:]]{}}")
	f.Fuzz(func(t *testing.T, example string) { Unmark(example) })
}
