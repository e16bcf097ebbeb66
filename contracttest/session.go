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
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/validate"
)

// A session holds the exchanges of one transport or handler to the contract, for
// one test.
type session struct {
	name      string // the test's
	empty     string // what to say if there was no exchange
	validator *validate.Validator
	reportDir string
	anyHost   bool      // every host stands for the contract's
	stderr    io.Writer // for what comes after the test
	helper    testing.TB
	marked    atomic.Bool // what is a helper is marked as one: it takes time, and does once

	mu        sync.Mutex // guards what follows
	test      testing.TB // nil: it has ended
	collector *validate.Collector
	entries   int
	bodies    map[*body]struct{} // under way
	unread    int                // bodies that were left open
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
		helper: tb, test: tb, collector: validate.NewCollector(v), bodies: make(map[*body]struct{}),
		findings: newFindings(cfg),
	}
	s.collector.Begin(reportName(s.name))
	return s, nil
}

// wants reports whether content can be judged, as far as the host tells.
func (s *session) wants(x *validate.Exchange) bool {
	return s.standsIn(x) || enginehook.MatchesServer(s.validator, x.Request.URL)
}

// standsIn reports whether an exchange may be judged as one with the contract's
// own server.
func (s *session) standsIn(x *validate.Exchange) bool {
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

// check judges an exchange. One with no server of the contract is judged again
// as one with its own, if its host may stand for that.
func (s *session) check(x *validate.Exchange) validate.Verdict {
	v := s.validator.Check(x)
	if !v.Contract && s.standsIn(x) {
		x.Request.URL = "//" + local + route.Split(x.Request.URL).Path
		v = s.validator.Check(x)
	}
	return v
}

// open enters a body that is under way.
func (s *session) open(b *body) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.test != nil {
		s.bodies[b] = struct{}{}
	}
}

// done takes it out again.
func (s *session) done(b *body) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.bodies, b)
}

// end judges an exchange whose content has come to its end.
func (s *session) end(e *exchange, how ending) {
	if !s.marked.Load() {
		s.helper.Helper()
		defer s.marked.Store(true)
	}
	e.settle(how)
	s.judge(e)
	e.release()
}

// judge judges an exchange and tells the test. Afterwards nothing of it is used.
func (s *session) judge(e *exchange) {
	v := s.check(&e.Exchange)
	s.mu.Lock()
	defer s.mu.Unlock()
	at := validate.Occurrence{Capture: s.name, Entry: s.entries}
	s.entries++
	if s.test == nil {
		s.late(&v, at)
		return
	}
	s.collector.Count(&v)
	if len(v.Violations) > 0 {
		s.test.Helper()
		s.tell(s.test, &v, at)
	}
}

// late tells of an exchange after the test, which nobody can fail any more.
func (s *session) late(v *validate.Verdict, at validate.Occurrence) {
	for _, c := range v.Causes(at) {
		if s.fails(c.Level) {
			_, _ = fmt.Fprintf(s.stderr, "contracttest: after %s had ended:\n%s\n", s.name, render.Finding(c, mendOf(c.Rule)))
		}
	}
}

// finish ends the session with the test.
func (s *session) finish() {
	s.abandon()
	s.mu.Lock()
	defer s.mu.Unlock()
	tb := s.test
	tb.Helper() // so that the line shown is where the test made the transport
	defer func() { s.test = nil }()
	sum := s.collector.Summary()
	s.sum(tb)
	if !tb.Failed() && !tb.Skipped() {
		if text := untouched(s.empty, &sum, s.validator.Contract()); text != "" {
			tb.Errorf("contracttest: %s", text)
		}
		s.idle(tb)
	}
	account := validate.Capture{Name: s.name, Entries: sum.Entries, Checked: sum.Checked, Skipped: sum.Skipped}
	tb.Logf("contracttest: %s", render.Account(account))
	if s.unread > 0 {
		tb.Logf("contracttest: %d response bodies were neither read to their end nor closed", s.unread)
	}
	if s.reportDir != "" && s.entries > 0 {
		if err := leave(s.reportDir, s.collector.Report()); err != nil {
			tb.Errorf("contracttest: the report for `apicontract coverage` cannot be left: %v", err)
		}
	}
}

// abandon judges the exchanges whose bodies are still open.
func (s *session) abandon() {
	s.mu.Lock()
	var open []*body
	for b := range s.bodies {
		open = append(open, b)
	}
	s.unread = len(open)
	s.mu.Unlock()
	for _, b := range open {
		b.end(broken)
	}
}
