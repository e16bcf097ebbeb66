package retry_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzPolicy checks that both ways to use the policy agree with package api on any response, that
// no response is lost or changed, and that a POST without a key is sent once.
func FuzzPolicy(f *testing.F) {
	for _, coding := range codings {
		f.Add(429, encode(f, coding, envelope(api.ErrQuotaExceeded)), "0", coding, uint8(0), "")
		f.Add(409, encode(f, coding, envelope(api.ErrRequestInProgress)), "0", coding, uint8(1), "k-1")
	}
	for _, code := range api.Codes() {
		f.Add(code.Status(), envelope(code), "3", "", uint8(0), "")
		f.Add(code.Status(), envelope(code), "", "gzip", uint8(1), "k-1")
	}
	f.Add(502, "<html></html>", "Sat, 01 Jan 2000 00:00:09 GMT", "br", uint8(2), "k-1")
	f.Add(429, `{"error":{"code":7}}`, "99999999999999999999", "x-gzip", uint8(3), "")
	methods := []string{http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodPatch}
	f.Fuzz(func(t *testing.T, status int, body, retryAfter, coding string, method uint8, key string) {
		answer := said{status: status, body: body, fields: []string{"Retry-After", retryAfter, "Content-Encoding", coding}}
		req := request(t, methods[int(method)%len(methods)], videosURL, key)
		b := &base{answers: []said{answer}}
		rsp, err := (&retry.Transport{Base: b, Policy: once, Sleep: noWait}).RoundTrip(req)
		require.NoError(t, err)
		assert.Equal(t, body, content(t, rsp))
		assert.Zero(t, b.open)

		rsp = answer.response(req, nil)
		again, err := once.CheckRetry(t.Context(), rsp, nil)
		require.NoError(t, err)
		assert.Equal(t, body, content(t, rsp))
		assert.Equal(t, again, len(b.sent) > 1)
		if req.Method == http.MethodPost && key == "" {
			assert.False(t, again)
		}
		assert.Equal(t, retryable(answer.response(req, nil)), again, "package api and package retry say the same")
		if wait := once.Backoff(0, 0, 0, rsp); wait < 0 || wait > 66*time.Second {
			t.Errorf("waits %s", wait)
		}
	})
}

// retryable reports what package api says about a response, within the Retry-After
// that the policy allows.
func retryable(rsp *http.Response) bool {
	_, err := api.Decode[struct{}](rsp, nil)
	e, failed := errors.AsType[*api.Error](err)
	if !failed || e.Status < http.StatusBadRequest {
		return false // an error with a 2xx is returned unread
	}
	asked, _ := e.RetryAfter()
	return e.Retryable() && asked <= time.Minute
}

func BenchmarkTransport(b *testing.B) {
	nothing := roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	})
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, videosURL, http.NoBody)
	require.NoError(b, err)
	transport := &retry.Transport{Base: nothing}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = transport.RoundTrip(req)
	}
}
