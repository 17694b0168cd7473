package quote_test

import (
	"fmt"
	"strings"
	"testing"

	"attache/extract/quote"
	"attache/extract/syntax"
)

// document reads trees in brackets, one sentence a line: "[nsubj Ruiz] spoke".
// What is in brackets depends on the word of its level that is not. An empty
// line opens a paragraph. <" and "> are straight quotation marks.
func document(t testing.TB, trees string) (string, []syntax.Sentence) {
	t.Helper()
	var text strings.Builder
	var sentences []syntax.Sentence
	paragraph := true
	glue := true // no space before the next word
	for line := range strings.SplitSeq(trees, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			if len(sentences) > 0 {
				text.WriteString("\n\n")
			}
			paragraph, glue = true, true
			continue
		}
		fields := strings.Fields(strings.NewReplacer("[", " [", "]", " ] ").Replace(line))
		s := syntax.Sentence{Start: -1, Paragraph: paragraph}
		paragraph = false
		at := 0
		var level func(rel string) int
		level = func(rel string) int {
			head, dependents := -1, []int(nil)
			for at < len(fields) {
				f := fields[at]
				at++
				if f == "]" {
					break
				}
				if len(f) > 1 && f[0] == '[' {
					dependents = append(dependents, level(f[1:]))
					continue
				}
				form, rest, _ := strings.Cut(f, "/")
				tag, lemma, _ := strings.Cut(rest, "/")
				opens, closes := false, false
				switch form {
				case `<"`, "“", "‘", "(", "«":
					opens = true
				case `">`, "”", "’", ",", ".", ":", "?", "!", "'s", "»", ")":
					closes = true
				}
				form = strings.NewReplacer(`<"`, `"`, `">`, `"`).Replace(form)
				if !glue && !closes {
					text.WriteByte(' ')
				}
				glue = opens
				start := text.Len()
				if s.Start < 0 {
					s.Start = start
				}
				text.WriteString(form)
				if strings.ContainsAny(form, `"“”‘’«»`) && !strings.ContainsAny(form, "abcdefghijklmnopqrstuvwxyz") {
					continue // marks need no token
				}
				if tag == "" {
					tag = tagOf(form, rel)
				}
				if lemma == "" {
					lemma = lemmas[strings.ToLower(form)]
				}
				if lemma == "" {
					lemma = strings.ToLower(form)
				}
				mark := rel == "punct" || !strings.ContainsFunc(form, func(r rune) bool { return r > '@' || r >= '0' && r <= '9' })
				if mark {
					tag = "."
				}
				token := syntax.Token{Form: form, Start: start, End: text.Len(), Lemma: lemma, XPOS: tag, Deprel: rel, Head: -1}
				s.Tokens = append(s.Tokens, token)
				if mark && rel != "punct" {
					s.Tokens[len(s.Tokens)-1].Deprel = "punct"
					dependents = append(dependents, len(s.Tokens)-1)
					continue
				}
				if head >= 0 {
					t.Fatalf("%s: two heads, %q and %q", line, s.Tokens[head].Form, form)
				}
				head = len(s.Tokens) - 1
			}
			if head < 0 {
				t.Fatalf("%s: a level without a word (%s)", line, rel)
			}
			for _, d := range dependents {
				s.Tokens[d].Head = head
			}
			return head
		}
		level("root")
		s.End = text.Len()
		sentences = append(sentences, s)
	}
	out := text.String()
	for i := range sentences {
		for j := range sentences[i].Tokens {
			k := &sentences[i].Tokens[j]
			k.Form = out[k.Start:k.End]
		}
	}
	return out, sentences
}

func tagOf(form, rel string) string {
	lower := strings.ToLower(form)
	switch {
	case tags[lower] != "":
		return tags[lower]
	case rel == "case" || rel == "mark":
		return "IN"
	case form != lower:
		return "NNP"
	case lemmas[lower] != "" && strings.HasSuffix(lower, "ing"):
		return "VBG"
	case lemmas[lower] != "":
		return "VBD"
	case rel == "advmod":
		return "RB"
	case rel == "amod":
		return "JJ"
	}
	return "NN"
}

var (
	lemmas = pairs(`said say told tell adding add saying say added add denied deny asked ask wrote write warned warn
		insisted insist claimed claim highlighted highlight praised praise urged urge described describe tweeted tweet quoted quote
		recalled recall announced announce met meet was be were be is be called call says say had have have have noted note
		nodded nod smiled smile signed sign opened open read read has have thanked thank hailed hail`)
	tags = pairs(`he PRP she PRP they PRP we PRP i PRP it PRP them PRP his PRP$ who WP which WDT that IN the DT a DT of IN to TO in IN
		by IN for IN as IN was VBD were VBD is VBZ are VBP will MD not RB no DT says VBZ has VBZ have VBP good JJ with IN and CC`)
)

func pairs(list string) map[string]string {
	m := make(map[string]string)
	f := strings.Fields(list)
	for i := 0; i+1 < len(f); i += 2 {
		m[f[i]] = f[i+1]
	}
	return m
}

// show writes a quote as "speaker (verb) > addressee: words", direct ones in marks.
func show(text string, sentences []syntax.Sentence, q quote.Quote) string {
	form := func(p quote.Position) string {
		if !p.Known() {
			return "?"
		}
		return sentences[p.Sentence].Tokens[p.Token].Form
	}
	words := text[q.Span.Start:q.Span.End]
	if q.Direct {
		words = "«" + words + "»"
	}
	out := form(q.Speaker)
	if q.Verb.Known() {
		out += " (" + form(q.Verb) + ")"
	}
	if q.Addressee.Known() {
		out += " > " + form(q.Addressee)
	}
	return out + ": " + words
}

func TestFind(t *testing.T) {
	for _, test := range []struct{ about, trees, want string }{
		{"speaker behind, verb last", `“ [ccomp [nsubj We] had [obj [amod good] talks] ,] ” [nsubj Ruiz] said .`,
			`Ruiz (said): «We had good talks,»`},
		{"speaker behind, verb first", `“ [ccomp [nsubj We] had [obj talks] ,] ” said [nsubj [det the] minister] .`,
			`minister (said): «We had talks,»`},
		{"straight marks", `<" [ccomp [nsubj We] had [obj talks] ,] "> [nsubj Ruiz] said .`,
			`Ruiz (said): «We had talks,»`},
		{"comma outside", `“ [ccomp [nsubj We] had [obj talks]] ” , [nsubj Ruiz] said .`,
			`Ruiz (said): «We had talks»`},
		{"angle marks", `« [ccomp [nsubj We] had [obj talks] ,] » [nsubj Ruiz] said .`,
			`Ruiz (said): «We had talks,»`},
		{"addressee", `“ [ccomp [nsubj We] met ,] ” [nsubj Ruiz] told [obj reporters] .`,
			`Ruiz (told) > reporters: «We met,»`},
		{"addressee with to", `“ [ccomp [nsubj We] met ,] ” [nsubj Ruiz] said [obl [case to] workers] .`,
			`Ruiz (said) > workers: «We met,»`},
		{"question", `“ [ccomp [nsubj Who] met ?] ” [nsubj Ruiz] asked .`,
			`Ruiz (asked): «Who met?»`},
		{"colon before", `[nsubj Ruiz] said : “ [ccomp [nsubj We] met] . ”`,
			`Ruiz (said): «We met.»`},
		{"comma before", `[nsubj Ruiz] said , “ [ccomp [nsubj We] met] . ”`,
			`Ruiz (said): «We met.»`},
		{"adder is the subject", `[nsubj Ruiz] praised [obj [det the] hosts] , [advcl adding : “ [ccomp [nsubj We] met] . ”]`,
			`Ruiz (adding): «We met.»`},
		{"verb that the tree lost", `“ [nsubj We] met ,  ” [dep [nsubj Ruiz] said] .`,
			`Ruiz (said): «We met,»`},
		{"verb with no subject in the tree", `“ [dep [nsubj We] met ,] ” [dep Ruiz] said .`,
			`Ruiz (said): «We met,»`},
		{"parataxis", `“ [nsubj We] met ,  ” [parataxis [nsubj Ruiz] said] .`,
			`Ruiz (said): «We met,»`},
		{"split quote", `“ [ccomp [nsubj We] met ,] ” [nsubj Ruiz] said , “ [parataxis [nsubj it] was [xcomp good]] . ”`,
			`Ruiz (said): «We met,»|Ruiz (said): «it was good.»`},
		{"goes on in the next sentence", `“ [ccomp [nsubj We] met ,] ” [nsubj Ruiz] said .
			“ [nsubj It] was [xcomp good] . ”`,
			`Ruiz (said): «We met,»|Ruiz: «It was good.»`},
		{"he added", `[nsubj Ruiz] smiled .
			“ [nsubj We] met . ”
			[nsubj He] added .`,
			`He (added): «We met.»`},
		{"the one who speaks before it", `[nsubj Ruiz] denied [obj it] .
			“ [nsubj We] met [advmod never] . ”`,
			`Ruiz: «We met never.»`},
		{"paragraph of its own after a colon", `[nsubj Ruiz] tweeted [advmod yesterday] :

			“ [nsubj We] met . ”`,
			`Ruiz (tweeted): «We met.»`},
		{"reopened paragraph", `[nsubj Ruiz] said : “ [ccomp [nsubj We] met] .

			“ [nsubj It] was [xcomp good] . ”`,
			`Ruiz (said): «We met.»|Ruiz: «It was good.»`},
		{"unbalanced ends with its sentence", `“ [ccomp [nsubj We] met ,] [nsubj Ruiz] said .
			[nsubj They] left .`,
			`?: «We met, Ruiz said.»|Ruiz (said): We met`},
		{"according to", `[obl [case according [fixed to]] Ruiz] , [nsubj they] met .`,
			`Ruiz (according): they met`},
		{"according to, at the end", `[nsubj They] met , [obl [case according [fixed to]] Ruiz] .`,
			`Ruiz (according): They met`},
		{"according to, with a quote", `[nsubj It] was “ [xcomp good] ” , [obl [case according [fixed to]] Ruiz] .`,
			`Ruiz (according): It was “good|Ruiz (according): «good»`},
		{"a few words under a verb", `[nsubj Ruiz] highlighted [obj [det the] “ [amod historical] relationship] ” .`,
			`Ruiz (highlighted): «historical relationship»`},
		{"a few words after as", `[nsubj Ruiz] described [obj [det the] talks] [obl [case as] “ frank] ” .`,
			`Ruiz (described): «frank»`},
		{"a few words in an infinitive", `[nsubj Ruiz] urged [obj them] [xcomp [mark to] “ turn/VB [obj [det the] page]] ” .`,
			`Ruiz (urged) > them: «turn the page»`},
		{"passive with agent", `[nsubj:pass It] [aux:pass was] called/VBN “ [xcomp frank] ” [obl:agent [case by] Ruiz] .`,
			`Ruiz (called): «frank»`},
		{"words nobody says", `[nsubj They] signed [obj [det the] “ friendship] ” .`,
			`?: «friendship»`},
		{"a few words of what is said", `[nsubj Ruiz] said [ccomp [mark that] [nsubj it] was “ [xcomp good] ”] .`,
			`Ruiz (said): it was “good|Ruiz (said): «good»`},
		{"indirect", `[nsubj Ruiz] said [ccomp [mark that] [nsubj they] met] .`,
			`Ruiz (said): they met`},
		{"indirect without that", `[nsubj Ruiz] said [ccomp [nsubj they] met] .`,
			`Ruiz (said): they met`},
		{"indirect with addressee", `[nsubj Ruiz] told [obj Okafor] [ccomp [mark that] [nsubj they] met] .`,
			`Ruiz (told) > Okafor: they met`},
		{"told without a teller", `[nsubj:pass Ruiz] [aux:pass was] told/VBN [ccomp [mark that] [nsubj they] met] .`,
			`? (told) > Ruiz: they met`},
		{"indirect, the verb behind", `[nsubj They] met , [parataxis [nsubj officials] said] .`,
			`officials (said): They met`},
		{"denied having met", `[nsubj Ruiz] denied [xcomp having/VBG [obj talks]] .`,
			`Ruiz (denied): having talks`},
		{"coordinated verbs", `[nsubj Ruiz] smiled [conj [cc and] said [ccomp [mark that] [nsubj they] met]] .`,
			`Ruiz (said): they met`},
		{"relative clause", `[nsubj Ruiz , [acl:relcl [nsubj who] said [ccomp [nsubj they] met]]] , left/VBD .`,
			`Ruiz (said): they met`},
		{"claim", `[nmod:poss Ruiz [case 's]] claim [acl [mark that] [nsubj they] met] .`,
			`Ruiz (claim): they met`},
		{"nobody is said to have met", `[nsubj:pass Ruiz] [aux:pass was] said/VBN [xcomp [mark to] have/VB] .`, ``},
		{"nested, one level", `“ [ccomp [nsubj Okafor] told [obj me] : ‘ [ccomp [nsubj We] met] . ’] ” [nsubj Ruiz] said .`,
			`Ruiz (said): «Okafor told me: ‘We met.’»|Okafor (told) > me: «We met.»`},
		{"said in what is said", `[nsubj Ruiz] said [ccomp [nsubj Okafor] denied [ccomp [mark that] [nsubj they] met]] .`,
			`Ruiz (said): Okafor denied that they met|Okafor (denied): they met`},
		{"apostrophes", `[nsubj [nmod:poss [det the] ministers’/NNS] talks] [cop weren’t/VBD] long .`, ``},
		{"label before a quote", `Okafor : “ [parataxis [nsubj We] met] . ”`,
			`Okafor: «We met.»`},
		{"transcript", `LAVROV : [parataxis [nsubj We] met] .

			RUBIO : [parataxis [nsubj It] was [xcomp good]] .
			[nsubj They] left .`,
			`LAVROV: «We met.»|RUBIO: «It was good. They left.»`},
		{"questions and answers", `Q : [parataxis [nsubj Who] met] ?

			A : [parataxis Nobody] .`,
			`?: «Who met?»|?: «Nobody.»`},
		{"names as labels", `Ana [flat Ruiz] : [parataxis [nsubj We] met] .

			Ben [flat Okafor] : [parataxis Good] .

			Ana [flat Ruiz] : [parataxis Fine] .

			Ben [flat Okafor] : [parataxis Yes] .`,
			`Ruiz: «We met.»|Okafor: «Good.»|Ruiz: «Fine.»|Okafor: «Yes.»`},
		{"label with where the speaker is from", `Talk [obl:agent [case by] Ana [flat Ruiz] , [list [compound Town] Hall]] : “ [appos Bridges] ” .`,
			`Ana: «Bridges»`},
		{"words of somebody", `[nsubj [nmod:poss Ruiz [case 's]] letter] said [ccomp [nsubj they] met] .`,
			`Ruiz (said): they met`},
		{"a clause on whom it is told to", `[nsubj Ruiz] told [iobj investors [acl [mark that] [nsubj profits] [aux would/MD] fall/VB]] .`,
			`Ruiz (told) > investors: profits would fall`},
		{"a condition beside what is said", `[nsubj Ruiz] hopes [xcomp [mark to] come/VB] , [parataxis [nsubj he] said , [ccomp [mark if] [nsubj they] met]] .`,
			`he (said): Ruiz hopes to come`},
		{"asked somebody behind the question", `“ [ccomp [nsubj They] met ?] ” asked [iobj Ruiz] .`,
			`Ruiz (asked): «They met?»`},
		{"somebody else comes in between", `“ [ccomp [nsubj We] met ,] ” [nsubj Ruiz] said .
			[nsubj Okafor] turned/VBD [obl [case to] him] .
			“ [nsubj It] was [xcomp good] ? ”`,
			`Ruiz (said): «We met,»|Okafor: «It was good?»`},
		{"said as much", `[nsubj They] met [punct —] [parataxis [nsubj Ruiz] said [advmod [advmod as] much]] .`, ``},
		{"a dateline is no label", `LIMA : [parataxis [nsubj They] met] .`, ``},
		{"fields are no labels", `Venue : [parataxis Town [flat Hall]] .

			Venue : [parataxis Town [flat Hall]] .`, ``},
	} {
		t.Run(test.about, func(t *testing.T) {
			text, sentences := document(t, test.trees)
			var got []string
			for _, q := range quote.Find(text, sentences) {
				got = append(got, show(text, sentences, q))
			}
			if all := strings.Join(got, "|"); all != test.want {
				t.Errorf("%s\ngot  %s\nwant %s", text, all, test.want)
			}
		})
	}
}

func TestSpeakerAt(t *testing.T) {
	text, sentences := document(t, `[nsubj Ruiz] said [ccomp [nsubj Okafor] denied [ccomp [mark that] [nsubj they] met]] .`)
	quotes := quote.Find(text, sentences)
	for word, want := range map[string]string{"Ruiz": "", "Okafor": "Ruiz", "they": "Okafor", ".": ""} {
		q, ok := quote.SpeakerAt(quotes, strings.Index(text, word))
		got := ""
		if ok {
			got = sentences[q.Speaker.Sentence].Tokens[q.Speaker.Token].Form
		}
		if got != want {
			t.Errorf("at %q: got %q, want %q", word, got, want)
		}
	}
}

func ExampleFind() {
	text := `"We met," she said.`
	sentences := []syntax.Sentence{{Start: 0, End: len(text), Tokens: []syntax.Token{
		{Form: "We", Start: 1, End: 3, Lemma: "we", XPOS: "PRP", Head: 1, Deprel: "nsubj"},
		{Form: "met", Start: 4, End: 7, Lemma: "meet", XPOS: "VBD", Head: 3, Deprel: "ccomp"},
		{Form: "she", Start: 10, End: 13, Lemma: "she", XPOS: "PRP", Head: 3, Deprel: "nsubj"},
		{Form: "said", Start: 14, End: 18, Lemma: "say", XPOS: "VBD", Head: syntax.Root, Deprel: "root"},
	}}}
	q, _ := quote.SpeakerAt(quote.Find(text, sentences), 4)
	fmt.Println(sentences[0].Tokens[q.Speaker.Token].Form, "said", text[q.Span.Start:q.Span.End])
	// Output: she said We met,
}

// Any text, cut into words and sentences at spaces, with trees that are none.
func FuzzFind(f *testing.F) {
	f.Add("“We met,” he said. “It was 'good'.\n\n“He's 6\" tall", uint8(3))
	f.Add("A: said\nB: ‘tis \"x\nA: \"\"\nB: according to", uint8(7))
	f.Add("''``\"'’‘“”\n\n\n“", uint8(1))
	f.Fuzz(func(t *testing.T, text string, seed uint8) {
		text = strings.ToValidUTF8(text, "?")
		var sentences []syntax.Sentence
		at := 0
		for n, line := range strings.SplitAfter(text, ".") {
			s := syntax.Sentence{Start: at, End: at + len(line), Paragraph: n%3 == 0}
			for i := 0; i < len(line); {
				size := strings.IndexAny(line[i:], " \n,:")
				if size < 0 {
					size = len(line) - i
				}
				if size > 0 {
					form := line[i : i+size]
					s.Tokens = append(s.Tokens, syntax.Token{Form: form, Start: at + i, End: at + i + size, Lemma: lemmas[form],
						XPOS: tagOf(form, ""), Head: (i*int(seed))%7 - 1, Deprel: []string{"ccomp", "nsubj", "obj", "parataxis", "conj", "acl"}[(i+int(seed))%6]})
				}
				i += size + 1
			}
			at += len(line)
			sentences = append(sentences, s)
		}
		last := 0
		for _, q := range quote.Find(text, sentences) {
			if q.Span.Start < last || q.Span.End <= q.Span.Start || q.Span.End > len(text) {
				t.Fatalf("span %v of %q", q.Span, text)
			}
			last = q.Span.Start
			for _, p := range []quote.Position{q.Speaker, q.Verb, q.Addressee} {
				if p.Known() && (p.Sentence >= len(sentences) || p.Token >= len(sentences[p.Sentence].Tokens)) {
					t.Fatalf("position %v of %q", p, text)
				}
			}
			quote.SpeakerAt([]quote.Quote{q}, q.Span.Start)
		}
	})
}
