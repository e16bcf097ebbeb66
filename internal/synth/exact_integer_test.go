package synth_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/synth"
)

// TestIntegersKeepAllDigits generates integers that a float64 does not hold: 9007199254740993 is 2^53
// and 1.
func TestIntegersKeepAllDigits(t *testing.T) {
	cases := []struct{ version, schema, want string }{
		{"both", `{type: integer, minimum: 9007199254740993, maximum: 9007199254740993}`, "9007199254740993"},
		{"both", `{type: integer, minimum: -9007199254740993, maximum: -9007199254740993}`, "-9007199254740993"},
		{"both", `{type: number, minimum: 9007199254740993, maximum: 9007199254740993}`, "9007199254740993"},
		{"both", `{type: integer, format: int64, maximum: 9223372036854775807, minimum: 9223372036854775807}`, "9223372036854775807"},
		{"both", `{type: integer, multipleOf: 9007199254740993, minimum: 1}`, "regexp ^[0-9]{16,}$"},
		{"both", `{type: integer, maximum: 9007199254740993}`, "regexp ^[0-9]{1,3}$"},
		{"both", `{type: integer, multipleOf: 9007199254740993, minimum: 9007199254740994, maximum: 18014398509481986}`, "18014398509481986"},
		{"both", `{type: integer, enum: [9007199254740993]}`, "9007199254740993"},
		{"both", `{type: integer, example: 9007199254740993}`, "9007199254740993"},
		{"both", `{type: integer, default: 9007199254740993}`, "9007199254740993"},
		{"both", `{allOf: [{type: integer, minimum: 9007199254740993}, {maximum: 9007199254740993}]}`, "9007199254740993"},
		{"both", `{allOf: [{type: integer, minimum: 9007199254740993}, {minimum: 9007199254740995, maximum: 9007199254740995}]}`, "9007199254740995"},
		{"both", `{allOf: [{type: integer, multipleOf: 9007199254740993, maximum: 9007199254740993}, {multipleOf: 3, minimum: 1}]}`, "9007199254740993"},
		{"3.0.3", `{type: integer, minimum: 9007199254740993, exclusiveMinimum: true, maximum: 9007199254740995, exclusiveMaximum: true}`, "9007199254740994"},
		{"3.1.0", `{type: integer, exclusiveMinimum: 9007199254740993, exclusiveMaximum: 9007199254740995}`, "9007199254740994"},
		{"3.1.0", `{type: [integer, "null"], exclusiveMinimum: -9007199254740995, maximum: -9007199254740993}`, "regexp ^-900719925474099[34]$"},
		{"3.1.0", `{const: 9007199254740993}`, "9007199254740993"},
		{"3.1.0", `{type: integer, examples: [9007199254740993]}`, "9007199254740993"},
		{"3.1.0", `{minimum: 9007199254740993, maximum: 9007199254740993}`, "9007199254740993"},
	}
	for _, c := range cases {
		versions := []string{c.version}
		if c.version == "both" {
			versions = []string{"3.0.3", "3.1.0"}
		}
		for _, version := range versions {
			got := generateExact(t, version, c.schema)
			if pattern, ok := strings.CutPrefix(c.want, "regexp "); ok {
				assert.Regexp(t, pattern, got, "%s %s", version, c.schema)
				continue
			}
			assert.Equal(t, c.want, got, "%s %s", version, c.schema)
		}
	}
}

func generateExact(t *testing.T, version, schema string) string {
	t.Helper()
	text := fmt.Sprintf("openapi: %s\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {type: object, required: [n], properties: {n: %s}}}}\n", version, schema)
	doc, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte(text)}}, "a.yaml")
	require.NoError(t, err, schema)
	value, err := synth.NewForDocument(doc.T, 1).Value(doc.Components.Schemas["A"], synth.Options{})
	require.NoError(t, err, "%s %s", version, schema)
	return string(jsonvalue.Encode(value.(map[string]any)["n"]))
}

func TestNoIntegerBetweenBounds(t *testing.T) {
	text := `{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": {
		"A": {"type": "integer", "exclusiveMinimum": 9007199254740993, "exclusiveMaximum": 9007199254740994}}}}`
	doc, err := document.Load(fstest.MapFS{"a.json": {Data: []byte(text)}}, "a.json")
	require.NoError(t, err)
	_, err = synth.NewForDocument(doc.T, 1).Value(doc.Components.Schemas["A"], synth.Options{})
	assert.ErrorContains(t, err, "no integer between 9007199254740994 and 9007199254740993")
}
