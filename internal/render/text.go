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
	causes := p.shownFindings(r.Findings)
	p.writeFindings(causes)
	if !o.Quiet {
		p.captureSummaries(r)
		p.writeProblemsMet(r.Contract.Problems)
		p.summary(r)
		p.explainHint(causes)
	}
	return p.Flush()
}

// shownFindings returns the causes to print, in the report's order.
func (p *textPage) shownFindings(causes []validate.Finding) []validate.Finding {
	var shown []validate.Finding
	for _, c := range causes {
		if !p.Quiet || p.reachesFailLevel(c.Level) {
			shown = append(shown, c)
		}
	}
	return shown
}

func (p *textPage) reachesFailLevel(l validate.Level) bool {
	return p.FailLevel != "" && p.FailLevel != validate.LevelOff && l.AtLeast(p.FailLevel)
}

// A textPage is text output on its way: the writer keeps its first error, which
// Flush returns, so that nothing in between has to ask.
type textPage struct {
	*bufio.Writer
	Options
	style textStyle
}

func newPage(w io.Writer, o Options) *textPage {
	return &textPage{Writer: bufio.NewWriter(w), Options: o, style: textStyle{o.Colour}}
}

func (p *textPage) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(p.Writer, format, args...)
}
