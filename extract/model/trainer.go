package model

import (
	"cmp"
	"math"
	"slices"
)

// Trainer learns the weights of a linear classifier over hashed features by
// averaged perceptron (Freund and Schapire 1999; Collins 2002). It depends on
// nothing but the order of its calls. It must not be used concurrently.
//
// Features come from Feature or Mix; each must be listed once per example.
//
//	t.Score(features, scores)      // scores of the weights so far
//	t.Update(features, truth, guess)
//	t.Tick()                       // after each example, right or wrong
//	linear := t.Freeze(model.Options{})
type Trainer struct {
	classes int
	time    float64
	slots   []trainerSlot // open addressing, a power of two
	size    int
	// hot holds the features' rows: an entry with the room that the row has,
	// one with how many weights are in it and how often the feature was
	// updated, then the weights. cold holds for each weight the sum of its
	// changes, each times the time when it was made.
	hot    []trainerWeight
	cold   []float64
	starts []uint32 // scratch of Score
}

type trainerSlot struct {
	key   uint32
	start uint32 // index in hot; 0 is an empty slot
}

type trainerWeight struct {
	class int32
	now   float32
}

const (
	rowHead  = 2 // entries before a row's weights
	firstRow = 2 // weights that a new row has room for
)

// NewTrainer returns a trainer for classes 0 to classes-1. It panics if
// classes is not between 1 and 65,536.
func NewTrainer(classes int) *Trainer {
	if classes < 1 || classes > 1<<16 {
		panic("model: number of classes out of range")
	}
	return &Trainer{classes: classes, time: 1, slots: make([]trainerSlot, 1<<16), hot: make([]trainerWeight, 1), cold: make([]float64, 1)}
}

// Classes returns the number of classes.
func (t *Trainer) Classes() int { return t.classes }

// Score adds the current (not averaged) weights of the features to scores,
// which has one number per class.
func (t *Trainer) Score(features []uint64, scores []float32) {
	// Looking up all rows before any is read lets the memory work ahead.
	starts := t.starts[:0]
	for _, f := range features {
		if start := t.find(Fold(f)); start != 0 {
			starts = append(starts, start)
		}
	}
	t.starts = starts
	for _, start := range starts {
		n := uint32(t.hot[start+1].class)
		for _, w := range t.hot[start+rowHead : start+rowHead+n] {
			scores[w.class] += w.now
		}
	}
}

// Update moves the weights towards truth and away from guess. Where both are
// the same it does nothing.
func (t *Trainer) Update(features []uint64, truth, guess int) {
	if truth == guess {
		return
	}
	for _, f := range features {
		key := Fold(f)
		t.countUpdate(key)
		t.change(key, int32(truth), 1)
		t.change(key, int32(guess), -1)
	}
}

// Add changes the weight of each feature for a class by delta: the part of an
// update that structured training composes.
func (t *Trainer) Add(features []uint64, class int, delta float32) {
	for _, f := range features {
		key := Fold(f)
		t.countUpdate(key)
		t.change(key, int32(class), delta)
	}
}

// Tick lets the time by which weights are averaged pass.
func (t *Trainer) Tick() { t.time++ }

// Size returns how many features have weights.
func (t *Trainer) Size() int { return t.size }

// countUpdate makes the feature's row, if it has none, and counts its updates.
func (t *Trainer) countUpdate(key uint32) {
	start := t.find(key)
	if start == 0 {
		if t.size*2 >= len(t.slots) {
			old := t.slots
			t.slots = make([]trainerSlot, len(old)*2)
			for _, s := range old {
				if s.start != 0 {
					t.insert(s.key, s.start)
				}
			}
		}
		start = t.newRow(firstRow)
		t.insert(key, start)
		t.size++
	}
	t.hot[start+1].now++
}

func (t *Trainer) newRow(room int32) uint32 {
	start := uint32(len(t.hot))
	t.hot = append(t.hot, trainerWeight{class: room}, trainerWeight{})
	t.cold = append(t.cold, 0, 0)
	for range room {
		t.hot = append(t.hot, trainerWeight{})
		t.cold = append(t.cold, 0)
	}
	return start
}

// change adds to a weight of a feature that has a row.
func (t *Trainer) change(key uint32, class int32, delta float32) {
	start := t.find(key)
	n := t.hot[start+1].class
	for i := start + rowHead; i < start+rowHead+uint32(n); i++ {
		if t.hot[i].class == class {
			t.hot[i].now += delta
			t.cold[i] += float64(delta) * t.time
			return
		}
	}
	if room := t.hot[start].class; n == room {
		moved := t.newRow(2 * room)
		copy(t.hot[moved+1:], t.hot[start+1:start+rowHead+uint32(n)])
		copy(t.cold[moved+1:], t.cold[start+1:start+rowHead+uint32(n)])
		t.slots[t.slotOf(key)].start = moved
		start = moved
	}
	i := start + rowHead + uint32(n)
	t.hot[i] = trainerWeight{class: class, now: delta}
	t.cold[i] = float64(delta) * t.time
	t.hot[start+1].class++
}

// find returns where the row of a feature begins, 0 if it has none.
func (t *Trainer) find(key uint32) uint32 { return t.slots[t.slotOf(key)].start }

func (t *Trainer) slotOf(key uint32) uint32 {
	mask := uint32(len(t.slots) - 1)
	i := key * slotSpread & mask
	for t.slots[i].start != 0 && t.slots[i].key != key {
		i = (i + 1) & mask
	}
	return i
}

func (t *Trainer) insert(key, start uint32) {
	t.slots[t.slotOf(key)] = trainerSlot{key: key, start: start}
}

// Options says what Freeze leaves out.
type Options struct {
	// MinUpdates drops features that were updated fewer times; 0 stands for
	// 2, since features updated once do not help. 1 keeps all.
	MinUpdates int
	// MinWeight drops averaged weights that are nearer to zero than this,
	// measured in updates of size 1.
	MinWeight float64
}

// Freeze returns the averaged weights. Training may go on afterwards.
func (t *Trainer) Freeze(o Options) *Linear {
	if o.MinUpdates == 0 {
		o.MinUpdates = 2
	}
	order := make([]trainerSlot, 0, t.size)
	for _, s := range t.slots {
		if s.start != 0 && int(t.hot[s.start+1].now) >= o.MinUpdates {
			order = append(order, s)
		}
	}
	slices.SortFunc(order, func(a, b trainerSlot) int { return cmp.Compare(a.key, b.key) })
	weights := func(s trainerSlot) (from, to uint32) {
		from = s.start + rowHead
		return from, from + uint32(t.hot[s.start+1].class)
	}
	average := func(i uint32) float64 { return float64(t.hot[i].now) - t.cold[i]/t.time }

	largest := 0.0
	for _, s := range order {
		for i, to := weights(s); i < to; i++ {
			largest = max(largest, math.Abs(average(i)))
		}
	}
	// Finer steps than a thousandth of an update only make the file longer.
	scale := 1000.0
	if largest*scale > math.MaxInt16 {
		scale = math.MaxInt16 / largest
	}

	var rows []row
	var entries []entry
	for _, s := range order {
		start := len(entries)
		for i, to := weights(s); i < to; i++ {
			value := average(i)
			if weight := int16(math.Round(value * scale)); weight != 0 && math.Abs(value) >= o.MinWeight {
				entries = append(entries, entry{class: uint16(t.hot[i].class), weight: weight})
			}
		}
		if n := len(entries) - start; n > 0 {
			slices.SortFunc(entries[start:], func(a, b entry) int { return cmp.Compare(a.class, b.class) })
			rows = append(rows, row{key: s.key, count: uint32(n)})
		}
	}
	return newLinear(t.classes, float32(1/scale), rows, entries)
}
