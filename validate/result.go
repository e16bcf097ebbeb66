package validate

import "slices"

// A Result is what a Validator makes of one exchange.
type Result struct {
	// Skipped says why the exchange was not checked; empty if it was.
	Skipped SkipReason
	// Operation is the operation that the request belongs to, nil if none.
	Operation *Operation
	// Host is the request's host, in lower case and without a default port;
	// empty if the URL has none. Contract says that it is a server of the
	// contract.
	Host     string
	Contract bool
	Status   int
	// Code is the error code of the response, if it has one.
	Code string
	// Violations are the faults found. They may be shared with other verdicts,
	// and must not be changed.
	Violations []Violation
	// Unchecked says what of the exchange could not be checked, each reason
	// once. It may be shared like Violations.
	Unchecked []UncheckedReason

	op          *compiledOperation
	codeInTable bool // the table has the code
	shared      bool // Violations are those of other exchanges, too
	isRetired   bool // the request is a retired call
	headOfGet   bool // a request of HEAD, which does not exercise the operation of GET

	// checkable says that the exchange is one of those of which --min-checked wants a
	// share to be checked; missed says why it could not be: [Summary.Missed].
	// ifContract is the violation that an exchange with another host has if another
	// exchange shows that the host is the contract's; nil if it cannot be.
	ifContract *Violation

	checkable bool
	missed    string

	// more counts, by the index of a violation, equal ones of the exchange, which are
	// left out because there are many; overflow counts those of other kinds, by level.
	more     map[int]int
	overflow LevelCounts
}

// Conforms reports whether the exchange was checked, all of it, and nothing was
// found but notes.
func (v *Result) Conforms() bool {
	return v.Skipped == "" && len(v.Unchecked) == 0 && !v.isRetired &&
		!slices.ContainsFunc(v.Violations, func(o Violation) bool { return o.Level.AtLeast(LevelWarning) })
}
