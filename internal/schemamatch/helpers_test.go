package schemamatch_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/ecmaregexp"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/stringformat"
)

func compilePattern(source string) (schema.Matcher, error) { return ecmaregexp.Compile(source) }

// A lawCase is one schema with its program and with the slow path, which is the judge.
type lawCase struct {
	name      string
	schema    *schema.Schema
	program   *schemamatch.Program
	evaluator *schemaerror.Evaluator
}

// casesOf are the components of a document, by name.
func casesOf(t testing.TB, text string, asserts bool) map[string]lawCase {
	t.Helper()
	doc, err := spec.Load(spec.SingleFile("openapi.yaml", []byte(text)), "openapi.yaml")
	require.NoError(t, err)
	schemas := schema.NewCompiler(doc, schema.Options{CompilePattern: compilePattern, LenientNullable: !asserts})
	compiler := schemamatch.NewCompiler(schemamatch.Options{AssertFormats: asserts})
	options := schemaerror.Options{}
	if asserts {
		options.Format = stringformat.Check
	}
	evaluator := schemaerror.New(options)
	cases := make(map[string]lawCase)
	for name, node := range doc.Root().At("components", "schemas").Members() {
		s := schemas.Schema(node)
		cases[name] = lawCase{name, s, compiler.Compile(s), evaluator}
	}
	return cases
}

// conforms reports whether the slow path finds nothing to say of a body.
func (c *lawCase) conforms(t testing.TB, body []byte) bool {
	value, err := schemaerror.Decode(body)
	if err != nil {
		return false
	}
	result := c.evaluator.Check(t.Context(), c.schema, value)
	return len(result.Errors)+len(result.Unchecked) == 0
}

// requireLaw requires that the body conforms if the matcher accepts it, and reports
// whether it does.
func (c *lawCase) requireLaw(t testing.TB, m *schemamatch.Matcher, body []byte) bool {
	if !m.Conforms(c.program, body) {
		return false
	}
	if !c.conforms(t, body) {
		value, err := schemaerror.Decode(body)
		require.NoError(t, err, "%s: %s", c.name, body)
		require.Fail(t, "the matcher accepts what the slow path does not", "%s: %s\n%+v",
			c.name, body, c.evaluator.Check(t.Context(), c.schema, value))
	}
	return true
}

// A randomizer makes schemas and bodies.
type randomizer struct{ *rand.Rand }

func newRandomizer(seed uint64) randomizer { return randomizer{rand.New(rand.NewPCG(1, seed))} }

func pick[T any](r randomizer, from []T) T { return from[r.IntN(len(from))] }

// conforming makes a value that mostly conforms to a schema.
func (r randomizer) conforming(s *schema.Schema, depth int) any {
	k := s.Keywords()
	switch {
	case k.Loops || depth < -10:
		return r.value(1)
	case k.Const != nil:
		return k.Const.Values[0]
	case k.Enum != nil:
		return pick(r, k.Enum.Values)
	case k.Ref != nil && k.Object == nil:
		return r.conforming(k.Ref, depth)
	case len(k.OneOf) > 0:
		return r.conforming(pick(r, k.OneOf), depth)
	case len(k.AnyOf) > 0:
		return r.conforming(pick(r, k.AnyOf), depth)
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
	kind := pick(r, kinds)
	if k.Types == schema.AnyType && (k.Object != nil || len(k.AllOf) > 0) {
		kind = schema.Object
	}
	switch kind {
	case schema.Boolean:
		return r.IntN(2) == 0
	case schema.Integer, schema.Fraction:
		return r.number(k, kind)
	case schema.String:
		return r.text(k)
	case schema.Array:
		return r.items(k.Array, depth)
	case schema.Object:
		members := map[string]any{}
		r.members(members, s, depth)
		return members
	}
	return nil
}

func (r randomizer) number(k *schema.Keywords, kind schema.Types) any {
	least := "0"
	if n := k.Number; n != nil && n.Minimum != nil {
		least = n.Minimum.String()
	}
	if kind == schema.Fraction && k.Number == nil {
		return json.Number("1.25")
	}
	return json.Number(least)
}

func (r randomizer) text(k *schema.Keywords) any {
	if example, ok := map[string]string{"date": "2024-02-29", "date-time": "2024-02-03T04:05:06Z", "uuid": "123e4567-e89b-12d3-a456-426614174000",
		"byte": "YQ==", "uri": "https://example.com/x", "email": "a@example.com"}[k.Format]; ok {
		return example
	}
	length := r.IntN(5)
	if k.String != nil {
		length = max(length, k.String.MinLength)
		if k.String.Pattern != nil {
			return pick(r, []string{"ab_9", "abbc", "xx", "prod"})
		}
	}
	return strings.Repeat(pick(r, []string{"a", "é", "\"", "z"}), length)
}

func (r randomizer) items(a *schema.ArrayKeywords, depth int) any {
	items := []any{}
	if a == nil || depth == 0 {
		return items
	}
	for i := range max(r.IntN(4), a.MinItems, len(a.PrefixItems)) {
		of := a.Items
		if i < len(a.PrefixItems) {
			of = a.PrefixItems[i]
		}
		if of == nil || of.Keywords().False {
			break
		}
		items = append(items, r.conforming(of, depth-1))
	}
	return items
}

// members adds the members that a schema and its allOf declare.
func (r randomizer) members(to map[string]any, s *schema.Schema, depth int) {
	k := s.Keywords()
	if k.Loops {
		return
	}
	if k.Ref != nil {
		r.members(to, k.Ref, depth-1)
	}
	for _, other := range k.AllOf {
		r.members(to, other, depth-1)
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
		if required[p.Name] || depth > 0 && r.IntN(2) == 0 {
			to[p.Name] = r.conforming(p.Schema, depth-1)
		}
	}
	if more := k.Object.AdditionalProperties; more != nil && !more.Keywords().False && depth > 0 {
		to["further"] = r.conforming(more, depth-1)
	}
}

var someScalars = []any{nil, true, false, json.Number("0"), json.Number("1"), json.Number("1.0"), json.Number("2.5"), json.Number("-3"),
	json.Number("9007199254740993"), json.Number("1e3"), json.Number("3000000000"), "", "a", "bb", "é", "cat", "2024-01-01"}

var someNames = []string{"a", "b", "c"}

// value makes any value.
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

// mutant returns a value of which one part is changed.
func (r randomizer) mutant(value any) any {
	switch v := value.(type) {
	case []any:
		if len(v) > 0 && r.IntN(5) > 0 {
			i := r.IntN(len(v))
			v[i] = r.mutant(v[i])
			return v
		}
		return append(v, r.value(1))
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		if len(names) == 0 || r.IntN(6) == 0 {
			v[pick(r, someNames)] = r.value(1)
			return v
		}
		name := pick(r, names)
		if r.IntN(4) == 0 {
			delete(v, name)
		} else {
			v[name] = r.mutant(v[name])
		}
		return v
	}
	return r.value(1)
}

// body writes a value as JSON, at times with other white space or damage.
func (r randomizer) body(value any) []byte {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	switch r.IntN(8) {
	case 0:
		body, _ = json.MarshalIndent(value, " ", "\t")
	case 1:
		at := r.IntN(len(body))
		body[at] = pick(r, []byte(`"{}[],:0a.\ `))
	}
	return body
}

// document wraps the lines of components/schemas in a document of a version.
func document(version, schemas string) string {
	return fmt.Sprintf("openapi: %s\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    %s\n",
		version, strings.ReplaceAll(strings.TrimSpace(schemas), "\n", "\n    "))
}
