package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetryable(t *testing.T) {
	type requests struct{ get, put, del, post, patch, keyed bool }
	always := requests{get: true, put: true, del: true, keyed: true}
	for class, c := range map[api.RetryClass]struct {
		reason string
		want   requests
	}{
		api.RetryWait:      {"a POST without a key is not repeated blindly, whatever the class", always},
		api.RetryPoll:      {"asking again is how one waits, but a POST could do the work twice", always},
		api.RetryTransient: {"it is unknown whether the work was done", always},
		api.RetrySameKey:   {"only the key ties the second request to the first", requests{keyed: true}},
		api.RetryLater:     {"a program that repeats it meets the same limit", requests{}},
		api.RetryAccount:   {"a person has to act", requests{}},
		api.RetryChange:    {"the same request fails the same way", requests{}},
	} {
		for _, code := range codesOf(t, class) {
			retryable := func(method string, keyed bool) bool {
				return (&api.Error{Method: method, Keyed: keyed, Status: code.Status(), Code: code}).Retryable()
			}
			assert.Equal(t, c.want, requests{
				get: retryable("GET", false), put: retryable("PUT", false), del: retryable("DELETE", false),
				post: retryable("POST", false), patch: retryable("PATCH", false), keyed: retryable("POST", true),
			}, "%s: %s", code, c.reason)
		}
	}
}

func codesOf(t *testing.T, class api.RetryClass) []api.Code {
	t.Helper()
	var codes []api.Code
	for _, code := range api.Codes() {
		if code.RetryClass() == class {
			codes = append(codes, code)
		}
	}
	require.NotEmpty(t, codes, class)
	return codes
}

func TestRetryByStatus(t *testing.T) {
	for _, c := range []struct {
		reason    string
		status    int
		want      api.RetryClass
		retryable bool // a GET
	}{
		{"the request is at fault", 400, api.RetryChange, false},
		{"credentials", 401, api.RetryAccount, false},
		{"money", 402, api.RetryAccount, false},
		{"rights", 403, api.RetryAccount, false},
		{"nothing there", 404, api.RetryChange, false},
		{"the server gave up waiting for the request", 408, api.RetryTransient, true},
		{"another connection may lead to the right server (RFC 9110, section 15.5.20)", 421, api.RetryTransient, true},
		{"a lock is temporary, for an unknown time", 423, api.RetryChange, false},
		{"the request was sent in early data, and was not processed (RFC 8470, section 5.2)", 425, api.RetryTransient, true},
		{"the user resolves it (RFC 9110, section 15.5.10)", 409, api.RetryChange, false},
		{"too large stays too large", 413, api.RetryChange, false},
		{"too fast", 429, api.RetryWait, true},
		{"the server failed", 500, api.RetryTransient, true},
		{"never implemented", 501, api.RetryChange, false},
		{"the edge", 502, api.RetryTransient, true},
		{"overload", 503, api.RetryTransient, true},
		{"the edge", 504, api.RetryTransient, true},
		{"another version of HTTP", 505, api.RetryChange, false},
		{"unregistered, but a 5xx", 520, api.RetryTransient, true},
		{"a redirect", 302, api.RetryChange, false},
	} {
		for _, code := range []api.Code{"", "unknown", "400543"} {
			e := &api.Error{Method: http.MethodGet, Status: c.status, Code: code}
			assert.Equal(t, c.want, e.RetryClass(), "%d: %s", c.status, c.reason)
			assert.Equal(t, c.retryable, e.Retryable(), "%d: %s", c.status, c.reason)
		}
	}
}

func TestKeyedPOST(t *testing.T) {
	c := client(t, answer(500, envelope(api.ErrInternalError)))
	for _, test := range []struct {
		reason string
		params *api.CreateVideoParams
		want   bool
	}{
		{"two videos would cost twice", nil, false},
		{"an empty key does not count", &api.CreateVideoParams{IdempotencyKey: new("")}, false},
		{"the API replays the first response", &api.CreateVideoParams{IdempotencyKey: new("order-7")}, true},
	} {
		_, err := c.CreateVideoWithResponse(t.Context(), test.params, videoRequest(t))
		e, ok := errors.AsType[*api.Error](err)
		require.True(t, ok, err)
		assert.Equal(t, "createVideo", e.Operation)
		assert.Equal(t, test.want, e.Keyed, test.reason)
		assert.Equal(t, test.want, e.Retryable(), test.reason)
	}
}

// TestUndocumentedKeyDoesNotCount covers a key that the operation does not document. The API may
// ignore it, so the work would be done and paid for twice.
func TestUndocumentedKeyDoesNotCount(t *testing.T) {
	c := client(t, answer(500, envelope(api.ErrInternalError)))
	_, err := c.CreateVideoBatchWithResponse(t.Context(), api.CreateVideoBatchRequest{},
		func(_ context.Context, r *http.Request) error { r.Header.Set("Idempotency-Key", "k"); return nil })
	e, ok := errors.AsType[*api.Error](err)
	require.True(t, ok, err)
	assert.False(t, e.Keyed)
	assert.False(t, e.Retryable())
}

// TestRedirectedPOSTIsStillAPOST covers Decode, which reads responses of any client, including one
// that follows redirects as Go does.
func TestRedirectedPOSTIsStillAPOST(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			http.Redirect(w, r, "/elsewhere", http.StatusSeeOther)
			return
		}
		answer(500, envelope(api.ErrInternalError))(w, r)
	}))
	defer server.Close()
	_, err := api.Decode[api.CreatedVideoResult](server.Client().Post(server.URL+"/v3/videos", "application/json", strings.NewReader("{}")))
	e, ok := errors.AsType[*api.Error](err)
	require.True(t, ok, err)
	assert.Equal(t, "POST", e.Method)
	assert.Equal(t, "/v3/videos", e.Path)
	assert.False(t, e.Retryable(), "the GET at the end may be repeated, the POST may not")
}
