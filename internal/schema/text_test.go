package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/schema"
)

func TestAllowedTypes(t *testing.T) {
	for _, c := range []struct {
		reason, version, schemas string
		want                     schema.Types
	}{
		{"no type", "3.0.3", `S: {}`, schema.AnyType},
		{"one", "3.0.3", `S: {type: integer}`, schema.Integer},
		{"nullable", "3.0.3", `S: {type: integer, nullable: true}`, schema.Integer | schema.Null},
		{"several", "3.1.0", `S: {type: [string, array]}`, schema.String | schema.Array},
		{"a reference", "3.0.3", "S: {$ref: '#/components/schemas/R'}\nR: {type: boolean}", schema.Boolean},
		{"a reference beside keywords", "3.1.0", "S: {$ref: '#/components/schemas/R', type: [string, 'null']}\nR: {type: [boolean, string]}", schema.String},
		{"all of them", "3.1.0", `S: {allOf: [{type: [string, integer]}, {type: [string, boolean]}]}`, schema.String},
		{"any of them", "3.0.3", `S: {anyOf: [{type: string}, {type: integer}]}`, schema.String | schema.Integer},
		{"one of them", "3.0.3", `S: {oneOf: [{type: string}, {type: array, items: {}}]}`, schema.String | schema.Array},
		{"a branch of any type", "3.0.3", `S: {type: string, oneOf: [{}, {type: integer}]}`, schema.String},
		{"an enum", "3.0.3", `S: {enum: [a, 1, true]}`, schema.String | schema.Number | schema.Boolean},
		{"a constant", "3.1.0", `S: {const: [1]}`, schema.Array},
		{"the schema false", "3.1.0", `S: false`, 0},
		{"itself", "3.0.3", `S: {type: string, allOf: [{$ref: '#/components/schemas/S'}]}`, schema.String},
		{"many branches", "3.0.3", doubling("{type: string}"), schema.String},
	} {
		compiler, doc := compilerOf(t, c.version, c.schemas)
		assert.Equal(t, c.want, compiler.Schema(doc.Root().At("components", "schemas", "S")).AllowedTypes(), c.reason)
	}
}

// doubling returns a schema with more branches than can be visited one by one.
func doubling(last string) string {
	var b strings.Builder
	for i := range 40 {
		name := fmt.Sprintf("S%d", i)
		if i == 0 {
			name = "S"
		}
		fmt.Fprintf(&b, "%s: {anyOf: [{$ref: '#/components/schemas/S%d'}, {allOf: [{$ref: '#/components/schemas/S%d'}]}]}\n", name, i+1, i+1)
	}
	return b.String() + "S40: " + last
}

func TestAcceptsAll(t *testing.T) {
	asserts := func(format string) bool { return format == "date" }
	for _, c := range []struct {
		reason, version, schemas string
		types                    schema.Types
		want                     bool
	}{
		{"anything", "3.0.3", `S: {}`, schema.AnyType, true},
		{"annotations", "3.0.3", `S: {description: x, default: 1, example: 2}`, schema.AnyType, true},
		{"strings", "3.0.3", `S: {type: string}`, schema.String, true},
		{"of all types only strings", "3.0.3", `S: {type: string}`, schema.AnyType, false},
		{"a length", "3.0.3", `S: {type: string, minLength: 1}`, schema.String, false},
		{"a length of nothing", "3.0.3", `S: {type: string, minLength: 0}`, schema.String, true},
		{"a greatest length", "3.0.3", `S: {maxLength: 0}`, schema.String, false},
		{"a pattern", "3.0.3", `S: {pattern: a}`, schema.String, false},
		{"a pattern that cannot be used", "3.0.3", `S: {pattern: '('}`, schema.String, false},
		{"a keyword for numbers", "3.0.3", `S: {minimum: 1}`, schema.String, true},
		{"a keyword for numbers, of which some are", "3.0.3", `S: {minimum: 1}`, schema.AnyType, false},
		{"members", "3.0.3", `S: {properties: {a: {}}}`, schema.AnyType, false},
		{"items", "3.0.3", `S: {items: {}}`, schema.AnyType, false},
		{"an enum", "3.0.3", `S: {enum: [a]}`, schema.String, false},
		{"an asserted format", "3.0.3", `S: {type: string, format: date}`, schema.String, false},
		{"another format", "3.0.3", `S: {type: string, format: binary}`, schema.String, true},
		{"all accept", "3.0.3", `S: {allOf: [{type: string}, {}]}`, schema.String, true},
		{"one of all does not", "3.0.3", `S: {allOf: [{type: string}, {maxLength: 1}]}`, schema.String, false},
		{"any accepts", "3.0.3", `S: {anyOf: [{maxLength: 1}, {type: string}]}`, schema.String, true},
		{"none accepts", "3.0.3", `S: {anyOf: [{maxLength: 1}, {type: object}]}`, schema.String, false},
		{"one accepts and the others have other types", "3.0.3", `S: {oneOf: [{type: string}, {type: object}]}`, schema.String, true},
		{"one accepts and another may, too", "3.0.3", `S: {oneOf: [{type: string}, {maxLength: 1}]}`, schema.String, false},
		{"not", "3.0.3", `S: {not: {type: object}}`, schema.String, false},
		{"if", "3.1.0", `S: {if: {maxLength: 1}, then: {pattern: a}}`, schema.String, false},
		{"a reference", "3.1.0", "S: {$ref: '#/components/schemas/R', description: x}\nR: {maxLength: 1}", schema.String, false},
		{"a reference to nowhere", "3.0.3", "S: {$ref: '#/components/schemas/R'}", schema.String, false},
		{"itself", "3.0.3", `S: {allOf: [{$ref: '#/components/schemas/S'}]}`, schema.String, false},
		{"the schema false", "3.1.0", `S: false`, schema.String, false},
		{"many branches", "3.0.3", doubling("{maxLength: 1}"), schema.String, false},
	} {
		compiler, doc := compilerOf(t, c.version, c.schemas)
		s := compiler.Schema(doc.Root().At("components", "schemas", "S"))
		assert.Equal(t, c.want, s.AcceptsAll(c.types, asserts), c.reason)
	}
}

func TestTextValues(t *testing.T) {
	for _, c := range []struct {
		text  string
		types schema.Types
		want  []any
	}{
		{"a", schema.String, []any{"a"}},
		{"1", schema.String, []any{"1"}},
		{"1", schema.AnyType, []any{"1", json.Number("1")}},
		{"true", schema.String | schema.Boolean, []any{"true", true}},
		{" 1\n", schema.Integer, []any{json.Number("1")}},
		{" true ", schema.Boolean, []any{true}},
		{"", schema.Integer | schema.Null, []any{nil}},
		{"null", schema.String | schema.Null, []any{"null", nil}},
		{"x", schema.Integer, []any{"x"}},
		{"+1", schema.Number, []any{"+1"}},
		{"0x1", schema.Number, []any{"0x1"}},
		{"1 2", schema.Number, []any{"1 2"}},
		{"[1]", schema.Array, []any{"[1]"}},
	} {
		assert.Equal(t, c.want, schema.TextValues(c.text, c.types), "%q as %s", c.text, c.types)
	}
}
