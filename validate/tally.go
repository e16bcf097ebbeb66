package validate

import (
	"maps"
	"slices"
	"strings"
)

// The caps keep memory bounded where the traffic chooses: undocumented
// codes, paths, hosts.
const (
	maxOccurrences = 1000
	maxShared      = 2 * maxCacheSize / violationSize
)

// An aggregator collects the counts and findings of a report.
type aggregator struct {
	contract    ContractInfo
	captures    []Capture
	open        *Capture // that is being read; nil: none is
	summary     Summary
	hosts       map[string]*hostCounter
	findings    map[findingID]*findingCounter
	ofRule      map[RuleID]int                 // number of findings
	shared      map[*Violation]*findingCounter // nil: the cause is beyond the cap
	outcomes    map[outcomeKey]*outcomeCount
	coverage    []Coverage                  // of merged reports
	hostsByName map[string]*hostCounter     // of hosts, by names as they came
	unusable    map[*compiledOperation]bool // that exchanges were for
	// operations are those of the capture that is being read.
	operations operationCounts
	// documented is whose outcomes the report lists, exercised or not; nil:
	// they were merged.
	documented *contractModel
	// isFinished says that nothing is counted any more: what is in the report is not kept.
	isFinished bool
}

func emptyAggregator() *aggregator {
	return &aggregator{
		summary:     Summary{Skipped: make(map[SkipReason]int), Unchecked: make(map[UncheckedReason]int), Missed: make(map[string]int)},
		hosts:       make(map[string]*hostCounter),
		findings:    make(map[findingID]*findingCounter),
		ofRule:      make(map[RuleID]int),
		shared:      make(map[*Violation]*findingCounter),
		outcomes:    make(map[outcomeKey]*outcomeCount),
		hostsByName: make(map[string]*hostCounter),
		unusable:    make(map[*compiledOperation]bool),
		operations:  make(operationCounts),
	}
}

func newAggregator(m *contractModel) *aggregator {
	t := emptyAggregator()
	t.documented = m
	return t
}

func (c *Contract) contractInfo() ContractInfo {
	info := ContractInfo{Title: c.Title(), Version: c.Version(), Source: c.Source(), Codes: []CodeInfo{}}
	for _, code := range c.Codes() {
		if len(code.Statuses) == 0 {
			info.Codes = append(info.Codes, CodeInfo{Code: code.Name, Retry: code.Retry})
		}
		for _, status := range code.Statuses {
			info.Codes = append(info.Codes, CodeInfo{Code: code.Name, Status: status, Retry: code.Retry})
		}
	}
	return info
}

// addResult enters the verdict on one entry of a capture.
func (t *aggregator) addResult(capture *Capture, v *Result) {
	at := entryPosition{capture: uint32(len(t.captures)), entry: uint32(capture.Entries)} // where it will stand
	t.open = capture
	capture.Entries++
	t.summary.Entries++
	t.addHost(v, at)
	if v.op != nil || v.isRetired {
		t.summary.Matched++
	}
	if v.isRetired {
		t.summary.Retired++
	}
	if v.checkable {
		t.summary.Checkable++
		if v.missed != "" {
			t.summary.Missed[v.missed]++
		}
	}
	if v.Skipped != "" {
		capture.Skipped[v.Skipped]++
		t.summary.Skipped[v.Skipped]++
		if v.Skipped == SkipUnusable && v.op != nil {
			t.unusable[v.op] = true
		}
		return
	}
	capture.Checked++
	t.summary.Checked++
	t.operations.count(v)
	if v.Conforms() {
		t.summary.Conforming++
	}
	for _, reason := range v.Unchecked {
		t.summary.Unchecked[reason]++
	}
	t.addOverflow(&v.overflow)
	if v.op != nil && !v.headOfGet {
		t.addCoverage(v)
	}
	for i := range v.Violations {
		t.addViolation(&v.Violations[i], 1+v.more[i], at, v.shared)
	}
}

// addViolation counts a violation as often as an exchange has it. One that is shared keeps its address, by
// which its cause is found again.
func (t *aggregator) addViolation(v *Violation, times int, at entryPosition, shared bool) {
	t.summary.Violations.addCount(v.Level, times)
	var cause *findingCounter
	known := false
	if shared {
		cause, known = t.shared[v]
	}
	if !known {
		cause = t.findingOf(v)
	}
	if shared && !known {
		if len(t.shared) >= maxShared {
			clear(t.shared) // those that are forgotten are not known here
		}
		t.shared[v] = cause
	}
	if cause == nil {
		t.summary.Overflow += times
		return
	}
	t.addOccurrence(cause, v, at, times)
}

// findingOf returns the cause of a violation, nil if there are too many.
func (t *aggregator) findingOf(v *Violation) *findingCounter {
	key := findingKeyOf(v)
	id := key.id()
	cause := t.findings[id]
	if cause == nil {
		if !t.hasRoom(v.Rule) {
			return nil
		}
		t.ofRule[v.Rule]++
		cause = &findingCounter{Finding: Finding{Violation: *v, Fingerprint: key.fingerprint()}}
		t.findings[id] = cause
	}
	return cause
}

// hasRoom reports whether a finding of a rule may be added: many of one rule leave room for
// some of every other.
func (t *aggregator) hasRoom(rule RuleID) bool {
	return len(t.findings) < maxFindings || t.ofRule[rule] < minFindings
}

// A findingCounter collects the violations of one finding. Where it was seen is kept in a form that the
// garbage collector need not look at.
type findingCounter struct {
	Finding
	places []entryPosition
	first  uint32 // the capture of the first occurrence
}

// An entryPosition is an entry of one of the tally's captures, and how often a fault was
// seen in it. It is small, because there may be millions.
type entryPosition struct{ capture, entry, times uint32 }

// addOccurrence counts a violation of a known fault. The first occurrence is that in the
// first capture by name, in whatever order they are read: its message is the finding's.
func (t *aggregator) addOccurrence(c *findingCounter, v *Violation, at entryPosition, times int) {
	c.Count += times
	if n := len(c.places); n > 0 {
		last := &c.places[n-1]
		if last.capture == at.capture && last.entry == at.entry {
			last.times += uint32(times)
			return
		}
		if at.capture != c.first && t.captureName(at.capture) < t.captureName(c.first) {
			c.first, c.Violation = at.capture, *v
		}
	} else {
		c.first = at.capture
	}
	if len(c.places) < maxOccurrences {
		at.times = uint32(times)
		c.places = append(c.places, at)
	}
}

// captureName returns the name of a capture, which may be the open one.
func (t *aggregator) captureName(i uint32) string {
	if int(i) < len(t.captures) {
		return t.captures[i].Name
	}
	return t.open.Name
}

// addOverflow counts violations that have no row.
func (t *aggregator) addOverflow(n *LevelCounts) {
	t.summary.Violations.addCounts(n)
	t.summary.Overflow += n.Error + n.Warning + n.Note
}

// buildReport writes the tally down in stable order.
func (t *aggregator) buildReport() *Report {
	t.readContract()
	t.decideHosts()
	r := &Report{
		SchemaVersion: SchemaVersion,
		Tool:          ToolInfo{Name: "apicontract"},
		Contract:      t.contract,
		Captures:      sortedCaptures(t.captures),
		Summary:       t.currentSummary(),
		Findings:      t.sortedFindings(),
		Coverage:      t.sortedCoverage(),
	}
	r.Groups = groupFindings(r.Findings)
	return r
}

// readContract reads what the report says of the contract.
func (t *aggregator) readContract() {
	if t.documented == nil {
		return // it was merged
	}
	t.contract = t.documented.contract.contractInfo()
	used := maps.Clone(t.unusable)
	for o := range t.outcomes {
		used[o.op] = true
	}
	t.contract.Problems = t.documented.problemsMet(used)
}

func (t *aggregator) currentSummary() Summary {
	t.decideHosts()
	s := t.summary
	s.Skipped, s.Unchecked, s.Missed = maps.Clone(s.Skipped), maps.Clone(s.Unchecked), maps.Clone(s.Missed)
	s.Hosts = t.sortedHosts()
	return s
}

func sortedCaptures(captures []Capture) []Capture {
	sorted := make([]Capture, len(captures))
	for i, c := range captures {
		c.Skipped, c.Operations = maps.Clone(c.Skipped), slices.Clone(c.Operations)
		sorted[i] = c
	}
	slices.SortStableFunc(sorted, func(a, b Capture) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}

func newOccurrence(capture string, p entryPosition) Occurrence {
	o := Occurrence{Capture: capture, Entry: int(p.entry)}
	if p.times > 1 {
		o.Times = int(p.times)
	}
	return o
}

func (t *aggregator) sortedFindings() []Finding {
	findings := make([]Finding, 0, len(t.findings))
	for id, c := range t.findings {
		findings = append(findings, t.newFinding(c))
		if t.isFinished {
			delete(t.findings, id)
		}
	}
	slices.SortFunc(findings, compareFindings)
	return findings
}

// newFinding returns the finding of a counter, with its first occurrences.
func (t *aggregator) newFinding(c *findingCounter) Finding {
	f := c.Finding
	f.Occurrences = make([]Occurrence, 0, len(c.Occurrences)+len(c.places))
	f.Occurrences = append(f.Occurrences, c.Occurrences...)
	for _, p := range c.places {
		f.Occurrences = append(f.Occurrences, newOccurrence(t.captureName(p.capture), p))
	}
	slices.SortStableFunc(f.Occurrences, compareOccurrences)
	f.Occurrences = f.Occurrences[:min(len(f.Occurrences), maxOccurrences)]
	return f
}
