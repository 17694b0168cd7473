package extract_test

import (
	"slices"
	"strings"
	"testing"

	"attache/schema/statement"
)

// TestAttendance tells who takes part in what, and where that is, over several sentences.
func TestAttendance(t *testing.T) {
	p := load(t)
	for _, test := range []struct {
		name, text string
		want       []string // statements of attended and hosted_at that are there
		not        []string // parts of statements that are not
	}{
		{"at", "At the ceremony, Mayor Ana Costa unveiled a plaque.", []string{"Ana Costa | attended | ceremony | actual"}, nil},
		{"says at", "Ana Costa told reporters at the Munich Security Conference that she would stay.", []string{"Ana Costa | attended | Munich Security Conference | actual"}, nil},
		{"guest", "Peter Lang was a guest at the Berlin Book Fair.", []string{"Peter Lang | attended | Berlin Book Fair | actual"}, nil},
		{"appears", "Peter Lang appeared at the Harbour Music Awards in Cork.", []string{"Peter Lang | attended | Harbour Music Awards | actual", "Harbour Music Awards | hosted_at | Cork | actual"}, nil},
		{"speaks to", "Ana Costa told the opening session that the dam would be built.", []string{"Ana Costa | attended | session | actual"}, nil},
		{"mediates", "The talks were mediated by Peter Lang.", []string{"Peter Lang | attended | talks | actual"}, nil},
		{"without an object", "The summit opened in Porto on Monday. Ana Costa attended.", []string{"Ana Costa | attended | summit | actual"}, nil},
		{"takes part", "The summit opened in Porto on Monday. Ana Costa took part.", []string{"Ana Costa | attended | summit | actual"}, nil},
		{"did not", "The summit opened in Porto on Monday. Ana Costa did not attend.", []string{"Ana Costa | attended | summit | negated"}, []string{"attended | summit | actual"}},
		{"will", "Ana Costa will speak at the Munich Security Conference.", []string{"Ana Costa | attended | Munich Security Conference | planned"}, nil},
		{"on a panel", "Ana Costa joined Peter Lang on a panel about ports.", []string{"Ana Costa | attended | panel | actual", "Peter Lang | attended | panel | actual"}, nil},
		{"remarks", "Ana Costa's remarks at the conference pleased the crowd.", []string{"Ana Costa | attended | conference | actual"}, nil},
		{"interview", "Peter Lang sat down with Ana Costa for an interview in her office in Porto.", []string{"Peter Lang | attended | Lang–Costa interview | actual", "Lang–Costa interview | hosted_at | Porto | actual"}, nil},
		{"dinner", "Ana Costa dined with Peter Lang in Porto.", []string{"Ana Costa | attended | Costa–Lang dinner | actual"}, nil},
		{"headquarters", "The conference was held at the company's headquarters located in Porto.", []string{"conference | hosted_at | company's headquarters | actual", "conference | hosted_at | Porto | actual"}, nil},
		{"meets at", "Ana Costa met Peter Lang at the G20 summit in Porto.", []string{"Ana Costa | attended | G20 summit | actual", "Peter Lang | attended | G20 summit | actual", "G20 summit | hosted_at | Porto | actual"}, []string{"meeting"}},
		{"talks elsewhere", "Ana Costa and Peter Lang held talks in Lisbon on Friday. Costa was at the Porto talks in May.", nil, []string{"Lang talks | hosted_at | Porto"}},
		{"gathers", "Ana Costa, Peter Lang and Olga Maric gathered in Porto in May.", []string{"meeting | hosted_at | Porto | actual"}, nil},
		{"here", "PORTO — Ana Costa and Peter Lang held talks here on Monday.", []string{"Costa–Lang talks | hosted_at | PORTO | actual"}, nil},
		{
			"list", "The summit opened in Porto on Monday. These are the delegates at the summit:\n\n- Norway: Prime Minister Ana Costa, with Minister Olga Maric.\n- Chile: no delegation.\n- Ghana: Ambassador Kofi Mensah.\n\nPeter Lang stayed at home.",
			[]string{"Ana Costa | attended | summit | actual", "Olga Maric | attended | summit | actual", "Kofi Mensah | attended | summit | actual"}, []string{"Lang"},
		},
		{"minutes", "The council held a meeting on Monday.\n\nPresent: Ana Costa, Peter Lang\n\nMinister Olga Maric sent a letter.", []string{"Ana Costa | attended | meeting | actual", "Peter Lang | attended | meeting | actual"}, []string{"Maric"}},

		{"aims at", "Peter Lang scoffed at the summit.", nil, []string{"attended"}},
		{"protests", "Peter Lang protested at the summit.", nil, []string{"attended"}},
		{"comments", "Peter Lang commented on the summit.", nil, []string{"attended"}},
		{"among", "The congress opened in Porto on Monday. Among those attending were the mayors of Cork, Ana Costa, and of Bergen, Peter Lang.", []string{"Ana Costa | attended | congress | actual", "Peter Lang | attended | congress | actual"}, nil},
		{"meets during", "Ana Costa warned of a drought during a meeting with Peter Lang in Porto.", []string{"Ana Costa | attended | Costa–Lang meeting | actual", "Peter Lang | attended | Costa–Lang meeting | actual"}, nil},
		{"in talks", "Ana Costa is in talks with the publisher, Peter Lang.", nil, []string{"attended"}},
		{"by telephone", "Ana Costa held a telephone conversation with Peter Lang on Monday.", nil, []string{"attended"}},
		{"by phone", "Ana Costa held talks with Peter Lang by phone on Monday.", nil, []string{"attended"}},
		{"a session", "The congress opened in Porto on Monday. The closing session was short. Among those attending was Ana Costa.", []string{"Ana Costa | attended | congress | actual"}, nil},
		{"by the way", "Peter Lang studied in Porto, where he met Ana Costa.", nil, []string{"attended"}},
		{"there", "Peter Lang met Ana Costa in Porto. Olga Maric was not there.", nil, []string{"Maric | attended"}},
		{"university", "The exhibition at the University of Porto closed in May.", []string{"exhibition | hosted_at | University of Porto | actual"}, nil},
		{"sees a doctor", "Peter Lang met a doctor in Porto.", nil, []string{"attended"}},
		{"on the way", "Ana Costa, who had landed with Peter Lang, left Porto without meeting anyone but Minister Olga Maric.", nil, []string{"Peter Lang | attended"}},
	} {
		x, err := p.Extract(statement.Document{Text: test.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range x.Statements {
			if s.Predicate == "attended" || s.Predicate == "hosted_at" {
				got = append(got, describe(x, s))
			}
		}
		for _, w := range test.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %s\n\twant %q\n\thave %q\n%s", test.name, test.text, w, got, trees(p, test.text))
			}
		}
		for _, n := range test.not {
			if i := slices.IndexFunc(got, func(g string) bool { return strings.Contains(g, n) }); i >= 0 {
				t.Errorf("%s: %s\n\tstates %q\n%s", test.name, test.text, got[i], trees(p, test.text))
			}
		}
	}
}
