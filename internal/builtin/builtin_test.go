package builtin_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The document is the only source: what is built in was compiled from it.
func TestCompiledIsCurrent(t *testing.T) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	want, err := contract.Compiled()
	require.NoError(t, err)
	got, err := os.ReadFile("contract.gen")
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, got), "run `make generate`")
}

// A restored contract answers as the document's does, before and after it has
// read the document.
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
	_, err = restored.Compiled()
	require.Error(t, err)

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
		collector.Add(&x)
	}
	return collector.Report()
}

func get(path string) validate.Request {
	return validate.Request{Method: "GET", URL: "https://api.heygen.com" + path}
}

func json(status int, content string) validate.Response {
	return validate.Response{Status: status, MediaType: "application/json", Content: []byte(content)}
}

// What does not belong to the text, or is damaged, is not used.
func TestRestoreOfSomethingElse(t *testing.T) {
	compiled, err := os.ReadFile("contract.gen")
	require.NoError(t, err)
	const other = "openapi: 3.0.3\ninfo: {title: Other, version: '1'}\npaths: {}\n"
	c, err := validate.Restore("other.yaml", []byte(other), compiled)
	require.NoError(t, err)
	assert.Equal(t, "Other", c.Title())

	_, err = validate.Restore("other.yaml", []byte("openapi: 7"), compiled)
	require.ErrorContains(t, err, "other.yaml:1:1")

	key, _, _ := bytes.Cut(compiled, []byte("\n"))
	for reason, damaged := range map[string][]byte{
		"nothing":       nil,
		"no index":      append(bytes.Clone(key), '\n'),
		"no JSON":       append(bytes.Clone(key), "\n{"...),
		"no schemas":    bytes.SplitAfterN(compiled, []byte("\n"), 3)[1],
		"cut off":       compiled[:len(compiled)/2],
		"other numbers": bytes.ReplaceAll(compiled, []byte(`"responses":[0,`), []byte(`"responses":[9999,`)),
	} {
		c, err := validate.Restore(apicontract.DocumentName, apicontract.Document(), damaged)
		require.NoError(t, err, reason)
		assert.Equal(t, "HeyGen API", c.Title(), reason)
		assert.Equal(t, 5, reportOf(t, c).Summary.Checked, reason)
	}
}

func BenchmarkContract(b *testing.B) {
	for b.Loop() {
		if _, err := builtin.Contract(); err != nil {
			b.Fatal(err)
		}
	}
}
