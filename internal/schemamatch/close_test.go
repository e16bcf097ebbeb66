package schemamatch_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/schemamatch"
)

// TestClose checks that a closed program rejects undeclared members, but only at the paths.
func TestClose(t *testing.T) {
	const schema = `{type: object, properties: {error: {$ref: '#/components/schemas/Error'}, list: {type: array, items: {$ref: '#/components/schemas/Error'}}}}`
	const other = "Error: {type: object, required: [code], properties: {code: {type: string}, more: {type: object, properties: {a: {}}}}}"
	cases := []struct {
		reason string
		paths  [][]string
		body   string
		want   bool
	}{
		{"open by default", nil, `{"error":{"code":"x","hint":1},"id":1}`, true},
		{"named members only", [][]string{nil, {"error"}}, `{"error":{"code":"x","more":{}}}`, true},
		{"a member beside", [][]string{nil, {"error"}}, `{"error":{"code":"x"},"id":1}`, false},
		{"a member inside", [][]string{nil, {"error"}}, `{"error":{"code":"x","hint":1}}`, false},
		{"deeper down nothing changes", [][]string{nil, {"error"}}, `{"error":{"code":"x","more":{"b":1}}}`, true},
		{"the same schema elsewhere is still open", [][]string{nil, {"error"}}, `{"error":{"code":"x"},"list":[{"code":"x","hint":1}]}`, true},
		{"the body alone", [][]string{nil}, `{"error":{"code":"x","hint":1}}`, true},
		{"a path that the schema does not have", [][]string{{"errors", "0"}}, `{"errors":[{"hint":1}]}`, true},
	}
	for _, c := range cases {
		named := casesOf(t, document("3.0.3", "Body: "+schema+"\n"+other), true)
		compiler := schemamatch.NewCompiler(schemamatch.Options{})
		p := compiler.Compile(named["Body"].schema, []string{"error", "code"})
		compiler.Close(p, c.paths...)
		var m schemamatch.Matcher
		for range 2 { // without and with the remembered order of members
			assert.Equal(t, c.want, m.Conforms(p, []byte(c.body)), c.reason)
		}
	}
}

// TestCloseOnlyRestricts checks that the open program accepts everything that the closed one
// accepts.
func TestCloseOnlyRestricts(t *testing.T) {
	accepted := 0
	for _, c := range allCases(t) {
		compiler := schemamatch.NewCompiler(schemamatch.Options{AssertFormats: true})
		closed := compiler.Compile(c.schema)
		compiler.Close(closed, nil, []string{"child"}, []string{"a"}, []string{"data", "0"})
		var m schemamatch.Matcher
		for _, body := range []string{`{}`, `{"id":"x","more":1}`, `{"id":"x","n":1}`, `{"child":{"n":1}}`, `{"a":{"b":1}}`, `{"data":[{"kind":"cat"}]}`, `"a"`, `7`, `null`, `[]`} {
			if m.Conforms(closed, []byte(body)) {
				accepted++
				assert.True(t, c.conforms(t, []byte(body)), "%s: %s", c.name, body)
			}
		}
	}
	assert.Positive(t, accepted)
}
