package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// text writes a report for people: findings first, heaviest first, then what
// became of every entry, then the sum.
type text struct{ Options }

func (t text) Render(w io.Writer, r *validate.Report) error {
	p := &page{Writer: bufio.NewWriter(w), Options: t.Options, style: style{t.Colour}}
	causes := t.shown(r.Violations)
	p.findings(causes)
	if !t.Quiet {
		p.accounts(r)
		p.sum(r)
		p.pointer(causes)
	}
	return p.Flush()
}

// shown returns the causes to print, in the order in which they are printed.
func (t text) shown(causes []validate.Cause) []validate.Cause {
	var shown []validate.Cause
	for _, c := range causes {
		if !t.Quiet || t.fails(c.Level) {
			shown = append(shown, c)
		}
	}
	rank := ranks()
	slices.SortStableFunc(shown, func(a, b validate.Cause) int { return compare(rank, a, b) })
	return shown
}

func (t text) fails(l validate.Level) bool {
	return t.Floor != "" && t.Floor != validate.LevelOff && l.AtLeast(t.Floor)
}

// ranks gives every rule its place in the table of rules.
func ranks() map[validate.RuleID]int {
	rank := map[validate.RuleID]int{}
	for i, r := range validate.Rules() {
		rank[r.ID] = i
	}
	return rank
}

func compare(rank map[validate.RuleID]int, a, b validate.Cause) int {
	return cmp.Or(
		cmp.Compare(weight(a.Level), weight(b.Level)),
		cmp.Compare(rank[a.Rule], rank[b.Rule]),
		cmp.Compare(a.PathTemplate, b.PathTemplate),
		cmp.Compare(a.Method, b.Method),
		cmp.Compare(a.Status, b.Status),
		cmp.Compare(a.Code, b.Code),
	)
}

func weight(l validate.Level) int {
	return slices.Index([]validate.Level{validate.LevelError, validate.LevelWarning, validate.LevelNote}, l)
}

// A page is text output on its way: the writer keeps its first error, which
// Flush returns, so that nothing in between has to ask.
type page struct {
	*bufio.Writer
	Options
	style style
}

func (p *page) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(p.Writer, format, args...)
}
