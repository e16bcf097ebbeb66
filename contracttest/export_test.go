package contracttest

import "testing"

// FailuresOf does a conformance run as a test of its own and returns what fails
// it.
func FailuresOf(t *testing.T, cfg Config) []string {
	t.Helper()
	return tryRun(t, cfg).all(func(f *fakeTest) []string { return f.errors })
}

// FixOf returns the fix of a rule as test logs show it.
var FixOf = fixOf

// Hints are the words for hints.
var Hints = hints
