package name

import "fmt"

// The recognizer labels each token with a type and the token's place in its
// mention: the first of several, within, the last of several, or the only one
// (BILOU; Ratinov and Roth 2009). Label 0 is outside.
const (
	first = iota
	within
	last
	only
	places
)

// trainedTypes are the types that are learned. Other names (peoples, events,
// works) are learned as well since they keep the three apart.
var trainedTypes = []string{"PER", "ORG", "LOC", "MISC"}

const labelCount = 1 + 4*places

func label(kind, place int) int { return 1 + kind*places + place }

// follows reports whether a label can stand after another; -1 is the border
// of the sentence.
func follows(before, after int) bool {
	open := before > 0 && ((before-1)%places == first || (before-1)%places == within)
	if after <= 0 {
		return !open
	}
	place := (after - 1) % places
	if open {
		return (before-1)/places == (after-1)/places && (place == within || place == last)
	}
	return place == first || place == only
}

// Span is a name within a sentence: tokens First to End-1.
type Span struct {
	First, End int
	Type       string // PER, ORG, LOC or MISC
}

// Labels turns spans of a sentence of n tokens into labels, of which there are
// LabelCount.
func Labels(n int, spans []Span) ([]uint8, error) { return encode(n, spans) }

// LabelCount is how many labels there are.
const LabelCount = labelCount

// encode turns spans into labels.
func encode(n int, spans []Span) ([]uint8, error) {
	labels := make([]uint8, n)
	for _, s := range spans {
		kind := -1
		for k, name := range trainedTypes {
			if name == s.Type {
				kind = k
			}
		}
		if kind < 0 {
			return nil, fmt.Errorf("type %q of a name is not one of %v", s.Type, trainedTypes)
		}
		if s.First < 0 || s.First >= s.End || s.End > n {
			return nil, fmt.Errorf("name from token %d to %d in a sentence of %d", s.First, s.End, n)
		}
		for i := s.First; i < s.End; i++ {
			if labels[i] != 0 {
				return nil, fmt.Errorf("token %d is in two names", i)
			}
			place := within
			switch {
			case s.End == s.First+1:
				place = only
			case i == s.First:
				place = first
			case i == s.End-1:
				place = last
			}
			labels[i] = uint8(label(kind, place))
		}
	}
	return labels, nil
}

// decode turns a valid sequence of labels into spans.
func decode(labels []uint8, spans []Span) []Span {
	begin := 0
	for i, l := range labels {
		if l == 0 {
			continue
		}
		kind, place := int(l-1)/places, int(l-1)%places
		if place == first || place == only {
			begin = i
		}
		if place == last || place == only {
			spans = append(spans, Span{begin, i + 1, trainedTypes[kind]})
		}
	}
	return spans
}
