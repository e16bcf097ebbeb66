package contracttest

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// goWording puts advice that is the command line's as it helps in a test.
var goWording = strings.NewReplacer(
	"--exclude skips traffic", "validate.WithExclude in Options skips traffic",
	"`apicontract codes` lists them", "Contract.Codes() lists them",
	"`apicontract explain CODE` shows it", "Contract.LookupCode returns it",
	"`apicontract explain CODE` prints it", "Contract.LookupCode returns it",
	"`apicontract rules` lists them", "validate.Rules() lists them",
	"`apicontract mock --help` lists them", "the constants of type contracttest.Fault are all there are",
)

// goAdvice is what an error says, as it helps in a test.
func goAdvice(err error) string { return goWording.Replace(err.Error()) }

// fixOf is how to mend what a rule finds.
func fixOf(id validate.RuleID) string {
	rule, ok := validate.LookupRule(id)
	if !ok {
		return ""
	}
	return goWording.Replace(rule.Fix)
}

// fixOnce is that where the rule speaks for the first time, else empty.
func (f *reporter) fixOnce(id validate.RuleID) string {
	if f.fixShown[id] {
		return ""
	}
	f.fixShown[id] = true
	return fixOf(id)
}
