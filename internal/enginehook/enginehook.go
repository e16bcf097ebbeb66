// Package enginehook gives the other packages of this module access to what the API of
// package validate does not show. Package validate sets the variables; a validator is
// always a *validate.Validator.
package enginehook

import "github.com/apicontract/apicontract/internal/spec"

var (
	// NewContract returns the contract of a document, a *validate.Contract. The error is
	// a *validate.DocumentError.
	NewContract func(*spec.Document) (contract any, err error)

	// Document returns the document of a contract, which is a *validate.Contract.
	Document func(contract any) *spec.Document

	// Problems returns problems of a document as a []validate.Problem.
	Problems func([]spec.Problem) any

	// MatchesServer reports whether a URL may be one of the contract's servers: exchanges
	// with others are skipped, so that their bodies need not be read. It keeps nothing of
	// the URL.
	MatchesServer func(validator any, url string) bool

	// WithoutFastPath is a validate.Option that sends every exchange the slow way, on which
	// violations are found. The results are the same: it compares the two ways.
	WithoutFastPath any

	// UnusedPatterns returns the patterns of WithInclude and WithExclude that matched no
	// operation of the contract, and no exchange so far.
	UnusedPatterns func(validator any) (include, exclude []string)

	// SuggestPattern returns an operationId or path template that a pattern may mean; empty
	// if none is near.
	SuggestPattern func(validator any, pattern string) string

	// AcceptsAnyHost reports whether the contract has relative servers, so that any host
	// that serves one of its paths is the contract's.
	AcceptsAnyHost func(validator any) bool

	// UsesResponseHeader reports whether a result may depend on the response header of
	// that name, in any case. It keeps nothing of the name. Whether a response has headers
	// at all always matters.
	UsesResponseHeader func(validator any, name string) bool
)
