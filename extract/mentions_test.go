package extract_test

import (
	"slices"
	"strings"
	"testing"

	"attache/extract/coref"
	"attache/extract/quote"
)

// TestMentionsOfParsedText resolves the words behind the stars, from raw text.
func TestMentionsOfParsedText(t *testing.T) {
	p := load(t)
	for _, test := range []struct {
		text string
		want []string // of each star, "A + B" for several, "" for nobody
	}{
		{
			"Finnish President Aino Saari received Norwegian Prime Minister Per Holm in Turku on Monday. The two *leaders discussed fishing. Both *sides agreed to meet again. The prime *minister flew home on Tuesday.",
			[]string{"Aino Saari + Per Holm", "Aino Saari + Per Holm", "Per Holm"},
		},
		{
			"Omar Haddad, the Jordanian foreign minister, met *his Turkish *counterpart, Elif Aydin, in Aqaba. The *ministers signed a deal. *He thanked *her for the visit. The Turkish *minister praised her *host.",
			[]string{"Omar Haddad", "Elif Aydin", "Elif Aydin + Omar Haddad", "Omar Haddad", "Elif Aydin", "Elif Aydin", "Omar Haddad"},
		},
		{
			"German Chancellor Lena Vogt hosted French President Luc Moreau in Bonn. The *chancellor's *guest arrived late. \"*I told *him that *we need more trains,\" *she said.",
			[]string{"Lena Vogt", "Luc Moreau", "Lena Vogt", "Luc Moreau", "Lena Vogt", "Lena Vogt"},
		},
		{
			"Rosa Vidal and Juan Quispe, the presidents of Chile and Peru, met in Arica. Neither *leader spoke to the press. The *pair were joined by Hugo Prado, Bolivia's foreign *minister.",
			[]string{"Juan Quispe + Rosa Vidal", "Juan Quispe + Rosa Vidal", "Hugo Prado"},
		},
		{
			"Mayor Tom Reilly met Governor Sarah Quinn on Friday. The *mayor said the *governor had promised money. *Their talks lasted an hour. Quinn's *spokesman, Ed Marsh, confirmed this. *He said the *governor was pleased.",
			[]string{"Tom Reilly", "Sarah Quinn", "Sarah Quinn + Tom Reilly", "Ed Marsh", "Ed Marsh", "Sarah Quinn"},
		},
		{
			"Anna Keller and *her *husband, Paul Keller, opened a museum in Basel. The *couple met the artist Zoe Brandt there. Brandt told *them about *her paintings.",
			[]string{"Anna Keller", "Paul Keller", "Anna Keller + Paul Keller", "Anna Keller + Paul Keller", "Zoe Brandt"},
		},
		{
			"President Petr Maly sent *his interior *minister, Jana Kolar, to Vienna. There *she met Austria's Klaus Huber. Huber said the Czech *minister had been \"frank\". The *president did not comment.",
			[]string{"Petr Maly", "Jana Kolar", "Jana Kolar", "Jana Kolar", "Petr Maly"},
		},
		{
			"A delegation led by Trade Minister Ana Costa landed on Monday. The *delegation met President Rosa Vidal in Lima.",
			[]string{"Ana Costa"},
		},
		{
			"Ana Costa led a delegation that included Peter Lang and Olga Maric. The *delegation was received by Rosa Vidal. The Peruvian *delegation left early.",
			[]string{"Ana Costa + Olga Maric + Peter Lang", ""},
		},
		{"*I saw Ana Costa in Lima. She told *me a story.", []string{"", ""}}, // who tells the text has no name
	} {
		text := strings.ReplaceAll(test.text, "*", "")
		sentences := p.Parse(text)
		d := coref.Resolve(text, sentences, p.Names(text, sentences), quote.Find(text, sentences))
		at, star := 0, 0
		for before, rest, found := strings.Cut(test.text, "*"); found; before, rest, found = strings.Cut(rest, "*") {
			at += len(before)
			got := ""
			for i, s := range sentences {
				for k, token := range s.Tokens {
					if m, ok := d.At(i, k); ok && token.Start == at && m.Head == k {
						var names []string
						for _, c := range m.Clusters {
							names = append(names, d.Clusters[c].Name)
						}
						slices.Sort(names)
						got = strings.Join(names, " + ")
					}
				}
			}
			if star < len(test.want) && got != test.want[star] {
				word, _, _ := strings.Cut(rest, " ")
				t.Errorf("%s\n\t%q stands for %q, want %q", text, word, got, test.want[star])
			}
			star++
		}
		if star != len(test.want) {
			t.Errorf("%s: %d stars for %d wants", test.text, star, len(test.want))
		}
	}
}
