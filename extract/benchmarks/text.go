package main

import (
	"math/rand/v2"
	"strings"
)

// newsText returns at least size bytes of made-up news: paragraphs, headlines,
// datelines and quotes, put together of the sentences below with names, places
// and days that differ. It is the same in every run.
func newsText(size int) string {
	random := rand.New(rand.NewPCG(1, 9))
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	var fill func(pattern string) string
	fill = func(pattern string) string {
		var b strings.Builder
		for pattern != "" {
			open := strings.IndexByte(pattern, '{')
			if open < 0 {
				break
			}
			end := open + strings.IndexByte(pattern[open:], '}')
			b.WriteString(pattern[:open])
			b.WriteString(fill(pick(slots[pattern[open+1:end]])))
			pattern = pattern[end+1:]
		}
		b.WriteString(pattern)
		return b.String()
	}
	var text strings.Builder
	for text.Len() < size {
		text.WriteString(fill(pick(headlines)) + "\n\n")
		text.WriteString(fill(pick(datelines)))
		for paragraph := range 4 + random.IntN(5) {
			if paragraph > 0 {
				text.WriteString("\n\n")
			}
			for sentence := range 1 + random.IntN(4) {
				if sentence > 0 {
					text.WriteByte(' ')
				}
				text.WriteString(fill(pick(sentences)))
			}
		}
		text.WriteString("\n\n")
	}
	return text.String()
}

var headlines = []string{
	"{Office} {surname} to meet {surname} in {city}",
	"{country} and {country} fail to agree on {topic}",
	"{surname} rejects talks on {topic}, aide says",
	"What {country} wants from the {city} summit",
}

var datelines = []string{
	"{CITY}, {month} {number} - ", "{CITY} - ", "{CITY}, {country}, {month} {number} - ", "",
}

var sentences = []string{
	"{Office} {name} met {office} {name} in {city} on {day} to discuss {topic}.",
	"The two spoke for {number} hours at the {venue}, accompanied by {name} and {number} aides.",
	"“We have not agreed on {topic} yet,” {surname} told reporters after the meeting. “But we will.”",
	"{name}, the {office} of {country}, said that the talks about {topic} would go on next week.",
	"A spokesman for {surname} denied that a date had been set, although officials in {city} had expected one.",
	"{country}’s delegation, which was led by {name}, left {city} without signing the agreement.",
	"It was the first time since {month} {year} that leaders of {country} and {country} had sat down together.",
	"If {country} does not withdraw its proposal, {surname} warned, the negotiations could collapse before {day}.",
	"{name} had been expected to attend, but the {office} cancelled the trip at short notice because of {topic}.",
	"The {company} group, whose chief executive {name} also took part, declined to comment.",
	"Analysts doubt that the meeting will change much; neither side wants to be seen as giving in.",
	"“Is this a breakthrough? I don't know,” said {name}, who teaches history at the University of {city}.",
	"Trade between {country} and {country} fell by {number} percent in {year}, according to the ministry’s own figures.",
	"{surname} later travelled to {city}, where he was received by {office} {name} and visited a factory of {company}.",
	"They agreed to set up a working group on {topic} that will report to both governments by the end of {month}.",
	"Thousands of people gathered outside the {venue} to protest against the visit, and police closed several streets.",
	"Her predecessor, {name}, called the plan for {topic} “a mistake that will cost {country} dearly.”",
	"On {day} the {office} spoke by phone with {name} and thanked him for hosting the conference in {city}.",
	"The statement, published by the {venue} late on {day}, does not mention {topic} at all.",
	"Asked whether she would meet {surname} again, the {office} said: “We’ll see what happens.”",
}

var slots = map[string][]string{
	"name":    {"{first} {surname}", "{first} {surname}", "{first} {initial}. {surname}"},
	"first":   {"Anna", "Boris", "Clara", "David", "Elena", "Farid", "Greta", "Hassan", "Irene", "Jonas", "Karim", "Lucia", "Marek", "Nadia", "Oscar", "Petra"},
	"initial": {"A", "B", "J", "K", "M", "R"},
	"surname": {"Albrecht", "Bergstrom", "Castellano", "Dimitrov", "Eriksen", "Fontaine", "Gupta", "Haddad", "Ivanova", "Jankowski", "Kovacs", "Lindqvist", "Marchetti", "Novak", "Okafor", "Petersen", "Quintero", "Rahman", "Sokolov", "Tanaka"},
	"Office":  {"President", "Prime Minister", "Foreign Minister", "Chancellor", "Defense Secretary"},
	"office":  {"president", "prime minister", "foreign minister", "trade envoy", "chancellor"},
	"city":    {"Oslo", "Geneva", "Cairo", "Vienna", "Ankara", "Warsaw", "New Delhi", "Helsinki", "Jakarta", "Lisbon"},
	"CITY":    {"OSLO", "GENEVA", "CAIRO", "VIENNA", "ANKARA", "WARSAW"},
	"country": {"Norway", "Egypt", "Turkey", "Poland", "India", "Finland", "Indonesia", "Portugal", "Serbia", "Chile"},
	"company": {"Nordhaven", "Castell", "Orbis Steel", "Meridian Grain"},
	"topic":   {"the grain deal", "fishing rights", "a new pipeline", "border controls", "the release of prisoners", "tariffs on steel", "the drought", "nuclear inspections"},
	"venue":   {"foreign ministry", "old town hall", "presidential palace", "embassy", "conference centre"},
	"day":     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday evening"},
	"month":   {"January", "March", "May", "Aug.", "October", "Dec."},
	"number":  {"two", "3", "five", "12", "17", "24"},
	"year":    {"2011", "2016", "2019", "2022"},
}
