package extract

import (
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"attache/schema/statement"
)

// pieceSize is the number of bytes beyond which a text is read in pieces, so
// that the memory for trees does not grow with it. What one piece names, the next
// ones know again by its name alone.
const pieceSize = 256 << 10

// cut splits a text into pieces of at most size bytes, where a paragraph ends if
// it can, else where a line or a word does. Joined they are the text.
func cut(text string, size int) []string {
	var pieces []string
	for len(text) > size {
		at := -1
		for _, end := range []string{"\n\n", "\n", ". ", " "} {
			if i := strings.LastIndex(text[size/2:size], end); i >= 0 {
				at = size/2 + i + len(end)
				break
			}
		}
		if at < 0 {
			at = size
			for at > 1 && !utf8.RuneStart(text[at]) {
				at--
			}
		}
		pieces = append(pieces, text[:at])
		text = text[at:]
	}
	return append(pieces, text)
}

// readings reads the pieces of a document, several at once, and yields them in order.
func (p *Pipeline) readings(d statement.Document) iter.Seq[*reading] {
	return func(yield func(*reading) bool) {
		pieces := cut(d.Text, pieceSize)
		ahead := make(chan chan *reading, runtime.GOMAXPROCS(0)-1) // as many at once as there are processors
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(ahead)
			base := 0
			for _, piece := range pieces {
				part, at := d, base
				part.Text = piece
				base += len(piece)
				done := make(chan *reading, 1)
				select {
				case ahead <- done:
				case <-stop:
					return
				}
				go func() {
					r := p.reading(part, at)
					r.read(p.rules)
					r.sentences, r.graphs, r.coref = nil, nil, nil // what is left is small
					done <- r
				}()
			}
		}()
		for done := range ahead {
			if !yield(<-done) {
				return
			}
		}
	}
}

// merge adds what the reading of a piece found to x. Entities of one type and name
// in several pieces are one; within a piece its reading has decided. known is where
// x has those of the pieces before, by type and name.
func (r *reading) merge(x *statement.Extraction, known map[string]int) {
	to := map[string]string{}
	fresh := map[string]int{}
	for _, e := range r.entities {
		key := e.Type + "\x00" + statement.FoldName(e.Name)
		i, ok := known[key]
		if !ok || !r.named[e.XID] {
			if _, twice := fresh[key]; r.named[e.XID] && !twice {
				fresh[key] = len(x.Entities)
			}
			x.Entities = append(x.Entities, e)
			continue
		}
		same := &x.Entities[i]
		to[e.XID] = same.XID
		same.Aliases = append(slices.Clone(same.Aliases), e.Aliases...)
		if e.Name != same.Name {
			same.Aliases = append(same.Aliases, e.Name)
		}
		slices.Sort(same.Aliases)
		same.Aliases = slices.Compact(same.Aliases)
	}
	maps.Copy(known, fresh)
	for _, s := range r.statements {
		for _, end := range []*string{&s.Subject, &s.Object, &s.Quoted, &s.Event, &s.Place} {
			if xid, ok := to[*end]; ok {
				*end = xid
			}
		}
		x.Statements = append(x.Statements, s)
	}
}

// shift moves a span from its piece to the whole text.
func (r *reading) shift(s statement.Span) statement.Span {
	return statement.Span{Start: s.Start + r.base, End: s.End + r.base}
}
