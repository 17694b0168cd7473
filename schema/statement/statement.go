// Package statement holds the neutral data between extraction and graph: entities, statements, queries and answers.
package statement

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Status says whether what a statement tells of took place.
type Status string

// The four statuses. Only an Actual statement makes a fact.
const (
	Actual       Status = "actual"       // happened or is happening
	Planned      Status = "planned"      // announced or scheduled, not yet happened
	Hypothetical Status = "hypothetical" // possible, wished, conditional, suggested
	Negated      Status = "negated"      // said not to have happened, cancelled, refused
)

// Statuses lists every status, from the firmest to the least firm.
var Statuses = []Status{Actual, Planned, Hypothetical, Negated}

// Span is a run of bytes of a document's text: from Start up to, not including, End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Document is one text and where it came from.
type Document struct {
	ID        string   // short name: the file's name without its extension
	XID       string   // see DocumentXID
	URI       string   // where it was read; "" for standard input
	OtherURIs []string // further places where the same text was read, sorted; the graph fills it
	Title     string
	Published string // day of publication, ISO 8601 with its precision; "" is unknown
	Ingested  string // when the graph took it in, RFC 3339; the graph fills it
	Text      string // UTF-8; every offset leads here
}

// Entity is one thing in the graph.
type Entity struct {
	XID     string   `json:"xid"` // see EntityXID; never changes
	Type    string   `json:"type"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"` // other ways in which the text names it, sorted
}

// Mention is how one end of a statement stands in the text.
type Mention struct {
	Text string `json:"text"`
	Span
	Resolved string `json:"resolved"` // how it was resolved: "name", "title", "pronoun", "plural, 1 of 2", "event", "topic", …
}

// key tells a mention from others; the members of a plural differ only in Resolved.
func (m Mention) key() string {
	return fmt.Sprintf("%d-%d %s %s", m.Start, m.End, m.Resolved, m.Text)
}

// Statement is one reading of one sentence.
type Statement struct {
	XID        string // see StatementXID
	Subject    string // xid of the entity
	Predicate  string // name of the relation in the ontology
	Object     string // xid of the entity
	Status     Status
	Confidence float64 // 0 to 1
	Document   string  // xid
	Sentence   string  // the evidence, as it stands in the text
	Span       Span    // of the sentence
	Trigger    Span    // of the word that carries the relation
	Rule       string  // name of the rule that found it
	Time       string  // when it took place, ISO 8601 with its precision; "" is unknown
	Quoted     string  // xid of the entity whose words these are; "" is the writer's
	Event      string  // xid of the event that it belongs to; ""
	Place      string  // xid of the place where it took place; ""

	SubjectMention, ObjectMention Mention
}

// Extraction is what one document yields. Entities holds every entity that a
// statement names, each once, in the order in which the text first names
// them; Statements are in the order of the text.
type Extraction struct {
	Document   Document
	Entities   []Entity
	Statements []Statement
}

// Entity returns the entity with the xid, or one that has nothing but its xid.
func (x *Extraction) Entity(xid string) Entity {
	for _, e := range x.Entities {
		if e.XID == xid {
			return e
		}
	}
	return Entity{XID: xid}
}

// Base is the IRI that the identifiers of documents, entities and statements begin with.
const Base = "urn:attache:"

// DocumentXID identifies a text by its SHA-256.
func DocumentXID(text string) string {
	return mint("document", text)
}

// EntityXID identifies an entity by the mention that made it.
func EntityXID(document string, span Span, typ string) string {
	return mint("entity", document, fmt.Sprint(span.Start), fmt.Sprint(span.End), typ)
}

// StatementXID identifies a statement by where it stands in which text and what
// it says, never by the xids of its ends: merging two entities leaves it as it is.
func StatementXID(s Statement) string {
	return mint("statement", s.Document,
		fmt.Sprint(s.Trigger.Start), fmt.Sprint(s.Trigger.End),
		s.SubjectMention.key(), s.ObjectMention.key(),
		s.Predicate, string(s.Status))
}

func mint(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return Base + kind + ":" + hex.EncodeToString(sum[:16])
}
