package validate

import (
	"cmp"
	"slices"
	"strings"
)

// A BaselineState says how a finding relates to the baseline that a run was compared with.
type BaselineState string

// The states of a finding. Findings of a baseline that are not in the report are listed in
// [BaselineComparison].
const (
	BaselineNew       BaselineState = "new"       // not in the baseline
	BaselineUnchanged BaselineState = "unchanged" // in the baseline, so that it does not fail the run
)

// A BaselineFinding is a finding as a baseline keeps it: its fingerprint, and what a reader
// needs to recognise it. It has no message, because messages change with the tool and the
// traffic.
type BaselineFinding struct {
	Fingerprint  string `json:"fingerprint"`
	Rule         RuleID `json:"rule"`
	Method       string `json:"method"`
	PathTemplate string `json:"pathTemplate"`
	Operation    string `json:"operation,omitempty"` // operationId
	Status       int    `json:"status,omitempty"`
	Code         string `json:"code,omitempty"`
	// InstanceLocation is a JSON Pointer into the response's body, with * for the indexes of
	// arrays.
	InstanceLocation string `json:"instanceLocation,omitempty"`
	Subject          string `json:"subject,omitempty"` // that of [Violation]
}

// NewBaselineFinding returns what a baseline keeps of a finding.
func NewBaselineFinding(f *Finding) BaselineFinding {
	return BaselineFinding{Fingerprint: f.Fingerprint, Rule: f.Rule, Method: f.Method, PathTemplate: f.PathTemplate, Operation: f.Operation,
		Status: f.Status, Code: f.Code, InstanceLocation: foldIndexes(f.InstanceLocation), Subject: f.Subject}
}

// CompareBaselineFindings orders the findings of a baseline: by operation, status, code, rule
// and place, so that related ones are neighbours in a file.
func CompareBaselineFindings(a, b BaselineFinding) int {
	return cmp.Or(
		strings.Compare(a.PathTemplate, b.PathTemplate), strings.Compare(a.Method, b.Method),
		a.Status-b.Status, strings.Compare(a.Code, b.Code), strings.Compare(string(a.Rule), string(b.Rule)),
		strings.Compare(a.InstanceLocation, b.InstanceLocation), strings.Compare(a.Subject, b.Subject),
		strings.Compare(a.Fingerprint, b.Fingerprint))
}

// A BaselineComparison says what became of the findings of a baseline. Those that the report
// still has are its findings with the state [BaselineUnchanged].
type BaselineComparison struct {
	Source string `json:"source"` // the file name of the baseline
	// Absent are those that vanished: their operation was seen again with the same status or
	// error code, and without the finding.
	Absent []BaselineFinding `json:"absent"`
	// NotSeen are those of which the run says nothing: their operation was not seen with the
	// status or the code, their rule is off, a capture was not read to its end, or findings went
	// past the limit of a report.
	NotSeen []BaselineFinding `json:"notSeen"`
}

// CompareBaseline compares the report with the findings of a baseline, and enters the result
// in Findings and Baseline. source is the file name of the baseline; off are the rules that
// were not checked. An earlier comparison is replaced.
func (r *Report) CompareBaseline(source string, baseline []BaselineFinding, off ...RuleID) {
	known := make(map[string]bool)
	var gone, notSeen []BaselineFinding
	seen := r.seenOutcomes()
	for _, f := range baseline {
		known[f.Fingerprint] = true
		if seen.has(&f) && !slices.Contains(off, f.Rule) {
			gone = append(gone, f)
		} else {
			notSeen = append(notSeen, f)
		}
	}
	r.enterBaseline(source, known, gone, notSeen)
}

// enterBaseline sets the states of the findings, and lists what the report does not have.
func (r *Report) enterBaseline(source string, known map[string]bool, gone, notSeen []BaselineFinding) {
	present := make(map[string]bool)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Baseline = BaselineNew
		if known[f.Fingerprint] {
			f.Baseline = BaselineUnchanged
		}
		present[f.Fingerprint] = true
	}
	if r.Summary.Overflow > 0 || r.isCut() { // they may be in what is not listed or not read
		gone, notSeen = nil, append(gone, notSeen...)
	}
	c := &BaselineComparison{Source: source, Absent: missingFrom(present, gone)}
	for _, f := range c.Absent {
		present[f.Fingerprint] = true
	}
	c.NotSeen = missingFrom(present, notSeen)
	r.Baseline = c
}

// isCut reports whether a capture was not read to its end.
func (r *Report) isCut() bool {
	return slices.ContainsFunc(r.Captures, func(c Capture) bool { return c.Error != nil })
}

// missingFrom returns the findings that are not present, each once and in order.
func missingFrom(present map[string]bool, findings []BaselineFinding) []BaselineFinding {
	left := []BaselineFinding{}
	for _, f := range findings {
		if !present[f.Fingerprint] {
			left = append(left, f)
		}
	}
	slices.SortFunc(left, CompareBaselineFindings)
	return slices.CompactFunc(left, func(a, b BaselineFinding) bool { return a.Fingerprint == b.Fingerprint })
}

// seenOutcomes are the outcomes of operations that were checked, with their bodies.
type seenOutcomes struct {
	statuses map[seenStatus]bool
	codes    map[seenCode]bool
}

type seenStatus struct {
	method, path string
	status       int
}

type seenCode struct{ method, path, code string }

func (r *Report) seenOutcomes() seenOutcomes {
	seen := seenOutcomes{make(map[seenStatus]bool), make(map[seenCode]bool)}
	for i := range r.Coverage {
		row := &r.Coverage[i]
		if row.Count > row.Unread {
			seen.statuses[seenStatus{row.Method, row.PathTemplate, row.Status}] = true
			seen.codes[seenCode{row.Method, row.PathTemplate, row.Code}] = true
		}
	}
	return seen
}

// has reports whether the operation of a finding was seen with its status or its code. The
// code is enough, because the finding may have been that it came with a wrong status.
func (s seenOutcomes) has(f *BaselineFinding) bool {
	return s.statuses[seenStatus{f.Method, f.PathTemplate, f.Status}] ||
		f.Code != "" && s.codes[seenCode{f.Method, f.PathTemplate, f.Code}]
}

// mergeBaselines enters in r, which is merged from reports, their comparisons with baselines.
// Reports without one do not count.
func (r *Report) mergeBaselines(reports []*Report) {
	var sources []string
	var gone, notSeen []BaselineFinding
	known := make(map[string]bool)
	for _, part := range reports {
		if part.Baseline == nil {
			continue
		}
		sources = append(sources, part.Baseline.Source)
		gone, notSeen = append(gone, part.Baseline.Absent...), append(notSeen, part.Baseline.NotSeen...)
		for i := range part.Findings {
			if f := &part.Findings[i]; f.Baseline == BaselineUnchanged {
				known[f.Fingerprint] = true
			}
		}
	}
	if sources == nil {
		return
	}
	for _, f := range slices.Concat(gone, notSeen) {
		known[f.Fingerprint] = true
	}
	slices.Sort(sources)
	r.enterBaseline(strings.Join(slices.Compact(sources), ", "), known, gone, notSeen)
}

// Accepted reports whether the finding fails no run: it is in the baseline, or suppressed.
func (f *Finding) Accepted() bool { return f.Baseline == BaselineUnchanged || f.Suppressed != nil }

// ActiveViolations counts the violations of the findings that are not [Finding.Accepted], and
// those that went past the limit on findings.
func (r *Report) ActiveViolations() LevelCounts {
	active := r.Summary.Violations
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Accepted() {
			active.addCount(f.Level, -f.Count)
		}
	}
	return active
}
