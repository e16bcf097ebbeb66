package validate

import (
	"iter"

	"github.com/apicontract/apicontract/internal/spec"
)

// uncoveredOutcomes yields a row without a count for each outcome that the contract
// documents: each response of each operation, an error response once for each
// of its codes. Responses are compiled only for the codes: a document may have many.
func (m *contractModel) uncoveredOutcomes() iter.Seq[Coverage] {
	return func(yield func(Coverage) bool) {
		for _, op := range m.operations {
			rows := op.outcomesByKey()
			if m.contract.table != nil {
				rows = op.outcomesByCode(m.contract.table.order)
			}
			for _, row := range rows {
				if !yield(row) {
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
