package contracttest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// plainServer implements the things API without Prefer and without errors on demand.
func plainServer(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/v1/things", "/v1/things/one":
		write(200, "application/json", `{"data":[]}`)(w, r)
	default:
		write(404, "application/json", `{"error":{"code":"thing_not_found","message":"no","doc_url":"https://docs.example.com/errors#thing-not-found"}}`)(w, r)
	}
}

// TestRunCountsOutcomesThatOccurred uses a real server, whose errors occur without Prefer.
func TestRunCountsOutcomesThatOccurred(t *testing.T) {
	cfg := Config{Contract: things(t), Handler: http.HandlerFunc(plainServer), Values: map[string]any{"id": "one"}}
	f := tryRun(t, cfg)
	assert.False(t, f.failed, f.allErrors())
	assert.Contains(t, f.allLogs(), "3 of 6 documented outcomes exercised (50.0 %), of 2 of 2 operations")
	assert.Contains(t, f.allLogs(), "    429 slow_down of listThings, getThing")
	assert.Equal(t, "not provoked: the server ignores the Prefer header: set Config.Provoke", f.find("Fake/getThing/429_slow_down").skipped)
	assert.Empty(t, f.find("Fake/getThing/404_thing_not_found").skipped)

	cfg.MinCoverage = 0.5
	assert.False(t, tryRun(t, cfg).failed, "the floor is reached")
	cfg.MinCoverage = 0.51
	f = tryRun(t, cfg)
	require.Len(t, f.errors, 1)
	assert.Contains(t, f.errors[0], "coverage is 50.0 %, below MinCoverage of 51.0 %; not exercised:\n")
	assert.Contains(t, f.errors[0], "429 slow_down of listThings, getThing")
}

// TestRunCountsUnmatchedResponses covers an empty ID, which leads to another path: the response
// there does not count for the operation.
func TestRunCountsUnmatchedResponses(t *testing.T) {
	contract, err := validate.Parse("api.yaml", []byte(`{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {'/things/{id}': {get: {operationId: getThing,
		parameters: [{name: id, in: path, required: true, schema: {type: string}}],
		responses: {'200': {description: ok, content: {application/json: {schema: {type: object, required: [id]}}}}}}}}}`))
	require.NoError(t, err)
	f := tryRun(t, Config{Contract: contract, Handler: write(200, "application/json", `{}`), Values: map[string]any{"id": ""}})
	assert.Contains(t, f.allErrors(), "the generated request belongs to no operation: set Config.Values")
	assert.Contains(t, f.allLogs(), "0 of 1 documented outcomes exercised (0.0 %)")
	assert.Contains(t, f.allErrors(), "no operation matched")
}

// TestRunProvoke triggers the other errors with the server's own means.
func TestRunProvoke(t *testing.T) {
	full := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("X-Fail") {
		case "slow_down":
			w.Header().Set("Retry-After", "2")
			write(429, "application/json", `{"error":{"code":"slow_down","message":"wait 2 s","doc_url":"https://docs.example.com/errors#slow-down"}}`)(w, r)
		case "thing_not_found":
			r.URL.Path = "/v1/none"
			fallthrough
		default:
			plainServer(w, r)
		}
	})
	var asked []string
	f := tryRun(t, Config{
		Contract: things(t), Handler: full, Values: map[string]any{"id": "one"}, MinCoverage: 1,
		Provoke: func(r *http.Request, o Outcome) bool {
			asked = append(asked, fmt.Sprintf("%s %d %s", o.Operation, o.Status, o.Code))
			r.Header.Set("X-Fail", o.Code)
			return o.Code != ""
		},
	})
	assert.False(t, f.failed, f.allErrors())
	assert.Contains(t, f.allLogs(), "6 of 6 documented outcomes exercised (100.0 %)")
	assert.Contains(t, asked, "getThing 429 slow_down")
	assert.Contains(t, asked, "listThings 200 ")
}

// TestRunPrism uses a mock that supports only Prefer: code=STATUS.
func TestRunPrism(t *testing.T) {
	asked := 0
	prism := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for preference := range strings.SplitSeq(r.Header.Get("Prefer"), ", ") {
			switch preference {
			case "code=404":
				asked++
				r.URL.Path = "/v1/none"
			case "code=429":
				asked++
				w.Header().Set("Retry-After", "2")
				write(429, "application/json", `{"error":{"code":"slow_down","message":"wait 2 s","doc_url":"https://docs.example.com/errors#slow-down"}}`)(w, r)
				return
			}
		}
		plainServer(w, r)
	})
	f := tryRun(t, Config{Contract: things(t), Handler: prism, Values: map[string]any{"id": "one"}, MinCoverage: 1})
	assert.False(t, f.failed, f.allErrors())
	assert.Equal(t, 3, asked, "404 of listThings, and 429 of both: the other 404 occurs without Provoke")
}

// TestRunDoesNotCountOtherOutcomes checks that an outcome does not count if another one occurred
// instead.
func TestRunDoesNotCountOtherOutcomes(t *testing.T) {
	always := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "2")
		write(429, "application/json", `{"error":{"code":"slow_down","message":"wait 2 s","doc_url":"https://docs.example.com/errors#slow-down"}}`)(w, r)
	})
	f := tryRun(t, Config{Contract: things(t), Handler: always})
	assert.Contains(t, f.allLogs(), "2 of 6 documented outcomes exercised", "429, as requested")
	require.Len(t, f.all(func(f *fakeTest) []string { return f.errors }), 2)
	assert.Contains(t, f.find("Fake/getThing/200").errors[0], "a valid request got 429 slow_down")
}

// TestRunOtherOperation checks that the run detects a parameter value that turns the request into
// one for another operation.
func TestRunOtherOperation(t *testing.T) {
	server := NewServer(t, ServerConfig{})
	f := tryRun(t, Config{Handler: server, Values: map[string]any{"video_id": "statuses"}, Options: []validate.Option{validate.WithInclude("/v3/videos/{video_id}", "/v3/videos/statuses")}})
	assert.Contains(t, f.allErrors(), "getVideoV3: no request succeeded: the generated request belongs to GET /v3/videos/statuses: set Config.Values; ")
}

// TestRunBaseURL uses a running server, under the base path of the contract's server, without it,
// and under its own.
func TestRunBaseURL(t *testing.T) {
	contract := things(t)
	server := NewServer(t, ServerConfig{Contract: contract})
	staging := httptest.NewServer(http.StripPrefix("/staging/v7", server))
	defer staging.Close()
	for _, url := range []string{server.URL + "/v1", server.URL, server.URL + "/v1/", staging.URL + "/staging/v7"} {
		f := tryRun(t, Config{Contract: contract, BaseURL: url, MinCoverage: 1})
		assert.False(t, f.failed, "%s: %s", url, f.allErrors())
		assert.Contains(t, f.allLogs(), "6 of 6 documented outcomes exercised (100.0 %)")
	}
}
