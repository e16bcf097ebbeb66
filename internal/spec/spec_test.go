package spec_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
)

func TestBuiltInDocument(t *testing.T) {
	doc, err := spec.Load(os.DirFS("../.."), "openapi.yaml")
	require.NoError(t, err)
	assert.Len(t, doc.Operations(), 89)
	table, err := doc.ErrorTable()
	require.NoError(t, err)
	assert.Len(t, table.Codes, 35)
	op := doc.Operation("GET", "/v3/videos/{video_id}")
	require.NotNil(t, op)
	assert.Equal(t, []int{404}, table.Code("video_not_found").Statuses)
	assert.Equal(t, "404", op.Response(404).Key)
	t.Log(op.Response(404).Media[0].Node.Location(), table.Code("video_not_found").Enum)
}
