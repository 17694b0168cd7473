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
	rows    []trainerRow
}

type trainerSlot struct {
	key uint32
	row uint32 // index in rows plus 1; 0 is an empty slot
}

type trainerRow struct {
	key     uint32
	updates uint32
	weights []trainerWeight
}

type trainerWeight struct {
	class int32
	now   float32
	late  float64 // the sum of each change times the time when it was made
}

// NewTrainer returns a trainer for classes 0 to classes-1. It panics if
// classes is not between 1 and 65,536.
func NewTrainer(classes int) *Trainer {
	if classes < 1 || classes > 1<<16 {
		panic("model: number of classes out of range")
	}
	return &Trainer{classes: classes, time: 1, slots: make([]trainerSlot, 1<<16)}
}

// Classes returns the number of classes.
func (t *Trainer) Classes() int { return t.classes }

// Score adds the current (not averaged) weights of the features to scores,
// which has one number per class.
func (t *Trainer) Score(features []uint64, scores []float32) {
	for _, f := range features {
		if r := t.find(fold(f)); r != nil {
			for i := range r.weights {
				scores[r.weights[i].class] += r.weights[i].now
			}
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
		r := t.findOrAdd(fold(f))
		r.updates++
		r.add(int32(truth), 1, t.time)
		r.add(int32(guess), -1, t.time)
	}
}

// Add changes the weight of each feature for a class by delta: the part of an
// update that structured training composes.
func (t *Trainer) Add(features []uint64, class int, delta float32) {
	for _, f := range features {
		r := t.findOrAdd(fold(f))
		r.updates++
		r.add(int32(class), delta, t.time)
	}
}

// Tick lets the time by which weights are averaged pass.
func (t *Trainer) Tick() { t.time++ }

// Size returns how many features have weights.
func (t *Trainer) Size() int { return len(t.rows) }

func (r *trainerRow) add(class int32, delta float32, time float64) {
	for i := range r.weights {
		if w := &r.weights[i]; w.class == class {
			w.now += delta
			w.late += float64(delta) * time
			return
		}
	}
	r.weights = append(r.weights, trainerWeight{class: class, now: delta, late: float64(delta) * time})
}

func (t *Trainer) find(key uint32) *trainerRow {
	mask := uint32(len(t.slots) - 1)
	for i := key * slotSpread & mask; ; i = (i + 1) & mask {
		switch s := t.slots[i]; {
		case s.row == 0:
			return nil
		case s.key == key:
			return &t.rows[s.row-1]
		}
	}
}

func (t *Trainer) findOrAdd(key uint32) *trainerRow {
	if r := t.find(key); r != nil {
		return r
	}
	if len(t.rows)*2 >= len(t.slots) {
		t.slots = make([]trainerSlot, len(t.slots)*2)
		for i := range t.rows {
			t.insert(t.rows[i].key, i)
		}
	}
	t.rows = append(t.rows, trainerRow{key: key})
	t.insert(key, len(t.rows)-1)
	return &t.rows[len(t.rows)-1]
}

func (t *Trainer) insert(key uint32, row int) {
	mask := uint32(len(t.slots) - 1)
	i := key * slotSpread & mask
	for t.slots[i].row != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = trainerSlot{key: key, row: uint32(row + 1)}
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
	average := func(w trainerWeight) float64 { return float64(w.now) - w.late/t.time }
	largest := 0.0
	for i := range t.rows {
		if int(t.rows[i].updates) >= o.MinUpdates {
			for _, w := range t.rows[i].weights {
				largest = max(largest, math.Abs(average(w)))
			}
		}
	}
	scale := 1.0
	if largest > 0 {
		scale = math.MaxInt16 / largest
	}
	// Finer steps than a thousandth of an update only make the file longer.
	scale = min(scale, 1000)

	order := make([]int32, 0, len(t.rows))
	for i := range t.rows {
		if int(t.rows[i].updates) >= o.MinUpdates {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(t.rows[a].key, t.rows[b].key) })

	var rows []row
	var entries []entry
	for _, i := range order {
		start := len(entries)
		for _, w := range t.rows[i].weights {
			value := average(w)
			if weight := int16(math.Round(value * scale)); weight != 0 && math.Abs(value) >= o.MinWeight {
				entries = append(entries, entry{class: uint16(w.class), weight: weight})
			}
		}
		if n := len(entries) - start; n > 0 {
			slices.SortFunc(entries[start:], func(a, b entry) int { return cmp.Compare(a.class, b.class) })
			rows = append(rows, row{key: t.rows[i].key, count: uint32(n)})
		}
	}
	return newLinear(t.classes, float32(1/scale), rows, entries)
}
