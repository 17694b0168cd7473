package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache/schema/statement"
)

// What is wrong with bytes that are no text.
var (
	ErrEmpty   = errors.New("it is empty; give a file with text in it")
	ErrBinary  = errors.New("this is a binary file, not text; save it as plain text first")
	ErrNotUTF8 = errors.New("the text is not UTF-8; convert it first")
)

var (
	bom     = []byte("\xEF\xBB\xBF")
	utf16LE = []byte("\xFF\xFE")
	utf16BE = []byte("\xFE\xFF")
)

// Decode makes a document of a file's bytes: its text, its title where the
// first line is one, and in Markdown the title and day of publication that its
// front matter gives. A byte order mark is left off, so offsets into the text
// are three less than into such a file. In Markdown, the marks that are not
// text become spaces, byte for byte, so that offsets stay those of the file.
// The error wraps ErrEmpty, ErrBinary or ErrNotUTF8.
func Decode(raw []byte, markdown bool) (statement.Document, error) {
	raw = bytes.TrimPrefix(raw, bom)
	if len(bytes.TrimSpace(raw)) == 0 {
		return statement.Document{}, ErrEmpty
	}
	if bytes.HasPrefix(raw, utf16LE) || bytes.HasPrefix(raw, utf16BE) {
		return statement.Document{}, fmt.Errorf("%w (it is UTF-16: iconv -f UTF-16 -t UTF-8 FILE)", ErrNotUTF8)
	}
	if binary(raw) {
		return statement.Document{}, ErrBinary
	}
	if at := invalid(raw); at >= 0 {
		return statement.Document{}, fmt.Errorf("%w (byte %d is 0x%02X; for a Western European text: iconv -f WINDOWS-1252 -t UTF-8 FILE)", ErrNotUTF8, at, raw[at])
	}
	var d statement.Document
	if markdown {
		d = readMarkdown(raw)
		if strings.TrimSpace(d.Text) == "" {
			return statement.Document{}, ErrEmpty
		}
	} else {
		d.Text = string(raw)
	}
	if d.Title == "" {
		d.Title = headline(d.Text)
	}
	return d, nil
}

// binary says whether bytes are no text in any encoding that extends ASCII:
// they hold a zero byte, or one byte in ten of their beginning is a control character.
func binary(raw []byte) bool {
	if bytes.IndexByte(raw, 0) >= 0 || bytes.HasPrefix(raw, []byte("%PDF-")) {
		return true
	}
	head := raw[:min(len(raw), 4096)]
	controls := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != '\v' && b != 0x1B {
			controls++
		}
	}
	return controls*10 > len(head)
}

// invalid gives the offset of the first byte that is not UTF-8, or -1.
func invalid(raw []byte) int {
	if utf8.Valid(raw) {
		return -1
	}
	for at := 0; at < len(raw); {
		r, size := utf8.DecodeRune(raw[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// headline gives the first line where it is one: short, not ended like a
// sentence, and with text after it.
func headline(text string) string {
	line, rest, found := strings.Cut(strings.TrimLeftFunc(text, unicode.IsSpace), "\n")
	line = strings.TrimSpace(line)
	if !found || strings.TrimSpace(rest) == "" || utf8.RuneCountInString(line) > 160 {
		return ""
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `"'”’)`))
	if strings.ContainsRune(".:;,…", last) {
		return ""
	}
	return line
}

// dayLayouts are the ways in which front matter writes a day, and how each is kept.
var dayLayouts = []struct{ read, keep string }{
	{"2006-01-02", time.DateOnly},
	{"2006/01/02", time.DateOnly},
	{"2 January 2006", time.DateOnly},
	{"2 Jan 2006", time.DateOnly},
	{"January 2, 2006", time.DateOnly},
	{"Jan 2, 2006", time.DateOnly},
	{"2006-01", "2006-01"},
	{"2006", "2006"},
}

// ParseDay reads a day, a month or a year as ISO 8601 keeps it, with or
// without a time of day after it, and the common English ways to write a day.
func ParseDay(s string) (string, error) {
	s = strings.TrimSpace(s)
	for _, l := range dayLayouts {
		if t, err := time.Parse(l.read, s); err == nil {
			return t.Format(l.keep), nil
		}
	}
	if n := len(time.DateOnly); len(s) > n && (s[n] == 'T' || s[n] == ' ') {
		if t, err := time.Parse(time.DateOnly, s[:n]); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", fmt.Errorf("%q is not a day; write it as 2025-08-16 (or 2025-08, or 2025)", s)
}
