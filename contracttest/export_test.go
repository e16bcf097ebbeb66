package contracttest

import "testing"

// FailuresOf does a conformance run as a test of its own and returns what fails
// it.
func FailuresOf(t *testing.T, cfg Config) []string {
	t.Helper()
	return tryRun(t, cfg).all(func(f *fakeTest) []string { return f.errors })
}
