package render

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// writeSummary prints the result in a few lines: the findings, how much of the traffic
// is right, and how much of the contract the traffic exercised.
func (p *textPage) writeSummary(r *validate.Report) {
	if p.Verbose {
		p.writeHosts(r.Summary.Hosts)
	}
	if r.Summary.Checked > 0 {
		p.printf("%s%s\n", contractLabel(r.Contract), exercisedText(r))
	}
	p.writeTotalLine(r)
	if n := r.Summary.Overflow; n > 0 {
		p.printf("%s went past the limit on distinct findings: counted, not listed\n", countOf(n, "violation"))
	}
}

// writeTotalLine prints the line of totals.
func (p *textPage) writeTotalLine(r *validate.Report) {
	if r.Summary.Checked == 0 {
		p.printf("%s\n", p.style.boldText("nothing was checked"))
		return
	}
	p.printf("%s; %s\n", p.style.boldText(findingCounts(r)), conformingText(r.Summary))
}

// writeRuleHint names the command that explains the heaviest finding's rule.
func (p *textPage) writeRuleHint(causes []validate.Finding) {
	if len(causes) > 0 {
		p.printf("%s\n", p.style.faintText("by rule (apicontract explain "+string(causes[0].Rule)+" says more):"))
	}
}

func (p *textPage) writeHosts(hosts []validate.HostSummary) {
	for _, h := range hosts {
		s := fmt.Sprintf("host %s: %s", shortPrintable(h.Name), countOf(h.Entries, "entry"))
		if h.Contract {
			s += ", a server of the contract"
		}
		p.printf("%s\n", s)
	}
}

func conformingText(s validate.Summary) string {
	return fmt.Sprintf("%d of %d checked %s", s.Conforming, s.Checked, entriesConform(s.Checked))
}

func entriesConform(checked int) string {
	if checked == 1 {
		return "entry conforms"
	}
	return "entries conform"
}

// findingCounts counts findings, because each needs one fix, and says by level how often
// they were seen. Those that are accepted follow.
func findingCounts(r *validate.Report) string {
	accepted := acceptedCounts(r)
	r = withoutAccepted(r)
	v := r.Summary.Violations
	total := v.Error + v.Warning + v.Note
	switch {
	case total == 0 && accepted != "":
		return "no new findings; " + accepted
	case total == 0:
		return "no findings"
	case accepted != "":
		accepted = "; " + accepted
	}
	s := countOf(len(r.Findings), "finding")
	if total > len(r.Findings) {
		s += fmt.Sprintf(", seen %d times", total)
	}
	return s + ": " + levelText(v) + accepted
}

// levelText counts by level; empty if there are none.
func levelText(n validate.LevelCounts) string {
	var parts []string
	for _, l := range []struct {
		n    int
		noun string
	}{{n.Error, "error"}, {n.Warning, "warning"}, {n.Note, "note"}} {
		if l.n > 0 {
			parts = append(parts, countOf(l.n, l.noun))
		}
	}
	return strings.Join(parts, ", ")
}

// contractLabel names the document that the findings refer to.
func contractLabel(c validate.ContractInfo) string {
	name := strings.TrimSpace(shortPrintable(c.Title) + " " + shortPrintable(c.Version))
	if c.Source != "" {
		name += " (" + shortPrintable(c.Source) + ")"
	}
	if name == "" {
		return ""
	}
	return name + ": "
}

// exercisedText says how much of the contract the traffic showed.
func exercisedText(r *validate.Report) string {
	seen, all := countOperations(r.Coverage)
	s := fmt.Sprintf("exercised %d of %s", seen, countOf(all, "operation"))
	if len(r.Contract.Codes) == 0 {
		return s + "; it has no error table (x-error-table), so that no rule about error codes applied"
	}
	seen, listed, several := countCodes(r)
	s += fmt.Sprintf(", %d of %s", seen, countOf(listed, "error code"))
	if several > 0 {
		s += fmt.Sprintf("; %s may have any of several statuses, so that code-status checks little: give each code its `status` in the error table", countOf(several, "code"))
	}
	return s
}

// countCodes counts the codes that were seen with a status of their own, all codes, and
// those that have more than one status.
func countCodes(r *validate.Report) (seen, all, several int) {
	never, statuses := make(map[string]int), make(map[string]int)
	for _, c := range r.Contract.Codes {
		statuses[c.Code]++
	}
	for _, c := range unseenCodes(r) {
		never[c.Code]++
	}
	for code, n := range statuses {
		if never[code] < n {
			seen++
		}
		if n > 1 {
			several++
		}
	}
	return seen, len(statuses), several
}

func countOperations(rows []validate.Coverage) (seen, all int) {
	exercised := map[[2]string]bool{}
	for _, row := range rows {
		key := [2]string{row.Method, row.PathTemplate}
		exercised[key] = exercised[key] || row.Count > row.Unread
	}
	for _, ok := range exercised {
		if ok {
			seen++
		}
	}
	return seen, len(exercised)
}
