package validate

import (
	"cmp"
	"slices"
	"strings"
)

// operationCounts counts the checked entries of one capture by operation. A nil
// operation has those that matched none.
type operationCounts map[*compiledOperation]*CaptureOperation

// rowOf returns the row of an operation.
func (c operationCounts) rowOf(op *compiledOperation) *CaptureOperation {
	row := c[op]
	if row == nil {
		row = new(CaptureOperation)
		if op != nil {
			row.Operation, row.Method, row.PathTemplate = op.ID, op.Method, op.PathTemplate
		}
		c[op] = row
	}
	return row
}

// count enters the verdict on a checked entry.
func (c operationCounts) count(v *Result) {
	row := c.rowOf(v.op)
	row.Checked++
	row.Violations.addCounts(&v.overflow)
	for i := range v.Violations {
		row.Violations.addCount(v.Violations[i].Level, 1+v.more[i])
	}
}

// rows returns the counts in the order of paths and methods, and forgets them.
func (c operationCounts) rows() []CaptureOperation {
	rows := make([]CaptureOperation, 0, len(c))
	for _, row := range c {
		rows = append(rows, *row)
	}
	clear(c)
	slices.SortFunc(rows, func(a, b CaptureOperation) int {
		return cmp.Or(strings.Compare(a.PathTemplate, b.PathTemplate), strings.Compare(a.Method, b.Method))
	})
	return rows
}
