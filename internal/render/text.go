package render

import (
	"bufio"
	"fmt"
	"io"

	"github.com/apicontract/apicontract/validate"
)

// textFormat is for people at a terminal.
var textFormat = Format{
	Name: "text", Description: "for people", ForPeople: true,
	Report: writeText, Coverage: writeCoverageText, Problems: writeProblemsText, Codes: writeCodesText, Rules: writeRulesText,
}

// writeText writes a report: findings first, heaviest first, then what became of every
// entry, then the totals.
func writeText(w io.Writer, r *validate.Report, o Options) error {
	p := newPage(w, o)
	causes := p.shown(r.Findings)
	p.findings(causes)
	if !o.Quiet {
		p.captureSummaries(r)
		p.problemsMet(r.Contract.Problems)
		p.summary(r)
		p.explainHint(causes)
	}
	return p.Flush()
}

// shown returns the causes to print, in the report's order.
func (p *page) shown(causes []validate.Cause) []validate.Cause {
	var shown []validate.Cause
	for _, c := range causes {
		if !p.Quiet || p.fails(c.Level) {
			shown = append(shown, c)
		}
	}
	return shown
}

func (p *page) fails(l validate.Level) bool {
	return p.Floor != "" && p.Floor != validate.LevelOff && l.AtLeast(p.Floor)
}

// A page is text output on its way: the writer keeps its first error, which
// Flush returns, so that nothing in between has to ask.
type page struct {
	*bufio.Writer
	Options
	style style
}

func newPage(w io.Writer, o Options) *page {
	return &page{Writer: bufio.NewWriter(w), Options: o, style: style{o.Colour}}
}

func (p *page) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(p.Writer, format, args...)
}
