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

// TestStep compares what the vector unit does with what is done one by one.
func TestStep(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	const n = 24
	scaled := func(k int) []float32 {
		s := noise(random, k)
		for i := range s {
			s[i] *= 16
		}
		return s
	}
	block, before, x := scaled(3*n), scaled(n), scaled(n)
	weights := [4][]float32{scaled(n), scaled(n), scaled(n), scaled(n)}
	c, out := make([]float32, n), make([]float32, n)
	single := append([]float32(nil), block...)
	step(block, before, c, x, out, &weights)
	for j := range n {
		one := [4][]float32{weights[0][j : j+1], weights[1][j : j+1], weights[2][j : j+1], weights[3][j : j+1]}
		cj, outJ := make([]float32, 1), make([]float32, 1)
		b := []float32{single[j], single[n+j], single[2*n+j]}
		step(b, before[j:j+1], cj, x[j:j+1], outJ, &one)
		if cj[0] != c[j] || outJ[0] != out[j] || b[1] != block[n+j] || b[2] != block[2*n+j] {
			t.Fatalf("element %d: %v %v %v, one by one %v %v %v", j, c[j], out[j], block[n+j], cj[0], outJ[0], b[1])
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
