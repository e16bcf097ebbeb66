package validate

import (
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/spec"
)

//nolint:gochecknoinits // Hooks must be set before any package that imports this one uses them.
func init() {
	enginehook.NewContract = func(doc *spec.Document) (any, error) { return newContract(doc) }
	enginehook.Document = func(c any) *spec.Document { return c.(*Contract).doc }
	enginehook.Problems = func(found []spec.Problem) any { return newProblems(found) }
	enginehook.WithoutFastPath = Option(withoutFastPath)
	enginehook.MatchesServer = func(v any, url string) bool { return v.(*Validator).matchesServer(url) }
	enginehook.UnusedPatterns = func(v any) (include, exclude []string) {
		return v.(*Validator).include.unusedPatterns(), v.(*Validator).exclude.unusedPatterns()
	}
	enginehook.SuggestPattern = func(v any, pattern string) string { return v.(*Validator).suggestPattern(pattern) }
	enginehook.AcceptsAnyHost = func(v any) bool { return v.(*Validator).routes.AcceptsAnyHost() }
	enginehook.UsesResponseHeader = func(v any, name string) bool { return v.(*Validator).usesResponseHeader(name) }
}
