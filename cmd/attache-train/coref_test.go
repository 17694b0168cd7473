package main

import (
	"math"
	"testing"
)

// TestCorefMeasures counts the example of Pradhan et al. (ACL 2014) by hand.
func TestCorefMeasures(t *testing.T) {
	gold := [][]int{{'a', 'b', 'c'}, {'d', 'e', 'f', 'g'}}
	found := [][]int{{'a', 'b'}, {'c', 'd'}, {'f', 'g', 'h', 'i'}}
	for _, test := range []struct {
		name              string
		got               tally
		precision, recall float64
	}{
		{"muc", links(gold, found), 2.0 / 5, 2.0 / 5},
		{"b3", mentionwise(gold, found), 4.0 / 8, (5.0/3 + 5.0/4) / 7},
		{"ceaf", entitywise(gold, found), 1.3 / 3, 1.3 / 2},
		{"nothing found", entitywise(gold, nil), 0, 0},
	} {
		if math.Abs(test.got.precision()-test.precision) > 1e-9 || math.Abs(test.got.recall()-test.recall) > 1e-9 {
			t.Errorf("%s: precision %.4f, recall %.4f, want %.4f, %.4f", test.name, test.got.precision(), test.got.recall(), test.precision, test.recall)
		}
	}
}
