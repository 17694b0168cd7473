package rule

import "strings"

// force is what a governing word does to the status of what it governs:
// "refused to meet" takes the meeting away, "hoped to meet" leaves it open.
type force uint8

const (
	noForce  force = iota
	keeps          // the status stays: "managed to meet"
	plans          // announced or arranged: "agreed to meet"
	wishes         // possible, wanted, suggested: "offered to meet"
	prevents       // did not take place: "refused to meet"
	reports        // tells of it: "said that they met"
	denies         // calls it untrue: "denied that they met"
	moves          // goes or is somewhere for it: "flew to Paris to meet"
	departs        // sets out for it: "left for talks"
)

// forces reads a table of words. A particle follows its verb ("call off"), and
// so does a preposition that what is governed hangs on ("call for").
func forces(table map[force]string) map[string]force {
	m := make(map[string]force)
	for f, list := range table {
		for w := range wordSet(list) {
			m[w] = f
		}
	}
	return m
}

// wordSet splits at commas; a list has one word in one table only.
func wordSet(list string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.SplitSeq(list, ",") {
		m[strings.Join(strings.Fields(w), " ")] = true
	}
	return m
}

var verbForces = forces(map[force]string{
	keeps: `manage, begin, start, continue, get, help, proceed, go on, happen, use, come, keep, resume, prove, turn out,
		end up, wind up, allow, force, oblige, compel, let, make, enable, permit, lead, cause, persuade, convince, succeed,
		appear, seem, have, choose, be, go ahead, stop, cease, finish, rush, dare, enjoy, love, like, hate, remain, stay`,
	plans: `plan, agree, schedule, expect, intend, set, slate, arrange, prepare, promise, vow, pledge, decide, resolve,
		invite, commit, mean, suppose, tip, book, pencil, pencil in, line up, set up, announce, earmark, accept, order,
		instruct, task, assign, undertake, swear, opt, anticipate, await, go, push back, put back, bring forward, summon,
		agree to, agree on, look forward, prepare for, wait for, invite to, invite for, look forward to, opt for, settle on, gear up,
		gear up for, schedule for, plan for, summon to, summon for, bind, design, envisage, reschedule, pave, poise`,
	wishes: `want, hope, wish, offer, suggest, propose, ask, urge, seek, prefer, consider, need, try, attempt, aim,
		desire, request, demand, push, press, lobby, threaten, volunteer, float, mull, weigh, contemplate, encourage, advise,
		recommend, dream, strive, struggle, fight, apply, beg, plead, call, appeal, petition, require, ought, care, long,
		yearn, wait, hesitate, bother, tend, endeavour, endeavor, look, fear, risk, oppose, resist, imagine, envision,
		foresee, favour, favor, support, advocate, raise, moot, explore, pursue, campaign, warrant,
		call for, call on, hope for, push for, press for, ask for, ask to, appeal for, wish for, look for, lead to, insist on,
		work on, work towards, work toward, aim for, allow for, pave for, argue for, lobby for, plead for, campaign for,
		vie for, think about, think of, depend on, speculate about, speculate on, strive for, fight for, angle for,
		talk about, talk of, speak of, dream of, count on, hint at, point to, bid for, apply for, result in`,
	prevents: `fail, refuse, decline, neglect, forget, avoid, cancel, abandon, postpone, shelve, scrap, scratch, axe,
		skip, miss, boycott, rule out, call off, turn down, put off, pull out, back out, reject, refrain, abort, ditch,
		block, prevent, prohibit, forbid, ban, bar, snub, shun, spurn, forgo, veto, halt, drop, dodge, hold off, preclude,
		exclude, withdraw, opt out, fall through, break off, suspend, defer, discourage, deter, pass up, stay away,
		drop out, duck, evade, thwart, foil, cut short, sidestep, turn away, rebuff,
		refrain from, withdraw from, pull of, back of, pull out of, back out of, stay from, stay away from, keep from,
		prevent from, bar from, ban from, exclude from, stop from, drop out of, opt out of, abstain from, abstain,
		decide against, object to, balk at, advise against, argue against, warn against, absent from`,
	reports: `say, tell, claim, insist, add, warn, note, admit, acknowledge, stress, write, report, state, declare,
		confirm, reveal, recall, remember, know, remark, observe, mention, explain, describe, allege, assert, maintain,
		believe, think, argue, comment, reply, respond, answer, post, tweet, recount, testify, concede, emphasize,
		emphasise, underline, reiterate, repeat, quote, cite, understand, hear, learn, see, discover, show, indicate,
		disclose, estimate, complain, joke, boast, conclude, feel, find, realize, realise, regret, read, assume, notice,
		imply, underscore, highlight, point out, contend, lament, confess, relate, narrate, inform, assure, remind,
		brief, praise, hail, welcome, celebrate, mark, thank, criticise, criticize, condemn, pretend, contradict`,
	denies: `deny, dispute, refute, rebut, disprove, disbelieve, doubt, disavow, debunk, dismiss`,
	moves: `travel, fly, arrive, visit, return, gather, sit, join, meet, host, take, drive, sail, walk, convene, assemble,
		land, attend, jet, journey, cross, stand, sit down, rise, emerge, descend, interrupt, enter, stop off, stop by, stand up,
		get up, come together, come over, step out, turn up, show up`,
	departs: `leave, depart, head, set off, set out, embark`,
})

var adjectiveForces = forces(map[force]string{
	plans: `due, set, scheduled, slated, poised, planned, about, bound, prepared, expected, supposed, booked, certain,
		sure, confirmed, imminent, set for, due for, set to, scheduled for`,
	wishes: `ready, willing, possible, eager, keen, open, likely, unlikely, free, reluctant, hopeful, anxious, desperate,
		conceivable, probable, imaginable, necessary, essential, vital, crucial, important, desirable, doubtful,
		uncertain, unclear, feasible, better, best, available, interested, inclined, hesitant, afraid, urgent, useful,
		worth, prepared for, ready for, ready to, open to, willing for, hopeful of, keen on, eager for, interested in`,
	prevents: `unable, impossible, unwilling, unthinkable, inconceivable, cancelled, canceled, averse`,
	denies: `false, untrue, wrong, incorrect, baseless, fake, unfounded, fabricated, groundless, inaccurate, bogus,
		fictitious`,
	keeps: `able, allowed, first, last, second, third, only, quick, slow, lucky, fortunate, wont, accustomed, used, busy,
		glad, pleased, proud, honoured, honored, delighted, happy, sorry, sad, thrilled, privileged, grateful, angry`,
	reports: `true, clear, aware, evident, obvious, convinced, confident, known, apparent`,
})

var nounForces = forces(map[force]string{
	plans: `plan, agreement, intention, decision, promise, pledge, vow, commitment, arrangement, schedule, preparation,
		invitation, appointment, announcement, undertaking, expectation, programme, program`,
	wishes: `possibility, prospect, hope, wish, offer, proposal, suggestion, idea, chance, opportunity, desire, request,
		bid, attempt, effort, call, appeal, demand, push, readiness, willingness, need, option, question, condition,
		likelihood, aim, goal, speculation, dream, way, objective, purpose, ambition, threat, urge, eagerness, potential,
		initiative, motion, permission, right, ability, interest, thought, notion, feasibility`,
	prevents: `refusal, cancellation, failure, lack, absence, postponement, rejection, inability, boycott, reluctance,
		ban, impossibility, unwillingness, abandonment`,
	denies: `denial`,
	reports: `report, claim, statement, allegation, rumour, rumor, assertion, news, account, story, comment, remark, fact,
		evidence, word, testimony, confirmation`,
	keeps: `honour, honor, pleasure, privilege, delight, occasion, luck`,
})

// luckNouns are had by those who made use of them: "had the chance to meet".
var luckNouns = wordSet(`chance, opportunity, honour, honor, pleasure, privilege, occasion, luck`)

// modifierForces are words beside a noun: "the planned summit".
var modifierForces = forces(map[force]string{
	plans: `planned, scheduled, upcoming, forthcoming, next, coming, expected, slated, impending, imminent, arranged,
		anticipated, envisaged, rescheduled, plan, schedule, expect, slate, arrange, envisage`,
	wishes: `possible, potential, proposed, eventual, hypothetical, future, likely, unlikely, mooted, suggested,
		prospective, alleged, conceivable, rumoured, rumored, would-be, floated, requested, hoped-for, sought,
		supposed, tentative, unconfirmed, propose, moot, suggest, float, rumour, rumor`,
	prevents: `cancelled, canceled, postponed, aborted, abandoned, scrapped, called-off, shelved, fictitious, fabricated,
		nonexistent, non-existent, imaginary, cancel, postpone, abort, abandon, scrap, shelve`,
})

// occurrences are verbs whose object, or whose subject in the passive, takes
// place when they do.
var occurrences = wordSet(`begin, start, open, convene, resume, continue, end, conclude, finish, kick off, hold, host,
	stage, organise, organize, conduct, chair, attend, join, have, lead, mediate, close, complete, launch, give, make, pay,
	co-host, cohost, moderate, broker, facilitate, run, reopen, reconvene, restart, wrap up, deliver, receive, get, do,
	share, enjoy, inaugurate, visit, be, return, repay, stay for, sit for, participate in, take in, take part in, take part, sit in,
	sit in on, sit down for, meet for, engage in, gather for, convene for, assemble for, join for, join in, host for,
	come together for, receive for, welcome for, sit on, take place`)

// happenings are predicates about whether their subject takes place.
var happenings = wordSet(`take place, happen, occur, begin, start, open, follow, convene, resume, proceed, go ahead,
	continue, end, conclude, last, finish, materialise, materialize, ensue, kick off, come about, commence, reopen,
	reconvene, restart, wrap up, go on, close, run, drag on, be`)

// contents are predicates about what an event is like: their future is its own.
var contents = wordSet(`focus, cover, address, centre, center, deal, discuss, include, involve, bring, gather, mark, see,
	be, feature, revolve, concentrate, concern, touch, tackle, examine, review, coincide, run, take, attract`)

// transparentNouns stand for what they are part of: "a round of talks".
var transparentNouns = wordSet(`round, series, day, part, start, beginning, opening, end, kind, sort, type, set, half,
	hour, margin, sideline, sidelines, margins, couple, number, pair, string, first, second, third, week, phase, stage,
	edition, leg, lot, dozen, flurry, spate, marathon, resumption, continuation, conclusion, hosting, holding, fringe, session`)

// eventNouns tells the nouns whose own status others share.
var eventNouns = wordSet(`meeting, talk, talks, summit, session, negotiation, negotiations, conference, visit, ceremony,
	encounter, forum, dinner, lunch, breakfast, reception, round, gathering, call, conversation, trip, congress,
	briefing, discussion, consultation, dialogue, event, workshop, assembly, hearing, interview, tour, retreat, seminar,
	symposium, plenary, debate, panel, one`)

// manySided events take place whether or not one party stays away.
var manySided = wordSet(`summit, conference, forum, congress, ceremony, assembly, workshop, reception, session, funeral,
	inauguration, plenary, wedding, parade, hearing, seminar, symposium`)

var (
	negations = wordSet(`not, n't, n’t, nt, never, neither, nor, nowhere`)
	nobodies  = wordSet(`nobody, none, nothing, noone, no-one, neither`)
	hedges    = wordSet(`possibly, perhaps, maybe, probably, potentially, supposedly, conceivably, hopefully, allegedly,
		hypothetically, theoretically, presumably`)
	conditions = wordSet(`if, unless, lest, provided, providing, assuming, whether, supposing`)
	// welcoming words make a wish of "would", also in reported speech.
	welcoming = wordSet(`happy, glad, pleased, delighted, honoured, honored, welcome, like, love, prefer, appreciate`)
	weekdays  = wordSet(`monday, tuesday, wednesday, thursday, friday, saturday, sunday`)
	months    = wordSet(`january, february, march, april, may, june, july, august, september, october, november,
		december, jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec`)
	timeNouns = wordSet(`week, month, year, day, weekend, spring, summer, autumn, fall, winter, quarter, season, hour,
		fortnight, morning, term, decade`)
	companions = wordSet(`accompany, join, flank, lead, head, follow, surround, escort, assist`)
	particles  = wordSet(`off, out, up, down, back, away, ahead, forward, in, on, through, apart, together, about, over, by`)
)
