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

// A Suppression is a kind of violation that a test puts up with for the time being. A
// field that is empty fits any; at least one has to say something.
//
// A Known belongs to what was made with it: a transport, a handler, a run. If it
// never occurred there, the test fails when it ends, so that the list holds
// nothing that was fixShown. This is not said of a test that was skipped, or that
// failed anyhow: it may not have come so far.
type Suppression struct {
	// Rule is the rule that is broken.
	Rule validate.RuleID
	// Operation means operations by their operationId, or by method and path
	// template: "getVideoV3", "GET /v3/videos/{video_id}". It may be a pattern
	// like those of [validate.WithInclude]: "delete*", "/v3/videos/**".
	Operation string
	// Status is the status code of the response.
	Status int
	// Code is the error code of the response.
	Code string
	// Reason says why it is put up with, and best until when. It is compulsory.
	Reason string
}

// checkFields returns what is wrong with k.
func (k Suppression) checkFields() error {
	switch {
	case strings.TrimSpace(k.Reason) == "":
		return fmt.Errorf("the known violation %s has no Reason: say why it is put up with", k)
	case k.Rule == "" && pattern.MatchesAll(k.Operation) && k.Status == 0 && k.Code == "":
		return errors.New("this would fit every violation: name a Rule, Operation, Status or Code")
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

// matchesViolation reports whether v is one of the kind.
func (k Suppression) matchesViolation(v *validate.Violation) bool {
	return (k.Rule == "" || k.Rule == v.Rule) &&
		(k.Operation == "" || k.Operation == v.Operation || k.Operation == v.Method+" "+v.PathTemplate || pattern.Matches(k.Operation, operationOf(v))) &&
		(k.Status == 0 || k.Status == v.Status) &&
		(k.Code == "" || k.Code == v.Code)
}

// operationOf is what a violation is about. Where its rule is about a request that has
// no operation, there is only a path.
func operationOf(v *validate.Violation) pattern.Operation {
	return pattern.Operation{ID: v.Operation, Method: v.Method, Path: v.PathTemplate, Unmatched: v.Rule == validate.OperationUndocumented}
}

// String names the kind: "code-status of getVideoV3, status 404".
func (k Suppression) String() string {
	var b strings.Builder
	b.WriteString("of any rule")
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

// A suppressionList tells known violations from others, and remembers which occurred.
// It is not safe for concurrent use.
type suppressionList struct {
	list []Suppression
	seen []bool
}

func newSuppressionList(list []Suppression) *suppressionList {
	return &suppressionList{list, make([]bool, len(list))}
}

// findMatch returns the first that v is one of, and whether that had not occurred yet.
// Each that fits has now.
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

// hasMatch reports whether v is one of them.
func (l *suppressionList) hasMatch(v *validate.Violation) bool {
	return slices.ContainsFunc(l.list, func(k Suppression) bool { return k.matchesViolation(v) })
}

// unusedItems are those that never occurred.
func (l *suppressionList) unusedItems() []Suppression {
	var idle []Suppression
	for i, k := range l.list {
		if !l.seen[i] {
			idle = append(idle, k)
		}
	}
	return idle
}
