package name

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache/extract/name/lexicon"
)

// dateWord is a run of letters and digits, or one other character, of a text
// in which dates are looked for.
type dateWord struct {
	text       string
	lower      string // without case
	start, end int
	spaced     bool // space before it
}

func dateWords(text string) []dateWord {
	var words []dateWord
	spaced := true
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			spaced = true
			i += size
			continue
		}
		end := i + size
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			for end < len(text) {
				r, size := utf8.DecodeRuneInString(text[end:])
				if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
					break
				}
				end += size
			}
		}
		word := text[i:end]
		words = append(words, dateWord{text: word, lower: strings.ToLower(word), start: i, end: end, spaced: spaced})
		spaced = false
		i = end
	}
	return words
}

type dateKind byte

const (
	noDate       dateKind = iota
	calendarDate          // year, month and day as far as they are given
	weekdayDate
	dayOffset  // yesterday, three days ago
	unitOffset // last week, this month, two years ago
	vagueDate  // a date that cannot be resolved: the 1990s, Fridays
	clockTime
)

type dateUnit byte

const (
	unitDay dateUnit = iota
	unitWeek
	unitMonth
	unitYear
)

// when is what an expression of time says.
type when struct {
	kind             dateKind
	year, month, day int // 0 is not given
	weekday          time.Weekday
	named            bool // "last", "next" or "this" stands before weekday or month
	offset           int  // in units; of a weekday or month, -1 is "last", 1 "next"
	unit             dateUnit
}

// match reads an expression of time from the front of words and returns how
// many words it has, 0 if there is none. Alone says that the words are nothing
// but the expression, so that "May" and "2019" need no other sign.
func match(words []dateWord, alone bool) (when, int) {
	if len(words) == 0 {
		return when{}, 0
	}
	if w, n := matchDate(words, alone); n > 0 {
		// A time of day may follow: "Friday morning", "Friday at 10:30".
		rest := words[n:]
		if len(rest) > 0 && partsOfDay[rest[0].lower] && w.kind != clockTime {
			n++
		}
		return w, n
	}
	if n := matchClock(words); n > 0 {
		return when{kind: clockTime}, n
	}
	return when{}, 0
}

var partsOfDay = map[string]bool{"morning": true, "afternoon": true, "evening": true, "night": true}

func matchDate(words []dateWord, alone bool) (when, int) {
	if len(words) == 0 {
		return when{}, 0
	}
	w := words[0]
	if d, n := matchNumeric(words); n > 0 {
		return d, n
	}
	if day, ok := lexicon.Weekday(w.text); ok && startsUpper(w.text) {
		n := 1
		// A short form is a day of the week only with its period or a date, since
		// "Sun" and "Sat" are words too.
		full := strings.Contains(w.lower, "day")
		if !full && len(words) > 1 && words[1].text == "." && !words[1].spaced {
			n, full = 2, alone || len(words) > 2 // else the period may end the sentence
		}
		// "Friday, August 15", "Friday (August 15)"
		rest := words[n:]
		if len(rest) > 1 && (rest[0].text == "," || rest[0].text == "(") {
			if d, m := matchCalendar(rest[1:], false); m > 0 && d.day > 0 {
				n += 1 + m
				if rest[0].text == "(" && n < len(words) && words[n].text == ")" {
					n++
				}
				return d, n
			}
		}
		if d, m := matchCalendar(rest, false); m > 0 && d.day > 0 {
			return d, n + m
		}
		switch {
		case !full:
			return when{}, 0
		case strings.HasSuffix(w.lower, "days"):
			return when{kind: vagueDate}, n // habitual
		}
		return when{kind: weekdayDate, weekday: day}, n
	}
	if d, n := matchCalendar(words, alone); n > 0 {
		return d, n
	}
	return matchRelative(words)
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// matchNumeric reads 2025-08-15, 15/08/2025 and the like.
func matchNumeric(words []dateWord) (when, int) {
	if len(words) < 5 || words[1].text != words[3].text || words[1].spaced || words[2].spaced || words[3].spaced || words[4].spaced {
		return when{}, 0
	}
	a, aok := number(words[0].text)
	b, bok := number(words[2].text)
	// The day of "2025-08-15T10:00:00Z" runs on into the time.
	last, _, _ := strings.Cut(words[4].text, "T")
	c, cok := number(last)
	if !aok || !bok || !cok {
		return when{}, 0
	}
	sign := words[1].text
	switch {
	case sign == "-" && len(words[0].text) == 4 && validDay(a, b, c):
		n := 5
		if last != words[4].text {
			for n < len(words) && !words[n].spaced {
				n++
			}
		}
		return when{kind: calendarDate, year: a, month: b, day: c}, n
	case (sign == "/" || sign == ".") && len(last) == 4 && last == words[4].text:
		switch {
		case a > 12 && validDay(c, b, a), sign == "." && validDay(c, b, a):
			return when{kind: calendarDate, year: c, month: b, day: a}, 5
		case b > 12 && validDay(c, a, b):
			return when{kind: calendarDate, year: c, month: a, day: b}, 5
		case validDay(c, a, b):
			if a == b {
				return when{kind: calendarDate, year: c, month: a, day: b}, 5
			}
			return when{kind: vagueDate}, 5 // day or month first: not to be known
		}
	}
	return when{}, 0
}

func number(s string) (int, bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

func validDay(year, month, day int) bool {
	if year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// dayNumber reads "15", "15th", "1st".
func dayNumber(s string) (int, bool) {
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		if rest, ok := strings.CutSuffix(strings.ToLower(s), suffix); ok {
			s = rest
			break
		}
	}
	if len(s) > 2 {
		return 0, false
	}
	n, ok := number(s)
	return n, ok && n >= 1 && n <= 31
}

func yearNumber(s string) (int, bool) {
	n, ok := number(s)
	return n, ok && len(s) == 4 && n >= 1000 && n < 2200
}

// monthWord reads a month and its period, if it has one.
func monthWord(words []dateWord) (month, n int) {
	if len(words) == 0 || !startsUpper(words[0].text) {
		return 0, 0
	}
	m, ok := lexicon.Month(words[0].text)
	if !ok {
		return 0, 0
	}
	if len(words) > 1 && words[1].text == "." && !words[1].spaced && len(words[0].text) <= 4 {
		return int(m), 2
	}
	return int(m), 1
}

// matchCalendar reads days, months and years: "August 15, 2025", "15 August",
// "the 15th of August", "Aug. 2025", "August".
func matchCalendar(words []dateWord, alone bool) (when, int) {
	if len(words) == 0 {
		return when{}, 0
	}
	if month, n := monthWord(words); n > 0 {
		d := when{kind: calendarDate, month: month}
		rest := words[n:]
		if len(rest) > 0 && rest[0].lower == "the" && len(rest) > 1 {
			if _, ok := dayNumber(rest[1].text); ok {
				rest = rest[1:]
				n++
			}
		}
		if len(rest) > 0 {
			if day, ok := dayNumber(rest[0].text); ok && day <= daysIn(2024, month) {
				d.day = day
				n++
				rest = rest[1:]
				// "August 15-16": the first day stands for both.
				if len(rest) > 1 && (rest[0].text == "-" || rest[0].text == "–") {
					if end, ok := dayNumber(rest[1].text); ok && end > day {
						n += 2
						rest = rest[2:]
					}
				}
				if len(rest) > 1 && rest[0].text == "," {
					if year, ok := yearNumber(rest[1].text); ok {
						d.year = year
						return d, n + 2
					}
				}
				if len(rest) > 0 {
					if year, ok := yearNumber(rest[0].text); ok {
						d.year = year
						return d, n + 1
					}
				}
				return d, n
			}
			skip := 0
			if rest[0].text == "," || rest[0].lower == "of" {
				skip = 1
			}
			if len(rest) > skip {
				if year, ok := yearNumber(rest[skip].text); ok {
					d.year = year
					return d, n + skip + 1
				}
			}
		}
		// "May", "March" and "Mar" alone are often no months.
		if alone || unmistakable(words[0].lower) {
			return d, n
		}
		return when{}, 0
	}
	n := 0
	if words[0].lower == "the" {
		n = 1
	}
	if len(words) > n+1 {
		if day, ok := dayNumber(words[n].text); ok {
			n++
			if words[n].lower == "of" {
				n++
			}
			if month, m := monthWord(words[n:]); m > 0 && day <= daysIn(2024, month) {
				d := when{kind: calendarDate, month: month, day: day}
				n += m
				rest := words[n:]
				if len(rest) > 1 && rest[0].text == "," {
					if year, ok := yearNumber(rest[1].text); ok {
						d.year = year
						return d, n + 2
					}
				}
				if len(rest) > 0 {
					if year, ok := yearNumber(rest[0].text); ok {
						d.year = year
						n++
					}
				}
				return d, n
			}
		}
	}
	if alone {
		if year, ok := yearNumber(words[0].text); ok {
			return when{kind: calendarDate, year: year}, 1
		}
	}
	return when{}, 0
}

// unmistakable says whether a capitalized word is a month whatever stands
// around it.
func unmistakable(month string) bool {
	switch month {
	case "may", "march", "mar", "jan", "dec", "jun", "april", "june", "august":
		// Also a verb, a given name or an adjective.
		return month == "april" || month == "june" || month == "august"
	}
	return true
}

var smallNumbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}

func unitWord(lower string) (dateUnit, bool) {
	switch strings.TrimSuffix(lower, "s") {
	case "day":
		return unitDay, true
	case "week", "weekend":
		return unitWeek, true
	case "month":
		return unitMonth, true
	case "year":
		return unitYear, true
	}
	return 0, false
}

// matchRelative reads what is told from the day of publication.
func matchRelative(words []dateWord) (when, int) {
	lower := func(i int) string {
		if i < len(words) {
			return words[i].lower
		}
		return ""
	}
	switch lower(0) {
	case "yesterday":
		return when{kind: dayOffset, offset: -1}, 1
	case "today", "tonight":
		return when{kind: dayOffset}, 1
	case "tomorrow":
		return when{kind: dayOffset, offset: 1}, 1
	case "earlier", "later":
		if lower(1) == "this" || lower(1) == "today" {
			if w, n := matchRelative(words[1:]); n > 0 {
				return w, n + 1
			}
		}
		return when{}, 0
	case "the":
		if lower(1) == "day" && lower(2) == "before" && lower(3) == "yesterday" {
			return when{kind: dayOffset, offset: -2}, 4
		}
		if lower(1) == "day" && lower(2) == "after" && lower(3) == "tomorrow" {
			return when{kind: dayOffset, offset: 2}, 4
		}
		if year, ok := decade(lower(1)); ok && year > 0 {
			return when{kind: vagueDate}, 2
		}
		return when{}, 0
	}
	if _, ok := decade(lower(0)); ok {
		return when{kind: vagueDate}, 1
	}
	offset, named := 0, true
	switch lower(0) {
	case "last", "past", "previous":
		offset = -1
	case "next", "coming":
		offset = 1
	case "this":
	default:
		named = false
	}
	if named {
		next := lower(1)
		if next == "night" && offset == -1 {
			return when{kind: dayOffset, offset: -1}, 2
		}
		if partsOfDay[next] && offset == 0 {
			return when{kind: dayOffset}, 2
		}
		if unit, ok := unitWord(next); ok && unit != unitDay && !strings.HasSuffix(next, "s") {
			return when{kind: unitOffset, offset: offset, unit: unit}, 2
		}
		if len(words) > 1 {
			if day, ok := lexicon.Weekday(words[1].text); ok && startsUpper(words[1].text) && !strings.HasSuffix(next, "days") {
				return when{kind: weekdayDate, weekday: day, named: true, offset: offset}, 2
			}
			if month, n := monthWord(words[1:]); n > 0 {
				d := when{kind: calendarDate, month: month, named: true, offset: offset}
				n++
				if n < len(words) {
					if day, ok := dayNumber(words[n].text); ok && day <= daysIn(2024, month) {
						d.day = day
						n++
					}
				}
				return d, n
			}
		}
		return when{}, 0
	}
	// "three days ago", "a week ago"
	count, ok := smallNumbers[lower(0)]
	if !ok {
		count, ok = number(lower(0))
	}
	if ok && lower(2) == "ago" && count <= 999 {
		if unit, ok := unitWord(lower(1)); ok {
			if unit == unitDay {
				return when{kind: dayOffset, offset: -count}, 3
			}
			return when{kind: unitOffset, offset: -count, unit: unit}, 3
		}
	}
	return when{}, 0
}

// decade reads "1990s".
func decade(lower string) (int, bool) {
	if len(lower) != 5 || lower[4] != 's' {
		return 0, false
	}
	return yearNumber(lower[:4])
}

// matchClock reads "10:30", "5 p.m.", "10.30am GMT", "noon".
func matchClock(words []dateWord) int {
	n := 0
	switch words[0].lower {
	case "noon", "midnight":
		n = 1
	default:
		hour, meridiem := words[0].lower, false
		for _, suffix := range []string{"am", "pm"} {
			if rest, ok := strings.CutSuffix(hour, suffix); ok {
				hour, meridiem = rest, true
			}
		}
		h, ok := number(hour)
		if !ok || h > 24 || len(hour) > 2 {
			return 0
		}
		n = 1
		minutes := false
		if !meridiem && len(words) > 2 && (words[1].text == ":" || words[1].text == ".") && !words[1].spaced && !words[2].spaced {
			minute := words[2].lower
			for _, suffix := range []string{"am", "pm"} {
				if rest, ok := strings.CutSuffix(minute, suffix); ok {
					minute, meridiem = rest, true
				}
			}
			if m, ok := number(minute); ok && len(minute) == 2 && m < 60 {
				minutes = words[1].text == ":"
				n = 3
				// Seconds.
				if len(words) > 4 && words[3].text == ":" && !words[3].spaced && !words[4].spaced {
					if s, ok := number(words[4].text); ok && s < 60 {
						n = 5
					}
				}
			}
		}
		if !meridiem && n < len(words) {
			switch {
			case words[n].lower == "am" || words[n].lower == "pm":
				meridiem = true
				n++
			case n+2 < len(words) && (words[n].lower == "a" || words[n].lower == "p") && words[n+1].text == "." && words[n+2].lower == "m":
				meridiem = true
				n += 3
				if n < len(words) && words[n].text == "." && !words[n].spaced {
					n++
				}
			}
		}
		if !meridiem && !minutes {
			return 0
		}
	}
	if n < len(words) {
		switch words[n].text {
		case "GMT", "UTC", "BST", "CET", "CEST", "EST", "EDT", "ET", "CT", "PT", "PST", "PDT", "MSK", "IST":
			n++
		case "local":
			if n+1 < len(words) && words[n+1].lower == "time" {
				n += 2
			}
		}
	}
	return n
}

// ResolveDate turns an expression of time into ISO 8601, as exact as it is:
// "2025-08-15", "2025-W32" (a week), "2025-08" or "2025". The day of
// publication, itself in ISO 8601 and "" if unknown, tells what "yesterday" or
// "August 15" mean; where that is needed and unknown, or the text is no
// expression of time that can be resolved, ok is false.
//
// A weekday is the last one up to the day of publication, or with future the
// first from it on. A day or month without a year is in the last twelve months,
// or, with future or where it comes at once, in the next twelve.
func ResolveDate(text, published string, future bool) (iso string, ok bool) {
	if len(text) > 200 {
		return "", false
	}
	words := dateWords(text)
	// Leave off prepositions and the like.
	for len(words) > 0 {
		if leading[words[0].lower] && (words[0].lower != "the" || !startsRelative(words)) {
			words = words[1:]
			continue
		}
		break
	}
	for len(words) > 0 {
		w, n := match(words, true)
		if n == 0 {
			return "", false
		}
		if w.kind != clockTime {
			return w.resolve(published, future)
		}
		// "10:30 on Friday": the day is what counts.
		words = words[n:]
		for len(words) > 0 && (leading[words[0].lower] || words[0].text == ",") {
			words = words[1:]
		}
	}
	return "", false
}

var leading = map[string]bool{
	"on": true, "in": true, "at": true, "by": true, "since": true, "until": true, "from": true, "of": true, "during": true,
	"the": true, "early": true, "late": true, "mid": true, "-": true, "before": true, "after": true, "around": true,
	"about": true, "till": true, "as": true, "through": true, "for": true, "(": true,
}

func startsRelative(words []dateWord) bool {
	w, n := matchRelative(words)
	return n > 0 && w.kind != noDate
}

func (w when) resolve(published string, future bool) (string, bool) {
	switch w.kind {
	case calendarDate:
		if w.year > 0 {
			return w.iso(w.year)
		}
	case vagueDate, clockTime, noDate:
		return "", false
	}
	day, precision, ok := parsePublished(published)
	if !ok {
		return "", false
	}
	switch w.kind {
	case calendarDate:
		if precision < 2 {
			return "", false
		}
		return w.iso(w.nearestYear(day, future))
	case weekdayDate:
		if precision < 3 {
			return "", false
		}
		back := (int(day.Weekday()) - int(w.weekday) + 7) % 7
		switch {
		case w.named && w.offset < 0:
			if back == 0 {
				back = 7
			}
			return day.AddDate(0, 0, -back).Format(time.DateOnly), true
		case w.named && w.offset > 0:
			return day.AddDate(0, 0, 7-back).Format(time.DateOnly), true
		case w.named: // of this week, which begins on Monday
			from := (int(w.weekday)+6)%7 - (int(day.Weekday())+6)%7
			return day.AddDate(0, 0, from).Format(time.DateOnly), true
		case future:
			return day.AddDate(0, 0, (7-back)%7).Format(time.DateOnly), true
		}
		return day.AddDate(0, 0, -back).Format(time.DateOnly), true
	case dayOffset:
		if precision < 3 {
			return "", false
		}
		return day.AddDate(0, 0, w.offset).Format(time.DateOnly), true
	case unitOffset:
		switch w.unit {
		case unitWeek:
			if precision < 3 {
				return "", false
			}
			year, week := day.AddDate(0, 0, 7*w.offset).ISOWeek()
			return fmt.Sprintf("%04d-W%02d", year, week), true
		case unitMonth:
			if precision < 2 {
				return "", false
			}
			return time.Date(day.Year(), day.Month()+time.Month(w.offset), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"), true
		case unitYear:
			if year := day.Year() + w.offset; year > 0 {
				return fmt.Sprintf("%04d", year), true
			}
		}
	}
	return "", false
}

// iso writes a date of the calendar.
func (w when) iso(year int) (string, bool) {
	switch {
	case w.month == 0:
		return fmt.Sprintf("%04d", year), true
	case w.day == 0:
		return fmt.Sprintf("%04d-%02d", year, w.month), true
	case !validDay(year, w.month, w.day):
		return "", false
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, w.month, w.day), true
}

// nearestYear chooses the year of a day or month that has none.
func (w when) nearestYear(published time.Time, future bool) int {
	year := published.Year()
	at := func(year int) time.Time {
		return time.Date(year, time.Month(w.month), max(1, w.day), 0, 0, 0, 0, time.UTC)
	}
	same := at(year)
	if w.day == 0 && time.Month(w.month) == published.Month() {
		switch {
		case w.named && w.offset < 0:
			return year - 1
		case w.named && w.offset > 0:
			return year + 1
		}
		return year
	}
	past, ahead := year, year
	if same.After(published) {
		past--
	} else if same.Before(published) {
		ahead++
	}
	switch {
	case w.named && w.offset < 0:
		return past
	case w.named && w.offset > 0:
		return ahead
	case w.named:
		return year
	case future:
		return ahead
	}
	since := published.Sub(at(past))
	until := at(ahead).Sub(published)
	if until*4 < since {
		return ahead
	}
	return past
}

// parsePublished reads a day, month or year in ISO 8601, also with a time
// after it; precision is 3, 2 or 1.
func parsePublished(published string) (day time.Time, precision int, ok bool) {
	if len(published) > 10 {
		published = published[:10]
	}
	for i, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if day, err := time.Parse(layout, published); err == nil {
			return day, i + 1, true
		}
	}
	return time.Time{}, 0, false
}
