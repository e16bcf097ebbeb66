package render

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// coverageIndent is where the text behind a status starts.
const coverageIndent = "           "

// writeCoverageText writes the coverage for people: by operation what was seen and how
// often, and what never; then the totals. With Missing, it is only what was never
// seen, each code of it.
func writeCoverageText(w io.Writer, c *Coverage, o Options) error {
	p := newPage(w, o)
	if o.Missing {
		p.missing(c)
	} else {
		p.seen(c)
	}
	p.never(c)
	p.totals(c)
	return p.Flush()
}

func (o *OperationCoverage) name() string {
	return operation(validate.Violation{Method: o.Method, PathTemplate: o.PathTemplate, Operation: o.Operation})
}

// seen prints the operations that were exercised.
func (p *page) seen(c *Coverage) {
	for _, op := range c.Operations {
		if op.Count == 0 {
			continue
		}
		p.printf("%s: %d of %s\n", op.name(), op.Outcomes.Seen, count(op.Outcomes.Of, "outcome"))
		var never []string
		for _, s := range op.Statuses {
			if s.Count > 0 {
				p.row(s.name(), s.codes())
			} else {
				never = append(never, s.inBrief())
			}
		}
		if len(never) > 0 {
			p.row("never", strings.Join(never, ", "))
		}
		p.printf("\n")
	}
}

// missing prints, of the operations that were exercised, what was never seen.
func (p *page) missing(c *Coverage) {
	for _, op := range c.Operations {
		if op.Count == 0 || op.Outcomes.Seen == op.Outcomes.Of {
			continue
		}
		p.printf("%s: never %d of %s\n", op.name(), op.Outcomes.Of-op.Outcomes.Seen, count(op.Outcomes.Of, "outcome"))
		for _, s := range op.Statuses {
			if names, some := s.never(); some {
				p.row(s.name(), strings.Join(names, ", "))
			}
		}
		p.printf("\n")
	}
}

// never prints the operations of which nothing was seen.
func (p *page) never(c *Coverage) {
	if c.Totals.Operations.Seen == c.Totals.Operations.Of {
		return
	}
	p.printf("never exercised:\n")
	for _, op := range c.Operations {
		if op.Count == 0 {
			p.printf("  %s\n", op.name())
		}
	}
	p.printf("\n")
}

func (p *page) row(label, text string) {
	p.printf("%s\n", strings.TrimRight(fmt.Sprintf("  %-8s %s", label, Wrap(text, coverageIndent)), " "))
}

func (p *page) totals(c *Coverage) {
	if len(c.NeverSeen) > 0 {
		names := make([]string, len(c.NeverSeen))
		for i, code := range c.NeverSeen {
			names[i] = brief(code.Code)
		}
		p.printf("%s\n\n", Wrap("codes never seen with their status: "+strings.Join(names, ", "), "  "))
	}
	p.printf("%s%s in %s\n", contractLabel(validate.ContractInfo{Title: c.Contract.Title, Version: c.Contract.Version, Source: c.Contract.Source}),
		count(c.Checked, "checked exchange"), count(c.Reports, "report"))
	for _, t := range c.Totals.rows() {
		p.printf("  %-10s  %5.1f %%  %d of %d\n", t.name, t.Percent, t.Seen, t.Of)
	}
	if n := c.Totals.Undocumented; n > 0 {
		p.printf("%s seen that the contract does not document\n", count(n, "outcome"))
	}
}

type namedShare struct {
	name string
	Share
}

// rows are the shares of what the contract has.
func (t *CoverageTotals) rows() []namedShare {
	all := []namedShare{{"operations", t.Operations}, {"statuses", t.Statuses}, {"codes", t.Codes}, {"outcomes", t.Outcomes}}
	return slices.DeleteFunc(all, func(s namedShare) bool { return s.Of == 0 })
}

// name is the status, or the range that documents it.
func (s *StatusCoverage) name() string {
	if s.Status == 0 {
		return brief(s.Response)
	}
	return strconv.Itoa(s.Status)
}

// codes lists what came with a status, and what did not.
func (s *StatusCoverage) codes() string {
	var parts []string
	for _, c := range s.Codes {
		if c.Count > 0 {
			parts = append(parts, c.seen(len(s.Codes) == 1))
		}
	}
	text := strings.Join(parts, ", ")
	if never, some := s.never(); some {
		text += "; never " + strings.Join(never, ", ")
	}
	return text
}

// seen says how often a code came. alone: the status has no others.
func (c *CodeCoverage) seen(alone bool) string {
	text := "× " + strconv.Itoa(c.Count)
	switch {
	case c.Code != "":
		text = brief(c.Code) + " " + text
	case !alone:
		text = "no known code " + text
	}
	if !c.Documented {
		text += " (undocumented)"
	}
	return text
}

// never names the documented codes that were not seen; one without a name is the
// status itself.
func (s *StatusCoverage) never() (names []string, some bool) {
	for _, c := range s.Codes {
		if !c.Documented || c.Count > 0 {
			continue
		}
		some = true
		if c.Code != "" {
			names = append(names, brief(c.Code))
		}
	}
	return names, some
}

// inBrief is a status of which nothing was seen.
func (s *StatusCoverage) inBrief() string {
	if len(s.Codes) < 2 {
		return s.name()
	}
	return s.name() + " (" + count(len(s.Codes), "code") + ")"
}
