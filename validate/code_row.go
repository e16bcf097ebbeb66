package validate

import "github.com/apicontract/apicontract/internal/spec"

// newCode returns the public form of a row of the table.
func newCode(c *spec.ErrorCode) ErrorCode {
	code := ErrorCode{
		Name: c.Name, Statuses: c.Statuses, Retry: RetryClass(c.Retry), RetryAfter: Presence(c.RetryAfter.Presence),
		DelayForm: DelayForm(c.RetryAfter.Form), Param: Presence(c.Param), Message: MessageRequirements(c.Message), DocURL: c.DocURL,
		Meaning: c.Meaning, Causes: newFacts(c.Causes), Fixes: newFacts(c.Fixes), Fields: newFacts(c.Fields),
		Headers: newFacts(c.Headers), Calls: newFacts(c.Calls),
	}
	for op, statuses := range c.StatusesByOperation {
		if code.StatusByOperation == nil {
			code.StatusByOperation = make(map[string][]int)
		}
		code.StatusByOperation[op.Name()] = statuses
	}
	for _, op := range c.Operations {
		code.Operations = append(code.Operations, op.Operation.Name())
	}
	for _, link := range c.Links {
		code.Links = append(code.Links, Link{link.URL, link.Title, Basis(link.Basis)})
	}
	for value, basis := range c.Basis {
		if code.Basis == nil {
			code.Basis = make(map[string]Basis)
		}
		code.Basis[value] = Basis(basis)
	}
	return code
}

func newFacts(from []spec.Fact) []Fact {
	var facts []Fact
	for _, f := range from {
		facts = append(facts, Fact{f.Text, Basis(f.Basis)})
	}
	return facts
}
