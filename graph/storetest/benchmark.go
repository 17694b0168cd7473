package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"attache/graph/rdf"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
)

// benchmarkPeople is how many people the pages of the benchmarks tell of; a
// few of them stand in most pages, as in the news.
const benchmarkPeople = 5000

// How many statements the pages of the benchmarks have.
const (
	usual = 20
	long  = 5000
)

// busyPage has statements about people who met.
func busyPage(t testing.TB, n, statements int) *page {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	often := rand.NewZipf(random, 1.2, 4, benchmarkPeople-1)
	var text strings.Builder
	fmt.Fprintf(&text, "Page %d. ", n)
	type line struct {
		subject, object int
		at              int
	}
	var lines []line
	for range statements {
		a, b := int(often.Uint64()), int(often.Uint64())
		if a == b {
			b = (b + 1) % benchmarkPeople
		}
		lines = append(lines, line{a, b, text.Len()})
		fmt.Fprintf(&text, "Person%d Surname%d met Person%d Surname%d at noon. ", a, a, b, b)
	}
	p := newPage(t, fmt.Sprintf("https://example.org/busy/%d", n), text.String())
	known := map[int]string{}
	person := func(i int) string {
		if known[i] == "" {
			known[i] = p.is(fmt.Sprintf("%032x", i*7919), "Person", fmt.Sprintf("Person%d Surname%d", i, i))
		}
		return known[i]
	}
	for i, l := range lines {
		end := text.Len() - 1
		if i+1 < len(lines) {
			end = lines[i+1].at - 1
		}
		name := func(i int) string { return fmt.Sprintf("Person%d Surname%d", i, i) }
		st := statement.Statement{
			Subject: person(l.subject), Object: person(l.object),
			Predicate: []string{"met_with", "accompanied_by"}[i%2], Status: statement.Statuses[i%8/7], Confidence: 0.5 + float64(i%20)/50,
			Document: p.x.Document.XID, Sentence: p.x.Document.Text[l.at:end], Span: statement.Span{Start: l.at, End: end},
			Trigger: statement.Span{Start: l.at + 10, End: l.at + 13}, Rule: "bench", Time: fmt.Sprintf("2024-%02d-%02d", n%12+1, i%28+1),
			SubjectMention: statement.Mention{Text: name(l.subject), Span: statement.Span{Start: l.at, End: l.at + 5}, Resolved: "name"},
			ObjectMention:  statement.Mention{Text: name(l.object), Span: statement.Span{Start: l.at + 9, End: l.at + 12}, Resolved: "name"},
		}
		st.XID = statement.StatementXID(st)
		p.x.Statements = append(p.x.Statements, st)
	}
	return p
}

// BenchmarkStore measures writing pages of 20 statements, and answers on a
// graph of the pages that were written.
func BenchmarkStore(b *testing.B, open Open) {
	s, o, ctx := ready(b, open), Ontology(b), context.Background()
	written, longs := 300, 0 // pages that are there before anything is measured
	for n := range written {
		if _, err := s.Write(ctx, rdf.Quads(o, busyPage(b, n, usual).x)); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("Write", func(b *testing.B) {
		quads := 0
		var pages [][]quad.Quad
		for n := range b.N {
			pages = append(pages, slices.Collect(rdf.Quads(o, busyPage(b, written+n, usual).x)))
		}
		b.ResetTimer()
		for _, page := range pages {
			quads += len(page)
			if _, err := s.Write(ctx, slices.Values(page)); err != nil {
				b.Fatal(err)
			}
		}
		written += b.N
		b.ReportMetric(float64(quads)/b.Elapsed().Seconds(), "quads/s")
	})
	b.Run("WriteLong", func(b *testing.B) {
		quads := 0
		for n := range b.N {
			page := rdf.Quads(o, busyPage(b, -1-longs-n, long).x)
			for range page {
				quads++
			}
			if _, err := s.Write(ctx, page); err != nil {
				b.Fatal(err)
			}
		}
		longs += b.N
		b.ReportMetric(float64(quads)/b.Elapsed().Seconds(), "quads/s")
	})
	b.Run("WriteAgain", func(b *testing.B) {
		page := rdf.Quads(o, busyPage(b, 0, usual).x)
		for b.Loop() {
			if _, err := s.Write(ctx, page); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, person := range map[string]int{"AnswerFrequent": 0, "AnswerRare": 200} {
		b.Run(name, func(b *testing.B) {
			q := which("met_with", "", fmt.Sprintf("Person%d Surname%d", person, person))
			for b.Loop() {
				if _, err := s.Answer(ctx, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("Named", func(b *testing.B) {
		var keys []string
		for i := range 50 {
			keys = append(keys, fmt.Sprintf("person%d surname%d", i*3, i*3))
		}
		for b.Loop() {
			if _, err := s.Named(ctx, keys); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Export", func(b *testing.B) {
		for b.Loop() {
			var n counter
			if err := rdf.Export(ctx, &n, s, rdf.NQuads); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(n))
		}
	})
	if _, err := s.Counts(ctx); err != nil {
		b.Fatal(err)
	}
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
