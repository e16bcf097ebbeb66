package contracttest

import (
	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/validate"
)

// hints words the hints of other packages for a Go test.
var hints = hint.Words{
	hint.ListCodes:      "Contract.Codes() lists the codes",
	hint.ExplainCode:    "Contract.LookupCode returns the status and the link of a code",
	hint.ListRules:      "validate.Rules() lists the rules",
	hint.ListFaults:     "contracttest.Fault has a constant for each fault",
	hint.ListProblems:   "Contract.Problems() lists the problems of the document",
	hint.ExcludeTraffic: "validate.WithExclude in Options skips traffic that should not be checked",
}

// fixOf returns the fix for a rule.
func fixOf(id validate.RuleID) string {
	rule, _ := validate.LookupRule(id)
	return hints.Fix(string(id), rule.Fix)
}

// fixOnce returns the fix for a rule at the first call for that rule, then an empty text.
func (f *reporter) fixOnce(id validate.RuleID) string {
	if f.fixShown[id] {
		return ""
	}
	f.fixShown[id] = true
	return fixOf(id)
}
