package contracttest

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

// An untilEnd is a test that may be spoken to when it has ended, as a handler does
// that outlives it: package testing would panic, so standard error is told.
type untilEnd struct {
	testing.TB
	mu    sync.RWMutex
	ended bool
}

func newUntilEnd(tb testing.TB) *untilEnd {
	tb.Helper()
	u := &untilEnd{TB: tb}
	tb.Cleanup(func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.ended = true
	})
	return u
}

func (u *untilEnd) Errorf(format string, args ...any) {
	u.Helper()
	u.mu.RLock()
	defer u.mu.RUnlock()
	if u.ended {
		_, _ = fmt.Fprintf(os.Stderr, "after %s had ended: %s\n", u.Name(), fmt.Sprintf(format, args...))
		return
	}
	u.TB.Errorf(format, args...)
}
