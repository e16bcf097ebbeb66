package retry_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever a server says, the two ways to use the policy agree on it, no
// response is lost or changed, and a POST without a key is sent once.
func FuzzPolicy(f *testing.F) {
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
		if wait := once.Backoff(0, 0, 0, rsp); wait < 0 || wait > time.Minute {
			t.Errorf("waits %s", wait)
		}
	})
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
