// Package rdf turns statements into quads and back, and writes quads in the formats of the W3C.
package rdf

import "attache/schema/statement"

// Namespaces of the vocabularies that other tools know.
const (
	RDF     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	RDFS    = "http://www.w3.org/2000/01/rdf-schema#"
	SKOS    = "http://www.w3.org/2004/02/skos/core#"
	Schema  = "http://schema.org/"
	PROV    = "http://www.w3.org/ns/prov#"
	DCTerms = "http://purl.org/dc/terms/"
	XSD     = "http://www.w3.org/2001/XMLSchema#"
)

// Prefixes are known in every ontology file without being declared.
var prefixes = map[string]string{
	"rdf": RDF, "rdfs": RDFS, "skos": SKOS, "schema": Schema, "prov": PROV, "dcterms": DCTerms, "xsd": XSD,
}

// Terms of other vocabularies.
const (
	Type          = RDF + "type"
	Label         = RDFS + "label"
	AltLabel      = SKOS + "altLabel"
	DerivedFrom   = PROV + "wasDerivedFrom"  // statement → document
	AttributedTo  = PROV + "wasAttributedTo" // statement → entity whose words it reports
	Value         = PROV + "value"           // statement → its sentence
	GeneratedAt   = PROV + "generatedAtTime" // document → when the graph took it in
	Identifier    = DCTerms + "identifier"   // document → short name
	SourceURI     = DCTerms + "source"       // document → where it was read
	Title         = DCTerms + "title"        // document → title
	Issued        = DCTerms + "issued"       // document → day of publication
	Text          = Schema + "text"          // document → its text
	xsdDate       = XSD + "date"
	xsdGYearMonth = XSD + "gYearMonth"
	xsdGYear      = XSD + "gYear"
	xsdDateTime   = XSD + "dateTime"
)

// Terms of Attaché's own vocabulary.
const (
	Vocabulary = statement.Base + "term:"

	Statement = Vocabulary + "Statement" // type of statements
	Document  = Vocabulary + "Document"  // type of documents

	SHA256    = Vocabulary + "sha256"     // document → hash of its text, in hexadecimal
	OtherURI  = Vocabulary + "otherURI"   // document → further places where the same text was read
	EntityIs  = Vocabulary + "entityType" // entity → name of its type, where the type's IRI does not tell
	Status    = Vocabulary + "status"     // statement → actual, planned, hypothetical or negated
	Certainty = Vocabulary + "confidence" // statement → 0 to 1
	Rule      = Vocabulary + "rule"       // statement → name of the rule that found it
	Time      = Vocabulary + "time"       // statement → when it took place
	Event     = Vocabulary + "event"      // statement → event that it belongs to
	Place     = Vocabulary + "place"      // statement → where it took place

	// Byte offsets into the document's text.
	Start        = Vocabulary + "start" // of the sentence
	End          = Vocabulary + "end"
	TriggerStart = Vocabulary + "triggerStart"
	TriggerEnd   = Vocabulary + "triggerEnd"

	// How the ends stand in the text.
	SubjectMention  = Vocabulary + "subjectMention"
	SubjectStart    = Vocabulary + "subjectStart"
	SubjectEnd      = Vocabulary + "subjectEnd"
	SubjectResolved = Vocabulary + "subjectResolved"
	ObjectMention   = Vocabulary + "objectMention"
	ObjectStart     = Vocabulary + "objectStart"
	ObjectEnd       = Vocabulary + "objectEnd"
	ObjectResolved  = Vocabulary + "objectResolved"
)
