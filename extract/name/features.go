package name

import (
	"unicode"
	"unicode/utf8"

	"attache/extract/model"
	"attache/extract/name/lexicon"
	"attache/extract/syntax"
)

// A word is what the features see of a token.
type word struct {
	form     string
	tag      uint64
	hash     uint64 // of the form without regard to case and digits
	exact    uint64
	shape    uint64
	key      string
	case_    letterCase
	clusters [clusterLevels]uint64
	sets     lexicon.Set // lists in which a name stands that covers this word
	whole    lexicon.Set // those in which it stands alone
	position uint64      // 0 outside, 1 first, 2 within, 3 last word of a listed name, 4 alone
	evidence evidence
}

type letterCase byte

const (
	noLetters letterCase = iota
	small
	capitalized
	capitals
	mixed
)

func caseOf(form string) letterCase {
	first, size := utf8.DecodeRuneInString(form)
	lower, upper, letters := 0, 0, 0
	for _, r := range form {
		switch {
		case unicode.IsLower(r):
			lower++
			letters++
		case unicode.IsUpper(r):
			upper++
			letters++
		case unicode.IsLetter(r):
			letters++
		}
	}
	switch {
	case letters == 0:
		return noLetters
	case upper == 0:
		return small
	case lower == 0 && upper > 1:
		return capitals
	case unicode.IsUpper(first) && (upper == 1 || lower == 0):
		return capitalized
	case unicode.IsUpper(first) && size < len(form) && upper > 1:
		return mixed
	}
	return mixed
}

// evidence is what other occurrences of a word in its document say of it.
type evidence uint32

const (
	seenSmall        evidence = 1 << iota // in small letters
	seenCapitalized                       // as a capitalized word within a sentence
	afterHonorific                        // after "Mr" or a title
	afterFirstName                        // after a given name
	beforeSurname                         // a given name before a capitalized word
	beforeOrgWord                         // in one run of capitals with "ministry", "inc"
	afterPlaceWord                        // after "in", "near", "from"
	inLongerName                          // within a run of capitalized words
	beforePossessive                      // before "'s"
	subjectOfSaying                       // before or after "said"
	beforePlaceComma                      // before a comma and a known place
	seenAllCapitals                       // as capitals in a sentence that has small letters
	evidenceKinds    = iota
)

// featureBuilder lays out the features of a document's words. Its buffers are
// kept from one document to the next.
type featureBuilder struct {
	clusters *clusterTable
	words    [][]word
	keys     []string
	flat     []word
	seen     map[string]evidence
	features []uint64
	names    lexicon.Keys
	tags     bool
}

func newFeatureBuilder(c *clusterTable, tags bool) *featureBuilder {
	return &featureBuilder{clusters: c, seen: make(map[string]evidence), tags: tags}
}

// read looks at the words of a document.
func (b *featureBuilder) read(sentences []syntax.Sentence) {
	total := 0
	for i := range sentences {
		total += len(sentences[i].Tokens)
	}
	if cap(b.flat) < total {
		b.flat = make([]word, total)
	}
	b.flat = b.flat[:total]
	b.words = b.words[:0]
	rest := b.flat
	for i := range sentences {
		n := len(sentences[i].Tokens)
		words := rest[:n:n]
		rest = rest[n:]
		b.readSentence(words, sentences[i].Tokens)
		b.words = append(b.words, words)
	}
	clear(b.seen)
	for _, words := range b.words {
		b.gather(words)
	}
	for _, words := range b.words {
		for i := range words {
			if w := &words[i]; w.case_ > small {
				w.evidence = b.seen[w.key]
			}
		}
	}
}

func (b *featureBuilder) readSentence(words []word, tokens []syntax.Token) {
	b.keys = b.keys[:0]
	for i := range tokens {
		form := tokens[i].Form
		w := &words[i]
		*w = word{
			form:  form,
			hash:  model.HashWord(form),
			exact: model.HashString(form),
			shape: model.HashShape(form),
			case_: caseOf(form),
			key:   b.names.Of(form),
		}
		if b.tags {
			w.tag = model.HashString(tokens[i].XPOS)
		}
		b.clusters.lookup(form, &w.clusters)
		b.keys = append(b.keys, w.key)
	}
	lexicon.Find(b.keys, func(first, end int, set lexicon.Set) {
		if set&lexicon.Acronym != 0 && end == first+1 && words[first].case_ != capitals && words[first].case_ != capitalized {
			return
		}
		set &^= lexicon.Acronym
		if end == first+1 {
			words[first].sets |= set
			words[first].whole |= set
			words[first].position = 4
			return
		}
		for i := first; i < end; i++ {
			words[i].sets = set
			words[i].position = 2
		}
		words[first].position = 1
		words[end-1].position = 3
	})
}

const titleSets = lexicon.TitleName | lexicon.HonorificName

var (
	hashIn   = model.HashWord("in")
	hashNear = model.HashWord("near")
	hashFrom = model.HashWord("from")
	hashAt   = model.HashWord("at")
	hashTo   = model.HashWord("to")
	hashSaid = model.HashWord("said")
	hashSays = model.HashWord("says")
	hashTold = model.HashWord("told")
)

// gather collects the evidence of a sentence's words for the document.
func (b *featureBuilder) gather(words []word) {
	shout := shouted(words)
	for i := range words {
		w := &words[i]
		if w.key == "" || w.case_ == noLetters {
			continue
		}
		if w.case_ == small {
			b.seen[w.key] |= seenSmall
			continue
		}
		if shout {
			continue
		}
		var e evidence
		if w.case_ == capitals && len(w.form) > 2 {
			e |= seenAllCapitals
		}
		if i > 0 {
			e |= seenCapitalized
			before := &words[i-1]
			if before.form == "." && i > 1 {
				before = &words[i-2]
			}
			if before.sets&titleSets != 0 {
				e |= afterHonorific
			}
			if before.case_ > small {
				if before.sets&(lexicon.MaleName|lexicon.FemaleName) != 0 {
					e |= afterFirstName
				}
				e |= inLongerName
			}
			switch before.hash {
			case hashIn, hashNear, hashFrom, hashAt, hashTo:
				e |= afterPlaceWord
			case hashSaid, hashSays, hashTold:
				e |= subjectOfSaying
			}
		}
		if i+1 < len(words) {
			after := &words[i+1]
			if after.case_ > small {
				e |= inLongerName
				if w.whole&(lexicon.MaleName|lexicon.FemaleName) != 0 && after.whole&lexicon.Surname != 0 {
					e |= beforeSurname
				}
			}
			switch {
			case after.form == "'s" || after.form == "’s":
				e |= beforePossessive
			case after.hash == hashSaid || after.hash == hashSays || after.hash == hashTold:
				e |= subjectOfSaying
			case after.form == "," && i+2 < len(words) && words[i+2].sets&(lexicon.CountryName|lexicon.RegionName) != 0:
				e |= beforePlaceComma
			}
			for j := i + 1; j < len(words) && j < i+5 && words[j].case_ > small; j++ {
				if words[j].sets&(lexicon.OrganizationHead|lexicon.OrganizationSuffix) != 0 {
					e |= beforeOrgWord
				}
			}
		}
		b.seen[w.key] |= e
	}
}

// shouted reports whether a sentence is written in capitals.
func shouted(words []word) bool {
	upper, lower := 0, 0
	for i := range words {
		switch words[i].case_ {
		case capitals:
			upper++
		case small, mixed:
			lower++
		case capitalized:
			if len(words[i].form) > 1 {
				lower++
			}
		}
	}
	return upper > 2 && upper > 4*lower
}

// headed reports whether all words of a sentence are capitalized save for
// those that headlines leave small.
func headed(words []word) bool {
	upper := 0
	for i := range words {
		w := &words[i]
		switch w.case_ {
		case small:
			if len(w.form) > 2 && !smallInHeadlines[w.form] {
				return false
			}
		case noLetters:
		default:
			upper++
		}
	}
	return upper > 3
}

var smallInHeadlines = map[string]bool{
	"the": true, "and": true, "for": true, "with": true, "from": true, "after": true, "over": true, "into": true,
	"amid": true, "but": true, "nor": true, "via": true, "off": true, "out": true, "n't": true, "n’t": true,
}

// at lays out the features of one word of a sentence that was read. The
// result is valid until the next call.
func (b *featureBuilder) at(words []word, i int, style uint64) []uint64 {
	f := b.features[:0]
	t := 0
	add := func(value uint64) {
		f = append(f, model.Feature(t, value))
		t++
	}
	// skip keeps the numbers of templates the same where one does not apply.
	skip := func(n int) { t += n }

	edge := word{hash: 1, exact: 1, shape: 1}
	around := func(d int) *word {
		if j := i + d; j >= 0 && j < len(words) {
			return &words[j]
		}
		return &edge
	}
	w, p1, n1, p2, n2 := around(0), around(-1), around(1), around(-2), around(2)

	add(0)
	add(style)
	add(w.hash)
	add(w.exact)
	add(p1.hash)
	add(n1.hash)
	add(p2.hash)
	add(n2.hash)
	add(model.Mix(p1.hash, w.hash))
	add(model.Mix(w.hash, n1.hash))
	add(model.Mix(p1.hash, n1.hash))
	add(w.shape)
	add(model.Mix(p1.shape, w.shape))
	add(model.Mix(w.shape, n1.shape))
	add(model.Mix(model.Mix(p1.shape, w.shape), n1.shape))
	c := uint64(w.case_)
	start := uint64(0)
	if i == 0 {
		start = 1
	} else if p1.case_ == noLetters && i == 1 {
		start = 2
	}
	add(model.Mix(c, start))
	add(model.Mix(model.Mix(c, uint64(p1.case_)), uint64(n1.case_)))
	add(model.Mix(model.Mix(model.Mix(c, uint64(p1.case_)), uint64(n1.case_)), model.Mix(uint64(p2.case_), uint64(n2.case_))))
	add(model.Mix(model.Mix(c, start), style))
	// The next word in small letters tells names apart from headline words.
	add(model.Mix(model.Mix(c, p1.hash), 3))
	add(model.Mix(model.Mix(c, n1.hash), 4))
	if w.case_ > small {
		for n := 1; n <= 4; n++ {
			add(model.Mix(model.HashPrefix(w.form, n), uint64(n)))
			add(model.Mix(model.HashSuffix(w.form, n), uint64(n)))
		}
		add(model.Mix(model.Mix(model.HashSuffix(w.form, 3), c), 0))
		// The small word before and after the run of capitalized words.
		add(model.Mix(b.outside(words, i, -1).hash, c))
		add(model.Mix(b.outside(words, i, 1).hash, c))
		// The last word of the run tells what the whole is.
		last := b.last(words, i)
		add(model.Mix(last.hash, uint64(min(3, runDistance(words, i)))))
		add(uint64(last.sets))
		add(last.clusters[1])
	} else {
		skip(14)
	}

	for level := range clusterLevels {
		add(w.clusters[level])
		add(p1.clusters[level])
		add(n1.clusters[level])
		add(model.Mix(w.clusters[level], c))
	}
	add(model.Mix(p1.clusters[0], w.clusters[0]))
	add(model.Mix(w.clusters[0], n1.clusters[0]))
	add(p2.clusters[0])
	add(n2.clusters[0])
	add(model.Mix(model.Mix(p1.clusters[0], c), n1.clusters[0]))
	add(model.Mix(p1.clusters[1], c))
	add(model.Mix(n1.clusters[1], c))

	if b.tags {
		add(w.tag)
		add(model.Mix(w.tag, c))
		add(p1.tag)
		add(n1.tag)
		add(model.Mix(p1.tag, w.tag))
		add(model.Mix(w.tag, n1.tag))
		add(model.Mix(model.Mix(p1.tag, w.tag), n1.tag))
	} else {
		skip(7)
	}

	add(model.Mix(uint64(w.sets), w.position))
	add(model.Mix(uint64(w.sets), c))
	add(uint64(p1.sets))
	add(uint64(n1.sets))
	add(model.Mix(uint64(p1.sets), c))
	add(model.Mix(uint64(n1.sets), c))
	add(model.Mix(uint64(p1.sets), uint64(w.sets)))
	add(model.Mix(uint64(w.sets), uint64(n1.sets)))
	base := t
	for k := range gazetteerKinds {
		bit := lexicon.Set(1) << k
		if w.sets&bit != 0 {
			f = append(f, model.Feature(base, uint64(k)*8+w.position))
			f = append(f, model.Feature(base+1, model.Mix(uint64(k)*8+w.position, c)))
		}
		if p1.sets&bit != 0 {
			f = append(f, model.Feature(base+2, model.Mix(uint64(k), c)))
		}
		if n1.sets&bit != 0 {
			f = append(f, model.Feature(base+3, model.Mix(uint64(k), c)))
		}
	}
	t += 4

	if w.case_ > small {
		add(model.Mix(uint64(w.evidence), c))
		base := t
		for k := range evidenceKinds {
			if w.evidence&(1<<k) != 0 {
				f = append(f, model.Feature(base, uint64(k)))
				f = append(f, model.Feature(base+1, model.Mix(uint64(k), model.Mix(c, start))))
			} else {
				f = append(f, model.Feature(base+2, uint64(k)))
			}
		}
		t += 3
		add(model.Mix(uint64(w.evidence&(seenSmall|seenCapitalized)), model.Mix(c, start)))
	} else {
		skip(5)
	}
	b.features = f
	return f
}

const gazetteerKinds = 20

// outside returns the word before (step -1) or after the run of capitalized
// words around i.
func (b *featureBuilder) outside(words []word, i, step int) *word {
	j := i + step
	for n := 0; n < 6 && j >= 0 && j < len(words) && words[j].case_ > small; n++ {
		j += step
	}
	if j < 0 || j >= len(words) {
		return &word{hash: 1}
	}
	return &words[j]
}

// last returns the last capitalized word of the run that i is in.
func (b *featureBuilder) last(words []word, i int) *word {
	last := i
	for j := i + 1; j < len(words) && j < i+6 && words[j].case_ > small; j++ {
		last = j
	}
	return &words[last]
}

func runDistance(words []word, i int) int {
	n := 0
	for j := i + 1; j < len(words) && j < i+6 && words[j].case_ > small; j++ {
		n++
	}
	return n
}

// styleOf tells headlines from running text.
func styleOf(words []word) uint64 {
	switch {
	case shouted(words):
		return 1
	case headed(words):
		return 2
	}
	return 0
}
