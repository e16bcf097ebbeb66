package validate

// uncovered returns a row without a count for each outcome that the contract
// documents: each response of each operation, an error response once for each
// of its codes.
func (m *model) uncovered() []Coverage {
	var rows []Coverage
	codes := m.contract.Codes()
	for _, op := range m.operations {
		op.load()
		for _, r := range op.responses {
			rows = append(rows, outcomes(op, r, codes)...)
		}
	}
	return rows
}

// outcomes are those of one response. The codes that come with a range or
// default response are those whose status has no response of its own.
func outcomes(op *operation, r *response, codes []Code) []Coverage {
	row := Coverage{Operation: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Status: statusOf(r.key), Documented: true}
	if row.Status == 0 {
		row.Response = r.key
	}
	var rows []Coverage
	if m := r.json(); m != nil && m.envelope {
		rows = codeOutcomes(op, r, row, codes)
	}
	if rows == nil {
		return []Coverage{row}
	}
	return rows
}

func codeOutcomes(op *operation, r *response, row Coverage, codes []Code) (rows []Coverage) {
	for _, code := range codes {
		for _, status := range code.Statuses {
			if op.response(status) == r {
				row.Status, row.Code = status, code.Name
				rows = append(rows, row)
			}
		}
	}
	return rows
}
