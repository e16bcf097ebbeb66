package membernames_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/membernames"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

func TestFind(t *testing.T) {
	const a = `{type: object, properties: {a: {type: string}}}`
	for _, c := range []struct{ reason, schema, value, want string }{
		{"a named member", a, `{"a":1}`, ""},
		{"another", a, `{"a":1,"b":2,"c":3}`, "b c"},
		{"an object that names none", `{type: object}`, `{"a":1}`, ""},
		{"an object of an empty schema", `{}`, `{"a":{"b":1}}`, ""},
		{"members of any name", `{type: object, additionalProperties: {type: integer}}`, `{"a":1}`, ""},
		{"beside named ones", `{type: object, properties: {a: {}}, additionalProperties: {type: integer}}`, `{"b":1}`, ""},
		{"explicitly open", `{type: object, properties: {a: {}}, additionalProperties: true}`, `{"b":1}`, "b"},
		{"of anything", `{type: object, properties: {a: {}}, additionalProperties: {}}`, `{"b":1}`, "b"},
		{"closed", `{type: object, properties: {a: {}}, additionalProperties: false}`, `{"b":1}`, ""},
		{"closed by unevaluatedProperties", `{type: object, properties: {a: {}}, unevaluatedProperties: false}`, `{"b":1}`, ""},
		{"a pattern", `{type: object, properties: {a: {}}, patternProperties: {'^x-': {}}}`, `{"x-b":1,"y":1}`, "y"},
		{"inside a member", `{properties: {o: ` + a + `}}`, `{"o":{"b":1}}`, "o/b"},
		{"inside an undocumented member", a, `{"b":{"c":1}}`, "b"},
		{"inside members of any name", `{additionalProperties: ` + a + `}`, `{"x":{"b":1}}`, "x/b"},
		{"inside items", `{type: array, items: ` + a + `}`, `[{"a":1},{"b":1}]`, "1/b"},
		{"inside the first items", `{prefixItems: [` + a + `], items: {}}`, `[{"b":1},{"b":1}]`, "0/b"},
		{"allOf names together", `{allOf: [` + a + `, {properties: {b: {}}}]}`, `{"a":1,"b":2,"c":3}`, "c"},
		{"one of allOf is closed", `{allOf: [` + a + `, {properties: {a: {}}, additionalProperties: false}]}`, `{"b":2}`, ""},
		{"the branch that conforms", `{oneOf: [{required: [k], properties: {k: {const: a}, a: {}}}, {required: [k], properties: {k: {const: b}, b: {}}}]}`, `{"k":"a","b":1}`, "b"},
		{"no branch conforms", `{oneOf: [{required: [k], properties: {k: {const: a}, a: {}}}, {required: [k], properties: {k: {const: b}, b: {}}}]}`, `{"k":"c","a":1,"b":1,"d":1}`, "d"},
		{"both branches conform", `{anyOf: [` + a + `, {properties: {b: {}}}]}`, `{"b":1,"c":1}`, "c"},
		{"then names", `{properties: {a: {}}, if: {required: [a]}, then: {properties: {b: {}}}}`, `{"a":1,"b":1,"c":1}`, "c"},
		{"dependentSchemas name", `{properties: {a: {}}, dependentSchemas: {a: {properties: {b: {}}}}}`, `{"a":1,"b":1,"c":1}`, "c"},
		{"a schema of itself", `{properties: {next: {$ref: '#/components/schemas/S'}}}`, `{"next":{"next":{"x":1}}}`, "next/next/x"},
		{"no object", a, `[1]`, ""},
	} {
		doc, err := spec.Load(fstest.MapFS{"doc.yaml": {Data: []byte("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {S: " + c.schema + "}}\n")}}, "doc.yaml")
		require.NoError(t, err)
		s := schemaengine.NewCompiler(doc, schemaengine.Options{}).Schema(doc.Root().At("components", "schemas", "S"))
		value, err := schemaerror.Decode([]byte(c.value))
		require.NoError(t, err)
		evaluator := schemaengine.NewEvaluator(schemaengine.Options{})
		var got []string
		members, more := membernames.Find(s, value, func(s *schema.Schema, value any) schema.Truth {
			return evaluator.Conforms(context.Background(), s, value)
		})
		assert.Zero(t, more)
		for _, m := range members {
			got = append(got, strings.Join(m.Instance, "/"))
			assert.True(t, strings.HasSuffix(m.Location.Pointer, "/properties"), m.Location.Pointer)
		}
		assert.Equal(t, c.want, strings.Join(got, " "), c.reason)
	}
}

// Many members of one name and place hide no other, and are counted.
func TestFindCountsRepeated(t *testing.T) {
	doc, err := spec.Load(fstest.MapFS{"doc.yaml": {Data: []byte("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {S: {items: {properties: {a: {}}}}}}\n")}}, "doc.yaml")
	require.NoError(t, err)
	s := schemaengine.NewCompiler(doc, schemaengine.Options{}).Schema(doc.Root().At("components", "schemas", "S"))
	value, err := schemaerror.Decode([]byte("[" + strings.Repeat(`{"x":1},`, 2_000) + `{"y":1}]`))
	require.NoError(t, err)
	evaluator := schemaengine.NewEvaluator(schemaengine.Options{})
	found, more := membernames.Find(s, value, func(s *schema.Schema, value any) schema.Truth {
		return evaluator.Conforms(context.Background(), s, value)
	})
	assert.Zero(t, more)
	assert.Equal(t, []string{"2000", "y"}, found[len(found)-1].Instance, "the last is a member of another name")
	assert.Equal(t, 2_001, len(found)+found[0].More)
	assert.Less(t, len(found), 1_000)
}
