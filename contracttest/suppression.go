package contracttest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/validate"
)

// A Suppression is a kind of violation that a test tolerates for some time. An empty field matches
// any value; at least one must be set.
//
// A suppression of [Config.SuppressionFile] is one of a test, and the flag -contracttest.update writes
// it. A suppression belongs to one transport, handler or run. If that never meets the violation, the
// test fails when it ends, so that the list contains nothing that is fixed. A test that was skipped
// or has failed does not fail for this reason, because it may have ended early.
type Suppression struct {
	// Rule is the rule that is broken.
	Rule validate.RuleID
	// Operation selects operations by operationId, or by method and path template: "getVideoV3",
	// "GET /v3/videos/{video_id}". It may be a pattern like those of [validate.WithInclude]:
	// "delete*", "/v3/videos/**".
	Operation string
	// Status is the status code of the response.
	Status int
	// Code is the error code of the response.
	Code string
	// Reason says why the violation is tolerated, and preferably until when. It is required.
	Reason string
}

// checkFields returns an error if a field of k is invalid.
func (k Suppression) checkFields() error {
	switch {
	case strings.TrimSpace(k.Reason) == "":
		return fmt.Errorf("the suppression of %s has no Reason", k)
	case k.Rule == "" && pattern.MatchesAll(k.Operation) && k.Status == 0 && k.Code == "":
		return errors.New("this would match every violation: set Rule, Operation, Status or Code")
	}
	if k.Operation != "" {
		if err := pattern.CheckSyntax(k.Operation); err != nil {
			return fmt.Errorf("in Operation: %w", err)
		}
	}
	if k.Rule == "" {
		return nil
	}
	if _, ok := validate.LookupRule(k.Rule); ok {
		return nil
	}
	var names []string
	for _, r := range validate.Rules() {
		names = append(names, string(r.ID))
	}
	return hint.Unknown(hint.ListRules, "there is no rule", string(k.Rule), names)
}

// matchesViolation reports whether k suppresses v.
func (k Suppression) matchesViolation(v *validate.Violation) bool {
	return (k.Rule == "" || k.Rule == v.Rule) &&
		k.matchesOperation(v) &&
		(k.Status == 0 || k.Status == v.Status) &&
		(k.Code == "" || k.Code == v.Code)
}

// operationOf returns the operation of a violation. If the request has no operation, only the path
// is set.
func operationOf(v *validate.Violation) pattern.Operation {
	return pattern.Operation{ID: v.Operation, Method: v.Method, Path: v.PathTemplate, Unmatched: v.Rule == validate.OperationUndocumented}
}

// String describes the suppression: "code-status of getVideoV3, status 404".
func (k Suppression) String() string {
	var b strings.Builder
	b.WriteString("any rule")
	if k.Rule != "" {
		b.Reset()
		b.WriteString(string(k.Rule))
	}
	if k.Operation != "" {
		b.WriteString(" of " + k.Operation)
	}
	if k.Status != 0 {
		b.WriteString(", status " + strconv.Itoa(k.Status))
	}
	if k.Code != "" {
		b.WriteString(", code " + k.Code)
	}
	return b.String()
}

// A suppressionList finds the suppression of a violation and tracks which ones were used. It is not
// safe for concurrent use.
type suppressionList struct {
	list   []Suppression
	seen   []bool
	stored int // index of the first one that belongs to a file
}

func newSuppressionList(list []Suppression) *suppressionList {
	return &suppressionList{slices.Clone(list), make([]bool, len(list)), len(list)}
}

// addStored adds suppressions that belong to a file.
func (l *suppressionList) addStored(list []Suppression) {
	l.list, l.seen = append(l.list, list...), append(l.seen, make([]bool, len(list))...)
}

// dropUnusedStored drops the suppressions of the file that were never used, and returns those that
// were.
func (l *suppressionList) dropUnusedStored() (used []Suppression) {
	for i := l.stored; i < len(l.list); i++ {
		if l.seen[i] {
			used = append(used, l.list[i])
		}
	}
	l.list, l.seen = l.list[:l.stored], l.seen[:l.stored]
	return used
}

// findMatch returns the first suppression that matches v, and whether this is its first use. It
// marks every matching one as used.
func (l *suppressionList) findMatch(v *validate.Violation) (k Suppression, fresh, ok bool) {
	for i := range l.list {
		if !l.list[i].matchesViolation(v) {
			continue
		}
		if !ok {
			k, fresh, ok = l.list[i], !l.seen[i], true
		}
		l.seen[i] = true
	}
	return k, fresh, ok
}

// hasMatch reports whether a suppression matches v.
func (l *suppressionList) hasMatch(v *validate.Violation) bool {
	return slices.ContainsFunc(l.list, func(k Suppression) bool { return k.matchesViolation(v) })
}

// unusedItems returns the suppressions that were never used.
func (l *suppressionList) unusedItems() []Suppression {
	var idle []Suppression
	for i, k := range l.list {
		if !l.seen[i] {
			idle = append(idle, k)
		}
	}
	return idle
}
