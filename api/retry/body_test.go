package retry_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// replays makes the bodies of a request, and counts those that are not closed.
type replays struct {
	made, open int
	err        error // of every body but the first
}

const uploaded = "a film, piece by piece"

func (r *replays) body() (io.ReadCloser, error) {
	if r.made > 0 && r.err != nil {
		return nil, r.err
	}
	r.made++
	r.open++
	return &countedBody{Reader: strings.NewReader(uploaded), closed: func() { r.open-- }}, nil
}

func (r *replays) install(req *http.Request) {
	req.Body, _ = r.body()
	req.GetBody = r.body
	req.ContentLength = int64(len(uploaded))
}

func TestBodiesOfRequests(t *testing.T) {
	gone := errors.New("the file is gone")
	for _, c := range []struct {
		reason string
		change func(*http.Request, *replays)
		want   []string
	}{
		{"each attempt sends the body from its start", func(*http.Request, *replays) {}, []string{uploaded, uploaded}},
		{"a stream is sent once", func(req *http.Request, _ *replays) { req.GetBody = nil }, []string{uploaded}},
		{"a body that cannot be had again", func(_ *http.Request, r *replays) { r.err = gone }, []string{uploaded}},
		{"a body that is nil the next time", func(req *http.Request, _ *replays) {
			req.GetBody = func() (io.ReadCloser, error) { return nil, nil }
		}, []string{uploaded}},
		{"no body", func(req *http.Request, r *replays) { req.Body.Close(); req.Body, req.GetBody = nil, nil }, []string{"", ""}},
		{"no body, as http.NoBody", func(req *http.Request, r *replays) { req.Body.Close(); req.Body, req.GetBody = http.NoBody, nil }, []string{"", ""}},
	} {
		inBubble(t, func(t *testing.T) {
			b, r := &base{answers: []said{failing(api.ErrInternalError)}}, &replays{}
			req := request(t, http.MethodPost, videosURL, "k-1")
			r.install(req)
			c.change(req, r)
			rsp, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(req)
			require.NoError(t, err)
			assert.Equal(t, envelope(api.ErrInternalError), content(t, rsp), c.reason)
			var have []string
			for _, s := range b.sent {
				have = append(have, s.body)
			}
			assert.Equal(t, c.want, have, c.reason)
			assert.Zero(t, r.open, "%s: each body is closed", c.reason)
			assert.Zero(t, b.open, c.reason)
		})
	}
}

// TestRequestIsNotChanged checks that the caller's request stays unchanged and that each attempt
// has its own copy.
func TestRequestIsNotChanged(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var seen []*http.Request
		spy := func(req *http.Request) (*http.Response, error) {
			seen = append(seen, req)
			req.Header.Set("X-Spy", "1") // as some wrappers do, wrongly
			return failing(api.ErrInternalError).response(req, nil), nil
		}
		req := request(t, http.MethodPost, videosURL, "")
		body := req.Body
		made := 0
		key := func(*http.Request) string { made++; return "k-7" }
		_, err := (&retry.Transport{Base: roundTrip(spy), Policy: once, Key: key}).RoundTrip(req)
		require.NoError(t, err)
		assert.Equal(t, 1, made, "one key for all attempts")
		assert.Empty(t, req.Header)
		assert.Equal(t, body, req.Body)
		require.Len(t, seen, 2)
		assert.NotSame(t, seen[0], seen[1])
		assert.NotSame(t, req, seen[0])
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

var codings = []string{"gzip", "deflate", "br", "zstd"}

// encode returns text in a content coding.
func encode(t testing.TB, coding, text string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	}
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

func TestErrorBodyIsReadAndStaysReadable(t *testing.T) {
	quota, notReady := envelope(api.ErrQuotaExceeded), envelope(api.ErrResourceNotReady)
	long := strings.Repeat(" ", 1<<20)
	for _, c := range []struct {
		reason string
		answer said
		want   int // attempts
	}{
		{"a quota is no rate limit", said{status: 429, body: quota}, 1},
		{"as gzip", said{status: 429, body: encode(t, "gzip", quota), fields: []string{"Content-Encoding", "gzip"}}, 1},
		{"a temporary conflict, in gzip", said{status: 409, body: encode(t, "gzip", notReady), fields: []string{"Content-Encoding", "GZIP"}}, 2},
		{"as deflate", said{status: 429, body: encode(t, "deflate", quota), fields: []string{"Content-Encoding", "deflate"}}, 1},
		{"as Brotli", said{status: 429, body: encode(t, "br", quota), fields: []string{"Content-Encoding", "br"}}, 1},
		{"as Zstandard", said{status: 409, body: encode(t, "zstd", notReady), fields: []string{"Content-Encoding", "zstd"}}, 2},
		{"one coding in another", said{status: 409, body: encode(t, "gzip", encode(t, "br", notReady)), fields: []string{"Content-Encoding", "br, gzip"}}, 2},
		{"labelled gzip, but not encoded", said{status: 409, body: notReady, fields: []string{"Content-Encoding", "gzip"}}, 2},
		{"gzip that breaks off", said{status: 500, body: encode(t, "gzip", quota)[:20], fields: []string{"Content-Encoding", "gzip"}}, 2},
		{"a coding that cannot be removed: by its status", said{status: 503, body: "\x1b\x01", fields: []string{"Content-Encoding", "rot13"}}, 2},
		{"a byte order mark", said{status: 409, body: "\ufeff" + notReady}, 2},
		{"up to 1 MiB", said{status: 409, body: long[len(notReady):] + notReady}, 2},
		{"the part after 1 MiB is not read", said{status: 409, body: long + notReady}, 1},
		{"the first MiB counts, as in package api", said{status: 409, body: notReady + long}, 2},
		{"far more than 1 MiB", said{status: 500, body: strings.Repeat(long, 3)}, 2},
	} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{c.answer}}
			rsp, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
			require.NoError(t, err)
			assert.Len(t, b.sent, c.want, c.reason)
			if content(t, rsp) != c.answer.body { // too long to be printed
				t.Errorf("%s: the content is not whole", c.reason)
			}
			assert.Zero(t, b.open, c.reason)
		})
	}
}

// TestContentThatBreaksOff checks that a body that breaks off does so for the caller too, at the
// same place.
func TestContentThatBreaksOff(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		broken := func(req *http.Request) (*http.Response, error) {
			rsp := said{status: 500}.response(req, nil)
			rsp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"error"`), &failingOnce{}))
			return rsp, nil
		}
		rsp, err := (&retry.Transport{Base: roundTrip(broken), Policy: once}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
		body, err := io.ReadAll(rsp.Body)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Equal(t, `{"error"`, string(body))
	})
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// failingOnce returns an error and then io.EOF, as no reader of net/http does.
type failingOnce struct{ failed bool }

func (f *failingOnce) Read([]byte) (int, error) {
	if f.failed {
		return 0, io.EOF
	}
	f.failed = true
	return 0, io.ErrUnexpectedEOF
}

// TestSuccessIsNotTouched checks that a streamed success is not waited for.
func TestSuccessIsNotTouched(t *testing.T) {
	body := io.NopCloser(failingReader{})
	stream := func(req *http.Request) (*http.Response, error) {
		rsp := said{status: 200}.response(req, nil)
		rsp.Body = body
		return rsp, nil
	}
	rsp, err := (&retry.Transport{Base: roundTrip(stream)}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
	require.NoError(t, err)
	assert.Equal(t, body, rsp.Body)
}

// TestUnkeyedPOSTIsNotTouched checks that the body is not read if the request is not repeated
// anyway.
func TestUnkeyedPOSTIsNotTouched(t *testing.T) {
	body := io.NopCloser(failingReader{})
	failed := func(req *http.Request) (*http.Response, error) {
		rsp := said{status: 500}.response(req, nil)
		rsp.Body = body
		return rsp, nil
	}
	rsp, err := (&retry.Transport{Base: roundTrip(failed)}).RoundTrip(request(t, http.MethodPost, videosURL, ""))
	require.NoError(t, err)
	assert.Equal(t, body, rsp.Body)
}

func TestBaseThatBreaksTheRules(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		bodiless := func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusInternalServerError}, nil
		}
		rsp, err := (&retry.Transport{Base: roundTrip(bodiless), Policy: once}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
		assert.Equal(t, 500, rsp.StatusCode)

		nothing := func(*http.Request) (*http.Response, error) { return nil, nil }
		rsp, err = (&retry.Transport{Base: roundTrip(nothing)}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
		assert.Nil(t, rsp)

		both := func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusInternalServerError}, io.EOF
		}
		rsp, err = (&retry.Transport{Base: roundTrip(both), Policy: once}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.ErrorIs(t, err, io.EOF)
		assert.NotNil(t, rsp)

		_, err = (&retry.Transport{}).RoundTrip(&http.Request{Method: http.MethodGet})
		require.Error(t, err, "no URL")
		_, err = (&retry.Transport{}).RoundTrip(&http.Request{Method: http.MethodPost, URL: request(t, "GET", videosURL, "").URL, Body: http.NoBody})
		require.Error(t, err, "no header")
	})
}

// TestConnectionIsReused checks that all attempts share a connection, because the earlier bodies
// were read to their end.
func TestConnectionIsReused(t *testing.T) {
	var connections, requests atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) < 5 {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, strings.Repeat("busy ", 20_000)) // more than net/http reads itself
			return
		}
		_, _ = io.Copy(w, r.Body)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	client := &http.Client{Transport: &retry.Transport{Base: &http.Transport{}, Sleep: noWait}}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL, strings.NewReader(uploaded))
	require.NoError(t, err)
	rsp, err := client.Do(req)
	require.NoError(t, err)
	assert.Equal(t, uploaded, content(t, rsp))
	assert.EqualValues(t, 5, requests.Load())
	assert.EqualValues(t, 1, connections.Load())
}

// TestRefusalDuringAnUpload covers a server that rejects a file before it has read all of it, while
// the attempt is still sending.
func TestRefusalDuringAnUpload(t *testing.T) {
	film := strings.Repeat(uploaded, 200_000)
	for _, version := range []int{1, 2} {
		var requests atomic.Int32
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, version, r.ProtoMajor)
			if requests.Add(1) < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			n, _ := io.Copy(io.Discard, r.Body)
			fmt.Fprint(w, n)
		}))
		server.EnableHTTP2 = version == 2
		server.StartTLS()
		client := server.Client()
		client.Transport = &retry.Transport{Base: client.Transport, Sleep: noWait, Policy: retry.Policy{MaxAttempts: 20}}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL, strings.NewReader(film))
		require.NoError(t, err)
		rsp, err := client.Do(req)
		require.NoError(t, err)
		assert.Equal(t, strconv.Itoa(len(film)), content(t, rsp), "HTTP/%d", version)
		client.CloseIdleConnections()
		server.Close()
	}
}
