// Package explain says what is wrong with a value under a schema: every fault,
// where it is in the value, and which keyword of the document it breaks.
//
// It is the slow, thorough half of judging; values that are known to conform
// never come here. Its messages name keywords, JSON types and what the document
// allows, never the value itself, which may be a secret.
package explain

import "github.com/apicontract/apicontract/internal/document"

// A Fault is one keyword that a value breaks.
type Fault struct {
	// Instance are the reference tokens of the place in the value. For a
	// missing member it is the object that lacks it, for one that is not
	// allowed the member itself.
	Instance []string
	// Keyword is the schema's keyword: "enum", "required", …
	Keyword string
	// Property is the member that "required" misses.
	Property string
	// Discriminator is the member by which no schema could be chosen, where
	// that is the fault.
	Discriminator string
	// Place is where the keyword stands in the document.
	Place document.Place

	Message  string // what is wrong, in a clause
	Expected string
	Actual   string // the JSON type of the value, or what else is harmless
}

// A Schema explains values. It is safe for concurrent use.
type Schema interface {
	// Explain returns the faults of a value as [Decode] makes it, none if it
	// conforms. Their number, and so time and memory, is the value's to
	// choose: see [Bounded].
	Explain(value any) []Fault
	// First is like Explain, but may stop at the first fault.
	First(value any) []Fault
}
