package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/validate"
)

func TestHintsAreComplete(t *testing.T) {
	for _, topic := range hint.Topics() {
		assert.NotEmpty(t, hints[topic], "topic %d has words", topic)
	}
	for _, id := range hint.RuleIDs() {
		_, ok := validate.LookupRule(validate.RuleID(id))
		assert.True(t, ok, "rule %s exists", id)
	}
}
