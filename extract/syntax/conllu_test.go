package syntax

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const smallCoNLLU = `# newdoc id = letter
# sent_id = letter-1
# text = They don't know “Ann”.
1	They	they	PRON	PRP	Case=Nom|Number=Plur	4	nsubj	4:nsubj	Entity=(1)
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	Key=v
4	know	know	VERB	VB	VerbForm=Inf	0	root	_	_
4.1	know	know	VERB	VB	_	_	_	_	_
5	“	"	PUNCT	` + "``" + `	_	6	punct	_	SpaceAfter=No
6	Ann	Ann	PROPN	NNP	Number=Sing	4	obj	_	SpaceAfter=No|Entity=(2)
7	”	"	PUNCT	''	_	6	punct	_	SpaceAfter=No
8	.	.	PUNCT	.	_	4	punct	_	SpaceAfter=No

# text = Why?
1	Why	why	ADV	WRB	_	0	root	_	SpaceAfter=No
2	?	?	PUNCT	.	_	1	punct	_	_

# newpar
# sent_id = letter-3
1	Yours	yours	PRON	PRP	_	0	root	_	_

`

func TestReadCoNLLU(t *testing.T) {
	documents, err := ReadCoNLLU(strings.NewReader(smallCoNLLU))
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) != 1 {
		t.Fatalf("%d documents, want 1", len(documents))
	}
	d := documents[0]
	if want := "They don't know “Ann”.Why?\n\nYours"; d.ID != "letter" || d.Text != want {
		t.Errorf("got %q with text %q, want %q", d.ID, d.Text, want)
	}
	var forms []string
	for _, s := range d.Sentences {
		if s.Start != s.Tokens[0].Start || s.End != s.Tokens[len(s.Tokens)-1].End {
			t.Errorf("sentence from %d to %d has other tokens", s.Start, s.End)
		}
		for _, token := range s.Tokens {
			forms = append(forms, d.Text[token.Start:token.End])
		}
	}
	if got, want := strings.Join(forms, " "), "They do n't know “ Ann ” . Why ? Yours"; got != want {
		t.Errorf("forms: got %s, want %s", got, want)
	}
	first := d.Sentences[0]
	if first.Tokens[0].Head != 3 || first.Tokens[3].Head != Root || first.Tokens[5].Deprel != "obj" {
		t.Errorf("wrong tree: %+v", first.Tokens)
	}
	if got := d.Misc[0]; got[0] != "Entity=(1)" || got[2] != "Key=v" || got[5] != "Entity=(2)" || got[6] != "" {
		t.Errorf("wrong MISC: %q", got)
	}
	if !d.Sentences[0].Paragraph || d.Sentences[1].Paragraph || !d.Sentences[2].Paragraph {
		t.Error("paragraphs begin in the wrong places")
	}
}

func TestReadCoNLLUErrors(t *testing.T) {
	word := func(id, form, head string) string {
		return id + "\t" + form + "\t_\t_\t_\t_\t" + head + "\tx\t_\t_\n"
	}
	tests := []struct{ name, text, want string }{
		{"columns", "1\tA\n", "line 1: 2 columns, want 10"},
		{"first ID", word("2", "A", "0"), `line 1: ID "2", want 1`},
		{"head is no number", word("1", "A", "x"), `HEAD "x" of word 1`},
		{"own head", word("1", "A", "1"), `HEAD "1" of word 1`},
		{"head beyond", word("1", "A", "5"), "HEAD 5 of word 1 is beyond the sentence's 1 words"},
		{"two roots", word("1", "A", "0") + word("2", "B", "0") + "\n", "line 3: 2 words have HEAD 0"},
		{"cycle", word("1", "A", "2") + word("2", "B", "1") + "\n", "line 3: word 1 is its own ancestor"},
		{"other text", "# text = B\n" + word("1", "A", "0"), `form "A" of line 2 does not stand`},
		{"more text", "# text = A B\n" + word("1", "A", "0"), "goes on after its last word"},
		{"multiword", "1-2\tA\t_\t_\t_\t_\t_\t_\t_\t_\n" + word("1", "A", "0") + "\n", "ends 1 words before"},
		{"not UTF-8", word("1", "\xff", "0"), "line 1: not UTF-8"},
	}
	for _, test := range tests {
		_, err := ReadCoNLLU(strings.NewReader(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
}

func TestWriteCoNLLU(t *testing.T) {
	documents, err := ReadCoNLLU(strings.NewReader(smallCoNLLU))
	if err != nil {
		t.Fatal(err)
	}
	checkRoundTrip(t, documents)
}

func checkRoundTrip(t *testing.T, documents []Document) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCoNLLU(&b, documents); err != nil {
		t.Fatal(err)
	}
	again, err := ReadCoNLLU(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	if !reflect.DeepEqual(again, documents) {
		t.Errorf("read back:\n%+v\nwant:\n%+v\nfrom:\n%s", again, documents, b.String())
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add([]byte(smallCoNLLU))
	f.Fuzz(func(_ *testing.T, b []byte) {
		documents, err := ReadCoNLLU(bytes.NewReader(b))
		if err == nil {
			_ = WriteCoNLLU(&bytes.Buffer{}, documents)
		}
	})
}

// TestTreebanks reads all files of the folder that ATTACHE_DATA names.
func TestTreebanks(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("ATTACHE_DATA"), "*.conllu"))
	if len(files) == 0 {
		t.Skip("set ATTACHE_DATA to a folder of CoNLL-U files to read them")
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		documents, err := ReadCoNLLU(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		odd := 0
		for _, d := range documents {
			for _, s := range d.Sentences {
				for _, token := range s.Tokens {
					if token.Start >= token.End {
						odd++
					}
				}
			}
		}
		if odd > 0 {
			t.Errorf("%s: %d words without text", file, odd)
		}
	}
}
