package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/render/htmlpage"
	"github.com/apicontract/apicontract/validate"
)

// htmlFormat is one page for a browser that needs no network. Its verdict is that of the options,
// so that it says what the exit code says.
var htmlFormat = Format{
	Name: "html", Description: "one page for a browser, without a network",
	Report: writeHTML, Coverage: writeCoverageHTML, Problems: writeProblemsHTML,
}

// maxHTMLRows bounds the tables of captures, hosts and problems.
const maxHTMLRows = 200

// htmlPage is a page that is being filled.
type htmlPage struct{ htmlpage.Page }

func newHTMLPage(command string, tool validate.ToolInfo, title, version, source string) *htmlPage {
	return &htmlPage{htmlpage.Page{
		Command:  command,
		Contract: strings.TrimSpace(shortPrintable(title) + " " + shortPrintable(version)),
		Source:   shortPrintable(source),
		Tool:     strings.TrimSpace(shortPrintable(tool.Name) + " " + shortPrintable(tool.Version)),
		Data:     htmlpage.NewData(),
	}}
}

func (p *htmlPage) noteLeftOut(n int, noun string) {
	if n > 0 {
		p.LeftOut = append(p.LeftOut, countOf(n, "further "+noun)+" left out, because a browser shows only so many at once: the JSON report has all.")
	}
}

// addCoverage adds the outcomes of operations.
func (p *htmlPage) addCoverage(operations []OperationCoverage) {
	for i := range operations {
		op := &operations[i]
		name := htmlOperation(op.Method, op.PathTemplate, op.Operation)
		for _, s := range op.Statuses {
			for _, c := range s.Codes {
				p.Data.AddOutcome(htmlpage.Outcome{
					Operation: name, Status: statusLabel(s.Status, s.Response), Code: shortPrintable(c.Code),
					Documented: c.Documented, Count: c.Count, Conforming: c.Conforming,
				})
			}
		}
	}
}

func htmlOperation(method, template, id string) htmlpage.Operation {
	return htmlpage.Operation{Method: shortPrintable(method), PathTemplate: shortPrintable(template), ID: shortPrintable(id)}
}

// statusLabel is a status, or the key of a range or default response of which none was seen.
func statusLabel(status int, response string) string {
	if status != 0 {
		return strconv.Itoa(status)
	}
	return shortPrintable(response)
}

// addGroups adds the causes and returns the index of the group of each fingerprint.
func (p *htmlPage) addGroups(groups []validate.Group) map[string]int {
	indexes := make(map[string]int)
	for i := range groups {
		g := &groups[i]
		p.Data.Groups = append(p.Data.Groups, htmlpage.Group{
			Level: string(g.Level), Rule: string(g.Rule), Message: shortPrintable(g.Message), Operations: g.Operations, Count: g.Count,
		})
		for _, fingerprint := range g.Findings {
			indexes[fingerprint] = i
		}
	}
	return indexes
}

// writeCoverageHTML writes the totals and the map of operations.
func writeCoverageHTML(w io.Writer, c *Coverage, o Options) error {
	p := newHTMLPage("coverage", c.Tool, c.Contract.Title, c.Contract.Version, c.Contract.Source)
	t := &c.Totals
	p.Verdict = htmlpage.Verdict{State: htmlpage.Neutral, Text: fmt.Sprintf("%d of %s exercised", t.Operations.Seen, countOf(t.Operations.Of, "operation")),
		Detail: fmt.Sprintf("%s in %s.", countOf(c.Checked, "checked exchange"), countOf(c.Reports, "report"))}
	for _, row := range t.rows() {
		p.Totals = append(p.Totals, htmlpage.Total{Value: ofText(row.Seen, row.Of), Name: row.name, Detail: fmt.Sprintf("%.1f %%", row.Percent)})
	}
	if t.Undocumented > 0 {
		p.Totals = append(p.Totals, htmlpage.Total{Value: strconv.Itoa(t.Undocumented), Name: "undocumented outcomes"})
	}
	if table := neverSeenTable(c.NeverSeen); len(table.Rows) > 0 {
		p.Tables = append(p.Tables, table)
	}
	p.addCoverage(c.filterMissing(o.Missing).Operations)
	return htmlpage.Write(w, &p.Page)
}

func neverSeenTable(codes []validate.CodeInfo) htmlpage.Table {
	return newHTMLTable("Codes never seen with their status", []string{"Code", "Status"}, len(codes), func(i int) []string {
		return []string{shortPrintable(codes[i].Code), statusLabel(codes[i].Status, "any")}
	})
}

// writeProblemsHTML writes the problems of a document, as findings without operations.
func writeProblemsHTML(w io.Writer, problems *ProblemList, o Options) error {
	c := problems.Contract
	p := newHTMLPage("lint", problems.Tool, c.Title, c.Version, c.Source)
	p.Verdict = htmlpage.Verdict{State: htmlpage.Passed, Text: "Passed", Detail: upperFirst(problemCount(problems.Summary)) + "."}
	if o.anyReaches(problems.Summary) {
		p.Verdict.State, p.Verdict.Text = htmlpage.Failed, "Failed"
	}
	p.Data.Noun = "problem"
	left := 0
	for i := range problems.Problems {
		found := &problems.Problems[i]
		row := &htmlpage.Finding{Level: string(found.Level), Rule: string(found.Rule), Fix: shortPrintable(found.Fix), Message: shortPrintable(found.Message),
			Document: documentPlace(found.Location), Fingerprint: problemFingerprint(found), Group: -1, Count: 1}
		if !p.Data.AddFinding(row) {
			left++
		}
	}
	p.noteLeftOut(left, "problem")
	return htmlpage.Write(w, &p.Page)
}
