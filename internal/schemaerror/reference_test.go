package schemaerror_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// A randomizer generates schemas and values from a few names and small numbers, so that values
// often match.
type randomizer struct{ *rand.Rand }

var (
	someNames   = []string{"a", "b", "c"}
	someTypes   = []any{"null", "boolean", "integer", "number", "string", "array", "object"}
	someScalars = []any{nil, true, false, json.Number("0"), json.Number("1"), json.Number("1.0"), json.Number("2.5"),
		json.Number("9007199254740993"), json.Number("9007199254740992"), json.Number("-3"), "", "a", "bb", "é"}
)

func pick[T any](r randomizer, from []T) T { return from[r.IntN(len(from))] }

func (r randomizer) value(depth int) any {
	switch n := r.IntN(10); {
	case n < 2 && depth > 0:
		items := make([]any, r.IntN(4))
		for i := range items {
			items[i] = r.value(depth - 1)
		}
		return items
	case n < 6 && depth > 0:
		members := map[string]any{}
		for range r.IntN(4) {
			members[pick(r, someNames)] = r.value(depth - 1)
		}
		return members
	}
	return pick(r, someScalars)
}

func (r randomizer) schemas(depth int) []any {
	all := make([]any, 1+r.IntN(3))
	for i := range all {
		all[i] = r.schema(depth)
	}
	return all
}

func (r randomizer) properties(depth int) map[string]any {
	all := map[string]any{}
	for range 1 + r.IntN(2) {
		all[pick(r, someNames)] = r.schema(depth)
	}
	return all
}

func (r randomizer) schema(depth int) any {
	if r.IntN(12) == 0 {
		return r.IntN(3) > 0
	}
	s := map[string]any{}
	for range 1 + r.IntN(3) {
		r.keyword(s, depth-1)
	}
	return s
}

func (r randomizer) keyword(s map[string]any, depth int) {
	number := func(n int) any { return json.Number(fmt.Sprint(r.IntN(n))) }
	scalars := []func(){
		func() { s["type"] = pick(r, someTypes) },
		func() { s["enum"] = []any{r.value(1), r.value(1)} },
		func() { s["const"] = r.value(1) },
		func() { s["minimum"] = number(3) },
		func() { s["exclusiveMaximum"] = number(4) },
		func() { s["multipleOf"] = json.Number("0.5") },
		func() { s["maxLength"] = number(3) },
		func() { s["pattern"] = "^[ab]*$" },
		func() { s["minItems"], s["uniqueItems"] = number(3), true },
		func() { s["required"] = []any{pick(r, someNames)} },
		func() { s["maxProperties"] = number(4) },
		func() { s["dependentRequired"] = map[string]any{"a": []any{"b"}} },
	}
	applicators := []func(){
		func() { s["properties"] = r.properties(depth) },
		func() { s["patternProperties"] = map[string]any{"[ab]": r.schema(depth)} },
		func() { s["additionalProperties"] = r.schema(depth) },
		func() { s["propertyNames"] = r.schema(depth) },
		func() { s["dependentSchemas"] = r.properties(depth) },
		func() { s["prefixItems"] = r.schemas(depth) },
		func() { s["items"] = r.schema(depth) },
		func() { s["contains"], s["minContains"], s["maxContains"] = r.schema(depth), number(3), number(4) },
		func() { s["unevaluatedProperties"] = r.schema(depth) },
		func() { s["unevaluatedItems"] = r.schema(depth) },
		func() { s["allOf"] = r.schemas(depth) },
		func() { s["anyOf"] = r.schemas(depth) },
		func() { s["oneOf"] = r.schemas(depth) },
		func() { s["not"] = r.schema(depth) },
		func() { s["if"], s["then"], s["else"] = r.schema(depth), r.schema(depth), r.schema(depth) },
		func() { s["$ref"] = "#/components/schemas/R" },
	}
	if depth > 0 && r.IntN(3) > 0 {
		pick(r, applicators)()
		return
	}
	pick(r, scalars)()
}

// TestAgainstReference compares the engine with another validator on random schemas
// of OpenAPI 3.1 and values.
func TestAgainstReference(t *testing.T) {
	evaluator := schemaerror.New(schemaerror.Options{})
	invalid := 0
	const rounds, values = 1_500, 8
	for round := range rounds {
		r := randomizer{rand.New(rand.NewPCG(1, uint64(round)))}
		tree := map[string]any{"openapi": "3.1.0", "info": map[string]any{"title": "t", "version": "1"},
			"components": map[string]any{"schemas": map[string]any{
				"S": r.schema(4),
				"R": map[string]any{"properties": r.properties(1), "items": map[string]any{"$ref": "#/components/schemas/S"}},
			}}}
		text, err := json.Marshal(tree)
		require.NoError(t, err)
		s := schemaOf(t, string(text), "S", schema.Options{})
		reference := referenceSchema(t, tree)
		for range values {
			value := r.value(3)
			want := reference.Validate(value) == nil
			result := evaluator.Check(t.Context(), s, value)
			require.Empty(t, result.Unchecked)
			if !want {
				invalid++
			}
			if want == (len(result.Errors) == 0) && (evaluator.Conforms(t.Context(), s, value) == schema.True) == want {
				continue
			}
			body, _ := json.Marshal(value)
			t.Fatalf("round %d: the reference says %v, and not %v\n%s\n%s", round, want, result, text, body)
		}
	}
	t.Logf("%d of %d values are invalid", invalid, rounds*values)
}

func referenceSchema(t *testing.T, tree any) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("file:///doc.json", tree))
	s, err := c.Compile("file:///doc.json#/components/schemas/S")
	require.NoError(t, err)
	return s
}
