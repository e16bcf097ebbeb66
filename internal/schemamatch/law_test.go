package schemamatch_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/testsupport/jsonfuzz"
)

// keywords are schemas with the keywords of both versions, alone and together.
const keywords = `
Any: {}
Truth: {type: boolean}
Kind: {type: string, enum: [a, b, '', "é"]}
ManyKinds: {type: string, enum: [a, b, c, d, e, f, g, h, i, j]}
Length: {type: string, minLength: 2, maxLength: 4}
Class: {type: string, pattern: '^[a-z0-9_]{2,8}$'}
Word: {type: string, pattern: '^[\w\-.]+$'}
Loose: {type: string, pattern: 'b+'}
Ahead: {type: string, pattern: '^(?!no)'}
BadPattern: {type: string, pattern: '('}
BadLength: {minLength: x, type: [string, integer]}
BadReference: {type: object, properties: {a: {$ref: '#/components/schemas/Nothing'}, b: {type: string}}}
Date: {type: string, format: date}
Time: {type: string, format: date-time}
Byte: {type: string, format: byte}
Uuid: {type: string, format: uuid}
Mail: {format: email}
Whole: {type: integer, minimum: -3, maximum: 12}
Int32: {type: integer, format: int32}
Int64: {type: integer, format: int64}
Double: {type: number, format: double}
Share: {type: number, minimum: 0.1, maximum: 0.9}
Cents: {type: number, multipleOf: 0.01}
Even: {type: integer, multipleOf: 2}
Digit: {type: integer, enum: [1, 2, 3]}
Fractions: {type: number, enum: [0.1, 2]}
Mixture: {enum: [1, a, null, true, [1], {a: 1}]}
Tags: {type: array, minItems: 1, maxItems: 3, uniqueItems: true, items: {type: string}}
Numbers: {type: array, uniqueItems: true, items: {type: number}}
Open: {type: object, required: [id, more], properties: {id: {type: string}, n: {type: integer}}}
Closed: {type: object, required: [id], additionalProperties: false, properties: {id: {type: string}, n: {type: integer}}}
Map: {type: object, minProperties: 1, maxProperties: 3, additionalProperties: {type: integer}}
Untyped: {required: [x], properties: {x: {type: string}}}
Tree: {type: object, properties: {left: {$ref: '#/components/schemas/Tree'}, right: {$ref: '#/components/schemas/Tree'}, list: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
Both: {allOf: [{$ref: '#/components/schemas/Open'}, {type: object, required: [b], properties: {b: {type: boolean}, n: {type: integer, minimum: 3}}}]}
BothClosed: {allOf: [{$ref: '#/components/schemas/Closed'}, {type: object, properties: {id: {type: string, minLength: 2}}}]}
BothTexts: {allOf: [{type: string, minLength: 2}, {maxLength: 3}, {enum: [a, abc, abcd]}, {enum: [abc, x]}, {pattern: '^[a-z]+$'}]}
BothArrays: {allOf: [{type: array, items: {type: integer}}, {maxItems: 3, items: {minimum: 2}}]}
Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog, wolf]}, bark: {type: boolean}}}
Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
Twice: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Cat'}]}
AnyPet: {anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
Named: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Dog', dog: '#/components/schemas/Cat'}}}
Inherited: {oneOf: [{allOf: [{$ref: '#/components/schemas/Cat'}, {properties: {x: {}}}]}, {allOf: [{$ref: '#/components/schemas/Dog'}]}]}
Mixed: {oneOf: [{type: string}, {type: integer}, {type: array, items: {type: string}}, {$ref: '#/components/schemas/Pet'}]}
Levels: {oneOf: [{type: string, enum: [low]}, {type: string, enum: [high, top]}, {type: number}]}
Alike: {oneOf: [{type: object, required: [a]}, {type: object, required: [b]}]}
Some: {anyOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [b]}, {type: integer}]}
Bounded: {type: object, required: [id], properties: {id: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}
Base: {type: object, properties: {child: {$ref: '#/components/schemas/Base'}, n: {type: integer}}}
Special: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {child: {$ref: '#/components/schemas/Special'}}}]}
Self: {type: object, properties: {a: {type: string}}, allOf: [{$ref: '#/components/schemas/Self'}]}
Round: {type: object, anyOf: [{$ref: '#/components/schemas/RoundA'}, {$ref: '#/components/schemas/RoundB'}]}
RoundA: {type: object, anyOf: [{$ref: '#/components/schemas/Round'}]}
RoundB: {type: object, anyOf: [{$ref: '#/components/schemas/Round'}]}
RoundOr: {oneOf: [{$ref: '#/components/schemas/Round'}, {type: string}]}
Inside: {allOf: [{$ref: '#/components/schemas/InsideA'}]}
InsideA: {type: object, properties: {x: {allOf: [{$ref: '#/components/schemas/Inside'}]}}}
Typeless: {properties: {a: {$ref: '#/components/schemas/Typeless'}}}
Not: {type: string, not: {enum: [x]}}
Nested: {type: object, properties: {data: {type: array, items: {oneOf: [{$ref: '#/components/schemas/Cat'}, {type: string, maxLength: 3}]}}}}
Hidden: {type: object, required: [a, id], properties: {a: {type: string, writeOnly: true}, id: {type: string, readOnly: true}}}
HiddenAbove: {allOf: [{required: [a]}, {properties: {a: {writeOnly: true}}}]}
HiddenBeside: {allOf: [{required: [a, b]}, {properties: {a: {allOf: [{writeOnly: true}]}}}]}
HiddenInAny: {anyOf: [{type: object, properties: {b: {type: string}}}, {type: object, properties: {a: {type: string, writeOnly: true}, b: {}}}]}
HiddenDeep: {type: object, properties: {c: {anyOf: [{}, {properties: {b: {properties: {a: {writeOnly: true}}}}}]}}}
HiddenInOne: {oneOf: [{type: string}, {type: object, properties: {a: {writeOnly: true}}}]}
HiddenItems: {type: array, items: {type: string, writeOnly: true}}
Crowd: {allOf: [{properties: {a: {maxLength: 9}}}, {properties: {a: {maxLength: 8}}}, {properties: {a: {maxLength: 7}}}, {properties: {a: {maxLength: 6}}}, {properties: {a: {maxLength: 5}}}, {properties: {a: {maxLength: 4}}}, {properties: {a: {maxLength: 3}}}, {properties: {a: {maxLength: 2}}}, {properties: {a: {maxLength: 1}}}]}
`

const only30 = `
Nullable: {type: object, nullable: true, properties: {a: {type: string, nullable: true, enum: [x]}, b: {nullable: true, allOf: [{$ref: '#/components/schemas/Open'}]}, c: {type: string, nullable: true, enum: [x, null]}}}
NullAfter: {type: object, properties: {f: {allOf: [{$ref: '#/components/schemas/Closed'}, {nullable: true}]}}}
NullRef: {type: object, properties: {a: {$ref: '#/components/schemas/Closed', nullable: true}}}
NullBoth: {oneOf: [{type: string, nullable: true}, {type: integer, nullable: true}]}
NullOne: {oneOf: [{type: string, nullable: true}, {type: integer}]}
NullDeep: {allOf: [{allOf: [{$ref: '#/components/schemas/Closed'}], nullable: true}]}
Huge: {type: string, maxLength: 18446744073709551615}
Between: {type: number, minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: true}
`

const only31 = `
Types: {type: [string, 'null', integer]}
Const: {const: x}
ConstNumber: {const: 7}
ConstBoth: {const: x, enum: [x, y]}
Labels: {oneOf: [{const: a, title: A}, {const: b}, {const: null}]}
Tagged: {oneOf: [{required: [t], properties: {t: {const: a}}}, {required: [t], properties: {t: {const: b}, n: {type: integer}}}]}
Tuple: {type: array, prefixItems: [{type: string}, {type: integer}], items: {type: boolean}}
TupleOnly: {type: array, prefixItems: [{type: string}], items: false}
Above: {type: number, exclusiveMinimum: 1, exclusiveMaximum: 1.25}
Sibling: {$ref: '#/components/schemas/Open', required: [z]}
NullableRef: {oneOf: [{$ref: '#/components/schemas/Open'}, {type: 'null'}]}
If: {if: {required: [a]}, then: {required: [b]}}
Lonely: {if: {required: [a]}}
Unevaluated: {type: object, properties: {a: {type: string}}, unevaluatedProperties: false}
UnevaluatedItems: {type: array, prefixItems: [{}], unevaluatedItems: false}
Contains: {contains: {type: integer}}
Patterned: {type: object, patternProperties: {'^x': {type: string}, 'y$': {minLength: 2}}, properties: {xa: {maxLength: 3}}, additionalProperties: false}
PatternedRest: {patternProperties: {'^x': {type: string}}, additionalProperties: {type: integer}}
NamesOnly: {propertyNames: {pattern: '^[a-c]+$'}, properties: {x: {}}}
NamesHidden: {propertyNames: {writeOnly: true}}
Dependent: {dependentRequired: {a: [b]}}
DependentSchemas: {dependentSchemas: {a: {required: [b]}}}
Dynamic: {$dynamicRef: '#node'}
Never: false
Always: true
NeverInside: {properties: {a: false}}
`

func allCases(t testing.TB) []lawCase {
	t.Helper()
	var all []lawCase
	for version, extra := range map[string]string{"3.0.3": only30, "3.1.0": only31} {
		for _, asserts := range []bool{true, false} {
			for _, c := range casesOf(t, document(version, strings.TrimSpace(keywords)+"\n"+strings.TrimSpace(extra)), asserts) {
				c.name = version + " " + c.name
				all = append(all, c)
			}
		}
	}
	slices.SortFunc(all, func(a, b lawCase) int { return strings.Compare(a.name, b.name) })
	return all
}

// TestLaw checks that the slow path accepts everything that the matcher accepts, with conforming
// bodies and with mutations of them.
func TestLaw(t *testing.T) {
	var m schemamatch.Matcher
	for i, c := range allCases(t) {
		r := newRandomizer(uint64(i))
		for range 40 {
			value := r.ConformingValue(c.schema, 4)
			for range 12 {
				c.requireLaw(t, &m, r.EncodeBody(value))
				value = r.MutateValue(value)
			}
		}
	}
}

// awkward are bodies with unusual numbers, names or nesting.
var awkward = []string{
	`{}`, `null`, `{"f":null}`, `{"a":{"a":{}}}`, `{"k":1}`, `{"kind":1,"id":"x","more":1}`, `{"id":"x","more":1}`, `"a"`, `{"a":"x"}`, `{"b":1}`,
	`0.29999999999999999`, `1.00000000000000000001`, `0.10000000000000001`, `2.00000000000000000001`, `4.00000000000000000001`, `1e-400`, `7.0`, `1e0`,
	`1e1000001`, `1e999999999`, `1e-999999999`, `[1e999999999]`, `{"child":{"child":{"n":1}}}`, `{"x":{"x":{}}}`, `[1,1.0]`, `["a","\u0061"]`, `-0`, `[0,-0]`,
	`9223372036854775807`, `9223372036854775808`, `-9223372036854775809`, `2147483648`, `999999999999999999999`, `1.0`, `12.0`, `1.2e1`, `13e0`,
	`{"kind":"cat","\u006bind":"dog"}`, `{"kind":"cat","kind":"dog"}`, `{"xa":"long"}`, `{"xy":"a"}`, `{"c":{"b":{"a":1}}}`, `{"a":null}`, `[null]`, `["a"]`,
	`"2024-02-30T00:00:00Z"`, `"2024-02-28T23:59:60Z"`, `"2024-02-28t23:59:59z"`, `"2024-02-28T23:59:59."`, `"2024-02-28T23:59:59Z"`, "\"2024-02-28T23:5\u20ac:9Z\"",
}

func TestLawAwkward(t *testing.T) {
	var m schemamatch.Matcher
	for _, c := range allCases(t) {
		for _, body := range awkward {
			c.requireLaw(t, &m, []byte(body))
		}
	}
}

// TestLawRandom is TestLaw with random schemas of both versions.
func TestLawRandom(t *testing.T) {
	conforming, decided := 0, 0
	var m schemamatch.Matcher
	const rounds, values = 3_000, 10
	for round := range uint64(rounds) {
		r := newRandomizer(round)
		version := pick(r, []string{"3.0.3", "3.1.0"})
		tree := map[string]any{"openapi": version, "info": map[string]any{"title": "t", "version": "1"},
			"components": map[string]any{"schemas": map[string]any{
				"S": r.schema(4),
				"R": map[string]any{"properties": r.properties(1), "items": map[string]any{"$ref": "#/components/schemas/S"}},
			}}}
		text, err := json.Marshal(tree)
		require.NoError(t, err)
		c := casesOf(t, string(text), r.IntN(2) == 0)["S"]
		for i := range values {
			value := r.AnyValue(3)
			if i%2 == 0 {
				value = r.ConformingValue(c.schema, 3)
			}
			body, err := json.Marshal(value)
			require.NoError(t, err)
			if m.Conforms(c.program, body) && !c.conforms(t, body) {
				t.Fatalf("round %d: the matcher accepts what the slow path does not\n%s\n%s", round, text, body)
			}
			if c.conforms(t, body) {
				conforming++
				if m.Conforms(c.program, body) {
					decided++
				}
			}
		}
	}
	t.Logf("%d of %d conforming bodies are decided", decided, conforming)
	assert.Greater(t, decided, rounds, "the law is tried on bodies that the matcher accepts")
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
		all[pick(r, jsonfuzz.Names)] = r.schema(depth)
	}
	return all
}

func (r randomizer) schema(depth int) any {
	s := map[string]any{}
	for range 1 + r.IntN(3) {
		r.keyword(s, depth-1)
	}
	return s
}

func (r randomizer) keyword(s map[string]any, depth int) {
	number := func(n int) any { return r.IntN(n) }
	types := []any{"boolean", "integer", "number", "string", "array", "object"}
	scalars := []func(){
		func() { s["type"] = pick(r, types) },
		func() { s["type"] = pick(r, types) },
		func() { s["type"], s["nullable"] = pick(r, types), true },
		func() { s["enum"] = []any{r.AnyValue(1), r.AnyValue(0), r.AnyValue(0)} },
		func() { s["const"] = r.AnyValue(1) },
		func() { s["minimum"] = number(3) },
		func() { s["multipleOf"] = 0.5 },
		func() { s["maxLength"] = number(3) },
		func() { s["pattern"] = "^[ab]*$" },
		func() { s["format"] = pick(r, []any{"int32", "int64", "date", "uuid"}) },
		func() { s["minItems"], s["uniqueItems"] = number(3), true },
		func() { s["required"] = []any{pick(r, jsonfuzz.Names)} },
		func() { s["maxProperties"] = number(4) },
		func() { s["writeOnly"] = true },
		func() { s["dependentRequired"] = map[string]any{"a": []any{"b"}} },
	}
	applicators := []func(){
		func() { s["properties"] = r.properties(depth) },
		func() { s["properties"] = r.properties(depth) },
		func() { s["properties"], s["additionalProperties"] = r.properties(depth), false },
		func() { s["patternProperties"] = map[string]any{"[ab]": r.schema(depth)} },
		func() { s["additionalProperties"] = r.schema(depth) },
		func() { s["propertyNames"] = r.schema(depth) },
		func() { s["prefixItems"] = r.schemas(depth) },
		func() { s["items"] = r.schema(depth) },
		func() { s["allOf"] = r.schemas(depth) },
		func() { s["allOf"] = r.schemas(depth) },
		func() { s["anyOf"] = r.schemas(depth) },
		func() { s["oneOf"] = r.schemas(depth) },
		func() { s["oneOf"] = r.schemas(depth) },
		func() { s["$ref"] = "#/components/schemas/R" },
		func() {
			rare := []func(){
				func() { s["not"] = r.schema(depth) },
				func() { s["if"], s["then"], s["else"] = r.schema(depth), r.schema(depth), r.schema(depth) },
				func() { s["unevaluatedProperties"] = r.schema(depth) },
				func() { s["contains"] = r.schema(depth) },
				func() { s["dependentSchemas"] = r.properties(depth) },
			}
			pick(r, rare)()
		},
	}
	if depth > 0 && r.IntN(3) > 0 {
		pick(r, applicators)()
		return
	}
	pick(r, scalars)()
}

// TestDecided checks that ordinary conforming bodies are decided, in both versions; otherwise the
// fast path would be useless.
func TestDecided(t *testing.T) {
	both := `
Any {"a":[1,2.5,"x",null,true,{"b":{}}]}
Any [1e3,-2.5E-1]
Kind "é"
Kind "\u00e9"
ManyKinds "j"
Length "éé"
Class "ab_9"
Word "a-b.c"
Loose "abbc"
Ahead "yes"
Date "2024-02-29"
Time "2024-02-29T10:11:12.345Z"
Time "2024-02-20T10:11:12.345Z"
Time "2024-02-20T10:11:12+02:00"
Byte "aGVsbG8="
Uuid "123e4567-e89b-12d3-a456-426614174000"
Mail "a@example.com"
Mail 5
Whole -3
Whole 1.0
Int32 2147483647
Int64 9223372036854775807
Int64 5
Double 0.12345678901234567890
Share 0.5
Cents 19.99
Even 12
Digit 2
Digit 2.0
Fractions 0.1
Mixture null
Mixture "a"
Tags ["a","b"]
Open {"more":1,"id":"x","new":[]}
Closed {"id":"x"}
Map {"a":1,"b":2}
Untyped {"x":"y"}
Untyped "not an object"
Tree {"left":{"list":[{"right":{}}]}}
Both {"id":"x","more":1,"b":true,"n":4}
BothClosed {"id":"xx"}
BothTexts "abc"
BothArrays [2,3]
Pet {"kind":"wolf","bark":true}
AnyPet {"bark":true,"kind":"wolf"}
Named {"lives":9,"kind":"cat"}
Inherited {"x":1,"kind":"dog"}
Mixed ["a"]
Mixed {"kind":"cat"}
Levels "top"
Levels 5
Some {"b":1}
Some 4
Bounded {"id":"x","b":null}
Special {"child":{"child":{"n":1}}}
Inside {"x":{"x":{}}}
Nested {"data":[{"kind":"cat"},"abc"]}
BadPattern? 1
BadReference {"b":"x"}
BadLength 5
Hidden {"id":"x"}
HiddenAbove {}
HiddenInOne {"b":1}
HiddenInAny {"b":"x"}
`
	for version, of := range map[string]struct{ schemas, more string }{
		"3.0.3": {only30, `
Nullable null
Nullable {"a":"x","c":null}
NullOne null
Between 1.5`},
		"3.1.0": {only31, `
Types null
Const "x"
ConstNumber 7.0
Labels "b"
Labels null
Tagged {"n":1,"t":"b"}
Tuple ["a",1,true]
TupleOnly ["a"]
Above 1.2
Sibling {"id":"x","more":1,"z":1}
NullableRef null
NullableRef {"id":"x","more":1}
Lonely {"a":1}
Patterned {"xa":"b","xb":"c","xy":"ab"}
PatternedRest {"xa":"b","a":1}
NamesOnly {"abc":1}
NeverInside {"b":1}
Always {"b":1}`},
	} {
		cases := casesOf(t, document(version, strings.TrimSpace(keywords)+"\n"+strings.TrimSpace(of.schemas)), true)
		for line := range strings.SplitSeq(strings.TrimSpace(both+strings.TrimSpace(of.more)), "\n") {
			name, body, _ := strings.Cut(line, " ")
			c, known := cases[name]
			if !known {
				continue
			}
			assert.True(t, c.conforms(t, []byte(body)), "%s conforms: %s", version, line)
			var m schemamatch.Matcher
			assert.True(t, m.Conforms(c.program, []byte(body)), "%s is decided: %s", version, line)
		}
	}
}

// TestContract checks that bodies generated for the contract's schemas are decided.
func TestContract(t *testing.T) {
	text, err := os.ReadFile("../../openapi.yaml")
	require.NoError(t, err)
	conforming, decided := 0, 0
	undecided := map[string]bool{}
	var m schemamatch.Matcher
	for name, c := range casesOf(t, string(text), true) {
		r := newRandomizer(uint64(len(name)))
		for range 20 {
			value := r.ConformingValue(c.schema, 6)
			body, err := json.Marshal(value)
			require.NoError(t, err)
			if c.conforms(t, body) {
				conforming++
				if c.requireLaw(t, &m, body) {
					decided++
				} else {
					undecided[name] = true
				}
			}
			for range 5 {
				value = r.MutateValue(value)
				c.requireLaw(t, &m, r.EncodeBody(value))
			}
		}
	}
	t.Logf("%d of %d conforming bodies are decided; undecided: %v", decided, conforming, undecided)
	require.Greater(t, conforming, 1000)
	assert.GreaterOrEqual(t, float64(decided), 0.99*float64(conforming))
}

// FuzzMatcher is TestLaw with any body.
func FuzzMatcher(f *testing.F) {
	cases := allCases(f)
	text, err := os.ReadFile("../../openapi.yaml")
	require.NoError(f, err)
	contract := casesOf(f, string(text), true)
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range contract {
			if !yield(name) {
				return
			}
		}
	}) {
		cases = append(cases, contract[name])
	}
	r := newRandomizer(2)
	for i, c := range cases {
		body, _ := json.Marshal(r.ConformingValue(c.schema, 3))
		f.Add(uint(i), body)
	}
	for i, body := range awkward {
		f.Add(uint(i), []byte(body))
	}
	var m schemamatch.Matcher
	f.Fuzz(func(t *testing.T, i uint, body []byte) {
		c := cases[i%uint(len(cases))]
		c.requireLaw(t, &m, body)
		if m.Conforms(c.program, body) {
			_, err := schemaerror.Decode(body)
			require.NoError(t, err)
		}
	})
}
