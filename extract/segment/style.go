package segment

import (
	"attache/extract/model"
)

// style is how a text is written, which tells what its marks mean.
type style struct {
	ends         uint8 // whether sentences begin with capitals
	contractions uint8 // whether contractions lack their apostrophe
}

const (
	styleUnknown = iota // nothing seen
	styleNever
	styleSeldom
	styleOften
)

// bare are contractions without their apostrophe, those that are no other word.
var bare = hashes("dont", "cant", "wont", "didnt", "doesnt", "isnt", "arent", "wasnt", "couldnt", "wouldnt", "shouldnt",
	"havent", "hasnt", "im", "ive", "youre", "theyre", "thats", "whats", "theres", "youve", "ur", "u")

func hashes(list ...string) map[uint64]bool {
	set := make(map[uint64]bool, len(list))
	for _, word := range list {
		set[model.HashWord(word)] = true
	}
	return set
}

// readStyle counts in the chunks.
func (s *state) readStyle() style {
	var capital, small, whole, lacking int
	for i := range s.chunks {
		c := &s.chunks[i]
		form := s.text[c.start:c.end]
		if i > 0 {
			before := s.text[s.chunks[i-1].start:s.chunks[i-1].end]
			if last := before[len(before)-1]; last == '.' || last == '?' || last == '!' {
				switch kindOf(firstRune(form)) {
				case kindCapital:
					capital++
				case kindLetter:
					small++
				}
			}
		}
		switch {
		case bare[c.hash], form == "i":
			lacking++
		case hasContraction(form):
			whole++
		}
	}
	return style{ends: level(small, capital), contractions: level(lacking, whole)}
}

// hasContraction says whether a word ends in an apostrophe and one to three letters.
func hasContraction(form string) bool {
	n := len(form)
	for i := n - 2; i >= 1 && i >= n-3; i-- {
		if form[i] == '\'' {
			return true
		}
		if i >= 3 && form[i-2:i+1] == "’" {
			return true
		}
	}
	return false
}

// level says how often something is, and how often it is not.
func level(yes, no int) uint8 {
	switch {
	case yes+no == 0:
		return styleUnknown
	case yes*20 < yes+no:
		return styleNever
	case yes*2 < yes+no:
		return styleSeldom
	}
	return styleOften
}
