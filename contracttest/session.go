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
	minChecked float64 // share of the responses that must be checked
	unread     unreadBodies
	anyHost    bool       // every host is the contract's server
	abandon    func() int // finishes exchanges with open bodies and returns their number; nil if there are none
	lastHost   atomic.Pointer[hostDecision]
	stderr     io.Writer // for violations that are found after the test has ended

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
	report, err := newReporter(cfg, v.Contract(), tb.Name())
	if err != nil {
		return nil, err
	}
	s := &testSession{
		name: tb.Name(), noExchange: noExchange, validator: v, reportDir: cfg.reportDir(), minChecked: cfg.MinChecked, unread: unreadBodies{allowed: cfg.AllowUnread}, stderr: os.Stderr,
		test: newLineLog(tb), collector: validate.NewCollector(v),
		reporter: report,
	}
	s.collector.BeginCapture(reportName(s.name))
	return s, nil
}

// needBody reports whether an exchange is with the contract's server, so that its body can be
// checked.
func (s *testSession) needBody(x *live.Exchange) bool {
	authority, _, _ := strings.Cut(strings.TrimPrefix(x.Request.URL, "//"), "/")
	if last := s.lastHost.Load(); last != nil && last.authority == authority {
		return last.needed
	}
	needed := s.isLocalStandIn(&x.Exchange) || enginehook.MatchesServer(s.validator, x.Request.URL)
	s.lastHost.Store(&hostDecision{strings.Clone(authority), needed})
	return needed
}

// A hostDecision is whether the bodies of a host are needed. A client asks one host many times.
type hostDecision struct {
	authority string
	needed    bool
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
	if name == "" || name[0] != '[' && (name[0] < '0' || name[0] > '9') {
		return false // no address, which most hosts are not
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
	s.unread.addExchange(x, &v)
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
	if s.abandon != nil {
		s.unread.setOpen(s.abandon())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	tb := s.test
	defer func() { s.test = nil }()
	sum := s.collector.Summary()
	s.logSuppressed(tb)
	if !tb.Failed() && !tb.Skipped() {
		if text := s.missingChecks(&sum); text != "" {
			tb.Errorf("contracttest: %s", text)
		}
		s.failUnused(tb)
	}
	account := validate.Capture{Name: s.name, Entries: sum.Entries, Checked: sum.Checked, Skipped: sum.Skipped}
	for _, line := range render.UncheckedLines(&sum) {
		tb.Logf("contracttest: %s", line)
	}
	tb.Logf("contracttest: %s", render.CaptureSummary(account))
	if text := s.unread.openText(); text != "" {
		tb.Logf("contracttest: %s", text)
	}
	if s.reportDir != "" && s.entries > 0 {
		if err := writeReport(s.reportDir, s.validator.Contract(), s.collector.Report()); err != nil {
			tb.Errorf("contracttest: the report for `apicontract coverage` cannot be written: %v", err)
		}
	}
}

// missingChecks returns the reason why the exchanges do not show that the contract is kept: nothing
// or too little was checked. It is empty if enough was.
func (s *testSession) missingChecks(sum *validate.Summary) string {
	if text := nothingChecked(s.noExchange, sum, s.validator.Contract()); text != "" {
		return text
	}
	if text := s.unread.failureText(); text != "" {
		return text
	}
	return tooLittleChecked(sum, s.minChecked, s.unread.isAllowed(sum))
}
