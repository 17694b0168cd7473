package parse

import (
	"fmt"

	"attache/extract/model"
)

// AppendBinary appends the parser in the form that Decode reads.
func (p *Parser) AppendBinary(b []byte) ([]byte, error) {
	return p.weights.AppendBinary(model.AppendStrings(b, p.labels))
}

// Decode reads a parser that was trained with these classes of words. Its
// error wraps model.ErrDamaged.
func Decode(b []byte, words *model.Clusters) (*Parser, error) {
	p := &Parser{words: words}
	var err error
	if p.labels, b, err = model.DecodeStrings(b); err != nil {
		return nil, fmt.Errorf("parser's relations: %w", err)
	}
	if p.weights, b, err = model.DecodeLinear(b); err != nil {
		return nil, fmt.Errorf("parser: %w", err)
	}
	if p.weights.Classes() != 1+2*len(p.labels) || len(p.labels) > 255-1 || len(b) > 0 {
		return nil, fmt.Errorf("parser has %d transitions for %d relations: %w", p.weights.Classes(), len(p.labels), model.ErrDamaged)
	}
	return p, nil
}
