package validate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// withSchema is a document of a version whose one response has a schema.
func withSchema(version, schema string) string {
	return fmt.Sprintf(`
openapi: %s
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /x:
    get:
      responses:
        "200": {description: d, content: {application/json: {schema: %s}}}
`, version, schema)
}

// What cannot be checked is neither a violation nor does it conform.
func TestUnchecked(t *testing.T) {
	for _, c := range []struct {
		schema, body string
		want         validate.UncheckedReason
		reason       string
	}{
		{"{type: string, pattern: '('}", `"x"`, validate.UncheckedPattern, "the pattern does not compile"},
		{"{not: {type: string, pattern: '('}}", `"x"`, validate.UncheckedPattern, "nor does it under not"},
		{"{type: string, pattern: '('}", `5`, "", "the type is wrong whatever the pattern says"},
		{"{anyOf: [{type: string}, {type: string, pattern: '('}]}", `"x"`, "", "the other branch conforms"},
		{"{$ref: '#/components/schemas/No'}", `1`, validate.UncheckedReference, "the reference leads nowhere"},
		{"{$ref: 'https://example.com/x.json'}", `1`, validate.UncheckedReference, "the network is not asked"},
		{"{type: number, minimum: 1}", "1e10001", validate.UncheckedNumber, "the exponent is beyond the limit"},
		{"{type: integer, minimum: x}", "1", validate.UncheckedKeyword, "the keyword is of the wrong type"},
	} {
		t.Run(c.schema+" "+c.body, func(t *testing.T) {
			for _, options := range [][]validate.Option{nil, {withoutFastPath()}} {
				contract, err := validate.Parse("doc.yaml", []byte(withSchema("3.0.3", c.schema)))
				require.NoError(t, err)
				v, err := validate.New(contract, options...)
				require.NoError(t, err)
				collector := validate.NewCollector(v)
				for range 2 { // the second is cached
					result := collector.Check(exchange("GET", "/x", 200, c.body, "Content-Type: application/json"))
					if c.want == "" {
						assert.Empty(t, result.Unchecked, c.reason)
						continue
					}
					assert.Equal(t, []validate.UncheckedReason{c.want}, result.Unchecked, c.reason)
					assert.Empty(t, result.Violations, c.reason)
					assert.False(t, result.Conforms(), c.reason)
				}
				if c.want != "" {
					summary := collector.Report().Summary
					assert.Equal(t, map[validate.UncheckedReason]int{c.want: 2}, summary.Unchecked)
					assert.Zero(t, summary.Conforming)
					assert.Equal(t, 2, summary.Checked)
				}
			}
		})
	}
}

func TestABudgetEndsACheck(t *testing.T) {
	schemas := []string{"{type: integer}"}
	for i := range 40 {
		schemas = append(schemas, fmt.Sprintf("{anyOf: [{properties: {a: {minimum: %d}}, $ref: '#/components/schemas/S%d'}, {maximum: 0, $ref: '#/components/schemas/S%d'}]}", i, i, i))
	}
	var components strings.Builder
	for i, s := range schemas {
		fmt.Fprintf(&components, "    S%d: %s\n", i, s)
	}
	document := withSchema("3.1.0", "{$ref: '#/components/schemas/S40'}") + "components:\n  schemas:\n" + components.String()
	v := parse(t, document)
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	x := exchange("GET", "/x", 200, `"x"`, "Content-Type: application/json")
	result := v.CheckContext(canceled, x)
	assert.Contains(t, append(result.Unchecked, validate.UncheckedBudget), validate.UncheckedBudget)
	result = v.Check(x)
	assert.False(t, result.Conforms(), "it ends all the same")
}

// An operation whose responses cannot be read is skipped; in OpenAPI 3.1 it may
// document none, and promises nothing.
func TestOperationWithoutResponses(t *testing.T) {
	const paths = `
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths: {/x: {get: {summary: s%s}}}
`
	for _, c := range []struct{ version, more, want, reason string }{
		{"3.0.3", "", "skipped operation-unusable", "3.0 requires responses"},
		{"3.1.0", "", "conforms", "3.1 does not"},
		{"3.1.0", ", responses: []", "skipped operation-unusable", "a list is no Responses Object"},
		{"3.0.3", ", responses: {'20x': {description: d}}", "status-undocumented", "a key that is no status documents none"},
		{"3.0.3", ", responses: {'200': {description: d}}", "conforms", "another operation is usable"},
	} {
		v := parse(t, "openapi: "+c.version+fmt.Sprintf(paths, c.more))
		assert.Equal(t, c.want, found(v.Check(exchange("GET", "/x", 200, ``))), c.reason)
	}
}

func TestResponseThatIsNotThere(t *testing.T) {
	v := parse(t, strings.Replace(withSchema("3.0.3", "{}"), `"200": {`, "\"404\": {$ref: '#/components/responses/No'}\n        \"200\": {", 1))
	result := v.Check(exchange("GET", "/x", 404, `{}`, "Content-Type: application/json"))
	assert.Equal(t, []validate.UncheckedReason{validate.UncheckedReference}, result.Unchecked)
	assert.Empty(t, result.Violations)
}

func TestSchemaFormatsAreAnnotations(t *testing.T) {
	contract, err := validate.Parse("doc.yaml", []byte(withSchema("3.0.3", "{type: string, format: date}")))
	require.NoError(t, err)
	for asserted, want := range map[bool]string{true: "body-format", false: "conforms"} {
		v, err := validate.New(contract, validate.WithSchemaFormats(asserted))
		require.NoError(t, err)
		assert.Equal(t, want, found(v.Check(exchange("GET", "/x", 200, `"2026-02-30"`, "Content-Type: application/json"))))
	}
}

func TestLenientNullable(t *testing.T) {
	for _, c := range []struct{ schema, strict, reason string }{
		{"{type: object, nullable: true}", "conforms", "beside a type it allows null"},
		{"{type: string, enum: [a], nullable: true}", "body-schema", "an enum without null excludes it"},
		{"{allOf: [{type: object}], nullable: true}", "body-schema", "without a type it has no effect"},
		{"{type: object}", "body-schema", "nothing allows null"},
	} {
		contract, err := validate.Parse("doc.yaml", []byte(withSchema("3.0.3", c.schema)))
		require.NoError(t, err)
		x := exchange("GET", "/x", 200, `null`, "Content-Type: application/json")
		strict, err := validate.New(contract)
		require.NoError(t, err)
		result := strict.Check(x)
		assert.Equal(t, c.strict, found(result), c.reason)
		if c.strict != "conforms" && strings.Contains(c.schema, "nullable") {
			assert.Contains(t, result.Violations[0].Message, "nullable", "the finding explains it")
		}
		lenient, err := validate.New(contract, validate.WithLenientNullable())
		require.NoError(t, err)
		want := "conforms"
		if !strings.Contains(c.schema, "nullable") {
			want = "body-schema"
		}
		assert.Equal(t, want, found(lenient.Check(x)), c.reason)
	}
}
