package contracttest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/apicontract/apicontract/contracttest"
)

// waitFor30Seconds makes a request that is rejected once, and requires that the client waits as long
// as the response asks for.
func waitFor30Seconds(t *testing.T, server *contracttest.Server, base http.RoundTripper) {
	t.Helper()
	server.Fail("getVideoV3", "rate_limit_exceeded", 1)
	client, err := api.NewClientWithResponses(server.URL, api.WithAPIKey("k"), api.WithHTTPClient(&http.Client{
		Transport: &retry.Transport{Base: contracttest.NewTransport(t, contracttest.Config{Transport: base})},
	}))
	require.NoError(t, err)
	start := time.Now()
	_, err = client.GetVideoV3WithResponse(t.Context(), "v1")
	require.NoError(t, err)
	assert.GreaterOrEqual(t, time.Since(start), 30*time.Second)
}

// TestServerInBubble checks that a mock works in a bubble of testing/synctest, in which a listener
// would stop the time.
func TestServerInBubble(t *testing.T) {
	cfg := contracttest.ServerConfig{RetryAfter: 30 * time.Second}
	t.Run("created in it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := contracttest.NewServer(t, cfg)
			waitFor30Seconds(t, server, server.Transport())
		})
	})
	t.Run("with its client", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := contracttest.NewServer(t, cfg)
			waitFor30Seconds(t, server, server.Client().Transport)
		})
	})
	t.Run("created outside of it", func(t *testing.T) {
		server := contracttest.NewServer(t, cfg)
		synctest.Test(t, func(t *testing.T) { waitFor30Seconds(t, server, server.Transport()) })
		assert.NotEqual(t, "http://127.0.0.1:0", server.URL)
	})
	t.Run("its URL without its client", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := contracttest.NewServer(t, contracttest.ServerConfig{})
			transport := &http.Transport{}
			_, err := (&http.Client{Transport: transport}).Get(server.URL + "/v3/videos/v1") //nolint:bodyclose // it fails
			require.Error(t, err, "at once")
		})
	})
	t.Run("a handler", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := contracttest.NewServer(t, contracttest.ServerConfig{Latency: time.Minute, NoAuth: true})
			handler := contracttest.NewHandler(t, server, contracttest.Config{})
			start := time.Now()
			resp := recordedResponse(handler, "/v3/videos/v1")
			assert.Equal(t, 200, resp.StatusCode)
			assert.Equal(t, time.Minute, time.Since(start))
		})
	})
}

// bubbleThatFails has a finding in a bubble.
func bubbleThatFails(t *testing.T) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := contracttest.NewServer(t, contracttest.ServerConfig{Fault: contracttest.FaultNoDocURL})
		rt := contracttest.NewTransport(t, contracttest.Config{Transport: server.Transport()})
		fetch(t, rt, server.URL+"/v3/videos/v1") // without credentials
	})
}

func TestBubbleThatFails(t *testing.T) {
	output, passed := again(t, "bubble")
	assert.False(t, passed, output)
	assert.Regexp(t, `bubble_test\.go:\d+: error\[doc-url\]`, output)
	assert.Regexp(t, `bubble_test\.go:\d+: contracttest: in a bubble of testing/synctest, the mock server has no listener`, output)
}

// TestServerTransport compares the responses without a network with those of the server.
func TestServerTransport(t *testing.T) {
	for _, c := range []struct{ reason, method, path, prefer string }{
		{"a success", "GET", "/v3/videos/v1", ""},
		{"an error", "GET", "/v3/videos/v1", "error=video_not_found"},
		{"no body", "DELETE", "/v3/videos/v1", ""},
		{"HEAD", "HEAD", "/v3/videos/v1", ""},
		{"a path that is not documented", "GET", "/nothing", ""},
		{"a page of a proxy", "GET", "/v3/videos/v1", "error=video_not_found, fault=html-502"},
		{"a slow body", "GET", "/v3/videos/v1", "fault=slow"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var status [2]int
			var header [2]http.Header
			var body [2]string
			var length [2]int64
			for i := range 2 {
				server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
				transport := server.Client().Transport
				if i == 1 {
					transport = server.Transport()
				}
				resp := roundTrip(t, transport, c.method, server.URL+c.path, c.prefer)
				content, err := io.ReadAll(resp.Body)
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				resp.Header.Del("Date")
				status[i], header[i], body[i], length[i] = resp.StatusCode, resp.Header, string(content), resp.ContentLength
			}
			for _, h := range header {
				h.Del("Content-Length") // net/http adds it to a short body
			}
			assert.Equal(t, status[0], status[1])
			assert.Equal(t, header[0], header[1])
			assert.Equal(t, body[0], body[1])
			if length[0] >= 0 && c.method != http.MethodHead {
				assert.Equal(t, length[0], length[1])
			}
		})
	}
}

func roundTrip(t *testing.T, rt http.RoundTripper, method, url, prefer string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	if prefer != "" {
		req.Header.Set("Prefer", prefer)
	}
	resp, err := rt.RoundTrip(req)
	require.NoError(t, err)
	return resp
}

// TestServerTransportFaults checks that connections break without a network as they do with one.
func TestServerTransportFaults(t *testing.T) {
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true, Latency: time.Minute})
	synctest.Test(t, func(t *testing.T) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/v3/videos/v1", nil)
		require.NoError(t, err)
		req.Header.Set("Prefer", "fault=reset")
		_, err = server.Transport().RoundTrip(req) //nolint:bodyclose // it fails
		require.ErrorIs(t, err, syscall.ECONNRESET)

		resp := roundTrip(t, server.Transport(), http.MethodGet, server.URL+"/v3/videos/v1", "fault=truncated")
		content, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.NotEmpty(t, content)
		require.NoError(t, resp.Body.Close())

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = server.Transport().RoundTrip(req.WithContext(ctx)) //nolint:bodyclose // it fails
		assert.True(t, errors.Is(err, context.DeadlineExceeded), err)
	})
}
