package rdf

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// Check says what keeps a quad from being written: an IRI with a character
// that none may have, a language tag or blank node of the wrong form, text that
// is not UTF-8, a literal where none may stand.
func Check(q quad.Quad) error {
	switch q.Subject.(type) {
	case quad.IRI, quad.BNode:
	default:
		return fmt.Errorf("quad %s: the subject is neither IRI nor blank node", show(q))
	}
	if _, ok := q.Predicate.(quad.IRI); !ok {
		return fmt.Errorf("quad %s: the predicate is no IRI", show(q))
	}
	switch q.Label.(type) {
	case nil, quad.IRI, quad.BNode:
	default:
		return fmt.Errorf("quad %s: the label is neither IRI nor blank node", show(q))
	}
	if q.Object == nil {
		return fmt.Errorf("quad %s: the object is missing", show(q))
	}
	for _, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if err := checkValue(v); err != nil {
			return fmt.Errorf("quad %s: %w", show(q), err)
		}
	}
	return nil
}

func checkValue(v quad.Value) error {
	switch v := v.(type) {
	case nil, quad.Int, quad.Float, quad.Bool, quad.Time:
		return nil
	case quad.IRI:
		return checkIRI(string(v))
	case quad.BNode:
		return checkBlank(string(v))
	case quad.String:
		return checkText(string(v))
	case quad.TypedString:
		if err := checkText(string(v.Value)); err != nil {
			return err
		}
		return checkIRI(string(v.Type))
	case quad.LangString:
		if err := checkText(string(v.Value)); err != nil {
			return err
		}
		return checkLanguage(v.Lang)
	}
	return fmt.Errorf("values of type %T cannot be written", v)
}

// checkIRI accepts an absolute IRI, as the N-Quads grammar and RFC 3987 have it.
func checkIRI(iri string) error {
	scheme, rest, found := strings.Cut(iri, ":")
	if !found || rest == "" || scheme == "" {
		return fmt.Errorf("%q is no absolute IRI", iri)
	}
	for i, c := range []byte(scheme) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return fmt.Errorf("%q is no absolute IRI", iri)
		}
	}
	if !utf8.ValidString(iri) {
		return fmt.Errorf("the IRI %q is not UTF-8", iri)
	}
	for i, c := range iri {
		if c <= ' ' || strings.ContainsRune("<>\"{}|^`\\", c) || unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
			return fmt.Errorf("the IRI %q has the character %q at byte %d, which must be percent-encoded", iri, c, i)
		}
	}
	return nil
}

func checkBlank(label string) error {
	for i, c := range label {
		ok := c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c)
		if i > 0 {
			ok = ok || c == '-' || c == '.' && i < len(label)-1
		}
		if !ok || c == utf8.RuneError {
			return fmt.Errorf("blank node %q: the character %q may not stand there", label, c)
		}
	}
	if label == "" {
		return fmt.Errorf("a blank node without a label")
	}
	return nil
}

func checkText(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("text that is not UTF-8")
	}
	return nil
}

// checkLanguage accepts the form that BCP 47 tags have in RDF.
func checkLanguage(tag string) error {
	for i, part := range strings.Split(tag, "-") {
		if part == "" {
			return fmt.Errorf("%q is no language tag", tag)
		}
		for _, c := range []byte(part) {
			letter := 'a' <= c|0x20 && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return fmt.Errorf("%q is no language tag", tag)
			}
		}
	}
	return nil
}

// Line writes a checked quad as a line of N-Quads, in the canonical form where
// the recommendation names one.
func Line(q quad.Quad) string {
	var b strings.Builder
	value(&b, q.Subject)
	b.WriteByte(' ')
	value(&b, q.Predicate)
	b.WriteByte(' ')
	value(&b, q.Object)
	if q.Label != nil {
		b.WriteByte(' ')
		value(&b, q.Label)
	}
	b.WriteString(" .\n")
	return b.String()
}

func value(b *strings.Builder, v quad.Value) {
	switch v := v.(type) {
	case quad.IRI:
		b.WriteString("<" + string(v) + ">")
	case quad.BNode:
		b.WriteString("_:" + string(v))
	case quad.String:
		literal(b, string(v))
	case quad.LangString:
		literal(b, string(v.Value))
		b.WriteString("@" + v.Lang)
	case quad.TypedString:
		literal(b, string(v.Value))
		b.WriteString("^^<" + string(v.Type) + ">")
	case quad.Int:
		b.WriteString(`"` + strconv.FormatInt(int64(v), 10) + `"^^<` + XSD + `integer>`)
	case quad.Float:
		b.WriteString(`"` + double(float64(v)) + `"^^<` + XSD + `double>`)
	case quad.Bool:
		b.WriteString(`"` + strconv.FormatBool(bool(v)) + `"^^<` + XSD + `boolean>`)
	case quad.Time:
		b.WriteString(`"` + time.Time(v).Format(time.RFC3339Nano) + `"^^<` + xsdDateTime + `>`)
	}
}

// double writes a number in the canonical form of xsd:double: 9.3E-1.
func double(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	case math.IsNaN(f):
		return "NaN"
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, 64), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	sign := ""
	if strings.HasPrefix(exponent, "-") {
		sign = "-"
	}
	exponent = strings.TrimLeft(exponent, "+-0")
	if exponent == "" {
		sign, exponent = "", "0"
	}
	return mantissa + "E" + sign + exponent
}

// literal quotes text: what would end a line or the quotes, and every control
// character, is escaped.
func literal(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, c := range s {
		switch c {
		case '"':
			b.WriteString(`\"`)
		case '\\':
			b.WriteString(`\\`)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		default:
			// The bidirectional marks turn a line around for who reads it; U+0085 and
			// U+2028 end lines for some readers.
			if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || c == '\ufeff' || unicode.Is(unicode.Bidi_Control, c) || c == 0xFFFE || c == 0xFFFF {
				fmt.Fprintf(b, `\u%04X`, c)
				continue
			}
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
}

// WriteNQuads checks the quads and writes them as N-Quads, in their order. Where
// one cannot be written nothing is; for that they are read twice.
func WriteNQuads(w io.Writer, quads iter.Seq[quad.Quad]) error {
	for q := range quads {
		if err := Check(q); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(w)
	for q := range quads {
		if _, err := out.WriteString(Line(q)); err != nil {
			return err
		}
	}
	return out.Flush()
}
