package main

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRequests(t *testing.T) {
	assert.Len(t, requests, 70)
	seen := make(map[string]bool)
	for _, r := range requests {
		assert.NotEmpty(t, r.why, r.line)
		assert.Contains(t, documents, r.document)
		text := r.document + r.text() + r.body
		for _, field := range r.fields {
			text += field
		}
		assert.False(t, seen[text], "twice: %s", text)
		seen[text] = true
	}
}

func TestFaultOf(t *testing.T) {
	files := map[string]string{schemas: "testdata/schemas.yaml"}
	j, err := newJudge(files)
	require.NoError(t, err)
	asJSON := http.Header{"Content-Type": {"application/json"}}
	cases := []struct {
		reason, line, want string
		status             int
		body, fault        string
	}{
		{"all is right", "GET /report", "200 /rows=2", 200, `{"rows":2}`, ""},
		{"another status", "GET /report", "200", 500, `{}`, "status 500"},
		{"another value", "GET /report", "200 /rows=3", 200, `{"rows":2}`, "not /rows=3"},
		{"all digits count", "GET /ids", "200 /low=9007199254740993", 200, `{"low":9007199254740992}`, "not /low=9007199254740993"},
		{"a member that has to be absent", "GET /report", "200 /rows!", 200, `{"rows":2}`, "not /rows!"},
		{"the length of a list", "GET /other", "200 /a#=2", 200, `{"a":[1,2]}`, ""},
		{"a header that is missing", "GET /report", "200 Retry-After:", 200, `{"rows":2}`, "not Retry-After:"},
		{"a header with a text that it may not have", "GET /report", "200 Content-Type!json", 200, `{"rows":2}`, "not Content-Type!json"},
		{"one of two statuses needs no document", "GET /report", "200|501", 200, `{}`, ""},
	}
	for _, c := range cases {
		r := &request{document: schemas, line: c.line, want: c.want}
		assert.Equal(t, c.fault, j.faultOf(r, &response{status: c.status, header: asJSON, body: []byte(c.body)}), c.reason)
	}
	broken := j.faultOf(&request{document: schemas, line: "GET /report", want: "200"}, &response{status: 200, header: asJSON, body: []byte(`{}`)})
	assert.Contains(t, broken, "does not conform: ")
}
