package cli

import (
	"slices"

	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/validate"
)

// A selection is what --include and --exclude leave of the contract's operations:
// a team that calls two of them has its shares of these.
type selection struct{ include, exclude []string }

// of keeps the rows of the selected operations. The patterns are those of check.
func (s *selection) of(rows []validate.Coverage) ([]validate.Coverage, error) {
	for _, p := range slices.Concat(s.include, s.exclude) {
		if err := pattern.Check(p); err != nil {
			return nil, usagef("%v", err)
		}
	}
	rows = slices.DeleteFunc(rows, func(row validate.Coverage) bool { return !s.selects(&row) })
	if len(rows) == 0 {
		return nil, usagef("--include and --exclude leave no operation of the contract; `apicontract coverage` without them lists all")
	}
	return rows, nil
}

func (s *selection) selects(row *validate.Coverage) bool {
	op := pattern.Operation{ID: row.Operation, Method: row.Method, Path: row.PathTemplate}
	return (len(s.include) == 0 || pattern.FitsAny(s.include, op)) && !pattern.FitsAny(s.exclude, op)
}
