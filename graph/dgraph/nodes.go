package dgraph

import (
	"slices"

	"attache/schema/statement"
)

// What queries ask of the nodes, and the nodes as they come back.

const entityFields = `uid xid name alias dgraph.type`

type entityNode struct {
	UID     string   `json:"uid"`
	XID     string   `json:"xid"`
	Name    string   `json:"name"`
	Aliases []string `json:"alias"`
	Types   []string `json:"dgraph.type"`
}

// entityType is the type that all entities have beside their own.
const entityType = "Entity"

func (n entityNode) entity() statement.Entity {
	e := statement.Entity{XID: n.XID, Name: n.Name, Aliases: slices.Clone(n.Aliases)}
	slices.Sort(e.Aliases)
	for _, t := range n.Types {
		if t != entityType {
			e.Type = t
		}
	}
	return e
}

const documentFields = `uid xid document.id document.uri document.title document.published document.ingested`

type documentNode struct {
	UID       string   `json:"uid"`
	XID       string   `json:"xid"`
	ID        string   `json:"document.id"`
	URIs      []string `json:"document.uri"`
	Title     string   `json:"document.title"`
	Published string   `json:"document.published"`
	Ingested  string   `json:"document.ingested"`
	Text      string   `json:"document.text"`
}

func (n documentNode) document() statement.Document {
	d := statement.Document{XID: n.XID, ID: n.ID, Title: n.Title, Published: n.Published, Ingested: n.Ingested, Text: n.Text}
	if uris := slices.Sorted(slices.Values(n.URIs)); len(uris) > 0 {
		d.URI = uris[0]
		if len(uris) > 1 {
			d.OtherURIs = uris[1:]
		}
	}
	return d
}

// readDocument is a document with its statements.
type readDocument struct {
	documentNode
	Statements []statementNode `json:"~statement.document"`
}

// statementScalars are the values of a statement's node.
const statementScalars = `uid xid statement.predicate statement.status statement.confidence statement.sentence
    statement.start statement.end statement.trigger_start statement.trigger_end statement.rule statement.time
    statement.subject_mention statement.subject_start statement.subject_end statement.subject_resolved
    statement.object_mention statement.object_start statement.object_end statement.object_resolved`

// factFields are what tells of which fact a statement is, and whose.
const factFields = `uid xid statement.predicate statement.status statement.confidence statement.time
    statement.subject { uid xid } statement.object { uid xid } series.coming { uid } series.leaving { uid }`

// heldFields are what the writer of a statement's document needs to know.
const heldFields = statementScalars + `
    statement.subject { uid xid } statement.object { uid xid }
    statement.quoted { uid xid } statement.event { uid xid } statement.place { uid xid }
    series.coming { uid } series.leaving { uid }`

const statementFields = statementScalars + `
    statement.subject { ` + entityFields + ` } statement.object { ` + entityFields + ` }
    statement.quoted { uid xid } statement.event { uid xid } statement.place { uid xid }
    statement.document { ` + documentFields + ` }`

type statementNode struct {
	UID             string       `json:"uid"`
	XID             string       `json:"xid"`
	Predicate       string       `json:"statement.predicate"`
	Status          string       `json:"statement.status"`
	Confidence      float64      `json:"statement.confidence"`
	Sentence        string       `json:"statement.sentence"`
	Start           int          `json:"statement.start"`
	End             int          `json:"statement.end"`
	TriggerStart    int          `json:"statement.trigger_start"`
	TriggerEnd      int          `json:"statement.trigger_end"`
	Rule            string       `json:"statement.rule"`
	Time            string       `json:"statement.time"`
	SubjectMention  string       `json:"statement.subject_mention"`
	SubjectStart    int          `json:"statement.subject_start"`
	SubjectEnd      int          `json:"statement.subject_end"`
	SubjectResolved string       `json:"statement.subject_resolved"`
	ObjectMention   string       `json:"statement.object_mention"`
	ObjectStart     int          `json:"statement.object_start"`
	ObjectEnd       int          `json:"statement.object_end"`
	ObjectResolved  string       `json:"statement.object_resolved"`
	Subject         entityNode   `json:"statement.subject"`
	Object          entityNode   `json:"statement.object"`
	Quoted          entityNode   `json:"statement.quoted"`
	Event           entityNode   `json:"statement.event"`
	Place           entityNode   `json:"statement.place"`
	Document        documentNode `json:"statement.document"`
	Coming          seriesNode   `json:"series.coming"`
	Leaving         []seriesNode `json:"series.leaving"`
}

// marks returns the predicates with which series have marked the node.
func (n statementNode) marks() (predicates []string) {
	if n.Coming.UID != "" {
		predicates = append(predicates, "series.coming")
	}
	if len(n.Leaving) > 0 {
		predicates = append(predicates, "series.leaving")
	}
	return predicates
}

func (n statementNode) statement() statement.Statement {
	return statement.Statement{
		XID: n.XID, Subject: n.Subject.XID, Predicate: n.Predicate, Object: n.Object.XID,
		Status: statement.Status(n.Status), Confidence: n.Confidence,
		Document: n.Document.XID, Sentence: n.Sentence,
		Span: statement.Span{Start: n.Start, End: n.End}, Trigger: statement.Span{Start: n.TriggerStart, End: n.TriggerEnd},
		Rule: n.Rule, Time: n.Time, Quoted: n.Quoted.XID, Event: n.Event.XID, Place: n.Place.XID,
		SubjectMention: statement.Mention{Text: n.SubjectMention, Span: statement.Span{Start: n.SubjectStart, End: n.SubjectEnd}, Resolved: n.SubjectResolved},
		ObjectMention:  statement.Mention{Text: n.ObjectMention, Span: statement.Span{Start: n.ObjectStart, End: n.ObjectEnd}, Resolved: n.ObjectResolved},
	}
}

func (n statementNode) record() statement.Record {
	return statement.Record{
		Statement:     n.statement(),
		SubjectEntity: n.Subject.entity(), ObjectEntity: n.Object.entity(),
		From: n.Document.document(),
	}
}
