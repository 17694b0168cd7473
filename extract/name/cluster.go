package name

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"

	"attache/extract/model"
)

// clusterLevels is how many divisions of the words there are, from coarse to fine.
const clusterLevels = 3

// clusterTable tells to which clusters of similar use a word belongs: words
// by hash, with the finest cluster; coarser ones follow from it.
type clusterTable struct {
	shift   uint32
	slots   []clusterSlot
	parents [clusterLevels - 1][]uint16 // by fine cluster
	fine    int
}

type clusterSlot struct {
	key     uint32
	cluster uint16 // plus 1; 0 is an empty slot
}

// Clusters is a division of words by use. Words are in small letters; Fine
// gives the finest cluster of each, Parents for each coarser division the
// cluster of each fine one, coarsest first.
type Clusters struct {
	Words   []string
	Fine    []int
	Count   int // of fine clusters
	Parents [clusterLevels - 1][]int
}

// lookup sets the clusters of a word, coarsest first; 0 stands for a word that
// is not known.
func (t *clusterTable) lookup(form string, levels *[clusterLevels]uint64) {
	*levels = [clusterLevels]uint64{}
	if t == nil || len(t.slots) == 0 {
		return
	}
	key := model.Fold(model.HashWord(form))
	mask := uint32(len(t.slots) - 1)
	for i := key * 2654435769 >> t.shift; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s.cluster == 0 {
			return
		}
		if s.key == key {
			fine := s.cluster - 1
			for level := range t.parents {
				levels[level] = uint64(t.parents[level][fine]) + 1
			}
			levels[clusterLevels-1] = uint64(fine) + 1
			return
		}
	}
}

type hashedWord struct {
	key     uint32
	cluster uint16
}

func newClusterTable(fine int, words []hashedWord, parents [clusterLevels - 1][]uint16) *clusterTable {
	size := 16
	for size < len(words)*3/2 {
		size *= 2
	}
	t := &clusterTable{
		fine:    fine,
		shift:   32 - uint32(bits.TrailingZeros(uint(size))),
		slots:   make([]clusterSlot, size),
		parents: parents,
	}
	mask := uint32(size - 1)
	for _, w := range words {
		i := w.key * 2654435769 >> t.shift
		for t.slots[i].cluster != 0 && t.slots[i].key != w.key {
			i = (i + 1) & mask
		}
		if t.slots[i].cluster == 0 {
			t.slots[i] = clusterSlot{w.key, w.cluster + 1}
		}
	}
	return t
}

func (c *Clusters) table() *clusterTable {
	var parents [clusterLevels - 1][]uint16
	for level := range parents {
		parents[level] = make([]uint16, c.Count)
		for i, parent := range c.Parents[level] {
			parents[level][i] = uint16(parent)
		}
	}
	words := make([]hashedWord, len(c.Words))
	for i, w := range c.Words {
		words[i] = hashedWord{model.Fold(model.HashWord(w)), uint16(c.Fine[i])}
	}
	return newClusterTable(c.Count, words, parents)
}

// appendBinary appends the table in the form that decodeClusters reads.
func (t *clusterTable) appendBinary(b []byte) []byte {
	var words []hashedWord
	for _, s := range t.slots {
		if s.cluster != 0 {
			words = append(words, hashedWord{s.key, s.cluster - 1})
		}
	}
	slices.SortFunc(words, func(a, b hashedWord) int {
		if a.key < b.key {
			return -1
		}
		if a.key > b.key {
			return 1
		}
		return 0
	})
	b = binary.AppendUvarint(b, uint64(t.fine))
	for _, level := range t.parents {
		for _, parent := range level {
			b = binary.AppendUvarint(b, uint64(parent))
		}
	}
	b = binary.AppendUvarint(b, uint64(len(words)))
	last := uint32(0)
	for _, w := range words {
		b = binary.AppendUvarint(b, uint64(w.key-last))
		last = w.key
	}
	for _, w := range words {
		b = binary.LittleEndian.AppendUint16(b, w.cluster)
	}
	return b
}

// decodeClusters reads a table from the front of b and returns what follows.
func decodeClusters(b []byte) (*clusterTable, []byte, error) {
	damaged := func() (*clusterTable, []byte, error) {
		return nil, nil, fmt.Errorf("word clusters: %w", model.ErrDamaged)
	}
	number := func(limit uint64) (int, bool) {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > limit {
			return 0, false
		}
		b = b[n:]
		return int(v), true
	}
	fine, ok := number(1<<16 - 2)
	if !ok || fine*(clusterLevels-1) > len(b) {
		return damaged()
	}
	var parents [clusterLevels - 1][]uint16
	for level := range parents {
		parents[level] = make([]uint16, fine)
		for i := range parents[level] {
			parent, ok := number(1<<16 - 2)
			if !ok {
				return damaged()
			}
			parents[level][i] = uint16(parent)
		}
	}
	count, ok := number(uint64(len(b)))
	if !ok {
		return damaged()
	}
	words := make([]hashedWord, count)
	last := uint32(0)
	for i := range words {
		step, ok := number(1<<32 - 1)
		if !ok {
			return damaged()
		}
		last += uint32(step)
		words[i].key = last
	}
	if len(b) < 2*count {
		return damaged()
	}
	for i := range words {
		words[i].cluster = binary.LittleEndian.Uint16(b[2*i:])
		if int(words[i].cluster) >= fine {
			return damaged()
		}
	}
	return newClusterTable(fine, words, parents), b[2*count:], nil
}
