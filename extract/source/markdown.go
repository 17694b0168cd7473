package source

import (
	"bytes"
	"regexp"
	"strings"

	"attache/schema/statement"
)

// Marks that are not text. The group, or the whole where there is none, becomes spaces.
var (
	blockMarks = []*regexp.Regexp{
		regexp.MustCompile(`(?m)^[ \t]{0,3}(#{1,6}[ \t]+)`),                // # headline
		regexp.MustCompile(`(?m)[ \t]+(#+)[ \t]*\r?$`),                     // closed headline #
		regexp.MustCompile(`(?m)^[ \t]*((?:>[ \t]?)+)`),                    // > quotation
		regexp.MustCompile(`(?m)^[ \t]*([-*+][ \t]+)`),                     // - item
		regexp.MustCompile(`(?m)^[ \t]*((?:[-*_=][ \t]*){3,})\r?$`),        // rule or underline
		regexp.MustCompile("(?ms)^[ \t]{0,3}```.*?(?:^[ \t]{0,3}```|\\z)"), // code
		regexp.MustCompile(`(?s)<!--.*?-->`),                               // comment
		regexp.MustCompile(`(?m)^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*\S+.*$`),     // link's definition
		regexp.MustCompile(`</?[A-Za-z][^<>\n]*>`),                         // HTML
	}
	inlineMarks = []*regexp.Regexp{
		regexp.MustCompile(`!\[[^\]\n]*\]\([^()\n]*\)`),                         // picture
		regexp.MustCompile(`\[[^\[\]\n]*(\]\([^()\n]*\))`),                      // link's target
		regexp.MustCompile(`(\[)[^\[\]\n(]* {2,}`),                              // what is left of a link
		regexp.MustCompile(`(\*{1,3})[^\s*](?:[^*\n]*[^\s*])?\*{1,3}`),          // emphasis opens
		regexp.MustCompile(`[^\s*](\*{1,3})`),                                   // and closes
		regexp.MustCompile(`(?:^|[\s(])(_{1,2})[^\s_](?:[^_\n]*[^\s_])?_{1,2}`), // the same with _
		regexp.MustCompile(`[^\s_](_{1,2})(?:$|[\s).,;:!?])`),
		regexp.MustCompile("`"),
	}
	heading = regexp.MustCompile(`(?m)^[ \t]{0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*\r?$`)
)

// readMarkdown takes the marks off and the front matter's title and day out.
func readMarkdown(raw []byte) statement.Document {
	var d statement.Document
	text := bytes.Clone(raw)
	body := 0
	if head, end := frontMatter(text); end > 0 {
		for line := range strings.Lines(head) {
			key, value, _ := strings.Cut(line, ":")
			value = strings.Trim(strings.TrimSpace(value), `"'`)
			switch key {
			case "title":
				d.Title = value
			case "date", "published":
				if day, err := ParseDay(value); err == nil && (d.Published == "" || key == "published") {
					d.Published = day
				}
			}
		}
		blank(text[:end])
		body = end
	}
	top := heading.FindSubmatchIndex(text[body:])
	if top != nil && len(bytes.TrimSpace(text[body:body+top[0]])) > 0 {
		top = nil // not the first line
	}
	for _, mark := range blockMarks {
		blankAll(text, mark)
	}
	for _, mark := range inlineMarks {
		blankAll(text, mark)
	}
	if d.Title == "" && top != nil {
		d.Title = strings.Join(strings.Fields(string(text[body+top[2]:body+top[3]])), " ")
	}
	d.Text = string(text)
	return d
}

// frontMatter gives the lines between a first line "---" and the next one, and
// where the text after them begins; 0 where there is none.
func frontMatter(text []byte) (head string, end int) {
	at, start := 0, 0
	for i := 0; at < len(text); i++ {
		next := len(text)
		if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
			next = at + n + 1
		}
		fence := string(bytes.TrimRight(text[at:next], " \t\r\n")) == "---"
		switch {
		case i == 0 && !fence:
			return "", 0
		case i == 0:
			start = next
		case fence:
			return string(text[start:at]), next
		}
		at = next
	}
	return "", 0
}

func blankAll(text []byte, mark *regexp.Regexp) {
	for _, m := range mark.FindAllSubmatchIndex(text, -1) {
		if len(m) == 2 {
			blank(text[m[0]:m[1]])
		} else {
			blank(text[m[2]:m[3]])
		}
	}
}

// blank overwrites all but the ends of lines with spaces.
func blank(b []byte) {
	for i, c := range b {
		if c != '\n' && c != '\r' {
			b[i] = ' '
		}
	}
}
