package builtin_test

import (
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The document is the only source: what is built in was compiled from it.
func TestRestoredIsTheSame(t *testing.T) {
	parsed, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	restored, err := builtin.Contract()
	require.NoError(t, err)
	assert.Equal(t, parsed.Title(), restored.Title())
	assert.Equal(t, parsed.Version(), restored.Version())
	assert.Equal(t, parsed.Source(), restored.Source())
	assert.Equal(t, parsed.Servers(), restored.Servers())
	assert.Equal(t, parsed.Codes(), restored.Codes())
	assert.Equal(t, parsed.Operations(), restored.Operations())

	want, got := reportOf(t, parsed), reportOf(t, restored)
	assert.Equal(t, want, got)
}

func reportOf(t *testing.T, c *validate.Contract) *validate.Report {
	t.Helper()
	v, err := validate.New(c)
	require.NoError(t, err)
	collector := validate.NewCollector(v)
	for _, x := range []validate.Exchange{
		{Request: get("/v3/videos/v1"), Response: json(200, `{"data":{"id":"v1","status":"completed"}}`)},
		{Request: get("/v3/videos/v1"), Response: json(200, `{"data":{"id":1}}`)},
		{Request: get("/v3/videos/v1"), Response: json(404, `{"error":{"code":"not_found","message":"m"}}`)},
		{Request: get("/v3/films/v1"), Response: json(404, ``)},
		{Request: get("/v3/videos"), Response: validate.Response{Status: 304}},
		{Request: get("/v3/videos"), Response: validate.Response{Status: 502}},
	} {
		collector.Check(&x)
	}
	return collector.Report()
}

func get(path string) validate.Request {
	return validate.Request{Method: "GET", URL: "https://api.heygen.com" + path}
}

func json(status int, content string) validate.Response {
	return validate.Response{Status: status, MediaType: "application/json", Body: []byte(content)}
}
