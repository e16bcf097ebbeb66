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

// A session checks the exchanges of one transport or handler for one test.
type session struct {
	name      string // the test's
	empty     string // what to say if there was no exchange
	validator *validate.Validator
	reportDir string
	anyHost   bool       // every host counts as the contract's
	abandon   func() int // finishes exchanges whose bodies are open, and counts them; nil: there are none
	stderr    io.Writer  // for violations that are found after the test
	helper    testing.TB
	marked    atomic.Bool // the functions are marked as helpers; doing so once saves time

	mu        sync.Mutex // guards what follows
	test      testing.TB // nil: it has ended
	collector *validate.Collector
	entries   int
	findings
}

// begin starts a session that ends with tb. A cfg that is wrong ends the test.
// empty is what to say if there was no exchange.
func begin(tb testing.TB, cfg *Config, empty string) *session {
	tb.Helper()
	s, err := newSession(tb, cfg, empty)
	if err != nil {
		tb.Fatalf("contracttest: %s", advise(err))
	}
	tb.Cleanup(s.finish)
	return s
}

func newSession(tb testing.TB, cfg *Config, empty string) (*session, error) {
	tb.Helper()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	v, err := cfg.localValidator()
	if err != nil {
		return nil, err
	}
	s := &session{
		name: tb.Name(), empty: empty, validator: v, reportDir: cfg.reportDir(), stderr: os.Stderr,
		helper: tb, test: tb, collector: validate.NewCollector(v),
		findings: newFindings(cfg),
	}
	s.collector.Begin(reportName(s.name))
	return s, nil
}

// needBody reports whether the body of an exchange can be checked, by its host.
func (s *session) needBody(x *live.Exchange) bool {
	return s.isLocalStandIn(&x.Exchange) || enginehook.MatchesServer(s.validator, x.Request.URL)
}

// isLocalStandIn reports whether an exchange counts as one with the contract's own
// server.
func (s *session) isLocalStandIn(x *validate.Exchange) bool {
	return s.anyHost || isLoopback(route.Split(x.Request.URL).Host)
}

func isLoopback(host string) bool {
	name := host
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name = host[:i]
	}
	if name == local {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && addr.Unmap().IsLoopback()
}

// check checks an exchange. If its host is not the contract's, but may count as one,
// it is checked again with a server of the contract.
func (s *session) check(x *validate.Exchange) validate.Verdict {
	v := s.validator.Check(x)
	if !v.Contract && s.isLocalStandIn(x) {
		x.Request.URL = "//" + local + route.Split(x.Request.URL).Path
		v = s.validator.Check(x)
	}
	return v
}

// finished checks an exchange and reports to the test.
func (s *session) finished(x *live.Exchange) {
	v := s.check(&x.Exchange)
	if !s.marked.Load() {
		s.helper.Helper()
		defer s.marked.Store(true)
	}
	s.report(&v)
}

// report counts the result of a check and reports its violations.
func (s *session) report(v *validate.Verdict) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := validate.Occurrence{Capture: s.name, Entry: s.entries}
	s.entries++
	if s.test == nil {
		s.late(v, at)
		return
	}
	s.collector.Count(v)
	if len(v.Violations) > 0 {
		s.test.Helper()
		s.tell(s.test, v, at)
	}
}

// late writes violations to standard error that are found after the test has ended.
func (s *session) late(v *validate.Verdict, at validate.Occurrence) {
	for _, c := range v.Causes(at) {
		if s.fails(c.Level) {
			_, _ = fmt.Fprintf(s.stderr, "contracttest: after %s had ended:\n%s\n", s.name, render.Finding(c, mendOf(c.Rule)))
		}
	}
}

// finish ends the session with the test.
func (s *session) finish() {
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
	s.sum(tb)
	if !tb.Failed() && !tb.Skipped() {
		if text := nothingChecked(s.empty, &sum, s.validator.Contract()); text != "" {
			tb.Errorf("contracttest: %s", text)
		}
		s.idle(tb)
	}
	account := validate.Capture{Name: s.name, Entries: sum.Entries, Checked: sum.Checked, Skipped: sum.Skipped}
	tb.Logf("contracttest: %s", render.CaptureSummary(account))
	if unread > 0 {
		tb.Logf("contracttest: %d response bodies were neither read to their end nor closed", unread)
	}
	if s.reportDir != "" && s.entries > 0 {
		if err := leave(s.reportDir, s.collector.Report()); err != nil {
			tb.Errorf("contracttest: the report for `apicontract coverage` cannot be left: %v", err)
		}
	}
}
