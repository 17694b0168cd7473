package source_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache/extract/source"

	"github.com/google/go-cmp/cmp"
)

// tree writes files, named by their paths, into a new folder and moves there.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	return dir
}

func TestListIsInPathOrder(t *testing.T) {
	tree(t, map[string]string{
		"news/b.txt": "B", "news/a.MD": "A", "news/deep/c.txt": "C", "news/photo.jpg": "", "news/deep/Makefile": "",
		"note.txt": "N", "scan.pdf": "%PDF-",
	})
	if err := os.Symlink("../note.txt", "news/link.txt"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("..", "news/loop"); err != nil {
		t.Fatal(err)
	}
	l := source.List([]string{"note.txt", "news", "./news/b.txt", "scan.pdf", "gone.txt", "-"})
	var got []string
	for _, f := range l.Files {
		line := f.Path
		if f.Err != nil {
			line = f.Err.Error()
		}
		got = append(got, line)
	}
	want := []string{
		"-",
		"gone.txt: there is no such file or folder; check the path",
		"news/a.MD", "news/b.txt", "news/deep/c.txt", "news/link.txt", "note.txt",
		"scan.pdf: cannot read this kind of file; give a .txt or .md file, or its text on standard input (-)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if l.PassedOver != 3 { // photo.jpg, Makefile, loop
		t.Errorf("passed over %d, want 3", l.PassedOver)
	}
}

func TestOneBadFileAmongMany(t *testing.T) {
	dir := tree(t, map[string]string{"a b#é.txt": "Ahern met Costa.", "b.txt": "", "c.md": "# Talks\n\nThey dined."})
	var got []string
	for d, err := range (source.Reader{}).Documents(source.List([]string{"."}).Files) {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, d.ID+"|"+strings.TrimPrefix(d.URI, "file://"+dir)+"|"+d.Title)
	}
	want := []string{"a b#é|/a%20b%23%C3%A9.txt|", "b.txt: it is empty; give a file with text in it", "c|/c.md|Talks"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStandardInputHasNoURI(t *testing.T) {
	d, err := source.Reader{Stdin: strings.NewReader("Ahern met Costa.")}.Read(source.File{Path: source.Stdin})
	if err != nil || d.URI != "" || d.ID != "stdin" || d.Text != "Ahern met Costa." {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestMaxSizeNamesTheFlag(t *testing.T) {
	tree(t, map[string]string{"a.txt": strings.Repeat("x", 3000)})
	for _, test := range []struct {
		path string
		max  source.Size
		want string
	}{
		{"a.txt", 3000, ""},
		{"a.txt", 2999, "a.txt: 2.9 KB are above the limit of 2.9 KB; raise it with --max-size 1MB"},
		{"-", 2999, "standard input: there is more than the limit of 2.9 KB; raise it with --max-size 1MB"},
		{"-", 3000, ""},
	} {
		r := source.Reader{MaxSize: test.max, Stdin: strings.NewReader(strings.Repeat("x", 3000))}
		got := ""
		if _, err := r.Read(source.File{Path: test.path}); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s, at most %d: error %q, want %q", test.path, test.max, got, test.want)
		}
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("the disk is on fire") }

func TestReadErrorIsReported(t *testing.T) {
	_, err := source.Reader{Stdin: io.MultiReader(strings.NewReader("half"), brokenReader{})}.Read(source.File{Path: source.Stdin})
	if err == nil || err.Error() != "standard input: cannot be read: the disk is on fire" {
		t.Error(err)
	}
}

func TestParseSize(t *testing.T) {
	for in, want := range map[string]source.Size{
		"16MB": 16 << 20, "16 mb": 16 << 20, "16M": 16 << 20, "16MiB": 16 << 20, "1.5GB": 3 << 29, "500K": 500 << 10, "12": 12, "12B": 12,
		"": 0, "0": 0, "-1MB": 0, "many": 0, "MB": 0, "1e300": 0, "NaN": 0, "Inf": 0,
	} {
		got, err := source.ParseSize(in)
		if got != want || (err != nil) != (want == 0) {
			t.Errorf("ParseSize(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
}
