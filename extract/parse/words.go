package parse

import (
	"math"
	"math/bits"

	"attache/extract/model"
	"attache/extract/name/lexicon"
	"attache/extract/syntax"
)

// What the network knows of a word before it has seen its sentence: rows of a
// table, which are added up, for the word itself and parts of it, and a fixed
// vector made from much text.

// kinds of rows
const (
	rowWord = iota
	rowForm
	rowSuffix1
	rowSuffix2
	rowSuffix3
	rowSuffix4
	rowSuffix5
	rowPrefix1
	rowPrefix2
	rowPrefix3
	rowPrefix4
	rowShape
	rowKnown // what the lists of names say
)

// wordReader lists the keys of words' rows. Its memory is used again.
type wordReader struct {
	keys  []uint32
	ends  []int
	names []string
	known lexicon.Keys
	sets  []lexicon.Set
	place []uint8 // 1 to 3: first, within or last in a known name, 4: one of a single word
}

// read returns the keys of the rows of a sentence's words, and where those of
// each end.
func (r *wordReader) read(tokens []syntax.Token) (keys []uint32, ends []int) {
	r.keys, r.ends, r.names = r.keys[:0], r.ends[:0], r.names[:0]
	r.sets, r.place = r.sets[:0], r.place[:0]
	for i := range tokens {
		r.names = append(r.names, r.known.Of(tokens[i].Form))
		r.sets, r.place = append(r.sets, 0), append(r.place, 0)
	}
	lexicon.Find(r.names, func(first, end int, set lexicon.Set) {
		for i := first; i < end; i++ {
			r.sets[i], r.place[i] = set, 2
		}
		r.place[first], r.place[end-1] = 1, 3
		if end == first+1 {
			r.place[first] = 4
		}
	})
	add := func(kind int, value uint64) { r.keys = append(r.keys, model.Fold(model.Feature(kind, value))) }
	capitals := syntax.InCapitals(tokens)
	for i := range tokens {
		form := tokens[i].Form
		word := model.HashWord(form)
		add(rowWord, word)
		cased, shape := model.HashString(form), model.HashShape(form)
		if capitals {
			cased, shape = word, 1
		}
		add(rowForm, cased)
		for n := range 5 {
			add(rowSuffix1+n, model.HashSuffix(form, n+1))
		}
		for n := range 4 {
			add(rowPrefix1+n, model.HashPrefix(form, n+1))
		}
		add(rowShape, shape)
		large := uint64(0)
		if c := form[:min(1, len(form))]; capitals || c >= "A" && c <= "Z" {
			large = 1
		}
		for set := r.sets[i]; set != 0; set &= set - 1 {
			add(rowKnown, uint64(bits.TrailingZeros32(uint32(set)))<<8|uint64(r.place[i])<<1|large)
		}
		r.ends = append(r.ends, len(r.keys))
	}
	return r.keys, r.ends
}

// Vectors are fixed word vectors in bytes. It is read-only.
type Vectors struct {
	size  int
	index map[uint32]int32 // by word
	data  []int8
	scale []float32 // by word
}

// NewVectors makes a table of the words' vectors, all of which have the same
// number of dimensions; they serve best with elements near to 1. Of words with
// the same hash the first counts.
func NewVectors(words []string, vectors [][]float32) *Vectors {
	v := &Vectors{index: map[uint32]int32{}}
	for i, word := range words {
		key := model.Fold(model.HashWord(word))
		if _, ok := v.index[key]; ok {
			continue
		}
		v.index[key] = int32(len(v.scale))
		v.size = len(vectors[i])
		v.add(vectors[i])
	}
	return v
}

// add keeps a vector in bytes.
func (v *Vectors) add(vector []float32) {
	top := float32(0)
	for _, x := range vector {
		top = max(top, x, -x)
	}
	scale := top / 127
	v.scale = append(v.scale, scale)
	for _, x := range vector {
		q := int8(0)
		if scale > 0 {
			q = int8(math.Round(float64(x / scale)))
		}
		v.data = append(v.data, q)
	}
}

// find returns the number of a word's vector, or -1.
func (v *Vectors) find(form string) int32 {
	if i, ok := v.index[model.Fold(model.HashWord(form))]; ok {
		return i
	}
	return -1
}

// copyTo writes a vector; number -1 is zero.
func (v *Vectors) copyTo(to []float32, i int32) {
	if i < 0 {
		clear(to)
		return
	}
	scale := v.scale[i]
	for j, q := range v.data[int(i)*v.size : int(i+1)*v.size] {
		to[j] = float32(q) * scale
	}
}
