package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"attache/extract/tag"
)

// readWordNet reads the words of WordNet 3.0 and makes their inflected forms,
// which its lists of exceptions overrule. A form that may be of several words is left out.
func readWordNet(folder string) ([]tag.Inflection, error) {
	var all []tag.Inflection
	for _, part := range []struct {
		file, upos string
		forms      map[string]func(word string) []string // by XPOS
	}{
		{"verb", "VERB", map[string]func(string) []string{"VBZ": addS, "VBD": addED, "VBN": addED, "VBG": addING}},
		{"noun", "NOUN", map[string]func(string) []string{"NNS": addS}},
		{"adj", "ADJ", map[string]func(string) []string{"JJR": addER, "JJS": addEST}},
	} {
		words, err := readWords(filepath.Join(folder, "index."+part.file), part.file != "verb")
		if err != nil {
			return nil, err
		}
		exceptions, err := readExceptions(filepath.Join(folder, part.file+".exc"))
		if err != nil {
			return nil, err
		}
		for _, xpos := range slices.Sorted(maps.Keys(part.forms)) {
			lemmas := make(map[string][]string) // by form
			for _, w := range words {
				for _, form := range part.forms[xpos](w) {
					if !slices.Contains(lemmas[form], w) {
						lemmas[form] = append(lemmas[form], w)
					}
				}
			}
			for form, lemma := range exceptions {
				if fits(form, xpos) {
					lemmas[form] = []string{lemma}
				}
			}
			for _, w := range words {
				if xpos == "NNS" && strings.HasSuffix(w, "s") && lemmas[w] == nil {
					lemmas[w] = []string{w} // "species"
				}
			}
			for _, form := range slices.Sorted(maps.Keys(lemmas)) {
				if len(lemmas[form]) == 1 {
					all = append(all, tag.Inflection{Form: form, UPOS: part.upos, XPOS: xpos, Lemma: lemmas[form][0]})
				}
			}
		}
	}
	return all, nil
}

// fits says whether an irregular form may have a tag.
func fits(form, xpos string) bool {
	switch xpos {
	case "VBG":
		return strings.HasSuffix(form, "ing")
	case "VBZ":
		return strings.HasSuffix(form, "s")
	case "VBD", "VBN":
		return !strings.HasSuffix(form, "ing") && !strings.HasSuffix(form, "s")
	case "JJR":
		return strings.HasSuffix(form, "r") || form == "worse"
	case "JJS":
		return strings.HasSuffix(form, "st")
	}
	return true
}

// readWords lists the words of an index; where common is set, only those that
// WordNet's sample of texts has.
func readWords(path string, common bool) ([]string, error) {
	var words []string
	err := eachWordNetLine(path, func(fields []string) {
		// lemma, part of speech, synsets, p, p pointers, senses, senses in the sample, offsets
		seen := ""
		if len(fields) > 3 {
			if p, err := strconv.Atoi(fields[3]); err == nil && p >= 0 && 5+p < len(fields) {
				seen = fields[5+p]
			}
		}
		if plainWord(fields[0]) && (!common || seen != "0" && seen != "") {
			words = append(words, fields[0])
		}
	})
	return words, err
}

func readExceptions(path string) (map[string]string, error) {
	lemmas := make(map[string]string)
	err := eachWordNetLine(path, func(fields []string) {
		if len(fields) > 1 && plainWord(fields[0]) && plainWord(fields[1]) && lemmas[fields[0]] == "" {
			lemmas[fields[0]] = fields[1]
		}
	})
	return lemmas, err
}

func eachWordNetLine(path string, visit func(fields []string)) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("WordNet: %w; name the folder of its files, of Debian's wordnet-base for instance", err)
	}
	if err != nil {
		return fmt.Errorf("WordNet: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if fields := strings.Fields(line); len(fields) > 0 && line[0] != ' ' { // the licence stands in front, indented
			visit(fields)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("WordNet %s: %w", path, err)
	}
	return nil
}

func plainWord(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return len(word) > 1
}

func addS(word string) []string {
	switch {
	case endsIn(word, "s", "x", "z", "ch", "sh"):
		return []string{word + "es"}
	case endsInConsonantY(word):
		return []string{word[:len(word)-1] + "ies"}
	case endsIn(word, "o") && !vowel(word[len(word)-2]):
		return []string{word + "es", word + "s"}
	}
	return []string{word + "s"}
}

func addED(word string) []string  { return add(word, "ed") }
func addER(word string) []string  { return compare(word, "er") }
func addEST(word string) []string { return compare(word, "est") }

// compare compares short adjectives.
func compare(word, ending string) []string {
	if vowels(word) > 1 && !endsIn(word, "y", "le", "ow") || len(word) > 8 {
		return nil
	}
	return add(word, ending)
}

// add adds an ending with e in front.
func add(word, ending string) []string {
	switch {
	case endsIn(word, "e"):
		return []string{word + ending[1:]}
	case endsInConsonantY(word):
		return []string{word[:len(word)-1] + "i" + ending}
	}
	return doubled(word, ending)
}

func addING(word string) []string {
	switch {
	case endsIn(word, "ie"):
		return []string{word[:len(word)-2] + "ying"}
	case endsIn(word, "ee", "oe", "ye"):
		return []string{word + "ing"}
	case endsIn(word, "e"):
		return []string{word[:len(word)-1] + "ing"}
	}
	return doubled(word, "ing")
}

// doubled adds an ending to a word in a consonant, which doubles after one
// short vowel: always in a word of one vowel, perhaps in longer ones.
func doubled(word, ending string) []string {
	n := len(word)
	if n > 1 && word[n-1] == 'c' && vowel(word[n-2]) {
		return []string{word + "k" + ending} // "panicked"
	}
	long := n > 2 && vowel(word[n-3]) && !(word[n-3] == 'u' && n > 3 && word[n-4] == 'q')
	if n < 3 || vowel(word[n-1]) || strings.IndexByte("wxyh", word[n-1]) >= 0 || !vowel(word[n-2]) || long {
		return []string{word + ending}
	}
	twice := word + word[n-1:] + ending
	if n := vowels(word); n == 1 || n == 2 && strings.Contains(word, "qu") {
		return []string{twice}
	}
	return []string{word + ending, twice}
}

func endsIn(word string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(word, e) })
}

func endsInConsonantY(word string) bool {
	return len(word) > 1 && endsIn(word, "y") && !vowel(word[len(word)-2])
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func vowels(word string) int {
	n := 0
	for i := range len(word) {
		if vowel(word[i]) || word[i] == 'y' && i > 0 {
			n++
		}
	}
	return n
}
