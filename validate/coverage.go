package validate

// uncovered returns a row without a count for each outcome that the contract
// documents: each response of each operation, an error response once for each
// of its codes.
func (c *Contract) uncovered() []Coverage {
	byStatus := make(map[int][]string)
	for _, code := range c.Codes() {
		for _, status := range code.Statuses {
			byStatus[status] = append(byStatus[status], code.Name)
		}
	}
	var rows []Coverage
	for _, op := range c.operations {
		for _, r := range op.responses {
			row := Coverage{Operation: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Status: statusOf(r.key)}
			if row.Status == 0 {
				row.Response = r.key
			}
			rows = append(rows, r.outcomes(row, byStatus[row.Status])...)
		}
	}
	return rows
}

func (r *response) outcomes(row Coverage, codes []string) []Coverage {
	m := r.json()
	if m == nil || !m.envelope || len(codes) == 0 {
		return []Coverage{row}
	}
	rows := make([]Coverage, len(codes))
	for i, code := range codes {
		rows[i] = row
		rows[i].Code = code
	}
	return rows
}
