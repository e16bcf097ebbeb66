// Package jsonfuzz generates JSON values for tests: values that conform to a schema, random values,
// and changed ones. Only tests import it.
package jsonfuzz

import (
	"encoding/json"
	"math/rand/v2"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
)

// A Generator generates values, the same ones for a seed. One goroutine at a time may use it.
type Generator struct{ *rand.Rand }

// New returns a Generator.
func New(seed uint64) Generator { return Generator{rand.New(rand.NewPCG(1, seed))} }

// OneOf returns one of several values.
func OneOf[T any](g Generator, from []T) T { return from[g.IntN(len(from))] }

// ConformingValue generates a value that mostly conforms to a schema.
func (g Generator) ConformingValue(s *schema.Schema, depth int) any {
	k := s.Keywords()
	switch {
	case k.Loops || depth < -10:
		return g.AnyValue(1)
	case k.Const != nil:
		return k.Const.Values[0]
	case k.Enum != nil:
		return OneOf(g, k.Enum.Values)
	case k.Ref != nil && k.Object == nil:
		return g.ConformingValue(k.Ref, depth)
	case len(k.OneOf) > 0:
		return g.ConformingValue(OneOf(g, k.OneOf), depth)
	case len(k.AnyOf) > 0:
		return g.ConformingValue(OneOf(g, k.AnyOf), depth)
	}
	var kinds []schema.Types
	for kind := schema.Null; kind <= schema.Object; kind <<= 1 {
		if k.Types&kind != 0 && (kind != schema.Array || k.Types != schema.AnyType) {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) == 0 {
		return nil
	}
	kind := OneOf(g, kinds)
	if k.Types == schema.AnyType && (k.Object != nil || len(k.AllOf) > 0) {
		kind = schema.Object
	}
	switch kind {
	case schema.Boolean:
		return g.IntN(2) == 0
	case schema.Integer, schema.Fraction:
		return g.makeNumber(k, kind)
	case schema.String:
		return g.makeText(k)
	case schema.Array:
		return g.makeItems(k.Array, depth)
	case schema.Object:
		members := map[string]any{}
		g.addMembers(members, s, depth)
		return members
	}
	return nil
}

func (g Generator) makeNumber(k *schema.Keywords, kind schema.Types) any {
	least := "0"
	if n := k.Number; n != nil && n.Minimum != nil {
		least = n.Minimum.String()
	}
	if kind == schema.Fraction && k.Number == nil {
		return json.Number("1.25")
	}
	return json.Number(least)
}

func (g Generator) makeText(k *schema.Keywords) any {
	if example, ok := map[string]string{"date": "2024-02-29", "date-time": "2024-02-03T04:05:06Z", "uuid": "123e4567-e89b-12d3-a456-426614174000",
		"byte": "YQ==", "uri": "https://example.com/x", "email": "a@example.com"}[k.Format]; ok {
		return example
	}
	length := g.IntN(5)
	if k.String != nil {
		length = max(length, k.String.MinLength)
		if k.String.Pattern != nil {
			return OneOf(g, []string{"ab_9", "abbc", "xx", "prod"})
		}
	}
	return strings.Repeat(OneOf(g, []string{"a", "é", "\"", "z"}), length)
}

func (g Generator) makeItems(a *schema.ArrayKeywords, depth int) any {
	items := []any{}
	if a == nil || depth == 0 {
		return items
	}
	for i := range max(g.IntN(4), a.MinItems, len(a.PrefixItems)) {
		of := a.Items
		if i < len(a.PrefixItems) {
			of = a.PrefixItems[i]
		}
		if of == nil || of.Keywords().False {
			break
		}
		items = append(items, g.ConformingValue(of, depth-1))
	}
	return items
}

// addMembers adds the members that a schema and its allOf declare.
func (g Generator) addMembers(to map[string]any, s *schema.Schema, depth int) {
	k := s.Keywords()
	if k.Loops {
		return
	}
	if k.Ref != nil {
		g.addMembers(to, k.Ref, depth-1)
	}
	for _, other := range k.AllOf {
		g.addMembers(to, other, depth-1)
	}
	if k.Object == nil {
		return
	}
	required := map[string]bool{}
	for _, name := range k.Object.Required {
		required[name] = true
		if k.Object.Property(name) == nil {
			to[name] = true
		}
	}
	for _, p := range k.Object.Properties {
		if required[p.Name] || depth > 0 && g.IntN(2) == 0 {
			to[p.Name] = g.ConformingValue(p.Schema, depth-1)
		}
	}
	if more := k.Object.AdditionalProperties; more != nil && !more.Keywords().False && depth > 0 {
		to["further"] = g.ConformingValue(more, depth-1)
	}
}

// Scalars are common values and values at limits.
var Scalars = []any{nil, true, false, json.Number("0"), json.Number("1"), json.Number("1.0"), json.Number("2.5"), json.Number("-3"),
	json.Number("9007199254740993"), json.Number("1e3"), json.Number("3000000000"), "", "a", "bb", "é", "cat", "2024-01-01"}

// Names are the member names of random values.
var Names = []string{"a", "b", "c"}

// AnyValue generates a random value.
func (g Generator) AnyValue(depth int) any {
	switch n := g.IntN(10); {
	case n < 2 && depth > 0:
		items := make([]any, g.IntN(4))
		for i := range items {
			items[i] = g.AnyValue(depth - 1)
		}
		return items
	case n < 6 && depth > 0:
		members := map[string]any{}
		for range g.IntN(4) {
			members[OneOf(g, Names)] = g.AnyValue(depth - 1)
		}
		return members
	}
	return OneOf(g, Scalars)
}

// MutateValue returns a copy of a value with one part changed.
func (g Generator) MutateValue(value any) any {
	switch v := value.(type) {
	case []any:
		if len(v) > 0 && g.IntN(5) > 0 {
			i := g.IntN(len(v))
			v[i] = g.MutateValue(v[i])
			return v
		}
		return append(v, g.AnyValue(1))
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		if len(names) == 0 || g.IntN(6) == 0 {
			v[OneOf(g, Names)] = g.AnyValue(1)
			return v
		}
		name := OneOf(g, names)
		if g.IntN(4) == 0 {
			delete(v, name)
		} else {
			v[name] = g.MutateValue(v[name])
		}
		return v
	}
	return g.AnyValue(1)
}

// EncodeBody encodes a value as JSON, sometimes with other white space or damage.
func (g Generator) EncodeBody(value any) []byte {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	switch g.IntN(8) {
	case 0:
		body, _ = json.MarshalIndent(value, " ", "\t")
	case 1:
		at := g.IntN(len(body))
		body[at] = OneOf(g, []byte(`"{}[],:0a.\ `))
	}
	return body
}
