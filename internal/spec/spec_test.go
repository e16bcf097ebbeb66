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
	assert.Len(t, doc.Operations(), 140)
	table, err := doc.ErrorTable()
	require.NoError(t, err)
	assert.Len(t, table.Codes, 35)
	op := doc.Operation("GET", "/v3/videos/{video_id}")
	require.NotNil(t, op)
	assert.Equal(t, []int{404}, table.Code("video_not_found").Statuses)
	assert.Equal(t, "404", op.Response(404).Key)
	t.Log(op.Response(404).Media[0].Node.Location(), table.Code("video_not_found").Enum)
}

func TestOperationBesideAPathReference(t *testing.T) {
	const text = `openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    $ref: '#/components/pathItems/P'
    get: {responses: {'200': {description: own}}}
components:
  pathItems:
    P: {put: {responses: {'200': {description: referred}}}}
`
	doc, err := spec.Load(spec.SingleFile("o.yaml", []byte(text)), "o.yaml")
	require.NoError(t, err)
	assert.Equal(t, "/paths/~1a/get", doc.Operation("GET", "/a").Node.Location().Pointer, "the sibling of the reference")
	assert.Equal(t, "/components/pathItems/P/put", doc.Operation("PUT", "/a").Node.Location().Pointer, "what it refers to")
}

func TestFindResponse(t *testing.T) {
	keys := []string{"200", "4xx", "404", "default"}
	for status, want := range map[int]string{200: "200", 404: "404", 400: "4xx", 500: "default"} {
		assert.Equal(t, want, spec.FindResponse(keys, status, func(key string) string { return key }), "%d", status)
	}
	assert.Empty(t, spec.FindResponse(keys[:3], 500, func(key string) string { return key }))
}
