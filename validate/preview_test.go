package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// A response of a preview that conforms has the same result on the fast path and without it.
func TestPreviewsOnTheFastPath(t *testing.T) {
	contract, err := validate.Parse("t.yaml", []byte(`
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.example.com}]
x-error-table: {codes: {gone: {status: 404}}, envelope: {code: /error/code}, preview: [GET /p]}
paths:
  /p:
    get:
      responses:
        "200": {description: d, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}
        "404": {description: d, content: {application/json: {schema: {type: object, properties: {error: {type: object, properties: {code: {type: string}}}}}}}}
`))
	require.NoError(t, err)
	fast, err := validate.New(contract)
	require.NoError(t, err)
	slow, err := validate.New(contract, withoutFastPath())
	require.NoError(t, err)
	for _, c := range []struct {
		reason string
		status int
		body   string
		rules  []validate.RuleID
	}{
		{"a success", 200, `{"a":1}`, []validate.RuleID{validate.OperationPreview}},
		{"an error", 404, `{"error":{"code":"gone"}}`, []validate.RuleID{validate.OperationPreview}},
		{"a wrong success", 200, `{"a":"x"}`, []validate.RuleID{validate.OperationPreview, validate.BodySchema}},
	} {
		x := &validate.Exchange{Request: validate.Request{Method: "GET", URL: "https://api.example.com/p"},
			Response: validate.Response{Status: c.status, MediaType: "application/json", Body: []byte(c.body)}}
		got := fast.Check(x)
		var rules []validate.RuleID
		for _, v := range got.Violations {
			rules = append(rules, v.Rule)
		}
		assert.Equal(t, c.rules, rules, c.reason)
		assert.Equal(t, slow.Check(x).Violations, got.Violations, c.reason)
	}
}
