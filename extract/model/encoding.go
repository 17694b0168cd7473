package model

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// decoder reads numbers off the front of a section and remembers the first
// thing that was wrong.
type decoder struct {
	rest []byte
	err  error
}

func (d *decoder) uvarint(limit uint64) uint64 {
	if d.err != nil {
		return 0
	}
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.err = errors.New("cut short")
		return 0
	}
	if v > limit {
		d.err = fmt.Errorf("number %d above %d", v, limit)
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) int16() int16 {
	if d.err != nil {
		return 0
	}
	v, n := binary.Varint(d.rest)
	if n <= 0 || v < math.MinInt16 || v > math.MaxInt16 {
		d.err = errors.New("weight out of range")
		return 0
	}
	d.rest = d.rest[n:]
	return int16(v)
}

func (d *decoder) uint32() uint32 {
	if d.err == nil && len(d.rest) < 4 {
		d.err = errors.New("cut short")
	}
	if d.err != nil {
		return 0
	}
	v := binary.LittleEndian.Uint32(d.rest)
	d.rest = d.rest[4:]
	return v
}

func sortSlots(s []slot) {
	slices.SortFunc(s, func(a, b slot) int { return cmp.Compare(a.start, b.start) })
}

// AppendStrings appends a list of strings in the form that DecodeStrings reads.
func AppendStrings(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// DecodeStrings reads a list of strings from the front of b and returns the
// bytes after it. Its error wraps ErrDamaged.
func DecodeStrings(b []byte) ([]string, []byte, error) {
	d := decoder{rest: b}
	n := d.uvarint(uint64(len(b)))
	list := make([]string, 0, n)
	for range n {
		size := d.uvarint(uint64(len(d.rest)))
		if d.err == nil && size > uint64(len(d.rest)) {
			d.err = errors.New("cut short")
		}
		if d.err != nil {
			break
		}
		list = append(list, string(d.rest[:size]))
		d.rest = d.rest[size:]
	}
	if d.err != nil {
		return nil, nil, fmt.Errorf("list of words: %w: %w", d.err, ErrDamaged)
	}
	return list, d.rest, nil
}
