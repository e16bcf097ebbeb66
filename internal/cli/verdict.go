package cli

import (
	"fmt"

	"github.com/apicontract/apicontract/validate"
)

// resultError turns a report into the run's outcome. Bad input goes before
// findings: what was not read may hold any number of them.
func (c *checkCommand) resultError(r *validate.Report, contract *validate.Contract) error {
	lines := unreadCaptures(r.Captures)
	if line := c.nothingChecked(r, contract); line != "" {
		lines = append(lines, line)
	} else if line := c.tooLittleChecked(r); line != "" {
		lines = append(lines, line)
	}
	switch {
	case len(lines) > 0:
		return &exitError{exitInput, append(lines, c.baseline.notWrittenLines()...)}
	case c.baseline.write == "" && anyAtLeast(r.ActiveViolations(), c.failLevel()):
		return &exitError{code: exitFindings, lines: c.baseline.vanishedLines(r)}
	case onlyRetired(&r.Summary):
		return &exitError{exitInput, []string{"no current operation matched: every call of the contract is retired; " +
			"change the client to the operations that the findings name, and record its traffic again"}}
	}
	if lines := c.baseline.vanishedLines(r); lines != nil && c.baseline.write == "" {
		return &exitError{exitFindings, lines}
	}
	return nil
}

// onlyRetired reports whether all that matched are retired calls, whose responses are not
// checked: whatever the levels are, such a run is no success.
func onlyRetired(s *validate.Summary) bool { return s.Matched > 0 && s.Matched == s.Retired }

// anyAtLeast reports whether a finding weighs as much as floor or more.
func anyAtLeast(n validate.LevelCounts, floor validate.Level) bool {
	switch floor {
	case validate.LevelError:
		return n.Error > 0
	case validate.LevelWarning:
		return n.Error+n.Warning > 0
	case validate.LevelNote:
		return n.Error+n.Warning+n.Note > 0
	}
	return false
}

// unreadCaptures names the captures that were not read to their end, a line each.
func unreadCaptures(captures []validate.Capture) []string {
	var lines []string
	for _, c := range captures {
		switch {
		case c.Error == nil:
		case c.Error.Offset > 0:
			lines = append(lines, fmt.Sprintf("%s: %s (byte %d)", c.Name, c.Error.Message, c.Error.Offset))
		default:
			lines = append(lines, fmt.Sprintf("%s: %s", c.Name, c.Error.Message))
		}
	}
	return lines
}
