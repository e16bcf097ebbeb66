package schema

import (
	"errors"
	"fmt"

	"github.com/apicontract/apicontract/internal/spec"
)

// A PatternMatcher is a compiled regular expression. MatchString returns an error if the match
// takes too long.
type PatternMatcher interface {
	MatchString(s string) (bool, error)
}

// legacyMatcher is implemented by matchers of expressions that are valid only without
// the flag u of ECMA-262.
type legacyMatcher interface{ IsLegacy() bool }

// A Pattern is a regular expression of the document.
type Pattern struct {
	Source string
	PatternMatcher
}

// stepCounter is implemented by matchers that count the steps of a match.
type stepCounter interface {
	MatchWithin(s string, steps *int) (bool, error)
}

var errNoSteps = errors.New("the patterns take too long on this value")

// MatchWithin is MatchString with a limit on the steps. It subtracts the steps that it uses, and
// returns an error if they do not suffice.
func (p *Pattern) MatchWithin(s string, steps *int) (bool, error) {
	if *steps <= 0 {
		return false, errNoSteps
	}
	if counter, ok := p.PatternMatcher.(stepCounter); ok {
		return counter.MatchWithin(s, steps)
	}
	return p.MatchString(s)
}

// A compiledPattern is a pattern, or the reason why there is none.
type compiledPattern struct {
	pattern *Pattern
	err     error
}

// compilePattern compiles the expression at n, each source once. An invalid expression is nil, and
// a problem at n.
func (c *Compiler) compilePattern(source string, n *spec.Node) *Pattern {
	compiled, known := c.patterns[source]
	if !known {
		var matcher PatternMatcher
		if matcher, compiled.err = c.options.CompilePattern(source); compiled.err == nil {
			compiled.pattern = &Pattern{source, matcher}
		}
		c.patterns[source] = compiled
	}
	if compiled.err != nil {
		c.addProblem(RulePattern, n, fmt.Sprintf("the pattern %q is not a regular expression of ECMA-262: %v", source, compiled.err),
			"Correct the pattern. Until then, values that it applies to are not checked against it.")
		return nil
	}
	if l, ok := compiled.pattern.PatternMatcher.(legacyMatcher); ok && l.IsLegacy() {
		c.addProblem(RuleLegacyPattern, n, fmt.Sprintf("the pattern %q is valid only without the flag u of ECMA-262, and is read without it", source),
			"Remove the backslashes before characters that need none.")
	}
	return compiled.pattern
}
