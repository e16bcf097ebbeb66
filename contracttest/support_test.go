package contracttest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A recorder is a test that records what is logged.
type recorder struct {
	testing.TB // for what is not overridden

	name string

	mu       sync.Mutex
	errors   []string
	logs     []string
	cleanups []func()
	skipped  bool
	fatal    bool
}

func newRecorder(t testing.TB) *recorder {
	t.Helper()
	return &recorder{TB: t, name: t.Name()}
}

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return r.name }

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *recorder) Logf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.logs = append(r.logs, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	r.FailNow()
}

func (r *recorder) FailNow() {
	r.mu.Lock()
	r.fatal = true
	r.mu.Unlock()
	runtime.Goexit()
}

func (r *recorder) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.errors) > 0
}

func (r *recorder) Skipped() bool    { return r.skipped }
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

// end runs the cleanups, as the end of a test does.
func (r *recorder) end() {
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
	r.cleanups = nil
}

// run runs f as the body of a test, which FailNow may end, and ends the test.
func (r *recorder) run(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
	r.end()
}

func (r *recorder) all() string { return strings.Join(r.errors, "\n") }

// logged is all that was logged.
func (r *recorder) logged() string { return strings.Join(r.logs, "\n") }

// A stub responds without a network.
type stub func(*http.Request) (*http.Response, error)

func (s stub) RoundTrip(req *http.Request) (*http.Response, error) { return s(req) }

// answer returns a stub that always sends the same response. Fields have the form "Name: value".
func answer(status int, content string, fields ...string) stub {
	return func(req *http.Request) (*http.Response, error) {
		return response(req, status, content, fields...), nil
	}
}

func response(req *http.Request, status int, content string, fields ...string) *http.Response {
	resp := &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   io.NopCloser(strings.NewReader(content)), ContentLength: -1,
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		resp.Header.Set(name, value)
		if value == "" {
			resp.Header.Del(name)
		}
	}
	return resp
}

const (
	host    = "https://api.heygen.com"
	success = `{"data":{"id":"v1","status":"completed"}}`
)

// envelope returns a correct error body for a code.
func envelope(code string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":"m","doc_url":"https://developers.heygen.com/docs/error-codes#%s"}}`,
		code, strings.ReplaceAll(code, "_", "-"))
}

// fetch gets a URL, and reads and closes the body.
func fetch(t testing.TB, rt http.RoundTripper, url string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	resp, err := rt.RoundTrip(req)
	require.NoError(t, err)
	content, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp, string(content)
}

// recordedResponse calls a handler without a network.
func recordedResponse(h http.Handler, path string) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Result()
}
