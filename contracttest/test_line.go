package contracttest

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A lineLog reports to a test, with a line of the test in front of each text. Handlers and transports
// run on goroutines and below functions of other packages, whose lines say nothing to a reader.
// Its methods must not be called after the test has ended.
type lineLog struct {
	testing.TB
	created string // the line that created the transport, handler or server: video_test.go:12
}

// newLineLog returns a lineLog for the line of the test that calls the exported function which calls
// newLineLog.
func newLineLog(tb testing.TB) lineLog { return lineLog{tb, callerInTest()} }

// Errorf fails the test with a text at a line of the test.
func (l lineLog) Errorf(format string, args ...any) {
	l.TB.Helper()
	if !l.print(format, args) {
		l.TB.Errorf(format, args...)
		return
	}
	l.TB.Fail()
}

// Logf logs a text at a line of the test.
func (l lineLog) Logf(format string, args ...any) {
	l.TB.Helper()
	if !l.print(format, args) {
		l.TB.Logf(format, args...)
	}
}

// print writes a text as package testing would, but with another line. It returns false if only
// methods of the test can do so: because the line is unknown, or because the test is a fake that
// collects the texts.
func (l lineLog) print(format string, args []any) bool {
	switch l.TB.(type) {
	case *testing.T, *testing.B:
	default:
		return false
	}
	line := callerInTest()
	if line == "" {
		line = l.created
	}
	if line == "" {
		return false
	}
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "\n    ")
	_, _ = fmt.Fprintf(l.TB.Output(), "%s: %s\n", line, text) // to memory or standard output, as testing does
	return true
}

// maxFrames limits the search for a line of the test. Handlers behind middleware are deep.
const maxFrames = 256

// callerInTest returns the outermost line of a file of tests that is being executed, such as
// video_test.go:12; empty if there is none. On the test's own goroutine it is the line of the test
// function, whatever helpers it calls.
func callerInTest() (line string) {
	var counters [maxFrames]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(2, counters[:])])
	for more := true; more; {
		var frame runtime.Frame
		if frame, more = frames.Next(); strings.HasSuffix(frame.File, "_test.go") {
			line = fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
	}
	return line
}
