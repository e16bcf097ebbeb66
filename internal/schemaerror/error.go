// Package schemaerror checks a value against a schema and reports everything that is wrong: the
// place in the value, and the keyword of the document that it breaks.
//
// It is the slow, thorough part of checking; most conforming values never reach it. A keyword that
// cannot be checked, such as a pattern that does not compile, is reported as unchecked, not as an
// error. Messages name keywords, JSON types and values of the document, never the checked value,
// which may be a secret.
package schemaerror

import "github.com/apicontract/apicontract/internal/spec"

// A Kind groups errors by the rule that they break.
type Kind uint8

// The kinds.
const (
	Violation        Kind = iota // any keyword except those below
	FormatViolation              // an asserted `format`
	WriteOnlyPresent             // a response has a writeOnly member
	ReadOnlyPresent              // a request has a readOnly member
)

// An Error is a keyword that a value breaks.
type Error struct {
	Kind Kind
	// Instance is the place in the value, as reference tokens. For a missing member it is the
	// object that lacks it, for a member that is not allowed the member itself.
	Instance []string
	// Keyword is the schema's keyword: "enum", "required", …
	Keyword string
	// Property is the missing member for "required".
	Property string
	// Subject tells errors of one keyword and place apart: the missing member, or the
	// JSON type of a value that has the wrong type or is not listed. Empty: nothing does.
	Subject string
	// Location is the location of the keyword in the document.
	Location spec.Location
	// Branch is the name of the branch of anyOf or oneOf that the value is nearest to, if the error
	// is in that branch.
	Branch string

	// More is the number of equal errors at other places that are left out.
	More int

	Message  string // what is wrong, in a clause
	Expected string
	Actual   string // JSON type of the value, or another harmless description
}

// A Reason says why something could not be checked.
type Reason uint8

// The reasons.
const (
	UncheckedKeyword   Reason = iota // a keyword with a mistake in the document
	UncheckedPattern                 // a pattern that does not compile, or takes too long
	UncheckedNumber                  // a number beyond the limits of exactness
	UncheckedReference               // a reference without a target, or recursion without progress
	UncheckedBudget                  // the check took too long, or was cancelled
	UncheckedMediaType               // a part of the value that cannot be decoded
)

var reasonNames = [...]string{"keyword", "pattern", "number", "reference", "budget", "media-type"}

// String returns the reason in one word.
func (r Reason) String() string { return reasonNames[r] }

// An Unchecked is a keyword whose outcome is unknown.
type Unchecked struct {
	Reason   Reason
	Instance []string
	Location spec.Location
}

// A Result holds what is wrong with a value, and what could not be checked. If it is empty, the
// value conforms.
type Result struct {
	Errors    []Error
	Unchecked []Unchecked
	// More is the number of errors that are left out, in addition to Error.More.
	More int
}
