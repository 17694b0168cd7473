package extract_test

import (
	"os"
	"strings"
	"testing"

	"attache/schema/statement"
)

// BenchmarkExtract reads an article of the demonstration over and over.
func BenchmarkExtract(b *testing.B) {
	p := load(b)
	text, err := os.ReadFile("../cmd/attache/testdata/demo/news/alaska-friday.txt")
	if err != nil {
		b.Fatal(err)
	}
	long := strings.Repeat(string(text)+"\n\n", 40)
	b.SetBytes(int64(len(long)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Extract(statement.Document{Text: long}); err != nil {
			b.Fatal(err)
		}
	}
}
