package extract_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"attache/extract"
	"attache/schema/statement"
)

// check says whether an extraction holds together: every span lies in the
// text, every entity that a statement names exists, nothing stands twice, and
// the same text gives the same again.
func check(t *testing.T, p *extract.Pipeline, text string) statement.Extraction {
	t.Helper()
	x, err := p.Extract(statement.Document{Text: text})
	if err != nil {
		t.Fatalf("%.60q: %v", text, err)
	}
	entities := map[string]bool{"": true}
	for _, e := range x.Entities {
		if e.XID == "" || e.Type == "" || e.Name == "" {
			t.Fatalf("%.60q: incomplete entity %+v", text, e)
		}
		if entities[e.XID] {
			t.Fatalf("%.60q: entity %s stands twice", text, e.XID)
		}
		entities[e.XID] = true
	}
	seen := map[string]bool{}
	for _, s := range x.Statements {
		if s.XID == "" || s.Predicate == "" || s.Subject == "" || s.Object == "" || seen[s.XID] {
			t.Fatalf("%.60q: statement is incomplete or stands twice: %+v", text, s)
		}
		seen[s.XID] = true
		for _, xid := range []string{s.Subject, s.Object, s.Quoted, s.Event, s.Place} {
			if !entities[xid] {
				t.Fatalf("%.60q: no entity %s", text, xid)
			}
		}
		for _, span := range []statement.Span{s.Span, s.Trigger, s.SubjectMention.Span, s.ObjectMention.Span} {
			if span.Start < 0 || span.End < span.Start || span.End > len(text) {
				t.Fatalf("%.60q: span %+v outside of the text", text, span)
			}
		}
		if s.Confidence < 0 || s.Confidence > 1 {
			t.Fatalf("%.60q: confidence %v", text, s.Confidence)
		}
	}
	return x
}

// FuzzExtract feeds arbitrary bytes to the whole pipeline.
func FuzzExtract(f *testing.F) {
	p := load(f)
	for _, seed := range []string{
		"", "\x00", "\xff\xfe\xfd", "\u200b\u00a0\u2028", strings.Repeat("(", 600), strings.Repeat("a-", 900), strings.Repeat("Ann and ", 120),
		"Ann Example met Ben Sample in Oslo on Friday.",
		"ANN EXAMPLE MEETS BEN SAMPLE IN OSLO, SAYS AIDE",
		"“Ann met Ben,” he said. “She didn’t meet him.” They “will” meet \"again",
		"OSLO, Aug 16 (Reuters) - Ann Example\xff met\x00Ben Sample, who met her and them and it",
		"He met her and she met him and they met them. Their talks were held.",
		"- Ann\n- Ben\n\n\n1. met\n2) Oslo\r\n\rhttp://a.b/?c=d e@f.g #h @i",
		"Die Minister trafen sich am Freitag in Bonn. 会談は金曜日に開かれた。Президент встретился с министром.",
		"\u202eAnn\u202c met e\u0301 \U0001F600 Ben", "30 February 2023-13-45 on the 99th of Smarch, 25:61",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			t.Skip("time grows with the text; long ones are another test's")
		}
		x := check(t, p, text)
		if !utf8.ValidString(text) {
			return // JSON replaces what is not UTF-8
		}
		first, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(check(t, p, text))
		if err != nil || string(again) != string(first) {
			t.Fatalf("%.60q gives another extraction the second time", text)
		}
	})
}

// TestOtherLanguages reads text that is not English: nothing breaks, and
// hardly anything is stated.
func TestOtherLanguages(t *testing.T) {
	p := load(t)
	for language, text := range map[string]string{
		"German":   "Der Minister Karl Muster traf am Freitag seine Kollegin Eva Beispiel in Bonn. Danach sprachen sie drei Stunden über Fisch.",
		"French":   "La ministre Anne Exemple a rencontré son homologue à Paris vendredi. Ils ont parlé pendant trois heures.",
		"Russian":  "Министр встретился со своим коллегой в Осло в пятницу. Они говорили три часа.",
		"Japanese": "大臣は金曜日にオスロで代表団と会談した。会談は三時間続いた。",
		"Arabic":   "التقى الوزير بالوفد في أوسلو يوم الجمعة. استمرت المحادثات ثلاث ساعات.",
		"Hindi":    "मंत्री ने शुक्रवार को ओस्लो में प्रतिनिधिमंडल से मुलाकात की।",
	} {
		if x := check(t, p, strings.Repeat(text+"\n\n", 3)); len(x.Statements) > 3 {
			t.Errorf("%s: %d statements in 6 sentences that are not English", language, len(x.Statements))
		}
	}
}

// TestCapitals reads headlines in capitals: sentences end where they do in
// small letters, and nothing breaks. How well names and trees fare there,
// attache-train eval --capitals measures.
func TestCapitals(t *testing.T) {
	p := load(t)
	for _, text := range []string{
		"President Vladimir Putin met President Donald Trump in Moscow on Friday. They spoke for an hour.",
		"Angela Merkel to visit Washington for talks, aide says",
		"“We met,” says Sample. Muster won’t comment.",
	} {
		capitals := strings.ToUpper(text)
		check(t, p, capitals)
		if got, want := len(p.Parse(capitals)), len(p.Parse(text)); got != want {
			t.Errorf("%s: %d sentences, %d in small letters", capitals, got, want)
		}
	}
}
