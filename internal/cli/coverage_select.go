package cli

import (
	"slices"

	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/validate"
)

// An operationSelection selects operations with --include and --exclude, so that a team that calls
// only two of them gets the shares of these.
type operationSelection struct{ include, exclude []string }

// selectRows returns the rows of the selected operations. The patterns are those of check.
func (s *operationSelection) selectRows(rows []validate.Coverage) ([]validate.Coverage, error) {
	for _, p := range slices.Concat(s.include, s.exclude) {
		if err := pattern.CheckSyntax(p); err != nil {
			return nil, usageErrorf("%v", err)
		}
	}
	rows = slices.DeleteFunc(rows, func(row validate.Coverage) bool { return !s.includesRow(&row) })
	if len(rows) == 0 {
		return nil, usageErrorf("--include and --exclude leave no operation of the contract; `apicontract coverage` without them lists all")
	}
	return rows, nil
}

func (s *operationSelection) includesRow(row *validate.Coverage) bool {
	op := pattern.Operation{ID: row.Operation, Method: row.Method, Path: row.PathTemplate}
	return (len(s.include) == 0 || pattern.MatchesAny(s.include, op)) && !pattern.MatchesAny(s.exclude, op)
}
