package validate

// uncoveredOutcomes returns a row without a count for each outcome that the contract
// documents: each response of each operation, an error response once for each
// of its codes.
func (m *contractModel) uncoveredOutcomes() []Coverage {
	var rows []Coverage
	var codes []*codeEntry
	if m.contract.table != nil {
		codes = m.contract.table.order
	}
	for _, op := range m.operations {
		op.loadResponses()
		for _, r := range op.responses {
			rows = append(rows, outcomesOf(op, r, codes)...)
		}
	}
	return rows
}

// outcomesOf are those of one response. The codes that come with a range or
// default response are those whose status has no response of its own. A code that does
// not belong to the operation is no outcome of it, nor is a response that has no other.
func outcomesOf(op *compiledOperation, r *compiledResponse, codes []*codeEntry) []Coverage {
	row := Coverage{Operation: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Status: statusOf(r.key), Documented: true}
	if row.Status == 0 {
		row.Response = r.key
	}
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
