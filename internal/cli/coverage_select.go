package cli

import (
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/apicontract/apicontract/validate"
)

// A selection is what --include and --exclude leave of the contract's operations:
// a team that calls two of them has its shares of these.
type selection struct{ include, exclude []string }

// of keeps the rows of the selected operations. The patterns are those of check.
func (s *selection) of(rows []validate.Coverage) ([]validate.Coverage, error) {
	for _, p := range slices.Concat(s.include, s.exclude) {
		if p == "" || !doublestar.ValidatePattern(p) {
			return nil, usagef("bad pattern %q: want a glob over paths (/v3/videos/**) or operationIds (list*)", p)
		}
	}
	rows = slices.DeleteFunc(rows, func(row validate.Coverage) bool { return !s.selects(&row) })
	if len(rows) == 0 {
		return nil, usagef("--include and --exclude leave no operation of the contract; `apicontract coverage` without them lists all")
	}
	return rows, nil
}

func (s *selection) selects(row *validate.Coverage) bool {
	fits := func(pattern string) bool { return fitsRow(pattern, row) }
	return (len(s.include) == 0 || slices.ContainsFunc(s.include, fits)) && !slices.ContainsFunc(s.exclude, fits)
}

var braces = strings.NewReplacer("{", "", "}", "")

// fitsRow matches a pattern as validate.WithInclude does. A template's braces are
// alternatives to the glob, of one name each.
func fitsRow(pattern string, row *validate.Coverage) bool {
	subject := row.Operation
	if strings.HasPrefix(pattern, "/") {
		subject = row.PathTemplate
	}
	if pattern == subject {
		return true
	}
	asIs, _ := doublestar.Match(pattern, subject) // it was validated
	plain, _ := doublestar.Match(pattern, braces.Replace(subject))
	return asIs || plain
}
