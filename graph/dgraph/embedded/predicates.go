package embedded

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	api25 "github.com/dgraph-io/dgo/v250/protos/api"
	"github.com/dgraph-io/dgraph/v25/dql"
	"github.com/dgraph-io/dgraph/v25/edgraph"
	"github.com/dgraph-io/dgraph/v25/protos/pb"
	"github.com/dgraph-io/dgraph/v25/schema"
	"github.com/dgraph-io/dgraph/v25/tok"
	"github.com/dgraph-io/dgraph/v25/worker"
	"github.com/dgraph-io/dgraph/v25/x"
)

// A predicate without a tablet makes Dgraph ask Zero who serves it, and without a
// Zero that ends the process. So each name in a request gets a tablet beforehand. Dgraph
// keeps tablets as long as the process lives.

// serveKnownPredicates gives a tablet to all that the schema names.
func (e *Engine) serveKnownPredicates() {
	serve := func(attr string) { worker.InitTablet(attr) }
	for _, attr := range schema.State().Predicates() {
		serve(attr)
	}
	for _, update := range schema.InitialSchema(x.RootNamespace) {
		serve(update.Predicate)
	}
	for _, attr := range x.StarAllPredicates(x.RootNamespace) {
		serve(attr)
	}
	for _, name := range schema.State().Types() {
		update, _ := schema.State().GetType(name)
		for _, field := range update.Fields {
			namespace, attr := x.ParseNamespaceAttr(field.Predicate)
			serve(x.NamespaceAttr(namespace, strings.TrimPrefix(attr, "~")))
		}
	}
}

// serveAll gives a tablet to predicates named without their namespace.
func (e *Engine) serveAll(predicates map[string]struct{}) {
	for name := range predicates {
		if _, known := e.served.LoadOrStore(name, struct{}{}); !known {
			worker.InitTablet(x.AttrInRootNamespace(name))
		}
	}
}

// parseQuery parses the query of a request, in an upsert with the conditions of its
// mutations, as Dgraph will.
func parseQuery(request *api25.Request, mutations []*dql.Mutation) (dql.Result, error) {
	query := strings.TrimSpace(request.Query)
	if query == "" {
		return dql.Result{}, nil
	}
	var needed []string
	seen := map[string]bool{}
	need := func(name string) {
		if variable := variableOf(name); variable != "" && !seen[variable] {
			seen[variable] = true
			needed = append(needed, variable)
		}
	}
	for i, mutation := range mutations {
		for _, quads := range [][]*api25.NQuad{mutation.Set, mutation.Del} {
			for _, quad := range quads {
				need(quad.Subject)
				need(quad.ObjectId)
			}
		}
		if condition := strings.TrimSpace(mutation.Cond); condition != "" {
			variable := fmt.Sprintf("__attache_condition_%d__", i)
			needed = append(needed, variable)
			query = fmt.Sprintf("%s\n%s as var(func: uid(0)) %s\n}", strings.TrimSuffix(query, "}"), variable,
				strings.Replace(condition, "@if", "@filter", 1))
		}
	}
	parsed, err := dql.ParseWithNeedVars(dql.Request{Str: query, Variables: request.Vars}, needed)
	if err != nil {
		return parsed, err
	}
	for _, block := range parsed.Query {
		if expandsValues(block) {
			return parsed, errors.New("expand(val(…)) is not possible in an embedded store: name the predicates, or a type")
		}
	}
	return parsed, nil
}

// expandsValues reports whether block takes names of predicates from the data, which
// cannot be known beforehand.
func expandsValues(block *dql.GraphQuery) bool {
	if block.Expand != "" && len(block.NeedsVar) > 0 {
		return true
	}
	return slices.ContainsFunc(block.Children, expandsValues)
}

// variableOf returns v of "uid(v)" and "val(v)", else "".
func variableOf(name string) string {
	for _, function := range []string{"uid(", "val("} {
		if rest, ok := strings.CutPrefix(name, function); ok && rest != "" {
			return rest[:len(rest)-1]
		}
	}
	return ""
}

// parseMutations parses the mutations of a request. Where Dgraph can use the parsed
// quads, they take the place of the text in the request, so that it is read once.
func parseMutations(ctx context.Context, request *api25.Request) ([]*dql.Mutation, error) {
	var parsed []*dql.Mutation
	for i, mutation := range request.Mutations {
		result, err := edgraph.ParseMutationObject(ctx, mutation)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, result)
		// The text's shape hints at the type of a predicate that is new.
		if allInSchema(ctx, result.Set) {
			request.Mutations[i] = &api25.Mutation{Set: result.Set, Del: result.Del, Cond: mutation.Cond, CommitNow: mutation.CommitNow}
		}
	}
	return parsed, nil
}

func allInSchema(ctx context.Context, quads []*api25.NQuad) bool {
	known := map[string]bool{}
	for _, quad := range quads {
		if known[quad.Predicate] {
			continue
		}
		if _, ok := schema.State().Get(ctx, x.AttrInRootNamespace(quad.Predicate)); !ok {
			return false
		}
		known[quad.Predicate] = true
	}
	return true
}

// mutationPredicates returns the names that mutations use.
func mutationPredicates(mutations []*dql.Mutation) (map[string]struct{}, error) {
	names := map[string]struct{}{}
	for _, mutation := range mutations {
		for _, quads := range [][]*api25.NQuad{mutation.Set, mutation.Del} {
			for _, quad := range quads {
				if err := checkName("predicate", quad.Predicate); err != nil {
					return nil, err
				}
				addPredicate(names, quad.Predicate)
			}
		}
	}
	return names, nil
}

// A key of Badger has at most maxKey bytes. It holds the name of a predicate and, in an
// index, a token of a value.
const (
	maxKey  = 65_000
	maxName = 8 << 10
	keyRest = 64 // bytes of a key besides name and token, generously
)

// checkName refuses names of predicates and types that no key can hold.
func checkName(what, name string) error {
	if len(name) > maxName {
		return fmt.Errorf("the name of a %s has %d bytes, at most %d are possible: %.40s…", what, len(name), maxName, name)
	}
	return nil
}

// checkTokens refuses values that an index has no key for. Dgraph's own check leaves a
// few bytes too many and then fails when it writes the commit.
func checkTokens(ctx context.Context, edges []*pb.DirectedEdge) error {
	for _, edge := range edges {
		room := maxKey - keyRest - len(edge.Attr)
		if len(edge.Value) <= room || edge.Op == pb.DirectedEdge_DEL {
			continue
		}
		update, ok := schema.State().Get(ctx, edge.Attr)
		if !ok || update.ValueType != pb.Posting_STRING {
			continue
		}
		for _, tokenizer := range schema.State().Tokenizer(ctx, edge.Attr) {
			tokens, err := tok.BuildTokens(string(edge.Value), tok.GetTokenizerForLang(tokenizer, edge.Lang))
			if err != nil {
				return err
			}
			for _, token := range tokens {
				if len(token) > room {
					return fmt.Errorf("a value of %s has %d bytes, too many for its index %s: at most %d are possible",
						x.ParseAttr(edge.Attr), len(edge.Value), tokenizer.Name(), room)
				}
			}
		}
	}
	return nil
}

// queryPredicates returns all names in a query that Dgraph may take for a predicate.
func queryPredicates(parsed dql.Result) map[string]struct{} {
	names := map[string]struct{}{}
	for _, block := range parsed.Query {
		addBlock(names, block)
	}
	if parsed.Schema != nil {
		for _, name := range parsed.Schema.Predicates {
			addPredicate(names, name)
		}
	}
	return names
}

func addBlock(names map[string]struct{}, block *dql.GraphQuery) {
	if block == nil {
		return
	}
	addPredicate(names, block.Attr)
	addFunction(names, block.Func)
	addFunction(names, block.ShortestPathArgs.From)
	addFunction(names, block.ShortestPathArgs.To)
	addFilter(names, block.Filter)
	addFilter(names, block.FacetsFilter)
	for _, order := range block.Order {
		addPredicate(names, order.Attr)
	}
	for _, attr := range block.GroupbyAttrs {
		addPredicate(names, attr.Attr)
	}
	for _, attr := range block.Cascade {
		addPredicate(names, attr)
	}
	for _, child := range block.Children {
		addBlock(names, child)
	}
}

func addFilter(names map[string]struct{}, filter *dql.FilterTree) {
	if filter == nil {
		return
	}
	addFunction(names, filter.Func)
	for _, child := range filter.Child {
		addFilter(names, child)
	}
}

func addFunction(names map[string]struct{}, function *dql.Function) {
	if function != nil {
		addPredicate(names, function.Attr)
	}
}

// addPredicate adds name as Dgraph will look it up; it may be empty.
func addPredicate(names map[string]struct{}, name string) {
	names[strings.TrimPrefix(name, "~")] = struct{}{}
}
