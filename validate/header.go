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

// A header is a documented response header, or one of a part of a body (OpenAPI, Header
// Object).
type header struct {
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

// header returns a documented response header. There is none for Content-Type, which
// OpenAPI says to ignore, nor for Retry-After beside an error table, whose rules
// check it.
func (m *model) header(documented *spec.Header) *header {
	name := textproto.CanonicalMIMEHeaderKey(documented.Name)
	if name == "Content-Type" || name == retryAfter && m.contract.table != nil {
		return nil
	}
	h := &header{name: name, required: documented.Required, node: documented.Node}
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
func (e *engine) asksNothingOfHeader(s *schema.Schema, content string) bool {
	if content == "" {
		return e.acceptsAll(s, schema.String)
	}
	return mediatype.KindOf(content) != mediatype.JSON && e.acceptsAll(s, schema.AnyType)
}

// headers returns documented headers.
func (m *model) headers(documented []*spec.Header) []*header {
	var all []*header
	for _, d := range documented {
		if h := m.header(d); h != nil {
			all = append(all, h)
		}
	}
	return all
}

// partHeaders returns the headers that the document has for parts of a body, by name.
func (m *model) partHeaders(encoding map[string]*spec.Encoding) map[string][]*header {
	var all map[string][]*header
	for name, e := range encoding {
		if headers := m.headers(e.Headers); headers != nil {
			if all == nil {
				all = make(map[string][]*header)
			}
			all[name] = headers
		}
	}
	return all
}

// headerConforms reports whether the lines of a header surely conform.
func (e *engine) headerConforms(ctx context.Context, v *headerValue, lines []string) bool {
	if v.any {
		return true
	}
	readings, err := e.serialized.Header(v.Header, lines)
	return err == nil && slices.ContainsFunc(readings, func(value any) bool { return e.conforms(ctx, v.schema, value) })
}
