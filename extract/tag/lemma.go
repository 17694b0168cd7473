package tag

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/model"
	"attache/extract/syntax"
)

// lemmatizer makes lemmas of forms by edit scripts, which a perceptron
// chooses by the word's ending, its tag and the words around, save for the
// words whose lemma is known.
type lemmatizer struct {
	scripts []script
	weights *model.Linear
	// known has the lemmas of words that the perceptron gets wrong, and of
	// common ones whose lemma would have to be put together: by exactKey where
	// capitals matter, else by wordClass.
	known map[uint64]string
}

// script turns a form into a lemma.
type script struct {
	write  writing
	cut    int // bytes taken off the end
	suffix string
}

// writing says what is done to a form's capitals first.
type writing uint8

const (
	asWritten writing = iota
	small             // all letters small
	titled            // all but the first
)

func (w writing) apply(form string) string {
	switch w {
	case small:
		return strings.ToLower(form)
	case titled:
		r, size := utf8.DecodeRuneInString(form)
		if r == utf8.RuneError {
			return form
		}
		rest := strings.ToLower(form[size:])
		if unicode.IsUpper(r) && rest == form[size:] {
			return form
		}
		return string(unicode.ToUpper(r)) + rest
	}
	return form
}

// apply returns the lemma, or the form where the script does not fit it.
func (s script) apply(form string) string {
	base := s.write.apply(form)
	if s.cut >= len(base) && s.suffix == "" || s.cut > len(base) {
		return base
	}
	if s.suffix == "" {
		return base[:len(base)-s.cut]
	}
	return base[:len(base)-s.cut] + s.suffix
}

// scriptFor returns the script that makes lemma of form and cuts off least.
func scriptFor(form, lemma string) script {
	var best script
	kept := -1
	for _, w := range [...]writing{small, asWritten, titled} {
		base := w.apply(form)
		n := 0
		for n < len(base) && n < len(lemma) && base[n] == lemma[n] {
			n++
		}
		if n > kept {
			kept, best = n, script{write: w, cut: len(base) - n, suffix: lemma[n:]}
		}
	}
	return best
}

// exactKey is the key of a word whose capitals matter.
func exactKey(form string, class int) uint64 { return wordClass(model.HashString(form), class) | 1 }

// lemma returns the lemma of token i, whose class is given; the state has
// read the tokens.
func (l *lemmatizer) lemma(tokens []syntax.Token, i, class int, s *state) string {
	form := tokens[i].Form
	digits := hasDigit(form)
	if digits && tokens[i].UPOS == "NUM" {
		return withoutCommas(form)
	}
	if lemma := l.known[exactKey(form, class)]; lemma != "" {
		return lemma
	}
	// Without regard to case a number stands for all of its length.
	if lemma := l.known[wordClass(s.words[i].lower, class)]; lemma != "" && !digits {
		return lemma
	}
	s.lemmaFeatures(tokens, i, class)
	clear(s.lemmaScores)
	l.weights.Score(s.features, s.lemmaScores)
	return l.scripts[model.Best(s.lemmaScores)].apply(form)
}

func hasDigit(form string) bool {
	for i := range len(form) {
		if '0' <= form[i] && form[i] <= '9' {
			return true
		}
	}
	return false
}

// withoutCommas returns a number as its lemma has it: "1,500" is 1500 and
// "7,5" is 7.5.
func withoutCommas(form string) string {
	if strings.IndexByte(form, ',') < 0 {
		return form
	}
	b := make([]byte, 0, len(form))
	for i := range len(form) {
		switch {
		case form[i] != ',':
			b = append(b, form[i])
		case !hasDigit(form[i+1:min(i+2, len(form))]) || groupOfThree(form[i+1:]):
		default:
			b = append(b, '.')
		}
	}
	return string(b)
}

// groupOfThree says whether a text begins with three digits and no fourth.
func groupOfThree(text string) bool {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n == 3
}

func (s *state) lemmaFeatures(tokens []syntax.Token, i, class int) {
	w, c := &s.words[i], uint64(class)
	var last, next, lastTag, nextTag, nextCapital, lastCapital uint64
	if i > 0 {
		last, lastTag, lastCapital = s.words[i-1].lower, model.HashString(tokens[i-1].XPOS), min(s.words[i-1].capital, 1)+1
	}
	if i+1 < len(tokens) {
		next, nextTag, nextCapital = s.words[i+1].lower, model.HashString(tokens[i+1].XPOS), min(s.words[i+1].capital, 1)+1
	}
	mix := model.Mix
	f := append(s.features[:0], model.Feature(0, c))
	for n, suffix := range w.suffix {
		f = append(f, model.Feature(1+n, mix(suffix, c)))
	}
	word := mix(w.lower, c)
	link := uint64(0)
	if strings.Contains(tokens[i].Form, "/") {
		link = 1
	}
	f = append(f,
		model.Feature(10, mix(w.shape, c)),
		model.Feature(11, w.suffix[3]),
		model.Feature(12, w.suffix[4]),
		model.Feature(13, word),
		model.Feature(14, mix(mix(w.suffix[2], min(w.capital, 1)), c)),
		model.Feature(15, mix(w.capital, c)),
		model.Feature(16, mix(w.shape, mix(w.capital, c))),
		model.Feature(17, mix(w.lower, w.capital)),
		model.Feature(18, mix(word, next)),
		model.Feature(19, mix(word, nextTag)),
		model.Feature(20, mix(word, last)),
		model.Feature(21, mix(word, lastTag)),
		model.Feature(22, mix(c, mix(lastTag, w.capital))),
		model.Feature(23, mix(c, mix(nextTag, w.capital))),
		model.Feature(24, mix(mix(c, w.capital), mix(lastCapital, nextCapital))),
		model.Feature(25, mix(c, mix(w.lower, w.capital))),
		model.Feature(26, mix(c, link)),
		model.Feature(27, mix(w.capital, w.suffix[4])),
	)
	s.features = f
}

// How lemmas are learnt, chosen on ewt-dev and gum-dev.
const (
	commonWord    = 3   // how often a word must be seen for its lemma to be kept
	scriptMin     = 3   // how many words must share a script
	scriptUses    = 10  // or how often words must use it whose lemma varies
	usesLearnt    = 8   // of a form with one tag and lemma
	agreed        = 0.9 // the share of a word's uses that must have its lemma
	lemmaEpochs   = 8
	heldOut       = 5 // one use of so many is held out to see what can be learnt
	heldOutMin    = 5 // of a word's uses, to tell
	capitalsShare = 8 // one sentence of so many is learnt from in capitals, too
)

// use is a token in its sentence.
type use struct {
	tokens []syntax.Token
	i      int
	class  int
	varies bool // the form has more lemmas with these tags
}

// trainLemmas learns from the tokens, a few of each form.
func trainLemmas(sentences []syntax.Sentence, inflections []Inflection, classOf func(*syntax.Token) int, o model.Options) lemmatizer {
	uses := lemmaUses(sentences, classOf)
	settled := settledWords(uses, o)
	l, s := learnLemmas(uses, o)
	l.keep(uses, settled, s)
	l.keepInflections(inflections, uses, classOf, s)
	return l
}

// learnLemmas trains the weights. The state is for the lemmatizer's use.
func learnLemmas(uses []use, o model.Options) (lemmatizer, *state) {
	words, varied := make(map[script]map[string]bool), make(map[script]int)
	for _, u := range uses {
		t := &u.tokens[u.i]
		sc := scriptFor(t.Form, t.Lemma)
		if words[sc] == nil {
			words[sc] = make(map[string]bool)
		}
		words[sc][strings.ToLower(t.Form)] = true
		if u.varies {
			varied[sc]++
		}
	}
	l := lemmatizer{scripts: []script{{write: small}}, known: make(map[uint64]string)}
	numbers := map[script]int{l.scripts[0]: 0}
	for _, u := range uses {
		sc := scriptFor(u.tokens[u.i].Form, u.tokens[u.i].Lemma)
		if _, ok := numbers[sc]; !ok && (len(words[sc]) >= scriptMin || varied[sc] >= scriptUses) {
			numbers[sc] = len(l.scripts)
			l.scripts = append(l.scripts, sc)
		}
	}

	trainer := model.NewTrainer(len(l.scripts))
	scores := make([]float32, len(l.scripts))
	s := &state{lemmaScores: make([]int32, len(l.scripts))}
	shuffle := newShuffle(1)
	for range lemmaEpochs {
		for _, k := range shuffle.order(len(uses)) {
			u := uses[k]
			t := &u.tokens[u.i]
			truth, ok := numbers[scriptFor(t.Form, t.Lemma)]
			if !ok {
				continue
			}
			s.read(u.tokens)
			s.lemmaFeatures(u.tokens, u.i, u.class)
			clear(scores)
			trainer.Score(s.features, scores)
			guess := model.Best(scores)
			if l.scripts[guess].apply(t.Form) == t.Lemma {
				guess = truth // scripts may differ and make the same
			}
			trainer.Update(s.features, truth, guess)
			trainer.Tick()
		}
	}
	l.weights = trainer.Freeze(o)
	return l, s
}

// settledWords returns the commonest lemma of words whose lemma varies, but
// not by anything that weights can learn: learnt from most of the uses, they
// do no better on the rest than the commonest lemma does. So it is where
// treebanks differ.
func settledWords(uses []use, o model.Options) map[uint64]string {
	var most, rest []use
	lemmas := make(map[uint64]counter)
	for k, u := range uses {
		if k%heldOut != 0 {
			most = append(most, u)
			continue
		}
		if u.varies {
			rest = append(rest, u)
		}
	}
	for _, u := range uses {
		if u.varies {
			t := &u.tokens[u.i]
			key := exactKey(t.Form, u.class)
			if lemmas[key] == nil {
				lemmas[key] = make(counter)
			}
			lemmas[key][t.Lemma]++
		}
	}
	l, s := learnLemmas(most, o)
	better := make(map[uint64]int) // by how many uses the weights are better
	tried := make(map[uint64]int)
	for _, u := range rest {
		t := &u.tokens[u.i]
		key := exactKey(t.Form, u.class)
		tried[key]++
		s.read(u.tokens)
		if l.lemma(u.tokens, u.i, u.class, s) == t.Lemma {
			better[key]++
		}
		if lemmas[key].best() == t.Lemma {
			better[key]--
		}
	}
	settled := make(map[uint64]string)
	for _, u := range rest {
		if key := exactKey(u.tokens[u.i].Form, u.class); better[key] <= 0 && tried[key] >= heldOutMin {
			settled[key] = lemmas[key].best()
		}
	}
	return settled
}

// lemmaUses lists the tokens to learn lemmas from: of a form with the same
// tags all if its lemma varies, else a few.
func lemmaUses(sentences []syntax.Sentence, classOf func(*syntax.Token) int) []use {
	key := func(t *syntax.Token) string { return t.Form + "\t" + t.UPOS + "\t" + t.XPOS }
	lemmas := make(map[string]counter)
	for _, sentence := range sentences {
		for i := range sentence.Tokens {
			t := &sentence.Tokens[i]
			if lemmas[key(t)] == nil {
				lemmas[key(t)] = make(counter)
			}
			lemmas[key(t)][t.Lemma]++
		}
	}
	var uses []use
	seen := make(map[string]int)
	add := func(tokens []syntax.Token) {
		for i := range tokens {
			t := &tokens[i]
			if t.Lemma == "" || t.UPOS == "NUM" && hasDigit(t.Form) {
				continue // the second half of a word that was written as two, or a rule's
			}
			k := key(t)
			varies := len(lemmas[k]) > 1
			if seen[k]++; varies || seen[k] <= usesLearnt {
				uses = append(uses, use{tokens, i, classOf(t), varies})
			}
		}
	}
	for k, sentence := range sentences {
		add(sentence.Tokens)
		if k%capitalsShare == 0 {
			tokens := slices.Clone(sentence.Tokens)
			for i := range tokens {
				tokens[i].Form = strings.ToUpper(tokens[i].Form)
			}
			if syntax.InCapitals(tokens) {
				add(tokens)
			}
		}
	}
	return uses
}

// keepInflections puts into known the forms that training did not show and the
// weights get wrong, and those of verbs that it showed with no other lemma, lest
// words around that are new make another of them: rules go by the verb.
func (l *lemmatizer) keepInflections(inflections []Inflection, uses []use, classOf func(*syntax.Token) int, s *state) {
	shown := make(map[uint64]string) // the only lemma, or none
	for _, u := range uses {
		t := &u.tokens[u.i]
		key := wordClass(model.HashWord(t.Form), u.class)
		if lemma, ok := shown[key]; ok && lemma != t.Lemma {
			shown[key] = ""
		} else if !ok {
			shown[key] = t.Lemma
		}
	}
	for _, f := range inflections {
		tokens := []syntax.Token{{Form: f.Form, UPOS: f.UPOS, XPOS: f.XPOS}}
		class := classOf(&tokens[0])
		key := wordClass(model.HashWord(f.Form), class)
		s.read(tokens)
		if lemma, ok := shown[key]; (!ok || lemma == f.Lemma) && (f.UPOS == "VERB" || l.lemma(tokens, 0, class, s) != f.Lemma) {
			l.known[key] = f.Lemma
		}
	}
}

// keep puts into known what is settled and what the weights get wrong.
func (l *lemmatizer) keep(uses []use, settled map[uint64]string, s *state) {
	type wordUse struct {
		lemmas counter
		all    int
		right  int // of the weights
		forms  map[string]bool
		class  int
	}
	exact, folded := make(map[uint64]*wordUse), make(map[uint64]*wordUse)
	for _, u := range uses {
		t := &u.tokens[u.i]
		s.read(u.tokens)
		right := l.lemma(u.tokens, u.i, u.class, s) == t.Lemma
		for i, key := range [...]uint64{exactKey(t.Form, u.class), wordClass(s.words[u.i].lower, u.class)} {
			words := exact
			if i == 1 {
				words = folded
			}
			w := words[key]
			if w == nil {
				w = &wordUse{lemmas: make(counter), class: u.class, forms: make(map[string]bool)}
				words[key] = w
			}
			w.lemmas[t.Lemma]++
			w.all++
			w.forms[t.Form] = true
			if right {
				w.right++
			}
		}
	}
	known := make(map[uint64]string)
	for key, w := range folded {
		lemma := w.lemmas.best()
		n := w.lemmas[lemma]
		agrees := float64(n) >= agreed*float64(w.all)
		together := false // whether the lemma is made of the form by more than a cut
		for form := range w.forms {
			together = together || !strings.HasPrefix(form, lemma)
			agrees = agrees && !hasDigit(form)
		}
		if agrees && (n > w.right || n >= commonWord && together) {
			known[key] = lemma
			for form := range w.forms {
				delete(exact, exactKey(form, w.class))
			}
		}
	}
	for key, w := range exact {
		lemma := w.lemmas.best()
		if n := w.lemmas[lemma]; n > w.right && float64(n) >= agreed*float64(w.all) {
			known[key] = lemma
		}
	}
	maps.Copy(l.known, known)
	maps.Copy(l.known, settled)
}
