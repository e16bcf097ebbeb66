package fault

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// otherDocument returns a small contract with a different envelope.
func otherDocument(table, schema, responses string) []byte {
	return fmt.Appendf(nil, `
openapi: 3.0.3
info: {title: Other, version: "1"}
servers: [{url: https://api.example.com}]
x-error-table:
%s
paths:
  /things:
    get:
      responses:
        "200": {description: All., content: {application/json: {schema: {type: object}}}}
%s
components:
  responses:
    Error: {description: An error., content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
  schemas:
    Error: %s
`, indented(table, "  "), indented(responses, "        "), schema)
}

func indented(text, by string) string {
	return by + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+by)
}

const nested = `{type: object, required: [fault], properties: {fault: {type: object, required: [errors],
      properties: {errors: {type: array, items: {type: object, required: [type, text], properties: {type: {type: string}, text: {type: string}, field: {type: string}}}}}}}}`

const nestedTable = `
envelope: {error: /fault, code: /fault/errors/0/type, message: /fault/errors/0/text, param: /fault/errors/0/field}
codes:
  slow_down: {status: 429, retry: wait, retryAfter: required, param: forbidden}
  missing: {status: 404, param: forbidden}
`

const problem = `{type: object, required: [type, title], properties: {type: {type: string}, title: {type: string}, help: {type: string}}}`

const problemTable = `
envelope: {error: '', code: /type, message: /title, docUrl: /help}
codes:
  https://example.com/problems/missing: {status: 404, docUrl: https://example.com/help/missing}
`

const (
	ownStatuses = `
"404": {$ref: "#/components/responses/Error"}
"429": {$ref: "#/components/responses/Error"}
"500": {$ref: "#/components/responses/Error"}
"502": {$ref: "#/components/responses/Error"}`
	defaults = `
"404": {$ref: "#/components/responses/Error"}
default: {$ref: "#/components/responses/Error"}`
	ranges = `
4XX: {$ref: "#/components/responses/Error"}
5XX: {$ref: "#/components/responses/Error"}`
)

func TestContractFaultsOfOtherContracts(t *testing.T) {
	const no validate.RuleID = "does not apply"
	cases := []struct {
		reason                   string
		table, schema, responses string
		code                     string
		want                     map[Fault]validate.RuleID // rules that differ from All
	}{
		{"the code is in an array, nothing links to documentation, and no shape is named", nestedTable, nested, ownStatuses, "slow_down",
			map[Fault]validate.RuleID{NoDocURL: no}},
		{"a code without Retry-After", nestedTable, nested, ownStatuses, "missing",
			map[Fault]validate.RuleID{NoDocURL: no, NoRetryAfter: no}},
		{"a default response documents every status, but none explicitly", nestedTable, nested, defaults, "missing",
			map[Fault]validate.RuleID{NoDocURL: no, NoRetryAfter: no, WrongStatus: no, HTML502: validate.EnvelopeMissing}},
		{"ranges document every status of a proxy", nestedTable, nested, ranges, "slow_down",
			map[Fault]validate.RuleID{NoDocURL: no, WrongStatus: no, HTML502: validate.EnvelopeMissing}},
		{"the body is the error object, as in RFC 9457, so that any object is one", problemTable, problem, ownStatuses, "https://example.com/problems/missing",
			map[Fault]validate.RuleID{NoRetryAfter: no, NullParam: no, V1Shape: validate.BodySchema, V2Shape: validate.BodySchema}},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			contract := parseContract(t, "other.yaml", otherDocument(c.table, c.schema, c.responses))
			op := contract.Operations()[0]
			code, ok := contract.LookupCode(c.code)
			require.True(t, ok)
			right := contract.conformingResponse(code)
			require.Empty(t, contract.BrokenRules(op, right), "the response before the fault: %s", right.Body)
			for _, info := range All() {
				want, special := c.want[info.Fault]
				if !special {
					want = info.Rule
				}
				a := right
				applied := info.Fault.Apply(&a, contract.contextOf(op))
				assert.Equal(t, want != no, applied, "%s", info.Fault)
				if applied && want != "" {
					assert.Equal(t, []validate.RuleID{want}, contract.BrokenRules(op, a), "%s: %d %s", info.Fault, a.Status, a.Body)
				}
			}
		})
	}
}

// conformingResponse returns a conforming response with a code. The error may be in an array.
func (contract *faultContract) conformingResponse(code validate.ErrorCode) response.Response {
	a := contract.conformingResponses(code, code.Statuses[0])[0]
	if slices.Equal(contract.context.Envelope.Error, []string{"fault"}) {
		a.Body = fmt.Appendf(nil, `{"fault":{"errors":[{"type":%q,"text":"No."}]}}`, code.Name)
	}
	return a
}

func TestLegacyFormatsOfTheDocument(t *testing.T) {
	const shapes = `
legacyFormats:
  - name: v1
    schema: {type: object, required: [errors], properties: {errors: {type: array, items: {type: string}}}}
`
	contract := parseContract(t, "other.yaml", otherDocument(problemTable+shapes, problem, ownStatuses))
	op := contract.Operations()[0]
	right := contract.conformingResponse(contract.Codes()[0])
	made := []any{map[string]any{"errors": []any{"No."}}, map[string]any{"errors": "No."}}
	cases := []struct {
		reason   string
		generate func(*openapi3.SchemaRef) (any, error)
		want     string
		rule     validate.RuleID
	}{
		{"a usual body that conforms to the described format is sent", func(*openapi3.SchemaRef) (any, error) { return made[0], nil }, `{"errors":["No."]}`, validate.EnvelopeMissing},
		{"a usual body that does not conform is not sent", func(*openapi3.SchemaRef) (any, error) { return made[1], nil }, `{"code":404000,"data":null,"message":"There were 5 of 10 at https://example.com/a."}`, validate.BodySchema},
		{"nothing can be made", func(*openapi3.SchemaRef) (any, error) { return nil, assert.AnError }, `{"code":404000,"data":null,"message":"There were 5 of 10 at https://example.com/a."}`, validate.BodySchema},
	}
	for _, c := range cases {
		contract.context.Generate = c.generate
		a := right
		require.True(t, V1Shape.Apply(&a, contract.contextOf(op)), c.reason)
		assert.JSONEq(t, c.want, string(a.Body), c.reason)
		assert.Equal(t, []validate.RuleID{c.rule}, contract.BrokenRules(op, a), c.reason)
	}
}

func TestFaultsOfOtherResponses(t *testing.T) {
	contract := parseBuiltin(t)
	context := contract.contextOf(contract.Operations()[0])
	cases := []struct {
		reason   string
		response response.Response
		context  Context
	}{
		{"a body that is not JSON", response.Response{Status: 404, Body: []byte("{")}, context},
		{"JSON without an error", response.Response{Status: 404, Body: []byte(`[1]`)}, context},
		{"a code that is a number", response.Response{Status: 404, Body: []byte(`{"error":{"code":1}}`)}, context},
		{"a code that the table does not have", response.Response{Status: 404, Body: []byte(`{"error":{"code":"x"}}`)}, context},
		{"no body", response.Response{Status: 404}, context},
		{"a contract without a table", response.Response{Status: 404, Body: []byte(`{"error":{"code":"video_not_found"}}`)}, Context{}},
	}
	for _, c := range cases {
		for _, info := range All() {
			switch info.Fault {
			case Reset, Truncated, Slow, ContentType, EmptyBody, HTML502:
				continue
			}
			a := c.response
			assert.False(t, info.Fault.Apply(&a, c.context), "%s: %s", c.reason, info.Fault)
			assert.Equal(t, c.response, a, "%s: %s", c.reason, info.Fault)
		}
	}
	for _, f := range []Fault{Truncated, Slow, ContentType, EmptyBody} {
		a := response.Response{Status: 204}
		assert.False(t, f.Apply(&a, context), "%s needs a body", f)
	}
	const text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n"
	doc, err := document.Load(spec.SingleFile("o.yaml", []byte(text)), "o.yaml")
	require.NoError(t, err)
	none, err := NewContext(doc, nil)
	require.NoError(t, err)
	assert.Nil(t, none.Envelope)
}
