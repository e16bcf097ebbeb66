package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// A table may say no more of a code than its status.
func TestExplainCodeWithoutMeaning(t *testing.T) {
	assert.Equal(t, "gone_away (410 Gone)\n\n  in the mock  Prefer: error=gone_away\n",
		explainCode(validate.ErrorCode{Name: "gone_away", Statuses: []int{410}}, false, nil))
}
