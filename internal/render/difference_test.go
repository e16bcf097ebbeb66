package render_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

func TestWriteDifference(t *testing.T) {
	for _, c := range []struct {
		golden        string
		before, after *validate.Report
		reason        string
	}{
		{"difference-came.txt", clean(), drift(), "every finding came"},
		{"difference-went.txt", drift(), clean(), "every finding went"},
		{"difference-accepted.txt", drift(), accepted(), "accepted findings went"},
		{"difference-none.txt", drift(), drift(), "nothing changed"},
	} {
		var b bytes.Buffer
		require.NoError(t, render.WriteDifference(&b, c.before, c.after, render.Options{}), c.reason)
		golden(t, c.golden, b.Bytes(), c.reason)
	}
	assert.ErrorIs(t, render.WriteDifference(full{}, clean(), drift(), render.Options{}), errFull)
}
