// Package pattern is the language for selecting operations of a contract. A pattern has the same
// meaning in every tool.
//
//	/v3/videos/**          a glob over path templates
//	GET /v3/videos/*       a glob over methods and path templates
//	create*                a glob over operationIds
//
// A pattern that begins with a slash is a path; one with a space before a slash has a method. Any
// other pattern is an operationId. An operation without an operationId is called by its method and
// path template: "GET /v3/videos". Globs are those of doublestar: * and ? stop at a slash, ** does
// not, {a,b} are alternatives, [a-z] is one of several characters. The names in a template's braces
// may be written with or without the braces. Case matters.
package pattern

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// An Operation is an operation that a pattern may select.
type Operation struct {
	ID     string // operationId; empty if it has none
	Method string // upper case
	Path   string // path template, or the path of a request without an operation
	// Unmatched means that Path is the path of a request without an operation. Patterns of
	// operationIds do not match it.
	Unmatched bool
}

// CheckSyntax returns an error for an invalid pattern.
func CheckSyntax(pattern string) error {
	if pattern == "" || !doublestar.ValidatePattern(pattern) {
		return fmt.Errorf("bad pattern %q: want a glob over paths (/v3/videos/**), operationIds (list*) or methods with paths (GET /v3/videos/*)", pattern)
	}
	return nil
}

// Matches reports whether a pattern selects an operation. An invalid pattern only selects an
// operation with exactly that name.
func Matches(pattern string, op Operation) bool {
	switch name := op.Method + " " + op.Path; {
	case strings.HasPrefix(pattern, "/"):
		return MatchGlob(pattern, op.Path)
	case strings.Contains(pattern, " /"):
		return MatchGlob(pattern, name)
	case op.Unmatched:
		return false
	case op.ID == "":
		return MatchGlob(pattern, name)
	}
	return MatchGlob(pattern, op.ID)
}

// MatchesAny reports whether one of the patterns selects an operation.
func MatchesAny(patterns []string, op Operation) bool {
	for _, p := range patterns {
		if Matches(p, op) {
			return true
		}
	}
	return false
}

// MatchesAll reports whether a pattern selects every operation, or every operation with an
// operationId.
func MatchesAll(pattern string) bool { return strings.Trim(pattern, "/* ") == "" }

var braces = strings.NewReplacer("{", "", "}", "")

// MatchGlob matches a glob with a text, such as a path template. It treats braces in the text as a
// part of the name.
func MatchGlob(glob, text string) bool {
	if text == "" {
		return false
	}
	if glob == text {
		return true
	}
	if ok, _ := doublestar.Match(glob, text); ok {
		return true
	}
	if !strings.Contains(text, "{") {
		return false
	}
	ok, _ := doublestar.Match(glob, braces.Replace(text))
	return ok
}
