package model

import "testing"

func TestHashWord(t *testing.T) {
	same := [][2]string{{"Talks", "tALKS"}, {"1998", "2026"}, {"n’t", "n't"}, {"ÉCOLE", "école"}, {"", ""}}
	for _, pair := range same {
		if HashWord(pair[0]) != HashWord(pair[1]) {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
	differ := [][2]string{{"talks", "talk"}, {"1998", "199"}, {"ab", "ba"}}
	for _, pair := range differ {
		if HashWord(pair[0]) == HashWord(pair[1]) {
			t.Errorf("%q and %q are the same", pair[0], pair[1])
		}
	}
	if HashSuffix("Élysée", 2) != HashWord("ée") || HashPrefix("Élysée", 2) != HashWord("él") {
		t.Error("affixes are not counted in characters")
	}
	if HashSuffix("a", 3) != HashWord("a") || HashPrefix("a", 3) != HashWord("a") {
		t.Error("affixes of a short word are not the word")
	}
	if HashShape("Alaska") != HashShape("Oslo") || HashShape("Oslo") == HashShape("NATO") {
		t.Error("wrong shapes")
	}
}
