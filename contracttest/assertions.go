package contracttest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/live"
	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// Assertions check responses by one contract, for one test. Several goroutines may use them, except
// for the methods that end the test.
type Assertions struct {
	t         TestingT
	err       error // of the Config; nil if it is valid
	contract  *validate.Contract
	builtIn   bool // no other contract is configured
	validator *validate.Validator
	session   *testSession
}

// New returns assertions that check by cfg. If cfg is invalid, each assertion fails the test.
// Violations of [Config.Suppressions] do not fail an assertion; if t is a [testing.TB],
// suppressions that were never used fail the test when it ends.
func New(t TestingT, cfg Config) *Assertions {
	if tb, ok := t.(testing.TB); ok {
		tb.Helper()
		refuseFuzz(tb, "New")
	}
	a := &Assertions{t: t, builtIn: cfg.Contract == nil}
	if a.err = cfg.checkFields(); a.err != nil {
		return a
	}
	if a.validator, a.err = cfg.localValidator(); a.err != nil {
		return a
	}
	a.contract = a.validator.Contract()
	plain := cfg
	plain.SuppressionFile = "" // an assertion has no end at which it could be written
	report, err := newReporter(&plain, a.contract, testNameOf(t))
	if a.err = err; err != nil {
		return a
	}
	a.session = &testSession{name: testNameOf(t), validator: a.validator, anyHost: true, reporter: report}
	if tb, ok := t.(testing.TB); ok && len(cfg.Suppressions) > 0 {
		tb.Helper()
		tb.Cleanup(func() {
			tb.Helper()
			if !tb.Failed() && !tb.Skipped() {
				a.session.failUnused(tb)
			}
		})
	}
	return a
}

func testNameOf(t TestingT) string {
	if n, ok := t.(interface{ Name() string }); ok {
		return n.Name()
	}
	return "assertion"
}

// Conforms is [AssertConforms] with the contract of a.
func (a *Assertions) Conforms(req *http.Request, resp *http.Response) bool {
	if h, ok := a.t.(testHelper); ok {
		h.Helper()
	}
	x, err := a.readExchange(req, resp)
	if err != nil {
		a.t.Errorf("contracttest: %s", hints.Text(err))
		return false
	}
	texts := a.session.checkAssertion(&x.Exchange)
	for _, text := range texts {
		a.t.Errorf("%s", text)
	}
	return len(texts) == 0
}

// RequireConforms is [RequireConforms] with the contract of a. If t has no FailNow, the test
// continues.
func (a *Assertions) RequireConforms(req *http.Request, resp *http.Response) {
	if h, ok := a.t.(testHelper); ok {
		h.Helper()
	}
	if !a.Conforms(req, resp) {
		a.failNow()
	}
}

// ErrorCode is [AssertErrorCode] with the contract of a.
func (a *Assertions) ErrorCode(resp *http.Response, code string) bool {
	if h, ok := a.t.(testHelper); ok {
		h.Helper()
	}
	if err := a.errorCode(resp, code); err != nil {
		a.t.Errorf("contracttest: %s", hints.Text(err))
		return false
	}
	return true
}

// RequireErrorCode is [RequireErrorCode] with the contract of a. If t has no FailNow, the test
// continues.
func (a *Assertions) RequireErrorCode(resp *http.Response, code string) {
	if h, ok := a.t.(testHelper); ok {
		h.Helper()
	}
	if !a.ErrorCode(resp, code) {
		a.failNow()
	}
}

func (a *Assertions) failNow() {
	if t, ok := a.t.(RequireT); ok {
		t.FailNow()
	}
}

// readExchange returns the exchange of a response and leaves its body readable.
func (a *Assertions) readExchange(req *http.Request, resp *http.Response) (*live.Exchange, error) {
	switch {
	case a.err != nil:
		return nil, a.err
	case resp == nil:
		return nil, errors.New("there is no response to check")
	case req == nil && resp.Request == nil:
		return nil, errors.New("the response has no request: pass the request")
	case req == nil:
		req = resp.Request
	}
	return live.ReadResponse(req, resp)
}

// errorCode returns an error that says how a response differs from the error with a code, nil if it
// does not differ.
func (a *Assertions) errorCode(resp *http.Response, code string) error {
	x, err := a.readExchange(&http.Request{}, resp)
	if err != nil {
		return err
	}
	row, known := a.contract.LookupCode(code)
	switch {
	case len(a.contract.Codes()) == 0:
		return fmt.Errorf("the contract %s has no error table, so its errors have no code", a.contract.Source())
	case !known:
		return a.unknownCode(code)
	case x.Response.BodyMissing != "":
		return fmt.Errorf("want %s; the response's body cannot be checked: %s", describeError(row), x.Response.BodyMissing)
	}
	got, came := a.contract.ErrorCode(x.Response.Body)
	right := len(row.Statuses) == 0 && resp.StatusCode >= 400 || slices.Contains(row.Statuses, resp.StatusCode)
	switch {
	case came != "":
		return fmt.Errorf("want %s, got status %d with %s", describeError(row), resp.StatusCode, render.Printable(came))
	case got != code, !right:
		return fmt.Errorf("want %s, got status %d with %s", describeError(row), resp.StatusCode, render.Printable(got))
	}
	return nil
}

// unknownCode returns the error for a code that the contract lacks. It names the contract if that
// is the built-in one.
func (a *Assertions) unknownCode(code string) error {
	err := mock.UnknownCodeError(a.contract, code)
	if !a.builtIn {
		return err
	}
	return fmt.Errorf("%w; the assertion uses the built-in contract, %s; for another one, call contracttest.New(t, contracttest.Config{Contract: c}).ErrorCode(resp, %q)",
		err, a.contract.Title(), code)
}

// describeError names an error: "status 404 with video_not_found".
func describeError(c validate.ErrorCode) string {
	if len(c.Statuses) == 0 {
		return "an error with " + c.Name
	}
	words := make([]string, len(c.Statuses))
	for i, s := range c.Statuses {
		words[i] = strconv.Itoa(s)
	}
	return "status " + strings.Join(words, " or ") + " with " + c.Name
}

// checkAssertion checks an exchange and returns the texts that fail a test: its findings, or why it
// cannot be checked.
func (s *testSession) checkAssertion(x *validate.Exchange) []string {
	v := s.checkExchange(x)
	if v.Skipped != "" {
		return []string{"contracttest: the response cannot be checked: " + string(v.Skipped)}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := validate.Occurrence{Capture: s.name, Entry: s.entries}
	s.entries++
	var texts []string
	rest := validate.Result{}
	for i := range v.Violations {
		if _, _, known := s.suppressions.findMatch(&v.Violations[i], at.Capture); !known && s.failsTest(v.Violations[i].Level) {
			rest.Violations = append(rest.Violations, v.Violations[i])
		}
	}
	for _, c := range rest.Findings(at) {
		texts = append(texts, render.FindingBlock(c, fixOf(c.Rule)))
	}
	if len(texts) == 0 && len(v.Unchecked) > 0 {
		texts = append(texts, "contracttest: some of the response could not be checked: "+joinReasons(v.Unchecked))
	}
	return texts
}

// joinReasons joins reasons to one text.
func joinReasons(reasons []validate.UncheckedReason) string {
	words := make([]string, len(reasons))
	for i, r := range reasons {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}
