package render

import (
	"bufio"
	"fmt"
	"io"

	"github.com/apicontract/apicontract/validate"
)

// textFormat is for people.
var textFormat = Format{Name: "text", Report: writeText, Coverage: writeCoverageText, Problems: writeProblemsText}

// writeText writes a report: findings first, heaviest first, then what became of every
// entry, then the sum.
func writeText(w io.Writer, r *validate.Report, o Options) error {
	p := newPage(w, o)
	causes := p.shown(r.Findings)
	p.findings(causes)
	if !o.Quiet {
		p.accounts(r)
		p.problemsMet(r.Contract.Problems)
		p.sum(r)
		p.pointer(causes)
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
