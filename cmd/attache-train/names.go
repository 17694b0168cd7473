package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/name"
	"attache/extract/name/lexicon"
	"attache/extract/syntax"
)

// The domains of the name corpora. Names are marked as UNER marks them.
const (
	domainUNER     = "uner"
	domainPolitics = "politics"
	domainGUM      = "gum"
	domainCapitals = "capitals"
)

func namesPart() part {
	return part{name: "names", train: trainNames, score: scoreAllNames}
}

// How words are clustered for names: more finely than for grammar.
const (
	nameWordsLearned   = 60000
	nameClusters       = 1024
	nameMiddleClusters = 256
	nameCoarseClusters = 64
	nameClusterRounds  = 12
)

// trainNames trains the recognizer on tokens tagged as they will be in use.
func trainNames(j *job) (map[string][]byte, error) {
	vectors, err := j.readVectors()
	if err != nil {
		return nil, err
	}
	clusters := clusterWords(vectors, nameClusters, nameMiddleClusters, nameCoarseClusters, nameWordsLearned, nameClusterRounds, j.log)
	t := name.Training{Home: domainUNER, Clusters: clusters, Tags: true, Epochs: j.epochs, Log: j.log}
	marked, _, err := j.readMarked()
	if err != nil {
		return nil, err
	}
	t.Examples = append(marked, inCapitals(marked)...)
	n, err := decodeNetwork(j)
	if err != nil {
		return nil, err
	}
	for k := range t.Examples {
		n.Annotate(t.Examples[k].Sentences)
	}
	r, err := name.Train(t)
	if err != nil {
		return nil, err
	}
	b, err := r.AppendBinary(nil)
	return map[string][]byte{name.SectionName: b}, err
}

// readMarked reads the sentences for training whose names are marked, and GUM,
// which is one of their sources.
func (j *job) readMarked() ([]name.Example, []syntax.Document, error) {
	marked, err := readNames(j.data, "uner-ewt-train", "crossner-politics-train")
	if err != nil {
		return nil, nil, err
	}
	gum, err := j.readTreebank("gum-train")
	if err != nil {
		return nil, nil, err
	}
	return append(marked, gumExamples(gum)...), gum, nil
}

// capitalsShare is one in how many sentences is repeated in capitals, and one
// as a headline has it.
const capitalsShare = 12

// inCapitals repeats some sentences as headlines are written: "PUTIN ARRIVES",
// "Putin Arrives". Otherwise a recognizer takes all capitals for names.
func inCapitals(examples []name.Example) []name.Example {
	var written []name.Example
	count := 0
	for _, e := range examples {
		if e.Domain == domainGUM {
			continue
		}
		for i, s := range e.Sentences {
			if len(e.Names[i]) == 0 && len(s.Tokens) < 5 {
				continue
			}
			count++
			var write func(string) string
			switch count % capitalsShare {
			case 0:
				write = strings.ToUpper
			case capitalsShare / 2:
				write = headlineWord
			default:
				continue
			}
			tokens := slices.Clone(s.Tokens)
			for k := range tokens {
				tokens[k].Form = write(tokens[k].Form)
			}
			s.Tokens = tokens
			written = append(written, name.Example{Domain: domainCapitals, Sentences: []syntax.Sentence{s}, Names: e.Names[i : i+1]})
		}
	}
	return written
}

// headlineWord writes a word with a capital unless headlines leave it small.
func headlineWord(form string) string {
	r, size := utf8.DecodeRuneInString(form)
	if len(form) < 4 && form != "is" && form != "he" && form != "she" || !unicode.IsLower(r) {
		return form
	}
	return string(unicode.ToUpper(r)) + form[size:]
}

func formsOf(tokens []syntax.Token) string {
	var b strings.Builder
	for i := range tokens {
		b.WriteString(tokens[i].Form)
		b.WriteByte('\n')
	}
	return b.String()
}

// scoreAllNames measures on gold tokens with the model's tags. PER, ORG and
// LOC count, and a name is right if its type and both its ends are.
func scoreAllNames(j *job) (map[string]map[string]float64, error) {
	section, err := j.file.Section(name.SectionName)
	if err != nil {
		return nil, err
	}
	r, err := name.Decode(section)
	if err != nil {
		return nil, err
	}
	n, err := decodeNetwork(j)
	if err != nil {
		return nil, err
	}
	scores := make(map[string]map[string]float64)
	for _, file := range []string{"uner-ewt-dev", "uner-ewt-test", "uner-pud-test", "crossner-politics-dev", "crossner-politics-test"} {
		examples, err := readNames(j.data, file)
		if err != nil {
			return nil, err
		}
		for _, e := range examples {
			for i := range e.Sentences {
				if j.capitals {
					for k := range e.Sentences[i].Tokens {
						t := &e.Sentences[i].Tokens[k]
						t.Form = upper(t.Form)
					}
				}
			}
			n.Annotate(e.Sentences)
		}
		counts := scoreNames(r, examples, "PER", "ORG", "LOC")
		row := make(map[string]float64)
		for kind, c := range counts {
			measure := "f1"
			if kind != "" {
				measure = strings.ToLower(kind)
			}
			row[measure] = f1(c.right, c.found, c.marked)
		}
		scores[file] = row
	}
	return scores, nil
}

// readNames reads name corpora by the names of their files.
func readNames(data string, files ...string) ([]name.Example, error) {
	var all []name.Example
	for _, file := range files {
		read := readUNER
		if strings.HasPrefix(file, "crossner") {
			read = readCrossNER
		}
		examples, err := read(filepath.Join(data, "ner", file+".iob2.gz"))
		if err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
		all = append(all, examples...)
	}
	return all, nil
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
	compressed, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer compressed.Close()
	reader, err := gzip.NewReader(compressed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
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

// gumExamples gives the named entities of GUM: of the mentions whose head is
// a proper noun, the run of proper nouns around it.
func gumExamples(documents []syntax.Document) []name.Example {
	var examples []name.Example
	for _, d := range documents {
		e := name.Example{Domain: domainGUM, Sentences: d.Sentences}
		for i := range d.Sentences {
			e.Names = append(e.Names, gumNames(d.Sentences[i].Tokens, d.Misc[i]))
		}
		examples = append(examples, e)
	}
	return examples
}

type gumMention struct {
	group, kind string
	first, end  int
	head        int
}

// gumMentions reads the mentions of a sentence off its MISC column, in the order of their ends.
func gumMentions(tokens []syntax.Token, misc []string) (closed []gumMention) {
	var open []gumMention
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
	return closed
}

func gumNames(tokens []syntax.Token, misc []string) []name.Span {
	taken := make([]bool, len(tokens))
	tags := make([]string, len(tokens))
	for i := range tags {
		tags[i] = "O"
	}
	for _, m := range gumMentions(tokens, misc) {
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
