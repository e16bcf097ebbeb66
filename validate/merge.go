package validate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Merge adds up reports of one contract, such as those of CI shards. The order
// of the arguments does not matter: captures are sorted by name, and a cause
// keeps its first occurrences in that order. A baseline and suppressions apply to
// the sum: a finding is suppressed if that holds for all of its captures. The error is that of reports that
// do not belong together; there is also one if there are no reports.
func Merge(reports ...*Report) (*Report, error) {
	if len(reports) == 0 {
		return nil, errors.New("no reports to merge")
	}
	reports = slices.Clone(reports)
	slices.SortStableFunc(reports, func(a, b *Report) int {
		return strings.Compare(a.firstCapture(), b.firstCapture())
	})
	first := reports[0]
	t := emptyAggregator()
	t.contract = first.Contract
	for _, r := range reports {
		if err := sameContract(first, r); err != nil {
			return nil, err
		}
		t.addReport(r)
	}
	merged := t.buildReport()
	merged.Tool = first.Tool
	merged.mergeBaselines(reports)
	merged.mergeExcerpts(reports)
	merged.mergeSuppressions(reports)
	return merged, nil
}

func (r *Report) firstCapture() string {
	if len(r.Captures) == 0 {
		return ""
	}
	return r.Captures[0].Name
}

func sameContract(a, b *Report) error {
	if a.SchemaVersion != b.SchemaVersion {
		return fmt.Errorf("reports of versions %d and %d cannot be merged: make them with one release", a.SchemaVersion, b.SchemaVersion)
	}
	x, y := a.Contract, b.Contract
	if x.Title != y.Title || x.Version != y.Version || !slices.Equal(x.Codes, y.Codes) {
		return fmt.Errorf("reports of two contracts cannot be merged: %q %s and %q %s", x.Title, x.Version, y.Title, y.Version)
	}
	return nil
}

func (t *aggregator) addReport(r *Report) {
	t.captures = append(t.captures, sortedCaptures(r.Captures)...) // copies, for hosts are decided again
	t.contract.Problems = mergeProblems(t.contract.Problems, r.Contract.Problems)
	t.addSummary(&r.Summary)
	t.coverage = mergeRows(append(t.coverage, r.Coverage...))
	for i := range r.Findings {
		t.addFinding(&r.Findings[i])
	}
}

// mergeProblems returns the problems of both lists, each once, in the order of the document.
func mergeProblems(a, b []Problem) []Problem {
	all := append(append([]Problem{}, a...), b...)
	slices.SortStableFunc(all, func(a, b Problem) int {
		return cmp.Or(
			strings.Compare(a.Location.File, b.Location.File), a.Location.Line-b.Location.Line, a.Location.Column-b.Location.Column,
			strings.Compare(string(a.Rule), string(b.Rule)), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(all)
}

func (t *aggregator) addSummary(s *Summary) {
	t.summary.Entries += s.Entries
	t.summary.Checked += s.Checked
	t.summary.Matched += s.Matched
	t.summary.Retired += s.Retired
	t.summary.Conforming += s.Conforming
	t.summary.Overflow += s.Overflow
	t.summary.Violations.Error += s.Violations.Error
	t.summary.Violations.Warning += s.Violations.Warning
	t.summary.Violations.Note += s.Violations.Note
	for reason, n := range s.Skipped {
		t.summary.Skipped[reason] += n
	}
	for reason, n := range s.Unchecked {
		t.summary.Unchecked[reason] += n
	}
	t.summary.Checkable += s.Checkable
	for reason, n := range s.Missed {
		t.summary.Missed[reason] += n
	}
	for _, h := range s.Hosts {
		known := t.hostCounter(h.Name, h.Contract)
		if known == nil {
			continue
		}
		known.Entries += h.Entries
		known.Matched += h.Matched
		known.Contract = known.Contract || h.Contract
		for i := range h.Undocumented {
			known.addPending(&h.Undocumented[i].Violation, h.Undocumented[i].Occurrences...)
		}
	}
}

func (t *aggregator) addFinding(c *Finding) {
	id := findingKeyOf(&c.Violation).id()
	known := t.findings[id]
	if known == nil {
		if !t.hasRoom(c.Rule) {
			t.summary.Overflow += c.Count
			return
		}
		t.ofRule[c.Rule]++
		known = &findingCounter{Finding: Finding{Violation: c.Violation, Fingerprint: c.Fingerprint}}
		t.findings[id] = known
	}
	if c.seenBefore(&known.Finding) {
		known.Violation = c.Violation
	}
	known.Count += c.Count
	known.Occurrences = append(known.Occurrences, c.Occurrences...)
	slices.SortStableFunc(known.Occurrences, compareOccurrences)
	known.Occurrences = known.Occurrences[:min(len(known.Occurrences), maxOccurrences)]
}

// seenBefore reports whether c's first occurrence is the earlier one, so that its
// message is the cause's.
func (c *Finding) seenBefore(other *Finding) bool {
	return len(c.Occurrences) > 0 && len(other.Occurrences) > 0 &&
		compareOccurrences(c.Occurrences[0], other.Occurrences[0]) < 0
}

func compareOccurrences(a, b Occurrence) int {
	return cmp.Or(strings.Compare(a.Capture, b.Capture), a.Entry-b.Entry)
}
