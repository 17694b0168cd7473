package model

import "math/bits"

const (
	mixA = 0x9e3779b97f4a7c15
	mixB = 0xd6e8feb86659fd93
)

// HashString hashes a string to a value for Feature. It is the same on every
// machine and in every version, since trained weights depend on it.
func HashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h ^ h>>29
}

// HashBytes is HashString of the same bytes.
func HashBytes(s []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range s {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h ^ h>>29
}

// Feature combines a template (a small number that says what is looked at)
// with the hashed value that is seen there.
func Feature(template int, value uint64) uint64 {
	return Mix(uint64(template+1)*mixB, value)
}

// Mix combines two hashes; Mix(a, b) differs from Mix(b, a).
func Mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^mixA, bits.RotateLeft64(b, 23)^mixB)
	return high ^ low ^ b
}

// Fold cuts a feature to the 32 bits that weights are kept under. With a
// million features one unseen feature in 4,000 meets weights of another,
// which costs nothing that could be measured.
func Fold(feature uint64) uint32 {
	return uint32(feature ^ feature>>32)
}
