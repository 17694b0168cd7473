package segment

import (
	"encoding/binary"
	"fmt"
	"slices"

	"attache/extract/model"
)

// AppendBinary appends the segmenter in the form that Decode reads.
func (g *Segmenter) AppendBinary(b []byte) ([]byte, error) {
	b, err := g.tokens.AppendBinary(b)
	if err != nil {
		return nil, err
	}
	if b, err = g.sentences.AppendBinary(b); err != nil {
		return nil, err
	}
	keys := make([]uint32, 0, len(g.words))
	for w := range g.words {
		keys = append(keys, w)
	}
	slices.Sort(keys)
	for _, w := range keys {
		b = binary.LittleEndian.AppendUint32(b, w)
		b = append(b, g.words[w])
	}
	return b, nil
}

// Decode reads a segmenter. Its error wraps model.ErrDamaged.
func Decode(b []byte) (*Segmenter, error) {
	g := &Segmenter{words: make(words)}
	var err error
	if g.tokens, b, err = model.DecodeLinear(b); err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	if g.sentences, b, err = model.DecodeLinear(b); err != nil {
		return nil, fmt.Errorf("sentences: %w", err)
	}
	if g.tokens.Classes() != 2 || g.sentences.Classes() != 2 || len(b)%5 != 0 {
		return nil, fmt.Errorf("segmenter: %w", model.ErrDamaged)
	}
	for ; len(b) > 0; b = b[5:] {
		if b[4] == 0 {
			return nil, fmt.Errorf("segmenter's words: %w", model.ErrDamaged)
		}
		g.words[binary.LittleEndian.Uint32(b)] = b[4]
	}
	return g, nil
}
