package contracttest

import (
	"slices"
	"time"

	"github.com/apicontract/apicontract/validate"
)

// A Suppression is a kind of violation that a test tolerates for some time: a [validate.Suppression],
// as the command line has them in its configuration. Its Capture is a glob over the names of captures
// in the report: for [Captures] those of the files, for others that of the test.
//
// A suppression of [Config.SuppressionFile] is one of a test, and the flag -contracttest.update writes
// it. A suppression belongs to one transport, handler or run. If that never meets the violation, or
// if the last day of the suppression is over, the test fails when it ends, so that the list contains
// nothing that is fixed or forgotten. A test that was skipped or has failed does not fail for this
// reason, because it may have ended early.
type Suppression = validate.Suppression

// now is the clock of suppressions.
var now = time.Now

// A suppressionList finds the suppression of a violation and tracks which ones were used. It is not
// safe for concurrent use.
type suppressionList struct {
	list   []Suppression
	seen   []bool
	stored int // index of the first one that belongs to a file
	today  time.Time
}

func newSuppressionList(list []Suppression) *suppressionList {
	return &suppressionList{slices.Clone(list), make([]bool, len(list)), len(list), now()}
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

// findMatch returns the first suppression that applies to v in a capture, and whether this is its
// first use. It marks every matching one as used.
func (l *suppressionList) findMatch(v *validate.Violation, capture string) (k Suppression, fresh, ok bool) {
	for i := range l.list {
		if !l.list[i].Matches(v, capture) {
			continue
		}
		if !ok && !l.list[i].IsExpired(l.today) {
			k, fresh, ok = l.list[i], !l.seen[i], true
		}
		l.seen[i] = true
	}
	return k, fresh, ok
}

// hasMatch reports whether a suppression applies to v in a capture.
func (l *suppressionList) hasMatch(v *validate.Violation, capture string) bool {
	return slices.ContainsFunc(l.list, func(k Suppression) bool { return k.Matches(v, capture) && !k.IsExpired(l.today) })
}

// uselessItems returns the suppressions that were never used or are expired.
func (l *suppressionList) uselessItems() []Suppression {
	var idle []Suppression
	for i, k := range l.list {
		if !l.seen[i] || k.IsExpired(l.today) {
			idle = append(idle, k)
		}
	}
	return idle
}
