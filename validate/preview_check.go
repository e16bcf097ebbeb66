package validate

import "github.com/apicontract/apicontract/internal/route"

// reportsRetired reports whether each exchange with the operation breaks the rule
// operation-retired.
func (v *Validator) reportsRetired(op *compiledOperation) bool {
	return op.retired != nil && v.levels[OperationRetired] != LevelOff
}

// withPreview adds the finding of an operation that is a preview to the result of a response
// that conforms.
func (v *Validator) withPreview(result Result, x *Exchange, match *route.Match[*compiledOperation]) Result {
	if match.Value.preview == nil {
		return result
	}
	c := exchangeCheck{Result: result, v: v, x: x, match: match}
	c.reportPreview()
	return c.Result
}

// reportPreview reports that the operation is a preview, if it is one.
func (c *exchangeCheck) reportPreview() {
	if c.op.preview == nil {
		return
	}
	c.addViolation(OperationPreview, violationDetails{
		location: *c.op.preview,
		message:  "the operation is a preview, which may change without notice",
		expected: "an operation that is not a preview",
		actual:   "a preview",
	})
}
