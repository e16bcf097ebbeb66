package retry_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// TestResetStream covers a stream that HTTP/2 resets: the request may have arrived.
func TestResetStream(t *testing.T) {
	var requests atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) < 3 {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, r.Proto)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	for _, c := range []struct {
		reason, method, key string
		want                int32
	}{
		{"a GET is repeated", http.MethodGet, "", 3},
		{"a POST may cost twice", http.MethodPost, "", 1},
		{"a POST with a key does not", http.MethodPost, "k-1", 3},
	} {
		requests.Store(0)
		transport := &retry.Transport{Base: server.Client().Transport, Sleep: noWait}
		rsp, err := transport.RoundTrip(request(t, c.method, server.URL+"/v3/videos", c.key))
		assert.Equal(t, c.want, requests.Load(), c.reason)
		if c.want == 3 {
			require.NoError(t, err)
			assert.Equal(t, "HTTP/2.0", content(t, rsp))
		} else {
			require.Error(t, err)
		}
	}
}

// TestRepetitionsAfterARedirect covers redirects, which http.Client follows above the Transport, so
// that each request is separate.
func TestRepetitionsAfterARedirect(t *testing.T) {
	for _, c := range []struct {
		status    int
		elsewhere int32 // requests to the second URL
		method    string
	}{
		{http.StatusSeeOther, 2, http.MethodGet}, {http.StatusFound, 2, http.MethodGet},
		{http.StatusTemporaryRedirect, 1, http.MethodPost}, {http.StatusPermanentRedirect, 1, http.MethodPost},
	} {
		var requests atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v3/videos" {
				http.Redirect(w, r, "/v3/voices/speech", c.status)
				return
			}
			assert.Equal(t, c.method, r.Method)
			requests.Add(1)
			w.WriteHeader(http.StatusInternalServerError)
		}))
		client := &http.Client{Transport: &retry.Transport{Policy: once, Sleep: noWait}}
		rsp, err := client.Do(request(t, http.MethodPost, server.URL+"/v3/videos", "k-1"))
		require.NoError(t, err)
		rsp.Body.Close()
		assert.Equal(t, c.elsewhere, requests.Load(), "%d: the second operation ignores the key", c.status)
		server.Close()
	}
}

func TestExpectContinue(t *testing.T) {
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		w.WriteHeader(http.StatusInternalServerError)
	}))
	defer server.Close()
	req := request(t, http.MethodPost, server.URL+"/v3/videos", "k-1")
	req.Header.Set("Expect", "100-continue")
	rsp, err := (&retry.Transport{Policy: once, Sleep: noWait}).RoundTrip(req)
	require.NoError(t, err)
	rsp.Body.Close()
	assert.Equal(t, []string{`{"script":"Hi"}`, `{"script":"Hi"}`}, bodies)
}

// TestLongErrorsLeaveNothing checks that error bodies that are too long to be read leave no
// goroutine and no connection.
func TestLongErrorsLeaveNothing(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, strings.Repeat("x", 2<<20))
	}))
	transport := &retry.Transport{Base: &http.Transport{}, Sleep: noWait}
	for range 5 {
		_, err := api.Decode[struct{}](transport.RoundTrip(request(t, http.MethodGet, server.URL+"/v3/videos", "")))
		require.Error(t, err)
	}
	transport.CloseIdleConnections()
	server.Close()
	goleak.VerifyNone(t, ignore)
}
