package question_test

import (
	"errors"
	"sync"
	"testing"

	"attache/extract"
	"attache/extract/question"
	"attache/schema"
)

var pipeline = sync.OnceValues(func() (*extract.Pipeline, error) {
	o, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	return extract.New(o)
})

func TestRead(t *testing.T) {
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ text, want string }{
		{"Who met Duarte?", `which ?who: ?who met_with "Duarte"`},
		{"who met Duarte", `which ?who: ?who met_with "Duarte"`},
		{"Who did Duarte meet?", `which ?who: "Duarte" met_with ?who`},
		{"Who accompanied Elena Duarte?", `which ?who: "Elena Duarte" accompanied_by ?who`},
		{"Who did Brandt accompany?", `which ?who: ?who accompanied_by "Brandt"`},
		{"Where was the summit held?", `which ?where: "summit" hosted_at ?where`},
		{"Where did the summit take place?", `which ?where: "summit" hosted_at ?where`},
		{"Where was the summit?", `which ?where: "summit" hosted_at ?where`},
		{"Who attended the summit?", `which ?who: ?who attended "summit"`},
		{"Who spoke about water prices?", `which ?who: ?who spoke_about "water prices"`},
		{"Did Duarte meet Brandt?", `whether: "Duarte" met_with "Brandt"`},
		{"When did Duarte meet Brandt?", `when: "Duarte" met_with "Brandt"`},
		{"Where did Duarte meet Brandt?", `which ?where: "Duarte" attended ?event & "Brandt" attended ?event & ?event hosted_at ?where`},
		{
			"Who attended with Duarte?",
			`which ?who: "Duarte" accompanied_by ?who | ?who accompanied_by "Duarte" | ?x accompanied_by "Duarte" & ?x accompanied_by ?who | "Duarte" attended ?x & ?who attended ?x`,
		},
		{
			"Who was Elena Duarte with?",
			`which ?who: "Elena Duarte" accompanied_by ?who | ?who accompanied_by "Elena Duarte" | ?x accompanied_by "Elena Duarte" & ?x accompanied_by ?who | "Elena Duarte" attended ?x & ?who attended ?x`,
		},
	}
	for _, test := range tests {
		r, err := question.Read(p, test.text)
		if err != nil {
			t.Errorf("%s: %v\n%s", test.text, err, r.Tree)
			continue
		}
		if got := r.Query.String(); got != test.want {
			t.Errorf("%s\n got %s\nwant %s\n%s", test.text, got, test.want, r.Tree)
		}
	}
}

func TestNotUnderstood(t *testing.T) {
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "?", "How tall is the tower?", "Who is Duarte?", "Colourless green ideas sleep furiously.", "\x00\xff"} {
		if r, err := question.Read(p, text); !errors.Is(err, question.ErrNotUnderstood) {
			t.Errorf("%q is read as %s", text, r.Query)
		}
	}
}

// TestExamples asks what the program offers to be asked.
func TestExamples(t *testing.T) {
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range question.Examples(p) {
		if _, err := question.Read(p, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Where did Duarte meet Brandt?")
	f.Add("did did did take place place?")
	f.Add("Who who whom , , was was")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := pipeline()
		if err != nil {
			t.Fatal(err)
		}
		question.Read(p, text) // must not panic
	})
}
