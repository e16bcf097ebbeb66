package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// maxVanished is how many vanished findings of a baseline are listed unless the user asks for all.
const maxVanished = 20

// withoutAccepted returns the report without the findings that the baseline knows or that are
// suppressed: a reader looks for the others. What is left is shared with r.
func withoutAccepted(r *validate.Report) *validate.Report {
	if known, suppressed := countAccepted(r); known+suppressed == 0 {
		return r
	}
	active := *r
	active.Summary.Violations = r.ActiveViolations()
	active.Findings, active.Groups = nil, nil
	byFingerprint := make(map[string]*validate.Finding)
	for i := range r.Findings {
		if f := &r.Findings[i]; !f.Accepted() {
			active.Findings = append(active.Findings, *f)
			byFingerprint[f.Fingerprint] = f
		}
	}
	for i := range r.Groups {
		if g := groupWithout(r.Groups[i], byFingerprint); len(g.Findings) > 0 {
			active.Groups = append(active.Groups, g)
		}
	}
	return &active
}

// groupWithout returns a group with only some of its findings.
func groupWithout(g validate.Group, left map[string]*validate.Finding) validate.Group {
	members := g.Findings
	g.Findings, g.Count = nil, 0
	operations := make(map[[2]string]bool)
	for _, fingerprint := range members {
		if f := left[fingerprint]; f != nil {
			g.Findings = append(g.Findings, fingerprint)
			g.Count += f.Count
			operations[[2]string{f.Method, f.PathTemplate}] = true
		}
	}
	g.Operations = len(operations)
	return g
}

// countAccepted counts the findings that are suppressed, and the others that the baseline knows.
func countAccepted(r *validate.Report) (known, suppressed int) {
	for i := range r.Findings {
		switch f := &r.Findings[i]; {
		case f.Suppressed != nil:
			suppressed++
		case f.Accepted():
			known++
		}
	}
	return known, suppressed
}

// acceptedText says why a finding fails no run; empty if it may.
func acceptedText(f *validate.Finding) string {
	switch {
	case f.Suppressed != nil && f.Suppressed.Until != "":
		return "suppressed until " + shortPrintable(f.Suppressed.Until) + ": " + shortPrintable(f.Suppressed.Reason)
	case f.Suppressed != nil:
		return "suppressed: " + shortPrintable(f.Suppressed.Reason)
	case f.Accepted():
		return "in the baseline"
	}
	return ""
}

// acceptedCounts says how many findings are accepted: "12 known, 3 suppressed"; empty if none is.
func acceptedCounts(r *validate.Report) string {
	var parts []string
	known, suppressed := countAccepted(r)
	if known > 0 {
		parts = append(parts, fmt.Sprintf("%d known", known))
	}
	if suppressed > 0 {
		parts = append(parts, fmt.Sprintf("%d suppressed", suppressed))
	}
	return strings.Join(parts, ", ")
}

// baselineText says what became of a baseline: "baseline b.json: 12 findings known, 2 vanished".
func baselineText(r *validate.Report) string {
	unchanged := 0
	for i := range r.Findings {
		if r.Findings[i].Baseline == validate.BaselineUnchanged {
			unchanged++
		}
	}
	s := fmt.Sprintf("baseline %s: %s known", shortPrintable(r.Baseline.Source), countOf(unchanged, "finding"))
	if n := len(r.Baseline.Absent); n > 0 {
		s += fmt.Sprintf(", %d vanished", n)
	}
	if n := len(r.Baseline.NotSeen); n > 0 {
		s += fmt.Sprintf(", %d not seen in this run", n)
	}
	return s
}

// BaselineChanges says what a baseline of the report holds: "12 findings, 2 of them new; 1
// vanished". Without a baseline before, nothing is new.
func BaselineChanges(r *validate.Report) string {
	held, fresh := 0, 0
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil {
			continue
		}
		held++
		if f.Baseline == validate.BaselineNew {
			fresh++
		}
	}
	if r.Baseline == nil {
		return countOf(held, "finding") + " written"
	}
	s := fmt.Sprintf("%s written, %d of them new", countOf(held+len(r.Baseline.NotSeen), "finding"), fresh)
	if n := len(r.Baseline.NotSeen); n > 0 {
		s += fmt.Sprintf(" and %d kept that were not seen", n)
	}
	return s + fmt.Sprintf("; %d vanished", len(r.Baseline.Absent))
}

// baselineFindingText names a finding of a baseline in a line.
func baselineFindingText(f *validate.BaselineFinding) string {
	s := shortPrintable(string(f.Rule)) + ": " + exchangeText(validate.Violation{
		Method: f.Method, PathTemplate: f.PathTemplate, Operation: f.Operation, Status: f.Status, Code: f.Code})
	if f.InstanceLocation != "" {
		s += ", at " + shortPrintable(f.InstanceLocation)
	}
	if f.Subject != "" {
		s += ", " + shortPrintable(f.Subject)
	}
	return s
}

// SuppressionWarnings returns the warnings about suppressions of a report, a line each.
func SuppressionWarnings(r *validate.Report) []string {
	var lines []string
	for i := range r.Suppressions {
		if w := r.Suppressions[i].Warning(); w != "" {
			lines = append(lines, shortPrintable(w))
		}
	}
	return lines
}

// writeBaseline prints what became of the baseline, with the findings that vanished.
func (p *textPage) writeBaseline(r *validate.Report) {
	if r.Baseline == nil {
		return
	}
	p.printf("%s\n", baselineText(r))
	shown := r.Baseline.Absent
	if !p.Verbose {
		shown = shown[:min(len(shown), maxVanished)]
	}
	for i := range shown {
		p.printf("  vanished %s\n", baselineFindingText(&shown[i]))
	}
	if left := len(r.Baseline.Absent) - len(shown); left > 0 {
		p.printf("  … and %d more; --verbose lists all\n", left)
	}
	for i := range r.Baseline.NotSeen {
		if p.Verbose {
			p.printf("  not seen %s\n", baselineFindingText(&r.Baseline.NotSeen[i]))
		}
	}
}

// writeSuppressionWarnings prints the suppressions that have no effect any more.
func (p *textPage) writeSuppressionWarnings(r *validate.Report) {
	for _, w := range SuppressionWarnings(r) {
		p.printf("%s%s\n", p.style.levelText(validate.LevelWarning, "warning: "), w)
	}
}

// baseline lists what became of the baseline, and suppressions that have no effect any more.
func (p *markdown) baseline(r *validate.Report) {
	if r.Baseline != nil {
		p.printf("%s\n\n", markdownText(baselineText(r)))
		absent := r.Baseline.Absent
		p.table([]string{"vanished", "operation", "place"}, len(absent), func(i int) []string {
			f := &absent[i]
			return []string{markdownCode(string(f.Rule)), markdownExchange(&validate.Violation{Method: f.Method, PathTemplate: f.PathTemplate, Status: f.Status, Code: f.Code}),
				strings.TrimSpace(markdownCode(f.InstanceLocation) + " " + markdownText(f.Subject))}
		})
	}
	warnings := SuppressionWarnings(r)
	for _, w := range warnings {
		p.printf("- **warning**: %s\n", markdownText(w))
	}
	if len(warnings) > 0 {
		p.printf("\n")
	}
}

// fails reports whether a finding makes the run fail.
func (o *Options) fails(f *validate.Finding) bool {
	return o.reachesFailLevel(f.Level) && !f.Accepted()
}

// activeFirst returns the findings with those that are not accepted first.
func activeFirst(findings []validate.Finding) []validate.Finding {
	isAccepted := func(f validate.Finding) bool { return f.Accepted() }
	if !slices.ContainsFunc(findings, isAccepted) {
		return findings
	}
	sorted := slices.DeleteFunc(slices.Clone(findings), isAccepted)
	for i := range findings {
		if findings[i].Accepted() {
			sorted = append(sorted, findings[i])
		}
	}
	return sorted
}
