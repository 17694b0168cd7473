//go:build !amd64

package parse

const vectorUnit = false

func multiply4(c, a, b *float32, ldc, lda, k int) { panic("no vector unit") }

func multiply1(c, a, b *float32, k int) { panic("no vector unit") }

func stepVectors(v *stepData, n int) { panic("no vector unit") }

func addVectors(to, from *float32, n int) { panic("no vector unit") }
