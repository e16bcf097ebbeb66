package retry_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/require"
)

const (
	videosURL = "https://api.heygen.com/v3/videos"        // documents a key
	speechURL = "https://api.heygen.com/v3/voices/speech" // does not document one
)

// A said is one response or error of a base.
type said struct {
	status int
	code   api.Code
	body   string // replaces the envelope of the code
	fields []string
	err    error
}

// A base sends one response after the other, then the last one repeatedly, and records the
// requests.
type base struct {
	answers []said
	sent    []sent
	open    int // bodies of responses that are not closed yet
}

type sent struct{ method, key, body string }

func (b *base) RoundTrip(req *http.Request) (*http.Response, error) {
	s := sent{method: req.Method, key: req.Header.Get("Idempotency-Key")}
	if values := req.Header.Values("Idempotency-Key"); s.key == "" && len(values) > 0 {
		s.key = "(empty)"
	}
	if req.Body != nil {
		content, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		s.body = string(content)
		req.Body.Close()
	}
	b.sent = append(b.sent, s)
	answer := b.answers[min(len(b.sent), len(b.answers))-1]
	if answer.err != nil {
		return nil, answer.err
	}
	b.open++
	return answer.response(req, func() { b.open-- }), nil
}

func (s said) response(req *http.Request, closed func()) *http.Response {
	body := s.body
	if s.code != "" {
		body = envelope(s.code)
	}
	rsp := &http.Response{
		StatusCode: s.status, Header: http.Header{}, ContentLength: int64(len(body)), Request: req,
		Body: &countedBody{Reader: strings.NewReader(body), closed: closed},
	}
	for i := 0; i+1 < len(s.fields); i += 2 {
		rsp.Header.Set(s.fields[i], s.fields[i+1])
	}
	return rsp
}

// play returns a server that sends one response after the other, then the last one repeatedly.
func play(answers ...said) http.Handler {
	var requests atomic.Int32
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		s := answers[min(int(requests.Add(1)), len(answers))-1]
		for i := 0; i+1 < len(s.fields); i += 2 {
			w.Header().Set(s.fields[i], s.fields[i+1])
		}
		w.WriteHeader(s.status)
		if s.code != "" {
			s.body = envelope(s.code)
		}
		_, _ = io.WriteString(w, s.body)
	})
}

// serving is a server that plays answers and counts requests.
func serving(t *testing.T, answers ...said) (base string, requests *atomic.Int32) {
	t.Helper()
	requests = new(atomic.Int32)
	played := play(answers...)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		played.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, requests
}

type countedBody struct {
	io.Reader
	closed func()
}

func (b *countedBody) Close() error {
	if b.closed != nil {
		b.closed()
		b.closed = nil
	}
	return nil
}

func envelope(code api.Code) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":"Why.","doc_url":"https://docs.example/#x"}}`, string(code))
}

// failing returns the response of a code, according to the table.
func failing(code api.Code, fields ...string) said {
	return said{status: code.Status(), code: code, fields: fields}
}

var fine = said{status: 200, body: `{"data":{}}`}

// request makes a request with a body if the method has one.
func request(t *testing.T, method, url, key string) *http.Request {
	t.Helper()
	var body io.Reader
	if method == http.MethodPost {
		body = bytes.NewReader([]byte(`{"script":"Hi"}`))
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	require.NoError(t, err)
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	return req
}

// videoRequest is the body of a request for a video.
func videoRequest(t *testing.T) (r api.CreateVideoRequest) {
	t.Helper()
	require.NoError(t, r.FromAvatarVideo(api.AvatarVideo{AvatarID: "a"}))
	return r
}

// content reads and closes a response's body.
func content(t *testing.T, rsp *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(rsp.Body)
	require.NoError(t, err)
	require.NoError(t, rsp.Body.Close())
	return string(body)
}

// inBubble runs a test in a synctest bubble with its own time, where waits take no real time. The
// bubble waits for all goroutines.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

// noWait is a Sleep for tests over a network, which cannot use a bubble.
func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// once is a policy of two attempts, for tests of whether a request is repeated, not of how often.
var once = retry.Policy{MaxAttempts: 2, MaxPolls: 1}
