package model

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
)

func smallFile() *File {
	return &File{
		Info: Info{
			Name: "Test", Version: "1", Date: "2026-01-02", Licence: "CC-BY-SA-4.0", Data: []string{"a", "b"},
			Scores: map[string]map[string]float64{"x-test": {"las": 0.5, "uas": 0.625}},
		},
		Sections: map[string][]byte{"empty": {}, "words": bytes.Repeat([]byte("word "), 1000)},
	}
}

func write(t testing.TB, f *File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFileRoundTrip(t *testing.T) {
	want := smallFile()
	stored := write(t, want)
	if !bytes.Equal(stored, write(t, smallFile())) {
		t.Error("the same file was written in two ways")
	}
	got, err := Read(bytes.NewReader(stored))
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got.Info) != fmt.Sprint(want.Info) {
		t.Errorf("info: got %v, want %v", got.Info, want.Info)
	}
	for name, section := range want.Sections {
		if b, err := got.Section(name); err != nil || !bytes.Equal(b, section) {
			t.Errorf("section %q: got %d bytes and %v, want %d bytes", name, len(b), err, len(section))
		}
	}
	if _, err := got.Section("other"); err == nil {
		t.Error("a section that is not there was found")
	}
	info, err := ReadInfo(bytes.NewReader(stored))
	if err != nil || info.Name != want.Info.Name {
		t.Errorf("ReadInfo: got %v, %v", info, err)
	}
}

func TestReadErrors(t *testing.T) {
	stored := write(t, smallFile())
	newer := bytes.Clone(stored)
	binary.LittleEndian.PutUint32(newer[len(magic):], formatVersion+1)
	changed := bytes.Clone(stored)
	changed[len(changed)-1] ^= 1
	changedHeader := bytes.Clone(stored)
	changedHeader[len(magic)+14] ^= 1
	tests := []struct {
		name  string
		bytes []byte
		want  error
	}{
		{"empty", nil, ErrNotModel},
		{"text", []byte("Once upon a time there was a model."), ErrNotModel},
		{"newer format", newer, ErrNewer},
		{"cut short", stored[:len(stored)-5], ErrDamaged},
		{"cut in the description", stored[:len(magic)+20], ErrDamaged},
		{"changed byte in a section", changed, ErrDamaged},
		{"changed byte in the description", changedHeader, ErrDamaged},
	}
	for _, test := range tests {
		if _, err := Read(bytes.NewReader(test.bytes)); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	stored := write(f, smallFile())
	f.Add(stored)
	f.Add(stored[:30])
	f.Fuzz(func(_ *testing.T, b []byte) {
		if file, err := Read(bytes.NewReader(b)); err == nil {
			_ = file.Write(&bytes.Buffer{})
		}
	})
}

// trained learns which of three classes a pair of numbers has: the remainder
// of their sum.
func trained() *Trainer {
	t := NewTrainer(3)
	scores := make([]float32, 3)
	for range 20 {
		for i := range 9 {
			clear(scores)
			features := pair(i/3, i%3)
			t.Score(features, scores)
			guess := 0
			for c := range scores {
				if scores[c] > scores[guess] {
					guess = c
				}
			}
			t.Update(features, (i/3+i%3)%3, guess)
			t.Tick()
		}
	}
	return t
}

func pair(a, b int) []uint64 {
	return []uint64{Feature(0, uint64(a)), Feature(1, uint64(b)), Feature(2, Mix(uint64(a), uint64(b)))}
}

func TestTrainerLearns(t *testing.T) {
	linear := trained().Freeze(Options{MinUpdates: 1})
	encoded, err := linear.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	decoded, rest, err := DecodeLinear(append(encoded, "rest"...))
	if err != nil || string(rest) != "rest" {
		t.Fatalf("decode: %v, rest %q", err, rest)
	}
	for i := range 9 {
		scores, again := make([]int32, 3), make([]int32, 3)
		linear.Score(pair(i/3, i%3), scores)
		decoded.Score(pair(i/3, i%3), again)
		if got, want := Best(scores), (i/3+i%3)%3; got != want {
			t.Errorf("%d+%d: got class %d, want %d", i/3, i%3, got, want)
		}
		if fmt.Sprint(scores) != fmt.Sprint(again) {
			t.Errorf("scores %v became %v when stored", scores, again)
		}
	}
	if second, _ := trained().Freeze(Options{MinUpdates: 1}).AppendBinary(nil); !bytes.Equal(encoded, second) {
		t.Error("the same training gave two models")
	}
}

func TestFreezeAverages(t *testing.T) {
	trainer := NewTrainer(2)
	f := []uint64{Feature(0, 7)}
	trainer.Add(f, 1, 1) // there for the whole time
	for range 9 {
		trainer.Tick()
	}
	trainer.Add(f, 1, 8) // there for a tenth of it
	trainer.Tick()
	scores := make([]int32, 2)
	linear := trainer.Freeze(Options{})
	linear.Score(f, scores)
	// Times run from 1 to 11: 1 was there for 10 of 11, 8 for 1 of 11.
	if got, want := float64(scores[1])*float64(linear.Scale()), 18.0/11; got < want-0.01 || got > want+0.01 {
		t.Errorf("average is %v, want %v", got, want)
	}
}

func TestFreezePrunes(t *testing.T) {
	trainer := NewTrainer(2)
	trainer.Update([]uint64{Feature(0, 1), Feature(0, 2)}, 0, 1)
	trainer.Update([]uint64{Feature(0, 1)}, 0, 1)
	trainer.Tick()
	if got := trainer.Freeze(Options{}).Size(); got != 1 {
		t.Errorf("%d features are left, want 1", got)
	}
	if got := trainer.Freeze(Options{MinUpdates: 1}).Size(); got != 2 {
		t.Errorf("%d features are left, want 2", got)
	}
}

func TestScoreDoesNotAllocate(t *testing.T) {
	linear := trained().Freeze(Options{MinUpdates: 1})
	features, scores := pair(1, 2), make([]int32, 3)
	if n := testing.AllocsPerRun(100, func() { linear.Score(features, scores) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func FuzzDecodeLinear(f *testing.F) {
	b, err := trained().Freeze(Options{MinUpdates: 1}).AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		linear, _, err := DecodeLinear(b)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("error %v does not wrap ErrDamaged", err)
			}
			return
		}
		linear.Score(pair(1, 2), make([]int32, linear.Classes()))
	})
}

func TestStringsRoundTrip(t *testing.T) {
	for _, list := range [][]string{nil, {""}, {"a", "", "ü\n"}} {
		got, rest, err := DecodeStrings(append(AppendStrings(nil, list), 'x'))
		if err != nil || string(rest) != "x" || fmt.Sprintf("%q", got) != fmt.Sprintf("%q", list) {
			t.Errorf("%q became %q, rest %q, %v", list, got, rest, err)
		}
	}
	if _, _, err := DecodeStrings([]byte{200, 1}); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}
