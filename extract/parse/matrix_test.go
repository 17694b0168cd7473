package parse

import (
	"math/rand/v2"
	"testing"
)

// TestMultiply compares products with sums in the same order: to the bit.
func TestMultiply(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, size := range [][3]int{{1, 1, 1}, {4, 3, 16}, {5, 7, 17}, {9, 192, 40}, {3, 0, 5}, {8, 2, 15}} {
		n, k, cols := size[0], size[1], size[2]
		a, m, c := noise(random, n*k), noise(random, k*cols), noise(random, n*cols)
		want := append([]float32(nil), c...)
		for i := range n {
			for j := range cols {
				for x := range k {
					want[i*cols+j] += float32(a[i*k+x] * m[x*cols+j])
				}
			}
		}
		var b, bt packed
		b.pack(m, k, cols, cols)
		turned := make([]float32, len(m))
		transpose(turned, m, k, cols)
		bt.packTransposed(turned, k, cols, k)
		for name, p := range map[string]*packed{"packed": &b, "packed transposed": &bt} {
			got := append([]float32(nil), c...)
			multiply(got, cols, a, k, n, p)
			for i := range got {
				if got[i] != want[i] {
					t.Fatalf("%v, %s: element %d is %v, want %v", size, name, i, got[i], want[i])
				}
			}
		}
	}
}

func noise(random *rand.Rand, n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = random.Float32() - 0.5
	}
	return s
}

func BenchmarkMultiply(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	n, k, cols := 24, 192, 576
	a, c := noise(random, n*k), make([]float32, n*cols)
	var p packed
	p.pack(noise(random, k*cols), k, cols, cols)
	for b.Loop() {
		multiply(c, cols, a, k, n, &p)
	}
	b.ReportMetric(float64(n*k*cols)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}
