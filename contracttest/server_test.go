package contracttest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/validate"
)

// ask sends a request with a key and returns the response's status and body.
func ask(t *testing.T, s *contracttest.Server, line, body string, fields ...string) (int, string) {
	t.Helper()
	resp, content, err := try(t, s, line, body, fields...)
	require.NoError(t, err)
	return resp.StatusCode, content
}

func try(t *testing.T, s *contracttest.Server, line, body string, fields ...string) (*http.Response, string, error) {
	t.Helper()
	method, path, _ := strings.Cut(line, " ")
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("X-Api-Key", "sk-canary")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		req.Header.Add(name, value)
	}
	resp, err := s.Client().Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	return resp, string(content), err
}

func TestServerAnswers(t *testing.T) {
	s := contracttest.NewServer(t, contracttest.ServerConfig{})
	status, body := ask(t, s, "GET /v3/videos/vd_mine", "")
	assert.Equal(t, 200, status)
	assert.Contains(t, body, `"id":"vd_mine"`)

	resp, body, err := try(t, s, "GET /v3/videos/vd_mine", "", "Prefer: error=video_not_found")
	require.NoError(t, err)
	assert.Equal(t, 404, resp.StatusCode)
	assert.Contains(t, body, `"code":"video_not_found"`)
	assert.Equal(t, "error=video_not_found", resp.Header.Get("Preference-Applied"))
}

func TestServerFails(t *testing.T) {
	s := contracttest.NewServer(t, contracttest.ServerConfig{RetryAfter: 90 * time.Second})
	s.Fail("getVideoV3", "rate_limit_exceeded", 1)
	resp, _, err := try(t, s, "GET /v3/videos/v1", "")
	require.NoError(t, err)
	assert.Equal(t, 429, resp.StatusCode)
	assert.Equal(t, "90", resp.Header.Get("Retry-After"))
	status, _ := ask(t, s, "GET /v3/videos/v1", "")
	assert.Equal(t, 200, status)
}

// TestServerFailsFirst checks that a queued error goes to the first request, valid or not, unless
// the request has a Prefer header.
func TestServerFailsFirst(t *testing.T) {
	s := contracttest.NewServer(t, contracttest.ServerConfig{})
	s.Fail("createVideo", "insufficient_credit", 2)
	statuses := []int{}
	for _, fields := range []http.Header{{"Prefer": {"code=200"}}, {}, {"X-Api-Key": {"k"}}, {}, {"X-Api-Key": {"k"}}} {
		r, w := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v3/videos", strings.NewReader(`{}`)), httptest.NewRecorder()
		r.Header = fields
		s.ServeHTTP(w, r)
		statuses = append(statuses, w.Code)
	}
	assert.Equal(t, []int{200, 402, 402, 401, 400}, statuses)
}

func TestServerResponds(t *testing.T) {
	s := contracttest.NewServer(t, contracttest.ServerConfig{Rules: []contracttest.Rule{{Operation: "listVideos", Body: []byte(`{"data":[],"has_more":false,"next_token":null}`)}}})
	s.Respond("getVideoV3", 200, api.VideoResult{Data: &api.Video{ID: "vd_1", Status: api.VideoStatusProcessing}}, 1)
	s.Fail("getVideoV3", "conflict", 1)
	for _, want := range []string{`{"data":{"id":"vd_1","status":"processing"}}`, `"code":"conflict"`, `"status":"completed"`} {
		_, body := ask(t, s, "GET /v3/videos/vd_1", "")
		assert.Contains(t, body, want)
	}
	status, body := ask(t, s, "GET /v3/videos", "")
	assert.Equal(t, 200, status)
	assert.JSONEq(t, `{"data":[],"has_more":false,"next_token":null}`, body)
}

func TestServerFollowsItsConfig(t *testing.T) {
	s := contracttest.NewServer(t, contracttest.ServerConfig{
		NoAuth: true, NoValidation: true, Items: 3,
		Rules:     []contracttest.Rule{{Operation: "createVideo", Nth: 2, Error: "insufficient_credit"}, {Path: "/v3/users/**", Fault: contracttest.FaultEmptyBody}},
		RateLimit: contracttest.Rate{Requests: 5, Per: time.Hour},
		Clock:     func() time.Time { return time.Unix(0, 0) },
	})
	statuses := []int{}
	for _, line := range []string{"POST /v3/videos", "POST /v3/videos", "GET /v3/users/me", "GET /v3/videos?limit=2", "GET /v3/videos", "GET /v3/videos", "GET /v3/videos"} {
		status, body := ask(t, s, line, "", "X-Api-Key: ")
		statuses = append(statuses, status)
		if strings.Contains(line, "users") {
			assert.Empty(t, body)
		}
		if strings.Contains(line, "limit") {
			assert.Equal(t, 2, strings.Count(body, `"id":`))
			assert.Contains(t, body, `"has_more":true`)
		}
	}
	assert.Equal(t, []int{200, 402, 200, 200, 200, 200, 429}, statuses)
}

// TestServerFaultsOfTheTransport covers faults over a real connection. Their effect on a response
// is tested in package fault.
func TestServerFaultsOfTheTransport(t *testing.T) {
	s := contracttest.NewServer(t, contracttest.ServerConfig{})
	_, _, err := try(t, s, "GET /v3/videos/v1", "", "Prefer: fault=reset")
	assert.True(t, errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF), "%v", err)
	_, body, err := try(t, s, "GET /v3/videos/v1", "", "Prefer: fault=truncated")
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.NotEmpty(t, body)
	resp, _, err := try(t, s, "GET /v3/videos/v1", "", "Prefer: fault=content-type")
	require.NoError(t, err)
	assert.Equal(t, "text/html; charset=utf-8", resp.Header.Get("Content-Type"))
}

// recorded checks a server's recording, as `apicontract check` does.
func recorded(t *testing.T, s *contracttest.Server, contract *validate.Contract) []validate.Result {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, s.HAR(&b))
	assert.NotContains(t, b.String(), "sk-canary")
	v, err := validate.New(contract)
	require.NoError(t, err)
	var verdicts []validate.Result
	_, err = capture.Read(t.Context(), &b, capture.Options{}, func(_ capture.Location, x *validate.Exchange) error {
		verdicts = append(verdicts, v.Check(x))
		return nil
	})
	require.NoError(t, err)
	return verdicts
}

const tiny = `
openapi: 3.1.0
info: {title: Tiny, version: "1"}
servers: [{url: https://tiny.example/api}]
paths:
  /n/{n}:
    get:
      operationId: number
      parameters: [{name: n, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}}}}
`

func TestServerOfAnotherContract(t *testing.T) {
	contract, err := validate.Parse("tiny.yaml", []byte(tiny))
	require.NoError(t, err)
	s := contracttest.NewServer(t, contracttest.ServerConfig{Contract: contract})
	for _, line := range []string{"GET /n/7", "GET /api/n/7"} {
		status, body := ask(t, s, line, "")
		assert.Equal(t, 200, status)
		assert.JSONEq(t, `{"n":7}`, body)
	}
	verdicts := recorded(t, s, contract)
	require.Len(t, verdicts, 2)
	for _, v := range verdicts {
		assert.True(t, v.Conforms())
		assert.Equal(t, "tiny.example", v.Host)
	}
}

// A tb collects what a server reports to its test.
type tb struct {
	testing.TB
	mu       sync.Mutex
	errors   []string
	fatal    bool
	cleanups []func()
}

func (f *tb) Helper()             {}
func (f *tb) Cleanup(done func()) { f.cleanups = append(f.cleanups, done) }
func (f *tb) Errorf(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
}

func (f *tb) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	f.fatal = true
	runtime.Goexit()
}

// end acts like the end of the test.
func (f *tb) end() {
	for _, done := range f.cleanups {
		done()
	}
}

// TestServerReportsUnusedOverrides checks that a test fails if no request used its overrides,
// because it then tested something else.
func TestServerReportsUnusedOverrides(t *testing.T) {
	video := json.RawMessage(`{"data":{"id":"v1","status":"processing"}}`)
	cases := []struct {
		reason string
		order  func(*contracttest.Server)
		want   []string
	}{
		{"used", func(s *contracttest.Server) { s.Fail("getVideoV3", "conflict", 1) }, nil},
		{"partly used", func(s *contracttest.Server) { s.Fail("getVideoV3", "conflict", 3) }, nil},
		{"from now on", func(s *contracttest.Server) {
			s.Fail("createVideo", "conflict", 0)
			s.Respond("listVideos", 200, nil, -1)
		}, nil},
		{"of another operation", func(s *contracttest.Server) { s.Fail("createVideo", "insufficient_credit", 1) },
			[]string{`contracttest: Fail("createVideo", "insufficient_credit", 1) was never used: no request reached the operation`}},
		{"behind another", func(s *contracttest.Server) {
			s.Fail("getVideoV3", "conflict", 1)
			s.Respond("getVideoV3", 200, video, 2)
		},
			[]string{`contracttest: Respond("getVideoV3", 200, …, 2) was never used: no request reached the operation`}},
		{"a rule", func(*contracttest.Server) {}, nil},
	}
	for _, c := range cases {
		fake := newRecorder(t)
		s := contracttest.NewServer(fake, contracttest.ServerConfig{Rules: []contracttest.Rule{{Nth: 9, Error: "conflict"}}})
		c.order(s)
		_, _ = ask(t, s, "GET /v3/videos/v1", "")
		fake.end()
		assert.Equal(t, c.want, fake.errors, c.reason)
	}

	for reason, fake := range map[string]*recorder{"it failed anyway": {TB: t, errors: []string{"x"}}, "it was skipped": {TB: t, skipped: true}} {
		s := contracttest.NewServer(fake, contracttest.ServerConfig{})
		s.Fail("createVideo", "insufficient_credit", 1)
		fake.end()
		assert.NotContains(t, fake.all(), "was never used", reason)
	}
}

// TestServerLogsMisspeltPreferences checks that preferences that are probably meant for the mock,
// but have no effect, are logged.
func TestServerLogsMisspeltPreferences(t *testing.T) {
	fake := newRecorder(t)
	s := contracttest.NewServer(fake, contracttest.ServerConfig{})
	status, _ := ask(t, s, "GET /v3/videos/v1", "", "Prefer: erorr=video_not_found, respond-async")
	assert.Equal(t, 200, status)
	fake.end()
	assert.Empty(t, fake.errors)
	assert.Equal(t, []string{`contracttest: GET /v3/videos/v1: Prefer: "erorr" is not a preference of the mock; did you mean error?`}, fake.logs)
}

func TestServerReportsUnfulfillableRequests(t *testing.T) {
	fake := &tb{TB: t}
	s := contracttest.NewServer(fake, contracttest.ServerConfig{})
	status, body := ask(t, s, "GET /v3/videos/v1", "", "Prefer: error=vidoe_not_found")
	assert.Equal(t, 501, status)
	assert.Contains(t, body, "vidoe_not_found")
	s.Fail("getVideoV3", "nope", 1)
	s.Fail("nope", "conflict", 1)
	s.Respond("getVideoV3", 200, map[string]string{"data": "canary"}, 1)
	var har bytes.Buffer
	require.NoError(t, s.HAR(&har))
	assert.NotContains(t, har.String(), "/v3/videos/v1", "responses of the mock itself are not recorded")
	fake.end()
	require.Len(t, fake.errors, 4)
	assert.Equal(t, "contracttest: Respond(\"getVideoV3\", 200, …, 1): for getVideoV3 with status 200, the body does not match the contract: "+
		"body-schema at /data: `data` is of type string, not object", fake.errors[3])
	assert.Contains(t, fake.errors[0], "contracttest: GET /v3/videos/v1 could not be served by the mock as requested: ")
	assert.Contains(t, fake.errors[0], `no code "vidoe_not_found"`)
	assert.Contains(t, fake.errors[1], `Fail("getVideoV3", "nope", 1): the error table has no code "nope"`)
	assert.Contains(t, fake.errors[2], `no operation is called "nope"`)
}

func TestServerThatCannotStart(t *testing.T) {
	for _, cfg := range []contracttest.ServerConfig{
		{Rules: []contracttest.Rule{{Error: "nope"}}}, {Fault: "nope"}, {RateLimit: contracttest.Rate{Requests: -1, Per: 1}}, {Latency: -1},
	} {
		fake := &tb{TB: t}
		done := make(chan struct{})
		go func() {
			defer close(done)
			contracttest.NewServer(fake, cfg)
		}()
		<-done
		assert.True(t, fake.fatal)
		assert.Len(t, fake.errors, 1)
	}
}

// TestServerUnderLoad makes 1,000 exchanges at the same time and checks that nothing is left.
func TestServerUnderLoad(t *testing.T) {
	before := runtime.NumGoroutine()
	fake := &tb{TB: t}
	s := contracttest.NewServer(fake, contracttest.ServerConfig{Rules: []contracttest.Rule{{Probability: 0.2, Error: "internal_error"}}})
	var wg sync.WaitGroup
	slots := make(chan struct{}, 100) // the system limits the number of connections
	for i := range 1000 {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if i%2 == 0 {
				status, _ := ask(t, s, fmt.Sprintf("GET /v3/videos/v%d", i), "")
				assert.Contains(t, []int{200, 500}, status)
				return
			}
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v3/webhooks/endpoints", strings.NewReader(`{"url":"https://a.example"}`))
			r.Header.Set("X-Api-Key", "k")
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Idempotency-Key", fmt.Sprint("k", i%50))
			s.ServeHTTP(w, r)
			assert.Contains(t, []int{200, 409, 500}, w.Code)
		})
	}
	wg.Wait()
	contract, err := validate.Parse("tiny.yaml", []byte(tiny))
	require.NoError(t, err)
	assert.Len(t, recorded(t, s, contract), 1000)
	fake.end()
	assert.Empty(t, fake.errors)
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); {
		runtime.Gosched() // connections need a moment to end
	}
	assert.LessOrEqual(t, runtime.NumGoroutine(), before, "goroutines")
}

func TestServerEndsPendingRequests(t *testing.T) {
	fake := &tb{TB: t}
	arrived := make(chan struct{}, 1)
	s := contracttest.NewServer(fake, contracttest.ServerConfig{Clock: func() time.Time {
		select {
		case arrived <- struct{}{}:
		default:
		}
		return time.Unix(0, 0)
	}})
	ended := make(chan error)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/v3/videos/v1", nil)
	require.NoError(t, err)
	req.Header.Set("Prefer", "delay=600, code=404")
	go func() {
		_, err := s.Client().Do(req)
		ended <- err
	}()
	<-arrived
	fake.end()
	require.Error(t, <-ended)
}
