package contracttest

import (
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

const (
	maxRepeats  = 10   // reports of one finding
	maxFindings = 1000 // findings that are reported
)

// A testLog is a test that findings are reported to.
type testLog interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
}

// A reporter reports violations to a test: a finding in full at its first occurrence, in one line
// at the next ones, and at the end the number of occurrences that were not reported.
type reporter struct {
	failOn       validate.Level
	suppressions *suppressionList
	reported     map[string]int // by fingerprint
	fixShown     map[validate.RuleID]bool
	suppressed   int                // violations that were not reported
	contract     *validate.Contract // for the names in suggestions
	test         string             // whose suppressions are read and written
	file         string             // of suppressions; empty if there is none
}

// newReporter returns a reporter for a test. It fails if the file of suppressions is invalid.
func newReporter(cfg *Config, contract *validate.Contract, test string) (reporter, error) {
	f := reporter{failOn: cfg.failOn(), suppressions: newSuppressionList(cfg.Suppressions), contract: contract,
		reported: make(map[string]int), fixShown: make(map[validate.RuleID]bool), test: test, file: cfg.SuppressionFile}
	if f.file == "" {
		return f, nil
	}
	stored, err := storedFor(f.file, test)
	f.suppressions.addStored(stored)
	return f, err
}

// isUpdating reports whether violations are written to the file instead of failing the test.
func (f *reporter) isUpdating() bool { return f.file != "" && *updateSuppressions }

// failsTest reports whether violations of a level fail the test.
func (f *reporter) failsTest(l validate.Level) bool {
	return f.failOn != validate.LevelOff && l.AtLeast(f.failOn)
}

// reportResult reports the violations of one exchange to the test.
func (f *reporter) reportResult(t testLog, v *validate.Result, at validate.Occurrence) {
	t.Helper()
	for _, c := range f.unsuppressedFindings(t, v, at) {
		f.reportFinding(t, &c)
	}
}

// unsuppressedFindings returns the findings of one exchange, and logs the suppressed violations.
func (f *reporter) unsuppressedFindings(t testLog, v *validate.Result, at validate.Occurrence) []validate.Finding {
	t.Helper()
	rest := validate.Result{}
	for i := range v.Violations {
		if f.isUpdating() && f.failsTest(v.Violations[i].Level) && !f.suppressions.hasMatch(&v.Violations[i], at.Capture) {
			f.suppressions.addStored([]Suppression{suppressionOf(&v.Violations[i])})
		}
		if k, fresh, ok := f.suppressions.findMatch(&v.Violations[i], at.Capture); !ok {
			rest.Violations = append(rest.Violations, v.Violations[i])
		} else if fresh {
			t.Logf("suppressed violation (%s) in exchange %d: %s", k, at.Entry, k.Reason)
		}
	}
	return rest.Findings(at)
}

func (f *reporter) reportFinding(t testLog, c *validate.Finding) {
	t.Helper()
	say := t.Logf
	if f.failsTest(c.Level) {
		say = t.Errorf
	}
	times, known := f.reported[c.Fingerprint]
	switch {
	case !known && len(f.reported) >= maxFindings, times >= maxRepeats:
		f.suppressed++
		return
	case !known:
		say("%s", f.findingText(c))
	default:
		say("%s[%s] again: %s (exchange %d)", c.Level, c.Rule, render.Exchange(c.Violation), c.Occurrences[0].Entry)
	}
	f.reported[c.Fingerprint] = times + 1
}

// findingText returns a finding in full, with the suppression that nearly matches it.
func (f *reporter) findingText(c *validate.Finding) string {
	text := render.FindingBlock(*c, f.fixOnce(c.Rule))
	if near := f.suppressions.nearMissText(&c.Violation); near != "" {
		text += "\n  suppression " + near
	}
	return text
}

// logSuppressed logs the number of violations that were not reported.
func (f *reporter) logSuppressed(t testLog) {
	t.Helper()
	if f.suppressed > 0 {
		t.Logf("contracttest: %d further occurrences of findings were not reported", f.suppressed)
	}
}

// failUnused fails the test for each suppression that was never used or is expired.
func (f *reporter) failUnused(t testLog) {
	t.Helper()
	if f.isUpdating() {
		if err := storeFor(f.file, f.test, f.suppressions.dropUnusedStored()); err != nil {
			t.Errorf("contracttest: the suppressions cannot be written: %v", err)
		}
	}
	for _, k := range f.suppressions.uselessItems() {
		if k.IsExpired(f.suppressions.today) {
			t.Errorf("contracttest: the suppression of %s expired on %s: fix the cause and remove it, or set a later Until (its reason was: %s)", k, k.Until, k.Reason)
			continue
		}
		advice := "remove it"
		if unknown := unknownNames(k, f.contract); unknown != "" {
			advice = unknown
		}
		t.Errorf("contracttest: the suppression of %s was not used: %s (its reason was: %s)", k, advice, k.Reason)
	}
}
