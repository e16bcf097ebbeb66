package contracttest

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// inGo puts advice that is the command line's as it helps in a test.
var inGo = strings.NewReplacer(
	"--exclude skips traffic", "validate.WithExclude in Options skips traffic",
	"`apicontract codes` lists them", "Contract.Codes() lists them",
	"`apicontract explain CODE` shows it", "Contract.LookupCode returns it",
	"`apicontract explain CODE` prints it", "Contract.LookupCode returns it",
	"`apicontract rules` lists them", "validate.Rules() lists them",
	"`apicontract mock --help` lists them", "the constants of type contracttest.Fault are all there are",
)

// advise is what an error says, as it helps in a test.
func advise(err error) string { return inGo.Replace(err.Error()) }

// mendOf is how to mend what a rule finds.
func mendOf(id validate.RuleID) string {
	rule, ok := validate.LookupRule(id)
	if !ok {
		return ""
	}
	return inGo.Replace(rule.Mend)
}

// mendOnce is that where the rule speaks for the first time, else empty.
func (f *findings) mendOnce(id validate.RuleID) string {
	if f.mended[id] {
		return ""
	}
	f.mended[id] = true
	return mendOf(id)
}
