package contracttest

import (
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

const (
	maxRepeats = 10   // how often one cause is told
	maxCauses  = 1000 // how many causes are
)

// A teller is what findings are told to: a test.
type teller interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
}

// findings tells a test of violations: each cause in full where it is first
// seen, then in a line, and in the end how many went untold.
type findings struct {
	failOn validate.Level
	known  *knownList
	told   map[string]int // by fingerprint
	mended map[validate.RuleID]bool
	hushed int // violations that were not told
}

func newFindings(cfg *Config) findings {
	return findings{cfg.failOn(), newKnownList(cfg.Known), make(map[string]int), make(map[validate.RuleID]bool), 0}
}

// fails reports whether violations of a level fail the test.
func (f *findings) fails(l validate.Level) bool {
	return f.failOn != validate.LevelOff && l.AtLeast(f.failOn)
}

// tell tells the test of the violations of one exchange.
func (f *findings) tell(t teller, v *validate.Verdict, at validate.Occurrence) {
	t.Helper()
	rest := validate.Verdict{}
	for i := range v.Violations {
		if k, fresh, ok := f.known.find(&v.Violations[i]); !ok {
			rest.Violations = append(rest.Violations, v.Violations[i])
		} else if fresh {
			t.Logf("known violation (%s) in exchange %d: %s", k, at.Entry, k.Reason)
		}
	}
	for _, c := range rest.Causes(at) {
		f.cause(t, &c)
	}
}

func (f *findings) cause(t teller, c *validate.Cause) {
	t.Helper()
	say := t.Logf
	if f.fails(c.Level) {
		say = t.Errorf
	}
	times, known := f.told[c.Fingerprint]
	switch {
	case !known && len(f.told) >= maxCauses, times >= maxRepeats:
		f.hushed++
		return
	case !known:
		say("%s", render.Finding(*c, f.mendOnce(c.Rule)))
	default:
		say("%s[%s] again: %s (exchange %d)", c.Level, c.Rule, render.Exchange(c.Violation), c.Occurrences[0].Entry)
	}
	f.told[c.Fingerprint] = times + 1
}

// sum says what was not told.
func (f *findings) sum(t teller) {
	t.Helper()
	if f.hushed > 0 {
		t.Logf("contracttest: %d further exchanges had findings like these", f.hushed)
	}
}

// idle fails the test for each known violation that did not occur.
func (f *findings) idle(t teller) {
	t.Helper()
	for _, k := range f.known.idle() {
		t.Errorf("contracttest: the known violation %s did not occur: take it off the list (its reason was: %s)", k, k.Reason)
	}
}
