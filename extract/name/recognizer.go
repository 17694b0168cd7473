package name

import (
	"encoding/binary"
	"fmt"
	"math"

	"attache/extract/model"
	"attache/extract/syntax"
)

// Recognizer finds names. It is read-only and may be used by many goroutines
// at once.
type Recognizer struct {
	linear      *model.Linear
	transitions [labelCount + 1][labelCount + 1]int32 // in the units of linear's scores
	clusters    *clusterTable
	tags        bool
}

// SectionName is the name of the recognizer's section in a model file.
const SectionName = "names"

const sectionVersion = 1

// AppendBinary appends the recognizer in the form that Decode reads.
func (r *Recognizer) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, sectionVersion)
	if r.tags {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	for i := range r.transitions {
		for _, weight := range r.transitions[i] {
			b = binary.AppendVarint(b, int64(weight))
		}
	}
	b = r.clusters.appendBinary(b)
	return r.linear.AppendBinary(b)
}

// Decode reads a recognizer from a section of a model file. Its error wraps
// model.ErrDamaged.
func Decode(section []byte) (*Recognizer, error) {
	damaged := func(what string) error { return fmt.Errorf("names section: %s: %w", what, model.ErrDamaged) }
	if len(section) < 2 || section[0] != sectionVersion {
		return nil, damaged("wrong version")
	}
	r := &Recognizer{tags: section[1] != 0}
	rest := section[2:]
	for i := range r.transitions {
		for j := range r.transitions[i] {
			weight, n := binary.Varint(rest)
			if n <= 0 || weight < math.MinInt32/4 || weight > math.MaxInt32/4 {
				return nil, damaged("transitions")
			}
			r.transitions[i][j] = int32(weight)
			rest = rest[n:]
		}
	}
	var err error
	if r.clusters, rest, err = decodeClusters(rest); err != nil {
		return nil, fmt.Errorf("names section: %w", err)
	}
	if r.linear, rest, err = model.DecodeLinear(rest); err != nil {
		return nil, fmt.Errorf("names section: %w", err)
	}
	if r.linear.Classes() != labelCount || len(rest) != 0 {
		return nil, damaged("wrong number of labels")
	}
	return r, nil
}

// Spans returns the names in a document's sentences as the model marks them,
// by sentence.
func (r *Recognizer) Spans(sentences []syntax.Sentence) [][]Span {
	b := newFeatureBuilder(r.clusters, r.tags)
	b.read(sentences)
	found := make([][]Span, len(sentences))
	var v viterbi
	for i, words := range b.words {
		style := styleOf(words)
		v.begin(len(words))
		for j := range words {
			r.linear.Score(b.at(words, j, style), v.emit[j][:])
		}
		r.addScores(&v, sentences[i].NameScores)
		found[i] = decode(v.best(&r.transitions), nil)
	}
	b.repair(found)
	return found
}

// How the network is heard, chosen on uner-ewt-dev and crossner-politics-dev:
// what its logarithms of probabilities count beside the recognizer's own scores,
// and what both lose where they say "outside".
const (
	networkShare = 0.6
	networkBias  = 1.5
)

// addScores adds what the network says of a sentence.
func (r *Recognizer) addScores(v *viterbi, scores []float32) {
	if len(scores) != len(v.emit)*labelCount {
		return
	}
	unit := networkShare / float64(r.linear.Scale())
	for j := range v.emit {
		v.emit[j][0] -= int32(networkBias * unit)
		for l := range labelCount {
			v.emit[j][l] = int32(float64(v.emit[j][l]) + max(float64(scores[j*labelCount+l]), -30)*unit)
		}
	}
}

// viterbi finds the best valid sequence of labels.
type viterbi struct {
	emit   [][labelCount]int32
	scores [][labelCount]int64
	from   [][labelCount]uint8
	labels []uint8
}

func (v *viterbi) begin(n int) {
	if cap(v.emit) < n {
		v.emit = make([][labelCount]int32, n)
		v.scores = make([][labelCount]int64, n)
		v.from = make([][labelCount]uint8, n)
		v.labels = make([]uint8, n)
	}
	v.emit, v.scores, v.from, v.labels = v.emit[:n], v.scores[:n], v.from[:n], v.labels[:n]
	clear(v.emit)
}

const impossible = math.MinInt64 / 4

func (v *viterbi) best(transitions *[labelCount + 1][labelCount + 1]int32) []uint8 {
	n := len(v.labels)
	if n == 0 {
		return nil
	}
	for i := range n {
		for l := range labelCount {
			best, from := int64(impossible), uint8(0)
			if i == 0 {
				if allowed[border][l] {
					best = int64(transitions[border][l])
				}
			} else {
				for k := range labelCount {
					if !allowed[k][l] {
						continue
					}
					if score := v.scores[i-1][k] + int64(transitions[k][l]); score > best {
						best, from = score, uint8(k)
					}
				}
			}
			v.scores[i][l] = best + int64(v.emit[i][l])
			v.from[i][l] = from
		}
	}
	best, end := int64(math.MinInt64), 0
	for l := range labelCount {
		if !allowed[l][border] {
			continue
		}
		if score := v.scores[n-1][l] + int64(transitions[l][border]); score > best {
			best, end = score, l
		}
	}
	for i := n - 1; i >= 0; i-- {
		v.labels[i] = uint8(end)
		end = int(v.from[i][end])
	}
	return v.labels
}
