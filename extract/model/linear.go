package model

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// slotSpread spreads the keys of hash tables; Fibonacci hashing.
const slotSpread = 2654435769

// Linear is a trained linear classifier over hashed features: read-only, in
// flat arrays, safe for use by many goroutines at once. A feature has weights
// for few classes, so rows are sparse.
type Linear struct {
	classes int
	scale   float32
	shift   uint32
	slots   []slot // open addressing, a power of two
	// entries holds, from a slot's start on, the number of weights as weight
	// of a first entry, then the weights.
	entries []entry
	rows    int
}

type slot struct {
	key   uint32
	start uint32 // index in entries; 0 is an empty slot
}

type entry struct {
	class  uint16
	weight int16
}

// row is the key of a feature and how many entries it has.
type row struct {
	key, count uint32
}

// newLinear builds the table. Rows are sorted by key, entries follow in the
// rows' order, and no row has more entries than there are classes.
func newLinear(classes int, scale float32, rows []row, entries []entry) *Linear {
	size := 16
	for size < len(rows)*2 {
		size *= 2
	}
	l := &Linear{
		classes: classes,
		scale:   scale,
		shift:   32 - uint32(bits.TrailingZeros(uint(size))),
		slots:   make([]slot, size),
		entries: make([]entry, 1, 1+len(rows)+len(entries)),
		rows:    len(rows),
	}
	next := 0
	for _, r := range rows {
		l.insert(r.key, uint32(len(l.entries)))
		// A count above MaxInt16 wraps here and back in Score.
		l.entries = append(l.entries, entry{weight: int16(uint16(r.count - 1))})
		l.entries = append(l.entries, entries[next:next+int(r.count)]...)
		next += int(r.count)
	}
	return l
}

func (l *Linear) insert(key, start uint32) {
	mask := uint32(len(l.slots) - 1)
	i := key * slotSpread >> l.shift
	for l.slots[i].start != 0 {
		i = (i + 1) & mask
	}
	l.slots[i] = slot{key: key, start: start}
}

// Classes returns the number of classes.
func (l *Linear) Classes() int { return l.classes }

// Size returns how many features have weights.
func (l *Linear) Size() int { return l.rows }

// Scale returns what a score is multiplied by to be in the units of the
// training's updates.
func (l *Linear) Scale() float32 { return l.scale }

// Score adds the weights of the features to scores, which has one number for
// each class. It does not allocate.
func (l *Linear) Score(features []uint64, scores []int32) {
	slots, entries := l.slots, l.entries
	mask := uint32(len(slots) - 1)
	for _, f := range features {
		key := Fold(f)
		for i := key * slotSpread >> l.shift; ; i = (i + 1) & mask {
			s := slots[i]
			if s.start == 0 {
				break
			}
			if s.key == key {
				n := uint32(uint16(entries[s.start].weight)) + 1
				for _, e := range entries[s.start+1 : s.start+1+n] {
					scores[e.class] += int32(e.weight)
				}
				break
			}
		}
	}
}

// Best returns the class with the highest score, the first of equals.
func Best[S int32 | float32](scores []S) int {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

// AppendBinary appends the classifier in the form that DecodeLinear reads. The
// columns stand apart so that they compress well.
func (l *Linear) AppendBinary(b []byte) ([]byte, error) {
	starts := make([]slot, 0, l.rows)
	for _, s := range l.slots {
		if s.start != 0 {
			starts = append(starts, s)
		}
	}
	// Rows stand in entries by rising key, so starts sort as keys do.
	sortSlots(starts)
	b = binary.AppendUvarint(b, uint64(l.classes))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(l.scale))
	b = binary.AppendUvarint(b, uint64(l.rows))
	b = binary.AppendUvarint(b, uint64(len(l.entries)-1-l.rows))
	last := uint32(0)
	for _, s := range starts {
		b = binary.AppendUvarint(b, uint64(s.key-last))
		last = s.key
	}
	row := func(s slot) []entry {
		n := uint32(uint16(l.entries[s.start].weight)) + 1
		return l.entries[s.start+1 : s.start+1+n]
	}
	for _, s := range starts {
		b = binary.AppendUvarint(b, uint64(len(row(s))))
	}
	for _, s := range starts {
		for _, e := range row(s) {
			b = binary.AppendUvarint(b, uint64(e.class))
		}
	}
	for _, s := range starts {
		for _, e := range row(s) {
			b = binary.AppendVarint(b, int64(e.weight))
		}
	}
	return b, nil
}

// DecodeLinear reads a classifier from the front of b and returns the bytes
// after it. Its error wraps ErrDamaged.
func DecodeLinear(b []byte) (*Linear, []byte, error) {
	d := decoder{rest: b}
	classes := d.uvarint(1 << 16)
	scale := math.Float32frombits(d.uint32())
	// Each row and each entry takes at least two bytes.
	rowCount := int(d.uvarint(uint64(len(b) / 2)))
	entryCount := int(d.uvarint(uint64(len(b) / 2)))
	if d.err == nil && (classes == 0 || uint64(rowCount)+uint64(entryCount) >= math.MaxUint32/2) {
		d.err = errors.New("impossible size")
	}
	if d.err != nil {
		return nil, nil, fmt.Errorf("weights: %w: %w", d.err, ErrDamaged)
	}
	rows := make([]row, rowCount)
	last := uint64(0)
	for i := range rows {
		last += d.uvarint(math.MaxUint32 - last)
		rows[i].key = uint32(last)
	}
	total := uint64(0)
	for i := range rows {
		n := d.uvarint(classes)
		if n == 0 && d.err == nil {
			d.err = errors.New("feature without weights")
		}
		rows[i].count = uint32(n)
		total += n
	}
	if d.err == nil && total != uint64(entryCount) {
		d.err = errors.New("counts do not add up")
	}
	if d.err != nil {
		return nil, nil, fmt.Errorf("weights: %w: %w", d.err, ErrDamaged)
	}
	entries := make([]entry, entryCount)
	for i := range entries {
		entries[i].class = uint16(d.uvarint(classes - 1))
	}
	for i := range entries {
		entries[i].weight = d.int16()
	}
	if d.err != nil {
		return nil, nil, fmt.Errorf("weights: %w: %w", d.err, ErrDamaged)
	}
	return newLinear(int(classes), scale, rows, entries), d.rest, nil
}
