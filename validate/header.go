package validate

import (
	"context"
	"net/textproto"
	"slices"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

// A documentedHeader is a documented response header (OpenAPI, Header Object).
type documentedHeader struct {
	name     string // canonical case
	required bool
	node     *spec.Node
	schema   func() *schema.Schema // nil: the value is not checked
}

// compileHeader returns a documented response header. There is none for Content-Type, which
// OpenAPI says to ignore, nor for Retry-After beside an error table, whose rules
// check it.
func (m *contractModel) compileHeader(documented *spec.Header) *documentedHeader {
	name := textproto.CanonicalMIMEHeaderKey(documented.Name)
	if name == "Content-Type" || name == retryAfter && m.contract.table != nil {
		return nil
	}
	h := &documentedHeader{name: name, required: documented.Required, node: documented.Node}
	if documented.Schema != nil {
		h.schema = sync.OnceValue(func() *schema.Schema { return m.schemas.Schema(documented.Schema) })
	}
	return h
}

// headerConforms reports whether the lines of a header surely conform to its schema.
func (e *schemaEngine) headerConforms(ctx context.Context, h *documentedHeader, lines []string) bool {
	readings := headerReadings(h.schema(), lines)
	return len(readings) == 0 || slices.ContainsFunc(readings, func(value any) bool { return e.conformsToSchema(ctx, h.schema(), value) })
}

// headerReadings returns the values that header lines may have by a schema: a list is
// serialized with commas (OpenAPI, Header Object: style simple), and digits may be a
// number or a string. There are none for objects, whose serialization is not read.
func headerReadings(s *schema.Schema, lines []string) []any {
	types := s.AllowedTypes()
	joined := strings.Join(lines, ", ")
	switch {
	case types&^schema.Null == schema.Object:
		return nil
	case types&schema.Array != 0 && types&schema.String == 0:
		return []any{headerItems(s, joined)}
	}
	value := schema.ParseText(joined, types)
	if value == any(joined) || types&schema.String == 0 {
		return []any{value}
	}
	return []any{joined, value}
}

func headerItems(s *schema.Schema, joined string) []any {
	types := s.ItemTypes()
	if types == schema.AnyType {
		types = schema.String
	}
	items := []any{}
	for item := range strings.SplitSeq(joined, ",") {
		items = append(items, schema.ParseText(strings.TrimSpace(item), types))
	}
	return items
}
