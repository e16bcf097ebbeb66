package schemaengine_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

func TestEngine(t *testing.T) {
	for _, test := range []struct {
		reason, schema, body string
		annotate             bool
		want                 string
	}{
		{"an asserted format", `{format: date}`, `"2024-02-30"`, false, "format"},
		{"a format with right values", `{format: date}`, `"2024-02-29"`, false, ""},
		{"no format is asserted on request", `{format: date}`, `"2024-02-30"`, true, ""},
		{"a format for numbers", `{format: int32}`, `2147483648`, false, "format"},
		{"a fraction is no int32", `{format: int32}`, `1.5`, false, "format"},
		{"a format for numbers that is not asserted", `{format: int32}`, `2147483648`, true, ""},
		{"a format for numbers does not apply to strings", `{format: int32}`, `"a"`, false, ""},
		{"a format that is an annotation", `{format: idn-email}`, `"a"`, false, ""},
		{"a number beyond exactness", `{format: int64}`, `1e20000`, false, "unchecked number"},
		{"the syntax of ECMA-262", `{pattern: '^\p{Script=Greek}$'}`, `"α"`, false, ""},
		{"a pattern without the flag u", `{pattern: '^a\-b$'}`, `"ab"`, false, "pattern"},
		{"an invalid pattern", `{pattern: '('}`, `"ab"`, false, "unchecked pattern"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			options := schemaengine.Options{AnnotateFormats: test.annotate}
			assert.Equal(t, test.want, outcome(t, options, "3.1.0", test.schema, test.body))
		})
	}
}

// TestDifferencesFromAjv has what bench/cmd/ajvfuzz found on which ajv 8.20.0 says something
// else, against JSON Schema Core 2020-12.
func TestDifferencesFromAjv(t *testing.T) {
	for _, test := range []struct{ reason, schema, body, want string }{
		{"section 10.3.1.3: contains needs an item, also beside prefixItems",
			`{prefixItems: [{const: 1}, {const: 2}], contains: {type: number}}`, `[]`, "contains"},
		{"section 10.3.1.3: and as many as minContains says",
			`{prefixItems: [{const: 1}, {const: 2}], contains: {type: number}, minContains: 2}`, `[]`, "minContains"},
		{"section 10.3.1.3: only the items that contains matches are evaluated",
			`{contains: {type: number}, unevaluatedItems: {type: array}}`, `[1.5, {"a": 1}, 2]`, "type"},
		{"section 10.3.1.3: contains accepts the rest under unevaluatedItems",
			`{contains: {type: number}, unevaluatedItems: {type: array}}`, `[1.5, [], 2]`, ""},
	} {
		t.Run(test.reason, func(t *testing.T) {
			assert.Equal(t, test.want, outcome(t, schemaengine.Options{}, "3.1.0", test.schema, test.body))
		})
	}
}

func TestLenientNullable(t *testing.T) {
	const untyped = `{nullable: true, allOf: [{type: string}]}`
	assert.Equal(t, "type", outcome(t, schemaengine.Options{}, "3.0.3", untyped, "null"))
	assert.Empty(t, outcome(t, schemaengine.Options{LenientNullable: true}, "3.0.3", untyped, "null"))
}

// outcome returns the first keyword that the body breaks, or why it is unchecked.
func outcome(t *testing.T, options schemaengine.Options, version, text, body string) string {
	t.Helper()
	value, err := schemaerror.Decode([]byte(body))
	require.NoError(t, err)
	result := schemaengine.NewEvaluator(options).Check(t.Context(), compile(t, options, version, text), value)
	switch {
	case len(result.Errors) > 0:
		return result.Errors[0].Keyword
	case len(result.Unchecked) > 0:
		return "unchecked " + result.Unchecked[0].Reason.String()
	}
	return ""
}

func compile(t *testing.T, options schemaengine.Options, version, text string) *schema.Schema {
	t.Helper()
	document := "openapi: " + version + "\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents: {schemas: {S: " + text + "}}\n"
	doc, err := spec.Load(fstest.MapFS{"openapi.yaml": {Data: []byte(document)}}, "openapi.yaml")
	require.NoError(t, err)
	return schemaengine.NewCompiler(doc, options).Schema(doc.Root().At("components", "schemas", "S"))
}
