package schema

import (
	"slices"

	"github.com/apicontract/apicontract/internal/spec"
)

// The rules of problems.
const (
	RuleKeywordType    = "schema-keyword-type"
	RuleKeywordVersion = "schema-keyword-version"
	RuleReference      = "reference-unresolved"
	RulePattern        = "pattern-invalid"
	RuleLegacyPattern  = "pattern-legacy"
	RuleRecursion      = "schema-recursion"
	RuleDialect        = "schema-dialect"
	RuleItemsMissing   = "schema-items-missing"
)

// Problems returns the problems found so far, in the order of the text.
func (c *Compiler) Problems() []spec.Problem {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.Clone(c.problems)
	slices.SortFunc(all, func(a, b spec.Problem) int { return a.Compare(&b) })
	return all
}

type problemKey struct {
	rule string
	node *spec.Node
}

// addProblem adds a problem once.
func (c *Compiler) addProblem(rule string, n *spec.Node, message, fix string) {
	key := problemKey{rule, n}
	if c.reported[key] {
		return
	}
	c.reported[key] = true
	c.problems = append(c.problems, spec.Problem{Rule: rule, Node: n, Message: message, Fix: fix})
}
