package validate

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// The caps keep memory bounded where the traffic chooses: codes that nobody
// documented, paths, hosts.
const (
	maxOccurrences = 1000
	maxCauses      = 10_000
	maxHosts       = 100
	maxShared      = 2 * maxCacheSize / violationSize
)

// A tally is a report in the making.
type tally struct {
	contract ContractInfo
	captures []Capture
	summary  Summary
	hosts    map[string]*Host
	causes   map[causeKey]*counted
	coverage map[coverageKey]*Coverage
	shared   map[*Violation]*counted // nil: the cause is beyond the cap
	outcomes map[outcome]*Coverage   // rows of coverage, found faster
	named    map[string]*Host        // of hosts, by names as they came
	unusable map[*operation]bool     // that exchanges were for
	// documented is whose outcomes the report lists, exercised or not; nil:
	// they were merged.
	documented *model
}

// An outcome is a row of coverage as a verdict has it.
type outcome struct {
	op     *operation
	status int
	code   string
}

type coverageKey struct {
	method, path string
	status       int
	response     string
	code         string
}

func emptyTally() *tally {
	return &tally{
		summary:  Summary{Skipped: make(map[SkipReason]int), Unchecked: make(map[UncheckedReason]int)},
		hosts:    make(map[string]*Host),
		causes:   make(map[causeKey]*counted),
		coverage: make(map[coverageKey]*Coverage),
		shared:   make(map[*Violation]*counted),
		outcomes: make(map[outcome]*Coverage),
		named:    make(map[string]*Host),
		unusable: make(map[*operation]bool),
	}
}

func newTally(m *model) *tally {
	t := emptyTally()
	t.documented = m
	return t
}

func (c *Contract) info() ContractInfo {
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

// count enters the verdict on one entry of a capture.
func (t *tally) count(capture *Capture, v *Verdict) {
	at := place{len(t.captures), capture.Entries} // where it will stand
	capture.Entries++
	t.summary.Entries++
	t.countHost(v)
	if v.op != nil {
		t.summary.Matched++
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
	if v.Conforms() {
		t.summary.Conforming++
	}
	for _, reason := range v.Unchecked {
		t.summary.Unchecked[reason]++
	}
	if v.op != nil && !v.headOfGet {
		t.countCoverage(v)
	}
	for i := range v.Violations {
		t.countViolation(&v.Violations[i], at, v.shared)
	}
}

func (t *tally) countHost(v *Verdict) {
	if v.Host == "" {
		return
	}
	h := t.named[v.Host]
	if h == nil {
		host := strings.Clone(v.Host) // it may be a part of the exchange
		if h = t.host(host, v.Contract); h == nil {
			return
		}
		if len(t.named) < 2*maxHosts {
			t.named[host] = h
		}
	}
	h.Entries++
	h.Contract = h.Contract || v.Contract
}

// maxContractHosts bounds the hosts if one more is the contract's: a server's URL may
// have a variable in its host.
const maxContractHosts = 1000

// host returns the row of a host, nil if there are too many.
func (t *tally) host(name string, contract bool) *Host {
	name = hostName(name)
	h := t.hosts[name]
	most := maxHosts
	if contract {
		most = maxContractHosts
	}
	if h == nil && len(t.hosts) < most {
		h = &Host{Name: name}
		t.hosts[name] = h
	}
	return h
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
	if !digits(port) {
		return "(not a host name)"
	}
	return clean(host)
}

// countCoverage counts an outcome. A code that the table does not have is the
// traffic's to choose, and has no row of its own.
func (t *tally) countCoverage(v *Verdict) {
	key := outcome{op: v.op, status: v.Status}
	if v.known {
		key.code = v.Code
	}
	row := t.outcomes[key]
	if row == nil {
		row = t.row(key)
		t.outcomes[key] = row
	}
	row.Count++
	if v.Conforms() {
		row.Conforming++
	}
}

func (t *tally) row(o outcome) *Coverage {
	row := Coverage{Operation: o.op.ID, Method: o.op.Method, PathTemplate: o.op.PathTemplate, Status: o.status, Code: o.code}
	if r := o.op.response(o.status); r != nil && statusOf(r.key) == 0 {
		row.Response = r.key
	}
	return t.cover(row)
}

// cover returns the row of an outcome, whose counts it leaves alone.
func (t *tally) cover(row Coverage) *Coverage {
	known := t.coverage[row.key()]
	if known == nil {
		known = new(Coverage)
		*known = row
		known.Count, known.Conforming = 0, 0
		t.coverage[row.key()] = known
	}
	known.Documented = known.Documented || row.Documented
	return known
}

func (r *Coverage) key() coverageKey {
	return coverageKey{r.Method, r.PathTemplate, r.Status, r.Response, r.Code}
}

// family is the key of a range's or default response, whatever its status.
func (r *Coverage) family() coverageKey {
	return coverageKey{method: r.Method, path: r.PathTemplate, response: r.Response}
}

// countViolation counts one violation. One that is shared keeps its address, by
// which its cause is found again.
func (t *tally) countViolation(v *Violation, at place, shared bool) {
	t.summary.Violations.add(v.Level, 1)
	var cause *counted
	known := false
	if shared {
		cause, known = t.shared[v]
	}
	if !known {
		cause = t.cause(v)
	}
	if shared && !known {
		if len(t.shared) >= maxShared {
			clear(t.shared) // those that are forgotten are not known here
		}
		t.shared[v] = cause
	}
	if cause == nil {
		t.summary.Overflow++
		return
	}
	cause.seen(at)
}

// cause returns the cause of a violation, nil if there are too many.
func (t *tally) cause(v *Violation) *counted {
	key := keyOf(v)
	cause := t.causes[key]
	if cause == nil {
		if len(t.causes) >= maxCauses {
			return nil
		}
		cause = &counted{Cause: Cause{Violation: *v, Fingerprint: key.fingerprint()}}
		t.causes[key] = cause
	}
	cause.Mixed = cause.Mixed || cause.differs(v)
	return cause
}

// A counted is a cause in the making. Where it was seen stands in a form that the
// garbage collector need not look at.
type counted struct {
	Cause
	places []place
}

// A place is an entry of one of the tally's captures.
type place struct{ capture, entry int }

func (c *counted) seen(at place) {
	c.Count++
	if len(c.places) < maxOccurrences {
		c.places = append(c.places, at)
	}
}

// differs reports whether a violation of the same cause says something else.
func (c *Cause) differs(v *Violation) bool { return c.Message != v.Message || c.Actual != v.Actual }

func (l *Levels) add(level Level, n int) {
	switch level {
	case LevelError:
		l.Error += n
	case LevelWarning:
		l.Warning += n
	case LevelNote:
		l.Note += n
	}
}

// report writes the tally down in stable order.
func (t *tally) report() *Report {
	t.complete()
	r := &Report{
		SchemaVersion: SchemaVersion,
		Tool:          Tool{Name: "apicontract"},
		Contract:      t.contract,
		Captures:      sortedCaptures(t.captures),
		Summary:       t.sum(),
		Findings:      t.sortedCauses(),
		Coverage:      t.sortedCoverage(),
	}
	return r
}

// complete adds what the contract documents, once: it is most of a report, and a
// tally may never become one.
func (t *tally) complete() {
	if t.documented == nil {
		return
	}
	t.contract = t.documented.contract.info()
	used := maps.Clone(t.unusable)
	for o := range t.outcomes {
		used[o.op] = true
	}
	t.contract.Problems = t.documented.problemsMet(used)
	for _, row := range t.documented.uncovered() {
		t.cover(row)
	}
	t.documented = nil
}

func (t *tally) sum() Summary {
	s := t.summary
	s.Skipped, s.Unchecked = maps.Clone(s.Skipped), maps.Clone(s.Unchecked)
	s.Hosts = t.sortedHosts()
	return s
}

func sortedCaptures(captures []Capture) []Capture {
	sorted := make([]Capture, len(captures))
	for i, c := range captures {
		c.Skipped = maps.Clone(c.Skipped)
		sorted[i] = c
	}
	slices.SortStableFunc(sorted, func(a, b Capture) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}

func (t *tally) sortedHosts() []Host {
	hosts := make([]Host, 0, len(t.hosts))
	for _, h := range t.hosts {
		hosts = append(hosts, *h)
	}
	slices.SortFunc(hosts, func(a, b Host) int {
		return cmp.Or(b.Entries-a.Entries, strings.Compare(a.Name, b.Name))
	})
	return hosts
}

func (t *tally) sortedCauses() []Cause {
	causes := make([]Cause, 0, len(t.causes))
	for _, c := range t.causes {
		cause := c.Cause
		cause.Occurrences = make([]Occurrence, 0, len(c.Occurrences)+len(c.places))
		cause.Occurrences = append(cause.Occurrences, c.Occurrences...)
		for _, p := range c.places {
			cause.Occurrences = append(cause.Occurrences, Occurrence{t.captures[p.capture].Name, p.entry})
		}
		causes = append(causes, cause)
	}
	slices.SortFunc(causes, compareCauses)
	return causes
}

// sortedCoverage lists outcomes by operation, then status, then code.
func (t *tally) sortedCoverage() []Coverage {
	exercised := make(map[coverageKey]bool) // by the family of ranges and default responses
	for _, row := range t.coverage {
		if row.Response == "" {
			continue
		}
		family := row.family()
		exercised[family] = exercised[family] || row.Count > 0
		if of := t.coverage[family]; of != nil {
			row.Documented = row.Documented || of.Documented // any status of a range is
		}
	}
	sorted := make([]*Coverage, 0, len(t.coverage)) // a row is large to move
	for _, row := range t.coverage {
		if row.Count > 0 || row.Status != 0 || !exercised[row.family()] {
			sorted = append(sorted, row)
		}
	}
	slices.SortFunc(sorted, func(a, b *Coverage) int {
		return cmp.Or(
			strings.Compare(a.PathTemplate, b.PathTemplate), strings.Compare(a.Method, b.Method),
			a.Status-b.Status, strings.Compare(a.Response, b.Response), strings.Compare(a.Code, b.Code))
	})
	rows := make([]Coverage, len(sorted))
	for i, row := range sorted {
		rows[i] = *row
	}
	return rows
}
