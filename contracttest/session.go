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
	name      string // the test's
	empty     string // what to say if there was no exchange
	validator *validate.Validator
	reportDir string
	// minChecked is the least share of the responses that must be checked.
	minChecked float64
	anyHost    bool       // every host counts as the contract's
	abandon    func() int // finishes exchanges whose bodies are open, and counts them; nil: there are none
	stderr     io.Writer  // for violations that are found after the test
	helper     testing.TB
	marked     atomic.Bool // the functions are marked as helpers; doing so once saves time

	mu        sync.Mutex // guards what follows
	test      testing.TB // nil: it has ended
	collector *validate.Collector
	entries   int
	reporter
}

// beginSession starts a session that ends with tb. A cfg that is wrong ends the test.
// empty is what to say if there was no exchange.
func beginSession(tb testing.TB, cfg *Config, empty string) *testSession {
	tb.Helper()
	s, err := newSession(tb, cfg, empty)
	if err != nil {
		tb.Fatalf("contracttest: %s", hints.Text(err))
	}
	tb.Cleanup(s.finishSession)
	return s
}

func newSession(tb testing.TB, cfg *Config, empty string) (*testSession, error) {
	tb.Helper()
	if err := cfg.checkFields(); err != nil {
		return nil, err
	}
	v, err := cfg.localValidator()
	if err != nil {
		return nil, err
	}
	s := &testSession{
		name: tb.Name(), empty: empty, validator: v, reportDir: cfg.reportDir(), minChecked: cfg.MinChecked, stderr: os.Stderr,
		helper: tb, test: tb, collector: validate.NewCollector(v),
		reporter: newReporter(cfg),
	}
	s.collector.BeginCapture(reportName(s.name))
	return s, nil
}

// needBody reports whether the body of an exchange can be checked, by its host.
func (s *testSession) needBody(x *live.Exchange) bool {
	return s.isLocalStandIn(&x.Exchange) || enginehook.MatchesServer(s.validator, x.Request.URL)
}

// isLocalStandIn reports whether an exchange counts as one with the contract's own
// server.
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

// checkExchange checks an exchange. If its host is not the contract's, but may count as one,
// it is checked again with a server of the contract.
func (s *testSession) checkExchange(x *validate.Exchange) validate.Result {
	v := s.validator.Check(x)
	if !v.Contract && s.isLocalStandIn(x) {
		x.Request.URL = "//" + localHost + route.SplitURI(x.Request.URL).Path
		v = s.validator.Check(x)
	}
	return v
}

// exchangeFinished checks an exchange and reports to the test.
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

// reportLate writes violations to standard error that are found after the test has ended.
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
	tb.Helper() // so that the line shown is where the test made the transport
	defer func() { s.test = nil }()
	sum := s.collector.Summary()
	s.logSuppressed(tb)
	if !tb.Failed() && !tb.Skipped() {
		if text := nothingChecked(s.empty, &sum, s.validator.Contract()); text != "" {
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
			tb.Errorf("contracttest: the report for `apicontract coverage` cannot be left: %v", err)
		}
	}
}
