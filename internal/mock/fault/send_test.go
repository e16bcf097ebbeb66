package fault

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock/response"
)

var wholeResponse = response.Response{Status: 404, Header: http.Header{"Content-Type": {"application/json"}, "X-Twice": {"a", "b"}},
	Body: []byte(`{"error":{"code":"video_not_found"}}`)}

// serveResponse starts a server that sends a response with a fault. The channel returns the result
// of SendResponse.
func serveResponse(t *testing.T, start func(*httptest.Server), a response.Response, f Fault) (*http.Client, string, <-chan int) {
	t.Helper()
	sent := make(chan int, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := SendResponse(w, r, &a, f, 0)
		sent <- n
		if err != nil {
			panic(err)
		}
	}))
	start(server)
	t.Cleanup(server.Close)
	return server.Client(), server.URL, sent
}

var protocols = map[string]func(*httptest.Server){
	"HTTP/1": (*httptest.Server).Start,
	"TLS":    (*httptest.Server).StartTLS,
	"HTTP/2": func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() },
}

func TestSend(t *testing.T) {
	for name, start := range protocols {
		for _, f := range []Fault{"", Slow, NoDocURL} {
			client, url, sent := serveResponse(t, start, wholeResponse, f)
			response, err := client.Get(url)
			require.NoError(t, err, name)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err, name)
			assert.Equal(t, string(wholeResponse.Body), string(body), name)
			assert.Equal(t, 404, response.StatusCode, name)
			assert.EqualValues(t, len(wholeResponse.Body), response.ContentLength, name)
			assert.Equal(t, []string{"a", "b"}, response.Header["X-Twice"], name)
			assert.Equal(t, len(wholeResponse.Body), <-sent, name)
		}
	}
}

func TestSendWithoutContent(t *testing.T) {
	for _, f := range []Fault{"", Truncated, Slow} {
		client, url, sent := serveResponse(t, protocols["HTTP/1"], wholeResponse, f)
		head, err := client.Head(url)
		require.NoError(t, err, "HEAD: %s", f)
		assert.EqualValues(t, len(wholeResponse.Body), head.ContentLength, "the same length as for GET")
		assert.Zero(t, <-sent)
		client, url, _ = serveResponse(t, protocols["HTTP/1"], response.Response{Status: 204, Body: []byte("x")}, f)
		got, err := client.Get(url)
		require.NoError(t, err, "204: %s", f)
		assert.Empty(t, got.Header.Get("Content-Length"))
	}
}

func TestReset(t *testing.T) {
	for name, start := range protocols {
		client, url, sent := serveResponse(t, start, wholeResponse, Reset)
		_, err := client.Post(url, "text/plain", strings.NewReader(strings.Repeat("x", 1000)))
		require.Error(t, err, name)
		if name != "HTTP/2" {
			require.ErrorIs(t, err, syscall.ECONNRESET, "%s: a reset, not just an end", name)
		}
		assert.Zero(t, <-sent, name)
	}
}

func TestTruncated(t *testing.T) {
	for name, start := range protocols {
		client, url, sent := serveResponse(t, start, wholeResponse, Truncated)
		response, err := client.Get(url)
		require.NoError(t, err, name)
		assert.EqualValues(t, len(wholeResponse.Body), response.ContentLength, "%s: the whole is promised", name)
		body, err := io.ReadAll(response.Body)
		require.Error(t, err, "%s: and not kept", name)
		if name != "HTTP/2" {
			require.ErrorIs(t, err, io.ErrUnexpectedEOF, name)
		}
		assert.Equal(t, string(wholeResponse.Body[:len(wholeResponse.Body)/2]), string(body), name)
		assert.Equal(t, len(wholeResponse.Body)/2, <-sent, name)
		response.Body.Close()

		response, err = client.Get(url)
		require.NoError(t, err, "%s: the next request finds the server well", name)
		response.Body.Close()
		<-sent
	}
}

// A writer that cannot be hijacked, such as a recorder, needs the panic.
func TestResetOfAWriterThatCannotBeHijacked(t *testing.T) {
	recorder := httptest.NewRecorder()
	n, err := SendResponse(recorder, httptest.NewRequest(http.MethodGet, "/", nil), &wholeResponse, Reset, 0)
	require.ErrorIs(t, err, http.ErrAbortHandler)
	assert.Zero(t, n)
	assert.Empty(t, recorder.Body.Bytes())
}

// A connection without SetLinger is closed.
func TestResetOfAnotherConnection(t *testing.T) {
	ours, theirs := net.Pipe()
	require.NoError(t, resetConnection(hijackable{httptest.NewRecorder(), tls.Client(ours, &tls.Config{})}))
	_, err := theirs.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
}

type hijackable struct {
	http.ResponseWriter
	conn net.Conn
}

func (h hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) { return h.conn, nil, nil }

// flushes counts the bytes between two flushes, with their time.
type flushes struct {
	httptest.ResponseRecorder
	start  time.Time
	pieces []int
	at     []time.Duration
	fail   int // fail at this byte
}

func (f *flushes) Write(p []byte) (int, error) {
	f.pieces = append(f.pieces, len(p))
	f.at = append(f.at, time.Since(f.start))
	if f.fail > 0 && f.Body.Len() >= f.fail {
		return 0, errors.New("gone")
	}
	return f.Body.Write(p)
}

func TestSlow(t *testing.T) {
	cases := []struct {
		reason string
		length int
		after  time.Duration // when the context ends; 0 means never
		fail   int
		sent   int
		pieces int
		took   time.Duration
	}{
		{"sixteen pieces over the whole time", 1600, 0, 0, 1600, 16, 16 * time.Second},
		{"a last piece that is shorter", 1601, 0, 0, 1601, 16, 16 * time.Second},
		{"fewer bytes than pieces", 3, 0, 0, 3, 3, 15 * time.Second},
		{"the client disconnects", 1600, 4500 * time.Millisecond, 0, 400, 4, 4500 * time.Millisecond},
		{"the client cannot be written to", 1600, 0, 300, 300, 4, 4 * time.Second},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.after > 0 {
				ctx, cancel = context.WithTimeout(ctx, c.after)
				defer cancel()
			}
			w := &flushes{ResponseRecorder: *httptest.NewRecorder(), start: time.Now(), fail: c.fail}
			r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
			over := 16 * time.Second
			if c.length == 3 {
				over = 15 * time.Second
			}
			n, err := SendResponse(w, r, &response.Response{Status: 200, Body: make([]byte, c.length)}, Slow, over)
			require.NoError(t, err, c.reason)
			assert.Equal(t, c.sent, n, c.reason)
			assert.Len(t, w.pieces, c.pieces, c.reason)
			assert.InDelta(t, c.took, time.Since(w.start), float64(time.Second/10), c.reason)
		})
	}
}
