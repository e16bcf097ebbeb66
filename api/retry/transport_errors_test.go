package retry_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestErrorsWithoutAResponse(t *testing.T) {
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	all, never := attempts{get: 2, keyed: 2, unkeyed: 2}, attempts{get: 1, keyed: 1, unkeyed: 1}
	maybe := attempts{get: 2, keyed: 2, unkeyed: 1}
	for _, c := range []struct {
		reason string
		err    error
		want   attempts
	}{
		{"no connection, so nothing arrived", dial, all},
		{"wrapped", fmt.Errorf("base: %w", dial), all},
		{"the proxy was not reached", &net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial}, all},
		{"a name server that failed", &net.OpError{Op: "dial", Err: &net.DNSError{IsTemporary: true}}, all},
		{"no such host", &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}, never},
		{"reset while it was read: it may have arrived", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, maybe},
		{"reset while it was written: some of it may have arrived", &net.OpError{Op: "write", Err: syscall.ECONNREFUSED}, maybe},
		{"closed without a word", io.EOF, maybe},
		{"an attempt's own time was up", context.DeadlineExceeded, maybe},
		{"of an unknown kind", errors.New("http2: something"), maybe},
		{"cancelled below", context.Canceled, never},
		{"another host's certificate", &tls.CertificateVerificationError{Err: io.EOF}, never},
	} {
		tried := func(method, key string) (n int) {
			inBubble(t, func(t *testing.T) {
				b := &base{answers: []said{{err: c.err}}}
				_, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(request(t, method, videosURL, key))
				require.Equal(t, c.err, err, "the error is unchanged")
				n = len(b.sent)
			})
			return n
		}
		have := attempts{get: tried(http.MethodGet, ""), keyed: tried(http.MethodPost, "k-1"), unkeyed: tried(http.MethodPost, "")}
		assert.Equal(t, c.want, have, c.reason)
	}
}

// TestErrorOfDiallingAfterAConnection covers a base that sends a request and dials again within one
// attempt.
func TestErrorOfDiallingAfterAConnection(t *testing.T) {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	defer server.Close()
	twice := func(req *http.Request) (*http.Response, error) {
		rsp, err := http.DefaultTransport.RoundTrip(req)
		require.NoError(t, err)
		rsp.Body.Close()
		return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	}
	_, err := (&retry.Transport{Base: roundTrip(twice), Sleep: noWait}).RoundTrip(request(t, http.MethodPost, server.URL, ""))
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	assert.EqualValues(t, 1, requests.Load())
}

func TestErrorThenResponse(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := &base{answers: []said{{err: io.EOF}, failing(api.ErrInternalError), {err: io.EOF}, fine}}
		rsp, err := (&retry.Transport{Base: b}).RoundTrip(request(t, http.MethodPost, videosURL, "k-1"))
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, rsp.StatusCode)
		assert.Len(t, b.sent, 4)
		for _, s := range b.sent {
			assert.Equal(t, b.sent[0], s)
		}
	})
}

func TestTheLastErrorIsReturned(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := &base{answers: []said{failing(api.ErrInternalError), {err: io.EOF}}}
		rsp, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.ErrorIs(t, err, io.EOF)
		assert.Nil(t, rsp)
		assert.Zero(t, b.open)
	})
}

// TestErrorsOfNetHTTP covers the errors of net/http over a real network.
func TestErrorsOfNetHTTP(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	var hits atomic.Int32
	hangUp := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		panic(http.ErrAbortHandler)
	}))
	defer hangUp.Close()
	secure := httptest.NewUnstartedServer(nil)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	for _, c := range []struct {
		reason     string
		method     string
		url        string
		change     func(*http.Request)
		wantRepeat bool
	}{
		{"no listener", "POST", closed.URL, nil, true},
		{"no listener", "GET", closed.URL, nil, true},
		{"it arrived, and then the server hung up", "POST", hangUp.URL, nil, false},
		{"it arrived, but may arrive again", "GET", hangUp.URL, nil, true},
		{"it arrived, but has a key", "POST", hangUp.URL, func(r *http.Request) { r.Header.Set("Idempotency-Key", "k") }, true},
		{"a certificate without a trusted signature", "GET", secure.URL, nil, false},
		{"plain text instead of TLS", "GET", "https" + strings.TrimPrefix(hangUp.URL, "http"), nil, false},
		{"no such scheme", "GET", "gopher://localhost/", nil, false},
		{"no host", "GET", "http:///x", nil, false},
		{"a malformed field", "GET", closed.URL, func(r *http.Request) { r.Header.Set("X-Api-Key", "a\nb") }, false},
		{"a malformed method", "GET", closed.URL, func(r *http.Request) { r.Method = "PUT\n" }, false},
		{"no header", "GET", closed.URL, func(r *http.Request) { r.Header = nil }, false},
	} {
		repeats := 0
		transport := &retry.Transport{
			Base: &http.Transport{}, Policy: once, Sleep: noWait,
			OnRetry: func(a retry.Attempt) {
				repeats++
				require.Error(t, a.Err)
				assert.Equal(t, api.RetryTransient, a.Class)
				assert.Zero(t, a.Status)
			},
		}
		req := request(t, c.method, c.url, "")
		if c.change != nil {
			c.change(req)
		}
		_, err := transport.RoundTrip(req)
		require.Error(t, err, c.reason)
		assert.Equal(t, c.wantRepeat, repeats == 1, "%s %s: %v", c.method, c.reason, err)
		transport.CloseIdleConnections()
	}
}

// TestAttemptQuotesNoResponse covers responses that net/http cannot read. It quotes them, and a
// server may repeat the request there.
func TestAttemptQuotesNoResponse(t *testing.T) {
	for _, reply := range []string{
		"HTTP/1.1 200 OK\r\n%s\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n", "HTTP/1.1 %s OK\r\n\r\n", "HTTP/%s 200 OK\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: \\\"%s\r\n\r\n",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, _, err := http.NewResponseController(w).Hijack()
			assert.NoError(t, err)
			_, _ = fmt.Fprintf(c, reply, r.Header.Get("X-Api-Key"))
			_ = c.Close()
		}))
		var told []string
		transport := &retry.Transport{
			Base: &http.Transport{}, Policy: once, Sleep: noWait,
			OnRetry: func(a retry.Attempt) { told = append(told, a.Err.Error()) },
		}
		req := request(t, http.MethodGet, server.URL, "")
		req.Header.Set("X-Api-Key", "sk-canary")
		_, err := transport.RoundTrip(req)
		require.Error(t, err)
		require.Len(t, told, 1)
		assert.NotContains(t, told[0], "sk-canary")
		assert.Contains(t, told[0], `"…"`)
		transport.CloseIdleConnections()
		server.Close()
	}
}

// TestAttemptThatTakesTooLong covers a time limit of the base for each attempt, whose error is
// temporary.
func TestAttemptThatTakesTooLong(t *testing.T) {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 1 {
			<-r.Context().Done()
		}
	}))
	defer server.Close()
	slow := &http.Transport{ResponseHeaderTimeout: 20 * time.Millisecond}
	defer slow.CloseIdleConnections()
	rsp, err := (&retry.Transport{Base: slow, Sleep: noWait}).RoundTrip(request(t, http.MethodGet, server.URL, ""))
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, rsp.StatusCode)
	rsp.Body.Close()
}

func TestAttemptsHoldNoSecrets(t *testing.T) {
	const secret = "canary-7"
	inBubble(t, func(t *testing.T) {
		var seen []retry.Attempt
		failed := &url.Error{Op: "Post", URL: "https://user:" + secret + "@token.example/x?token=" + secret, Err: io.EOF}
		b := &base{answers: []said{{err: failed}, failing(api.ErrResourceNotReady, "Set-Cookie", secret), fine}}
		req := request(t, http.MethodGet, videosURL+"?token="+secret, secret)
		req.Header.Set("X-Api-Key", secret)
		_, err := (&retry.Transport{Base: b, OnRetry: func(a retry.Attempt) { seen = append(seen, a) }}).RoundTrip(req)
		require.NoError(t, err)
		require.Len(t, seen, 2)
		assert.NotContains(t, fmt.Sprintf("%v %+v", seen, seen), secret)
		require.ErrorIs(t, seen[0].Err, io.EOF)
		assert.Equal(t, retry.Attempt{
			Number: 2, Method: "GET", Path: "/v3/videos", Status: 409,
			Code: api.ErrResourceNotReady, Class: api.RetryPoll, Wait: seen[1].Wait,
		}, seen[1])
	})
}

// TestAttemptsCanBeLogged covers text that a server sends as the code, and a caller in the path.
func TestAttemptsCanBeLogged(t *testing.T) {
	for code, want := range map[api.Code]api.Code{
		"": "", "rate_limited": "rate_limited", "a\nb": "", "a\x1b[2J": "", "\u202eabc": "", "a b": "",
		api.Code(strings.Repeat("x", 64)): api.Code(strings.Repeat("x", 64)), api.Code(strings.Repeat("x", 65)): "",
	} {
		inBubble(t, func(t *testing.T) {
			var seen []retry.Attempt
			b := &base{answers: []said{{status: 503, code: code}}}
			transport := &retry.Transport{Base: b, Policy: once, OnRetry: func(a retry.Attempt) { seen = append(seen, a) }}
			_, err := transport.RoundTrip(request(t, http.MethodGet, videosURL+"/a%0Ab", ""))
			require.NoError(t, err)
			require.Len(t, seen, 1)
			assert.Equal(t, want, seen[0].Code)
			assert.Equal(t, "/v3/videos/a%0Ab", seen[0].Path)
		})
	}
}
