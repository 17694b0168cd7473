package source

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Size is a number of bytes. A KB has 1,024 of them, an MB 1,024 KB.
type Size int64

var units = []struct {
	name  string
	bytes Size
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}}

// ParseSize reads "16MB", "1.5 GB", "500K" or a plain number of bytes.
func ParseSize(s string) (Size, error) {
	number := strings.ToUpper(strings.TrimSpace(s))
	unit := Size(1)
	trimmed := strings.TrimSuffix(strings.TrimSuffix(number, "B"), "I")
	for _, u := range units {
		if rest, ok := strings.CutSuffix(trimmed, u.name[:1]); ok {
			number, unit = rest, u.bytes
			break
		}
	}
	if unit == 1 {
		number = strings.TrimSuffix(number, "B")
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || math.IsNaN(n) || n <= 0 || n*float64(unit) < 1 || n*float64(unit) > math.MaxInt64/2 {
		return 0, fmt.Errorf("%q is not a size; write it as 16MB, 500KB or a number of bytes", s)
	}
	return Size(n * float64(unit)), nil
}

// String writes the size for people: "16 MB".
func (s Size) String() string {
	for _, u := range units {
		if s >= u.bytes {
			return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(s)/float64(u.bytes)), ".0") + " " + u.name
		}
	}
	return fmt.Sprintf("%d bytes", int64(s))
}
