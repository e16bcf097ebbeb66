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

// A ServerConfig says how a mock [Server] behaves. The zero value plays the
// HeyGen API: it answers every right request at once, with the success that the
// document describes. It is only read.
type ServerConfig struct {
	// Contract is what to play; nil: the built-in contract of the HeyGen API.
	Contract *validate.Contract
	// Seed chooses among the values that the contract allows, and the requests
	// that a rule with a probability strikes. With the same seed, requests get
	// the same answers.
	Seed uint64
	// Rules have some requests answered otherwise. Those that strike add up,
	// where they contradict each other the later one counts; what
	// [Server.Fail] and [Server.Respond] ordered goes before them, and what a
	// request prefers before everything. A rule need never strike: it says what
	// to do if.
	Rules []Rule
	// RateLimit is what each caller, told apart by their credentials, may send;
	// the zero value is no limit. Beyond it, the answer is the contract's 429,
	// with a Retry-After that is true.
	RateLimit Rate
	// Items is how many items a list has as a whole, which is then given out in
	// pages; 0: 25.
	Items int
	// Latency passes before every answer.
	Latency time.Duration
	// Fault goes wrong with every answer that no rule or request gives another;
	// empty: none.
	Fault Fault
	// RetryAfter is what the field of that name says where a code requires it,
	// in whole seconds, rounded up; 0: one second.
	RetryAfter time.Duration
	// Clock is the time by which keys are kept and rates are limited; nil:
	// [time.Now].
	Clock func() time.Time
	// NoAuth lets requests without credentials through. Otherwise any value is
	// accepted where the document asks for one.
	NoAuth bool
	// NoValidation lets requests through that break the document.
	NoValidation bool
}

// A Rate is a number of requests in a length of time.
type Rate struct {
	Requests int
	Per      time.Duration
}

// maxLog bounds, in bytes, the recording that a server keeps.
const maxLog = 64 << 20

// A Server is a mock of a contract's server, on loopback for the time of a test.
// Paths may have the base path of the contract's server, or not. Its methods may
// be called by many goroutines at once.
//
// A request can ask for an answer in its Prefer field (RFC 7240):
//
//	Prefer: error=video_not_found   the code of the error table
//	Prefer: code=404                the status that the operation documents; or status=404
//	Prefer: example=NAME            the document's example of that name
//	Prefer: dynamic=true            no example, but values made for the schemas
//	Prefer: fault=NAME              one of the [Fault]s
//	Prefer: delay=SECONDS           after so much time
//
// Several may be given, separated by commas or semicolons; they outrank everything
// else, the validation of the request included, and are listed in
// Preference-Applied. For a path or method that the contract lacks, any error of the
// table can be asked for, as a server may fail before it knows the operation;
// examples and other statuses cannot, since nothing documents them there. What the
// contract cannot fulfil fails the test, and is answered with 501: in the mock's own
// voice, which is not recorded. What is written nearly like one of these, such as
// erorr=…, is logged; all other preferences belong to other programs, and are ignored.
type Server struct {
	// URL is where the server is, such as "http://127.0.0.1:40311", without a
	// path.
	URL string

	tb   testing.TB
	mock *mock.Server
	log  *harlog.MemoryLog
	http *httptest.Server
}

var builtinModel = sync.OnceValues(func() (*mock.Model, error) {
	contract, err := builtinContract()
	if err != nil {
		return nil, err
	}
	return mock.Compile(contract)
})

// NewServer starts a mock server, which the end of the test stops. A config that
// the contract cannot fulfil fails the test at once.
func NewServer(tb testing.TB, cfg ServerConfig) *Server {
	tb.Helper()
	s := &Server{tb: newLoggingTest(tb), log: harlog.NewMemoryLog(harlog.Creator{Name: "apicontract", Version: "mock"}, maxLog)}
	model, err := cfg.modelOrBuiltin()
	if err == nil {
		s.mock, err = mock.New(model, cfg.mockConfig(s))
	}
	if err != nil {
		tb.Fatalf("contracttest: the mock server cannot start: %s", hints.Text(err))
	}
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
	tb.Cleanup(func() {
		tb.Helper() // so that the line shown is where the test made the server
		s.closeServer()
	})
	return s
}

func (c *ServerConfig) modelOrBuiltin() (*mock.Model, error) {
	if c.Contract == nil {
		return builtinModel()
	}
	return mock.Compile(c.Contract)
}

func (c *ServerConfig) mockConfig(s *Server) mock.Config {
	m := mock.Config{Seed: c.Seed, Latency: c.Latency, Fault: fault.Fault(c.Fault), RateLimit: limit.Rate(c.RateLimit),
		RetryAfter: c.RetryAfter, Items: c.Items, Clock: c.Clock, NoAuth: c.NoAuth, NoValidation: c.NoValidation,
		Record: s.recordExchange, Unfulfillable: s.failMisuse, UnknownPreference: s.logMisnamed, Panicked: s.failPanic}
	for _, r := range c.Rules {
		m.Rules = append(m.Rules, r.mockRule())
	}
	return m
}

func (s *Server) recordExchange(x *mock.Exchange) {
	if err := s.log.Add(x.Entry()); err != nil {
		s.tb.Errorf("contracttest: the mock server cannot record an exchange: %v", err)
	}
}

func (s *Server) failMisuse(m *mock.PreferenceError) {
	s.tb.Errorf("contracttest: %s %s could not be served by the mock as requested: %s", render.Printable(m.Method), render.Printable(m.Path), hints.Text(m.Err))
}

// failPanic fails the test: a panic hides what the request would have shown.
func (s *Server) failPanic(p *mock.PanicError) {
	s.tb.Errorf("contracttest: %v\n%s", p, p.Stack)
}

func (s *Server) logMisnamed(m *mock.PreferenceError) {
	s.tb.Logf("contracttest: %s %s: Prefer: %s", render.Printable(m.Method), render.Printable(m.Path), hints.Text(m.Err))
}

// closeServer ends the requests that are still running, as a client may wait for a slow
// response, and reports rules of the test that no request used.
func (s *Server) closeServer() {
	s.tb.Helper()
	s.http.CloseClientConnections()
	s.http.Close()
	s.failUnusedOverrides()
}

// Client returns a client that reaches the server, and whose connections end
// with it.
func (s *Server) Client() *http.Client { return s.http.Client() }

// ServeHTTP answers a request without a network. A transport fault needs one.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mock.ServeHTTP(w, r) }

// Fail has the next requests for an operation answered with an error code of the
// contract, so many times; less than one means from now on. The operation is a
// pattern like those of [validate.WithInclude] ("createVideo", "create*", "POST
// /v3/videos"); the empty one means every operation. Requests for operations that do
// not document the code's status are not struck. Several calls queue up. A code or
// operation that the contract does not have fails the test.
//
// An error comes before all that the mock looks at by itself: a request without a
// key, or one that breaks the document, gets it in place of its 401 or 400, and uses
// it up. Only a request that prefers an answer gets that, and leaves the order for the
// next.
//
// An order that no request came for fails the test when it ends, unless it failed or
// was skipped anyway: what was to be tried was not. It need not be used up, and one
// that holds from now on need not be used.
func (s *Server) Fail(operation, code string, times int) {
	s.tb.Helper()
	if err := s.mock.Fail(operation, code, times); err != nil {
		s.tb.Errorf("contracttest: Fail(%q, %q, %d): %s", operation, code, times, hints.Text(err))
	}
}

// Respond has the next requests for an operation answered with a status, 0 for that
// of its success, and a body, so many times; less than one means from now on. It
// queues up with [Server.Fail], means operations as that does, and has to be used as
// that has:
//
//	server.Respond("getVideoV3", 200, processing, 2)
//	server.Respond("getVideoV3", 200, completed, 1)
//
// The body is JSON text as [encoding/json.RawMessage] or bytes, a string, or
// anything that [encoding/json] can write, such as a model of package api; nil means
// the document's own content for the status. It is not changed: an ID that is asked
// for is not put into it. It is copied before Respond returns.
//
// The mock does not lie: a body that breaks the contract for that operation and
// status, with a finding of any level, fails the test with what the finding says. A
// success is for right requests: a wrong one is answered as ever, a repeated
// Idempotency-Key with what it got before, and the order waits for the next. A
// status from 400 on comes at once, as an error does.
func (s *Server) Respond(operation string, status int, body any, times int) {
	s.tb.Helper()
	if err := s.mock.Respond(operation, status, body, times); err != nil {
		s.tb.Errorf("contracttest: Respond(%q, %d, …, %d): %s", operation, status, times, hints.Text(err))
	}
}

// HAR writes what the server has answered so far as a HAR 1.2, without
// credentials and cookies, under the host of the contract, so that `apicontract
// check` and [Captures] read it as it is. It keeps the latest 64 MiB; a comment
// in the log counts what was dropped. The 501 with which the mock answers what the
// contract cannot fulfil is no answer of the API, and not in it. The error is w's.
func (s *Server) HAR(w io.Writer) error {
	if _, err := s.log.WriteTo(w); err != nil {
		return fmt.Errorf("the recording cannot be written: %w", err)
	}
	return nil
}
