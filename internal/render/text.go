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

// writeText writes a report: the causes of the findings, the heaviest first, then the
// findings, then what was not checked and what became of every entry, then the totals. Findings
// that are accepted are counted only, unless the user asks for all. A quiet report has the
// findings that make the run fail and one line of totals.
func writeText(w io.Writer, r *validate.Report, o Options) error {
	p := newPage(w, o)
	all, r := r, withoutAccepted(r)
	causes := p.shownFindings(r.Findings)
	if o.Verbose {
		causes = p.shownFindings(activeFirst(all.Findings))
	}
	if !o.Quiet {
		p.writeGroups(r)
	}
	p.writeFindings(causes)
	if o.Quiet {
		p.writeTotalLine(all)
	} else {
		p.writeUnchecked(&r.Summary)
		p.writeCaptureSummaries(r)
		p.writeProblemsMet(r.Contract.Problems)
		p.writeBaseline(all)
		p.writeSuppressionWarnings(all)
		p.writeSummary(all)
		p.writeRuleHint(causes)
		p.writeRuleTotals(causes)
	}
	return p.Flush()
}

// shownFindings returns the findings to print, in the report's order.
func (o *Options) shownFindings(findings []validate.Finding) []validate.Finding {
	var shown []validate.Finding
	for _, f := range findings {
		if !o.Quiet || o.fails(&f) {
			shown = append(shown, f)
		}
	}
	return shown
}

// reachesFailLevel reports whether a finding of a level makes the run fail.
func (o *Options) reachesFailLevel(l validate.Level) bool {
	return o.FailLevel != "" && o.FailLevel != validate.LevelOff && l.AtLeast(o.FailLevel)
}

// anyReaches reports whether one of the counted violations makes the run fail.
func (o *Options) anyReaches(n validate.LevelCounts) bool {
	return n.Error > 0 && o.reachesFailLevel(validate.LevelError) ||
		n.Warning > 0 && o.reachesFailLevel(validate.LevelWarning) ||
		n.Note > 0 && o.reachesFailLevel(validate.LevelNote)
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
