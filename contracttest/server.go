package contracttest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/limit"
	"github.com/apicontract/apicontract/internal/record/harlog"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A ServerConfig sets how a mock [Server] behaves. The zero value mocks the HeyGen API: it sends
// the documented success to every valid request at once. It is only read.
type ServerConfig struct {
	// Contract is the contract to mock; nil means the built-in contract of the HeyGen API.
	Contract *validate.Contract
	// Seed selects the generated values, and the requests that a rule with a probability applies
	// to. With the same seed, requests get the same responses.
	Seed uint64
	// Rules change the responses to some requests. Rules that apply to one request are combined; if
	// they contradict each other, the later one wins. [Server.Fail] and [Server.Respond] take
	// precedence over rules, and the Prefer header over everything. An unused rule does not fail
	// the test.
	Rules []Rule
	// RateLimit limits the requests of each caller; callers differ by their credentials. The zero
	// value is no limit. Beyond the limit, the response is the contract's 429 with a correct
	// Retry-After.
	RateLimit Rate
	// Items is the number of items of a list, over all its pages; 0 means 25.
	Items int
	// State keeps what requests create: what a POST to a collection has created can be found and
	// listed, changes are shown, and an ID that was deleted, or that no request has created, gets the
	// documented 404. A job goes through the states that the document lists for its status. If
	// false, every ID exists. See also [Server.ResetState].
	State bool
	// StateTime is how long each state of a job lasts, by Clock; 0 means until the next GET of it.
	StateTime time.Duration
	// Latency is the delay before every response.
	Latency time.Duration
	// Fault is the fault of every response, unless a rule or request sets another; empty means
	// none.
	Fault Fault
	// RetryAfter is the value of Retry-After for codes that require it, rounded up to whole
	// seconds; 0 means one second.
	RetryAfter time.Duration
	// Clock returns the time for Idempotency-Keys, rate limits and jobs; nil means [time.Now].
	Clock func() time.Time
	// NoAuth accepts requests without credentials. If false, the mock requires the documented
	// credentials and accepts any value.
	NoAuth bool
	// NoValidation accepts requests that do not match the document.
	NoValidation bool
}

// A Rate is a number of requests per time.
type Rate struct {
	Requests int
	Per      time.Duration
}

// maxLog is the maximum size of a server's recording, in bytes.
const maxLog = 64 << 20

// A Server is a mock of a contract's server that listens on the loopback interface until the test
// ends. Requests may have the base path of the contract's server or not. Its methods are safe for
// concurrent use.
//
// A request can ask for a response with its Prefer header (RFC 7240):
//
//	Prefer: error=video_not_found   a code of the error table
//	Prefer: code=404                a status that the operation documents; or status=404
//	Prefer: example=NAME            the document's example of that name
//	Prefer: dynamic=true            values generated from the schemas instead of examples
//	Prefer: fault=NAME              one of the [Fault]s
//	Prefer: delay=SECONDS           a delay before the response
//
// Several preferences may be separated by commas or semicolons. They take precedence over
// everything else, including the validation of the request, and the response lists them in
// Preference-Applied. For a path or method that the contract lacks, any error of the table can be
// requested, because a server may fail before it knows the operation; examples and other statuses
// cannot, because nothing documents them there. A request that the contract cannot fulfil fails the
// test and gets a 501 of the mock itself, which is not recorded. A likely misspelling, such as
// erorr=…, is logged; other preferences are ignored.
type Server struct {
	// URL is the server's URL without a path, such as "http://127.0.0.1:40311". In a bubble of
	// [testing/synctest] it is "http://127.0.0.1:0", which accepts no connection.
	URL string

	tb   testing.TB
	mock *mock.Server
	log  *harlog.MemoryLog
	// requests are those that the server answered.
	requests receivedRequests
	http     *httptest.Server // nil in a bubble
}

var builtinModel = sync.OnceValues(func() (*mock.Model, error) {
	contract, err := builtinContract()
	if err != nil {
		return nil, err
	}
	return mock.Compile(contract)
})

// NewServer starts a mock server that runs until the test ends. A config that the contract cannot
// fulfil fails the test at once, and so does a [*testing.F]: use the [*testing.T] of the fuzz
// function.
//
// In a bubble of [testing/synctest], the server has no listener, because a goroutine that waits for
// the network would stop the bubble's time. [Server.Client] and [Server.Transport] work there.
func NewServer(tb testing.TB, cfg ServerConfig) *Server {
	tb.Helper()
	refuseFuzz(tb, "NewServer")
	s := &Server{tb: newLoggingTest(tb), log: harlog.NewMemoryLog(harlog.Creator{Name: "apicontract", Version: "mock"}, maxLog)}
	model, err := cfg.modelOrBuiltin()
	if err == nil {
		s.mock, err = mock.New(model, cfg.mockConfig(s))
	}
	if err != nil {
		tb.Fatalf("contracttest: the mock server cannot start: %s", hints.Text(err))
	}
	s.listen()
	tb.Cleanup(func() {
		tb.Helper() // the test's own line is reported
		s.closeServer()
	})
	return s
}

// noListenerURL is the URL of a server without a listener: connections to port 0 are refused.
const noListenerURL = "http://127.0.0.1:0"

// listen starts the server, unless it runs in a bubble.
func (s *Server) listen() {
	if inBubble() {
		s.URL = noListenerURL
		s.tb.Logf("contracttest: in a bubble of testing/synctest, the mock server has no listener: send requests with Server.Client or Server.Transport")
		return
	}
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
}

func (c *ServerConfig) modelOrBuiltin() (*mock.Model, error) {
	if c.Contract == nil {
		return builtinModel()
	}
	return mock.Compile(c.Contract)
}

func (c *ServerConfig) mockConfig(s *Server) mock.Config {
	m := mock.Config{Seed: c.Seed, Latency: c.Latency, Fault: fault.Fault(c.Fault), RateLimit: limit.Rate(c.RateLimit),
		RetryAfter: c.RetryAfter, Items: c.Items, State: c.State, StateTime: c.StateTime, Clock: c.Clock, NoAuth: c.NoAuth, NoValidation: c.NoValidation,
		Record: s.recordExchange, Unfulfillable: s.failMisuse, UnknownPreference: s.logMisnamed, Panicked: s.failPanic}
	for _, r := range c.Rules {
		m.Rules = append(m.Rules, r.mockRule())
	}
	return m
}

func (s *Server) recordExchange(x *mock.Exchange) {
	s.requests.add(x)
	if err := s.log.Add(x.Entry()); err != nil {
		s.tb.Errorf("contracttest: the mock server could not record an exchange: %v", err)
	}
}

func (s *Server) failMisuse(m *mock.PreferenceError) {
	s.tb.Errorf("contracttest: %s %s could not be served by the mock as requested: %s", render.Printable(m.Method), render.Printable(m.Path), hints.Text(m.Err))
}

// failPanic fails the test, because the panic hides the response.
func (s *Server) failPanic(p *mock.PanicError) {
	s.tb.Errorf("contracttest: %v\n%s", p, p.Stack)
}

func (s *Server) logMisnamed(m *mock.PreferenceError) {
	s.tb.Logf("contracttest: %s %s: Prefer: %s", render.Printable(m.Method), render.Printable(m.Path), hints.Text(m.Err))
}

// closeServer stops the server and reports the rules of the test that no request used. It cancels
// requests in progress, because a client may wait for a slow response.
func (s *Server) closeServer() {
	s.tb.Helper()
	if s.http != nil {
		s.http.CloseClientConnections()
		s.http.Close()
	}
	s.failUnusedOverrides()
}

// Client returns an HTTP client for the server. The server closes its connections. In a bubble of
// [testing/synctest] the client uses [Server.Transport].
func (s *Server) Client() *http.Client {
	if s.http == nil {
		return &http.Client{Transport: s.Transport()}
	}
	return s.http.Client()
}

// ServeHTTP handles a request without a network. Faults of the transport need a network, or
// [Server.Transport].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mock.ServeHTTP(w, r) }

// Fail makes the next requests for an operation fail with an error code of the contract, times
// times; less than one means all requests from now on. The operation is a pattern like those of
// [validate.WithInclude] ("createVideo", "create*", "POST /v3/videos"); empty means every
// operation. Requests for operations that do not document the code's status are not affected.
// Several calls queue up. A code or operation that the contract lacks fails the test.
//
// The error takes precedence over the mock's own checks: a request without a key, or an invalid
// one, gets the error instead of its 401 or 400, and counts as one of the times. Only a request
// with a Prefer header gets what it asks for, and the error stays queued.
//
// A queued error that no request gets fails the test when it ends, unless the test has failed or
// was skipped. One use is enough. An error for all requests from now on need not be used.
func (s *Server) Fail(operation, code string, times int) {
	s.tb.Helper()
	if err := s.mock.Fail(operation, code, times); err != nil {
		s.tb.Errorf("contracttest: Fail(%q, %q, %d): %s", operation, code, times, hints.Text(err))
	}
}

// Respond makes the next requests for an operation get a status and a body, times times; less than
// one means all requests from now on. Status 0 is the status of the operation's success. Responses
// queue up with those of [Server.Fail], select operations in the same way, and must be used like
// those:
//
//	server.Respond("getVideoV3", 200, processing, 2)
//	server.Respond("getVideoV3", 200, completed, 1)
//
// The body is JSON text as [encoding/json.RawMessage] or bytes, a string, or a value that
// [encoding/json] can encode, such as a model of package api; nil means the document's own body for
// the status. The body is sent unchanged, so it does not contain the ID of the request. It is
// copied before Respond returns.
//
// A body that breaks the contract for that operation and status, with a finding of any level, fails
// the test with the text of the finding. A success is only sent to valid requests: an invalid one
// gets its usual error, a repeated Idempotency-Key its first response, and the queued response
// waits for the next request. A status of 400 or more is sent at once, like an error.
func (s *Server) Respond(operation string, status int, body any, times int) {
	s.tb.Helper()
	if err := s.mock.Respond(operation, status, body, times); err != nil {
		s.tb.Errorf("contracttest: Respond(%q, %d, …, %d): %s", operation, status, times, hints.Text(err))
	}
}

// ResetState removes all resources of a server with [ServerConfig.State], as if it had just started.
// Without State, it does nothing.
func (s *Server) ResetState() { s.mock.ResetState() }

// HAR writes the server's responses so far as HAR 1.2, without credentials and cookies, and with
// the contract's host, so that `apicontract check` and [Captures] can read it. It keeps the latest
// 64 MiB; a comment in the log counts the dropped entries. It leaves out the 501 for requests that
// the contract cannot fulfil, because that is not a response of the API. The error is w's.
func (s *Server) HAR(w io.Writer) error {
	if _, err := s.log.WriteTo(w); err != nil {
		return fmt.Errorf("the recording could not be written: %w", err)
	}
	return nil
}
