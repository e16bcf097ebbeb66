package contracttest

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/live"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/validate"
)

// A testSession checks the exchanges of one transport or handler for one test.
type testSession struct {
	name       string // name of the test
	noExchange string // message if there was no exchange
	validator  *validate.Validator
	reportDir  string
	minChecked float64    // share of the responses that must be checked
	anyHost    bool       // every host is the contract's server
	abandon    func() int // finishes exchanges with open bodies and returns their number; nil if there are none
	stderr     io.Writer  // for violations that are found after the test has ended
	helper     testing.TB
	marked     atomic.Bool // the functions are marked as helpers, which needs to happen only once

	mu        sync.Mutex // guards the fields below
	test      testing.TB // nil once the test has ended
	collector *validate.Collector
	entries   int
	reporter
}

// beginSession starts a session that ends with tb. An invalid cfg ends the test. noExchange is the
// message if there was no exchange.
func beginSession(tb testing.TB, cfg *Config, noExchange string) *testSession {
	tb.Helper()
	s, err := newSession(tb, cfg, noExchange)
	if err != nil {
		tb.Fatalf("contracttest: %s", hints.Text(err))
	}
	tb.Cleanup(s.finishSession)
	return s
}

func newSession(tb testing.TB, cfg *Config, noExchange string) (*testSession, error) {
	tb.Helper()
	if err := cfg.checkFields(); err != nil {
		return nil, err
	}
	v, err := cfg.localValidator()
	if err != nil {
		return nil, err
	}
	s := &testSession{
		name: tb.Name(), noExchange: noExchange, validator: v, reportDir: cfg.reportDir(), minChecked: cfg.MinChecked, stderr: os.Stderr,
		helper: tb, test: tb, collector: validate.NewCollector(v),
		reporter: newReporter(cfg),
	}
	s.collector.BeginCapture(reportName(s.name))
	return s, nil
}

// needBody reports whether an exchange is with the contract's server, so that its body can be
// checked.
func (s *testSession) needBody(x *live.Exchange) bool {
	return s.isLocalStandIn(&x.Exchange) || enginehook.MatchesServer(s.validator, x.Request.URL)
}

// isLocalStandIn reports whether the host of an exchange is treated as the contract's server.
func (s *testSession) isLocalStandIn(x *validate.Exchange) bool {
	return s.anyHost || isLoopback(route.SplitURI(x.Request.URL).Host)
}

func isLoopback(host string) bool {
	name := host
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name = host[:i]
	}
	if name == localHost {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && addr.Unmap().IsLoopback()
}

// checkExchange checks an exchange. If its host is not the contract's but is treated as such, it is
// checked again with a server of the contract.
func (s *testSession) checkExchange(x *validate.Exchange) validate.Result {
	v := s.validator.Check(x)
	if !v.Contract && s.isLocalStandIn(x) {
		x.Request.URL = "//" + localHost + route.SplitURI(x.Request.URL).Path
		v = s.validator.Check(x)
	}
	return v
}

// exchangeFinished checks an exchange and reports the result to the test.
func (s *testSession) exchangeFinished(x *live.Exchange) {
	v := s.checkExchange(&x.Exchange)
	if !s.marked.Load() {
		s.helper.Helper()
		defer s.marked.Store(true)
	}
	s.recordResult(&v)
}

// recordResult counts the result of a check and reports its violations.
func (s *testSession) recordResult(v *validate.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := validate.Occurrence{Capture: s.name, Entry: s.entries}
	s.entries++
	if s.test == nil {
		s.reportLate(v, at)
		return
	}
	s.collector.Add(v)
	if len(v.Violations) > 0 {
		s.test.Helper()
		s.reportResult(s.test, v, at)
	}
}

// reportLate writes violations that are found after the test has ended to standard error.
func (s *testSession) reportLate(v *validate.Result, at validate.Occurrence) {
	for _, c := range v.Findings(at) {
		if s.failsTest(c.Level) {
			_, _ = fmt.Fprintf(s.stderr, "contracttest: after %s had ended:\n%s\n", s.name, render.FindingBlock(c, fixOf(c.Rule)))
		}
	}
}

// finishSession ends the session with the test.
func (s *testSession) finishSession() {
	unread := 0
	if s.abandon != nil {
		unread = s.abandon()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	tb := s.test
	tb.Helper() // the test's own line is reported
	defer func() { s.test = nil }()
	sum := s.collector.Summary()
	s.logSuppressed(tb)
	if !tb.Failed() && !tb.Skipped() {
		if text := nothingChecked(s.noExchange, &sum, s.validator.Contract()); text != "" {
			tb.Errorf("contracttest: %s", text)
		} else if text := tooLittleChecked(&sum, s.minChecked); text != "" {
			tb.Errorf("contracttest: %s", text)
		}
		s.failUnused(tb)
	}
	account := validate.Capture{Name: s.name, Entries: sum.Entries, Checked: sum.Checked, Skipped: sum.Skipped}
	for _, line := range render.UncheckedLines(&sum) {
		tb.Logf("contracttest: %s", line)
	}
	tb.Logf("contracttest: %s", render.CaptureSummary(account))
	if unread > 0 {
		tb.Logf("contracttest: %d response bodies were neither read to their end nor closed", unread)
	}
	if s.reportDir != "" && s.entries > 0 {
		if err := writeReport(s.reportDir, s.validator.Contract(), s.collector.Report()); err != nil {
			tb.Errorf("contracttest: the report for `apicontract coverage` cannot be written: %v", err)
		}
	}
}
