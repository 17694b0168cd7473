package main

import (
	"bytes"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"attache/extract/model/en"
)

func load(b testing.TB) *en.Model {
	b.Helper()
	m, err := en.Load()
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// measure runs f and reports tokens a second, processor time and allocations
// for each token.
func measure(b *testing.B, tokens int, f func()) {
	b.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, n := cpuTime(), 0
	for b.Loop() {
		f()
		n += tokens
	}
	cpu = cpuTime() - cpu
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tokens/s")
	b.ReportMetric(float64(cpu.Nanoseconds())/float64(n), "cpu-ns/token")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(n), "allocs/token")
}

// BenchmarkRead is the whole pipeline on one thread.
func BenchmarkRead(b *testing.B) {
	m, text := load(b), newsText(64<<10)
	measure(b, read(m, text).Tokens, func() { read(m, text) })
}

// BenchmarkStages tells where the time goes.
func BenchmarkStages(b *testing.B) {
	m, text := load(b), newsText(64<<10)
	tokens := read(m, text).Tokens
	sentences := m.Parse(text)
	for _, stage := range []struct {
		name string
		run  func()
	}{
		{"segment", func() { m.Segmenter.Segment(text) }},
		{"annotate", func() { m.Annotate(sentences) }},
		{"names", func() { m.Names.Find(text, sentences) }},
	} {
		b.Run(stage.name, func(b *testing.B) { measure(b, tokens, stage.run) })
	}
}

// BenchmarkWorkers reads documents with one worker and with two. On a machine
// that has other work, the processor time tells better whether two hinder each other.
func BenchmarkWorkers(b *testing.B) {
	m, text := load(b), newsText(16<<10)
	const documents = 16
	tokens := documents * read(m, text).Tokens
	for workers, name := range []string{1: "one", 2: "two"} {
		if name == "" {
			continue
		}
		b.Run(name, func(b *testing.B) {
			measure(b, tokens, func() {
				next := make(chan struct{}, documents)
				for range documents {
					next <- struct{}{}
				}
				close(next)
				var all sync.WaitGroup
				for range workers {
					all.Go(func() {
						for range next {
							read(m, text)
						}
					})
				}
				all.Wait()
			})
		})
	}
}

// BenchmarkLoad decodes the model from its file's bytes; MB is the memory that
// it then takes, beside the file that is part of the program.
func BenchmarkLoad(b *testing.B) {
	file, err := os.ReadFile("../model/en/en.attache")
	if err != nil {
		b.Fatal(err)
	}
	var m *en.Model
	heap := func() uint64 {
		runtime.GC()
		runtime.GC() // pools are emptied at the second
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	before, cpu, n := heap(), cpuTime(), 0
	for b.Loop() {
		if m, err = en.Decode(file); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64((cpuTime()-cpu).Milliseconds())/float64(n), "cpu-ms/op")
	b.StopTimer()
	b.ReportMetric(float64(int64(heap())-int64(before))/1e6, "MB")
	runtime.KeepAlive(m)
}

func TestNewsText(t *testing.T) {
	text := newsText(200 << 10)
	if len(text) < 200<<10 || text != newsText(200<<10) {
		t.Errorf("%d bytes, or not the same again", len(text))
	}
	if i := strings.IndexAny(text, "{}"); i >= 0 {
		t.Errorf("a slot is not filled: %q", text[max(0, i-40):min(len(text), i+40)])
	}
	for _, list := range [][]string{headlines, datelines, sentences} {
		for _, pattern := range list {
			for rest := pattern; ; {
				_, after, ok := strings.Cut(rest, "{")
				if !ok {
					break
				}
				slot, end, _ := strings.Cut(after, "}")
				if len(slots[slot]) == 0 {
					t.Errorf("%q: no words for %q", pattern, slot)
				}
				rest = end
			}
		}
	}
}

// TestWork speaks to a worker as the comparison does.
func TestWork(t *testing.T) {
	file := t.TempDir() + "/news.txt"
	if err := os.WriteFile(file, []byte(newsText(2<<10)), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	threads := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(threads)
	if err := work(file, strings.NewReader("read\nread\n"), &out); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), `"tokens":`); got != 2 {
		t.Errorf("%d answers to two lines: %s", got, out.String())
	}
}
