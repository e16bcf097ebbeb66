package mock_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
)

func TestPreferWithoutAnOperation(t *testing.T) {
	cases := []struct {
		reason, line, prefer string
		status               int
		code, applied        string
	}{
		{"nothing", "GET /v3/nothing", "", 404, "resource_not_found", ""},
		{"an error", "GET /v3/nothing", "error=rate_limit_exceeded", 429, "rate_limit_exceeded", "error=rate_limit_exceeded"},
		{"with another method", "PUT /v3/videos", "error=internal_error", 500, "internal_error", "error=internal_error"},
		{"a status", "GET /v3/nothing", "code=401", 401, "unauthorized", "code=401"},
		{"its own status", "GET /v3/nothing", "code=404", 404, "resource_not_found", "code=404"},
		{"a status that has no usual code", "GET /v3/nothing", "code=402", 402, "insufficient_credit", "code=402"},
		{"both, which agree", "GET /v3/nothing", "code=404, error=video_not_found", 404, "video_not_found", "code=404, error=video_not_found"},
		{"a time, and nothing else", "GET /v3/nothing", "delay=0.001", 404, "resource_not_found", "delay=0.001"},
		{"others' preferences", "GET /v3/nothing", "respond-async", 404, "resource_not_found", ""},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			b := newBench(t, mock.Config{})
			w := b.ask(c.line, "", "Prefer: "+c.prefer)
			assert.Equal(t, c.status, w.Code, "%s", w.Body)
			assert.Equal(t, c.code, errorOf(t, w).Code)
			assert.Equal(t, c.applied, w.Header().Get("Preference-Applied"))
			assert.Equal(t, c.code == "rate_limit_exceeded", w.Header().Get("Retry-After") != "")
			assert.Empty(t, b.misused)
			assert.Len(t, b.recorded, 1)
		})
	}
}

func TestUnfulfillablePreferencesWithoutAnOperation(t *testing.T) {
	cases := []struct{ reason, line, prefer, want string }{
		{"a success", "GET /v3/nothing", "code=200", "the contract has no such path, so it documents no status 200 there; ask for an error of the error table instead"},
		{"of another method", "PUT /v3/videos", "code=200", "the contract has this path, but not with this method, so it"},
		{"a status without a code", "GET /v3/nothing", "code=418", "documents no status 418 there"},
		{"an example", "GET /v3/nothing", "example=conflict", `documents no example called "conflict" there`},
		{"an unknown code", "GET /v3/nothing", "error=no_such", `the error table has no code "no_such"`},
		{"a code under another status", "GET /v3/nothing", "error=conflict, code=404", `"conflict" does not belong to status 404`},
		{"an invalid value", "GET /v3/nothing", "delay=soon", "delay=soon is not a time"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			b := newBench(t, mock.Config{})
			assert.Equal(t, 501, b.ask(c.line, "", "Prefer: "+c.prefer).Code)
			require.Len(t, b.misused, 1)
			assert.Contains(t, b.misused[0], c.want)
		})
	}
}

// TestPreferencesWithoutAnOperationOrATable checks that no error can be requested without an
// operation if the contract has no codes.
func TestPreferencesWithoutAnOperationOrATable(t *testing.T) {
	b := parsed(t, plainAPI, mock.Config{})
	assert.Equal(t, 404, b.ask("GET /nothing", "").Code)
	assert.Equal(t, 501, b.ask("GET /nothing", "", "Prefer: code=404").Code)
	assert.Equal(t, 501, b.ask("GET /nothing", "", "Prefer: error=x").Code)
	require.Len(t, b.misused, 2)
	assert.Contains(t, b.misused[1], "the contract has no error table")
}

// TestFaultsWithoutAnOperation checks that faults also apply to responses without an operation.
func TestFaultsWithoutAnOperation(t *testing.T) {
	b := newBench(t, mock.Config{Fault: fault.NoDocURL, Latency: time.Millisecond})
	w := b.ask("GET /v3/nothing", "")
	assert.Equal(t, "resource_not_found", errorOf(t, w).Code)
	assert.NotContains(t, w.Body.String(), "doc_url")
	w = b.ask("GET /v3/nothing", "", "Prefer: fault=content-type")
	assert.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"))
}
