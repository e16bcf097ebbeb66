package contracttest

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A fakeTest is a test that may fail without failing the test that runs it.
type fakeTest struct {
	testing.TB // nil, so that methods that a run should not call panic
	ctx        context.Context
	name       string
	only       string // prefix of names; others are left out, as by the flag -run
	logs       []string
	errors     []string
	skipped    string
	quiet      bool // without the flag -v
	failed     bool
	subs       []*fakeTest
}

func newFake(t *testing.T) *fakeTest {
	t.Helper()
	return &fakeTest{ctx: t.Context(), name: "Fake"}
}

func (f *fakeTest) Helper()                  {}
func (f *fakeTest) isVerbose() bool          { return !f.quiet }
func (f *fakeTest) Name() string             { return f.name }
func (f *fakeTest) Context() context.Context { return f.ctx }
func (f *fakeTest) Failed() bool             { return f.failed }
func (f *fakeTest) Skipped() bool            { return f.skipped != "" }

func (f *fakeTest) Logf(format string, args ...any) {
	f.logs = append(f.logs, fmt.Sprintf(format, args...))
}

func (f *fakeTest) Errorf(format string, args ...any) {
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
	f.failed = true
}

func (f *fakeTest) Skipf(format string, args ...any) {
	f.skipped = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (f *fakeTest) runSubtest(name string, run func(parentTest)) {
	sub := &fakeTest{ctx: f.ctx, name: f.name + "/" + strings.ReplaceAll(name, " ", "_"), only: f.only, quiet: f.quiet}
	if f.only != "" && !strings.HasPrefix(sub.name, f.only) && !strings.HasPrefix(f.only, sub.name) {
		return
	}
	f.subs = append(f.subs, sub)
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(sub)
	}()
	<-done
	f.failed = f.failed || sub.failed
}

// all returns the texts of a test and those below it.
func (f *fakeTest) all(of func(*fakeTest) []string) []string {
	texts := of(f)
	for _, sub := range f.subs {
		texts = append(texts, sub.all(of)...)
	}
	return texts
}

func (f *fakeTest) allErrors() string {
	return strings.Join(f.all(func(f *fakeTest) []string { return f.errors }), "\n")
}

func (f *fakeTest) allLogs() string {
	return strings.Join(f.all(func(f *fakeTest) []string { return f.logs }), "\n")
}

// find returns the test with a name, such as "Fake/listThings/200".
func (f *fakeTest) find(name string) *fakeTest {
	if f.name == name {
		return f
	}
	for _, sub := range f.subs {
		if found := sub.find(name); found != nil {
			return found
		}
	}
	return nil
}

// tryRun runs a conformance run as a separate test.
func tryRun(t *testing.T, cfg RunConfig) *fakeTest {
	t.Helper()
	f := newFake(t)
	runFake(f, cfg)
	return f
}

func runFake(f *fakeTest, cfg RunConfig) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runConformance(f, cfg)
	}()
	<-done
}
