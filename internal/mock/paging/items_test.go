package paging

import (
	"errors"
	"fmt"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/jsonvalue"
)

func TestItems(t *testing.T) {
	itemSchema := openapi3.NewStringSchema().NewRef()
	schema := openapi3.NewObjectSchema().WithPropertyRef("data", &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"array"}, Items: itemSchema}}).NewRef()
	generated := func(s *openapi3.SchemaRef, i int) (any, error) {
		assert.Same(t, itemSchema, s)
		return fmt.Sprint("new ", i), nil
	}
	failing := func(*openapi3.SchemaRef, int) (any, error) { return nil, errors.New("no such value") }
	cases := []struct {
		reason, body string
		generate     func(*openapi3.SchemaRef, int) (any, error)
		want         []any // the items 0, 1, 2
	}{
		{"the body's items are first", `{"data":["a","b"]}`, generated, []any{"a", "b", "new 2"}},
		{"an empty list has only generated items", `{"data":[]}`, generated, []any{"new 0", "new 1", "new 2"}},
		{"the body's items repeat where none can be generated", `{"data":["a","b"]}`, failing, []any{"a", "b", "a"}},
		{"an empty list has nothing to repeat", `{"data":[]}`, failing, []any{nil, nil, nil}},
		{"no list", `{"data":"a"}`, failing, []any{nil, nil, nil}},
	}
	for _, c := range cases {
		body, ok := jsonvalue.Decode([]byte(c.body))
		require.True(t, ok)
		item := Items(body, schema, c.generate)
		assert.Equal(t, c.want, []any{item(0), item(1), item(2)}, c.reason)
	}
}
