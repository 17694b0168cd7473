// Package graph says what can be written to and asked of a graph.
package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"attache/schema"
	"attache/schema/statement"

	"github.com/cayleygraph/quad"
)

// Sentinel errors of every store.
var (
	ErrLocked      = errors.New("the folder is in use by another process")
	ErrNotStore    = errors.New("not a folder of Attaché's")
	ErrNewer       = errors.New("the graph was written by a newer version of Attaché")
	ErrUnreachable = errors.New("the server cannot be reached")
	ErrReadOnly    = errors.New("the query would write; say so with --write")
	ErrNotFound    = errors.New("the graph has no such thing")
	ErrConflict    = errors.New("the ontology conflicts with the one in the graph")
)

// UnknownNameError says that the graph has nothing of the name.
type UnknownNameError struct {
	Name    string
	Nearest []statement.Entity // what is spelled most like it, best first
}

func (e *UnknownNameError) Error() string {
	return fmt.Sprintf("the graph knows nothing named %q", e.Name)
}

// AmbiguousNameError says that several entities bear the name.
type AmbiguousNameError struct {
	Name       string
	Candidates []statement.Entity
}

func (e *AmbiguousNameError) Error() string {
	return fmt.Sprintf("%q may be any of %d entities", e.Name, len(e.Candidates))
}

// Written counts what a write changed.
type Written struct {
	Entities, Statements, Edges int  // new ones
	Unchanged                   bool // the document was there already, with all of it
}

// Counts are the totals of a graph.
type Counts struct {
	Documents, Entities, Statements, Facts int
}

// Filter narrows Records. The zero value lets everything through.
type Filter struct {
	Entity    string             // xid of either end
	Relation  string             // name
	Document  string             // xid
	Statuses  []statement.Status // any of
	Statement string             // xid of one statement
}

// Store is a graph. Its methods may be called from several goroutines at once.
type Store interface {
	statement.Directory

	// Apply makes the store ready for the ontology and remembers it, together
	// with what it held before. ErrConflict says what cannot be changed;
	// then nothing was written.
	Apply(ctx context.Context, o *schema.Ontology) error

	// Ontology returns what Apply remembered; an empty graph has the built-in one.
	Ontology(ctx context.Context) (*schema.Ontology, error)

	// Write stores the quads of one document, whole or not at all. They come in
	// the order in which graph/rdf makes them, and can be read several times. A
	// document that is too long for one transaction is seen by nobody before
	// all of it is there; where its writing was broken off, writing it again goes
	// on from there. The same document a second time changes nothing.
	Write(ctx context.Context, document iter.Seq[quad.Quad]) (Written, error)

	// Answer looks the query's names up and answers it. It fails with
	// *UnknownNameError or *AmbiguousNameError.
	Answer(ctx context.Context, q statement.Query) (statement.Result, error)

	// Query runs DQL, Dgraph's own language, and returns its JSON. Unless write is
	// set it is read-only, and ErrReadOnly where it asks for more.
	Query(ctx context.Context, dql string, vars map[string]string, write bool) ([]byte, error)

	// Records yields the statements that pass, ordered by document and place in
	// its text. Memory does not grow with their number.
	Records(ctx context.Context, f Filter) iter.Seq2[statement.Record, error]

	// Entities yields the entities, ordered by xid; Documents the documents,
	// without their text.
	Entities(ctx context.Context) iter.Seq2[statement.Entity, error]
	Documents(ctx context.Context) iter.Seq2[statement.Document, error]

	// Facts yields what happened, each fact once: ordered by the subject's xid,
	// predicate and the object's xid; a symmetric one from its lesser xid only.
	Facts(ctx context.Context) iter.Seq2[statement.Fact, error]

	// Document returns one document with its text, or fails with ErrNotFound.
	Document(ctx context.Context, xid string) (statement.Document, error)

	// Counts returns the totals.
	Counts(ctx context.Context) (Counts, error)

	// Close ends the use of the store; what was acknowledged is kept.
	Close() error
}
