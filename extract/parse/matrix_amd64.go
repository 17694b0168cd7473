package parse

import "golang.org/x/sys/cpu"

var vectorUnit = cpu.X86.HasAVX2

//go:noescape
func multiply4(c, a, b *float32, ldc, lda, k int)

//go:noescape
func multiply1(c, a, b *float32, k int)

//go:noescape
func stepVectors(v *stepData, n int)

//go:noescape
func addVectors(to, from *float32, n int)
