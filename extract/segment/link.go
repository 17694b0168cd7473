package segment

import (
	"strings"
	"unicode/utf8"
)

// span is a run of bytes.
type span struct{ start, end int }

func within(spans []span, at int) bool {
	for _, s := range spans {
		if s.start < at && at < s.end {
			return true
		}
	}
	return false
}

// appendLinks appends where web addresses, e-mail addresses and names of files
// stand in a chunk, in order, without the marks, quotes and brackets after them.
func appendLinks(links []span, chunk string) []span {
	from := 0 // what stands before is linked
	for at := 0; at < len(chunk); at++ {
		l := span{}
		switch chunk[at] {
		case ':':
			if strings.HasPrefix(chunk[at:], "://") {
				l = span{at, addressEnd(chunk, at+len("://"))}
				for l.start > from && isSmall(chunk[l.start-1]|0x20) {
					l.start--
				}
			}
		case 'w':
			if strings.HasPrefix(chunk[at:], "www.") {
				l = span{at, addressEnd(chunk, at+len("www."))}
			}
		case '@':
			l = mailbox(chunk, from, at)
		case '.':
			l = named(chunk, from, at)
		}
		if l.start < l.end {
			links = append(links, l)
			from = l.end
			at = l.end - 1
		}
	}
	return links
}

// addressEnd returns where the web address ends that goes on at a byte, or 0 if it does not.
func addressEnd(chunk string, at int) int {
	end := at
	for end < len(chunk) {
		r, size := utf8.DecodeRuneInString(chunk[end:])
		if kindOf(r)&(kindQuote|kindOpen|kindClose) != 0 && r != '(' && r != ')' {
			break
		}
		end += size
	}
	for end > at {
		r, size := utf8.DecodeLastRuneInString(chunk[at:end])
		if kindOf(r)&(kindStop|kindMark|kindQuote|kindApostrophe|kindOpen|kindClose) == 0 {
			return end
		}
		if r == ')' && strings.Count(chunk[at:end], "(") >= strings.Count(chunk[at:end], ")") {
			return end
		}
		end -= size
	}
	return 0
}

// mailbox returns the e-mail address around an at sign.
func mailbox(chunk string, from, at int) span {
	start, end := at, at+1
	for start > from && (isPlain(chunk[start-1]) || strings.IndexByte("._%+-", chunk[start-1]) >= 0) {
		start--
	}
	dot := false
	for end < len(chunk) && (isPlain(chunk[end]) || chunk[end] == '-' || chunk[end] == '.' && end+1 < len(chunk) && isPlain(chunk[end+1])) {
		dot = dot || chunk[end] == '.'
		end++
	}
	if start == at || !dot {
		return span{}
	}
	return span{start, end}
}

// named returns the name of a host or a file around a full stop, if a known
// ending follows that.
func named(chunk string, from, at int) span {
	ending := addressEnding(chunk[at+1:])
	if ending == 0 || at == from || !isPlain(chunk[at-1]) {
		return span{}
	}
	if ending == hostEnding && !isSmall(chunk[at+1]) && isSmall(chunk[at-1]) {
		return span{} // "They left.Net profit rose."
	}
	l := span{at, at + 1}
	for l.start > from && (isPlain(chunk[l.start-1]) || strings.IndexByte("._-/", chunk[l.start-1]) >= 0) {
		l.start--
	}
	for l.end < len(chunk) && isPlain(chunk[l.end]) {
		l.end++
	}
	if l.end < len(chunk) && chunk[l.end] == '/' && ending == hostEnding {
		l.end = max(l.end, addressEnd(chunk, l.end))
	}
	return l
}

// isPlain says whether a character is a letter or digit of ASCII.
func isPlain(c byte) bool { return isSmall(c|0x20) || '0' <= c && c <= '9' }

// Kinds of endings.
const (
	fileEnding = 1
	hostEnding = 2
)

// addressEnding says whether a text begins with the ending of a file's name
// or of a host's, which another mark or nothing follows.
func addressEnding(text string) int {
	end := 0
	for end < len(text) && end < 6 && isPlain(text[end]) {
		end++
	}
	var lower [6]byte
	for i := range end {
		lower[i] = text[i] | 0x20
	}
	return addressEndings[string(lower[:end])]
}

var addressEndings = numbered(map[int]string{
	fileEnding: `pdf doc docx xls xlsx ppt pptx txt csv zip exe htm html php asp aspx jsp jpg jpeg png gif bmp
		mpg mp3 mp4 mov avi wav xml json`,
	hostEnding: "com org net edu gov mil info biz uk ru de fr eu io",
})

// numbered gives words the number of their list.
func numbered(lists map[int]string) map[string]int {
	m := make(map[string]int)
	for number, list := range lists {
		for _, word := range strings.Fields(list) {
			m[word] = number
		}
	}
	return m
}
