package validate

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// documentedOutcomes yields a row without a count for each outcome that the contract
// documents: each response of each operation, an error response once for each
// of its codes. Responses are compiled only for the codes: a document may have many.
func (m *contractModel) documentedOutcomes() iter.Seq2[*compiledOperation, Coverage] {
	return func(yield func(*compiledOperation, Coverage) bool) {
		for _, op := range m.operations {
			rows := op.outcomesByKey()
			if m.contract.table != nil {
				rows = op.outcomesByCode(m.contract.table.order)
			}
			for _, row := range rows {
				if !yield(op, row) {
					return
				}
			}
		}
	}
}

// outcomesByKey returns a row for each response.
func (op *compiledOperation) outcomesByKey() (rows []Coverage) {
	for _, key := range op.source.ResponseKeys() {
		if spec.IsResponseKey(key) {
			rows = append(rows, op.newOutcome(key))
		}
	}
	return rows
}

// outcomesByCode returns a row for each response, and for each code of an error response.
func (op *compiledOperation) outcomesByCode(codes []*codeEntry) (rows []Coverage) {
	op.loadResponses()
	for _, r := range op.responses {
		rows = append(rows, outcomesOf(op, r, codes)...)
	}
	return rows
}

// newOutcome returns the row of a response without regard to codes.
func (op *compiledOperation) newOutcome(key string) Coverage {
	row := Coverage{Operation: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Status: statusOf(key), Documented: true}
	if row.Status == 0 {
		row.Response = key
	}
	return row
}

// outcomesOf are those of one response. The codes that come with a range or
// default response are those whose status has no response of its own. A code that does
// not belong to the operation is no outcome of it, nor is a response that has no other.
func outcomesOf(op *compiledOperation, r *compiledResponse, codes []*codeEntry) []Coverage {
	row := op.newOutcome(r.key)
	if m := r.jsonMedia(); m != nil && m.envelope {
		if rows, found := codeOutcomesOf(op, r, row, codes); found {
			return rows
		}
	}
	return []Coverage{row}
}

// codeOutcomesOf returns a row for each code of a response that belongs to the operation,
// and whether the table has codes for the response at all.
func codeOutcomesOf(op *compiledOperation, r *compiledResponse, row Coverage, codes []*codeEntry) (rows []Coverage, found bool) {
	for _, code := range codes {
		for _, status := range code.Statuses {
			if op.findResponse(status) != r {
				continue
			}
			found = true
			if code.belongsTo(op.source) {
				row.Status, row.Code = status, code.Name
				rows = append(rows, row)
			}
		}
	}
	return rows, found
}

// An outcomeKey is an outcome as a result has it.
type outcomeKey struct {
	op     *compiledOperation
	status int
	code   string
}

type outcomeCount struct {
	count, conforming, unread int
	documented                bool // set when a report is made
}

// addCoverage counts an outcome. A code that the table does not have is the
// traffic's to choose, and has no row of its own.
func (t *aggregator) addCoverage(v *Result) {
	key := outcomeKey{op: v.op, status: v.Status}
	if v.codeInTable {
		key.code = v.Code
	}
	n := t.outcomes[key]
	if n == nil {
		n = new(outcomeCount)
		t.outcomes[key] = n
	}
	n.count++
	if v.Conforms() {
		n.conforming++
	}
	if v.missed != "" {
		n.unread++
	}
}

// row returns the row of an outcome with its counts.
func (o *outcomeKey) row(n *outcomeCount) Coverage {
	row := Coverage{
		Operation: o.op.ID, Method: o.op.Method, PathTemplate: o.op.PathTemplate, Status: o.status, Code: o.code,
		Documented: n.documented, Count: n.count, Conforming: n.conforming, Unread: n.unread,
	}
	if r := o.op.findResponse(o.status); r != nil && statusOf(r.key) == 0 {
		row.Response = r.key
	}
	return row
}

// sortedCoverage lists outcomes by operation, then status, then code. Rows of ranges and default
// responses are only for those that were not exercised.
func (t *aggregator) sortedCoverage() []Coverage {
	rows := t.coverageRows()
	slices.SortFunc(rows, func(a, b Coverage) int { return compareOutcomes(&a, &b) })
	families := familiesOf(rows)
	for i := range rows {
		row := &rows[i]
		row.Documented = row.Documented || families[row.family()].documented // any status of a range is
	}
	return slices.DeleteFunc(rows, func(row Coverage) bool {
		return row.Count == 0 && row.Status == 0 && families[row.family()].exercised
	})
}

// coverageRows returns a row for each outcome that is documented or was seen.
func (t *aggregator) coverageRows() []Coverage {
	rows := slices.Clone(t.coverage)
	if t.documented != nil {
		for op, row := range t.documented.documentedOutcomes() {
			if n := t.outcomes[outcomeKey{op, row.Status, row.Code}]; n != nil {
				n.documented = true
			} else {
				rows = append(rows, row)
			}
		}
	}
	rows = slices.Grow(rows, len(t.outcomes))
	for o, n := range t.outcomes {
		rows = append(rows, o.row(n))
	}
	return rows
}

// A coverageFamily is what the rows of one range or default response share.
type coverageFamily struct{ method, path, response string }

type familyUse struct{ exercised, documented bool }

func (r *Coverage) family() coverageFamily {
	return coverageFamily{r.Method, r.PathTemplate, r.Response}
}

// familiesOf returns the use of the ranges and default responses of rows.
func familiesOf(rows []Coverage) map[coverageFamily]familyUse {
	families := make(map[coverageFamily]familyUse)
	for i := range rows {
		row := &rows[i]
		if row.Response == "" {
			continue
		}
		use := families[row.family()]
		use.exercised = use.exercised || row.Count > 0
		use.documented = use.documented || row.Documented && row.Status == 0 && row.Code == ""
		families[row.family()] = use
	}
	return families
}

// mergeRows sorts rows, and adds up those of one outcome.
func mergeRows(rows []Coverage) []Coverage {
	sorted := make([]*Coverage, len(rows)) // a row is large to move
	for i := range rows {
		sorted[i] = &rows[i]
	}
	slices.SortStableFunc(sorted, compareOutcomes)
	merged := make([]Coverage, 0, len(rows))
	for _, row := range sorted {
		n := len(merged)
		if n == 0 || compareOutcomes(&merged[n-1], row) != 0 {
			merged = append(merged, *row)
			continue
		}
		known := &merged[n-1]
		known.Documented = known.Documented || row.Documented
		known.Count += row.Count
		known.Conforming += row.Conforming
		known.Unread += row.Unread
	}
	return merged
}

func compareOutcomes(a, b *Coverage) int {
	return cmp.Or(
		strings.Compare(a.PathTemplate, b.PathTemplate), strings.Compare(a.Method, b.Method),
		a.Status-b.Status, strings.Compare(a.Response, b.Response), strings.Compare(a.Code, b.Code))
}
