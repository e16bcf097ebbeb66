package live_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/live"
	"github.com/apicontract/apicontract/validate"
)

// An exchangeLog has a line for each exchange: status, body, and why the body is missing.
type exchangeLog struct {
	mu    sync.Mutex
	lines []string
}

func (l *exchangeLog) finished(x *live.Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	status := http.StatusText(x.Response.Status)
	l.lines = append(l.lines, strings.Join([]string{x.Request.Method, status, string(x.Response.Body), string(x.Response.BodyMissing), string(x.Skip)}, "|"))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func responding(contentType, body string) roundTripper {
	return func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {contentType}}, ContentLength: -1,
			Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

func request(t *testing.T) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://a.example/x?secret=1", nil)
}

func TestTransport(t *testing.T) {
	const json, text = "application/json", "text/plain"
	long := strings.Repeat("x", 5000)
	for _, c := range []struct {
		reason  string
		base    roundTripper
		options live.Options
		read    int64
		want    string
	}{
		{"JSON that is read", responding(json, `{"a":1}`), live.Options{}, 100, `GET|OK|{"a":1}||`},
		{"JSON that is closed after the value", responding(json, `{"a":1} `), live.Options{}, 7, `GET|OK|{"a":1}||`},
		{"JSON that is closed within the value", responding(json, `{"a":1}`), live.Options{}, 3, `GET|OK||body-not-recorded|`},
		{"JSON that is closed unread", responding(json, `{"a":1}`), live.Options{}, 0, `GET|OK||body-not-recorded|`},
		{"the beginning of text", responding(text, long), live.Options{}, 9999, "GET|OK|" + long[:4096] + "||"},
		{"all of the text, for a recording", responding(text, long), live.Options{AllBodies: true}, 9999, "GET|OK|" + long + "||"},
		{"a body that is not needed", responding(json, `{}`), live.Options{NeedBody: func(*live.Exchange) bool { return false }}, 9, "GET|OK||body-not-recorded|"},
		{"no response", func(*http.Request) (*http.Response, error) { return nil, errors.New("down") }, live.Options{}, 0, "GET||||"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var log exchangeLog
			c.options.Finished = log.finished
			transport := live.NewTransport(c.base, c.options)
			resp, err := transport.RoundTrip(request(t))
			if err == nil {
				_, err = io.CopyN(io.Discard, resp.Body, c.read)
				if !errors.Is(err, io.EOF) {
					require.NoError(t, err)
				}
				require.NoError(t, resp.Body.Close())
			}
			assert.Equal(t, []string{c.want}, log.lines)
			assert.Zero(t, transport.Abandon())
		})
	}
}

func TestAbandonedBodiesStayReadable(t *testing.T) {
	var log exchangeLog
	transport := live.NewTransport(responding("application/json", `{"a":1}`), live.Options{Finished: log.finished})
	resp, err := transport.RoundTrip(request(t))
	require.NoError(t, err)
	assert.Equal(t, 1, transport.Abandon())
	assert.Equal(t, []string{"GET|OK||body-not-recorded|"}, log.lines)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, `{"a":1}`, string(body))
	assert.Len(t, log.lines, 1, "an exchange finishes once")
}

func TestHandler(t *testing.T) {
	for _, c := range []struct {
		reason string
		next   http.HandlerFunc
		want   string
		panics bool
	}{
		{"a body", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }, "GET|OK|{}||", false},
		{"nothing is written", func(http.ResponseWriter, *http.Request) {}, "GET|OK|||", false},
		{"an interim response first", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusAccepted)
		}, "GET|Accepted|||", false},
		{"a panic before the headers", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "GET|||body-not-recorded|", true},
		{"a panic within the body", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "{")
			panic(http.ErrAbortHandler)
		}, "GET|OK||body-not-recorded|", true},
		{"less than Content-Length", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			_, _ = io.WriteString(w, "{}")
		}, "GET|OK||body-not-recorded|", false},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var log exchangeLog
			h := &live.Handler{Next: c.next, Options: live.Options{Finished: log.finished}}
			serve := func() { h.ServeHTTP(httptest.NewRecorder(), request(t)) }
			if c.panics {
				assert.PanicsWithValue(t, http.ErrAbortHandler, serve)
			} else {
				serve()
			}
			assert.Equal(t, []string{c.want}, log.lines)
		})
	}
}

func TestReadResponseGivesTheBodyBack(t *testing.T) {
	resp, err := responding("application/json", `{"a":1}`)(request(t))
	require.NoError(t, err)
	x, err := live.ReadResponse(resp.Request, resp)
	require.NoError(t, err)
	assert.Equal(t, "//a.example/x", x.Request.URL, "the query is not kept")
	assert.JSONEq(t, `{"a":1}`, string(x.Response.Body))
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.JSONEq(t, `{"a":1}`, string(body))

	resp.Body = io.NopCloser(io.LimitReader(zeros{}, validate.DefaultMaxBody+10))
	x, err = live.ReadResponse(resp.Request, resp)
	require.NoError(t, err)
	assert.Equal(t, validate.UncheckedTooLarge, x.Response.BodyMissing)
	n, err := io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	assert.EqualValues(t, validate.DefaultMaxBody+10, n)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
