package parse

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestBestTree compares with all trees of a few words.
func TestBestTree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 400 {
		n := 1 + round%5
		scores := make([]float32, n*(n+1))
		for i := range scores {
			scores[i] = float32(random.IntN(19) - 9)
			if round%3 == 0 && i%(n+1) == 0 {
				scores[i] += 15 // everything wants to be the root
			}
		}
		sum := func(heads []int) float64 {
			s := 0.0
			for d, h := range heads {
				s += float64(scores[d*(n+1)+h+1])
			}
			return s
		}
		want := math.Inf(-1)
		heads := make([]int, n)
		var all func(int)
		all = func(d int) {
			if d < n {
				for h := -1; h < n; h++ {
					if heads[d] = h; h != d {
						all(d + 1)
					}
				}
				return
			}
			if oneRoot(heads) && reachesRoot(heads) {
				want = max(want, sum(heads))
			}
		}
		all(0)
		got := make([]int, n)
		bestTree(scores, n, got)
		if !oneRoot(got) || !reachesRoot(got) {
			t.Fatalf("%v is no tree with one root", got)
		}
		if sum(got) != want {
			t.Fatalf("%d words, scores %v: got %v with %v, best is %v", n, scores, got, sum(got), want)
		}
	}
}

func oneRoot(heads []int) bool {
	roots := 0
	for _, h := range heads {
		if h < 0 {
			roots++
		}
	}
	return roots == 1
}
