package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/name/lexicon"
)

// How much of a text is its head, where a dateline or date is looked for.
const (
	headLines = 12
	headBytes = 3000
	lineBytes = 300
)

// Dateline reads the place and day from the head of a document: a dateline
// before the first sentence, as agencies write it ("MOSCOW, Aug 16, 2025
// (Reuters) -"), or a line that is a date and little else ("Published:
// Saturday, August 16, 2025"). Either can be "" where the head does not give
// it; ok says that one is there. The date is a full day in ISO 8601.
func Dateline(text string) (place, isoDate string, ok bool) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = text[:min(len(text), headBytes)]
	lines := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if lines++; lines > headLines || place != "" && isoDate != "" {
			break
		}
		line = line[:min(len(line), lineBytes)]
		words := dateWords(line)
		if where, day, found := agencyLine(line, words); found {
			if place == "" {
				place = where
			}
			if isoDate == "" {
				isoDate = day
			}
			continue
		}
		if isoDate == "" {
			isoDate = dateLine(words)
		}
	}
	return place, isoDate, place != "" || isoDate != ""
}

// agencyLine reads "MOSCOW, Aug 16, 2025 (Reuters) -", "KYIV, Ukraine (AP) —",
// "Geneva, 16 August 2025 –".
func agencyLine(line string, words []dateWord) (place, day string, ok bool) {
	// The place: words that begin with capitals, up to a comma, bracket or dash.
	end := 0
	shout := true
	for end < len(words) && end < 6 {
		w := &words[end]
		r, _ := utf8.DecodeRuneInString(w.text)
		switch {
		case unicode.IsUpper(r):
			if len(w.text) > 1 && strings.ToUpper(w.text) != w.text {
				shout = false
			}
		case end > 0 && (w.text == "." || w.text == "'" || w.text == "’") && !w.spaced:
		case end > 0 && w.text == "-" && !w.spaced:
		case end > 0 && (w.lower == "de" || w.lower == "el" || w.lower == "of" || w.lower == "al"):
		default:
			goto placed
		}
		end++
	}
placed:
	if end == 0 || end == len(words) {
		return "", "", false
	}
	name := line[words[0].start:words[end-1].end]
	// A month that begins the date is no part of the place.
	if _, n := monthWord(words); n > 0 {
		return "", "", false
	}
	known := knownPlace(name)
	if !known && (!shout || len(name) < 4 || lexicon.Lookup(name)&lexicon.TitleName != 0 ||
		lexicon.Lookup(name)&lexicon.OrganizationName != 0 && words[end].text != "(") {
		return "", "", false
	}
	rest := words[end:]
	signs := 0 // that this is a dateline
	// The region or country, the date, the agency, the dash.
	for steps := 0; len(rest) > 0 && steps < 6; steps++ {
		switch {
		case isDash(rest[0].text) && (rest[0].spaced || signs > 0):
			// "KYIV —" needs a known place in capitals.
			if signs > 0 || shout && known {
				return name, day, true
			}
			return "", "", false
		case rest[0].text == "," || rest[0].text == ":" && signs > 0:
			rest = rest[1:]
		case rest[0].text == "(":
			close := 1
			for close < len(rest) && close < 8 && rest[close].text != ")" {
				close++
			}
			if close >= len(rest) || rest[close].text != ")" {
				return "", "", false
			}
			inside := line[rest[1].start:rest[close].start]
			if !startsUpper(inside) && !known {
				return "", "", false
			}
			if d, n := matchDate(rest[1:close], false); n > 0 && d.kind == calendarDate && d.day > 0 {
				if iso, ok := fullDay(d); ok {
					day = iso
				}
			}
			rest = rest[close+1:]
			signs++
			if len(rest) > 0 && !isDash(rest[0].text) && rest[0].text != ":" && rest[0].text != "," && rest[0].text != "." {
				// "GENEVA (AP) The talks …"
				return name, day, shout
			}
		default:
			d, n := matchDate(rest, false)
			switch {
			case n > 0 && d.kind == calendarDate && d.day > 0:
				if iso, ok := fullDay(d); ok {
					day = iso
				}
				signs++
				rest = rest[n:]
				if len(rest) == 0 {
					return name, day, true // a line of its own
				}
			case n > 0 && d.kind == weekdayDate:
				rest = rest[n:]
			case startsUpper(rest[0].text) && signs == 0:
				// "Ukraine" in "KYIV, Ukraine (AP)", "Md." in "ANNAPOLIS, Md. (AP)"
				rest = rest[1:]
				if len(rest) > 0 && rest[0].text == "." && !rest[0].spaced {
					rest = rest[1:]
				}
			default:
				return "", "", false
			}
		}
	}
	return "", "", false
}

func knownPlace(name string) bool {
	return lexicon.Lookup(name)&(lexicon.CityName|lexicon.CapitalName|lexicon.CountryName|lexicon.RegionName|lexicon.PlaceName) != 0
}

func isDash(s string) bool { return s == "-" || s == "–" || s == "—" || s == "―" }

// fullDay writes a date that has year, month and day.
func fullDay(d when) (string, bool) {
	if d.kind != calendarDate || d.year == 0 || d.month == 0 || d.day == 0 {
		return "", false
	}
	return d.iso(d.year)
}

// beforeDay are words that may stand on a line beside the date of publication.
var beforeDay = map[string]bool{
	"published": true, "posted": true, "updated": true, "date": true, "dated": true, "issued": true, "created": true,
	"released": true, "release": true, "on": true, "at": true, "first": true, "last": true, "by": true, "time": true,
	"for": true, "immediate": true, "press": true, "news": true, "statement": true, "am": true, "pm": true, "a": true,
	"p": true, "m": true, "local": true, "the": true, "and": true, "of": true, "from": true, "as": true, "min": true,
	"minute": true, "minutes": true, "read": true, "modified": true, "staff": true, "reporter": true, "edition": true,
	"utc": true, "gmt": true, "ist": true, "edt": true, "est": true, "bst": true, "cet": true, "cest": true, "et": true,
	"world": true, "politics": true,
}

// dateLine returns the day of a line that is a date and little else.
func dateLine(words []dateWord) string {
	day := ""
	others := 0
	for i := 0; i < len(words); {
		w := &words[i]
		d, n := match(words[i:], false)
		if n > 0 {
			if iso, ok := fullDay(d); ok && day == "" {
				day = iso
			}
			i += n
			continue
		}
		switch r, _ := utf8.DecodeRuneInString(w.text); {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			if w.text == "!" || w.text == "?" || w.text == "\"" || w.text == "“" {
				return ""
			}
			// A full stop ends a sentence, unless it ends a short form.
			if w.text == "." && i == len(words)-1 && others > 0 {
				return ""
			}
		case beforeDay[w.lower]:
		case unicode.IsUpper(r):
			others++ // a name in the byline, the paper, the section
		default:
			return "" // running text
		}
		i++
	}
	if others > 8 {
		return ""
	}
	return day
}
