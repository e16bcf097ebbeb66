package schemaerror_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// document returns a document of a version with schemas in YAML's flow style.
func document(version, schemas string) string {
	return fmt.Sprintf("openapi: %s\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    %s\n",
		version, strings.ReplaceAll(schemas, "\n", "\n    "))
}

func check(t testing.TB, s *schema.Schema, body string) schemaerror.Result {
	t.Helper()
	value, err := schemaerror.Decode([]byte(body))
	require.NoError(t, err)
	return schemaerror.New(schemaerror.Options{Format: testFormat}).Check(t.Context(), s, value)
}

func testFormat(name, value string) (string, bool) {
	if name == "date" && len(value) != 10 {
		return "it has not the form YYYY-MM-DD", true
	}
	return "", name == "date"
}

// summary returns the result in one line: errors as "keyword pointer", then unchecked reasons as
// "?reason".
func summary(r schemaerror.Result) string {
	var parts []string
	for _, e := range r.Errors {
		name := e.Keyword
		if e.Property != "" {
			name += ":" + e.Property
		}
		parts = append(parts, name+"@/"+strings.Join(e.Instance, "/"))
	}
	for _, u := range r.Unchecked {
		parts = append(parts, "?"+u.Reason.String())
	}
	return strings.Join(parts, " ")
}

var ruleCases = []struct {
	reason  string
	version string // empty means both
	schemas string // S is the checked schema
	body    string
	want    string // a summary
}{
	// null
	{"an untyped schema allows null", "", `S: {}`, `null`, ""},
	{"items without a type allow null", "3.0.3", `S: {type: array, items: {}}`, `[null]`, ""},
	{"nullable counts beside a type", "3.0.3", `S: {type: string, nullable: true}`, `null`, ""},
	{"an enum without null excludes null", "3.0.3", `S: {type: string, nullable: true, enum: [x]}`, `null`, "enum@/"},
	{"an enum with null allows it", "3.0.3", `S: {type: string, nullable: true, enum: [x, null]}`, `null`, ""},
	{"nullable beside allOf has no effect", "3.0.3", "S: {nullable: true, allOf: [{$ref: '#/components/schemas/R'}]}\nR: {type: object}", `null`, "type@/"},
	{"nullable beside $ref has no effect", "3.0.3", "S: {nullable: true, $ref: '#/components/schemas/R'}\nR: {type: object}", `null`, "type@/"},
	{"nullable in allOf does not outweigh the type", "3.0.3", `S: {type: object, allOf: [{type: object, nullable: true}]}`, `null`, "type@/"},
	{"nullable in all of allOf", "3.0.3", `S: {allOf: [{type: boolean, nullable: true}]}`, `null`, ""},
	{"nullable is no keyword of 3.1", "3.1.0", `S: {type: string, nullable: true}`, `null`, "type@/"},
	{"type null", "3.1.0", `S: {type: [string, "null"]}`, `null`, ""},

	// the other version's keywords
	{"const is ignored in 3.0", "3.0.3", `S: {const: 1}`, `2`, ""},
	{"boolean exclusiveMinimum", "3.0.3", `S: {minimum: 1, exclusiveMinimum: true}`, `1`, "exclusiveMinimum@/"},
	{"boolean exclusiveMaximum", "3.0.3", `S: {maximum: 1, exclusiveMaximum: true}`, `1`, "exclusiveMaximum@/"},
	{"false has no effect", "3.0.3", `S: {minimum: 1, exclusiveMinimum: false}`, `1`, ""},
	{"siblings of $ref are ignored in 3.0", "3.0.3", "S: {$ref: '#/components/schemas/R', maxLength: 1}\nR: {type: string}", `"xx"`, ""},
	{"siblings of $ref count in 3.1", "3.1.0", "S: {$ref: '#/components/schemas/R', maxLength: 1}\nR: {type: string}", `"xx"`, "maxLength@/"},

	// numbers
	{"an enum beyond 2^53", "", `S: {type: integer, enum: [9007199254740993]}`, `9007199254740992`, "enum@/"},
	{"multipleOf beyond 2^53", "", `S: {type: integer, multipleOf: 3}`, `10000000000000000`, "multipleOf@/"},
	{"decimal fractions", "", `S: {multipleOf: 0.01}`, `19.99`, ""},
	{"too fine a fraction", "", `S: {multipleOf: 0.01}`, `0.005`, "multipleOf@/"},
	{"numbers beyond float64", "", `S: {type: number}`, `1e400`, ""},
	{"1e400 is an integer", "", `S: {type: integer}`, `1e400`, ""},
	{"1.0 equals 1", "", `S: {enum: [1]}`, `1.0`, ""},
	{"a large exponent compared with 1", "", `S: {minimum: 1}`, `1e10000`, ""},
	{"an exponent beyond the limit", "", `S: {type: integer, minimum: 1}`, `1e10000000`, "?number ?number"},
	{"int64", "", `S: {type: integer, format: int64}`, `9223372036854775808`, "format@/"},
	{"int32", "", `S: {type: integer, format: int32}`, `-2147483648`, ""},
	{"a maximum beyond int64", "", `S: {type: integer, maximum: 18446744073709551615}`, `18446744073709551616`, "maximum@/"},

	// unusable keywords
	{"a pattern that does not compile", "", `S: {type: string, pattern: '('}`, `"x"`, "?pattern"},
	{"and is not asked", "", `S: {pattern: '('}`, `1`, ""},
	{"a pattern below not", "", `S: {not: {pattern: '('}}`, `"x"`, "?pattern"},
	{"a pattern in the branch that is not needed", "", `S: {anyOf: [{pattern: '('}, {type: string}]}`, `"x"`, ""},
	{"a pattern in the branch that is needed", "", `S: {anyOf: [{pattern: '('}, {type: integer}]}`, `"x"`, "?pattern"},
	{"a pattern in oneOf", "", `S: {oneOf: [{pattern: '('}, {type: string}]}`, `"x"`, "?pattern"},
	{"a pattern in oneOf, where two other branches match", "", `S: {oneOf: [{pattern: '('}, {type: string}, {}]}`, `"x"`, "oneOf@/"},
	{"a pattern below if", "3.1.0", `S: {if: {pattern: '('}, then: {maxLength: 1}}`, `"xx"`, "?pattern"},
	{"a pattern below if that decides nothing", "3.1.0", `S: {if: {pattern: '('}, then: {maxLength: 2}}`, `"xx"`, ""},
	{"a pattern below contains", "3.1.0", `S: {contains: {pattern: '('}}`, `["x"]`, "?pattern"},
	{"an error beside something unchecked", "", `S: {properties: {a: {pattern: '('}, b: {type: integer}}}`, `{"a":"x","b":"x"}`, "type@/b ?pattern"},
	{"unevaluated members are unknown, too", "3.1.0", `S: {allOf: [{patternProperties: {'(': {}}}], unevaluatedProperties: false}`, `{"a":1}`, "?pattern ?keyword"},
	{"a keyword of the wrong type", "", `S: {minLength: x}`, `"x"`, "?keyword"},
	{"required on a property", "3.0.3", `S: {properties: {a: {required: true}}}`, `{"a":{}}`, ""},
	{"items are missing", "3.0.3", `S: {type: array}`, `[1]`, ""},
	{"a reference to nowhere", "", `S: {properties: {a: {$ref: '#/components/schemas/X'}}}`, `{"a":1}`, "?reference"},
	{"a reference to a URL", "", `S: {properties: {a: {$ref: 'https://e.example/x.json'}}}`, `{"a":1}`, "?reference"},
	{"which no member needs", "", `S: {properties: {a: {$ref: 'https://e.example/x.json'}}}`, `{}`, ""},

	// recursion
	{"a schema that contains itself", "", `S: {allOf: [{$ref: '#/components/schemas/S'}], type: object}`, `{}`, ""},
	{"and is broken", "", `S: {allOf: [{$ref: '#/components/schemas/S'}], type: object}`, `1`, "type@/"},
	{"in a circle", "", "S: {allOf: [{$ref: '#/components/schemas/R'}]}\nR: {allOf: [{$ref: '#/components/schemas/S'}], required: [a]}", `{}`, "required:a@/"},
	{"by a branch", "", `S: {anyOf: [{$ref: '#/components/schemas/S'}, {type: string}]}`, `1`, "?reference"},
	{"by a branch that is not needed", "", `S: {anyOf: [{$ref: '#/components/schemas/S'}, {type: string}]}`, `"x"`, ""},
	{"references in a circle", "", "S: {$ref: '#/components/schemas/R'}\nR: {$ref: '#/components/schemas/S'}", `1`, "?reference"},
	{"recursion with progress", "", `S: {type: object, properties: {s: {$ref: '#/components/schemas/S'}}}`, `{"s":{"s":{"s":1}}}`, "type@/s/s/s"},

	// readOnly, writeOnly
	{"a writeOnly member may be missing", "", `S: {required: [p], properties: {p: {writeOnly: true}}}`, `{}`, ""},
	{"a writeOnly member is present", "", `S: {properties: {p: {writeOnly: true}}}`, `{"p":1}`, "writeOnly@/p"},
	{"in a branch", "", `S: {oneOf: [{required: [p], properties: {p: {writeOnly: true}}}, {type: string}]}`, `{}`, ""},
	{"present in a branch", "", `S: {oneOf: [{properties: {p: {writeOnly: true}}}, {type: string}]}`, `{"p":1}`, "writeOnly@/p"},
	{"declared in another part", "", `S: {allOf: [{required: [p]}], properties: {p: {allOf: [{writeOnly: true}]}}}`, `{}`, ""},
	{"a readOnly member is as others", "", `S: {required: [p], properties: {p: {readOnly: true}}}`, `{}`, "required:p@/"},

	// choices
	{"the nearest branch, by depth", "", `S: {anyOf: [{type: object, required: [x], properties: {x: {type: integer}}}, {type: object, required: [y]}]}`, `{"x":"s"}`, "type@/x"},
	{"the nearest branch, by type", "", `S: {oneOf: [{type: string}, {type: object, properties: {y: {type: integer}}}]}`, `{"y":"s"}`, "type@/y"},
	{"the nearest branch, by its tag", "", `S: {oneOf: [{properties: {t: {enum: [a]}, v: {type: integer}}}, {properties: {t: {enum: [b]}}}]}`, `{"t":"a","v":"s"}`, "type@/v"},
	{"no type fits", "", `S: {anyOf: [{type: string}, {type: object}]}`, `1`, "anyOf@/"},
	{"more than one", "", `S: {oneOf: [{type: integer}, {minimum: 1}]}`, `1`, "oneOf@/"},
	{"a discriminator that names a branch with another tag changes nothing", "3.0.3",
		"S: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: k, mapping: {meow: Cat}}}\n" +
			"Cat: {type: object, required: [c]}\nDog: {type: object, required: [d]}", `{"k":"meow","d":1}`, ""},
	{"a discriminator chooses the branch that is explained", "3.0.3",
		"S: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: k, mapping: {meow: Cat}}}\n" +
			"Cat: {type: object, required: [c, x, y]}\nDog: {type: object, required: [d]}", `{"k":"meow"}`, "required:c@/ required:x@/ required:y@/"},
	{"an implicit name beside a mapping", "3.0.3",
		"S: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: k, mapping: {meow: Cat}}}\n" +
			"Cat: {type: object, required: [c]}\nDog: {type: object, required: [d, e]}", `{"k":"Dog"}`, "required:d@/ required:e@/"},

	// order
	{"members by name, then missing ones", "", `S: {required: [z, a], properties: {c: {type: string}, b: {type: string}}}`, `{"c":1,"b":1}`, "type@/b type@/c required:a@/ required:z@/"},
	{"further members in their place", "", `S: {additionalProperties: false, properties: {b: {type: string}}}`, `{"c":1,"b":1,"a":1}`, "additionalProperties@/a type@/b additionalProperties@/c"},

	// 3.1
	{"a dynamic reference", "3.1.0", "S: {$id: 'https://e.example/s', $dynamicAnchor: n, $ref: tree}\n" +
		"Tree: {$id: 'https://e.example/tree', $dynamicAnchor: n, type: object, properties: {c: {$dynamicRef: '#n'}}}", `{"c":1}`, "type@/c"},
	{"an anchor", "3.1.0", "S: {$ref: '#there'}\nR: {$anchor: there, type: string}", `1`, "type@/"},
	{"an identifier", "3.1.0", "S: {$ref: 'https://e.example/r'}\nR: {$id: 'https://e.example/r', type: string}", `1`, "type@/"},
	{"a reference relative to an identifier", "3.1.0", "S: {$id: 'https://e.example/a/s', $ref: '../b/r#/$defs/x'}\nR: {$id: 'https://e.example/b/r', $defs: {x: {type: string}}}", `1`, "type@/"},
	{"a boolean schema", "3.1.0", `S: {properties: {a: false}}`, `{"a":1}`, "@/a"},
	{"unknown keywords are annotations", "3.1.0", `S: {foo: {type: string}, discriminator: 5}`, `1`, ""},
	{"items after a prefix", "3.1.0", `S: {prefixItems: [{type: string}], items: {type: integer}}`, `["x", 1, "x"]`, "type@/2"},
	{"names of members", "3.1.0", `S: {propertyNames: {maxLength: 2}}`, `{"abc":1}`, "maxLength@/abc"},
	{"unique items by value", "", `S: {uniqueItems: true}`, `[1,2,3,4,5,6,7,8,9,{"a":1,"b":2},{"b":2.0,"a":1}]`, "uniqueItems@/"},

	// formats
	{"a format", "", `S: {format: date}`, `"x"`, "format@/"},
	{"an unknown format", "", `S: {format: other}`, `"x"`, ""},
}

func TestRules(t *testing.T) {
	for _, c := range ruleCases {
		versions := []string{c.version}
		if c.version == "" {
			versions = []string{"3.0.3", "3.1.0"}
		}
		for _, version := range versions {
			t.Run(version+" "+c.reason, func(t *testing.T) {
				result := check(t, schemaOf(t, document(version, c.schemas), "S", schema.Options{}), c.body)
				assert.Equal(t, c.want, summary(result))
				for _, e := range result.Errors {
					assert.NotEmpty(t, e.Message)
					assert.False(t, strings.HasSuffix(e.Message, "not "), e.Message)
					t.Log(e.Message, "|", e.Expected, "|", e.Actual, "|", e.Location)
				}
			})
		}
	}
}
