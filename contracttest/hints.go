package contracttest

import (
	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/validate"
)

// hints are a Go test's words for hints.
var hints = hint.Words{
	hint.ListCodes:      "Contract.Codes() lists the codes",
	hint.ExplainCode:    "Contract.LookupCode returns the status and the link of a code",
	hint.ListRules:      "validate.Rules() lists the rules",
	hint.ListFaults:     "contracttest.Fault has a constant for each fault",
	hint.ListProblems:   "Contract.Problems() lists the problems of the document",
	hint.ExcludeTraffic: "validate.WithExclude in Options skips traffic that should not be checked",
}

// fixOf is how to fix what a rule finds.
func fixOf(id validate.RuleID) string {
	rule, _ := validate.LookupRule(id)
	return hints.Fix(string(id), rule.Fix)
}

// fixOnce is that where the rule is broken for the first time, else empty.
func (f *reporter) fixOnce(id validate.RuleID) string {
	if f.fixShown[id] {
		return ""
	}
	f.fixShown[id] = true
	return fixOf(id)
}
