package tag

import (
	"encoding/binary"
	"fmt"

	"attache/extract/model"
)

// AppendBinary appends the morphology in the form that Decode reads.
func (t *Morphology) AppendBinary(b []byte) ([]byte, error) {
	var pairs []string
	for _, c := range t.classes {
		pairs = append(pairs, c.upos, c.xpos)
	}
	b = model.AppendStrings(b, pairs)
	b = model.AppendStrings(b, t.feats.sets)
	for _, set := range t.feats.byClass {
		b = binary.AppendUvarint(b, uint64(set))
	}
	b = binary.AppendUvarint(b, uint64(len(t.feats.byWord)))
	for _, key := range sortedKeys(t.feats.byWord) {
		b = binary.LittleEndian.AppendUint64(b, key)
		b = binary.AppendUvarint(b, uint64(t.feats.byWord[key]))
	}

	b = binary.AppendUvarint(b, uint64(len(t.lemmas.scripts)))
	for _, s := range t.lemmas.scripts {
		b = binary.AppendUvarint(b, uint64(s.cut)<<2|uint64(s.write))
		b = model.AppendStrings(b, []string{s.suffix})
	}
	b, err := t.lemmas.weights.AppendBinary(b)
	if err != nil {
		return nil, err
	}
	keys := sortedKeys(t.lemmas.known)
	var lemmas []string
	for _, key := range keys {
		lemmas = append(lemmas, t.lemmas.known[key])
	}
	b = model.AppendStrings(b, lemmas)
	for _, key := range keys {
		b = binary.LittleEndian.AppendUint64(b, key)
	}
	return b, nil
}

// Decode reads a morphology. Its error wraps model.ErrDamaged.
func Decode(b []byte) (*Morphology, error) {
	t := &Morphology{}
	pairs, b, err := model.DecodeStrings(b)
	if err != nil {
		return nil, fmt.Errorf("tags: %w", err)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		t.classes = append(t.classes, class{pairs[i], pairs[i+1]})
	}
	t.number()
	r := numbers{rest: b}

	if t.feats.sets = r.strings(); len(t.feats.sets) == 0 && !r.bad {
		r.bad = true
	}
	for range t.classes {
		t.feats.byClass = append(t.feats.byClass, uint16(r.uvarint(len(t.feats.sets)-1)))
	}
	t.feats.byWord = make(map[uint64]uint16)
	for range r.uvarint(len(r.rest)) {
		key := r.uint64()
		t.feats.byWord[key] = uint16(r.uvarint(len(t.feats.sets) - 1))
	}
	for range r.uvarint(len(r.rest)) {
		head, suffix := r.uvarint(1<<10), r.strings()
		if len(suffix) != 1 {
			r.bad = true
			break
		}
		t.lemmas.scripts = append(t.lemmas.scripts, script{write: writing(head & 3), cut: head >> 2, suffix: suffix[0]})
	}
	if r.bad {
		return nil, fmt.Errorf("tags' words: %w", model.ErrDamaged)
	}
	if t.lemmas.weights, r.rest, err = model.DecodeLinear(r.rest); err != nil {
		return nil, fmt.Errorf("lemmatizer: %w", err)
	}
	if len(t.lemmas.scripts) != t.lemmas.weights.Classes() {
		return nil, fmt.Errorf("lemmatizer has weights for other scripts: %w", model.ErrDamaged)
	}
	t.lemmas.known = make(map[uint64]string)
	for _, lemma := range r.strings() {
		t.lemmas.known[r.uint64()] = lemma
	}
	if r.bad || len(r.rest) > 0 {
		return nil, fmt.Errorf("lemmatizer's words: %w", model.ErrDamaged)
	}
	return t, nil
}

// numbers reads numbers off the front of a section; bad says that something
// was wrong, after which all are 0.
type numbers struct {
	rest []byte
	bad  bool
}

func (r *numbers) uvarint(limit int) int {
	v, n := binary.Uvarint(r.rest)
	if r.bad || n <= 0 || limit < 0 || v > uint64(limit) {
		r.bad = true
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}

func (r *numbers) uint64() uint64 {
	if r.bad || len(r.rest) < 8 {
		r.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint64(r.rest)
	r.rest = r.rest[8:]
	return v
}

func (r *numbers) strings() []string {
	if r.bad {
		return nil
	}
	list, rest, err := model.DecodeStrings(r.rest)
	if err != nil {
		r.bad = true
		return nil
	}
	r.rest = rest
	return list
}
