package contracttest

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

// A loggingTest is a test whose methods may be called after it has ended, by a handler that
// outlives it. Package testing would panic then, so the text goes to standard error.
type loggingTest struct {
	testing.TB
	mu    sync.RWMutex
	ended bool
}

func newLoggingTest(tb testing.TB) *loggingTest {
	tb.Helper()
	u := &loggingTest{TB: newLineLog(tb)}
	tb.Cleanup(func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.ended = true
	})
	return u
}

func (u *loggingTest) Errorf(format string, args ...any) {
	u.logOrPrint(u.TB.Errorf, format, args)
}

func (u *loggingTest) Logf(format string, args ...any) {
	u.logOrPrint(u.TB.Logf, format, args)
}

func (u *loggingTest) logOrPrint(how func(string, ...any), format string, args []any) {
	u.mu.RLock()
	defer u.mu.RUnlock()
	if u.ended {
		_, _ = fmt.Fprintf(os.Stderr, "after %s had ended: %s\n", u.Name(), fmt.Sprintf(format, args...))
		return
	}
	how(format, args...)
}

// failUnusedOverrides fails the test for each queued response that no request got.
func (s *Server) failUnusedOverrides() {
	s.tb.Helper()
	waiting := s.mock.PendingOverrides()
	if len(waiting) == 0 || s.tb.Failed() || s.tb.Skipped() {
		return
	}
	for _, w := range waiting {
		if w.Code != "" {
			s.tb.Errorf("contracttest: Fail(%q, %q, %d) was never used: no request reached the operation", w.Operation, w.Code, w.Times)
		} else {
			s.tb.Errorf("contracttest: Respond(%q, %d, …, %d) was never used: no request reached the operation", w.Operation, w.Status, w.Times)
		}
	}
}
