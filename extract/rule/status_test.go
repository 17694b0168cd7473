package rule

import (
	"strings"
	"testing"

	"attache/extract/syntax"
	"attache/schema/statement"
)

// written reads a tree in brackets: "[nsubj Putin] *met [obj Modi]". What is
// in brackets depends on the word of its level that is not; a star marks the
// trigger. A word may bring its tag ("set/VBN") and its lemma ("set/VBN/set").
func written(t *testing.T, tree string) (syntax.Sentence, int) {
	t.Helper()
	fields := strings.Fields(strings.NewReplacer("[", " [", "]", " ] ").Replace(tree))
	var tokens []syntax.Token
	trigger, at := -1, 0
	var level func(rel string) int
	level = func(rel string) int {
		head, dependents := -1, []int(nil)
		for at < len(fields) {
			f := fields[at]
			at++
			if f == "]" {
				break
			}
			if strings.HasPrefix(f, "[") {
				dependents = append(dependents, level(f[1:]))
				continue
			}
			if head >= 0 {
				t.Fatalf("%s: two heads, %q and %q", tree, tokens[head].Form, f)
			}
			head = len(tokens)
			if strings.HasPrefix(f, "*") {
				trigger, f = head, f[1:]
			}
			tokens = append(tokens, word(f, rel))
		}
		if head < 0 {
			t.Fatalf("%s: a level without a word (%s)", tree, rel)
		}
		for _, d := range dependents {
			tokens[d].Head = head
		}
		return head
	}
	root := level("root")
	tokens[root].Head = syntax.Root
	if trigger < 0 || at < len(fields) {
		t.Fatalf("%s: no trigger, or a bracket too many", tree)
	}
	return syntax.Sentence{Tokens: tokens}, trigger
}

func word(f, rel string) syntax.Token {
	form, rest, _ := strings.Cut(f, "/")
	tag, lemma, _ := strings.Cut(rest, "/")
	lower := strings.ToLower(form)
	if known, ok := testWords[lower]; ok {
		l, g, _ := strings.Cut(known, "/")
		if lemma == "" {
			lemma = l
		}
		if tag == "" {
			tag = g
		}
	}
	if tag == "" {
		switch {
		case form != lower:
			tag = "NNP"
		case strings.HasSuffix(form, "ing"):
			tag = "VBG"
		case strings.HasSuffix(form, "ed"):
			tag = "VBD"
		case rel == "advmod":
			tag = "RB"
		case rel == "amod":
			tag = "JJ"
		default:
			tag = "NN"
		}
	}
	if lemma == "" {
		lemma = form
		if tag[0] == 'V' {
			switch {
			case strings.HasSuffix(form, "ed"):
				lemma = strings.TrimSuffix(form, "ed")
			case strings.HasSuffix(form, "ing"):
				lemma = strings.TrimSuffix(form, "ing")
			case tag == "VBZ":
				lemma = strings.TrimSuffix(form, "s")
			}
		} else if tag == "NNS" {
			lemma = strings.TrimSuffix(form, "s")
		}
	}
	upos := map[string]string{"N": "NOUN", "V": "VERB", "J": "ADJ", "R": "ADV", "I": "ADP", "D": "DET", "P": "PRON", "M": "AUX", "C": "NUM", "T": "PART", "W": "PRON"}[tag[:1]]
	if strings.HasPrefix(rel, "aux") || rel == "cop" {
		upos = "AUX"
	}
	return syntax.Token{Form: form, Lemma: lemma, XPOS: tag, UPOS: upos, Deprel: rel}
}

var testWords = func() map[string]string {
	m := make(map[string]string)
	for _, line := range strings.Split(strings.TrimSpace(`
meet meet/VB meets meet/VBZ met meet/VBD meeting meeting/NN talks talk/NNS summit summit/NN said say/VBD say say/VB says say/VBZ
will will/MD would would/MD could could/MD may may/MD might might/MD should should/MD must must/MD can can/MD ca can/MD wo will/MD
to to/TO not not/RB n't not/RB never never/RB no no/DT neither neither/CC nor nor/CC and and/CC but but/CC or or/CC
is be/VBZ are be/VBP was be/VBD were be/VBD be be/VB been be/VBN being be/VBG 's 's/POS
has have/VBZ have have/VBP had have/VBD having have/VBG did do/VBD does do/VBZ do do/VBP
the the/DT a a/DT an a/DT this this/DT that that/IN which which/WDT who who/WP whom whom/WP whether whether/IN if if/IN unless unless/IN
he he/PRP she she/PRP they they/PRP it it/PRP him he/PRP them they/PRP his he/PRP$ their they/PRP$ its it/PRP$ there there/EX
in in/IN on on/IN at at/IN for for/IN of of/IN with with/IN by by/IN between between/IN after after/IN before before/IN without without/IN
about about/IN from from/IN until until/IN during during/IN instead instead/RB ahead ahead/RB when when/WRB because because/IN as as/IN
hold hold/VB held hold/VBN holds hold/VBZ take take/VB took take/VBD takes take/VBZ place place/NN off off/RP out out/RP down down/RP back back/RP
ruled rule/VBD called call/VBD calls call/VBZ go go/VB going go/VBG went go/VBD came come/VBD come come/VB
refused refuse/VBD declined decline/VBD denied deny/VBD agreed agree/VBD hoped hope/VBD hopes hope/VBZ hope hope/VBP
scheduled schedule/VBN planned plan/VBN plans plan/NNS plan plan/NN planning plan/VBG expected expect/VBN invited invite/VBD postponed postpone/VBN
cancelled cancel/VBN proposed propose/VBD urged urge/VBD used use/VBD promised promise/VBD described describe/VBD praised praise/VBD
set set/VBN due due/JJ ready ready/JJ likely likely/JJ able able/JJ unable unable/JJ possible possible/JJ glad glad/JJ untrue untrue/JJ
fly fly/VB flew fly/VBD travel travel/VB arrives arrive/VBZ arrived arrive/VBD left leave/VBD attend attend/VB attended attend/VBD
reports report/NNS begin begin/VB began begin/VBD broke break/VBD fell fall/VBD through through/RP told tell/VBD one one/NN anyone anyone/NN
tomorrow tomorrow/NN week week/NN monday Monday/NNP next next/JJ only only/RB also also/RB yet yet/RB
hosting host/VBG hosted host/VBN host host/VB received receive/VBN receive receive/VB strengthen strengthen/VB
raised raise/VBD discussed discuss/VBD asked ask/VBD wants want/VBZ wanted want/VBD offered offer/VBD suggested suggest/VBD
sides side/NNS leaders leader/NNS ministers minister/NNS they'd they'd/PRP managed manage/VBD failed fail/VBD tried try/VBD
`), "\n") {
		f := strings.Fields(line)
		for i := 0; i+1 < len(f); i += 2 {
			m[f[i]] = f[i+1]
		}
	}
	return m
}()

func TestStatusOf(t *testing.T) {
	for _, group := range []struct {
		about string
		trees string // one a line: the status's first letter, then the tree
	}{
		{"tense and auxiliaries", `
			A [nsubj Ruiz] *met [obj Okafor]
			A [nsubj Ruiz] *meets [obj Okafor]
			A [nsubj Ruiz] [aux has] *met/VBN [obj Okafor]
			A [nsubj Ruiz] [aux had] *met/VBN [obj Okafor]
			A [nsubj Ruiz] [aux is] *meeting/VBG/meet [obj Okafor]
			A [nsubj Ruiz] [aux did] *meet [obj Okafor]
			A [nsubj Ruiz] [aux:pass was] *received [obl:agent [case by] Okafor]
			P [nsubj Ruiz] [aux will] *meet [obj Okafor]
			P [nsubj Ruiz] [aux:pass will] [aux:pass be] *received [obl:agent [case by] Okafor]
			P [nsubj Ruiz] [aux will] [aux be] *meeting/VBG/meet [obj Okafor]
			P [nsubj Ruiz] [aux is] [mark to] *meet [obj Okafor]
			P [nsubj Ruiz] [cop is] [mark to] *meet [obj Okafor]
			P [nsubj Ruiz] is [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [mark to] *meet [obj Okafor] [obl [case in] Lima]
			P Ruiz [acl [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux is] going [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux is] *meeting/VBG/meet [obj Okafor] [obl [case on] Monday]
			P [nsubj Ruiz] *meets [obj Okafor] [obl:unmarked tomorrow]
			P [nsubj Ruiz] *meets [obj Okafor] [obl:unmarked [amod next] week]
			A [nsubj Ruiz] *met [obj Okafor] [obl [case on] Monday]
			H [nsubj Ruiz] [aux could] *meet [obj Okafor]
			H [nsubj Ruiz] [aux may] *meet [obj Okafor]
			H [nsubj Ruiz] [aux might] [aux have] *met/VBN [obj Okafor]
			H [nsubj Ruiz] [aux should] *meet [obj Okafor]
			H [nsubj Ruiz] [aux would] *meet [obj Okafor]
			N [nsubj Ruiz] [aux would] [aux have] *met/VBN [obj Okafor]
			H [nsubj Ruiz] [advmod perhaps] *met [obj Okafor]
			N [nsubj Ruiz] [advmod nearly] *met [obj Okafor]
			N [nsubj Ruiz] [aux was] [mark to] [aux have] *met/VBN [obj Okafor]
			N [nsubj Ruiz] [aux was] [mark to] [aux have] [aux:pass been] *received [obl:agent [case by] Okafor]`},
		{"negation", `
			N [nsubj Ruiz] [aux did] [advmod not] *meet [obj Okafor]
			N [nsubj Ruiz] [advmod never] *met [obj Okafor]
			N [nsubj Ruiz] [aux has] [advmod n't] *met/VBN [obj Okafor]
			N [nsubj Ruiz] [aux will] [advmod not] *meet [obj Okafor]
			N [nsubj Ruiz] [aux could] [advmod not] *meet [obj Okafor]
			N [nsubj Ruiz] [aux would] [advmod not] *meet [obj Okafor]
			H [nsubj Ruiz] [aux may] [advmod not] *meet [obj Okafor]
			N [nsubj [cc:preconj neither] Ruiz [conj [cc nor] Okafor]] *took [obj questions/NNS]
			N [nsubj [det neither/DT] minister] *attended [obj [det the] summit]
			N [nsubj nobody] *met [obj Okafor]
			N [nsubj Ruiz] *met [obj [det no] one]
			A [nsubj Ruiz] [advmod not [fixed only]] *met [obj Okafor]
			A [nsubj Ruiz] [aux did] [advmod not] *meet [obj Okafor] [obl [case until] March]
			N [nsubj Ruiz] left [advcl [mark without] *meeting/VBG/meet [obj Okafor]]
			A [nsubj Ruiz] left [advcl [mark without] *meeting/VBG/meet [obj anyone [nmod [case but/IN] Okafor]]]
			N [nsubj Ruiz] went [advmod home] [advcl [mark instead [fixed of]] *meeting/VBG/meet [obj Okafor]]
			N [nsubj Ruiz] phoned [conj [cc rather/RB [fixed than]] *met [obj Okafor]]
			N [nsubj Ruiz] has [advmod yet] [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] [aux did] [advmod not] attend [conj [cc or] *meet [obj Okafor]]
			A [nsubj Ruiz] [aux did] [advmod not] attend [conj [cc but] *met [obj Okafor]]
			N [det no] *meeting [acl took [obj place]]
			N [nsubj [det no] *meeting] took [obj place]
			N [expl there] was [nsubj [det no] *meeting [nmod [case with] Ruiz]]
			N [expl there] [aux will] be [nsubj [det no] *meeting [nmod [case with] Ruiz]]
			N [nsubj [det no] *meeting [nmod [case between] them]] [aux:pass is] planned
			N [nsubj [det no] talks [conj [cc or] *meeting]] took [obj place]`},
		{"words that govern a clause", `
			P [nsubj Ruiz] agreed [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] plans/VBZ/plan [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [cop is] due [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [cop was] due [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux:pass is] expected [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux:pass is] scheduled [xcomp [mark to] [aux:pass be] *received [obl:agent [case by] Okafor]]
			P [nsubj Ruiz] [cop is] set/JJ [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux:pass was] invited/VBN [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux:pass was] invited/VBN [advcl [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] [aux had] planned [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] [aux had] [aux:pass been] scheduled [xcomp [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] said [ccomp [mark that] [nsubj they] [aux had] agreed/VBN [xcomp [mark to] *meet]]
			H [nsubj Ruiz] hopes [xcomp [mark to] *meet [obj Okafor]]
			H [nsubj Ruiz] wants [xcomp [mark to] *meet [obj Okafor]]
			H [nsubj Ruiz] offered [xcomp [mark to] *host [obj talks]]
			H [nsubj Ruiz] offered [xcomp [mark to] host [obj *talks]]
			H [nsubj Ruiz] suggested [xcomp *meeting/VBG/meet [obj Okafor]]
			H [nsubj Ruiz] asked [xcomp [mark to] *meet [obj Okafor]]
			H [nsubj Ruiz] urged [obj Okafor] [xcomp [mark to] *meet [obj Diallo]]
			H [nsubj Ruiz] [cop is] ready [xcomp [mark to] *meet [obj Okafor]]
			H [nsubj Ruiz] [cop is] likely [xcomp [mark to] *meet [obj Okafor]]
			H [nsubj Ruiz] [aux would] like/VB/like [xcomp [mark to] *meet [obj Okafor]]
			H [nsubj Ruiz] [aux would] [cop be] glad [xcomp [mark to] *meet [obj Okafor]]
			A [nsubj Ruiz] [cop was] glad [xcomp [mark to] *meet [obj Okafor]]
			A [nsubj Ruiz] [cop was] able [xcomp [mark to] *meet [obj Okafor]]
			A [nsubj Ruiz] managed/VBD/manage [xcomp [mark to] *meet [obj Okafor]]
			A [nsubj Ruiz] began [xcomp *meeting/VBG/meet [obj ministers]]
			H [nsubj Ruiz] tried/VBD/try [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] failed [xcomp [mark to] *meet [obj Okafor]]
			A [nsubj Ruiz] [aux did] [advmod not] fail/VB [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] refused [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] declined [xcomp [mark to] *comment/VB [obl [case on] [det the] pipeline]]
			N [nsubj Ruiz] [cop is] unable [xcomp [mark to] *attend]
			N [nsubj Ruiz] ruled [compound:prt out] [xcomp *meeting/VBG/meet [obj Okafor]]
			H [nsubj Ruiz] [aux has] [advmod not] ruled/VBN/rule [compound:prt out] [xcomp *meeting/VBG/meet [obj Okafor]]
			N [nsubj Ruiz] [aux did] [advmod not] agree/VB [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] [aux did] [advmod not] want/VB [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] denied [xcomp *meeting/VBG/meet [obj Okafor]]
			N [nsubj Ruiz] denied [xcomp [aux having] *met/VBN [obj Okafor]]
			N [nsubj Ruiz] denied [ccomp [mark that] [nsubj he] [aux had] *met/VBN [obj Okafor]]
			N [nsubj Ruiz] denied [obj reports [acl [mark that] [nsubj he] [aux had] *met/VBN [obj Okafor]]]
			N [nsubj reports [acl [mark that] [nsubj Ruiz] [aux has] *met/VBN [obj Okafor]]] [cop are] untrue
			A [nsubj Ruiz] confirmed [obj reports [acl [mark that] [nsubj he] [aux had] *met/VBN [obj Okafor]]]
			N [nsubj Ruiz] had [obj [det no] plans [acl [mark to] *meet [obj Okafor]]]
			N [nsubj Ruiz] [aux did] [advmod not] have/VB [obj plans [acl [mark to] *meet [obj Okafor]]]
			P [nsubj Ruiz] announced/VBD/announce [obj plans [acl [mark to] *meet [obj Okafor]]]
			N [nsubj Ruiz] dropped/VBD/drop [obj plans [acl [mark to] *meet [obj Okafor]]]
			H [nsubj Ruiz] raised [obj [det the] possibility [acl [mark of] *meeting/VBG/meet [obj Okafor]]]
			N [nsubj Ruiz] rejected [obj [det an] offer [acl [mark to] *meet [obj Okafor]]]
			A [nsubj Ruiz] had [obj [det the] chance [acl [mark to] *meet [obj Okafor]]]
			N [det no] question [acl [mark of] *meeting/VBG/meet [obj him]]
			A [nsubj Ruiz] [aux:pass is] said/VBN [xcomp [mark to] [aux have] *met/VBN [obj Okafor]]
			A [nsubj Ruiz] used [xcomp [mark to] *meet [obj Okafor]]
			H [nsubj Ruiz] [aux:pass was] asked/VBN [xcomp [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] [aux:pass was] asked/VBN [xcomp [mark to] *meet [obj Okafor]] [parataxis [nsubj she] declined]
			N [nsubj Ruiz] asked [xcomp [mark to] *meet [obj Okafor]] [conj [cc but] [aux:pass was] turned/VBN/turn [compound:prt down]]`},
		{"reported speech and conditions", `
			A [nsubj Ruiz] said [ccomp [nsubj he] *met [obj Okafor]]
			A [nsubj Ruiz] said [ccomp [mark that] [nsubj he] [aux had] *met/VBN [obj Okafor]]
			P [nsubj Ruiz] said [ccomp [nsubj he] [aux would] *meet [obj Okafor]]
			P [ccomp [nsubj they] [aux will] *meet] [nsubj Ruiz] said
			P [nsubj they] [aux will] *meet [parataxis [nsubj Ruiz] said]
			H [nsubj Ruiz] suggested [ccomp [mark that] [nsubj they] *meet/VBP]
			H [nsubj Ruiz] hoped [ccomp [nsubj they] [aux would] *meet]
			A [nsubj Ruiz] [aux will] say [ccomp [mark that] [nsubj he] *met [obj Okafor]]
			H [nsubj Ruiz] [aux did] [advmod not] say [ccomp [mark whether] [nsubj he] [aux had] *met/VBN [obj Okafor]]
			H [nsubj Ruiz] [aux did] [advmod not] confirm/VB [ccomp [mark that] [nsubj he] *met [obj Okafor]]
			H [nsubj Ruiz] asked [ccomp [mark whether] [nsubj they] *met]
			H [advcl [mark if] [nsubj Ruiz] *met [obj Okafor]] [nsubj it] [aux would] help/VB
			H [advcl [mark unless] [nsubj Ruiz] *meets [obj Okafor]] [nsubj talks] [aux will] fail/VB
			H [advcl [aux had] [nsubj Ruiz] *met/VBN [obj Okafor]] [nsubj it] [aux would] [aux have] helped/VBN/help
			H [nsubj Ruiz] [aux will] *meet [obj Okafor] [advcl [mark if] [nsubj talks] succeed/VBP]
			P [nsubj Ruiz] [aux will] speak/VB [advcl [advmod when] [nsubj they] *meet/VBP]
			A [nsubj Ruiz] spoke/VBD/speak [advcl [advmod when] [nsubj they] *met]
			A [advcl [aux having] *met/VBN [obj Okafor]] [nsubj Ruiz] left
			A [nsubj [det the] president [acl:relcl [obj whom] [nsubj Ruiz] *met]] left
			P [nsubj [det the] president [acl:relcl [obj whom] [nsubj Ruiz] [aux will] *meet]] left
			N [nsubj talks] [aux:pass were] called/VBN/call [compound:prt off] [advcl [mark before] [nsubj they] [aux were] [mark to] *meet]
			A [nsubj he] believes/VBZ/believe [ccomp [nsubj they] *had [obj talks]]`},
		{"coordination, purpose, participles", `
			P [nsubj Ruiz] [aux will] travel [conj [cc and] *meet [obj Okafor]]
			A [nsubj Ruiz] travelled/VBD/travel [conj [cc and] *met [obj Okafor]]
			P [nsubj Ruiz] [cop is] due [xcomp [mark to] travel [conj [cc and] *meet [obj Okafor]]]
			A [nsubj Ruiz] [aux will] travel [conj [cc but] [nsubj Diallo] *met [obj Okafor]]
			A [nsubj Ruiz] flew [advcl [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux will] fly [advcl [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] arrives [advcl [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] left [obl [case for] Lima] [advcl [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [cop is] [case in] Lima [advcl [mark to] *meet [obj Okafor]]
			N [nsubj Ruiz] [aux did] [advmod not] come [advcl [mark to] *meet [obj Okafor]]
			P [nsubj Ruiz] [aux will] travel [obl [case to] Lima] [advcl *meeting/VBG/meet [obj Okafor]]
			A [nsubj Ruiz] travelled/VBD/travel [advcl *meeting/VBG/meet [obj Okafor]]
			P [nsubj Ruiz [acl *accompanied/VBN/accompany [obl:agent [case by] Okafor]]] [aux will] meet [obj Diallo]
			A [nsubj Ruiz [acl *accompanied/VBN/accompany [obl:agent [case by] Okafor]]] met [obj Diallo]
			P [nsubj Ruiz] [aux will] attend [obj [det a] summit [acl *hosted [obl:agent [case by] Peru]]]
			A [nsubj [det the] talks [acl *held [obl [case in] Lima]]] ended
			P [nsubj talks [acl [mark to] [aux:pass be] *held [obl [case in] Lima]]] matter/VBP`},
		{"nouns: beside them", `
			A [det the] *meeting [nmod [case between] Ruiz]
			P [amod planned] *summit
			P [amod next] *meeting
			P [amod upcoming] *talks
			H [amod possible] *meeting
			H [amod future] *session
			N [amod cancelled] *talks
			P [nmod:poss tomorrow [case 's]] *talks
			P [det a] *meeting [acl planned [obl [case for] May]]
			P [det a] *meeting [acl set [xcomp [mark to] take [obj place]]]
			H [det a] *session [acl floated/VBN/float [obl:agent [case by] Ruiz]]
			P [nsubj [det the] *summit [acl:relcl [nsubj:pass which] [aux:pass will] [aux:pass be] held]] [aux could] strengthen [obj ties/NNS]
			N [nsubj:pass [det a] *session [acl:relcl [nsubj:pass which] [aux had] [aux:pass been] set [obl [case for] May]]] [aux:pass was] cancelled
			A [nsubj Ruiz] attended [obj [det the] [amod planned] *summit]
			N [nsubj Ruiz] called [compound:prt off] [obj [amod planned] *talks]`},
		{"nouns: objects", `
			A [nsubj Ruiz] held/VBD/hold [obj *talks]
			P [nsubj Ruiz] [aux will] hold [obj *talks]
			H [nsubj Ruiz] [aux could] hold [obj *talks]
			H [nsubj Ruiz] [aux could] hold [obj [det a] round [nmod [case of] *talks]]
			P [nsubj Ruiz] [aux will] hold [obj talks [conj [cc and] [det a] *dinner]]
			N [nsubj Ruiz] [aux did] [advmod not] hold [obj *talks]
			A [nsubj Ruiz] praised [obj [det the] *meeting]
			A [nsubj Ruiz] [aux will] praise/VB [obj [det the] *meeting]
			A [nsubj Ruiz] discussed [obj [det the] *talks]
			H [nsubj Ruiz] discussed [obj [det a] *meeting [nmod [case with] Okafor]]
			H [nsubj Ruiz] proposed [obj [det a] *meeting]
			P [nsubj Ruiz] announced/VBD/announce [obj *talks]
			N [nsubj Ruiz] ruled [compound:prt out] [obj [det a] *meeting]
			N [nsubj Ruiz] cancelled/VBD [obj [det the] *meeting]
			N [nsubj Ruiz] denied [obj [det a] *meeting [nmod [case with] Okafor]]
			N [nsubj Ruiz] skipped/VBD/skip [obj [det a] *meeting]
			A [nsubj Ruiz] skipped/VBD/skip [obj [det the] *summit]
			P [nsubj Ruiz] postponed/VBD [obj [det the] *talks] [obl [case until] May]
			H [nsubj Ruiz] called [obl [case for] *talks]
			H [nsubj Ruiz] hopes [obl [case for] [det a] *summit]
			P [nsubj Ruiz] agreed [obl [case to] *talks]
			P [nsubj Ruiz] invited [obj Okafor] [obl [case to] *talks]
			H [nsubj Ruiz] raised [obj hopes/NNS [nmod [case for] [det a] *summit]]
			H [advcl floating/VBG/float [obj [det the] possibility [nmod [case of] [det a] *session]]] [nsubj Ruiz] left
			N [nsubj Ruiz] rejected [obj [det the] possibility [nmod [case of] *talks]]
			N [nsubj Ruiz] denied [obj reports [nmod [case of] [det a] *meeting]]
			H [nsubj Ruiz] sent/VBD/send [obj [det a] [compound *summit] proposal]
			A [nsubj Ruiz] arrived [obl [case for] *talks]
			P [nsubj Ruiz] arrives [obl [case for] *talks]
			P [nsubj Ruiz] [aux will] arrive/VB [obl [case for] *talks]
			N [nsubj Ruiz] left [obl [case without] [det a] *meeting]
			A [nsubj Ruiz] spoke/VBD/speak [obl [case after] [det the] *talks]
			A [nsubj Ruiz] [aux did] [advmod not] speak/VB [obl [case after] [det the] *talks]
			P [nsubj they] [aux could] meet [obl [case at] [det the] *summit]`},
		{"nouns: subjects", `
			A [nsubj [det the] *talks] took [obj place]
			H [nsubj [det the] *talks] [aux could] take [obj place]
			H [nsubj Ruiz] suggested [ccomp [mark that] [nsubj [det their] [amod next] *encounter] [aux could] take [obj place]]
			P [nsubj [det the] *talks] [aux will] begin [obl [case on] Monday]
			P [nsubj:pass [det the] *talks] [aux:pass will] [aux:pass be] held
			A [nsubj:pass [det the] *talks] [aux:pass were] held
			N [nsubj:pass [det the] *talks] [aux:pass were] cancelled
			N [nsubj:pass [det the] *talks] [aux:pass were] called/VBN/call [compound:prt off]
			P [nsubj:pass [det the] *talks] [aux:pass were] postponed [obl [case until] May]
			P [nsubj:pass [det a] *meeting] [aux:pass is] planned
			P [nsubj:pass [det the] *talks] [aux:pass are] expected [xcomp [mark to] take [obj place]]
			P [nsubj:pass [det the] *talks] [aux:pass are] expected [xcomp [mark to] focus/VB [obl [case on] trade]]
			N [nsubj [det the] *talks] failed [xcomp [mark to] take [obj place]]
			A [nsubj [det the] *talks] failed [xcomp [mark to] end/VB [obj [det the] war]]
			N [nsubj [det the] *talks] fell/VBD/fall [compound:prt through]
			A [nsubj [det the] *summit] [aux could] strengthen [obj ties/NNS]
			P [nsubj [det the] *talks] [aux will] focus/VB [obl [case on] trade]
			A [nsubj [det the] *talks] [cop were] [advmod not] productive/JJ
			N [nsubj [det the] *session] [aux would] [aux have] [cop been] [det the] first/JJ
			H [nsubj [det a] *meeting] [cop is] possible
			N [nsubj [det that] *meeting] [aux did] [advmod not] take [obj place]`},
		{"where the parser errs", `
			P [nsubj Ruiz] [dep will] *meet [obj Okafor]
			N [nsubj Ruiz [aux did] [advmod not]] *meet [obj Okafor]
			N [nsubj [nmod [det no] Ruiz] *meeting] left
			H [nsubj Ruiz [acl hopes [dep to]]] *meet [obj Okafor]`},
	} {
		t.Run(group.about, func(t *testing.T) {
			for tree := range strings.SplitSeq(group.trees, "\n") {
				tree = strings.TrimSpace(tree)
				if tree == "" {
					continue
				}
				want := map[byte]statement.Status{'A': statement.Actual, 'P': statement.Planned, 'H': statement.Hypothetical, 'N': statement.Negated}[tree[0]]
				s, trigger := written(t, tree[1:])
				if got, why := StatusOf(s, trigger); got != want {
					t.Errorf("%s: got %s (%s), want %s", tree[2:], got, why, want)
				}
			}
		})
	}
}

func TestStatusSaysWhy(t *testing.T) {
	for tree, want := range map[string]string{
		"[nsubj [det the] *talks] [aux could] take [obj place]": "modal 'could' on 'take'",
		"[nsubj Ruiz] refused [xcomp [mark to] *meet]":          "'refuse' over 'meet'",
		"[nsubj Ruiz] *met [obj Okafor]":                        "",
	} {
		s, trigger := written(t, tree)
		if _, got := StatusOf(s, trigger); got != want {
			t.Errorf("%s: got %q, want %q", tree, got, want)
		}
	}
}

// Trees that are no trees, and sentences without any: an answer within bounds.
func FuzzStatusOf(f *testing.F) {
	f.Add([]byte{1, 2, 3, 0, 0, 1})
	f.Add([]byte{9, 8, 7, 6, 5, 4, 3, 2, 1})
	f.Add([]byte{0, 0, 0, 1, 1, 1, 250, 250})
	forms := strings.Fields("Ruiz met will not to called off meeting planned for no if that had said talks one but")
	rels := strings.Fields("nsubj obj xcomp ccomp advcl acl acl:relcl obl nmod conj aux mark case det amod appos parataxis")
	f.Fuzz(func(t *testing.T, b []byte) {
		var s syntax.Sentence
		for i, x := range b {
			w := word(forms[int(x)%len(forms)], rels[(int(x)*7+i)%len(rels)])
			w.Head = int(x)%(len(b)+3) - 2
			s.Tokens = append(s.Tokens, w)
		}
		for i := -1; i <= len(s.Tokens); i++ {
			if status, _ := StatusOf(s, i); status == "" {
				t.Errorf("no status for token %d of %v", i, b)
			}
		}
	})
}
