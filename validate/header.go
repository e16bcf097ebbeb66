package validate

import (
	"context"
	"net/textproto"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/serialization"
	"github.com/apicontract/apicontract/internal/spec"
)

// A documentedHeader is a documented response header, or one of a part of a body (OpenAPI, Header
// Object).
type documentedHeader struct {
	name     string // canonical case
	required bool
	node     *spec.Node
	value    func() *headerValue // nil: it is not checked
}

// A headerValue is what the document says of the value of a header.
type headerValue struct {
	*serialization.Header
	schema *schema.Schema
	// any: the schema asks nothing of the text.
	any bool
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
	node, content := documented.Schema, ""
	if documented.Content != nil {
		node, content = documented.Content.Schema, documented.Content.Essence()
	}
	if node != nil {
		h.value = sync.OnceValue(func() *headerValue {
			s := m.schemas.Schema(node)
			return &headerValue{serialization.NewHeader(name, s, documented.Explode, content), s, m.engine.asksNothingOfHeader(s, content)}
		})
	}
	return h
}

// asksNothingOfHeader reports whether any text is a right value of a header.
func (e *schemaEngine) asksNothingOfHeader(s *schema.Schema, content string) bool {
	if content == "" {
		return e.acceptsAll(s, schema.String)
	}
	return mediatype.KindOf(content) != mediatype.JSON && e.acceptsAll(s, schema.AnyType)
}

// compileHeaders returns documented headers.
func (m *contractModel) compileHeaders(documented []*spec.Header) []*documentedHeader {
	var all []*documentedHeader
	for _, d := range documented {
		if h := m.compileHeader(d); h != nil {
			all = append(all, h)
		}
	}
	return all
}

// compilePartHeaders returns the headers that the document has for parts of a body, by name.
func (m *contractModel) compilePartHeaders(encoding map[string]*spec.Encoding) map[string][]*documentedHeader {
	var all map[string][]*documentedHeader
	for name, e := range encoding {
		if headers := m.compileHeaders(e.Headers); headers != nil {
			if all == nil {
				all = make(map[string][]*documentedHeader)
			}
			all[name] = headers
		}
	}
	return all
}

// headerConforms reports whether the lines of a header surely conform.
func (e *schemaEngine) headerConforms(ctx context.Context, v *headerValue, lines []string) bool {
	if v.any {
		return true
	}
	readings, err := e.serialized.Header(v.Header, lines)
	return err == nil && slices.ContainsFunc(readings, func(value any) bool { return e.conformsToSchema(ctx, v.schema, value) })
}
