package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"attache/extract/name"
	"attache/extract/name/lexicon"
	"attache/extract/syntax"
)

// The domains of the name corpora. Names are marked as UNER marks them.
const (
	domainUNER     = "uner"
	domainPolitics = "politics"
	domainGUM      = "gum"
)

// openGzip opens a compressed file; closing it closes both readers.
func openGzip(path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	reader, err := gzip.NewReader(file)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return gzipFile{reader, file}, nil
}

type gzipFile struct {
	*gzip.Reader
	file *os.File
}

func (f gzipFile) Close() error {
	f.Reader.Close()
	return f.file.Close()
}

// readUNER reads names in the format of Universal NER: number, form, tag,
// secondary tag, annotator. Where a token has a secondary tag alone (peoples,
// events, works), that is kept as MISC.
func readUNER(path string) ([]name.Example, error) {
	return readColumns(path, domainUNER, func(columns []string) (string, string, error) {
		if len(columns) != 5 {
			return "", "", fmt.Errorf("%d columns where 5 are due", len(columns))
		}
		tag := columns[2]
		if tag == "O" && strings.HasSuffix(columns[3], "-OTH") {
			tag = columns[3][:2] + "MISC"
		}
		return columns[1], tag, nil
	})
}

// readCrossNER reads the politics part of CrossNER: form, tag. Each sentence
// is a document, since they are drawn singly.
func readCrossNER(path string) ([]name.Example, error) {
	folded := map[string]string{
		"politician": "PER", "person": "PER",
		"politicalparty": "ORG", "organisation": "ORG",
		"country": "LOC", "location": "LOC",
		"election": "MISC", "event": "MISC", "misc": "MISC",
	}
	examples, err := readColumns(path, domainPolitics, func(columns []string) (string, string, error) {
		if len(columns) != 2 {
			return "", "", fmt.Errorf("%d columns where 2 are due", len(columns))
		}
		tag := columns[1]
		if tag != "O" {
			kind, ok := folded[tag[min(2, len(tag)):]]
			if !ok {
				return "", "", fmt.Errorf("tag %q is not known", tag)
			}
			tag = tag[:2] + kind
		}
		return columns[0], tag, nil
	})
	if err != nil {
		return nil, err
	}
	var single []name.Example
	for _, e := range examples {
		for i := range e.Sentences {
			single = append(single, name.Example{Domain: e.Domain, Sentences: e.Sentences[i : i+1], Names: e.Names[i : i+1]})
		}
	}
	return single, nil
}

// readColumns reads tokens with IOB2 tags; split takes a line's columns apart.
func readColumns(path, domain string, split func([]string) (form, tag string, err error)) ([]name.Example, error) {
	reader, err := openGzip(path)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	var examples []name.Example
	var sentence syntax.Sentence
	var tags []string
	finish := func() {
		if len(sentence.Tokens) == 0 {
			return
		}
		if len(examples) == 0 {
			examples = append(examples, name.Example{Domain: domain})
		}
		e := &examples[len(examples)-1]
		e.Sentences = append(e.Sentences, sentence)
		e.Names = append(e.Names, spansOf(tags))
		sentence, tags = syntax.Sentence{}, nil
	}
	lines := bufio.NewScanner(reader)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		line := lines.Text()
		switch {
		case strings.TrimSpace(line) == "":
			finish()
		case strings.HasPrefix(line, "# newdoc"):
			finish()
			examples = append(examples, name.Example{Domain: domain})
		case strings.HasPrefix(line, "# ") && len(sentence.Tokens) == 0:
		default:
			form, tag, err := split(strings.Split(line, "\t"))
			if err != nil {
				return nil, fmt.Errorf("%s, line %d: %w", path, number, err)
			}
			sentence.Tokens = append(sentence.Tokens, syntax.Token{Form: form, Head: syntax.Root})
			tags = append(tags, tag)
		}
	}
	finish()
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return examples, nil
}

// spansOf turns IOB2 tags into spans; an I tag after another type opens a span.
func spansOf(tags []string) []name.Span {
	var spans []name.Span
	for i, tag := range tags {
		if len(tag) < 3 {
			continue
		}
		kind := tag[2:]
		if n := len(spans); tag[0] == 'I' && n > 0 && spans[n-1].End == i && spans[n-1].Type == kind {
			spans[n-1].End++
			continue
		}
		spans = append(spans, name.Span{First: i, End: i + 1, Type: kind})
	}
	return spans
}

// gumKinds folds GUM's types of entities.
var gumKinds = map[string]string{
	"person": "PER", "organization": "ORG", "place": "LOC",
	"event": "MISC", "object": "MISC", "abstract": "MISC",
}

// readGUM reads the named entities of GUM: of the mentions whose head is a
// proper noun, the run of proper nouns around it.
func readGUM(path string) ([]name.Example, error) {
	reader, err := openGzip(path)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	documents, err := syntax.ReadCoNLLU(reader)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var examples []name.Example
	for _, d := range documents {
		e := name.Example{Domain: domainGUM, Sentences: d.Sentences}
		for i := range d.Sentences {
			e.Names = append(e.Names, gumNames(d.Sentences[i].Tokens, d.Misc[i]))
		}
		examples = append(examples, e)
	}
	return examples, nil
}

type gumMention struct {
	group, kind string
	first, end  int
	head        int
}

func gumNames(tokens []syntax.Token, misc []string) []name.Span {
	var open, closed []gumMention
	for i := range tokens {
		value := ""
		for pair := range strings.SplitSeq(misc[i], "|") {
			if rest, ok := strings.CutPrefix(pair, "Entity="); ok {
				value = rest
			}
		}
		for value != "" {
			cut := strings.IndexAny(value[1:], "()") + 1
			if cut == 0 {
				cut = len(value)
			}
			part := value[:cut]
			closes := cut < len(value) && value[cut] == ')'
			value = value[cut:]
			if closes {
				value = value[1:]
			}
			if strings.HasPrefix(part, "(") {
				fields := strings.Split(part[1:], "-")
				if len(fields) < 2 {
					continue
				}
				m := gumMention{group: fields[0], kind: fields[1], first: i, end: i + 1}
				if len(fields) > 5 {
					word, _, _ := strings.Cut(fields[5], ",")
					if n, err := strconv.Atoi(word); err == nil {
						m.head = m.first + n - 1
					}
				}
				if closes {
					closed = append(closed, m)
				} else {
					open = append(open, m)
				}
			} else if closes {
				for k := len(open) - 1; k >= 0; k-- {
					if open[k].group == part {
						open[k].end = i + 1
						closed = append(closed, open[k])
						open = append(open[:k], open[k+1:]...)
						break
					}
				}
			}
		}
	}
	taken := make([]bool, len(tokens))
	tags := make([]string, len(tokens))
	for i := range tags {
		tags[i] = "O"
	}
	for _, m := range closed {
		kind, ok := gumKinds[m.kind]
		if !ok || m.head < m.first || m.head >= m.end || tokens[m.head].UPOS != "PROPN" {
			continue
		}
		first, end := m.head, m.head+1
		joins := func(i int) bool {
			t := &tokens[i]
			return t.UPOS == "PROPN" || t.Form == "-" || t.Form == "&"
		}
		for first > m.first && joins(first-1) {
			first--
		}
		for end < m.end && joins(end) {
			end++
		}
		// "Bank of England", "Joan of Arc"
		for end+1 < m.end && (tokens[end].Form == "of" || tokens[end].Form == "the") && kind != "PER" {
			next := end + 1
			if tokens[next].Form == "the" && next+1 < m.end {
				next++
			}
			if tokens[next].UPOS != "PROPN" {
				break
			}
			end = next + 1
			for end < m.end && joins(end) {
				end++
			}
		}
		for first < m.head && tokens[first].UPOS != "PROPN" {
			first++
		}
		for end > m.head+1 && tokens[end-1].UPOS != "PROPN" {
			end--
		}
		if kind == "PER" {
			for first < m.head && lexicon.Lookup(tokens[first].Form)&(lexicon.TitleName|lexicon.HonorificName|lexicon.TitleModifier) != 0 {
				first++
			}
		}
		free := true
		for i := first; i < end; i++ {
			free = free && !taken[i]
		}
		if !free {
			continue
		}
		for i := first; i < end; i++ {
			taken[i] = true
			tags[i] = "I-" + kind
		}
		tags[first] = "B-" + kind
	}
	return spansOf(tags)
}

// nameScore counts names found, marked and both.
type nameScore struct{ found, marked, right int }

func (s nameScore) f1() float64 {
	if s.right == 0 {
		return 0
	}
	return 2 * float64(s.right) / float64(s.found+s.marked)
}

func (s nameScore) precision() float64 { return float64(s.right) / float64(max(1, s.found)) }
func (s nameScore) recall() float64    { return float64(s.right) / float64(max(1, s.marked)) }

// scoreNames compares the names that a recognizer finds with those marked, by
// type and, under "", for the types given together.
func scoreNames(r *name.Recognizer, examples []name.Example, types ...string) map[string]nameScore {
	scores := make(map[string]nameScore)
	for _, e := range examples {
		for i, found := range r.Spans(e.Sentences) {
			marked := make(map[name.Span]bool)
			for _, s := range e.Names[i] {
				marked[s] = true
			}
			for _, t := range types {
				score := scores[t]
				for _, s := range found {
					if s.Type == t {
						score.found++
						if marked[s] {
							score.right++
						}
					}
				}
				for s := range marked {
					if s.Type == t {
						score.marked++
					}
				}
				scores[t] = score
			}
		}
	}
	var all nameScore
	for _, t := range types {
		all.found += scores[t].found
		all.marked += scores[t].marked
		all.right += scores[t].right
	}
	scores[""] = all
	return scores
}

func namePath(data, file string) string { return filepath.Join(data, "ner", file+".iob2.gz") }
