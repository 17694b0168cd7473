package extract_test

import (
	"strings"
	"testing"

	"attache/schema/statement"
)

// spokenCases are sentences, then what they state of whom speaks about what.
// "!" stands before what must not be stated, whoever is said to say it.
var spokenCases = []struct{ text, want string }{
	// Whom something is said to is not what it is about.
	{"Elena Duarte urged both parties to accept the compromise.", "Elena Duarte: compromise; !parties"},
	{"Elena Duarte asked the ministers to lift the ban.", "Elena Duarte: ban; !ministers"},
	{"Elena Duarte called Jonas Brandt on Monday.", "!Jonas Brandt"},
	{"Elena Duarte called the new law a mistake.", "Elena Duarte: new law"},
	{"Elena Duarte called the verdict a scandal.", "Elena Duarte: verdict"},
	{"Elena Duarte called the ruling \"cruel\".", "Elena Duarte: ruling"},
	// Whose report it is in is not what it is about.
	{"“We had a long talk about fisheries,” Elena Duarte told reporters, Lusa reported.", "Elena Duarte: long talk about fisheries; !Lusa"},
	// Conditions are not said, they stand beside what is said.
	{"Elena Duarte plans to visit the widow, she says, if the neighbours agree.", "!neighbours"},
	// A name that acts gives way to what its clause turns on.
	{"Elena Duarte said that Norway regretted the delay.", "Elena Duarte: delay; !Norway"},
	{"Elena Duarte said that Norway would pay for the ferries.", "Elena Duarte: ferries; !Norway"},
	{"Elena Duarte said she hoped to save the shipyard.", "Elena Duarte: shipyard"},
	{"Elena Duarte said she believed the tariff had failed.", "Elena Duarte: tariff"},
	{"Elena Duarte told investors that profits would \"meet or beat\" expectations.", "Elena Duarte: profits"},
	{"“This is a disaster for builders,” Elena Duarte said, waving a copy of the contract.", "Elena Duarte: disaster for builders; !copy of the contract"},
	{"Elena Duarte's remarks on fees drew criticism from lenders.", "!criticism from lenders"},
	{"Among the issues raised by Elena Duarte were bank fees.", "!issues; !issues raised by Elena Duarte"},
	// Predicates and greetings.
	{"“The tunnel is a disaster,” said Elena Duarte.", "Elena Duarte: tunnel; !disaster"},
	{"“It is a great honour to be here,” said Elena Duarte.", "!great honour"},
	{"“Good morning, ladies and gentlemen,” said Elena Duarte.", "!Good morning"},
	{"“There is no doubt that we will come,” said Elena Duarte.", "!doubt"},
	{"“It's about respect,” said Elena Duarte.", "Elena Duarte: respect"},
	{"“We cannot afford another year of losses,” said Elena Duarte.", "Elena Duarte: losses"},
	// A finite verb that looks like a participle.
	{"Elena Duarte met Jonas Brandt in Oslo. The two discussed pensions, overtime and a new safety code.", "Elena Duarte: pensions; Jonas Brandt: new safety code"},
	// Phrases for an index card.
	{"Elena Duarte spoke about all of these treaties.", "Elena Duarte: treaties; !all"},
	{"Elena Duarte stressed the importance of renewing the treaty on fisheries in the North Atlantic before it expires in spring.", "!importance"},
	{"Elena Duarte spoke at length about the pension fund.", "Elena Duarte: pension fund; !length"},
	{"Elena Duarte raised doubts about the harvest.", "Elena Duarte: harvest"},
	{"Elena Duarte issued a statement on the floods.", "Elena Duarte: floods"},
	{"Elena Duarte touched on the budget.", "Elena Duarte: budget"},
	{"Elena Duarte told him about the budget.", "Elena Duarte: budget"},
	{"Elena Duarte described that meeting as a waste of time.", "Elena Duarte: meeting"},
	{"Elena Duarte hinted at new taxes on mining.", "Elena Duarte: new taxes on mining"},
	{"Elena Duarte wrote of the harvest.", "Elena Duarte: harvest"},
	{"Elena Duarte ruled out a pardon.", "Elena Duarte: pardon"},
	{"“I know that people are worried about noise,” said Elena Duarte.", "Elena Duarte: noise"},
	// Words speak for who wrote them.
	{"Elena Duarte's letter said that the bridge was closed.", "Elena Duarte: bridge"},
	// An entry of a programme is still to come.
	{"10:15 Keynote by Elena Duarte, Oslo Institute: “Bridges in winter”", "!Bridges in winter"},
	// Denial of having said something.
	{"Elena Duarte did not mention the budget.", "!budget"},
}

func TestSpokenAbout(t *testing.T) {
	p := load(t)
	for _, c := range spokenCases {
		x, err := p.Extract(statement.Document{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range x.Statements {
			if s.Predicate == "spoke_about" && s.Status == statement.Actual {
				got = append(got, x.Entity(s.Subject).Name+": "+x.Entity(s.Object).Name)
			}
		}
		for want := range strings.SplitSeq(c.want, "; ") {
			topic, not := strings.CutPrefix(want, "!")
			found := false
			for _, g := range got {
				found = found || g == want || not && strings.HasSuffix(g, ": "+topic)
			}
			if found == not {
				t.Errorf("%s\n\twant %s, have %q\n%s", c.text, want, got, trees(p, c.text))
			}
		}
	}
}
