package validate

// alwaysReports reports whether each exchange with the operation is a finding.
func (v *Validator) alwaysReports(op *compiledOperation) bool {
	return op.preview != nil && v.levels[OperationPreview] != LevelOff ||
		op.retired != nil && v.levels[OperationRetired] != LevelOff
}

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
