package validate

// uncoveredOutcomes returns a row without a count for each outcome that the contract
// documents: each response of each operation, an error response once for each
// of its codes.
func (m *contractModel) uncoveredOutcomes() []Coverage {
	var rows []Coverage
	codes := m.contract.Codes()
	for _, op := range m.operations {
		op.loadResponses()
		for _, r := range op.responses {
			rows = append(rows, outcomesOf(op, r, codes)...)
		}
	}
	return rows
}

// outcomesOf are those of one response. The codes that come with a range or
// default response are those whose status has no response of its own.
func outcomesOf(op *compiledOperation, r *compiledResponse, codes []ErrorCode) []Coverage {
	row := Coverage{Operation: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Status: statusOf(r.key), Documented: true}
	if row.Status == 0 {
		row.Response = r.key
	}
	var rows []Coverage
	if m := r.jsonMedia(); m != nil && m.envelope {
		rows = codeOutcomesOf(op, r, row, codes)
	}
	if rows == nil {
		return []Coverage{row}
	}
	return rows
}

func codeOutcomesOf(op *compiledOperation, r *compiledResponse, row Coverage, codes []ErrorCode) (rows []Coverage) {
	for _, code := range codes {
		for _, status := range code.Statuses {
			if op.findResponse(status) == r {
				row.Status, row.Code = status, code.Name
				rows = append(rows, row)
			}
		}
	}
	return rows
}
