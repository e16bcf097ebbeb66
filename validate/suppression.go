package validate

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/internal/pattern"
)

// A Suppression is a kind of violation that is tolerated for some time. An empty field matches
// any value; at least one of the first five must be set.
type Suppression struct {
	// Rule is the rule that is broken.
	Rule RuleID `json:"rule,omitempty"`
	// Operation selects operations by operationId, or by method and path template: "getVideoV3",
	// "GET /v3/videos/{video_id}". It may be a pattern like those of [WithInclude]: "delete*",
	// "/v3/videos/**".
	Operation string `json:"operation,omitempty"`
	// Status is the status code of the response.
	Status int `json:"status,omitempty"`
	// Code is the error code of the response, or a glob: "video_*".
	Code string `json:"code,omitempty"`
	// Capture is a glob over the names of captures: "captures/legacy/**". Without a slash, it
	// matches the last element of a name. A finding is suppressed if each capture that has it
	// is matched.
	Capture string `json:"capture,omitempty"`
	// Reason says why the violation is tolerated. It is required.
	Reason string `json:"reason"`
	// Until is the last day on which the suppression applies, in UTC: "2027-01-31". Empty: it
	// applies without end.
	Until string `json:"until,omitempty"`
}

// Check returns an error that says which field is invalid and what to write.
func (s Suppression) Check() error {
	switch {
	case strings.TrimSpace(s.Reason) == "":
		return fmt.Errorf("the suppression of %s has no reason", s)
	case s.Rule == "" && pattern.MatchesAll(s.Operation) && s.Status == 0 && pattern.MatchesAll(s.Code) && pattern.MatchesAll(s.Capture):
		return errors.New("this would match every violation: set its rule, operation, status, code or capture")
	}
	if s.Until != "" {
		if _, err := time.Parse(time.DateOnly, s.Until); err != nil {
			return fmt.Errorf("in until: %q is not a date; write for example 2027-01-31", s.Until)
		}
	}
	if err := s.checkPatterns(); err != nil {
		return err
	}
	if _, ok := LookupRule(s.Rule); ok || s.Rule == "" {
		return nil
	}
	var names []string
	for _, r := range Rules() {
		names = append(names, string(r.ID))
	}
	return hint.Unknown(hint.ListRules, "there is no rule", string(s.Rule), names)
}

func (s Suppression) checkPatterns() error {
	for _, field := range []struct{ name, pattern string }{{"operation", s.Operation}, {"code", s.Code}, {"capture", s.Capture}} {
		if field.pattern == "" {
			continue
		}
		if err := pattern.CheckSyntax(field.pattern); err != nil {
			return fmt.Errorf("in %s: %w", field.name, err)
		}
	}
	return nil
}

// Matches reports whether s is about v in the capture of that name. It leaves Until to
// [Suppression.IsExpired].
func (s Suppression) Matches(v *Violation, capture string) bool {
	return s.matchesViolation(v) && s.matchesCapture(capture)
}

func (s Suppression) matchesViolation(v *Violation) bool {
	return (s.Rule == "" || s.Rule == v.Rule) &&
		(s.Status == 0 || s.Status == v.Status) &&
		(s.Code == "" || pattern.MatchGlob(s.Code, v.Code)) &&
		s.matchesOperation(v)
}

func (s Suppression) matchesOperation(v *Violation) bool {
	return s.Operation == "" || s.Operation == v.Operation || s.Operation == v.Method+" "+v.PathTemplate || pattern.Matches(s.Operation, operationOf(v))
}

// operationOf returns the operation of a violation. If the request has no operation, only the
// path is set.
func operationOf(v *Violation) pattern.Operation {
	return pattern.Operation{ID: v.Operation, Method: v.Method, Path: v.PathTemplate, Unmatched: v.Rule == OperationUndocumented}
}

func (s Suppression) matchesCapture(name string) bool {
	if s.Capture == "" {
		return true
	}
	name = path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if !strings.Contains(s.Capture, "/") {
		name = path.Base(name)
	}
	return pattern.MatchGlob(s.Capture, name)
}

// IsExpired reports whether the last day of the suppression is over.
func (s Suppression) IsExpired(now time.Time) bool {
	return s.Until != "" && now.UTC().Format(time.DateOnly) > s.Until
}

// String describes what the suppression matches: "code-status of getVideoV3, status 404".
func (s Suppression) String() string {
	var b strings.Builder
	b.WriteString(cmp.Or(string(s.Rule), "any rule"))
	if s.Operation != "" {
		b.WriteString(" of " + s.Operation)
	}
	if s.Status != 0 {
		b.WriteString(", status " + strconv.Itoa(s.Status))
	}
	if s.Code != "" {
		b.WriteString(", code " + s.Code)
	}
	if s.Capture != "" {
		b.WriteString(", in " + s.Capture)
	}
	return b.String()
}

// A SuppressionState says whether a suppression has an effect on a report.
type SuppressionState string

// The states of a suppression. Only an active one is no reason for a warning.
const (
	SuppressionActive  SuppressionState = "active"
	SuppressionExpired SuppressionState = "expired" // what it matches is not suppressed any more
	SuppressionUnused  SuppressionState = "unused"  // it matches nothing
)

// A SuppressionUse is a suppression with what it did in a report.
type SuppressionUse struct {
	Suppression
	State    SuppressionState `json:"state"`
	Findings int              `json:"findings"` // that it matches, suppressed or not
}

// Suppress marks the findings that the suppressions match, and enters in Suppressions what each
// of them did. An expired one suppresses nothing; now is the time that decides. Earlier
// suppressions are replaced.
func (r *Report) Suppress(list []Suppression, now time.Time) {
	uses := []SuppressionUse{}
	for _, s := range list {
		use := SuppressionUse{Suppression: s}
		if s.IsExpired(now) {
			use.State = SuppressionExpired
		}
		uses = append(uses, use)
	}
	r.enterSuppressions(uses)
}

// enterSuppressions is Suppress for a list whose expired items are marked.
func (r *Report) enterSuppressions(uses []SuppressionUse) {
	slices.SortFunc(uses, compareUses)
	uses = slices.CompactFunc(uses, func(a, b SuppressionUse) bool { return a.Suppression == b.Suppression })
	for i := range r.Findings {
		r.suppressFinding(&r.Findings[i], uses)
	}
	for i := range uses {
		switch use := &uses[i]; {
		case use.State == SuppressionExpired:
		case use.Findings == 0:
			use.State = SuppressionUnused
		default:
			use.State = SuppressionActive
		}
	}
	r.Suppressions = uses
}

// compareUses orders suppressions by what they match. Of equal ones, an expired one comes first.
func compareUses(a, b SuppressionUse) int {
	return cmp.Or(
		strings.Compare(string(a.Rule), string(b.Rule)), strings.Compare(a.Operation, b.Operation), a.Status-b.Status,
		strings.Compare(a.Code, b.Code), strings.Compare(a.Capture, b.Capture), strings.Compare(a.Until, b.Until),
		strings.Compare(a.Reason, b.Reason), strings.Compare(string(b.State), string(a.State)))
}

// suppressFinding sets the first suppression that applies to f, if they cover every capture
// that has f, and counts f for each that matches it.
func (r *Report) suppressFinding(f *Finding, uses []SuppressionUse) {
	f.Suppressed = nil
	var captures []string
	covered := make(map[string]bool)
	for i := range uses {
		use := &uses[i]
		if !use.matchesViolation(&f.Violation) {
			continue
		}
		if captures == nil {
			captures = r.capturesOf(f)
		}
		matched := slices.DeleteFunc(slices.Clone(captures), func(name string) bool { return !use.matchesCapture(name) })
		if len(matched) == 0 {
			continue
		}
		use.Findings++
		if use.State == SuppressionExpired {
			continue
		}
		if f.Suppressed == nil {
			applied := use.Suppression
			f.Suppressed = &applied
		}
		for _, name := range matched {
			covered[name] = true
		}
	}
	if len(covered) < len(captures) {
		f.Suppressed = nil
	}
}

// capturesOf returns the names of the captures that have a finding. If the report does not keep
// all of its occurrences, they are all captures in which its operation has violations of its
// level.
func (r *Report) capturesOf(f *Finding) []string {
	var names []string
	kept := 0
	for _, o := range f.Occurrences {
		kept += max(1, o.Times)
		names = append(names, o.Capture)
	}
	if kept < f.Count {
		for i := range r.Captures {
			if c := &r.Captures[i]; c.mayHave(f) {
				names = append(names, c.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// mayHave reports whether a capture has violations of the operation and the level of f.
func (c *Capture) mayHave(f *Finding) bool {
	return slices.ContainsFunc(c.Operations, func(op CaptureOperation) bool {
		isOther := op.PathTemplate != "" && (op.Method != f.Method || op.PathTemplate != f.PathTemplate)
		return !isOther && op.Violations.of(f.Level) > 0
	})
}

// mergeSuppressions applies the suppressions of reports to r, which is merged from them.
func (r *Report) mergeSuppressions(reports []*Report) {
	var uses []SuppressionUse
	for _, part := range reports {
		for _, use := range part.Suppressions {
			if use.Findings = 0; use.State != SuppressionExpired {
				use.State = ""
			}
			uses = append(uses, use)
		}
	}
	if uses != nil {
		r.enterSuppressions(uses)
	}
}

// Warning says what is wrong with a suppression that has no effect any more; it is empty for
// an active one.
func (u *SuppressionUse) Warning() string {
	switch u.State {
	case SuppressionExpired:
		effect := "it matches nothing; remove it"
		if u.Findings > 0 {
			effect = fmt.Sprintf("%s not suppressed any more; fix the cause, or set a later date", findingsAre(u.Findings))
		}
		return fmt.Sprintf("the suppression of %s expired on %s: %s (its reason was: %s)", u.Suppression, u.Until, effect, u.Reason)
	case SuppressionUnused:
		return fmt.Sprintf("the suppression of %s matches nothing; remove it (its reason was: %s)", u.Suppression, u.Reason)
	}
	return ""
}

func findingsAre(n int) string {
	if n == 1 {
		return "1 finding is"
	}
	return strconv.Itoa(n) + " findings are"
}
