package contracttest

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// screenLines is the number of lines that the operations of a run may print without -v. With the
// summary they fill a screen of 40 lines.
const screenLines = 26

// A runScreen decides what a run prints. With -v, each subtest shows all of its findings, because a
// reader may see it alone. Otherwise each finding is shown once, the first one of each rule in full,
// until the screen is full. A failure that is not shown does not fail its subtest, because the names
// of failing subtests would fill the screen, but it fails the run.
type runScreen struct {
	verbose bool
	lines   int // printed so far
	hidden  int // failures that are not shown
	hiders  map[*operationRun]bool
}

// hasRoom reports whether a text of a subtest can be shown, and counts its lines if so. The names
// of a failing subtest and of its operation are lines, too.
func (s *runScreen) hasRoom(t testLog, op *operationRun, text string) bool {
	if s.verbose {
		return true
	}
	lines := strings.Count(text, "\n") + 1
	if f, ok := t.(interface{ Failed() bool }); ok && !f.Failed() {
		lines += 2
	}
	if s.lines+lines > screenLines {
		s.hidden++
		if op != nil {
			s.hiders[op] = true
		}
		return false
	}
	s.lines += lines
	return true
}

// hiddenText returns the text about failures that are not shown, empty if there are none.
func (s *runScreen) hiddenText() string {
	switch {
	case s.hidden == 0:
		return ""
	case s.hidden == 1:
		return "1 further failure is not shown: run go test -v to see it"
	case len(s.hiders) > 1:
		return fmt.Sprintf("%d further failures of %d operations are not shown: run go test -v to see them", s.hidden, len(s.hiders))
	}
	return fmt.Sprintf("%d further failures are not shown: run go test -v to see them", s.hidden)
}

// A runLog is the log of a subtest within the limits of the screen.
type runLog struct {
	parentTest
	run *conformanceRun
	op  *operationRun // nil for the run as a whole
}

func (l runLog) Errorf(format string, args ...any) {
	l.Helper()
	text := fmt.Sprintf(format, args...)
	if l.run.screen.hasRoom(l.parentTest, l.op, text) {
		l.parentTest.Errorf("%s", text)
	}
}

// Logf logs what does not fail the subtest. Without -v it would fill the screen if something else
// failed the subtest.
func (l runLog) Logf(format string, args ...any) {
	l.Helper()
	if l.run.screen.verbose {
		l.parentTest.Logf(format, args...)
	}
}

// reportRunFinding reports a finding to a subtest.
func (r *conformanceRun) reportRunFinding(l runLog, c *validate.Finding) {
	l.Helper()
	if r.screen.verbose {
		r.reportFinding(l, c)
		return
	}
	times := r.reported[c.Fingerprint]
	r.reported[c.Fingerprint]++
	switch {
	case !r.failsTest(c.Level):
	case times > 0:
		r.suppressed++
	case !r.fixShown[c.Rule]:
		l.Errorf("%s", r.findingText(c))
	default:
		first, _, _ := strings.Cut(render.FindingBlock(*c, ""), "\n")
		l.Errorf("%s (%s)", first, render.Exchange(c.Violation))
	}
}

// maxListLines is the number of lines of a list without -v.
const maxListLines = 8

// cutList returns the beginning of a list that is too long for the screen.
func (s *runScreen) cutList(list string) string {
	lines := strings.Split(list, "\n")
	if s.verbose || len(lines) <= maxListLines {
		return list
	}
	return strings.Join(lines[:maxListLines], "\n") + fmt.Sprintf("\n  and %d lines more: run go test -v to see them", len(lines)-maxListLines)
}
