package model

import (
	"errors"
	"testing"
)

func TestClusters(t *testing.T) {
	c := NewClusters([]string{"oslo", "bergen", "fish", "Oslo"}, []int{0, 0, 2, 1}, []int{0, 0, 1})
	b, err := c.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := DecodeClusters(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []*Clusters{c, again} {
		for word, want := range map[string][2]uint64{"Bergen": {1, 1}, "OSLO": {1, 1}, "fish": {3, 2}, "boat": {0, 0}} {
			if fine, coarse := table.Find(HashWord(word)); fine != want[0] || coarse != want[1] {
				t.Errorf("%s: got %d and %d, want %v", word, fine, coarse, want)
			}
		}
	}
	if fine, coarse := (*Clusters)(nil).Find(HashWord("fish")); fine != 0 || coarse != 0 {
		t.Error("no table knows a word")
	}
	if _, err := DecodeClusters(b[:len(b)-1]); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}

func FuzzDecodeClusters(f *testing.F) {
	b, err := NewClusters([]string{"oslo", "fish"}, []int{0, 1}, []int{0, 0}).AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(_ *testing.T, b []byte) {
		if c, err := DecodeClusters(b); err == nil {
			c.Find(HashWord("fish"))
		}
	})
}
