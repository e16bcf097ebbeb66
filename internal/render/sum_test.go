package render

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// A code is counted once, whatever the number of statuses that it may have.
func TestExercisedCodes(t *testing.T) {
	r := &validate.Report{
		Contract: validate.ContractInfo{Codes: []validate.CodeInfo{{Code: "gone", Status: 404}, {Code: "gone", Status: 410}, {Code: "slow", Status: 429}, {Code: "any"}}},
		Coverage: []validate.Coverage{{Operation: "a", Method: "GET", PathTemplate: "/a", Status: 410, Code: "gone", Count: 1}, {Operation: "a", Method: "GET", PathTemplate: "/a", Status: 429, Code: "slow"}},
	}
	assert.Equal(t, "exercised 1 of 1 operation, 1 of 3 error codes; 1 code may have any of several statuses, so that code-status asks little of them: give each its `status` in the error table", exercised(r))
	r.Contract.Codes = r.Contract.Codes[1:]
	assert.Equal(t, "exercised 1 of 1 operation, 1 of 3 error codes", exercised(r))
}
