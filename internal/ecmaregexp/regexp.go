// Package ecmaregexp matches regular expressions with the syntax and the semantics of ECMA-262
// (15th edition, section 22.2) with the flag u, as JSON Schema requires (draft 2020-12, section
// 6.4). Text is matched by code points.
//
// A pattern without lookaround and backreferences runs on Go's regexp, in linear time. Every other
// pattern runs on a backtracking matcher, which follows the algorithm of ECMA-262 and gives up
// after a fixed number of steps.
package ecmaregexp

import (
	"errors"
	"fmt"
	"regexp"
)

// ErrTimeout reports that a match took too many steps or too long, so that it is undecided.
var ErrTimeout = errors.New("the pattern takes too long on this text")

// An Error says why a text is not a valid pattern.
type Error struct {
	Position int // number of the character, from 1
	Reason   string
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("character %d: %s", e.Position, e.Reason) }

// A Regexp is a compiled pattern. It is safe for concurrent use.
type Regexp struct {
	source string
	linear *regexp.Regexp // nil if the pattern needs backtracking
	size   int            // approximate size of the linear program
	prog   *program       // nil if the pattern runs on linear
	legacy *Error
}

// Compile parses a pattern as ECMA-262 with the flag u. If a pattern is valid only without u, by
// Annex B.1.2 (with \-, \_ or \: for example), Compile parses it without u; text is still matched
// by code points. It never parses a pattern with \p{…}, \P{…} or \u{…} without u, because these
// escapes would lose their meaning. The error is an [*Error].
func Compile(pattern string) (*Regexp, error) {
	tree, err := parsePattern(pattern, true)
	if err == nil {
		return newRegexp(pattern, tree, nil), nil
	}
	if needsUnicode(pattern) {
		return nil, err
	}
	tree, legacyErr := parsePattern(pattern, false)
	if legacyErr != nil {
		return nil, legacyErr
	}
	return newRegexp(pattern, tree, err), nil
}

func newRegexp(pattern string, tree *syntaxTree, legacy *Error) *Regexp {
	r := &Regexp{source: pattern, legacy: legacy}
	if r.linear, r.size = compileLinear(tree.root); r.linear == nil {
		r.prog = compileProgram(tree)
	}
	return r
}

// IsLegacy reports whether the pattern is valid only without the flag u.
func (r *Regexp) IsLegacy() bool { return r.legacy != nil }

// LegacyReason returns the reason why the pattern is invalid with the flag u, nil if it is valid.
func (r *Regexp) LegacyReason() *Error { return r.legacy }

// RunsLinear reports whether the pattern runs in linear time, on Go's regexp.
func (r *Regexp) RunsLinear() bool { return r.linear != nil }

// String returns the source of the pattern.
func (r *Regexp) String() string { return r.source }

// MatchString reports whether the pattern matches somewhere in s. The error is
// [ErrTimeout] or nil.
func (r *Regexp) MatchString(s string) (bool, error) {
	steps := maxSteps
	return r.MatchWithin(s, &steps)
}

// MatchWithin is [Regexp.MatchString] with a limit on the steps. It subtracts the steps that it
// uses, so that several matches can share a limit. The error is [ErrTimeout] if the steps do not
// suffice.
func (r *Regexp) MatchWithin(s string, steps *int) (bool, error) {
	if *steps <= 0 {
		return false, ErrTimeout
	}
	if r.linear == nil {
		return r.prog.matchText(s, steps)
	}
	matches, err := matchLinear(r.linear, r.size, s)
	if err != nil {
		*steps -= maxSteps
	} else {
		*steps -= r.size * len(s) / linearPerStep
	}
	return matches, err
}

// linearPerStep is the amount of linear work that takes at most as long as a step of the
// backtracking matcher. Linear work is the product of a program's size and a text's length.
const linearPerStep = 16

// Match is [Regexp.MatchString] for bytes.
func (r *Regexp) Match(b []byte) (bool, error) {
	if r.linear != nil && r.size*len(b) <= maxLinearWork {
		return r.linear.Match(b), nil
	}
	return r.MatchString(string(b))
}
