package validate

import (
	"context"
	"encoding/json"
	"net/textproto"
	"slices"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

// A header is a documented response header (OpenAPI, Header Object).
type header struct {
	name     string // canonical case
	required bool
	node     *spec.Node
	schema   func() *schema.Schema // nil: the value is not checked
}

// header returns a documented response header. There is none for Content-Type, which
// OpenAPI says to ignore, nor for Retry-After beside an error table, whose rules
// check it.
func (m *model) header(documented *spec.Header) *header {
	name := textproto.CanonicalMIMEHeaderKey(documented.Name)
	if name == "Content-Type" || name == retryAfter && m.contract.table != nil {
		return nil
	}
	h := &header{name: name, required: documented.Required, node: documented.Node}
	if documented.Schema != nil {
		h.schema = sync.OnceValue(func() *schema.Schema { return m.schemas.Schema(documented.Schema) })
	}
	return h
}

// headerConforms reports whether the lines of a header surely conform to its schema.
func (e *engine) headerConforms(ctx context.Context, h *header, lines []string) bool {
	readings := headerReadings(h.schema(), lines)
	return len(readings) == 0 || slices.ContainsFunc(readings, func(value any) bool { return e.conforms(ctx, h.schema(), value) })
}

// headerReadings returns the values that header lines may have by a schema: a list is
// serialized with commas (OpenAPI, Header Object: style simple), and digits may be a
// number or a string. There are none for objects, whose serialization is not read.
func headerReadings(s *schema.Schema, lines []string) []any {
	types := typesOf(s, nil)
	joined := strings.Join(lines, ", ")
	switch {
	case types&^schema.Null == schema.Object:
		return nil
	case types&schema.Array != 0 && types&schema.String == 0:
		return []any{list(s, joined)}
	}
	value := scalar(joined, types)
	if value == any(joined) || types&schema.String == 0 {
		return []any{value}
	}
	return []any{joined, value}
}

func list(s *schema.Schema, joined string) []any {
	types := schema.AnyType &^ schema.Number &^ schema.Boolean
	if array := s.Keywords().Array; array != nil && array.Items != nil {
		types = typesOf(array.Items, nil)
	}
	items := []any{}
	for item := range strings.SplitSeq(joined, ",") {
		items = append(items, scalar(strings.TrimSpace(item), types))
	}
	return items
}

// typesOf returns the types that a schema allows, as far as `type`, references and
// allOf tell. seen are the schemas around it.
func typesOf(s *schema.Schema, seen []*schema.Schema) schema.Types {
	if slices.Contains(seen, s) {
		return schema.AnyType
	}
	seen = append(seen, s)
	k := s.Keywords()
	types := k.Types
	if k.Ref != nil {
		types &= typesOf(k.Ref, seen)
	}
	for _, part := range k.AllOf {
		types &= typesOf(part, seen)
	}
	return types
}

// scalar reads text as one of the types that a schema allows, else as a string.
func scalar(text string, types schema.Types) any {
	switch {
	case types&schema.Number != 0 && isNumber(text):
		return json.Number(text)
	case types&schema.Boolean != 0 && (text == "true" || text == "false"):
		return text == "true"
	}
	return text
}
