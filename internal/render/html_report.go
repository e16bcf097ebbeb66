package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/render/htmlpage"
	"github.com/apicontract/apicontract/validate"
)

func writeHTML(w io.Writer, r *validate.Report, o Options) error {
	p := newHTMLPage("check", r.Tool, r.Contract.Title, r.Contract.Version, r.Contract.Source)
	p.Verdict = reportVerdict(r, &o)
	p.Unchecked = uncheckedSentences(r)
	p.Notices = reportNotices(r)
	p.Totals = reportTotals(r)
	p.Tables = reportTables(r)
	p.Data.Noun = "finding"
	p.addCoverage(groupByOperation(r.Coverage))
	groups := p.addGroups(withoutAccepted(r).Groups)
	left := 0
	excerpts := htmlExcerpts(r.Excerpts)
	findings := activeFirst(r.Findings)
	for i := range findings {
		row := htmlFinding(r, &findings[i], groups, &o)
		row.Excerpt = excerpts[linePlace(findings[i].DocumentLocation.File, findings[i].DocumentLocation.Line)]
		if !p.Data.AddFinding(row) {
			left++
		}
	}
	p.noteLeftOut(left, "finding")
	if n := r.Summary.Overflow; n > 0 {
		p.LeftOut = append(p.LeftOut, countOf(n, "violation")+" went past the limit on distinct findings: counted, not listed.")
	}
	return htmlpage.Write(w, &p.Page)
}

// reportVerdict says whether the run failed, and why, as the exit code does.
func reportVerdict(r *validate.Report, o *Options) htmlpage.Verdict {
	v := htmlpage.Verdict{State: htmlpage.Passed, Text: "Passed", Detail: findingCounts(r) + ". " + conformingText(r.Summary) + "."}
	v.Reasons = failReasons(r, o)
	switch {
	case r.Summary.Checked == 0:
		v.State, v.Text, v.Detail = htmlpage.Failed, "Nothing was checked", ""
	case len(v.Reasons) > 0 || o.anyReaches(r.ActiveViolations()):
		v.State, v.Text = htmlpage.Failed, "Failed"
	}
	return v
}

// failReasons says what makes a run fail besides its findings, a sentence each.
func failReasons(r *validate.Report, o *Options) (reasons []string) {
	for i := range r.Captures {
		if c := &r.Captures[i]; c.Error != nil && len(reasons) < maxCaptures {
			reasons = append(reasons, shortPrintable(c.Name)+": "+readProblem(*c)+errorText(c.Error)+".")
		}
	}
	switch s := &r.Summary; {
	case s.Checked == 0:
		reasons = append(reasons, "No entry was checked: "+entryTotals(s.Entries, s.Checked, s.Skipped)+".")
	case s.Matched == 0:
		reasons = append(reasons, "No entry matched an operation.")
	case s.Matched == s.Retired:
		reasons = append(reasons, "Every call of the contract is retired.")
	case !s.ReachesMinChecked(o.MinChecked):
		reasons = append(reasons, fmt.Sprintf("Less than %s %% of the responses of the contract were checked.", strconv.FormatFloat(o.MinChecked, 'f', -1, 64)))
	}
	if o.StrictBaseline && r.Baseline != nil && len(r.Baseline.Absent) > 0 {
		reasons = append(reasons, countOf(len(r.Baseline.Absent), "finding")+" of the baseline vanished: write the baseline again.")
	}
	return reasons
}

// uncheckedSentences says which entries were not checked, or not completely.
func uncheckedSentences(r *validate.Report) []string {
	var all []string
	for _, line := range UncheckedLines(&r.Summary) {
		all = append(all, upperFirst(line)+".")
	}
	if s := &r.Summary; s.Entries > s.Checked {
		all = append(all, "Skipped: "+entryTotals(s.Entries, s.Checked, s.Skipped)+".")
	}
	return all
}

// reportNotices says what became of the baseline and which suppressions have no effect.
func reportNotices(r *validate.Report) []string {
	var all []string
	if r.Baseline != nil {
		all = append(all, upperFirst(baselineText(r))+".")
	}
	for _, warning := range SuppressionWarnings(r) {
		all = append(all, upperFirst(warning)+".")
	}
	return all
}

func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

func reportTotals(r *validate.Report) []htmlpage.Total {
	s := &r.Summary
	seen, all := countOperations(r.Coverage)
	totals := []htmlpage.Total{
		findingsTotal(r),
		{Value: ofText(s.Checked, s.Entries), Name: "entries checked"},
		{Value: ofText(s.Conforming, s.Checked), Name: "checked entries conform"},
		{Value: ofText(seen, all), Name: "operations exercised"},
	}
	if len(r.Contract.Codes) > 0 {
		seen, all, _ := countCodes(r)
		totals = append(totals, htmlpage.Total{Value: ofText(seen, all), Name: "error codes seen"})
	}
	return totals
}

// findingsTotal counts the findings that are not accepted, and the others beside them.
func findingsTotal(r *validate.Report) htmlpage.Total {
	active := withoutAccepted(r)
	t := htmlpage.Total{Value: strconv.Itoa(len(active.Findings)), Name: "findings", Detail: levelText(active.Summary.Violations)}
	if accepted := acceptedCounts(r); accepted != "" {
		t.Name, t.Detail = "new findings", strings.TrimPrefix(t.Detail+"; "+accepted, "; ")
	}
	return t
}

func ofText(n, all int) string { return fmt.Sprintf("%d of %d", n, all) }

// reportTables are the captures, the hosts and the problems of the document.
func reportTables(r *validate.Report) []htmlpage.Table {
	tables := []htmlpage.Table{
		newHTMLTable("Captures", []string{"Capture", "Format", "Entries", "Checked", "Skipped"}, len(r.Captures), func(i int) []string {
			c := &r.Captures[i]
			return []string{shortPrintable(c.Name), strings.Trim(captureOrigin(*c), " ()"), strconv.Itoa(c.Entries), strconv.Itoa(c.Checked),
				strings.TrimSpace(strconv.Itoa(c.Entries-c.Checked) + " " + ReasonCounts(c.Skipped))}
		}),
		newHTMLTable("Hosts", []string{"Host", "Server of the contract", "Entries", "Matched an operation"}, len(r.Summary.Hosts), func(i int) []string {
			h := &r.Summary.Hosts[i]
			return []string{shortPrintable(h.Name), map[bool]string{true: "yes", false: "no"}[h.Contract], strconv.Itoa(h.Entries), strconv.Itoa(h.Matched)}
		}),
		newHTMLTable("Problems of the document", []string{"Level", "Rule", "Problem", "Place", "Fix"}, len(r.Contract.Problems), func(i int) []string {
			p := &r.Contract.Problems[i]
			return []string{string(p.Level), string(p.Rule), shortPrintable(p.Message), documentPlace(p.Location), shortPrintable(p.Fix)}
		}),
	}
	if r.Baseline != nil {
		tables = append(tables, vanishedTable(r.Baseline.Absent))
	}
	var filled []htmlpage.Table
	for _, t := range tables {
		if len(t.Rows) > 0 {
			filled = append(filled, t)
		}
	}
	return filled
}

func vanishedTable(absent []validate.BaselineFinding) htmlpage.Table {
	return newHTMLTable("Vanished findings of the baseline", []string{"Rule", "Operation", "Place"}, len(absent), func(i int) []string {
		f := &absent[i]
		return []string{string(f.Rule), exchangeText(validate.Violation{Method: f.Method, PathTemplate: f.PathTemplate, Operation: f.Operation, Status: f.Status, Code: f.Code}),
			strings.TrimSpace(shortPrintable(f.InstanceLocation) + " " + shortPrintable(f.Subject))}
	})
}

func newHTMLTable(name string, head []string, n int, row func(int) []string) htmlpage.Table {
	t := htmlpage.Table{Name: name, Head: head}
	for i := range min(n, maxHTMLRows) {
		t.Rows = append(t.Rows, row(i))
	}
	if n > maxHTMLRows {
		t.LeftOut = fmt.Sprintf("And %d more, which the JSON report has.", n-maxHTMLRows)
	}
	return t
}

func htmlFinding(r *validate.Report, f *validate.Finding, groups map[string]int, o *Options) *htmlpage.Finding {
	group, found := groups[f.Fingerprint]
	if !found {
		group = -1
	}
	row := &htmlpage.Finding{
		Level: shortPrintable(string(f.Level)), Rule: shortPrintable(string(f.Rule)), Fix: o.fixFor(f.Rule), Message: shortPrintable(f.Message),
		Expected: shortPrintable(f.Expected), Actual: shortPrintable(f.Actual),
		Operation: htmlOperation(f.Method, f.PathTemplate, f.Operation), Status: statusLabel(f.Status, ""), Code: shortPrintable(f.Code),
		Instance: shortPrintable(f.InstanceLocation), Document: documentPlace(f.DocumentLocation), Fingerprint: shortPrintable(f.Fingerprint),
		Group: group, Count: f.Count, State: findingState(r, f), Accepted: acceptedText(f),
	}
	for _, at := range f.Occurrences {
		row.Places = append(row.Places, htmlpage.Place{Capture: shortPrintable(at.Capture), Entry: at.Entry, Times: at.Times})
	}
	return row
}

// htmlExcerpts are the excerpts by the line that they are of.
func htmlExcerpts(excerpts []validate.Excerpt) map[string]*htmlpage.Excerpt {
	all := make(map[string]*htmlpage.Excerpt)
	for _, e := range excerpts {
		shown := &htmlpage.Excerpt{Line: e.Line, First: e.First, Lines: make([]string, len(e.Lines))}
		for i, line := range e.Lines {
			shown.Lines[i] = shortPrintable(strings.ReplaceAll(line, "\t", "  "))
		}
		all[linePlace(e.File, e.Line)] = shown
	}
	return all
}

func linePlace(file string, line int) string { return file + ":" + strconv.Itoa(line) }

// findingState is the state by which findings are filtered; empty if all have the same.
func findingState(r *validate.Report, f *validate.Finding) string {
	switch {
	case f.Suppressed != nil:
		return "suppressed"
	case f.Accepted():
		return "in the baseline"
	case r.Baseline != nil || r.Suppressions != nil:
		return "new"
	}
	return ""
}
