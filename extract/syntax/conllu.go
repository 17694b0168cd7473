package syntax

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Document is a text with its sentences, as a CoNLL-U file tells of it.
type Document struct {
	ID        string
	Text      string // paragraphs are set apart by an empty line
	Sentences []Sentence
	SentIDs   []string   // by sentence, "" where there is none
	Misc      [][]string // the MISC column by sentence and token, without SpaceAfter, "" where there is none
}

// maxLine bounds a line of a CoNLL-U file in bytes.
const maxLine = 1 << 20

// ReadCoNLLU reads basic trees in the CoNLL-U format of Universal
// Dependencies. Empty nodes and enhanced arcs are passed over; the words of a
// multiword token get the parts of its text that they stand for. Where a
// sentence has no "# text", its text is made of the forms. A HEAD of "_" is
// read as Root. Errors name the line.
func ReadCoNLLU(r io.Reader) ([]Document, error) {
	p := conlluReader{lines: bufio.NewReaderSize(r, 1<<16)}
	for {
		line, err := p.readLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		last := err != nil
		if bad := p.addLine(line); bad != nil {
			return nil, fmt.Errorf("CoNLL-U line %d: %w", p.number, bad)
		}
		if last {
			break
		}
	}
	if err := p.endSentence(); err != nil {
		return nil, fmt.Errorf("CoNLL-U line %d: %w", p.number, err)
	}
	p.endDocument()
	return p.documents, nil
}

type conlluReader struct {
	lines     *bufio.Reader
	number    int
	documents []Document
	document  Document
	text      strings.Builder // of the document

	sentID       string
	sentText     string
	hasText      bool
	paragraph    bool
	words        []conlluWord
	tokens       []Token
	gapFollowing bool // a space follows the sentence before
}

type conlluWord struct {
	surface   string // what stands in the text; "" within a multiword token after its first word
	parts     int    // words that share the surface
	spaceLess bool
	misc      string
	line      int
}

func (p *conlluReader) readLine() (string, error) {
	var line []byte
	for {
		part, err := p.lines.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return "", fmt.Errorf("CoNLL-U line %d is longer than %d bytes", p.number+1, maxLine)
		}
		if err == nil || errors.Is(err, io.EOF) {
			p.number++
			return strings.TrimRight(string(line), "\r\n"), err
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", fmt.Errorf("read CoNLL-U after line %d: %w", p.number, err)
		}
	}
}

func (p *conlluReader) addLine(line string) error {
	switch {
	case line == "":
		return p.endSentence()
	case line[0] == '#':
		p.addComment(line)
		return nil
	}
	if !utf8.ValidString(line) {
		return errors.New("not UTF-8")
	}
	columns := strings.Split(line, "\t")
	if len(columns) != 10 {
		return fmt.Errorf("%d columns, want 10 separated by tabs", len(columns))
	}
	if columns[1] == "" || strings.TrimSpace(columns[1]) != columns[1] {
		return errors.New("FORM is empty or begins or ends with a space")
	}
	id, misc := columns[0], columns[9]
	if strings.Contains(id, ".") {
		return nil // an empty node of the enhanced graph
	}
	rest, spaceLess := splitMisc(misc)
	word := conlluWord{surface: columns[1], parts: 1, spaceLess: spaceLess, misc: rest, line: p.number}
	if from, to, ok := strings.Cut(id, "-"); ok {
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || first != len(p.tokens)+1 || last < first || last-first > 100 {
			return fmt.Errorf("multiword token %q does not begin at the next word, %d", id, len(p.tokens)+1)
		}
		if n := len(p.words); n > 0 && p.pending() > 0 {
			return fmt.Errorf("multiword token %q within another", id)
		}
		word.parts = last - first + 1
		p.words = append(p.words, word)
		return nil
	}
	number, err := strconv.Atoi(id)
	if err != nil || number != len(p.tokens)+1 {
		return fmt.Errorf("ID %q, want %d", id, len(p.tokens)+1)
	}
	head := Root
	if columns[6] != "_" {
		h, err := strconv.Atoi(columns[6])
		if err != nil || h < 0 || h == number {
			return fmt.Errorf("HEAD %q of word %d is no other word", columns[6], number)
		}
		head = h - 1
	}
	empty := func(s string) string {
		if s == "_" {
			return ""
		}
		return s
	}
	lemma := columns[2]
	if lemma == "_" && columns[1] != "_" {
		lemma = ""
	}
	if p.pending() == 0 {
		p.words = append(p.words, word)
	} else {
		p.words[len(p.words)-1].misc += wordMisc(rest)
	}
	p.tokens = append(p.tokens, Token{
		Form: columns[1], Lemma: lemma, UPOS: empty(columns[3]), XPOS: empty(columns[4]),
		Feats: empty(columns[5]), Head: head, Deprel: empty(columns[7]),
	})
	return nil
}

// wordMisc marks where the MISC of a multiword token's word begins.
func wordMisc(misc string) string { return "\n" + misc }

// pending returns how many words the last multiword token still lacks.
func (p *conlluReader) pending() int {
	covered := 0
	for i := range p.words {
		covered += p.words[i].parts
	}
	return covered - len(p.tokens)
}

func (p *conlluReader) addComment(line string) {
	key, value, _ := strings.Cut(strings.TrimSpace(line[1:]), "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch key {
	case "newdoc", "newdoc id":
		p.endDocument()
		p.document.ID = value
		p.paragraph = true
	case "newpar", "newpar id":
		p.paragraph = true
	case "sent_id":
		p.sentID = value
	case "text":
		p.sentText, p.hasText = strings.ToValidUTF8(value, "\uFFFD"), true
	}
}

func splitMisc(misc string) (rest string, spaceLess bool) {
	if misc == "_" {
		return "", false
	}
	var kept []string
	for _, pair := range strings.Split(misc, "|") {
		if pair == "SpaceAfter=No" {
			spaceLess = true
		} else if pair != "" {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "|"), spaceLess
}

func (p *conlluReader) endDocument() {
	if len(p.document.Sentences) > 0 {
		p.document.Text = p.text.String()
		// Forms are the text between the offsets; let them share its memory.
		for _, s := range p.document.Sentences {
			for i := range s.Tokens {
				t := &s.Tokens[i]
				t.Form = p.document.Text[t.Start:t.End]
			}
		}
		p.documents = append(p.documents, p.document)
	}
	p.document = Document{}
	p.text.Reset()
	p.gapFollowing = false
}

func (p *conlluReader) endSentence() error {
	defer func() {
		p.sentID, p.sentText, p.hasText, p.paragraph = "", "", false, false
		p.words, p.tokens = nil, nil
	}()
	if len(p.tokens) == 0 {
		if len(p.words) > 0 {
			return errors.New("multiword token without words")
		}
		p.sentID, p.sentText, p.hasText = "", "", false
		return nil
	}
	if n := p.pending(); n > 0 {
		return fmt.Errorf("sentence ends %d words before its multiword token", n)
	}
	if err := checkTree(p.tokens); err != nil {
		return err
	}
	text := p.sentText
	if !p.hasText {
		var b strings.Builder
		for i, w := range p.words {
			b.WriteString(w.surface)
			if !w.spaceLess && i < len(p.words)-1 {
				b.WriteByte(' ')
			}
		}
		text = b.String()
	}
	opens := p.paragraph || len(p.document.Sentences) == 0
	if len(p.document.Sentences) > 0 {
		if opens {
			p.text.WriteString("\n\n")
		} else if p.gapFollowing {
			p.text.WriteByte(' ')
		}
	}
	start := p.text.Len()
	p.text.WriteString(text)
	misc, err := p.align(text, start)
	if err != nil {
		return err
	}
	p.gapFollowing = !p.words[len(p.words)-1].spaceLess
	p.document.Sentences = append(p.document.Sentences, Sentence{
		Start: p.tokens[0].Start, End: p.tokens[len(p.tokens)-1].End, Tokens: p.tokens, Paragraph: opens,
	})
	p.document.SentIDs = append(p.document.SentIDs, p.sentID)
	p.document.Misc = append(p.document.Misc, misc)
	return nil
}

// align gives the tokens their offsets and returns the MISC of each.
func (p *conlluReader) align(text string, base int) ([]string, error) {
	misc := make([]string, 0, len(p.tokens))
	at, token := 0, 0
	for _, w := range p.words {
		at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
		if !strings.HasPrefix(text[at:], w.surface) {
			return nil, fmt.Errorf("form %q of line %d does not stand in the sentence's text at byte %d", w.surface, w.line, at)
		}
		end := at + len(w.surface)
		parts := p.tokens[token : token+w.parts]
		if len(parts) == 1 {
			parts[0].Start, parts[0].End = base+at, base+end
			misc = append(misc, w.misc)
		} else {
			forms := strings.Split(w.misc, "\n")
			misc = append(misc, forms[1:]...)
			cut := at
			for i, n := range cutSurface(w.surface, parts) {
				parts[i].Start, parts[i].End = base+cut, base+cut+n
				cut += n
			}
		}
		at, token = end, token+w.parts
	}
	if strings.TrimSpace(text[at:]) != "" {
		return nil, fmt.Errorf("the sentence's text goes on after its last word: %q", text[at:])
	}
	return misc, nil
}

// cutSurface returns how many bytes of a multiword token each of its words
// stands for. Where the words are not spelled as the token is, cuts fall
// after as many characters as the words have, as far as there are that many.
func cutSurface(surface string, words []Token) []int {
	sizes := make([]int, len(words))
	rest := surface
	for i := range words {
		n := len(words[i].Form)
		if i == len(words)-1 {
			n = len(rest)
		} else if !strings.HasPrefix(rest, words[i].Form) {
			n = 0
			for range utf8.RuneCountInString(words[i].Form) {
				_, size := utf8.DecodeRuneInString(rest[n:])
				n += size
			}
		}
		n = min(n, len(rest))
		sizes[i], rest = n, rest[n:]
	}
	return sizes
}

func checkTree(tokens []Token) error {
	roots := 0
	for i, t := range tokens {
		if t.Head >= len(tokens) {
			return fmt.Errorf("HEAD %d of word %d is beyond the sentence's %d words", t.Head+1, i+1, len(tokens))
		}
		if t.Head == Root && t.Deprel != "" {
			roots++
		}
	}
	if roots > 1 {
		return fmt.Errorf("%d words have HEAD 0, want one root", roots)
	}
	// Walk up from each word; state is the walk that saw a word first.
	state := make([]int, len(tokens))
	for i := range tokens {
		for j := i; j != Root; j = tokens[j].Head {
			if state[j] == i+1 {
				return fmt.Errorf("word %d is its own ancestor", j+1)
			}
			if state[j] != 0 {
				break
			}
			state[j] = i + 1
		}
	}
	return nil
}

// WriteCoNLLU writes documents so that ReadCoNLLU reads them back. Line breaks
// within a sentence become spaces, and multiword tokens are written as words
// without a space between them.
func WriteCoNLLU(w io.Writer, documents []Document) error {
	b := bufio.NewWriter(w)
	for _, d := range documents {
		fmt.Fprintln(b, strings.TrimRight("# newdoc id = "+oneLine(d.ID), " "))
		for i, s := range d.Sentences {
			if s.Paragraph && i > 0 {
				fmt.Fprintln(b, "# newpar")
			}
			if i < len(d.SentIDs) && d.SentIDs[i] != "" {
				fmt.Fprintln(b, "# sent_id =", oneLine(d.SentIDs[i]))
			}
			text := ""
			if len(s.Tokens) > 0 {
				text = d.Text[s.Tokens[0].Start:s.Tokens[len(s.Tokens)-1].End]
			}
			fmt.Fprintln(b, "# text =", oneLine(text))
			for j, t := range s.Tokens {
				misc := ""
				if i < len(d.Misc) && j < len(d.Misc[i]) {
					misc = d.Misc[i][j]
				}
				following := len(d.Text)
				if j+1 < len(s.Tokens) {
					following = s.Tokens[j+1].Start
				} else if i+1 < len(d.Sentences) && len(d.Sentences[i+1].Tokens) > 0 {
					following = d.Sentences[i+1].Tokens[0].Start
				}
				if t.End == following && (j+1 < len(s.Tokens) || i+1 < len(d.Sentences)) {
					misc = strings.Trim("SpaceAfter=No|"+misc, "|")
				}
				columns := []string{
					strconv.Itoa(j + 1), oneLine(t.Form), t.Lemma, t.UPOS, t.XPOS, t.Feats,
					strconv.Itoa(t.Head + 1), t.Deprel, "", misc,
				}
				if t.Head == Root && t.Deprel == "" {
					columns[6] = "_"
				}
				for k := range columns {
					if columns[k] == "" {
						columns[k] = "_"
					}
				}
				fmt.Fprintln(b, strings.Join(columns, "\t"))
			}
			fmt.Fprintln(b)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write CoNLL-U: %w", err)
	}
	return nil
}

func oneLine(s string) string {
	if !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < ' ' }) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}
