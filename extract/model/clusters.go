package model

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Clusters says to which class of similar use a word belongs, in a fine and a
// coarse division. It is read-only and safe for use by many goroutines at
// once. A nil *Clusters knows no word.
type Clusters struct {
	parents []uint16 // coarse cluster by fine one
	shift   uint32
	slots   []clusterSlot // open addressing, a power of two
	words   int
}

type clusterSlot struct {
	key  uint32
	fine uint16 // cluster plus 1; 0 is an empty slot
}

// NewClusters makes a table of words with their fine clusters, and the coarse
// cluster that each fine one belongs to. Of words with the same HashWord the
// first counts. It panics where a number is out of range.
func NewClusters(words []string, fine []int, parents []int) *Clusters {
	if len(words) != len(fine) || len(parents) >= math.MaxUint16 {
		panic("model: clusters do not fit together")
	}
	coarse := make([]uint16, len(parents))
	for i, p := range parents {
		coarse[i] = uint16(p)
	}
	c := newClusters(len(words), coarse)
	for i, w := range words {
		c.insert(fold(HashWord(w)), uint16(fine[i]))
	}
	return c
}

func newClusters(words int, parents []uint16) *Clusters {
	size := 16
	for size < words*3/2 {
		size *= 2
	}
	return &Clusters{parents: parents, shift: 32 - uint32(bits.TrailingZeros(uint(size))), slots: make([]clusterSlot, size)}
}

func (c *Clusters) insert(key uint32, fine uint16) {
	mask := uint32(len(c.slots) - 1)
	i := key * slotSpread >> c.shift
	for c.slots[i].fine != 0 {
		if c.slots[i].key == key {
			return
		}
		i = (i + 1) & mask
	}
	c.slots[i] = clusterSlot{key: key, fine: fine + 1}
	c.words++
}

// Find returns the clusters, counted from 1, of the word with a HashWord, and
// 0 for a word that it does not know.
func (c *Clusters) Find(word uint64) (fine, coarse uint64) {
	if c == nil {
		return 0, 0
	}
	key, mask := fold(word), uint32(len(c.slots)-1)
	for i := key * slotSpread >> c.shift; ; i = (i + 1) & mask {
		s := c.slots[i]
		if s.fine == 0 {
			return 0, 0
		}
		if s.key == key {
			return uint64(s.fine), uint64(c.parents[s.fine-1]) + 1
		}
	}
}

// AppendBinary appends the table in the form that DecodeClusters reads.
func (c *Clusters) AppendBinary(b []byte) ([]byte, error) {
	words := make([]clusterSlot, 0, c.words)
	for _, s := range c.slots {
		if s.fine != 0 {
			words = append(words, s)
		}
	}
	slices.SortFunc(words, func(a, b clusterSlot) int { return int(int64(a.key) - int64(b.key)) })
	b = binary.AppendUvarint(b, uint64(len(c.parents)))
	for _, p := range c.parents {
		b = binary.AppendUvarint(b, uint64(p))
	}
	b = binary.AppendUvarint(b, uint64(len(words)))
	last := uint32(0)
	for _, w := range words {
		b = binary.AppendUvarint(b, uint64(w.key-last))
		last = w.key
	}
	for _, w := range words {
		b = binary.LittleEndian.AppendUint16(b, w.fine-1)
	}
	return b, nil
}

// DecodeClusters reads a table. Its error wraps ErrDamaged.
func DecodeClusters(b []byte) (*Clusters, error) {
	d := decoder{rest: b}
	parents := make([]uint16, d.uvarint(min(uint64(len(b)), math.MaxUint16-1)))
	for i := range parents {
		parents[i] = uint16(d.uvarint(math.MaxUint16))
	}
	keys := make([]uint32, d.uvarint(uint64(len(b))))
	last := uint64(0)
	for i := range keys {
		last += d.uvarint(math.MaxUint32 - last)
		keys[i] = uint32(last)
	}
	if d.err == nil && len(d.rest) != 2*len(keys) {
		d.err = errors.New("words without clusters")
	}
	if d.err != nil {
		return nil, fmt.Errorf("clusters: %w: %w", d.err, ErrDamaged)
	}
	c := newClusters(len(keys), parents)
	for i, key := range keys {
		fine := binary.LittleEndian.Uint16(d.rest[2*i:])
		if int(fine) >= len(parents) {
			return nil, fmt.Errorf("clusters: number %d of %d: %w", fine, len(parents), ErrDamaged)
		}
		c.insert(key, fine)
	}
	return c, nil
}
