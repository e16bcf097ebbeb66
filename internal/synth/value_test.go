package synth_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/synth"
)

// schemas compiles the components of a document.
func schemas(t *testing.T, version, components string) *document.Document {
	t.Helper()
	text := fmt.Sprintf("openapi: %s\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n%s", version, components)
	doc, err := document.Load(spec.SingleFile("api.yaml", []byte(text)), "api.yaml")
	require.NoError(t, err)
	return doc
}

// one generates an instance of a schema, as JSON.
func one(t *testing.T, version, schema string, seed uint64, o synth.Options) string {
	t.Helper()
	doc := schemas(t, version, "    Text: {type: string, minLength: 1}\n    S: "+schema+"\n")
	v, err := synth.NewForDocument(doc.T, seed).Value(doc.Components.Schemas["S"], o)
	require.NoError(t, err)
	require.NoError(t, synth.New(seed).CheckInstance(doc.Components.Schemas["S"], v, o.Write))
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

// values are schemas with patterns that their instances must match.
var values = []struct{ reason, version, schema, want string }{
	{"an empty schema", "3.0.3", `{}`, `\{\}`},
	{"a boolean", "3.0.3", `{type: boolean}`, `true|false`},
	{"a whole number", "3.0.3", `{type: integer}`, `\d+`},
	{"bounds", "3.0.3", `{type: integer, minimum: 5, maximum: 6}`, `5|6`},
	{"exclusive bounds of 3.0", "3.0.3", `{type: integer, minimum: 5, maximum: 7, exclusiveMinimum: true, exclusiveMaximum: true}`, `6`},
	{"exclusive bounds of 3.1", "3.1.0", `{type: integer, exclusiveMinimum: 5, exclusiveMaximum: 7}`, `6`},
	{"narrow bounds", "3.0.3", `{type: number, minimum: 0, maximum: 0.001, exclusiveMinimum: true}`, `0\.00\d+|1e-0\d|\d(\.\d+)?e-0\d`},
	{"below zero", "3.0.3", `{type: integer, maximum: -10}`, `-\d+`},
	{"a multiple", "3.0.3", `{type: integer, multipleOf: 7, minimum: 50}`, `56|63|70|77|84|91|98|1\d\d`},
	{"a multiple of a fraction", "3.0.3", `{type: number, multipleOf: 0.01, minimum: 0.29, maximum: 0.291}`, `0\.29`},
	{"whole multiples of a fraction", "3.0.3", `{type: integer, multipleOf: 0.4, minimum: 1, maximum: 3}`, `2`},
	{"32 bits", "3.0.3", `{type: integer, format: int32, minimum: 2147483647}`, `2147483647`},
	{"lengths", "3.0.3", `{type: string, minLength: 30, maxLength: 30}`, `".{30}"`},
	{"no length", "3.0.3", `{type: string, maxLength: 0}`, `""`},
	{"a pattern", "3.0.3", `{type: string, pattern: '^[A-Z]{2}-\d{4}$'}`, `"[A-Z]{2}-\d{4}"`},
	{"a pattern and lengths", "3.0.3", `{type: string, pattern: '^a+b*$', minLength: 12, maxLength: 12}`, `"a+b*"`},
	{"a pattern anywhere", "3.0.3", `{type: string, pattern: 'x.z', minLength: 6}`, `".*x.z.*"`},
	{"a pattern that counts beyond Go", "3.0.3", `{type: string, pattern: '^[a-z]{0,5000}$'}`, `"[a-z]*"`},
	{"a pattern that looks ahead", "3.0.3", `{type: string, pattern: '^(?=.*\d)(?=.*[a-z])\w{8,}$'}`, `"\w{8,}"`},
	{"a pattern of code points", "3.0.3", `{type: string, pattern: '^[\u00e0-\u00e5]$'}`, `"[à-å]"`},
	{"a time", "3.0.3", `{type: string, format: date-time}`, `"2026-08-\d\dT\d\d:\d\d:\d\dZ"`},
	{"a date", "3.0.3", `{type: string, format: date}`, `"2026-08-\d\d"`},
	{"a UUID", "3.0.3", `{type: string, format: uuid}`, `"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"`},
	{"a URL", "3.0.3", `{type: string, format: uri}`, `"https://.*"`},
	{"an address", "3.0.3", `{type: string, format: ipv4}`, `"192\.0\.2\.\d+"`},
	{"a mail address", "3.0.3", `{type: string, format: email}`, `"ada@example.com"`},
	{"Base64", "3.0.3", `{type: string, format: byte}`, `"c2FtcGxl.*"`},
	{"an enum", "3.0.3", `{type: string, enum: [a, b]}`, `"a"|"b"`},
	{"an enum with null", "3.0.3", `{type: string, nullable: true, enum: [a, null]}`, `"a"`},
	{"a constant", "3.1.0", `{const: {a: 1}}`, `\{"a":1\}`},
	{"null alone", "3.1.0", `{type: 'null'}`, `null`},
	{"rather not null", "3.1.0", `{type: ['null', string]}`, `".+"`},
	{"an array", "3.0.3", `{type: array, items: {type: boolean}}`, `\[(true|false),(true|false)\]`},
	{"an array with bounds", "3.0.3", `{type: array, minItems: 3, items: {enum: [1]}}`, `\[1,1,1\]`},
	{"an array of few", "3.0.3", `{type: array, maxItems: 1, items: {enum: [1]}}`, `\[1\]`},
	{"unique items", "3.0.3", `{type: array, minItems: 3, uniqueItems: true, items: {enum: [1, 2, 3]}}`, `\[(\d),(\d),(\d)\]`},
	{"a tuple", "3.1.0", `{type: array, prefixItems: [{const: a}, {const: b}], items: false}`, `\["a","b"\]`},
	{"an array with contains", "3.1.0", `{type: array, items: {type: string}, contains: {const: x}, minContains: 2}`, `\["x","x"\]`},
	{"a map", "3.0.3", `{type: object, additionalProperties: {type: integer}}`, `\{"first":\d+\}`},
	{"as many members as must be", "3.0.3", `{type: object, minProperties: 2, additionalProperties: {enum: [1]}}`, `\{"first":1,"second":1\}`},
	{"a required member that is not described", "3.0.3", `{type: object, required: [x]}`, `\{"x":"x"\}`},
	{"names by a pattern", "3.1.0", `{type: object, minProperties: 1, patternProperties: {'^x-[a-z]$': {const: 1}}, additionalProperties: false}`, `\{"x-[a-z]":1\}`},
	{"names by a schema", "3.1.0", `{type: object, minProperties: 1, propertyNames: {enum: [only]}}`, `\{"only":".*"\}`},
	{"members that need others", "3.1.0", `{type: object, properties: {a: {const: 1}}, required: [a], dependentRequired: {a: [b]}}`, `\{"a":1,"b":"b"\}`},
	{"a member that requires another one", "3.1.0", `{type: object, properties: {a: {const: 1}}, required: [a], dependentSchemas: {a: {required: [b], properties: {b: {const: 2}}}}}`, `\{"a":1,"b":2\}`},
	{"all of", "3.0.3", `{allOf: [{type: object, required: [a], properties: {a: {type: integer, minimum: 3}}}, {properties: {a: {maximum: 3}, b: {enum: [x]}}}]}`, `\{"a":3,"b":"x"\}`},
	{"all of, closed", "3.0.3", `{allOf: [{type: object, properties: {a: {enum: [1]}}, additionalProperties: false}, {type: object, properties: {a: {}, b: {}}}]}`, `\{"a":1\}`},
	{"one of", "3.0.3", `{oneOf: [{type: object, required: [a], properties: {a: {enum: [1]}}}, {type: object, required: [b], properties: {b: {enum: [2]}}}]}`, `\{"a":1\}|\{"b":2\}`},
	{"one of overlapping branches", "3.0.3", `{oneOf: [{type: integer, minimum: 0, maximum: 10}, {type: integer, minimum: 5, maximum: 6}]}`, `[0-4]|[789]|10`},
	{"any of", "3.0.3", `{anyOf: [{enum: [1]}, {enum: [2]}]}`, `1|2`},
	{"not", "3.0.3", `{type: string, enum: [a, b], not: {enum: [a]}}`, `"b"`},
	{"a condition", "3.1.0", `{type: object, required: [k], properties: {k: {enum: [a, b]}}, if: {properties: {k: {const: a}}}, then: {required: [x]}, else: {required: [y]}}`, `\{"k":"a","x":".*"\}|\{"k":"b","y":".*"\}`},
	{"null, if nothing else is left", "3.0.3", `{type: string, nullable: true, enum: [true, false]}`, `null`},
	{"a closed sum", "3.1.0", `{allOf: [{properties: {a: {const: 1}}, required: [a]}], unevaluatedProperties: false}`, `\{"a":1\}`},
	{"a reference", "3.0.3", `{$ref: '#/components/schemas/Text'}`, `".+"`},
	{"in circles", "3.0.3", `{type: object, required: [v], properties: {v: {enum: [1]}, next: {$ref: '#/components/schemas/S'}, list: {type: array, items: {$ref: '#/components/schemas/S'}}}}`, `\{"v":1\}`},
	{"in circles that have to end in null", "3.0.3", `{type: object, nullable: true, required: [s], properties: {s: {$ref: '#/components/schemas/S'}}}`, `\{"s":null\}`},
	{"in circles that have to end in an empty list", "3.0.3", `{type: object, required: [s], properties: {s: {type: array, items: {$ref: '#/components/schemas/S'}}}}`, `\{"s":\[\]\}`},
	{"in circles through a choice", "3.0.3", `{oneOf: [{type: array, minItems: 1, items: {$ref: '#/components/schemas/S'}}, {type: string, enum: [end]}]}`, `.*"end".*`},
	{"an example", "3.0.3", `{type: string, example: mine}`, `"mine"`},
	{"examples", "3.1.0", `{type: string, examples: [3, mine]}`, `"mine"`},
	{"an example that does not conform", "3.0.3", `{type: string, maxLength: 3, example: much too long}`, `".{1,3}"`},
	{"a default", "3.0.3", `{type: integer, default: 7}`, `7`},
	{"nullable has no effect in 3.1", "3.1.0", `{type: object, required: [error], properties: {error: {type: string, nullable: true}}}`, `\{"error":".+"\}`},
	{"a good state", "3.0.3", `{type: object, required: [status], properties: {status: {enum: [failed, completed]}}}`, `\{"status":"completed"\}`},
	{"no error if all goes well", "3.0.3", `{type: object, required: [failure_code], properties: {failure_code: {type: string, nullable: true}}}`, `\{"failure_code":null\}`},
	{"times in their order", "3.0.3", `{type: object, properties: {completed_at: {type: integer}, created_at: {type: integer}}}`, `\{"completed_at":178\d+,"created_at":178\d+\}`},
	{"a file's URL", "3.0.3", `{type: object, properties: {thumbnail_url: {type: string}}}`, `\{"thumbnail_url":"https://files.example.com/[0-9a-f]{8}\.jpg"\}`},
	{"an ID", "3.0.3", `{type: object, properties: {videoId: {type: string}}}`, `\{"videoId":"video_[0-9a-f]{8}"\}`},
}

// TestValue compares instances with a pattern each, with several seeds.
func TestValue(t *testing.T) {
	for _, c := range values {
		t.Run(c.reason, func(t *testing.T) {
			for seed := range uint64(5) {
				assert.Regexp(t, "^("+c.want+")$", one(t, c.version, c.schema, seed, synth.Options{Key: "k"}))
			}
		})
	}
}

// TestValueOrder checks that the times of one object are in the order of the lifecycle.
func TestValueOrder(t *testing.T) {
	for seed := range uint64(20) {
		var v struct{ Created, Started, Completed, Expires int64 }
		text := one(t, "3.0.3", `{type: object, properties: {created: {type: integer}, started_at: {type: integer}, completed_at: {type: integer}, expires: {type: integer}}}`, seed, synth.Options{})
		text = strings.NewReplacer("_at", "").Replace(text)
		require.NoError(t, json.Unmarshal([]byte(text), &v)) //nolint:musttag // names are read without case
		assert.True(t, v.Created < v.Started && v.Started < v.Completed && v.Completed < v.Expires, text)
	}
}

func TestValueOptions(t *testing.T) {
	const thing = `{type: object, required: [id, secret, made], properties: {id: {type: string}, data: {type: object, properties: {id: {type: integer}, list: {type: array, items: {type: object, properties: {id: {type: string}, folder: {type: string}}}}}}, secret: {type: string, writeOnly: true}, made: {type: string, readOnly: true}}}`
	cases := []struct {
		reason, want string
		o            synth.Options
	}{
		{"a response without writeOnly members", `{"data":{"id":\d+,"list":\[{"folder":"folder","id":"id_\w+"},{"folder":"folder","id":"id_\w+"}\]},"id":"id_\w+","made":"made"}`, synth.Options{}},
		{"a request without readOnly members", `{"data":.*,"id":"id_\w+","secret":"sample-secret"}`, synth.Options{Write: true}},
		{"only the required members", `{"id":"id_\w+","made":"made"}`, synth.Options{Minimal: true}},
		{"as many items as are wanted", `{"data":{"id":\d+,"list":\[{[^}]*},{[^}]*},{[^}]*}\]}.*`, synth.Options{Items: 3}},
		{"known values, and the ID only where it is the thing's", `{"data":{"id":7,"list":\[{"folder":"f","id":"id_\w+"},{"folder":"f","id":"id_\w+"}\]},"id":"7","made":"made"}`,
			synth.Options{MemberValues: map[string]any{"id": "7", "folder": "f"}}},
		{"a known value that does not conform", `{"data":{"id":\d+,.*"id":"x".*`, synth.Options{MemberValues: map[string]any{"id": "x"}}},
	}
	for _, c := range cases {
		assert.Regexp(t, "^"+c.want+"$", one(t, "3.0.3", thing, 1, c.o), c.reason)
	}
}

// TestValueIsTheSame checks that a value only depends on seed and key.
func TestValueIsTheSame(t *testing.T) {
	const s = `{type: object, properties: {a: {type: integer}, b: {type: string, format: uuid}}}`
	const more = `{type: object, properties: {a: {type: integer}, aa: {type: number}, b: {type: string, format: uuid}}}`
	first := one(t, "3.0.3", s, 1, synth.Options{Key: "k"})
	assert.Equal(t, first, one(t, "3.0.3", s, 1, synth.Options{Key: "k"}))
	assert.NotEqual(t, first, one(t, "3.0.3", s, 2, synth.Options{Key: "k"}), "another seed")
	assert.NotEqual(t, first, one(t, "3.0.3", s, 1, synth.Options{Key: "l"}), "another key")
	assert.Equal(t, first, regexp.MustCompile(`"aa":[0-9.]+,`).ReplaceAllString(one(t, "3.0.3", more, 1, synth.Options{Key: "k"}), ""), "a member more changes no other")
}

// TestValueImpossible checks that an impossible schema is an error within a limited time.
func TestValueImpossible(t *testing.T) {
	for reason, schema := range map[string]string{
		"bounds that exclude each other":    `{type: integer, minimum: 2, maximum: 1}`,
		"no type is left":                   `{allOf: [{type: string}, {type: integer}]}`,
		"an enum of nothing":                `{allOf: [{enum: [a]}, {enum: [b]}]}`,
		"a pattern that is too long for it": `{type: string, pattern: '^a{9}$', maxLength: 3}`,
		"more different items than exist":   `{type: array, uniqueItems: true, minItems: 3, items: {type: boolean}}`,
		"required without end":              `{type: object, required: [s], properties: {s: {$ref: '#/components/schemas/S'}}}`,
		"wide and without end":              `{type: array, minItems: 9, items: {$ref: '#/components/schemas/S'}}`,
		"not itself":                        `{type: string, not: {type: string}}`,
	} {
		t.Run(reason, func(t *testing.T) {
			doc := schemas(t, "3.0.3", "    S: "+schema+"\n")
			_, err := synth.New(1).Value(doc.Components.Schemas["S"], synth.Options{})
			assert.ErrorContains(t, err, "no instance of the schema was found")
		})
	}
}

func TestValueDiscriminator(t *testing.T) {
	doc := schemas(t, "3.0.3", `
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {meow: '#/components/schemas/Cat', woof: '#/components/schemas/Dog'}}}
    Cat: {type: object, properties: {kind: {type: string}, claws: {type: integer}}}
    Dog: {type: object, properties: {kind: {type: string}, tail: {type: integer}}}
    Base: {type: object, required: [sort], properties: {sort: {type: string}}, discriminator: {propertyName: sort}}
    Heir: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object}]}
    Home: {type: object, properties: {heir: {$ref: '#/components/schemas/Heir'}}}
`)
	kinds := make(map[string]bool)
	for seed := range uint64(20) {
		v, err := synth.New(seed).Value(doc.Components.Schemas["Pet"], synth.Options{})
		require.NoError(t, err)
		pet := v.(map[string]any)
		kinds[pet["kind"].(string)] = true
		assert.Equal(t, pet["kind"] == "meow", pet["claws"] != nil)
	}
	assert.Equal(t, map[string]bool{"meow": true, "woof": true}, kinds)
	v, err := synth.New(1).Value(doc.Components.Schemas["Home"], synth.Options{})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"heir": map[string]any{"sort": "Heir"}}, v, "the name of the schema")
}

func TestExample(t *testing.T) {
	doc := schemas(t, "3.0.3", `
    S: {type: object, required: [id], properties: {id: {type: string}}}
`)
	mt := &openapi3.MediaType{Schema: doc.Components.Schemas["S"], Examples: openapi3.Examples{
		"b": {Value: &openapi3.Example{Value: map[string]any{"id": "b"}}},
		"a": {Value: &openapi3.Example{Value: map[string]any{"id": 1.0}}},
		"c": {Value: &openapi3.Example{Value: map[string]any{"id": "c"}}},
	}}
	m := synth.New(1)
	v, ok := m.Example(mt, "c", synth.Options{})
	assert.True(t, ok)
	assert.Equal(t, map[string]any{"id": "c"}, v)
	v, ok = m.Example(mt, "", synth.Options{MemberValues: map[string]any{"id": "known"}})
	assert.True(t, ok)
	assert.Equal(t, map[string]any{"id": "known"}, v, "the first that conforms, with known values")
	assert.Equal(t, "b", mt.Examples["b"].Value.Value.(map[string]any)["id"], "the document's own is left alone")
	_, ok = m.Example(mt, "a", synth.Options{})
	assert.False(t, ok, "it does not conform")
	_, ok = m.Example(mt, "none", synth.Options{})
	assert.False(t, ok)
	v, err := m.Content(&openapi3.MediaType{Schema: mt.Schema}, "", synth.Options{})
	require.NoError(t, err)
	assert.Contains(t, v, "id")
	v, err = m.Content(nil, "", synth.Options{})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{}, v)
}
