package coref

import "strings"

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// The gender of those whom a noun can mean.
type gender byte

const (
	unknown gender = iota
	male
	female
)

// Nouns for persons that name neither a title nor an office; those are in the lexicon.
var (
	maleNouns = set(`man boy father dad son brother husband uncle nephew grandfather grandson boyfriend gentleman
		widower stepfather stepson groom king prince duke emperor sultan emir sheikh monk pope imam
		actor waiter policeman fireman businessman statesman congressman salesman sportsman
		nobleman fisherman cameraman schoolboy lad guy bachelor godfather fiancé`)
	femaleNouns = set(`woman girl mother mom mum daughter sister wife aunt niece grandmother granddaughter girlfriend
		lady widow stepmother stepdaughter bride queen princess duchess empress nun actress waitress policewoman
		businesswoman stateswoman congresswoman spokeswoman chairwoman schoolgirl heroine godmother fiancée hostess`)
	// eitherNouns look male, but news calls women by them as well.
	eitherNouns = set(`chairman spokesman priest bishop archbishop actor host fisherman alderman councilman`)
	personNouns = set(`person child kid baby teenager teen adult parent sibling cousin grandparent grandchild spouse
		partner friend neighbour neighbor colleague rival opponent ally enemy visitor guest host tourist traveller traveler
		student pupil teacher lawyer doctor nurse worker employee employer boss citizen resident refugee migrant
		immigrant asylum-seeker protester demonstrator activist witness victim suspect defendant plaintiff prosecutor
		prisoner inmate detainee hostage soldier officer veteran fighter militant rebel terrorist gunman attacker killer
		robber thief criminal reporter journalist photographer author writer poet artist singer musician director
		producer player coach athlete footballer captain winner champion fan supporter critic voter politician lawmaker
		legislator candidate nominee successor predecessor counterpart delegate diplomat official aide negotiator mediator
		interpreter translator bodyguard driver pilot scientist researcher professor expert analyst economist historian
		engineer farmer owner founder customer client patient passenger volunteer member youth infant toddler newcomer
		foreigner stranger hero heir orphan twin scholar philosopher speaker interviewer host presenter moderator
		commander general colonel judge justice mayor governor senator minister president chancellor premier leader
		ambassador envoy secretary adviser advisor spokesperson chair chief head monarch ruler dictator`)
	// Nouns that say nothing of a person but gender and age.
	plainPersons = set(`man woman boy girl person child kid teenager teen youth lady gentleman guy lad`)
	kin          = set(`son daughter child kid father mother brother sister wife husband uncle aunt nephew niece cousin
		parent spouse grandfather grandmother grandson granddaughter teenager boy girl`)
	youths = set(`boy girl child kid teenager teen youth lad son daughter schoolboy schoolgirl student pupil nephew niece grandson granddaughter`)
)

// Heads of countries and governments. Each may be called the leader.
var heads = set(`president prime_minister chancellor leader king queen emperor empress monarch ruler dictator
	sultan emir taoiseach chairman chair crown_prince supreme_leader head_of_state head_of_government`)

// Heads of governments, which some countries call one thing and some another.
var governmentHeads = set(`prime_minister chancellor taoiseach`)

// Words before an office that do not tell one office from another.
var looseQualifiers = set(`former current incumbent new then outgoing acting interim late incoming visiting veteran longtime
	long-time serving sitting newly elected newly-elected embattled powerful influential popular old young older younger
	same own dear great good chief top senior lead ex former-`)

// bodies are the nouns by which a text takes up an organization or a place again.
var bodies = set(`base city town village country nation state region province island capital ministry department company firm
	group bank party court council commission committee agency university college school hospital institute union alliance
	association organization organisation parliament congress senate club team foundation library museum church airport hotel
	palace bureau board authority corporation newspaper magazine station federation league bloc district county venue park
	bridge river lake stadium theatre theater castle mosque temple cathedral embassy`)

// plainPlurals are plural nouns for one event.
var plainPlurals = set(`talks negotiations consultations discussions celebrations sessions`)

// publicBodies are nouns for organizations that are no companies.
var publicBodies = set(`ministry department council commission committee parliament congress senate court university college school
	government union police army navy party agency association federation alliance office church nations authority board`)

// eventFamily tells the kinds of event apart; members of a family may be one event.
var eventFamily = families(map[string]string{
	"meeting":  `meeting talks talk summit session negotiations negotiation encounter consultation consultations mini-summit get-together sit-down tête-à-tête discussion discussions dialogue meet`,
	"press":    `conference_press briefing presser conference_news appearance_press briefing_press briefing_news appearance_media conference_media`,
	"visit":    `visit trip tour stay stopover`,
	"ceremony": `ceremony inauguration celebration parade funeral wedding signing unveiling`,
	"meal":     `dinner lunch breakfast banquet luncheon reception brunch`,
	"gathering": `conference congress forum convention symposium seminar workshop assembly festival exhibition expo fair rally hearing trial
		awards championship championships plenary panel debate retreat biennale gala tournament olympics games`,
	"interview": `interview`,
	"call":      `call phone_call conversation telephone_call`,
	"any":       `event`,
})

func families(lists map[string]string) map[string]string {
	m := make(map[string]string)
	for family, words := range lists {
		for _, w := range strings.Fields(words) {
			m[w] = family
		}
	}
	return m
}

// pressWords before "conference", "appearance" or "briefing" make it a meeting with the press.
var pressWords = set(`press news media`)

// otherEvent holds the modifiers that say that another event is meant than the one at hand.
var otherEvent = set(`next future previous earlier planned possible potential upcoming second third fourth fifth another separate
	further new forthcoming proposed three-way four-way trilateral quadrilateral multilateral follow-up subsequent later
	last past first final eventual prospective ministerial technical annual weekly monthly bilateral virtual private
	preparatory opening closing plenary cancelled canceled postponed initial informal emergency extraordinary closed-door special`)

// mildEvent holds those of them that may also describe the one at hand.
var mildEvent = set(`bilateral first final last annual private informal emergency closed-door special extraordinary`)

// unreal holds the modifiers of an event that has not taken place yet.
var unreal = set(`next future planned possible potential upcoming proposed forthcoming eventual prospective cancelled canceled postponed`)

// times are nouns for times, which no pronoun means.
var times = set(`time day week month year hour minute second century decade moment night morning afternoon evening weekend season
	period today tomorrow yesterday noon midnight summer winter spring autumn fall while date`)

var (
	modals      = set(`will would could may might should can shall must 'll 'd wo ca`)
	planVerbs   = set(`plan schedule expect hope propose want offer agree aim intend due set invite seek suggest prepare likely ready float cancel postpone pencil slate arrange`)
	again       = set(`again`)
	off         = set(`off`)
	cancelVerbs = set(`cancel postpone scrap shelve delay`)
	holdVerbs   = set(`hold have host attend open begin start conclude end finish join conduct lead chair convene resume leave enter skip`)
	takeVerbs   = set(`hold have open begin start conclude end finish conduct resume`)
	thankVerbs  = set(`thank praise blame criticize criticise condemn accuse slam applaud commend congratulate rebuke fault punish reward credit forgive admire laud arrest`)
	carryVerbs  = set(`bring take carry have keep find hold`)
	humanVerbs  = set(`say tell add note claim admit acknowledge insist argue warn write announce reply ask believe think meet agree talk
		speak discuss want know order eat drink sing walk visit hope promise decide refuse shake sign greet plan arrive leave vote`)
	weatherVerb = set(`rain snow hail thunder drizzle`)
	// Predicates whose "it" stands for a clause.
	clauseAdjectives = set(`clear likely unlikely possible impossible important necessary true unclear hard difficult easy good bad
		better best worse time obvious evident essential crucial vital early late certain known unknown fair safe wise common rare
		worth enough unfair sad nice great wrong right interesting surprising strange odd shame pity fact`)
	clauseVerbs = set(`seem appear turn happen emerge follow take matter look transpire help`)
)

var (
	definites   = set(`the this that these those`)
	indefinites = set(`a an another any some no each every either`)
	twoWords    = map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2, "neither": 2, "either": 2,
		"pair": 2, "duo": 2, "couple": 2, "trio": 3, "threesome": 3, "quartet": 4, "foursome": 4, "2": 2, "3": 3, "4": 4}
	groupNouns = set(`pair duo couple trio threesome quartet foursome twosome`)
	sideNouns  = set(`side delegation party country nation government neighbour neighbor capital power state team`)
)

// pronoun is what the form of a pronoun says.
type pronoun struct {
	person     int // 1, 3; 0 for relative pronouns
	gender     gender
	plural     bool
	human      bool // he, she, who: never a thing
	thing      bool // it, which
	possessive bool
	reflexive  bool
	relative   bool
}

var pronouns = map[string]pronoun{
	"i": {person: 1, human: true}, "me": {person: 1, human: true}, "my": {person: 1, human: true, possessive: true},
	"mine": {person: 1, human: true, possessive: true}, "myself": {person: 1, human: true, reflexive: true},
	"we": {person: 1, plural: true, human: true}, "us": {person: 1, plural: true, human: true},
	"our": {person: 1, plural: true, human: true, possessive: true}, "ours": {person: 1, plural: true, human: true, possessive: true},
	"ourselves": {person: 1, plural: true, human: true, reflexive: true},
	"he":        {person: 3, gender: male, human: true}, "him": {person: 3, gender: male, human: true},
	"his":     {person: 3, gender: male, human: true, possessive: true},
	"himself": {person: 3, gender: male, human: true, reflexive: true},
	"she":     {person: 3, gender: female, human: true}, "her": {person: 3, gender: female, human: true},
	"hers":    {person: 3, gender: female, human: true, possessive: true},
	"herself": {person: 3, gender: female, human: true, reflexive: true},
	"it":      {person: 3, thing: true}, "its": {person: 3, thing: true, possessive: true},
	"itself": {person: 3, thing: true, reflexive: true},
	"they":   {person: 3, plural: true}, "them": {person: 3, plural: true}, "their": {person: 3, plural: true, possessive: true},
	"theirs":     {person: 3, plural: true, possessive: true},
	"themselves": {person: 3, plural: true, reflexive: true},
	"who":        {relative: true}, "whom": {relative: true}, "whose": {relative: true, possessive: true}, "which": {relative: true},
	"that": {relative: true},
}
