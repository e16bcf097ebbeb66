package render_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// One finding, one capture: the same lines as in the whole.
func TestOneIsPartOfTheWhole(t *testing.T) {
	r := drift()
	var whole bytes.Buffer
	text, _ := render.FindFormat("text", render.KindReport)
	require.NoError(t, text.Report(&whole, r, render.Options{}))
	for _, c := range r.Findings {
		assert.Contains(t, whole.String(), render.FindingBlock(c, ""))
		assert.Contains(t, whole.String(), render.Exchange(c.Violation)+"\n")
	}
	rule, _ := validate.LookupRule(r.Findings[0].Rule)
	assert.Contains(t, whole.String(), render.FindingBlock(r.Findings[0], rule.Fix), "a rule's first finding has the fix")
	for _, c := range r.Captures {
		assert.Contains(t, whole.String(), render.CaptureSummary(c))
	}
	assert.Equal(t, "x: 1 entry = 1 checked + 0 skipped", render.CaptureSummary(validate.Capture{Name: "x", Entries: 1, Checked: 1}))
}
