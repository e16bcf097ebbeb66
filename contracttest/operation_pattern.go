package contracttest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/validate"
)

// checkOperationPattern returns an error if a pattern selects no operation of a contract, with the
// names that it may mean.
func checkOperationPattern(contract *validate.Contract, text string) error {
	operations := contract.Operations()
	if slices.ContainsFunc(operations, func(op validate.Operation) bool {
		return pattern.Matches(text, pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate})
	}) {
		return nil
	}
	return hint.Unknown(hint.None, "the contract has no operation", text, operationNames(operations, text))
}

// operationNames returns the names of operations in the form of a pattern: by path, by method and
// path, or by operationId.
func operationNames(operations []validate.Operation, like string) (names []string) {
	for _, op := range operations {
		switch name := op.Method + " " + op.PathTemplate; {
		case strings.HasPrefix(like, "/"):
			names = append(names, op.PathTemplate)
		case strings.Contains(like, " /"):
			names = append(names, name)
		default:
			names = append(names, cmp.Or(op.ID, name))
		}
	}
	return names
}
