package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// TestExplainCodeWithoutMeaning covers a table that has only the status of a code.
func TestExplainCodeWithoutMeaning(t *testing.T) {
	assert.Equal(t, "gone_away (410 Gone)\n\n  in the mock  Prefer: error=gone_away\n",
		explainCode(validate.ErrorCode{Name: "gone_away", Statuses: []int{410}}, false, nil))
}
