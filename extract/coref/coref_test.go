package coref_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"attache/extract/coref"
	"attache/extract/name"
	"attache/extract/quote"
	"attache/extract/syntax"
)

// cases.conllu holds a small text for each case. Names are marked in its last
// column (Name=B-Person, Name=I-Person), so that the tests depend on no model.
//
// What is checked of a token, which is written as its form and, from the second
// on, which of its kind it is ("Lindqvist#2"):
//
//	token = Name         stands for the cluster of that name
//	token = Name + Name  stands for all of these
//	token ~ token        stand for the same
//	token ! token        do not stand for the same
//	token -              stands for nothing
var cases = []struct {
	id     string
	checks []string
}{
	// Names.
	{"surname", []string{"Lindqvist#2 = Marta Lindqvist", "Oslo = Oslo"}},
	{"headline", []string{"Okafor = Chidi Okafor", "Minister = Chidi Okafor"}},
	{"namesakes", []string{"Keller#3 = Anna Keller", "Keller#4 = Paul Keller"}},
	{"spelling", []string{"Zhukovskiy ~ Zhukovsky", "Zhukovskyy ~ Zhukovsky"}},
	{"initial", []string{"Varga ~ Varga#2", "Varga = Tibor Varga"}},
	{"bracket", []string{"BSC = Baltic Shipping Council", "BSC#2 = Baltic Shipping Council"}},
	{"acronym", []string{"WCU = World Customs Union"}},
	{"countries", []string{"US = United States", "Canada = Canada"}},
	{"first-name", []string{"Joanna#2 = Joanna Brandt"}},
	{"first-names", []string{"Joanna#3 = Joanna"}},
	{"base", []string{"base = Joint Base Harlow-Finch"}},
	{"ministry", []string{"Ministry#2 = Norwegian Foreign Ministry", "ministry = Norwegian Foreign Ministry"}},
	{"capital", []string{"Moscow = Moscow", "Russia = Russia"}},
	{"hyphen", []string{"Ortega#2 ~ Elena"}},

	// Offices.
	{"presidents", []string{"president = Aino Saari", "leader#2 = Per Holm"}},
	{"american", []string{"president = Carl Whitman", "president#2 = Carl Whitman", "US#2 = US"}},
	{"bare", []string{"president = Carl Whitman", "We = Carl Whitman"}},
	{"premier", []string{"premier = Dana Novak"}},
	{"apposition", []string{"minister = Igor Petrenko", "minister#2 = Igor Petrenko", "diplomat = Igor Petrenko", "city = Riga"}},
	{"possessor", []string{"minister = Kari Berg", "minister#2 = Kari Berg", "She = Kari Berg"}},
	{"became", []string{"chancellor#2 = Lena Vogt"}},
	{"wrong-country", []string{"president ! Moreau"}},
	{"two-ministers", []string{"minister = Rana Aziz"}},
	{"two-offices", []string{"minister = Olga Maric"}},
	{"his-minister", []string{"his = Petr Maly", "minister = Jana Kolar", "minister#2 = Jana Kolar"}},
	{"demonym", []string{"Finn = Aino Saari"}},
	{"former", []string{"president ! Santos"}},
	{"spokeswoman", []string{"spokeswoman#2 = Vera Blum"}},
	{"namesake-title", []string{"Duarte#3 = Ana Duarte", "her = Ana Duarte"}},

	// Pronouns.
	{"he", []string{"He = Victor Lang", "She = Nora Weiss"}},
	{"subject", []string{"He = Victor Lang"}},
	{"reflexive", []string{"himself = Victor Lang"}},
	{"coargument", []string{"him = Victor Lang"}},
	{"hosting", []string{"him = Victor Lang"}},
	{"who", []string{"who = Nora Weiss"}},
	{"before", []string{"she = Kari Berg"}},
	{"own-phrase", []string{"his = Victor Lang", "lawyer = Martin Roth"}},
	{"also-read", []string{"her = Lena Vogt", "She = Nora Weiss"}},
	{"empty-it", []string{"It -"}},
	{"it", []string{"It = Baltic Shipping Council"}},
	{"first-person", []string{"I = Nora Weiss", "We = Nora Weiss", "my = Nora Weiss", "she = Nora Weiss"}},
	{"not-speaker", []string{"He = Martin Roth"}},
	{"their", []string{"Their = Aino Saari + Per Holm"}},
	{"thing", []string{"It = new ferry plan"}},
	{"they", []string{"They = Rosa Vidal + Juan Quispe"}},
	{"they-things", []string{"They = new buses"}},

	// Several at once.
	{"both-leaders", []string{"leaders = Aino Saari + Per Holm"}},
	{"two-presidents", []string{"her = Rosa Vidal", "presidents = Rosa Vidal + Juan Quispe"}},
	{"both", []string{"Both = Rosa Vidal + Juan Quispe"}},
	{"pair", []string{"pair = Rosa Vidal + Juan Quispe"}},
	{"three", []string{"three = Rosa Vidal + Juan Quispe + Hugo Prado"}},
	{"joined", []string{"pair = Rosa Vidal + Juan Quispe", "three = Rosa Vidal + Juan Quispe + Hugo Prado"}},
	{"each-other", []string{"other = Rosa Vidal + Juan Quispe"}},
	{"sides", []string{"sides = Chile + Peru"}},
	{"ministers", []string{"ministers = Omar Haddad + Elif Aydin"}},
	{"not-leaders", []string{"presidents -"}},
	{"neither", []string{"minister = Omar Haddad + Elif Aydin"}},
	{"counterpart", []string{"counterpart = Elif Aydin", "his = Omar Haddad"}},
	{"named-counterpart", []string{"counterpart = Omar Haddad", "minister = Omar Haddad", "ministers = Elif Aydin + Omar Haddad"}},
	{"later-counterpart", []string{"counterpart = Karel Dvorak", "her#2 = Lena Vogt"}},
	{"other", []string{"host = Juan Quispe"}},

	// Events.
	{"one-event", []string{"talks ~ summit", "meeting ~ summit"}},
	{"next-event", []string{"meeting ! summit"}},
	{"press", []string{"conference ! summit", "conference#2 ~ conference", "talks ~ summit"}},
	{"met", []string{"meeting ~ met"}},
	{"new-event", []string{"meeting ! met", "she = Rosa Vidal"}},
	{"their-meeting", []string{"meeting ~ met", "their = Rosa Vidal + Juan Quispe"}},
	{"two-places", []string{"talks#2 ! talks"}},
	{"three-way", []string{"meeting ! met", "meeting#2 ~ met"}},
	{"headline-event", []string{"met ~ summit", "summit#2 ~ summit", "Vidal = Rosa Vidal"}},
	{"as-event", []string{"it ~ summit"}},
	{"visit", []string{"visit#2 ~ visit", "meeting ! visit"}},
	{"boy", []string{"boy = Rosa Vidal's son"}},
	{"named-event", []string{"forum = Andes Forum"}},
	{"joined-names", []string{"summit ~ met", "Lang#2 = Victor Lang + Martin Roth"}},
	{"last-year", []string{"forum ! Forum"}},
	{"called-off", []string{"meeting = meeting"}},
	{"cold-war", []string{"summit ! War"}},

	// Titles that the tree tears from their names, and more of the above.
	{"two-titles", []string{"envoy#2 = Hamza Saleh", "prince = Hamza Saleh"}},
	{"coordinated-titles", []string{"two = Rosa Vidal + Juan Quispe"}},
	{"first-of-many", []string{"president = Rosa Vidal", "host = Juan Quispe"}},
	{"head-of", []string{"head = Nora Weiss", "She = Nora Weiss"}},
	{"either", []string{"leader = Rosa Vidal + Juan Quispe", "senator = senator"}},
	{"for-her-part", []string{"her = Rosa Vidal"}},
	{"them-not-subject", []string{"them -"}},
	{"company", []string{"Korvan#2 = Korvan Systems", "company = Korvan Systems"}},
	{"put-it", []string{"she = Nora Weiss", "it -"}},
	{"predicate-name", []string{"winner = Nora Weiss", "She = Nora Weiss"}},
	{"list-with", []string{"head = Nora Weiss", "She = Nora Weiss"}},
	{"loose-leader", []string{"leader = Jens Holm", "He = Jens Holm"}},
	{"dateline", []string{"two = Jana Kolar + Petr Maly"}},
	{"parted-name", []string{"Abdul ~ Abdulaziz"}},
	{"body-person", []string{"Maly#2 = Petr Maly", "counterpart ~ Maly"}},
	{"not-own-leader", []string{"leader#2 = Lena Vogt"}},
	{"between", []string{"sides = Rosa Vidal + Juan Quispe"}},
	{"second-round", []string{"talks#2 ! talks"}},
	{"right-before", []string{"meeting ~ met"}},
	{"deputy", []string{"He = Omar Haddad", "ministers = Omar Haddad + Elif Aydin"}},
}

func TestResolve(t *testing.T) {
	documents := readCases(t)
	for _, c := range cases {
		t.Run(c.id, func(t *testing.T) {
			i := slices.IndexFunc(documents, func(d syntax.Document) bool { return d.ID == c.id })
			if i < 0 {
				t.Fatalf("cases.conllu has no document %s", c.id)
			}
			d := documents[i]
			resolved := coref.Resolve(d.Text, d.Sentences, namesOf(d), quote.Find(d.Text, d.Sentences))
			check(t, d, resolved)
			for _, line := range c.checks {
				if err := holds(d, resolved, line); err != nil {
					t.Errorf("%s: %v in %q", line, err, d.Text)
				}
			}
		})
	}
}

// holds checks one line of a case.
func holds(d syntax.Document, r *coref.Document, line string) error {
	f := strings.SplitN(line, " ", 3)
	got, ok, err := clustersAt(d, r, f[0])
	if err != nil {
		return err
	}
	switch f[1] {
	case "-":
		if ok {
			return fmt.Errorf("stands for clusters %v", got)
		}
	case "=":
		want := strings.Split(f[2], " + ")
		slices.Sort(want)
		var names []string
		for _, c := range got {
			names = append(names, r.Clusters[c].Name)
		}
		slices.Sort(names)
		if !slices.Equal(names, want) {
			return fmt.Errorf("stands for %q", names)
		}
	case "~", "!":
		other, _, err := clustersAt(d, r, f[2])
		if err != nil {
			return err
		}
		if same := len(got) > 0 && slices.Equal(got, other); same != (f[1] == "~") {
			return fmt.Errorf("clusters are %v and %v", got, other)
		}
	default:
		return fmt.Errorf("a check with %q", f[1])
	}
	return nil
}

func clustersAt(d syntax.Document, r *coref.Document, token string) ([]int, bool, error) {
	form, number, numbered := strings.Cut(token, "#")
	n := 1
	if numbered {
		n, _ = strconv.Atoi(number)
	}
	for s, sentence := range d.Sentences {
		for k, tok := range sentence.Tokens {
			if tok.Form != form {
				continue
			}
			if n--; n == 0 {
				m, ok := r.At(s, k)
				return m.Clusters, ok, nil
			}
		}
	}
	return nil, false, fmt.Errorf("the text has no %s", token)
}

// check looks at what must hold of every result.
func check(t *testing.T, d syntax.Document, r *coref.Document) {
	t.Helper()
	for i, m := range r.Mentions {
		tokens := d.Sentences[m.Sentence].Tokens
		if m.First > m.Head || m.Head >= m.Last || m.Span.Start != tokens[m.First].Start || m.Span.End != tokens[m.Last-1].End {
			t.Errorf("mention %d: tokens %d to %d, head %d, span %v", i, m.First, m.Last, m.Head, m.Span)
		}
		if len(m.Clusters) == 0 || m.Plural != (len(m.Clusters) > 1) {
			t.Errorf("mention %d: clusters %v, plural %v", i, m.Clusters, m.Plural)
		}
		for _, c := range m.Clusters {
			if !slices.Contains(r.Clusters[c].Mentions, i) {
				t.Errorf("cluster %d does not know its mention %d", c, i)
			}
		}
	}
	for i, c := range r.Clusters {
		narrator := !slices.ContainsFunc(c.Mentions, func(k int) bool { return r.Mentions[k].Kind != coref.KindPronoun })
		if (c.Name == "") != narrator || len(c.Mentions) == 0 {
			t.Errorf("cluster %d: name %q, mentions %v", i, c.Name, c.Mentions)
		}
	}
}

func readCases(t testing.TB) []syntax.Document {
	t.Helper()
	f, err := os.Open("testdata/cases.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	documents, err := syntax.ReadCoNLLU(f)
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// namesOf reads the names that the last column marks.
func namesOf(d syntax.Document) []name.Mention {
	mark := func(s, k int) string {
		for field := range strings.SplitSeq(d.Misc[s][k], "|") {
			if value, ok := strings.CutPrefix(field, "Name="); ok {
				return value
			}
		}
		return ""
	}
	var names []name.Mention
	for s, sentence := range d.Sentences {
		for first := 0; first < len(sentence.Tokens); first++ {
			typ, ok := strings.CutPrefix(mark(s, first), "B-")
			if !ok {
				continue
			}
			last := first + 1
			for last < len(sentence.Tokens) && mark(s, last) == "I-"+typ {
				last++
			}
			head, heads := first, 0
			for k := first; k < last; k++ {
				if h := sentence.Tokens[k].Head; h < first || h >= last {
					head = k
					heads++
				}
			}
			if heads > 1 {
				head = last - 1
			}
			names = append(names, name.Mention{Sentence: s, First: first, Last: last, Head: head, Type: typ,
				Start: sentence.Tokens[first].Start, End: sentence.Tokens[last-1].End})
		}
	}
	return names
}

func TestResolveBadInput(t *testing.T) {
	text := "He met her."
	word := func(start, end, head int, upos string) syntax.Token {
		return syntax.Token{Form: text[start:end], Start: start, End: end, UPOS: upos, Head: head, Deprel: "nsubj"}
	}
	loop := []syntax.Sentence{{End: len(text), Tokens: []syntax.Token{word(0, 2, 1, "PRON"), word(3, 6, 0, "VERB"), word(7, 10, 1, "PRON")}}}
	self := []syntax.Sentence{{End: len(text), Tokens: []syntax.Token{word(0, 2, 0, "PRON"), word(3, 6, 99, "NOUN"), word(7, 10, -7, "PROPN")}}}
	for _, sentences := range [][]syntax.Sentence{nil, {}, {{}}, loop, self} {
		names := []name.Mention{
			{Sentence: 0, First: 0, Last: 1, Type: name.Person}, {Sentence: 0, First: 2, Last: 9, Type: name.Person},
			{Sentence: 9, First: 0, Last: 1, Type: name.Place}, {Sentence: 0, First: -1, Last: 1, Type: name.Event},
			{Sentence: 0, First: 2, Last: 3, Head: 7, Type: name.Person},
		}
		quotes := []quote.Quote{{Direct: true, Speaker: quote.Position{Sentence: 5, Token: 5}}}
		coref.Resolve(text, sentences, names, quotes)
	}
	if _, ok := (&coref.Document{}).At(3, 1); ok {
		t.Error("an empty document has a mention")
	}
}

// Results must not depend on the order of maps.
func TestResolveIsDeterministic(t *testing.T) {
	for _, d := range readCases(t) {
		first := fmt.Sprintf("%+v", *coref.Resolve(d.Text, d.Sentences, namesOf(d), nil))
		for range 3 {
			if again := fmt.Sprintf("%+v", *coref.Resolve(d.Text, d.Sentences, namesOf(d), nil)); again != first {
				t.Fatalf("%s: two results", d.ID)
			}
		}
	}
}

func TestResolveLongCycle(t *testing.T) {
	text := "Before he left Lee saw him who waved"
	var tokens []syntax.Token
	at := 0
	for i, form := range strings.Fields(text) {
		tokens = append(tokens, syntax.Token{Form: form, Start: at, End: at + len(form), UPOS: "PRON", Head: (i + 3) % 8, Deprel: "advcl"})
		at += len(form) + 1
	}
	for _, upos := range []string{"PRON", "VERB", "NOUN", "PROPN"} {
		for i := range tokens {
			if i%2 == 0 {
				tokens[i].UPOS = upos
			}
		}
		coref.Resolve(text, []syntax.Sentence{{End: len(text), Tokens: tokens}}, []name.Mention{{First: 3, Last: 4, Type: name.Person}}, nil)
	}
}

// At prefers the mention that the token is the head of, then the shortest.
func ExampleDocument_At() {
	f, err := os.Open("testdata/cases.conllu")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	documents, err := syntax.ReadCoNLLU(f)
	if err != nil {
		fmt.Println(err)
		return
	}
	i := slices.IndexFunc(documents, func(d syntax.Document) bool { return d.ID == "both-leaders" })
	d := documents[i]
	resolved := coref.Resolve(d.Text, d.Sentences, namesOf(d), nil)
	m, _ := resolved.At(1, 1) // "leaders" in "Both leaders praised the port."
	fmt.Println(d.Text[m.Span.Start:m.Span.End], m.Kind)
	for _, c := range m.Clusters {
		fmt.Println(resolved.Clusters[c].Name, resolved.Clusters[c].Roles, resolved.Clusters[c].Country)
	}
	// Output:
	// Both leaders plural
	// Aino Saari [president] FI
	// Per Holm [prime minister] SE
}

func BenchmarkResolve(b *testing.B) {
	documents := readCases(b)
	size := 0
	for _, d := range documents {
		size += len(d.Text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, d := range documents {
			coref.Resolve(d.Text, d.Sentences, namesOf(d), nil)
		}
	}
}

// Whatever the trees look like, what comes out holds together.
func TestResolveRandomTrees(t *testing.T) {
	forms := strings.Fields(`Lee Kim President Russian he she they who himself the two both leaders and his counterpart
		talks summit met in Geneva it , . " said minister 's Lee-Kim either neither pair other each I we which that of`)
	relations := strings.Fields(`nsubj obj obl nmod nmod:poss nmod:desc appos conj cc det case compound flat acl:relcl advcl
		xcomp ccomp root punct amod cop aux parataxis`)
	tags := strings.Fields("NOUN PROPN PRON VERB ADP DET NUM PUNCT ADJ AUX CCONJ PART")
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	for range 1000 {
		var d syntax.Document
		var text strings.Builder
		var names []name.Mention
		for s := range 6 {
			sentence := syntax.Sentence{Start: text.Len(), Paragraph: random.IntN(2) == 0}
			n := 1 + random.IntN(20)
			for k := range n {
				start := text.Len()
				text.WriteString(pick(forms) + " ")
				sentence.Tokens = append(sentence.Tokens, syntax.Token{
					Start: start, End: text.Len() - 1, UPOS: pick(tags), Head: random.IntN(n+1) - 1, Deprel: pick(relations),
				})
				if random.IntN(5) == 0 {
					types := []string{name.Person, name.Place, name.Organization, name.Event}
					names = append(names, name.Mention{Sentence: s, First: k, Last: min(k+1+random.IntN(2), n), Head: k, Type: pick(types)})
				}
			}
			sentence.End = text.Len()
			d.Sentences = append(d.Sentences, sentence)
		}
		d.Text = text.String()
		for _, sentence := range d.Sentences {
			for k, tok := range sentence.Tokens {
				sentence.Tokens[k].Form = d.Text[tok.Start:tok.End]
			}
		}
		check(t, d, coref.Resolve(d.Text, d.Sentences, names, quote.Find(d.Text, d.Sentences)))
		if t.Failed() {
			t.Fatalf("text %q", d.Text)
		}
	}
}
