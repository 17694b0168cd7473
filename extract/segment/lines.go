package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineBreaks tells apart the line breaks that end a paragraph (or a headline,
// or a list's item) from those that only wrap it.
type lineBreaks struct {
	text    string
	wrapped bool // most of the text's lines are full
	width   int  // of the longest full line, in characters
}

// Text is taken for wrapped where lines are at most maxWidth characters long
// and most that could not have taken the next line's first word.
const (
	minWidth    = 40
	maxWidth    = 120
	fullShare   = 0.6
	slack       = 3
	brokenWidth = 40 // a shorter line is a headline or an item, even if the next goes on in small letters
)

func newLineBreaks(text string) lineBreaks {
	b := lineBreaks{text: text}
	if strings.IndexByte(text, '\n') < 0 {
		return b
	}
	lengths := make(map[int]int)
	lines := 0
	eachLine(text, func(line string) {
		if n := utf8.RuneCountInString(line); n > 0 {
			lengths[n]++
			lines++
		}
	})
	// A few longer lines are addresses or tables.
	over := 0
	for n, count := range lengths {
		if n > maxWidth {
			over += count
		} else {
			b.width = max(b.width, n)
		}
	}
	if b.width < minWidth || over*20 > lines {
		return b
	}
	full, breaks := 0, 0
	last := ""
	eachLine(text, func(line string) {
		if last != "" && line != "" {
			breaks++
			if b.full(last, line) {
				full++
			}
		}
		last = line
	})
	b.wrapped = full >= 2 && float64(full) >= fullShare*float64(breaks)
	return b
}

func eachLine(text string, visit func(string)) {
	for text != "" {
		line := text
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			line, text = text[:i], text[i+1:]
		} else {
			text = ""
		}
		visit(strings.TrimSpace(line))
	}
}

// full says whether a line has no room for the next line's first word.
func (b *lineBreaks) full(line, next string) bool {
	first := next
	if i := strings.IndexByte(next, ' '); i >= 0 {
		first = next[:i]
	}
	return utf8.RuneCountInString(line)+1+utf8.RuneCountInString(first) > b.width-slack
}

// gap says what stands between the chunk that ends at a byte and the next.
func (b *lineBreaks) gap(end int) gap {
	newlines, at := 0, end
	for at < len(b.text) {
		r, size := utf8.DecodeRuneInString(b.text[at:])
		if !isSpace(r) {
			break
		}
		switch r {
		case '\n', '\u2028':
			newlines++
		case '\u2029', '\f', '\v':
			newlines += 2
		case '\r':
			if at+1 >= len(b.text) || b.text[at+1] != '\n' {
				newlines++
			}
		}
		at += size
	}
	switch {
	case at == len(b.text), newlines > 1:
		return gapParagraph
	case newlines == 0 && at == end:
		return gapNone
	case newlines == 0:
		return gapSpace
	}
	const far = 4 * maxWidth
	lineStart := max(strings.LastIndexByte(b.text[:end], '\n')+1, end-far)
	line := strings.TrimSpace(b.text[lineStart:end])
	next := b.text[at:min(len(b.text), at+far)]
	if i := strings.IndexByte(next, '\n'); i >= 0 {
		next = next[:i]
	}
	next = strings.TrimSpace(next)
	if startsItem(next) {
		return gapParagraph
	}
	if b.wrapped {
		if b.full(line, next) {
			return gapLine
		}
		return gapParagraph
	}
	first, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(line)
	if unicode.IsLower(first) && utf8.RuneCountInString(line) >= brokenWidth && (isLetter(last) || last == ',') {
		return gapLine
	}
	return gapParagraph
}

// startsItem says whether a line begins as a list's item does.
func startsItem(line string) bool {
	for _, mark := range [...]string{"- ", "* ", "• ", "– ", "— ", "· ", "> ", "# "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	digits := 0
	for digits < len(line) && '0' <= line[digits] && line[digits] <= '9' {
		digits++
	}
	return 0 < digits && digits < 3 && digits+1 < len(line) && (line[digits] == '.' || line[digits] == ')') && line[digits+1] == ' '
}
