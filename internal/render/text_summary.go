package render

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// summary prints the result in a few lines: the findings, how much of the traffic
// is right, and how much of the contract the traffic exercised.
func (p *page) summary(r *validate.Report) {
	if p.Verbose {
		p.hosts(r.Summary.Hosts)
	}
	if r.Summary.Checked == 0 {
		p.printf("%s\n", p.style.strong("nothing was checked"))
		return
	}
	p.printf("%s%s\n", contractLabel(r.Contract), exercised(r))
	p.printf("%s; %s\n", p.style.strong(findingCounts(r)), conforming(r.Summary))
	if n := r.Summary.Overflow; n > 0 {
		p.printf("%s went past the limit on distinct causes: counted, not listed\n", count(n, "violation"))
	}
}

// explainHint names the command that explains the heaviest finding's rule.
func (p *page) explainHint(causes []validate.Cause) {
	if len(causes) > 0 {
		p.printf("%s\n", p.style.faint("more about a rule: apicontract explain "+string(causes[0].Rule)))
	}
}

func (p *page) hosts(hosts []validate.Host) {
	for _, h := range hosts {
		s := fmt.Sprintf("host %s: %s", brief(h.Name), count(h.Entries, "entry"))
		if h.Contract {
			s += ", a server of the contract"
		}
		p.printf("%s\n", s)
	}
}

func conforming(s validate.Summary) string {
	text := fmt.Sprintf("%d of %d checked %s", s.Conforming, s.Checked, conform(s.Checked))
	if len(s.Unchecked) > 0 {
		text += "; not everything could be checked in some: " + Reasons(s.Unchecked)
	}
	return text
}

func conform(checked int) string {
	if checked == 1 {
		return "entry conforms"
	}
	return "entries conform"
}

// findingCounts counts findings, because each needs one fix, and says by level how often
// they were seen.
func findingCounts(r *validate.Report) string {
	v := r.Summary.Violations
	total := v.Error + v.Warning + v.Note
	if total == 0 {
		return "no findings"
	}
	var parts []string
	for _, l := range []struct {
		n    int
		noun string
	}{{v.Error, "error"}, {v.Warning, "warning"}, {v.Note, "note"}} {
		if l.n > 0 {
			parts = append(parts, count(l.n, l.noun))
		}
	}
	s := count(len(r.Findings), "finding")
	if total > len(r.Findings) {
		s += fmt.Sprintf(", seen %d times", total)
	}
	return s + ": " + strings.Join(parts, ", ")
}

// contractLabel names the document that the findings refer to.
func contractLabel(c validate.ContractInfo) string {
	name := strings.TrimSpace(brief(c.Title) + " " + brief(c.Version))
	if c.Source != "" {
		name += " (" + brief(c.Source) + ")"
	}
	if name == "" {
		return ""
	}
	return name + ": "
}

// exercised says how much of the contract the traffic showed.
func exercised(r *validate.Report) string {
	seen, all := operations(r.Coverage)
	s := fmt.Sprintf("exercised %d of %s", seen, count(all, "operation"))
	if len(r.Contract.Codes) == 0 {
		return s + "; it has no error table (x-error-table), so that no rule about error codes applied"
	}
	seen, listed, several := codes(r)
	s += fmt.Sprintf(", %d of %s", seen, count(listed, "error code"))
	if several > 0 {
		s += fmt.Sprintf("; %s may have any of several statuses, so that code-status checks little: give each code its `status` in the error table", count(several, "code"))
	}
	return s
}

// codes counts the codes that were seen with a status of their own, all codes, and
// those that have more than one status.
func codes(r *validate.Report) (seen, all, several int) {
	never, statuses := make(map[string]int), make(map[string]int)
	for _, c := range r.Contract.Codes {
		statuses[c.Code]++
	}
	for _, c := range neverSeen(r) {
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

func operations(rows []validate.Coverage) (seen, all int) {
	exercised := map[[2]string]bool{}
	for _, row := range rows {
		key := [2]string{row.Method, row.PathTemplate}
		exercised[key] = exercised[key] || row.Count > 0
	}
	for _, ok := range exercised {
		if ok {
			seen++
		}
	}
	return seen, len(exercised)
}
