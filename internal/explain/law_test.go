package explain_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/specimen"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
)

// A lawCase is one schema with both judges of it.
type lawCase struct {
	name    string
	schema  explain.Schema
	lowered *accept.Schema
	program *accept.Program
}

// casesOf are the components of a document, by both judges.
func casesOf(t testing.TB, text string) []lawCase {
	t.Helper()
	doc, err := document.Load(spec.SingleFile("doc.yaml", []byte(text)), "doc.yaml")
	require.NoError(t, err)
	var set accept.Set
	var cases []lawCase
	lowering := explain.NewLowering()
	var dialect *explain.Dialect31
	if doc.IsOpenAPI31OrLater() {
		dialect = explain.New31(doc)
	}
	for name, ref := range doc.Components.Schemas {
		c := lawCase{name: name, schema: schemaAt(t, doc, dialect, name, ref)}
		c.lowered = lowering.Schema(c.schema)
		c.program = set.Compile(c.lowered)
		cases = append(cases, c)
	}
	return cases
}

func schemaAt(t testing.TB, doc *document.Document, dialect *explain.Dialect31, name string, ref *openapi3.SchemaRef) explain.Schema {
	t.Helper()
	place := doc.Root().Child("components", "schemas", name)
	if dialect == nil {
		return explain.New30(doc, ref, place)
	}
	s, err := dialect.Schema(place)
	require.NoError(t, err)
	return s
}

func (c *lawCase) conforms(content []byte) bool {
	value, err := explain.Decode(content)
	return err == nil && len(c.schema.First(value)) == 0
}

// keywords is a document of many keywords, alone and together.
const keywords = `
openapi: %s
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Any: {}
    Truth: {type: boolean}
    Kind: {type: string, enum: [a, b, '', "é"]}
    Length: {type: string, minLength: 2, maxLength: 4}
    Class: {type: string, pattern: '^[a-z0-9_]{2,8}$'}
    Loose: {type: string, pattern: 'b+'}
    Ahead: {type: string, pattern: '^(?!no)'}
    Date: {type: string, format: date}
    Time: {type: string, format: date-time}
    Byte: {type: string, format: byte}
    Whole: {type: integer, minimum: -3, maximum: 12}
    Big: {type: integer, format: int32}
    Bigger: {type: integer, format: int64}
    Share: {type: number, minimum: 0.1, maximum: 0.9}
    Even: {type: integer, multipleOf: 2}
    Digit: {type: integer, enum: [1, 2, 3]}
    Tags: {type: array, minItems: 1, maxItems: 3, uniqueItems: true, items: {type: string}}
    Numbers: {type: array, uniqueItems: true, items: {type: number}}
    Open: {type: object, required: [id, more], properties: {id: {type: string}, n: {type: integer}}}
    Closed: {type: object, required: [id], additionalProperties: false, properties: {id: {type: string}, n: {type: integer}}}
    Map: {type: object, minProperties: 1, maxProperties: 3, additionalProperties: {type: integer}}
    Untyped: {required: [x], properties: {x: {type: string}}}
    Tree: {type: object, properties: {left: {$ref: '#/components/schemas/Tree'}, right: {$ref: '#/components/schemas/Tree'}, list: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
    Both: {allOf: [{$ref: '#/components/schemas/Open'}, {type: object, required: [b], properties: {b: {type: boolean}, n: {type: integer, minimum: 3}}}]}
    BothClosed: {allOf: [{$ref: '#/components/schemas/Closed'}, {type: object, properties: {id: {type: string, minLength: 2}}}]}
    Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog, wolf]}, bark: {type: boolean}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    Told: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}
    Mixed: {oneOf: [{type: string}, {type: integer}, {type: array, items: {type: string}}, {$ref: '#/components/schemas/Pet'}]}
    Alike: {oneOf: [{type: object, required: [a]}, {type: object, required: [b]}]}
    Some: {anyOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [b]}, {type: integer}]}
    Special: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {child: {$ref: '#/components/schemas/Special'}}}]}
    Base: {type: object, properties: {child: {$ref: '#/components/schemas/Base'}, n: {type: integer}}}
    Self: {type: object, properties: {a: {type: string}}, allOf: [{$ref: '#/components/schemas/Self'}]}
    Round: {type: object, anyOf: [{$ref: '#/components/schemas/RoundA'}, {$ref: '#/components/schemas/RoundB'}]}
    RoundA: {type: object, anyOf: [{$ref: '#/components/schemas/Round'}]}
    RoundB: {type: object, anyOf: [{$ref: '#/components/schemas/Round'}]}
    Inside: {allOf: [{$ref: '#/components/schemas/InsideA'}]}
    InsideA: {type: object, properties: {x: {allOf: [{$ref: '#/components/schemas/Inside'}]}}}
    Typeless: {properties: {a: {$ref: '#/components/schemas/Typeless'}}}
    Low: {type: number, minimum: 0.3, maximum: 1}
    Fractions: {type: number, enum: [0.1, 2]}
    Not: {type: string, not: {enum: [x]}}
    Nested: {type: object, properties: {data: {type: array, items: {oneOf: [{$ref: '#/components/schemas/Cat'}, {type: string, maxLength: 3}]}}}}
%s
`

const only30 = `
    Nullable: {type: object, nullable: true, properties: {a: {type: string, nullable: true, enum: [x]}, b: {nullable: true, allOf: [{$ref: '#/components/schemas/Open'}]}}}
    NullAfter: {type: object, properties: {f: {allOf: [{$ref: '#/components/schemas/Closed'}, {nullable: true}]}}}
    Huge: {type: string, maxLength: 18446744073709551615}
    EmptyTag: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Open'}], discriminator: {propertyName: kind, mapping: {'': '#/components/schemas/Open', cat: '#/components/schemas/Cat'}}}
    Hidden: {type: object, required: [secret, id], properties: {secret: {type: string, writeOnly: true}, id: {type: string, readOnly: true}}}
    Between: {type: number, minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: true}
`

const only31 = `
    Types: {type: [string, 'null', integer]}
    Const: {const: x}
    ConstNumber: {const: 7}
    Tuple: {type: array, prefixItems: [{type: string}, {type: integer}], items: {type: boolean}}
    TupleOnly: {type: array, prefixItems: [{type: string}], items: false}
    Above: {type: number, exclusiveMinimum: 1, exclusiveMaximum: 1.25}
    Sibling: {$ref: '#/components/schemas/Open', required: [z]}
    If: {if: {required: [a]}, then: {required: [b]}}
    Uneval: {type: object, properties: {a: {type: string}}, unevaluatedProperties: false}
    Patterned: {type: object, patternProperties: {'^x': {type: string}}}
    Never: false
    Always: true
`

// The acceptor's one law: what it accepts, the explainer accepts. It is held by
// content that conforms, and by what becomes of that through damage; and most of
// what conforms should be proved, or the acceptor were for nothing.
func TestLaw(t *testing.T) {
	heygen, err := os.ReadFile("../../openapi.yaml")
	require.NoError(t, err)
	for name, text := range map[string]string{
		"3.0":    fmt.Sprintf(keywords, "3.0.3", only30),
		"3.1":    fmt.Sprintf(keywords, "3.1.0", only31),
		"heygen": string(heygen),
	} {
		t.Run(name, func(t *testing.T) {
			made, proved := 0, 0
			for _, c := range casesOf(t, text) {
				m, p := holdLaw(t, c, 60, 20)
				made, proved = made+m, proved+p
			}
			t.Logf("%d of %d conforming values are proved", proved, made)
			require.Greater(t, made, 1000)
			if name == "heygen" {
				require.GreaterOrEqual(t, float64(proved), 0.99*float64(made))
			}
		})
	}
}

// holdLaw makes values of a schema and damages each, and returns how many conform
// and how many of those are proved.
func holdLaw(t *testing.T, c lawCase, values, mutants int) (conforming, proved int) {
	t.Helper()
	var runner accept.Runner
	maker := specimen.New(1)
	for range values {
		content := maker.Make(c.lowered)
		if c.conforms(content) {
			conforming++
			if runner.Run(c.program, content) {
				proved++
			}
		}
		for range mutants {
			mutant := maker.Damage(content)
			if runner.Run(c.program, mutant) && !c.conforms(mutant) {
				require.Fail(t, "accepted what the explainer rejects", "%s: %s", c.name, mutant)
			}
			if maker.Chance(3) {
				content = mutant
			}
		}
	}
	return conforming, proved
}

// FuzzLaw holds the law for whatever the fuzzer makes of the specimens.
func FuzzLaw(f *testing.F) {
	cases := append(casesOf(f, fmt.Sprintf(keywords, "3.0.3", only30)), casesOf(f, fmt.Sprintf(keywords, "3.1.0", only31))...)
	maker := specimen.New(2)
	for i, c := range cases {
		f.Add(uint(i), maker.Make(c.lowered))
	}
	var runner accept.Runner
	f.Fuzz(func(t *testing.T, i uint, content []byte) {
		c := cases[i%uint(len(cases))]
		if runner.Run(c.program, content) && !c.conforms(content) {
			t.Errorf("%s: accepted what the explainer rejects: %s", c.name, content)
		}
	})
}

// Content that was accepted and should not have been.
func TestLawBroken(t *testing.T) {
	for _, version := range []string{"3.0.3", "3.1.0"} {
		extra := map[string]string{"3.0.3": only30, "3.1.0": only31}[version]
		for _, c := range casesOf(t, fmt.Sprintf(keywords, version, extra)) {
			for _, content := range []string{
				`{}`, `null`, `{"f":null}`, `{"a":{"a":{}}}`, `{"k":1}`, `{"kind":1,"id":"x","more":1}`, `{"id":"x","more":1}`, `"a"`,
				`0.29999999999999999`, `1.00000000000000000001`, `0.10000000000000001`, `2.00000000000000000001`, `4.00000000000000000001`, `1e-400`, `7.0`, `1e0`,
				`1e1000001`, `1e999999999`, `1e-999999999`, `[1e999999999]`, `{"child":{"child":{"n":1}}}`, `{"x":{"x":{}}}`,
			} {
				var runner accept.Runner
				if runner.Run(c.program, []byte(content)) {
					require.True(t, c.conforms([]byte(content)), "%s %s %s", version, c.name, content)
				}
			}
		}
	}
}

// What is simple is surely proved, in both dialects.
func TestProved(t *testing.T) {
	for _, version := range []string{"3.0.3", "3.1.0"} {
		extra := map[string]string{"3.0.3": only30, "3.1.0": only31}[version]
		cases := make(map[string]lawCase)
		for _, c := range casesOf(t, fmt.Sprintf(keywords, version, extra)) {
			cases[c.name] = c
		}
		for line := range strings.SplitSeq(strings.TrimSpace(`
Any {"a":[1,2.5,"x",null,true,{"b":{}}]}
Kind "é"
Kind "\u00e9"
Length "éé"
Class "ab_9"
Loose "abbc"
Whole -3
Share 0.5
Even 12
Digit 2
Tags ["a","b"]
Open {"more":1,"id":"x","new":[]}
Closed {"id":"x"}
Map {"a":1,"b":2}
Untyped {"x":"y"}
Untyped "not an object"
Tree {"left":{"list":[{"right":{}}]}}
Both {"id":"x","more":1,"b":true,"n":4}
BothClosed {"id":"xx"}
Pet {"kind":"wolf","bark":true}
Told {"lives":9,"kind":"cat"}
Mixed ["a"]
Mixed {"kind":"cat"}
Some {"b":1}
Some 4
Special {"child":{"child":{"n":1}}}
Inside {"x":{"x":{}}}
Nested {"data":[{"kind":"cat"},"abc"]}`), "\n") {
			name, content, _ := strings.Cut(line, " ")
			c := cases[name]
			require.True(t, c.conforms([]byte(content)), line)
			var runner accept.Runner
			require.True(t, runner.Run(c.program, []byte(content)), "%s %s", version, line)
		}
	}
}
