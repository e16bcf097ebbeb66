package validate

import (
	"cmp"
	"slices"
	"strings"
)

const (
	maxHosts = 100
	// maxContractHosts bounds the hosts if one more is the contract's: a server's URL may
	// have a variable in its host.
	maxContractHosts = 1000
	// maxPendingFindings and maxPendingEntries bound what is kept for a host that may turn
	// out to be the contract's.
	maxPendingFindings = 100
	maxPendingEntries  = 1_000
)

// A hostCounter collects the summary of a host.
type hostCounter struct {
	HostSummary
	pending map[findingKey]*Finding // that would be findings if the host were the contract's
	entries int                     // of them
}

// addHost counts the host of an entry.
func (t *aggregator) addHost(v *Result, at entryPosition) {
	if v.Host == "" {
		return
	}
	h := t.hostsByName[v.Host]
	if h == nil {
		host := strings.Clone(v.Host) // it may be a part of the exchange
		if h = t.hostCounter(host, v.Contract); h == nil {
			return
		}
		if len(t.hostsByName) < 2*maxHosts {
			t.hostsByName[host] = h
		}
	}
	h.Entries++
	h.Contract = h.Contract || v.Contract
	if v.op != nil || v.isRetired {
		h.Matched++
	}
	if v.ifContract != nil {
		h.addPending(v.ifContract, newOccurrence(t.captureName(at.capture), at))
	}
}

// hostCounter returns the counter of a host, nil if there are too many.
func (t *aggregator) hostCounter(name string, contract bool) *hostCounter {
	name = hostName(name)
	h := t.hosts[name]
	most := maxHosts
	if contract {
		most = maxContractHosts
	}
	if h == nil && len(t.hosts) < most {
		h = &hostCounter{HostSummary: HostSummary{Name: name}}
		t.hosts[name] = h
	}
	return h
}

// addPending keeps what is a finding if the host is the contract's, within limits. What goes
// beyond them stays skipped.
func (h *hostCounter) addPending(v *Violation, occurrences ...Occurrence) {
	key := findingKeyOf(v)
	f := h.pending[key]
	if f == nil {
		if len(h.pending) == maxPendingFindings {
			return
		}
		if h.pending == nil {
			h.pending = make(map[findingKey]*Finding)
		}
		f = &Finding{Violation: *v, Fingerprint: key.fingerprint()}
		h.pending[key] = f
	}
	for _, o := range occurrences[:min(len(occurrences), maxPendingEntries-h.entries)] {
		f.Occurrences = append(f.Occurrences, o)
		f.Count++
		h.entries++
	}
}

// decideHosts turns what is pending for hosts that are the contract's into findings.
func (t *aggregator) decideHosts() {
	var captures map[string][]*Capture // by name, for reports may have several of one
	for _, h := range t.hosts {
		if !h.Contract || h.pending == nil {
			continue
		}
		if captures == nil {
			captures = t.capturesByName()
		}
		for _, f := range h.pending {
			t.checkPending(f, captures)
		}
		h.pending, h.entries = nil, 0
	}
}

func (t *aggregator) capturesByName() map[string][]*Capture {
	byName := make(map[string][]*Capture, len(t.captures))
	for i := range t.captures {
		c := &t.captures[i]
		byName[c.Name] = append(byName[c.Name], c)
	}
	if t.open != nil {
		byName[t.open.Name] = append(byName[t.open.Name], t.open)
	}
	return byName
}

// checkPending counts the entries of a finding as checked.
func (t *aggregator) checkPending(f *Finding, captures map[string][]*Capture) {
	for _, o := range f.Occurrences {
		all := captures[o.Capture]
		if i := slices.IndexFunc(all, func(c *Capture) bool { return c.Skipped[SkipOtherHost] > 0 }); i >= 0 {
			t.moveToChecked(all[i], f.Level)
		}
	}
	t.addFinding(f)
}

// moveToChecked counts one entry for another host as one that was checked, and that matched
// no operation.
func (t *aggregator) moveToChecked(c *Capture, level Level) {
	c.Checked++
	removeSkipped(c.Skipped)
	removeSkipped(t.summary.Skipped)
	row := t.unmatchedRow(c)
	row.Checked++
	row.Violations.addCount(level, 1)
	t.summary.Checked++
	t.summary.Checkable++
	t.summary.Violations.addCount(level, 1)
	if !level.AtLeast(LevelWarning) {
		t.summary.Conforming++
	}
}

func removeSkipped(skipped map[SkipReason]int) {
	if skipped[SkipOtherHost]--; skipped[SkipOtherHost] == 0 {
		delete(skipped, SkipOtherHost)
	}
}

// unmatchedRow returns the row of a capture for entries that matched no operation, which is
// its first.
func (t *aggregator) unmatchedRow(c *Capture) *CaptureOperation {
	if c == t.open {
		return t.operations.rowOf(nil)
	}
	if len(c.Operations) == 0 || c.Operations[0].PathTemplate != "" || c.Operations[0].Method != "" {
		c.Operations = slices.Insert(c.Operations, 0, CaptureOperation{})
	}
	return &c.Operations[0]
}

func (t *aggregator) sortedHosts() []HostSummary {
	hosts := make([]HostSummary, 0, len(t.hosts))
	for _, h := range t.hosts {
		summary := h.HostSummary
		for _, f := range h.pending {
			kept := *f
			kept.Occurrences = slices.Clone(kept.Occurrences)
			slices.SortStableFunc(kept.Occurrences, compareOccurrences)
			summary.Undocumented = append(summary.Undocumented, kept)
		}
		slices.SortFunc(summary.Undocumented, compareFindings)
		hosts = append(hosts, summary)
	}
	slices.SortFunc(hosts, func(a, b HostSummary) int {
		return cmp.Or(b.Entries-a.Entries, strings.Compare(a.Name, b.Name))
	})
	return hosts
}

// hostName is a host as a report may show it. What is no name, such as a password
// with a slash in it, has one row together.
func hostName(host string) string {
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name, port = host[:i], host[i+1:]
	}
	for _, c := range strings.Trim(name, "[]") {
		if c <= ' ' || c == 0x7f || strings.ContainsRune("\"'<>@%&=;,:", c) && !strings.HasPrefix(name, "[") {
			return "(not a host name)"
		}
	}
	if !isDigits(port) {
		return "(not a host name)"
	}
	return sanitize(host)
}
