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
		p.writeMissing(c)
	} else {
		p.writeSeen(c)
	}
	p.writeUnexercised(c)
	p.writeTotals(c)
	return p.Flush()
}

func (o *OperationCoverage) displayName() string {
	return exchangeText(validate.Violation{Method: o.Method, PathTemplate: o.PathTemplate, Operation: o.Operation})
}

// writeSeen prints the operations that were exercised.
func (p *textPage) writeSeen(c *Coverage) {
	for _, op := range c.Operations {
		if op.Count == 0 {
			continue
		}
		p.printf("%s: %d of %s\n", op.displayName(), op.Outcomes.Seen, countOf(op.Outcomes.Of, "outcome"))
		var never []string
		for _, s := range op.Statuses {
			if s.Count > 0 {
				p.writeRow(s.statusName(), s.codeList())
			} else {
				never = append(never, s.shortText())
			}
		}
		if len(never) > 0 {
			p.writeRow("never", strings.Join(never, ", "))
		}
		p.printf("\n")
	}
}

// writeMissing prints, of the operations that were exercised, what was never seen.
func (p *textPage) writeMissing(c *Coverage) {
	for _, op := range c.Operations {
		if op.Count == 0 || op.Outcomes.Seen == op.Outcomes.Of {
			continue
		}
		p.printf("%s: never %d of %s\n", op.displayName(), op.Outcomes.Of-op.Outcomes.Seen, countOf(op.Outcomes.Of, "outcome"))
		for _, s := range op.Statuses {
			if names, some := s.unseenNames(); some {
				p.writeRow(s.statusName(), strings.Join(names, ", "))
			}
		}
		p.printf("\n")
	}
}

// writeUnexercised prints the operations of which nothing was seen.
func (p *textPage) writeUnexercised(c *Coverage) {
	if c.Totals.Operations.Seen == c.Totals.Operations.Of {
		return
	}
	p.printf("never exercised:\n")
	for _, op := range c.Operations {
		if op.Count == 0 {
			p.printf("  %s\n", op.displayName())
		}
	}
	p.printf("\n")
}

func (p *textPage) writeRow(label, text string) {
	p.printf("%s\n", strings.TrimRight(fmt.Sprintf("  %-8s %s", label, WrapText(text, coverageIndent)), " "))
}

func (p *textPage) writeTotals(c *Coverage) {
	if len(c.NeverSeen) > 0 {
		names := make([]string, len(c.NeverSeen))
		for i, code := range c.NeverSeen {
			names[i] = shortPrintable(code.Code)
		}
		p.printf("%s\n\n", WrapText("codes never seen with their status: "+strings.Join(names, ", "), "  "))
	}
	p.printf("%s%s in %s\n", contractLabel(validate.ContractInfo{Title: c.Contract.Title, Version: c.Contract.Version, Source: c.Contract.Source}),
		countOf(c.Checked, "checked exchange"), countOf(c.Reports, "report"))
	for _, t := range c.Totals.rows() {
		p.printf("  %-10s  %5.1f %%  %d of %d\n", t.name, t.Percent, t.Seen, t.Of)
	}
	if n := c.Totals.Undocumented; n > 0 {
		p.printf("%s seen that the contract does not document\n", countOf(n, "outcome"))
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

// statusName is the status, or the range that documents it.
func (s *StatusCoverage) statusName() string {
	if s.Status == 0 {
		return shortPrintable(s.Response)
	}
	return strconv.Itoa(s.Status)
}

// codeList returns the codes of a status, those that were seen first.
func (s *StatusCoverage) codeList() string {
	var parts []string
	for _, c := range s.Codes {
		if c.Count > 0 {
			parts = append(parts, c.seenText(len(s.Codes) == 1))
		}
	}
	text := strings.Join(parts, ", ")
	if never, some := s.unseenNames(); some {
		text += "; never " + strings.Join(never, ", ")
	}
	return text
}

// seenText returns the code with the number of its responses. If alone is set, the status has
// no other code.
func (c *CodeCoverage) seenText(alone bool) string {
	text := "× " + strconv.Itoa(c.Count)
	switch {
	case c.Code != "":
		text = shortPrintable(c.Code) + " " + text
	case !alone:
		text = "no known code " + text
	}
	if !c.Documented {
		text += " (undocumented)"
	}
	return text
}

// unseenNames names the documented codes that were not seen; one without a name is the
// status itself.
func (s *StatusCoverage) unseenNames() (names []string, some bool) {
	for _, c := range s.Codes {
		if !c.Documented || c.Count > 0 {
			continue
		}
		some = true
		if c.Code != "" {
			names = append(names, shortPrintable(c.Code))
		}
	}
	return names, some
}

// shortText is a status of which nothing was seen.
func (s *StatusCoverage) shortText() string {
	if len(s.Codes) < 2 {
		return s.statusName()
	}
	return s.statusName() + " (" + countOf(len(s.Codes), "code") + ")"
}
