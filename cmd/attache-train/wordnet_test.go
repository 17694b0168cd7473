package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadWordNet makes forms of a few words in WordNet's format.
func TestReadWordNet(t *testing.T) {
	dir := t.TempDir()
	entry := func(word string) string { return word + " n 1 2 @ ~ 1 1 00000001  \n" }
	rare := "yare a 1 0 1 0 00000001  \n"
	licence := "  1 This software and database is being provided\n"
	for name, text := range map[string]string{
		"index.verb": licence + entry("stop") + entry("hope") + entry("hop") + entry("fight") + entry("carry") + entry("visit") + entry("panic") + entry("lie") + entry("pass_by"),
		"index.noun": licence + entry("lily") + entry("box") + entry("species") + entry("man") + entry("talk") + entry("talks"),
		"index.adj":  licence + entry("big") + entry("simple") + entry("beautiful") + entry("happy") + rare,
		"verb.exc":   "fought fight\n",
		"noun.exc":   "men man\n",
		"adj.exc":    "worse bad\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	inflections, err := readWordNet(dir)
	if err != nil {
		t.Fatal(err)
	}
	lemmas := make(map[string]string)
	for _, f := range inflections {
		key := f.Form + "/" + f.XPOS
		if lemmas[key] != "" {
			t.Errorf("%s stands twice", key)
		}
		lemmas[key] = f.Lemma
	}
	for form, want := range map[string]string{
		"stopped/VBD": "stop", "stoped/VBD": "", "stops/VBZ": "stop",
		"hoping/VBG": "hope", "hopping/VBG": "hop",
		"fought/VBN": "fight", "fought/VBG": "",
		"carries/VBZ": "carry", "carried/VBD": "carry", "carrying/VBG": "carry",
		"visited/VBD": "visit", "panicked/VBN": "panic", "lying/VBG": "lie", "lied/VBD": "lie",
		"lilies/NNS": "lily", "boxes/NNS": "box", "species/NNS": "species", "men/NNS": "man", "talks/NNS": "talk",
		"bigger/JJR": "big", "simplest/JJS": "simple", "beautifuler/JJR": "", "happier/JJR": "happy", "worse/JJR": "bad", "yarer/JJR": "",
	} {
		if got := lemmas[form]; got != want {
			t.Errorf("%s: got %q, want %q", form, got, want)
		}
	}

	if _, err := readWordNet(t.TempDir()); err == nil || !strings.Contains(err.Error(), "wordnet-base") {
		t.Errorf("an empty folder: %v", err)
	}
}
