package validate

import (
	"strings"
	"sync/atomic"

	"github.com/apicontract/apicontract/internal/pattern"
)

// A patternList are the patterns of [WithInclude] or [WithExclude], with what is known of
// which match something. It is safe for concurrent use.
type patternList struct {
	patterns []string
	used     []atomic.Bool // of patterns
	unused   atomic.Int64
}

// newPatternList returns the list of patterns, of which those that match one of the
// operations are known to.
func newPatternList(patterns []string, operations []*compiledOperation) *patternList {
	l := &patternList{patterns: patterns, used: make([]atomic.Bool, len(patterns))}
	l.unused.Store(int64(len(patterns)))
	for _, op := range operations {
		l.noteUse(pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate})
	}
	return l
}

func (l *patternList) isEmpty() bool { return len(l.patterns) == 0 }

// matches reports whether one of the patterns means the operation, or the call of none.
func (l *patternList) matches(op pattern.Operation) bool {
	if op.Unmatched && l.unused.Load() > 0 {
		l.noteUse(op)
	}
	return pattern.MatchesAny(l.patterns, op)
}

// noteUse notes which patterns match.
func (l *patternList) noteUse(op pattern.Operation) {
	for i, p := range l.patterns {
		if !l.used[i].Load() && pattern.Matches(p, op) && l.used[i].CompareAndSwap(false, true) {
			l.unused.Add(-1)
		}
	}
}

// unusedPatterns returns the patterns that matched no operation of the contract, and no
// exchange so far.
func (l *patternList) unusedPatterns() []string {
	var unused []string
	for i, p := range l.patterns {
		if !l.used[i].Load() {
			unused = append(unused, p)
		}
	}
	return unused
}

// suggestPattern returns an operationId or path template that a pattern may mean; empty if
// none is near.
func (v *Validator) suggestPattern(p string) string {
	method, path, hasMethod := strings.Cut(p, " /")
	switch {
	case hasMethod:
		path = "/" + path
	case strings.HasPrefix(p, "/"):
		path = p
	default:
		return v.nearest().nearestID(p)
	}
	near := v.nearest().find(strings.ReplaceAll(path, "**", "*"))
	if near != "" && hasMethod {
		near = method + " " + near
	}
	return near
}
