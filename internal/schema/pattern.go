package schema

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/spec"
)

// A PatternMatcher is a compiled regular expression. An error of MatchString says that
// the match was given up.
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

// compiledPattern is a pattern, or why there is none.
type compiledPattern struct {
	pattern *Pattern
	err     error
}

// compilePattern compiles the expression at n, each source once; nil if it is invalid,
// which is a problem at n.
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
