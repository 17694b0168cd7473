package parse

// Matrices are row-major slices. The right factor of a product is packed: cut
// into panels of 16 columns, row after row, so that it is read from front to
// back. Every element of a product is summed in the order of the inner index,
// each step rounded, with a vector unit and without one: the results are the
// same bits on every machine.

const panel = 16

// packed is the right factor of a product: rows × cols, with columns of
// zeros up to a multiple of 16.
type packed struct {
	rows, cols int
	data       []float32
}

func (p *packed) resize(rows, cols int) {
	size := (cols + panel - 1) / panel * panel * rows
	if cap(p.data) < size {
		p.data = make([]float32, size)
	}
	p.rows, p.cols, p.data = rows, cols, p.data[:size]
	if cols%panel != 0 {
		clear(p.data[cols/panel*panel*rows:])
	}
}

// pack packs rows × cols of a matrix whose rows begin ld apart.
func (p *packed) pack(m []float32, rows, cols, ld int) {
	p.resize(rows, cols)
	for from := 0; from < cols; from += panel {
		width := min(panel, cols-from)
		to := p.data[from*rows:]
		for i := range rows {
			copy(to[i*panel:i*panel+width], m[i*ld+from:i*ld+from+width])
		}
	}
}

// packTransposed packs the transpose of a matrix that has cols rows, which
// begin ld apart.
func (p *packed) packTransposed(m []float32, rows, cols, ld int) {
	p.resize(rows, cols)
	if rows == 0 {
		return
	}
	for j := range cols {
		to := p.data[j/panel*panel*rows+j%panel:]
		for i, x := range m[j*ld : j*ld+rows] {
			to[i*panel] = x
		}
	}
}

// multiply adds the product of a, which has n rows, and b to c.
func multiply(c []float32, ldc int, a []float32, lda, n int, b *packed) {
	if n == 0 || b.rows == 0 || b.cols == 0 {
		return
	}
	_, _ = c[(n-1)*ldc+b.cols-1], a[(n-1)*lda+b.rows-1]
	var edge [4 * panel]float32
	for from := 0; from < b.cols; from += panel {
		p := b.data[from*b.rows : (from+panel)*b.rows]
		i := 0
		if from+panel <= b.cols {
			for ; i+4 <= n; i += 4 {
				rows4(c[i*ldc+from:], ldc, a[i*lda:], lda, p, b.rows)
			}
			for ; i < n; i++ {
				row1(c[i*ldc+from:], a[i*lda:], p, b.rows)
			}
			continue
		}
		width := b.cols - from
		for ; i < n; i++ {
			to := c[i*ldc+from : i*ldc+from+width]
			copy(edge[:], to)
			row1(edge[:], a[i*lda:], p, b.rows)
			copy(to, edge[:])
		}
	}
}

func rows4(c []float32, ldc int, a []float32, lda int, p []float32, k int) {
	if vectorUnit {
		multiply4(&c[0], &a[0], &p[0], ldc, lda, k)
		return
	}
	for i := range 4 {
		row1(c[i*ldc:], a[i*lda:], p, k)
	}
}

func row1(c, a, p []float32, k int) {
	if vectorUnit {
		multiply1(&c[0], &a[0], &p[0], k)
		return
	}
	c = c[:panel]
	for i, x := range a[:k] {
		row := p[i*panel : i*panel+panel]
		for j, y := range row {
			c[j] += float32(x * y)
		}
	}
}

// transpose writes the transpose of an n × cols matrix.
func transpose(to, m []float32, n, cols int) {
	for i := range n {
		for j, x := range m[i*cols : i*cols+cols] {
			to[j*n+i] = x
		}
	}
}

// add adds one vector to another as long.
func add(to, from []float32) {
	to = to[:len(from)]
	begin := 0
	if vectorUnit && len(from) >= 8 {
		begin = len(from) &^ 7
		addVectors(&to[0], &from[0], begin)
	}
	for i := begin; i < len(from); i++ {
		to[i] += from[i]
	}
}
