package main

import (
	"context"
	"fmt"
	"iter"

	"attache/extract"
	"attache/extract/source"
	"attache/schema/statement"
)

// extracted is what one input came to.
type extracted struct {
	path string
	statement.Extraction
	err error // why it could not be read
}

// extractAll reads the inputs with several workers and yields what they come
// to, in the order of the inputs. It ends early when the context does.
func extractAll(ctx context.Context, p *extract.Pipeline, in inputs) iter.Seq[extracted] {
	return func(yield func(extracted) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		// A slot for each input that is being read, in order; that there are so many
		// and no more keeps what is read and not yet yielded few.
		slots := make(chan chan extracted, in.workers-1)
		go func() {
			defer close(slots)
			for _, f := range in.listing.Files {
				slot := make(chan extracted, 1)
				select {
				case slots <- slot:
					go func() { slot <- extractOne(p, in, f) }()
				case <-ctx.Done():
					return
				}
			}
		}()
		for slot := range slots {
			select {
			case x := <-slot:
				if !yield(x) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

func extractOne(p *extract.Pipeline, in inputs, f source.File) extracted {
	d, err := in.reader.Read(f)
	if err != nil {
		return extracted{path: f.Path, err: err}
	}
	if in.published != "" {
		d.Published = in.published
	}
	x, err := p.Extract(d)
	if err != nil {
		err = fmt.Errorf("%s: %w", f.Path, err)
	}
	return extracted{path: f.Path, Extraction: x, err: err}
}
