package cli

import (
	"cmp"
	"fmt"
	"time"

	"github.com/apicontract/apicontract/internal/baseline"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// now is the clock of suppressions.
var now = time.Now

// markAccepted marks the findings that the baseline knows, unless it is nil, and those that the
// configuration suppresses.
func (c *checkCommand) markAccepted(r *validate.Report, known *baseline.File) {
	if known != nil {
		r.CompareBaseline(c.baseline.read, known.Findings, c.rulesOff()...)
	}
	if list := c.configuration.loaded.Suppressions; len(list) > 0 {
		suppressions := make([]validate.Suppression, len(list))
		for i := range list {
			suppressions[i] = list[i].Suppression
		}
		r.Suppress(suppressions, now())
	}
}

// rulesOff returns the rules that are not checked.
func (c *checkCommand) rulesOff() []validate.RuleID {
	levels := make(map[validate.RuleID]validate.Level)
	for _, l := range c.levels {
		levels[l.rule] = l.level
	}
	var off []validate.RuleID
	for _, rule := range validate.Rules() {
		if cmp.Or(levels[rule.ID], rule.Level) == validate.LevelOff {
			off = append(off, rule.ID)
		}
	}
	return off
}

// warnSuppressions writes a warning for each suppression that has no effect any more, unless a
// report for people on standard output has them.
func (c *checkCommand) warnSuppressions(out *outputWriter, r *validate.Report) {
	if stdout, used := out.stdoutFormat(); used && stdout.ForPeople && !c.quiet {
		return
	}
	for _, w := range render.SuppressionWarnings(r) {
		_, _ = fmt.Fprintf(c.err, "apicontract: warning: %s\n", w)
	}
}
