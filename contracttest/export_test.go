package contracttest

import "testing"

// FailuresOf does a conformance run as a test of its own and returns what fails
// it.
func FailuresOf(t *testing.T, cfg Config) []string {
	t.Helper()
	return tryRun(t, cfg).all(func(f *fakeTest) []string { return f.errors })
}

// MendOf is how to mend what a rule finds, as tests are told.
var FixOf = fixOf

// Hints are the words for hints.
var Hints = hints
