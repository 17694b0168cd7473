// Package source reads files, folders and standard input as documents.
package source

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"attache/schema/statement"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Kinds are the endings of the files that are read, in lower case.
var kinds = []string{".txt", ".md"}

// File is one input: a file that is to be read, or a path that cannot be.
type File struct {
	Path string // as it was named, or under the folder that was
	Err  error  // why it cannot be read; nil for one that has not been tried
}

// Listing is what a list of paths comes down to.
type Listing struct {
	Files      []File // in the order of their paths, each once
	PassedOver int    // files under the named folders that are of another kind
}

// List walks the paths. A folder gives the files under it that are of a kind
// that can be read; links to folders are not followed. A path that was named
// itself and cannot be read is among the files, with its error.
func List(paths []string) Listing {
	var l Listing
	for _, p := range paths {
		l.add(p)
	}
	slices.SortStableFunc(l.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	seen := map[string]bool{}
	l.Files = slices.DeleteFunc(l.Files, func(f File) bool {
		key := f.Path
		if abs, err := filepath.Abs(f.Path); err == nil && f.Path != Stdin {
			key = abs
		}
		again := seen[key]
		seen[key] = true
		return again
	})
	return l
}

func (l *Listing) add(path string) {
	if path == Stdin {
		l.Files = append(l.Files, File{Path: path})
		return
	}
	if path == "" {
		l.Files = append(l.Files, File{Path: path, Err: errors.New(`"" is no path; name a file, a folder or - for standard input`)})
		return
	}
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	switch {
	case err != nil:
		l.Files = append(l.Files, File{path, explain(path, err)})
	case info.IsDir():
		l.walk(path)
	case !readable(path):
		l.Files = append(l.Files, File{path, fmt.Errorf("%s: cannot read this kind of file; give a .txt or .md file, or its text on standard input (-)", path)})
	default:
		l.Files = append(l.Files, File{Path: path})
	}
}

func (l *Listing) walk(folder string) {
	// The function never fails, so neither does the walk.
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			l.Files = append(l.Files, File{path, explain(path, err)})
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
		case !readable(path) || !leadsToFile(path, entry):
			l.PassedOver++
		default:
			l.Files = append(l.Files, File{Path: path})
		}
		return nil
	})
}

func readable(path string) bool {
	return slices.Contains(kinds, strings.ToLower(filepath.Ext(path)))
}

// leadsToFile says whether an entry is a file, or a link that is not known to
// lead to something else. A broken link is left for reading to complain of.
func leadsToFile(path string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// DefaultMaxSize is how many bytes an input may have unless told otherwise.
const DefaultMaxSize Size = 16 << 20

// Reader reads inputs as documents. The zero value reads inputs of up to
// DefaultMaxSize, and nothing from standard input.
type Reader struct {
	MaxSize Size      // 0 is DefaultMaxSize
	Stdin   io.Reader // what "-" stands for
}

// Documents reads the files one after the other. Each step yields the document or
// the reason why there is none; a file that cannot be read does not end the walk.
func (r Reader) Documents(files []File) iter.Seq2[statement.Document, error] {
	return func(yield func(statement.Document, error) bool) {
		for _, f := range files {
			d, err := r.Read(f)
			if !yield(d, err) {
				return
			}
		}
	}
}

// Read reads one file. Its error is one line that says what to do.
func (r Reader) Read(f File) (statement.Document, error) {
	if f.Err != nil {
		return statement.Document{}, f.Err
	}
	if f.Path == Stdin {
		if r.Stdin == nil {
			return statement.Document{}, errors.New("standard input: there is none; name a file")
		}
		raw, err := r.readAll("standard input", r.Stdin, 0)
		if err != nil {
			return statement.Document{}, err
		}
		d, err := Decode(raw, false)
		if err != nil {
			return statement.Document{}, fmt.Errorf("standard input: %w", err)
		}
		d.ID, d.XID = "stdin", statement.DocumentXID(d.Text)
		return d, nil
	}
	raw, err := r.readFile(f.Path)
	if err != nil {
		return statement.Document{}, err
	}
	name := filepath.Base(f.Path)
	ext := filepath.Ext(name)
	d, err := Decode(raw, strings.EqualFold(ext, ".md"))
	if err != nil {
		return statement.Document{}, fmt.Errorf("%s: %w", f.Path, err)
	}
	d.ID, d.XID = strings.ToValidUTF8(strings.TrimSuffix(name, ext), "\uFFFD"), statement.DocumentXID(d.Text)
	if d.URI, err = fileURI(f.Path); err != nil {
		return statement.Document{}, err
	}
	return d, nil
}

func (r Reader) readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, explain(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, explain(path, err)
	}
	return r.readAll(path, f, info.Size())
}

// readAll reads up to the limit. size is a guess at how much there is.
func (r Reader) readAll(name string, from io.Reader, size int64) ([]byte, error) {
	limit := cmp.Or(r.MaxSize, DefaultMaxSize)
	if Size(size) > limit {
		return nil, tooBig(name, fmt.Sprintf("%s are above the limit of %s", Size(size), limit), Size(size))
	}
	raw := make([]byte, 0, size+512)
	for {
		n, err := from.Read(raw[len(raw):cap(raw)])
		raw = raw[:len(raw)+n]
		if Size(len(raw)) > limit {
			return nil, tooBig(name, fmt.Sprintf("there is more than the limit of %s", limit), 2*limit)
		}
		switch {
		case errors.Is(err, io.EOF):
			return raw, nil
		case err != nil:
			return nil, explain(name, err)
		}
		if len(raw) == cap(raw) {
			raw = slices.Grow(raw, max(len(raw)/2, 4096))
		}
	}
}

func tooBig(name, what string, enough Size) error {
	return fmt.Errorf("%s: %s; raise it with --max-size %dMB", name, what, (enough+1<<20-1)>>20)
}

// explain says in one line what went wrong with a path, and what to do.
func explain(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such file or folder; check the path", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: no permission to read it; ask its owner, or change its mode with chmod", path)
	case errors.Is(err, syscall.ELOOP):
		return fmt.Errorf("%s: a link that leads back to itself; remove it", path)
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return fmt.Errorf("%s: cannot be read: %w", path, err)
}

// fileURI gives the absolute file URI of a path.
func fileURI(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("%s: cannot tell the folder that it is in: %w", path, err)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}).String(), nil
}
