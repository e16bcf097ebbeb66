// Package schemaerror checks a value against a schema and says everything that is
// wrong: where it is in the value, and which keyword of the document it breaks.
//
// It is the slow, thorough part of checking; values that are known to conform
// never come here. What cannot be checked, as a pattern that does not compile, is
// neither an error nor right: it is reported as unchecked. Messages name keywords,
// JSON types and what the document allows, never the value itself, which may be a
// secret.
package schemaerror

import "github.com/apicontract/apicontract/internal/spec"

// A Kind groups errors by the rule that they break.
type Kind uint8

// The kinds.
const (
	Violation        Kind = iota // any keyword but those below
	FormatViolation              // an asserted `format`
	WriteOnlyPresent             // a response has a writeOnly member
	ReadOnlyPresent              // a request has a readOnly member
)

// An Error is one keyword that a value breaks.
type Error struct {
	Kind Kind
	// Instance are the reference tokens of the place in the value. For a
	// missing member it is the object that lacks it, for one that is not
	// allowed the member itself.
	Instance []string
	// Keyword is the schema's keyword: "enum", "required", …
	Keyword string
	// Property is the member that "required" misses.
	Property string
	// Subject tells errors of one keyword and place apart: the missing member, or the
	// JSON type of a value that has the wrong type or is not listed. Empty: nothing does.
	Subject string
	// Location is the location of the keyword in the document.
	Location spec.Location
	// Branch names the schema of anyOf or oneOf that the value is nearest to,
	// if the error is one of that schema.
	Branch string

	// More counts equal errors at other places, which are left out because there
	// are many.
	More int

	Message  string // what is wrong, in a clause
	Expected string
	Actual   string // the JSON type of the value, or what else is harmless
}

// A Reason says why something could not be checked.
type Reason uint8

// The reasons.
const (
	UncheckedKeyword   Reason = iota // a keyword that the document gets wrong
	UncheckedPattern                 // a pattern that does not compile, or takes too long
	UncheckedNumber                  // a number beyond the limits of exactness
	UncheckedReference               // a reference that leads nowhere, or recursion without progress
	UncheckedBudget                  // the check took too long, or was cancelled
	UncheckedMediaType               // a part of the value that cannot be read
)

var reasonNames = [...]string{"keyword", "pattern", "number", "reference", "budget", "media-type"}

// String returns the reason in one word.
func (r Reason) String() string { return reasonNames[r] }

// An Unchecked is a keyword of which the outcome is not known.
type Unchecked struct {
	Reason   Reason
	Instance []string
	Location spec.Location
}

// A Result says what is wrong with a value, and what could not be checked. If it
// has neither, the value conforms.
type Result struct {
	Errors    []Error
	Unchecked []Unchecked
	// More counts errors that are left out, besides those that an Error counts itself.
	More int
}
