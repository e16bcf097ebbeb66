package contracttest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
)

// wrongError is an error without its documentation URL.
const wrongError = `{"error":{"code":"video_not_found","message":"m"}}`

// padded returns a JSON body of n bytes.
func padded(body string, n int) string { return body + string(bytes.Repeat([]byte(" "), n-len(body))) }

// TestUnreadBodies checks how a body is checked that its client does not read to its end.
func TestUnreadBodies(t *testing.T) {
	const unread = "a response body was not checked, because the client did not read it: GET /v3/videos/{video_id} (getVideoV3) answered 404; body-not-recorded: read bodies to their end, or set Config.AllowUnread"
	closed := func(t *testing.T, r *http.Response) { t.Helper(); require.NoError(t, r.Body.Close()) }
	some := func(t *testing.T, r *http.Response) {
		t.Helper()
		_, err := io.ReadFull(r.Body, make([]byte, 10))
		require.NoError(t, err)
		closed(t, r)
	}
	decoded := func(t *testing.T, r *http.Response) {
		t.Helper()
		require.NoError(t, json.NewDecoder(r.Body).Decode(new(any)))
		closed(t, r)
	}
	open := func(*testing.T, *http.Response) {}
	for _, c := range []struct {
		reason  string
		body    string
		chunked bool
		use     func(*testing.T, *http.Response)
		want    string // start of the only failure without AllowUnread
		allowed string // the same with it
	}{
		{"a short body of known length is read", wrongError, false, closed, "error[doc-url]", "error[doc-url]"},
		{"so is a correct one", envelope("video_not_found"), false, closed, "", ""},
		{"and the rest of one", wrongError, false, some, "error[doc-url]", "error[doc-url]"},
		{"also of 1 MiB", padded(wrongError, 1<<20), false, closed, "error[doc-url]", "error[doc-url]"},
		{"but not of more", padded(wrongError, 1<<20+1), false, closed, unread, ""},
		{"a body of unknown length is not read", wrongError, true, closed, unread, ""},
		{"nor is the rest of one", wrongError, true, some, unread, ""},
		{"a decoder reads one value, which is enough", wrongError, true, decoded, "error[doc-url]", "error[doc-url]"},
		{"a body that is never closed", wrongError, false, open, unread, ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if !c.chunked {
					w.Header().Set("Content-Length", strconv.Itoa(len(c.body)))
				}
				w.WriteHeader(404)
				w.(http.Flusher).Flush()
				_, _ = io.WriteString(w, c.body)
			}))
			defer server.Close()
			for _, allow := range []bool{false, true} {
				base := &http.Transport{DisableCompression: true}
				want := c.want
				if allow {
					want = c.allowed
				}
				r := use(t, contracttest.Config{Transport: base, AllowUnread: allow}, func(rt http.RoundTripper) {
					resp, err := (&http.Client{Transport: rt}).Get(server.URL + "/v3/videos/v1")
					require.NoError(t, err)
					t.Cleanup(func() { _ = resp.Body.Close() })
					c.use(t, resp)
				})
				if want == "" {
					assert.Empty(t, r.errors, "AllowUnread: %v", allow)
				} else {
					require.Len(t, r.errors, 1, "AllowUnread: %v", allow)
					assert.Contains(t, r.errors[0], want)
				}
			}
		})
	}
}

// TestUnreadBesideAnother checks that an unread body fails the test although another was checked,
// and that a connection whose body was read for the check is used again.
func TestUnreadBesideAnother(t *testing.T) {
	chunked := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(404)
		if chunked {
			w.(http.Flusher).Flush()
		}
		_, _ = io.WriteString(w, envelope("video_not_found"))
	}))
	defer server.Close()
	base := &http.Transport{DisableCompression: true}
	r := use(t, contracttest.Config{Transport: base}, func(rt http.RoundTripper) {
		fetch(t, rt, server.URL+"/v3/videos/v1")
		chunked = true
		for range 2 {
			resp, err := (&http.Client{Transport: rt}).Get(server.URL + "/v3/videos/v1")
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
		}
	})
	assert.Contains(t, r.all(), "2 response bodies were not checked, because the client did not read them: GET /v3/videos/{video_id}")
	base.CloseIdleConnections()
}

// TestUnreadBodyThatStalls checks that closing a body does not wait for a server that sends headers
// and then nothing.
func TestUnreadBodyThatStalls(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(404)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	defer server.Close()
	r := use(t, contracttest.Config{Transport: &http.Transport{}}, func(rt http.RoundTripper) {
		resp, err := (&http.Client{Transport: rt}).Get(server.URL + "/v3/videos/v1")
		require.NoError(t, err)
		start := time.Now()
		require.NoError(t, resp.Body.Close())
		assert.Less(t, time.Since(start), 20*time.Second)
	})
	assert.Contains(t, r.all(), "a response body was not checked, because the client did not read it")
}

// TestUnreadBodyWhileReading checks that Close leaves a body alone that another goroutine reads.
func TestUnreadBodyWhileReading(t *testing.T) {
	pr, pw := io.Pipe()
	cfg := contracttest.Config{AllowUnread: true, Transport: stub(func(req *http.Request) (*http.Response, error) {
		resp := response(req, 404, "")
		resp.Body, resp.ContentLength = pr, 100
		return resp, nil
	})}
	r := use(t, cfg, func(rt http.RoundTripper) {
		req, err := http.NewRequest(http.MethodGet, videoURL, nil)
		require.NoError(t, err)
		resp, err := rt.RoundTrip(req)
		require.NoError(t, err)
		read := make(chan error)
		go func() {
			buf := make([]byte, 10)
			_, _ = resp.Body.Read(buf)
			_, err := resp.Body.Read(buf)
			read <- err
		}()
		_, err = fmt.Fprint(pw, "{")
		require.NoError(t, err)
		time.Sleep(time.Millisecond) // the second Read begins; the test passes without it as well
		require.NoError(t, resp.Body.Close())
		require.Error(t, <-read)
	})
	assert.NotContains(t, r.logged(), "nothing was checked")
}
