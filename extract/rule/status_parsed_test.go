package rule_test

import (
	"strings"
	"testing"

	"attache/extract/model/en"
	"attache/extract/rule"
	"attache/schema/statement"
)

// plain sentences, read by the parser that reads the news: the status's first
// letter, then the sentence with a star before the trigger.
const plain = `
N A *meeting between Ruiz and Okafor was called off on Friday, hours before the two were to sit down at the palace.
N The *talks were cancelled a day before the ministers were to arrive.
A Ruiz *met Okafor in Lima on Monday.
A Peru's president, Carla Ruiz, *met Nigerian leader Ben Okafor in Lima.
A Ruiz *meets Okafor in Lima
A Ruiz has *met Okafor twice this year.
A Ruiz had *met Okafor before the election.
A The two ministers held *talks in Quito on Tuesday.
A Ruiz was *received by Okafor at the palace.
A The *talks were held in Quito.
A The *summit took place in Quito last week.
A A *meeting between Ruiz and Okafor followed.
A Ruiz said he had *met Okafor in March.
A Ruiz confirmed that she *met Okafor.
A Officials said the two leaders *met for an hour.
A Ruiz praised the *talks with Okafor.
A Ruiz did *meet Okafor, the ministry confirmed.
A Ruiz travelled to Quito and *met Okafor.
A Ruiz flew to Quito to *meet Okafor.
A Ruiz managed to *meet Okafor.
A After *meeting Okafor, Ruiz left for Paris.
A Ruiz, whom Okafor *met in May, has resigned.
A The *summit could strengthen ties between the two countries.
A The *meeting was not productive, said Ruiz.
A Ruiz attended the planned *summit in Quito.
A Ruiz, *accompanied by Okafor, visited the port.
A Ruiz is *meeting Okafor at the palace.
A Ruiz began *talks with Okafor.
A Ruiz arrived in Quito for *talks with Okafor.
A It was the first *meeting between the two leaders since 2019.
A They used the *meeting to discuss trade.
A Ruiz, who *met Okafor last week, will travel to Paris.
P Ruiz will *meet Okafor in Lima on Friday.
P Ruiz will not only *meet Okafor but also visit the port.
P Ruiz is to *meet Okafor next week.
P Ruiz is due to *meet Okafor on Friday.
P Ruiz is set to *meet Okafor in Lima.
P Ruiz is scheduled to *meet Okafor in Lima.
P Ruiz is expected to *meet Okafor in Lima.
P Ruiz is going to *meet Okafor in Lima.
P Ruiz plans to *meet Okafor in Lima.
P Ruiz agreed to *meet Okafor in Lima.
P Ruiz has agreed to hold *talks with Okafor.
P Ruiz will hold *talks with Okafor.
P The two leaders will hold a new round of *talks in May.
P The *talks will be held in Quito.
P The *summit will take place in Quito.
P The *talks are expected to take place in Quito.
P The *talks are scheduled for Friday.
P A *meeting is planned for Friday.
P A *meeting planned for Friday will focus on trade.
P The *talks will begin on Monday.
P Ruiz will travel to Quito and *meet Okafor.
P Ruiz will be *received by Okafor.
P Ruiz will travel to Quito to *meet Okafor.
P Ruiz arrives in Quito on Friday to *meet Okafor.
P Ruiz is *meeting Okafor on Monday.
P Ruiz *meets Okafor tomorrow.
P The council *meets again next week.
P Ruiz said he would *meet Okafor in May.
P Ruiz announced that he would *meet Okafor in May.
P "We will *meet in Lima in May," Ruiz said.
P Ruiz was invited to *meet Okafor.
P Ruiz invited Okafor to *talks in Lima.
P Ruiz announced plans to *meet Okafor.
P Ruiz to *meet Okafor in Lima
P The closing *session was postponed until Friday.
P Ruiz, *accompanied by her deputy, will visit the port.
P The next *meeting will be in Lima.
P Ruiz and Okafor will *meet again in Lima, the ministry said.
P The leaders are preparing for a *summit in Lima.
P Ruiz looks forward to *meeting Okafor in Lima.
H Ruiz could *meet Okafor in Lima.
H Ruiz may *meet Okafor in Lima.
H Ruiz might *meet Okafor in Lima.
H Ruiz should *meet Okafor, said the opposition.
H Ruiz hopes to *meet Okafor.
H Ruiz wants to *meet Okafor.
H Ruiz would like to *meet Okafor.
H Ruiz offered to *meet Okafor.
H Ruiz offered to host *talks in Lima.
H Ruiz asked to *meet Okafor.
H Ruiz is ready to *meet Okafor.
H Ruiz is willing to *meet Okafor.
H Ruiz proposed a *meeting with Okafor.
H Ruiz called for *talks with Okafor.
H Ruiz urged Okafor to *meet the rebels.
H Ruiz raised the possibility of a *meeting with Okafor.
H Ruiz floated the idea of a *summit in Lima.
H Ruiz discussed a possible *meeting with Okafor.
H It has often been claimed that Ruiz *met Okafor.
H Aides said that a *meeting of Ruiz and Okafor had not been discussed.
A The *meeting of Ruiz and Okafor was discussed in parliament.
H The *talks could take place in Lima.
H A *summit could be held in Lima.
H Ruiz suggested that their next *meeting could take place in Lima.
H If Ruiz *meets Okafor, he will raise the matter.
H Ruiz will *meet Okafor if the talks succeed.
H It is unclear whether Ruiz *met Okafor.
H Ruiz did not say whether she had *met Okafor.
H Hopes for a *summit between the two leaders rose.
H Ruiz tried to *meet Okafor.
H Ruiz sought a *meeting with Okafor.
H Ruiz has not ruled out *meeting Okafor.
H Ruiz would welcome a *meeting with Okafor.
H Ruiz is likely to *meet Okafor.
H Perhaps Ruiz *met Okafor.
N Ruiz did not *meet Okafor.
N Ruiz has not *met Okafor.
N Ruiz never *met Okafor.
N Ruiz will not *meet Okafor.
N Ruiz won't *meet Okafor in Lima.
N Ruiz refused to *meet Okafor.
N Ruiz declined to *meet Okafor.
N Ruiz failed to *meet Okafor.
N Ruiz cancelled a *meeting with Okafor.
N Ruiz called off *talks with Okafor.
N The *talks were called off on Friday.
N The *meeting was cancelled.
N The *summit did not take place.
N No *meeting took place, the ministry said.
N There was no *meeting between Ruiz and Okafor.
N No *meeting is planned.
N Ruiz denied *meeting Okafor.
N Ruiz denied having *met Okafor.
N Ruiz denied that he had *met Okafor.
N Ruiz denied reports that he had *met Okafor.
N Ruiz has no plans to *meet Okafor.
N Ruiz ruled out a *meeting with Okafor.
N Ruiz ruled out *meeting Okafor.
N Ruiz left without *meeting Okafor.
N Ruiz went home instead of *meeting Okafor.
N Ruiz rejected *talks with Okafor.
N Ruiz did not attend the *talks.
N Ruiz did not travel to Lima or *meet Okafor.
N Neither Ruiz nor Okafor *attended the talks.
N Ruiz declined to *comment on the talks.
N Ruiz was unable to *attend.
N Ruiz had been due to *meet Okafor on Friday.
N Ruiz was to have *met Okafor on Friday.
N Ruiz postponed a trip to Lima, where she was to have been *received by Okafor.
N Ruiz has yet to *meet Okafor.
N Nobody *met Okafor at the airport.
N Ruiz would not *meet Okafor.
N Ruiz skipped a *meeting with Okafor.
N Reports that Ruiz has *met Okafor are untrue.
N She asked to *meet Okafor but was turned down.
A The president of Peru, Carla Ruiz, on Tuesday *met Nigerian envoy Ben Okafor, who is expected to brief reporters on Friday.
A Ruiz told reporters that she had *discussed fishing rights with Okafor.
A The much-awaited *summit between Ruiz and Okafor opened in Quito on Friday.
A Ruiz and Okafor *met behind closed doors for two hours before they took questions.
A Their *meeting, which had been planned for months, lasted two hours.
A Ruiz, who hopes to win a second term, *met Okafor on Friday.
A The talks, *hosted by Peru, ended without a deal.
A Ruiz said the *talks with Okafor would continue next week.
A Ruiz *held talks with Okafor, and will visit Chile next week.
A The two men had *met only once before, at a conference in Lima.
A Ruiz, who could face charges, *met Okafor on Sunday.
A Having *met Okafor, Ruiz said she would not run again.
A She was seen *talking to Okafor at the airport.
A Ruiz thanked Okafor for *hosting her.
A Okafor was *welcomed by Ruiz at the palace, where they will dine tonight.
A Before flying home, Ruiz *met the opposition leader.
A The minister *discussed the possibility of a ceasefire with Okafor.
A Ruiz *spoke about plans to build a port.
A On the sidelines of the conference, Ruiz *met Okafor.
A The *visit, the first by a Peruvian leader, was not announced in advance.
A Okafor said Ruiz had agreed to a ceasefire during their *meeting in Lima.
A Ruiz was *joined by Finance Minister Ana Diaz and the army chief.
A In an interview after the *meeting, Ruiz said she might run again.
A Ruiz was *accompanied by her deputy, who is to stay on until Friday.
A When the two leaders *met in Lima, nobody expected a deal.
A "We had a good *meeting," Ruiz said.
A Ruiz *warned that talks could fail.
A He is in Lima, where he *met Ruiz on Friday.
A Ruiz *called for a ceasefire.
P Ruiz will fly to Lima on Friday, where she will *meet Okafor.
P Ruiz is flying to Lima next week to *meet Okafor.
P The two sides agreed to hold another *round of talks in Geneva.
P "Our next *meeting will take place in Lima," he told reporters.
P Ruiz is expected to hold *talks with Okafor and visit a naval base.
P Ruiz is expected to hold talks with Okafor and *visit a naval base.
P Okafor, who will *host the summit in May, arrived on Friday.
P The summit, to be *held in Lima in May, will bring together ten leaders.
P The *summit, to be held in Lima in May, will bring together ten leaders.
P Ruiz, Okafor and Diaz are to *meet in Lima on 4 May.
P The ministry said a *meeting with Okafor had been scheduled for Friday.
P Lima will *host the summit next year.
P The delegations will *meet again in May, officials said.
P He is travelling to Lima this week for *talks with Okafor.
P Ruiz and Okafor have agreed to *meet in person.
P The prime minister is set to hold a *summit with his Nigerian counterpart.
P Later this week Ruiz will *receive the Nigerian envoy.
P She vowed to *raise the matter with Okafor.
P The president intends to *attend the conference in Lima.
P Okafor accepted an invitation to *visit Lima.
P On Thursday she will *visit Lima, accompanied by two ministers.
P The minister, *joined by two aides, will tour the plant tomorrow.
P Ruiz announced a *meeting with Okafor in May.
H Ruiz said she was ready to hold *talks with Okafor.
H Okafor has invited Ruiz, and a *meeting could take place in May, the ministry said.
H Ruiz might travel to Lima and *meet Okafor.
H A *meeting between the two leaders is possible, the ministry said.
H There could be a *meeting between the two leaders in May.
H A *meeting between Ruiz and Okafor is unlikely, the ministry said.
H The ministry did not confirm that the two had *met.
H The possibility of a *summit was discussed.
H The two sides are considering a *meeting in Lima.
H Ruiz proposed that the next *conference be held in Lima.
H Ruiz expressed the hope that the two leaders would *meet soon.
H Peru has offered to *host the next round.
H Analysts had speculated that the two would *meet.
H Ruiz had hoped to *meet Okafor.
H Ruiz said she would be happy to *meet Okafor.
H Ruiz said she would *meet Okafor only if he apologised.
H Calls for a *meeting between the two grew louder.
H Should the two leaders *meet, trade will be on the agenda.
H The opposition demanded that Ruiz *meet the protesters.
H The envoy had wanted to *meet both sides.
H Ruiz was considering *meeting Okafor.
H Ruiz requested a *meeting with Okafor.
H A three-way *session, floated by Peru last month, could be held in May.
H Ruiz is open to *talks with Okafor.
N Ruiz said that she had not *met Okafor.
N The two men have never *met.
N Ruiz said there were no plans for a *meeting with Okafor.
N No *meeting between them is planned.
N The *meeting, which had been set for May, was cancelled.
N A planned *meeting between Ruiz and Okafor was called off on Saturday.
N Okafor cancelled his planned *visit to Lima.
N The ministry denied that a *meeting had taken place.
N The ministry denied that any *meeting had taken place.
N Ruiz has refused to hold *talks with Okafor.
N Talks with Okafor were out of the question, so Ruiz did not *attend.
N Ruiz, who did not *attend the summit, sent her deputy.
N Ruiz has repeatedly refused to *meet Okafor.
N Ruiz would have *met Okafor if he had come.
N Ruiz did not *raise the matter in public.
N Neither minister *took questions.
N Ruiz flatly ruled out any *talks with the rebels.
N The ministry dismissed reports of a *meeting with Okafor.
N Ruiz pulled out of the *talks.
N Plans for a *summit were dropped.
N The *summit fell through.
N Ruiz was supposed to *meet Okafor on Friday.
N Okafor said that he had no intention of *meeting Ruiz.
N She wasn't *invited to the ceremony.
N Nobody from the ministry *attended the talks.
N Ruiz could not *attend the ceremony because of illness.
N The two presidents did not *meet during the summit.
N The two leaders were not expected to *meet.
N Ruiz flew home without *meeting the Nigerian president.
N He turned down an offer to *meet Ruiz.
N The talks ended without a *meeting between the two leaders.
N Ruiz has no desire to *meet Okafor.
N Okafor said he had never been *received by Ruiz.
N Ruiz declined an invitation to *attend the summit.
N The *meeting never took place.
N The *talks have not begun.
`

// parsedRight is how many of the plain sentences come out right through the
// embedded model. A model or a rule that loses some has to say so here.
const parsedRight = 253

func TestStatusOfParsedSentences(t *testing.T) {
	m, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	letters := map[byte]statement.Status{'A': statement.Actual, 'P': statement.Planned, 'H': statement.Hypothetical, 'N': statement.Negated}
	right, all := 0, 0
	for line := range strings.SplitSeq(strings.TrimSpace(plain), "\n") {
		want := letters[line[0]]
		before, after, _ := strings.Cut(line[2:], "*")
		got, why := statement.Status("no trigger"), ""
		for _, s := range m.Parse(before + after) {
			s = rule.Mend(s)
			for i, token := range s.Tokens {
				if token.Start == len(before) {
					got, why = rule.StatusOf(s, i)
				}
			}
		}
		all++
		if got == want {
			right++
			continue
		}
		t.Logf("%s: got %s (%s), want %s", line[2:], got, why, want)
	}
	t.Logf("%d of %d right", right, all)
	if right < parsedRight {
		t.Errorf("%d of %d right, want %d or more", right, all, parsedRight)
	}
}
