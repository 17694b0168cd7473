package tag

import (
	"strings"

	"attache/extract/model"
	"attache/extract/syntax"
)

// lemmatizer makes lemmas of forms by edit scripts, which a perceptron
// chooses by the word's ending and tag, save for the words that it gets wrong
// and for common ones whose lemma would have to be put together.
type lemmatizer struct {
	scripts    []script
	weights    *model.Linear
	exceptions map[uint64]string // by wordClass
}

// script turns a form into a lemma.
type script struct {
	lower  bool // make all letters small first
	cut    int  // bytes taken off the end
	suffix string
}

// apply returns the lemma, or the form where the script does not fit it.
func (s script) apply(form string) string {
	base := form
	if s.lower {
		base = strings.ToLower(form)
	}
	if s.cut >= len(base) && s.suffix == "" || s.cut > len(base) {
		return base
	}
	if s.suffix == "" {
		return base[:len(base)-s.cut]
	}
	return base[:len(base)-s.cut] + s.suffix
}

// scriptFor returns the script that makes lemma of form.
func scriptFor(form, lemma string) script {
	lower := strings.ToLower(form)
	common := func(a string) int {
		n := 0
		for n < len(a) && n < len(lemma) && a[n] == lemma[n] {
			n++
		}
		return n
	}
	if kept := common(form); kept > common(lower) {
		return script{cut: len(form) - kept, suffix: lemma[kept:]}
	}
	kept := common(lower)
	return script{lower: true, cut: len(lower) - kept, suffix: lemma[kept:]}
}

// lemma returns the lemma of the state's word i.
func (l *lemmatizer) lemma(form string, class int, s *state, i int) string {
	w := &s.words[i]
	if lemma, ok := l.exceptions[wordClass(w.lower, class)]; ok && lemma != "" {
		return lemma
	}
	s.lemmaFeatures(w, class)
	clear(s.lemmaScores)
	l.weights.Score(s.features, s.lemmaScores)
	return l.scripts[model.Best(s.lemmaScores)].apply(form)
}

func (s *state) lemmaFeatures(w *word, class int) {
	c := uint64(class)
	f := append(s.features[:0], model.Feature(0, c))
	for n, suffix := range w.suffix {
		f = append(f, model.Feature(1+n, model.Mix(suffix, c)))
	}
	f = append(f,
		model.Feature(10, model.Mix(w.shape, c)),
		model.Feature(11, w.suffix[3]),
		model.Feature(12, w.suffix[4]),
		model.Feature(13, model.Mix(w.lower, c)),
		model.Feature(14, model.Mix(model.Mix(w.suffix[2], min(w.capital, 1)), c)),
	)
	s.features = f
}

// commonWord is how often a word must be seen for its lemma to be kept.
const commonWord = 3

// trainLemmas learns from each form with its tag once, with its commonest
// lemma.
func trainLemmas(sentences []syntax.Sentence, classOf func(*syntax.Token) int, o model.Options) lemmatizer {
	type use struct {
		form  string
		class int
	}
	lemmas := make(map[string]counter)
	uses := make(map[string]use)
	byWord := make(map[uint64]counter)
	for _, sentence := range sentences {
		for i := range sentence.Tokens {
			t := &sentence.Tokens[i]
			if t.Lemma == "" {
				continue // the second half of a word that was written as two
			}
			class := classOf(t)
			key := t.Form + "\t" + t.UPOS + "\t" + t.XPOS
			if lemmas[key] == nil {
				lemmas[key], uses[key] = make(counter), use{t.Form, class}
			}
			lemmas[key][t.Lemma]++
			word := wordClass(model.HashWord(t.Form), class)
			if byWord[word] == nil {
				byWord[word] = make(counter)
			}
			byWord[word][t.Lemma]++
		}
	}
	keys := sortedKeys(lemmas)

	counts := make(map[script]int)
	for _, key := range keys {
		counts[scriptFor(uses[key].form, lemmas[key].best())]++
	}
	const scriptMin = 3
	l := lemmatizer{scripts: []script{{lower: true}}}
	numbers := map[script]int{l.scripts[0]: 0}
	for _, key := range keys {
		sc := scriptFor(uses[key].form, lemmas[key].best())
		if _, ok := numbers[sc]; !ok && counts[sc] >= scriptMin {
			numbers[sc] = len(l.scripts)
			l.scripts = append(l.scripts, sc)
		}
	}

	trainer := model.NewTrainer(len(l.scripts))
	scores := make([]float32, len(l.scripts))
	s := &state{lemmaScores: make([]int32, len(l.scripts))}
	shuffle := newShuffle(1)
	for range 8 {
		for _, k := range shuffle.order(len(keys)) {
			u := uses[keys[k]]
			truth, ok := numbers[scriptFor(u.form, lemmas[keys[k]].best())]
			if !ok {
				continue
			}
			s.read([]syntax.Token{{Form: u.form}}, nil, nil)
			s.lemmaFeatures(&s.words[0], u.class)
			clear(scores)
			trainer.Score(s.features, scores)
			trainer.Update(s.features, truth, best(scores))
			trainer.Tick()
		}
	}
	l.weights = trainer.Freeze(o)

	l.exceptions = make(map[uint64]string)
	for _, key := range keys {
		u := uses[key]
		word := wordClass(model.HashWord(u.form), u.class)
		want := byWord[word].best()
		s.read([]syntax.Token{{Form: u.form}}, nil, nil)
		if len(byWord[word]) > 1 {
			continue // the lemma depends on capitals
		}
		if l.lemma(u.form, u.class, s, 0) != want || byWord[word][want] >= commonWord && !strings.HasPrefix(u.form, want) {
			l.exceptions[word] = want
		}
	}
	return l
}

func best(scores []float32) int {
	b := 0
	for i, s := range scores {
		if s > scores[b] {
			b = i
		}
	}
	return b
}
