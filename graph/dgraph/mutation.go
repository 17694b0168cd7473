package dgraph

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"github.com/dgraph-io/dgo/v230/protos/api"
)

// mutation collects what a transaction changes. Values travel as messages,
// never as text, so that no value can be taken for something else.
type mutation struct{ set, del []*api.NQuad }

func (m *mutation) message() *api.Mutation { return &api.Mutation{Set: m.set, Del: m.del} }

func (m *mutation) empty() bool { return len(m.set)+len(m.del) == 0 }

func (m *mutation) value(node, predicate string, v *api.Value) {
	m.set = append(m.set, &api.NQuad{Subject: node, Predicate: predicate, ObjectValue: v})
}

func stringValue(s string) *api.Value { return &api.Value{Val: &api.Value_StrVal{StrVal: s}} }

func (m *mutation) str(node, predicate, s string) { m.value(node, predicate, stringValue(s)) }

func (m *mutation) int(node, predicate string, i int) {
	m.value(node, predicate, &api.Value{Val: &api.Value_IntVal{IntVal: int64(i)}})
}

func (m *mutation) float(node, predicate string, f float64) {
	m.value(node, predicate, &api.Value{Val: &api.Value_DoubleVal{DoubleVal: f}})
}

func (m *mutation) edge(from, predicate, to string, facets ...*api.Facet) {
	m.set = append(m.set, &api.NQuad{Subject: from, Predicate: predicate, ObjectId: to, Facets: facets})
}

func (m *mutation) deleteEdge(from, predicate, to string) {
	m.del = append(m.del, &api.NQuad{Subject: from, Predicate: predicate, ObjectId: to})
}

func (m *mutation) deleteString(node, predicate, s string) {
	m.del = append(m.del, &api.NQuad{Subject: node, Predicate: predicate, ObjectValue: stringValue(s)})
}

// star stands for everything in a deletion.
const star = "_STAR_ALL"

func starValue() *api.Value { return &api.Value{Val: &api.Value_DefaultVal{DefaultVal: star}} }

// deleteAll deletes what a node has under a predicate.
func (m *mutation) deleteAll(node, predicate string) {
	m.del = append(m.del, &api.NQuad{Subject: node, Predicate: predicate, ObjectValue: starValue()})
}

// deleteNode deletes what a node's types list.
func (m *mutation) deleteNode(node string) { m.deleteAll(node, star) }

// Facets have the binary form that Dgraph gives them.

func intFacet(key string, i int) *api.Facet {
	return &api.Facet{Key: key, ValType: api.Facet_INT, Value: binary.LittleEndian.AppendUint64(nil, uint64(i))}
}

func floatFacet(key string, f float64) *api.Facet {
	return &api.Facet{Key: key, ValType: api.Facet_FLOAT, Value: binary.LittleEndian.AppendUint64(nil, math.Float64bits(f))}
}

func stringFacet(key, s string) *api.Facet {
	return &api.Facet{Key: key, ValType: api.Facet_STRING, Value: []byte(s)}
}

func decode(answer []byte, into any) error {
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("cannot read what Dgraph answered: %w", err)
	}
	return nil
}
