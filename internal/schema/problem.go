package schema

import (
	"cmp"
	"slices"

	"github.com/apicontract/apicontract/internal/spec"
)

// A Problem is something in the document that is wrong or has no effect.
type Problem struct {
	Rule     string // kebab-case
	Node     *spec.Node
	Location spec.Location
	Message  string
	Fix      string
}

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

// Problems returns the problems that were met so far, sorted by location.
func (c *Compiler) Problems() []Problem {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.Clone(c.problems)
	slices.SortFunc(all, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Location.File, b.Location.File),
			cmp.Compare(a.Location.Pointer, b.Location.Pointer), cmp.Compare(a.Rule, b.Rule))
	})
	return all
}

type problemKey struct {
	rule string
	node *spec.Node
}

// problem remembers a problem once.
func (c *Compiler) problem(rule string, n *spec.Node, message, fix string) {
	key := problemKey{rule, n}
	if c.reported[key] {
		return
	}
	c.reported[key] = true
	c.problems = append(c.problems, Problem{Rule: rule, Node: n, Location: n.Location(), Message: message, Fix: fix})
}
