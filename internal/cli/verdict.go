package cli

import (
	"fmt"

	"github.com/apicontract/apicontract/validate"
)

// verdict turns a report into the run's outcome. Bad input goes before
// findings: what was not read may hold any number of them.
func (c *check) verdict(r *validate.Report, contract *validate.Contract) error {
	lines := unread(r.Captures)
	if line := c.nothingChecked(r, contract); line != "" {
		lines = append(lines, line)
	}
	switch {
	case len(lines) > 0:
		return &exitError{exitInput, lines}
	case fails(r.Summary.Violations, c.floor()):
		return &exitError{code: exitFindings}
	}
	return nil
}

// fails reports whether a finding weighs as much as floor or more.
func fails(n validate.Levels, floor validate.Level) bool {
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

// unread names the captures that were not read to their end, a line each.
func unread(captures []validate.Capture) []string {
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
