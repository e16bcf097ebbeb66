package mock_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
)

func TestRulesMatchParts(t *testing.T) {
	const body = `{"type":"avatar","avatar_id":"a","voice_id":"v","script":"hi","scenes":[{"n":1.0}]}`
	cases := []struct {
		reason  string
		rule    mock.Rule
		request string
		fields  []string
		matches bool
	}{
		{"a query parameter", mock.Rule{Query: map[string]string{"limit": "3"}}, "GET /v3/videos?limit=3", nil, true},
		{"another value", mock.Rule{Query: map[string]string{"limit": "3"}}, "GET /v3/videos?limit=4", nil, false},
		{"any value", mock.Rule{Query: map[string]string{"limit": "*"}}, "GET /v3/videos?limit=4", nil, true},
		{"no value", mock.Rule{Query: map[string]string{"limit": "*"}}, "GET /v3/videos", nil, false},
		{"a header in another case", mock.Rule{Header: map[string]string{"x-env": "test"}}, "GET /v3/videos", []string{"X-Env: test"}, true},
		{"another header", mock.Rule{Header: map[string]string{"X-Env": "test"}}, "GET /v3/videos", []string{"X-Env: live"}, false},
		{"a member", mock.Rule{Member: map[string]any{"/script": "hi"}}, "POST /v3/videos", nil, true},
		{"another member", mock.Rule{Member: map[string]any{"/script": "ho"}}, "POST /v3/videos", nil, false},
		{"any member", mock.Rule{Member: map[string]any{"/script": "*"}}, "POST /v3/videos", nil, true},
		{"a member that is not there", mock.Rule{Member: map[string]any{"/title": "*"}}, "POST /v3/videos", nil, false},
		{"a member of an item", mock.Rule{Member: map[string]any{"/scenes/0/n": json.Number("1.0")}}, "POST /v3/videos", nil, true},
		{"all of several", mock.Rule{Header: map[string]string{"X-Env": "test"}, Member: map[string]any{"/script": "hi"}}, "POST /v3/videos", nil, false},
	}
	for _, c := range cases {
		c.rule.Error = "internal_error"
		b := newBench(t, mock.Config{Rules: []mock.Rule{c.rule}, NoValidation: true})
		content := ""
		if c.request[:4] == "POST" {
			content = body
		}
		w := b.ask(c.request, content, append(c.fields, key)...)
		assert.Equal(t, c.matches, w.Code == 500, "%s: %d %s", c.reason, w.Code, w.Body)
	}
	_, err := mock.New(model(t), mock.Config{Rules: []mock.Rule{{Error: "internal_error", Member: map[string]any{"title": "x"}}}})
	assert.EqualError(t, err, `rule 1: member: "title" is not a JSON Pointer: write for example "/title"`)
}
