package contracttest

import "testing"

// FailuresOf runs a conformance run as a separate test and returns its failures.
func FailuresOf(t *testing.T, cfg RunConfig) []string {
	t.Helper()
	return tryRun(t, cfg).all(func(f *fakeTest) []string { return f.errors })
}

// FixOf returns the fix of a rule as test logs show it.
var FixOf = fixOf

// Hints are the hints in the words of Go tests.
var Hints = hints
