package validate

// uncovered returns a row without a count for each outcome that the contract
// documents: each response of each operation, an error response once for each
// of its codes.
func (c *Contract) uncovered() []Coverage {
	var rows []Coverage
	for _, op := range c.operations {
		for _, r := range op.responses {
			rows = append(rows, c.outcomes(op, r)...)
		}
	}
	return rows
}

// outcomes are those of one response. The codes that come with a range or
// default response are those whose status has no response of its own.
func (c *Contract) outcomes(op *operation, r *response) []Coverage {
	row := Coverage{Operation: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Status: statusOf(r.key)}
	if row.Status == 0 {
		row.Response = r.key
	}
	var rows []Coverage
	if m := r.json(); m != nil && m.envelope {
		rows = c.codeOutcomes(op, r, row)
	}
	if rows == nil {
		return []Coverage{row}
	}
	return rows
}

func (c *Contract) codeOutcomes(op *operation, r *response, row Coverage) (rows []Coverage) {
	for _, code := range c.Codes() {
		for _, status := range code.Statuses {
			if op.response(status) == r {
				row.Status, row.Code = status, code.Name
				rows = append(rows, row)
			}
		}
	}
	return rows
}
