package mock

import (
	"fmt"
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

// otherDocument writes a small contract with another envelope than HeyGen's.
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

func TestDriftFaultsOfOtherContracts(t *testing.T) {
	const no validate.RuleID = "does not apply"
	cases := []struct {
		reason                   string
		table, schema, responses string
		code                     string
		want                     map[Fault]validate.RuleID // where it is not what Faults says
	}{
		{"the code stands in an array, nothing links to documentation, and no shape is named", nestedTable, nested, ownStatuses, "slow_down",
			map[Fault]validate.RuleID{FaultNoDocURL: no}},
		{"a code without Retry-After", nestedTable, nested, ownStatuses, "missing",
			map[Fault]validate.RuleID{FaultNoDocURL: no, FaultNoRetryAfter: no}},
		{"a default response documents every status, and no other by itself", nestedTable, nested, defaults, "missing",
			map[Fault]validate.RuleID{FaultNoDocURL: no, FaultNoRetryAfter: no, FaultWrongStatus: no, FaultHTML502: validate.EnvelopeMissing}},
		{"ranges document every status of an edge", nestedTable, nested, ranges, "slow_down",
			map[Fault]validate.RuleID{FaultNoDocURL: no, FaultWrongStatus: no, FaultHTML502: validate.EnvelopeMissing}},
		{"the body is the error object, as in RFC 9457, so that any object is one", problemTable, problem, ownStatuses, "https://example.com/problems/missing",
			map[Fault]validate.RuleID{FaultNoRetryAfter: no, FaultNullParam: no, FaultV1Shape: validate.BodySchema, FaultV2Shape: validate.BodySchema}},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			l := newLaw(t, "other.yaml", otherDocument(c.table, c.schema, c.responses))
			op := l.Operations()[0]
			code, ok := l.LookupCode(c.code)
			require.True(t, ok)
			right := l.answer(code)
			require.Empty(t, l.rules(op, right), "the test's own answer: %s", right.Body)
			for _, info := range Faults() {
				want, special := c.want[info.Fault]
				if !special {
					want = info.Rule
				}
				a := right
				applied := info.Fault.Distort(&a, l.setting(op))
				assert.Equal(t, want != no, applied, "%s", info.Fault)
				if applied && want != "" {
					assert.Equal(t, []validate.RuleID{want}, l.rules(op, a), "%s: %d %s", info.Fault, a.Status, a.Body)
				}
			}
		})
	}
}

// answer is a conforming answer of a contract whose code may stand in an array.
func (l *law) answer(code validate.Code) response.Response {
	a := l.answers(code, code.Statuses[0])[0]
	if l.envelope.Error == "/fault" {
		a.Body = fmt.Appendf(nil, `{"fault":{"errors":[{"type":%q,"text":"No."}]}}`, code.Name)
	}
	return a
}

func TestShapesThatTheDocumentNames(t *testing.T) {
	const shapes = `
shapes:
  - name: v1
    schema: {type: object, required: [errors], properties: {errors: {type: array, items: {type: string}}}}
`
	l := newLaw(t, "other.yaml", otherDocument(problemTable+shapes, problem, ownStatuses))
	op := l.Operations()[0]
	right := l.answer(l.Codes()[0])
	made := []any{map[string]any{"errors": []any{"No."}}, map[string]any{"errors": "No."}}
	cases := []struct {
		reason string
		make   func(*openapi3.SchemaRef) (any, error)
		want   string
		rule   validate.RuleID
	}{
		{"what conforms to the named shape is sent", func(*openapi3.SchemaRef) (any, error) { return made[0], nil }, `{"errors":["No."]}`, validate.EnvelopeMissing},
		{"what does not is not", func(*openapi3.SchemaRef) (any, error) { return made[1], nil }, `{"code":404000,"data":null,"message":"There were 5 of 10 at https://example.com/a."}`, validate.BodySchema},
		{"nothing can be made", func(*openapi3.SchemaRef) (any, error) { return nil, assert.AnError }, `{"code":404000,"data":null,"message":"There were 5 of 10 at https://example.com/a."}`, validate.BodySchema},
	}
	for _, c := range cases {
		l.envelope.Make = c.make
		a := right
		require.True(t, FaultV1Shape.Distort(&a, l.setting(op)), c.reason)
		assert.JSONEq(t, c.want, string(a.Body), c.reason)
		assert.Equal(t, []validate.RuleID{c.rule}, l.rules(op, a), c.reason)
	}
}

func TestFaultsOfWhatIsNoError(t *testing.T) {
	l := heygenLaw(t)
	setting := l.setting(l.Operations()[0])
	cases := []struct {
		reason  string
		answer  response.Response
		setting Setting
	}{
		{"a body that is not JSON", response.Response{Status: 404, Body: []byte("{")}, setting},
		{"JSON without an error", response.Response{Status: 404, Body: []byte(`[1]`)}, setting},
		{"a code that is a number", response.Response{Status: 404, Body: []byte(`{"error":{"code":1}}`)}, setting},
		{"a code that the table does not have", response.Response{Status: 404, Body: []byte(`{"error":{"code":"x"}}`)}, setting},
		{"no body", response.Response{Status: 404}, setting},
		{"a contract without a table", response.Response{Status: 404, Body: []byte(`{"error":{"code":"video_not_found"}}`)}, Setting{}},
	}
	for _, c := range cases {
		for _, info := range Faults() {
			switch info.Fault {
			case FaultReset, FaultTruncated, FaultSlow, FaultContentType, FaultEmptyBody, FaultHTML502:
				continue
			}
			a := c.answer
			assert.False(t, info.Fault.Distort(&a, c.setting), "%s: %s", c.reason, info.Fault)
			assert.Equal(t, c.answer, a, "%s: %s", c.reason, info.Fault)
		}
	}
	for _, f := range []Fault{FaultTruncated, FaultSlow, FaultContentType, FaultEmptyBody} {
		a := response.Response{Status: 204}
		assert.False(t, f.Distort(&a, setting), "%s needs a body", f)
	}
	const text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n"
	doc, err := document.Load(spec.SingleFile("o.yaml", []byte(text)), "o.yaml")
	require.NoError(t, err)
	none, err := ReadEnvelope(doc)
	require.NoError(t, err)
	assert.Nil(t, none)
}
