package parse

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"attache/extract/model"
)

// maxSize bounds each number of a shape, maxWeights their products.
const (
	maxSize    = 4096
	maxWeights = 64 << 20
)

func (s *Shape) numbers() []*int {
	return []*int{&s.Width, &s.Layers, &s.Arc, &s.Label, &s.Given, &s.Part, &s.Rows, &s.Tags, &s.Labels, &s.Names, &s.Styles}
}

// denseSize is how many weights there are but the table's.
func (s Shape) denseSize() int {
	heads, names := 2*s.Arc+2*s.Label, s.Names*s.Styles
	return (s.Given+s.Part)*s.Width + s.Part + s.Layers*s.Width*(3*s.Width+4) + (s.Width+1)*heads + s.Arc + s.Label +
		s.Arc*s.Arc + s.Arc + nearKinds + (s.Label+1)*s.Labels + (s.Width+1)*(s.Tags+names)
}

// AppendBinary appends the network in the form that Decode reads. The table
// and the word vectors are kept in bytes, each row with a scale of its own.
func (n *Network) AppendBinary(b []byte) []byte {
	for _, x := range n.shape.numbers() {
		b = binary.AppendUvarint(b, uint64(*x))
	}
	for _, list := range [][]string{n.tags, n.labels} {
		b = model.AppendStrings(b, list)
	}
	table := &Vectors{size: n.shape.Part, index: n.index}
	for i := range n.shape.Rows {
		table.add(n.w.table.row(int32(i)))
	}
	b = table.appendBinary(b)
	b = n.vectors.appendBinary(b)
	for _, m := range n.w.dense() {
		for _, x := range m.w {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
		}
	}
	return b
}

// Decode reads a network. Its error wraps model.ErrDamaged.
func Decode(b []byte) (*Network, error) {
	n := &Network{}
	for _, x := range n.shape.numbers() {
		v, used := binary.Uvarint(b)
		if used <= 0 || v > maxWeights {
			return nil, damaged("shape")
		}
		*x, b = int(v), b[used:]
	}
	s := n.shape
	if s.Width == 0 || s.Width%2 != 0 || max(s.Width, s.Layers, s.Arc, s.Label, s.Given, s.Part, s.Tags, s.Labels, s.Names, s.Styles) > maxSize ||
		s.Layers > 16 || s.Arc == 0 || s.Label == 0 || s.Tags == 0 || s.Tags > 256 || s.Labels == 0 || s.Part == 0 || s.Rows > maxWeights/s.Part {
		return nil, damaged("shape")
	}
	for i, list := range []*[]string{&n.tags, &n.labels} {
		var err error
		if *list, b, err = model.DecodeStrings(b); err != nil {
			return nil, err
		}
		if len(*list) != []int{s.Tags, s.Labels}[i] {
			return nil, damaged("lists")
		}
	}
	table, b, err := decodeVectors(b, s.Part)
	if err != nil {
		return nil, err
	}
	if len(table.scale) != s.Rows {
		return nil, damaged("table")
	}
	if n.vectors, b, err = decodeVectors(b, s.Given); err != nil {
		return nil, err
	}
	n.index = table.index
	if len(b) != 4*s.denseSize() {
		return nil, damaged("weights")
	}
	weights := s
	weights.Rows = 0
	n.w = newWeights(weights)
	n.w.table = newMatrix(s.Rows, s.Part)
	for i := range s.Rows {
		table.copyTo(n.w.table.row(int32(i)), int32(i))
	}
	for _, m := range n.w.dense() {
		for i := range m.w {
			m.w[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
			if x := float64(m.w[i]); math.IsNaN(x) || math.IsInf(x, 0) {
				return nil, damaged("weights")
			}
		}
		b = b[4*len(m.w):]
	}
	n.freeze()
	return n, nil
}

func damaged(where string) error {
	return fmt.Errorf("network: %w: %w", errors.New(where), model.ErrDamaged)
}

// appendBinary appends the vectors in the order of their keys.
func (v *Vectors) appendBinary(b []byte) []byte {
	keys := slices.Sorted(maps.Keys(v.index))
	b = binary.AppendUvarint(b, uint64(len(keys)))
	last := uint32(0)
	for _, key := range keys {
		b = binary.AppendUvarint(b, uint64(key-last))
		last = key
	}
	for _, key := range keys {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v.scale[v.index[key]]))
	}
	for _, key := range keys {
		i := int(v.index[key])
		for _, q := range v.data[i*v.size : (i+1)*v.size] {
			b = append(b, byte(q))
		}
	}
	return b
}

func decodeVectors(b []byte, size int) (*Vectors, []byte, error) {
	count, used := binary.Uvarint(b)
	if used <= 0 || count > uint64(len(b)) || size == 0 || int(count)*size > min(maxWeights, len(b)) {
		return nil, nil, damaged("vectors")
	}
	b = b[used:]
	v := &Vectors{size: size, index: make(map[uint32]int32, count)}
	key := uint64(0)
	for i := range int32(count) {
		step, used := binary.Uvarint(b)
		if key += step; used <= 0 || key > math.MaxUint32 {
			return nil, nil, damaged("vectors")
		}
		v.index[uint32(key)] = i
		b = b[used:]
	}
	if len(v.index) != int(count) || len(b) < int(count)*(4+size) {
		return nil, nil, damaged("vectors")
	}
	for i := range int(count) {
		scale := math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		if x := float64(scale); math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, nil, damaged("vectors")
		}
		v.scale = append(v.scale, scale)
	}
	b = b[4*count:]
	v.data = make([]int8, int(count)*size)
	for i := range v.data {
		v.data[i] = int8(b[i])
	}
	return v, b[len(v.data):], nil
}
