package render

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// markdownFormat is for pages, comments and step summaries: CommonMark with the tables of
// GitHub and GitLab.
var markdownFormat = Format{
	Name: "markdown", Description: "tables for a page or a comment", ForPeople: true,
	Report: writeMarkdown, Coverage: writeCoverageMarkdown, Problems: writeProblemsMarkdown,
	Codes: writeCodesMarkdown, Rules: writeRulesMarkdown,
}

// maxMarkdownRows is how many findings, problems or operations a table lists unless the
// user asks for all: pages and comments have limits, and readers too.
const maxMarkdownRows = 200

// writeMarkdown writes a report: the totals, a table of findings, the fixes of their rules
// and a table of captures.
func writeMarkdown(w io.Writer, r *validate.Report, o Options) error {
	p := newMarkdown(w, o)
	all, r := r, withoutAccepted(r)
	causes := p.shownFindings(r.Findings)
	if !o.Quiet {
		p.reportTotals(all)
	}
	if !o.Quiet && needsGroups(r) {
		p.groups(r.Groups)
	}
	p.table([]string{"level", "rule", "finding", "operation", "document", "capture"}, len(causes), func(i int) []string {
		return markdownFinding(&causes[i])
	})
	p.fixes(causes)
	if !o.Quiet {
		p.baseline(all)
		p.captures(r.Captures)
		p.problemsMet(r.Contract.Problems)
	}
	return p.Flush()
}

// markdown is a page with Markdown on it.
type markdown struct{ *textPage }

func newMarkdown(w io.Writer, o Options) *markdown {
	o.Colour = false
	return &markdown{newPage(w, o)}
}

func (p *markdown) reportTotals(r *validate.Report) {
	label := strings.TrimSuffix(contractLabel(r.Contract), ": ")
	if label == "" {
		label = "apicontract"
	}
	if r.Summary.Checked == 0 {
		p.printf("## %s: nothing was checked\n\n", markdownText(label))
		return
	}
	p.printf("## %s: %s\n\n", markdownText(label), markdownText(findingCounts(r)))
	for _, line := range UncheckedLines(&r.Summary) {
		p.printf("- %s\n", markdownText(line))
	}
	p.printf("\n%s, %s.\n\n", markdownText(conformingText(r.Summary)), markdownText(exercisedText(r)))
}

// groups lists the causes of the findings, the heaviest first.
func (p *markdown) groups(groups []validate.Group) {
	p.table([]string{"level", "cause", "operations", "seen"}, len(groups), func(i int) []string {
		g := &groups[i]
		return []string{string(g.Level), markdownCode(string(g.Rule)) + ": " + markdownText(g.Message), strconv.Itoa(g.Operations), strconv.Itoa(g.Count)}
	})
}

// markdownFinding is a row of the table of findings.
func markdownFinding(c *validate.Finding) []string {
	message := markdownText(c.Message)
	if c.Expected != "" {
		message += "; expected " + markdownText(c.Expected)
	}
	if c.Actual != "" && !strings.Contains(c.Message, c.Actual) {
		message += ", got " + markdownText(c.Actual)
	}
	rule := markdownCode(string(c.Rule))
	if c.Count > 1 {
		rule += " × " + strconv.Itoa(c.Count)
	}
	return []string{string(c.Level), rule, message, markdownExchange(&c.Violation), markdownCode(documentPlace(c.DocumentLocation)), markdownCapture(c)}
}

func markdownExchange(v *validate.Violation) string {
	s := markdownCode(v.Method + " " + v.PathTemplate)
	if v.Status != 0 {
		s += " " + strconv.Itoa(v.Status)
	}
	if v.Code != "" {
		s += " " + markdownCode(v.Code)
	}
	return s
}

// markdownCapture is the first occurrence, with the place in the body.
func markdownCapture(c *validate.Finding) string {
	if len(c.Occurrences) == 0 {
		return ""
	}
	s := markdownText(c.Occurrences[0].Capture) + " entry " + strconv.Itoa(c.Occurrences[0].Entry)
	if c.InstanceLocation != "" {
		s += " at " + markdownCode(c.InstanceLocation)
	}
	return s
}

// fixes lists the fix of each rule once.
func (p *markdown) fixes(causes []validate.Finding) {
	var rules []validate.RuleID
	seen := make(map[validate.RuleID]bool)
	for i := range causes {
		if id := causes[i].Rule; !seen[id] && p.fixFor(id) != "" {
			seen[id] = true
			rules = append(rules, id)
		}
	}
	if len(rules) == 0 {
		return
	}
	p.printf("<details><summary>How to fix</summary>\n\n")
	for _, id := range rules {
		p.printf("- %s: %s\n", markdownCode(string(id)), p.fixFor(id))
	}
	p.printf("\n</details>\n\n")
}

func (p *markdown) captures(captures []validate.Capture) {
	p.table([]string{"capture", "entries", "checked", "skipped"}, len(captures), func(i int) []string {
		c := &captures[i]
		skipped := strconv.Itoa(c.Entries - c.Checked)
		if reasons := ReasonCounts(c.Skipped); reasons != "" {
			skipped += " (" + markdownText(reasons) + ")"
		}
		name := markdownText(c.Name)
		if c.Error != nil {
			name += " (" + markdownText(readProblem(*c)+errorText(c.Error)) + ")"
		}
		return []string{name, strconv.Itoa(c.Entries), strconv.Itoa(c.Checked), skipped}
	})
}

func (p *markdown) problemsMet(problems []validate.Problem) {
	if len(problems) == 0 {
		return
	}
	p.printf("%s\n\n", p.problemsMetTitle(len(problems)))
	for i := range problems[:min(len(problems), maxProblemsMet)] {
		found := &problems[i]
		p.printf("- %s: %s\n", markdownCode(p.problemPosition(found, allOnOneLine(problems))), markdownText(found.Message))
	}
	p.printf("\n")
}

// writeProblemsMarkdown writes a table of problems.
func writeProblemsMarkdown(w io.Writer, problems *ProblemList, o Options) error {
	p := newMarkdown(w, o)
	c := problems.Contract
	label := contractLabel(validate.ContractInfo{Title: c.Title, Version: c.Version, Source: c.Source})
	p.printf("## %s\n\n", markdownText(label+problemCount(problems.Summary)))
	oneLine := allOnOneLine(problems.Problems)
	p.table([]string{"level", "rule", "problem", "document", "fix"}, len(problems.Problems), func(i int) []string {
		found := &problems.Problems[i]
		return []string{string(found.Level), markdownCode(string(found.Rule)), markdownText(found.Message),
			markdownCode(p.problemPosition(found, oneLine)), markdownText(found.Fix)}
	})
	return p.Flush()
}

// writeCoverageMarkdown writes the totals, the codes that were never seen, and a table of
// operations.
func writeCoverageMarkdown(w io.Writer, c *Coverage, o Options) error {
	p := newMarkdown(w, o)
	label := contractLabel(validate.ContractInfo{Title: c.Contract.Title, Version: c.Contract.Version, Source: c.Contract.Source})
	p.printf("## %s%s in %s\n\n", markdownText(label), countOf(c.Checked, "checked exchange"), countOf(c.Reports, "report"))
	p.coverageTotals(&c.Totals)
	if len(c.NeverSeen) > 0 {
		names := make([]string, len(c.NeverSeen))
		for i, code := range c.NeverSeen {
			names[i] = markdownCode(code.Code)
		}
		p.printf("Codes never seen with their status: %s\n\n", strings.Join(names, ", "))
	}
	operations := c.filterMissing(o.Missing).Operations
	p.table([]string{"operation", "exchanges", "outcomes", "never seen"}, len(operations), func(i int) []string {
		op := &operations[i]
		return []string{markdownCode(op.Method + " " + op.PathTemplate), strconv.Itoa(op.Count),
			fmt.Sprintf("%d of %d", op.Outcomes.Seen, op.Outcomes.Of), markdownText(op.neverSeen())}
	})
	return p.Flush()
}

func (p *markdown) coverageTotals(t *CoverageTotals) {
	rows := t.rows()
	p.table([]string{"", "seen", "share"}, len(rows), func(i int) []string {
		return []string{rows[i].name, fmt.Sprintf("%d of %d", rows[i].Seen, rows[i].Of), fmt.Sprintf("%.1f %%", rows[i].Percent)}
	})
	if t.Undocumented > 0 {
		p.printf("%s seen that the contract does not document\n\n", countOf(t.Undocumented, "outcome"))
	}
}

// unseenCodes lists the documented outcomes of an operation that were not seen.
func (o *OperationCoverage) neverSeen() string {
	var parts []string
	for i := range o.Statuses {
		s := &o.Statuses[i]
		names, some := s.unseenNames()
		if !some {
			continue
		}
		part := s.statusName()
		if len(names) > 0 {
			part += " " + strings.Join(names, " ")
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// writeCodesMarkdown writes the error table. Its texts are the document's, which are
// Markdown themselves.
func writeCodesMarkdown(w io.Writer, codes []validate.ErrorCode, o Options) error {
	p := newMarkdown(w, o)
	p.rows([]string{"code", "status", "retry", "`Retry-After`", "`param`", "meaning", "what to do"}, len(codes), func(i int) []string {
		c := &codes[i]
		return []string{codeLink(c), Statuses(*c), string(c.Retry), string(c.RetryAfter), string(c.Param), cell(c.Meaning), cell(JoinFacts(c.Fixes, " "))}
	})
	return p.Flush()
}

// codeLink is the code as a link to its documentation, where that is known.
func codeLink(c *validate.ErrorCode) string {
	name := "`" + cell(c.Name) + "`"
	if c.DocURL == "" {
		return name
	}
	return "[" + name + "](" + cell(c.DocURL) + ")"
}

// writeRulesMarkdown writes a table of rules.
func writeRulesMarkdown(w io.Writer, rules []validate.Rule, o Options) error {
	p := newMarkdown(w, o)
	p.rows([]string{"rule", "level", "broken when"}, len(rules), func(i int) []string {
		return []string{markdownCode(string(rules[i].ID)), string(rules[i].Level), cell(rules[i].Summary)}
	})
	return p.Flush()
}

// table writes the first rows of a table and how many there are besides; nothing if there
// are none.
func (p *markdown) table(head []string, n int, row func(int) []string) {
	if n == 0 {
		return
	}
	shown := n
	if !p.Verbose {
		shown = min(n, cmp.Or(p.MaxRows, maxMarkdownRows))
	}
	p.rows(head, shown, row)
	if shown < n {
		p.printf("\n… and %d more\n", n-shown)
	}
	p.printf("\n")
}

// rows writes a table.
func (p *markdown) rows(head []string, n int, row func(int) []string) {
	p.printf("| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for i := range n {
		p.printf("| %s |\n", strings.Join(row(i), " | "))
	}
}

// cell keeps Markdown within its cell: bars are escaped, lines joined.
func cell(s string) string {
	return strings.ReplaceAll(Printable(strings.Join(strings.Fields(s), " ")), "|", `\|`)
}

// markdownEscapes are the characters that would start markup, a mention or a link.
var markdownEscapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "&#64;", "#", "&#35;", "://", "&#58;//", "www.", "www&#46;",
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "~", `\~`, "[", `\[`, "]", `\]`, "|", `\|`, "!", `\!`, "$", `\$`,
)

// markdownText returns text of the traffic as Markdown that shows it and does nothing else.
func markdownText(s string) string { return markdownEscapes.Replace(shortPrintable(s)) }

// markdownCode returns text of the traffic as a code span, within a cell too.
func markdownCode(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ReplaceAll(shortPrintable(s), "|", `\|`)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// JoinFacts returns the texts of facts, separated by separator.
func JoinFacts(facts []validate.Fact, separator string) string {
	texts := make([]string, len(facts))
	for i, f := range facts {
		texts[i] = f.Text
	}
	return strings.Join(texts, separator)
}
