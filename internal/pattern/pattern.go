// Package pattern is the language in which people name operations of a contract:
// whichever tool, a pattern means the same.
//
//	/v3/videos/**          a glob over path templates
//	GET /v3/videos/*       a glob over methods and path templates
//	create*                a glob over operationIds
//
// The first character tells a path; a space before a slash, a method. Anything else
// is an operationId; an operation without one is called by its method and path
// template: "GET /v3/videos". Globs are those of doublestar: * and ? stop at a
// slash, ** does not, {a,b} are alternatives, [a-z] one of some characters. The
// names in a template's braces can be written with them or without. Case matters.
package pattern

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// An Operation is what a pattern may mean.
type Operation struct {
	ID     string // operationId; empty: it has none
	Method string // upper case
	Path   string // its template, or the path of a request that no operation matches
	// Unmatched says that Path is a request's and no operation's: patterns of
	// operationIds do not mean it.
	Unmatched bool
}

// CheckSyntax returns what is wrong with a pattern.
func CheckSyntax(pattern string) error {
	if pattern == "" || !doublestar.ValidatePattern(pattern) {
		return fmt.Errorf("bad pattern %q: want a glob over paths (/v3/videos/**), operationIds (list*) or methods with paths (GET /v3/videos/*)", pattern)
	}
	return nil
}

// Matches reports whether a pattern means an operation. One that [CheckSyntax] refuses means
// none but its namesake.
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

// MatchesAny reports whether one of the patterns means an operation.
func MatchesAny(patterns []string, op Operation) bool {
	for _, p := range patterns {
		if Matches(p, op) {
			return true
		}
	}
	return false
}

// MatchesAll reports whether a pattern means every operation, or all that have an
// operationId.
func MatchesAll(pattern string) bool { return strings.Trim(pattern, "/* ") == "" }

var braces = strings.NewReplacer("{", "", "}", "")

// MatchGlob matches a glob with a text, such as a path template. Its braces are
// alternatives to the glob, of one name each.
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
