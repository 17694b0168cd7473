package embedded

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"github.com/dgraph-io/dgraph/v25/posting"
	"github.com/dgraph-io/dgraph/v25/protos/pb"
	"github.com/dgraph-io/dgraph/v25/schema"
	"github.com/dgraph-io/dgraph/v25/types"
	"github.com/dgraph-io/dgraph/v25/worker"
	"github.com/dgraph-io/dgraph/v25/x"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// Alter changes the schema, or drops a predicate, a type, the data or everything. It
// runs alone, and indexes are complete when it returns.
func (c client) Alter(ctx context.Context, op *api.Operation, _ ...grpc.CallOption) (*api.Payload, error) {
	leave, err := c.enter(ctx, everyRequest)
	if err != nil {
		return nil, asStatus(err)
	}
	defer leave()
	err = guard("altering the schema", func() error {
		if err := errors.Join(c.writable(), c.hasRoom(spareToWrite)); err != nil {
			return err
		}
		// A rollup must not write what is being dropped.
		c.stopRollups()
		defer c.startRollups()
		return c.alter(ctx, op)
	})
	if err != nil {
		return nil, asStatus(err)
	}
	return &api.Payload{}, nil
}

func (e *Engine) alter(ctx context.Context, op *api.Operation) error {
	isDropAll := op.DropAll || op.DropOp == api.Operation_ALL
	drop := op.DropValue
	switch {
	case isDropAll && (op.DropOp == api.Operation_DATA || drop != ""):
		return errors.New("drop all takes no other drop and no value")
	case isDropAll:
		return e.dropAll()
	case op.DropOp == api.Operation_DATA:
		if drop != "" {
			return errors.New("drop data takes no value")
		}
		return e.dropData()
	case op.DropAttr != "" || op.DropOp == api.Operation_ATTR:
		if op.DropAttr != "" {
			drop = op.DropAttr
		}
		return e.dropPredicate(ctx, drop)
	case op.DropOp == api.Operation_TYPE:
		return e.dropType(drop)
	case op.Schema != "":
		return e.changeSchema(ctx, op.Schema)
	}
	return errors.New("an operation must change the schema or drop something")
}

// dropAll empties the store. Unlike Dgraph's own it keeps our records in Badger, so
// that UIDs are not used again.
func (e *Engine) dropAll() error {
	e.forgetAll()
	schema.State().DeleteAll()
	err := e.db.DropPrefix([]byte{x.DefaultPrefix}, []byte{x.ByteSchema}, []byte{x.ByteType}, []byte{x.ByteSplit})
	posting.ResetCache()
	if err != nil {
		return e.fail(err)
	}
	return errors.Join(e.initialSchema(), e.db.Sync())
}

// dropData removes all nodes and keeps the schema.
func (e *Engine) dropData() error {
	e.forgetAll()
	if err := e.db.DropPrefix([]byte{x.DefaultPrefix}, []byte{x.ByteSplit}); err != nil {
		return e.fail(err)
	}
	posting.ResetCache()
	return e.db.Sync()
}

func (e *Engine) dropPredicate(ctx context.Context, name string) error {
	attr := x.AttrInRootNamespace(name)
	if name == "" {
		return errors.New("drop attr needs the name of a predicate")
	}
	if x.IsReservedPredicate(attr) {
		return fmt.Errorf("predicate %s is pre-defined and is not allowed to be dropped", name)
	}
	ts, err := e.beginTS()
	if err != nil {
		return err
	}
	e.forgetWritersOf(attr)
	if err := posting.DeletePredicate(ctx, attr, ts); err != nil {
		return e.fail(err)
	}
	return e.db.Sync()
}

func (e *Engine) dropType(name string) error {
	typeName := x.AttrInRootNamespace(name)
	if name == "" {
		return errors.New("drop type needs the name of a type")
	}
	if x.IsReservedType(typeName) {
		return fmt.Errorf("type %s is pre-defined and is not allowed to be dropped", name)
	}
	ts, err := e.beginTS()
	if err != nil {
		return err
	}
	if err := schema.State().DeleteType(typeName, ts); err != nil {
		return err
	}
	return e.db.Sync()
}

// forgetAll aborts every open transaction.
func (e *Engine) forgetAll() {
	e.forget(e.oracle.abortAll()...)
	posting.Oracle().ResetTxns()
}

// forgetWritersOf aborts the transactions that have written attr. Dgraph would ask
// Zero to do it, in a goroutine of its own.
func (e *Engine) forgetWritersOf(attr string) {
	writers := posting.Oracle().IterateTxns(func(key []byte) bool {
		parsed, err := x.Parse(key)
		return err == nil && parsed.Attr == attr
	})
	e.forget(writers...)
	for _, startTS := range writers {
		e.oracle.end(startTS)
	}
}

// changeSchema adds predicates and types, or changes them and rebuilds their indexes.
// All is checked before anything is written.
func (e *Engine) changeSchema(ctx context.Context, text string) error {
	parsed, err := schema.ParseWithNamespace(text, x.RootNamespace)
	if err != nil {
		return err
	}
	if err := checkSchema(parsed); err != nil {
		return err
	}
	for _, update := range parsed.Preds {
		worker.InitTablet(update.Predicate)
		e.forgetWritersOf(update.Predicate)
	}
	var record alteration
	for _, update := range parsed.Preds {
		old, ok := schema.State().Get(ctx, update.Predicate)
		if !ok || proto.Equal(&old, update) {
			continue
		}
		record.Predicates = append(record.Predicates, update.Predicate)
		if update.List && !old.List {
			record.Lists = append(record.Lists, update.Predicate)
		}
	}
	if len(record.Predicates) > 0 {
		if err := e.writeAlteration(record); err != nil {
			return err
		}
	}
	for _, update := range parsed.Preds {
		if err := e.changePredicate(ctx, update); err != nil {
			return err
		}
	}
	for _, update := range parsed.Types {
		if err := e.changeType(update); err != nil {
			return err
		}
	}
	if len(record.Predicates) > 0 {
		return e.writeAlteration(alteration{}) // which syncs all before it
	}
	return e.db.Sync()
}

// checkSchema says why an alteration cannot be made.
func checkSchema(parsed *schema.ParsedSchema) error {
	named := map[string]bool{}
	for _, update := range parsed.Preds {
		name := x.ParseAttr(update.Predicate)
		if named[update.Predicate] {
			return fmt.Errorf("predicate %s defined multiple times", name)
		}
		named[update.Predicate] = true
		if err := checkName("predicate", name); err != nil {
			return err
		}
		switch {
		case schema.CheckAndModifyPreDefPredicate(update):
			return fmt.Errorf("predicate %s is pre-defined and is not allowed to be modified", name)
		case x.IsReservedPredicate(update.Predicate) && !x.IsPreDefinedPredicate(update.Predicate):
			return fmt.Errorf("predicate %s: names that begin with dgraph. are reserved", name)
		}
		if err := checkPredicate(update); err != nil {
			return err
		}
	}
	typed := map[string]bool{}
	for _, update := range parsed.Types {
		name := x.ParseAttr(update.TypeName)
		if typed[update.TypeName] {
			return fmt.Errorf("type %s defined multiple times", name)
		}
		typed[update.TypeName] = true
		if err := checkName("type", name); err != nil {
			return err
		}
		switch {
		case schema.IsPreDefTypeChanged(update):
			return fmt.Errorf("type %s is pre-defined and is not allowed to be modified", name)
		case x.IsReservedType(update.TypeName) && !x.IsPreDefinedType(update.TypeName):
			return fmt.Errorf("type %s: names that begin with dgraph. are reserved", name)
		}
		for _, field := range update.Fields {
			attr := forward(field.Predicate)
			if _, err := schema.State().TypeOf(attr); err != nil && !named[attr] {
				return fmt.Errorf("schema does not contain a matching predicate for field %s in type %s",
					x.ParseAttr(field.Predicate), name)
			}
		}
	}
	return nil
}

// forward returns the predicate of a field that may name a reverse edge.
func forward(attr string) string {
	namespace, name := x.ParseNamespaceAttr(attr)
	return x.NamespaceAttr(namespace, strings.TrimPrefix(name, "~"))
}

// checkPredicate says what is wrong with update by itself, or against the data that is there.
func checkPredicate(update *pb.SchemaUpdate) error {
	name := x.ParseAttr(update.Predicate)
	kind := types.TypeID(update.ValueType)
	indexed := schema.HasTokenizerOrVectorIndexSpec(update)
	exact := slices.ContainsFunc(update.Tokenizer, func(t string) bool { return t == "hash" || t == "exact" || t == "int" })
	if update.Unique {
		update.Upsert = true // as Dgraph implies
	}
	switch {
	case name == "":
		return errors.New("a predicate without a name")
	case x.IsInternalPredicate(update.Predicate):
		return fmt.Errorf("cannot create user-defined predicate with internal name %s", name)
	case update.Directive == pb.SchemaUpdate_INDEX && !indexed:
		return fmt.Errorf("predicate %s: @index needs a tokenizer", name)
	case update.Directive != pb.SchemaUpdate_INDEX && indexed:
		return fmt.Errorf("predicate %s: a tokenizer needs @index", name)
	case kind == types.UidID && update.Directive == pb.SchemaUpdate_INDEX:
		return fmt.Errorf("index not allowed on predicate of type uid on predicate %s", name)
	case kind != types.UidID && update.Directive == pb.SchemaUpdate_REVERSE:
		return fmt.Errorf("cannot reverse for non-uid type on predicate %s", name)
	case update.ValueType == pb.Posting_VFLOAT && (update.List || update.Count):
		return fmt.Errorf("predicate %s: a vector can be neither a list nor counted", name) // it would end the process
	case update.Unique && update.ValueType != pb.Posting_STRING && update.ValueType != pb.Posting_INT:
		return fmt.Errorf("predicate %s: @unique is for string and int only", name)
	case update.Unique && !exact:
		return fmt.Errorf("predicate %s: @unique needs a hash or exact index, or int for a number", name)
	case update.Upsert && len(update.Tokenizer) == 0:
		return fmt.Errorf("index tokenizer is mandatory for: [%s] when specifying @upsert directive", name)
	}

	old, ok := schema.State().Get(context.Background(), update.Predicate)
	if !ok {
		return nil
	}
	was := types.TypeID(old.ValueType)
	change := fmt.Sprintf("predicate %s cannot change from %s to %s", name, typeName(&old), typeName(update))
	password := old.ValueType == pb.Posting_PASSWORD || update.ValueType == pb.Posting_PASSWORD
	switch {
	case password && old.ValueType != update.ValueType:
		return errors.New(change)
	case was.IsScalar() != kind.IsScalar() && hasData(update.Predicate):
		return fmt.Errorf("%s while it has data: drop it first", change)
	case old.List && !update.List && hasData(update.Predicate):
		return fmt.Errorf("%s while it has data: drop it first", change)
	}
	return nil
}

func typeName(update *pb.SchemaUpdate) string {
	name := types.TypeID(update.ValueType).Name()
	if update.List {
		return "[" + name + "]"
	}
	return name
}

// hasData reports whether any node has had a value of attr.
func hasData(attr string) bool {
	options := badger.DefaultIteratorOptions
	options.PrefetchValues = false
	options.Prefix = x.ParsedKey{Attr: attr}.DataPrefix()
	txn := worker.State.Pstore.NewTransactionAt(math.MaxUint64, false)
	defer txn.Discard()
	it := txn.NewIterator(options)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		if it.Item().UserMeta()&posting.BitEmptyPosting == 0 {
			return true
		}
	}
	return false
}

// changePredicate makes update the schema of its predicate and brings its indexes up
// to it. Dgraph does this in a background task of its Raft node; here it runs to the end.
func (e *Engine) changePredicate(ctx context.Context, update *pb.SchemaUpdate) error {
	ts, err := e.beginTS()
	if err != nil {
		return err
	}
	old, exists := schema.State().Get(ctx, update.Predicate)
	if exists {
		rebuild := posting.IndexRebuild{Attr: update.Predicate, StartTs: ts, OldSchema: &old, CurrentSchema: update}
		schema.State().Set(update.Predicate, rebuild.GetQuerySchema())
		schema.State().SetMutSchema(update.Predicate, update)
		defer schema.State().DeleteMutSchema(update.Predicate)
		ctx = schema.GetWriteContext(context.WithoutCancel(ctx))
		for _, step := range []func(context.Context) error{rebuild.DropIndexes, rebuild.BuildData, rebuild.BuildIndexes} {
			if err := step(ctx); err != nil {
				return e.fail(fmt.Errorf("rebuilding the indexes of %s: %w", x.ParseAttr(update.Predicate), err))
			}
		}
		posting.ResetCache()
	}
	if err := e.storeSchema(x.SchemaKey(update.Predicate), update, ts); err != nil {
		return e.fail(err)
	}
	schema.State().Set(update.Predicate, update)
	return nil
}

func (e *Engine) changeType(update *pb.TypeUpdate) error {
	ts, err := e.beginTS()
	if err != nil {
		return err
	}
	for _, field := range update.Fields {
		worker.InitTablet(forward(field.Predicate))
	}
	if err := e.storeSchema(x.TypeKey(update.TypeName), update, ts); err != nil {
		return e.fail(err)
	}
	schema.State().SetType(update.TypeName, update)
	return nil
}

// storeSchema writes the definition of a predicate or type where Dgraph looks for it.
func (e *Engine) storeSchema(key []byte, definition proto.Message, ts uint64) error {
	data, err := proto.Marshal(definition)
	if err != nil {
		return err
	}
	txn := e.db.NewTransactionAt(ts, true)
	defer txn.Discard()
	entry := badger.NewEntry(key, data).WithMeta(posting.BitSchemaPosting).WithDiscard()
	if err := txn.SetEntry(entry); err != nil {
		return err
	}
	return txn.CommitAt(ts, nil)
}
