package serialization

import (
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// A Header reads the lines of one documented header. It is immutable and safe for
// concurrent use.
type Header struct {
	shape   *shape
	lines   bool   // each line has a value of its own: Set-Cookie (RFC 9110, section 5.3)
	explode bool   // objects are written as name=value
	content string // the media type of the value; empty: style simple
}

// NewHeader returns what reads a header with a schema. The name is in canonical case.
// content is the media type of the value if the document has the schema there.
func NewHeader(name string, s *schema.Schema, explode bool, content string) *Header {
	h := &Header{shape: newShape(s), lines: name == "Set-Cookie", explode: explode, content: content}
	h.shape.items().applied() // so that reading changes nothing
	return h
}

// Header returns the readings of the lines of a header, of which one has to conform.
// There are none if the value cannot be read. The error, a *[schemaerror.SyntaxError],
// says why it is not what the document has.
func (r *Reader) Header(h *Header, lines []string) ([]any, error) {
	if h.lines {
		return r.separate(h, lines), nil
	}
	value := strings.TrimSpace(lines[0])
	if len(lines) > 1 {
		value = strings.TrimSpace(strings.Join(lines, ", "))
	}
	switch kind := mediatype.KindOf(h.content); {
	case h.content == "":
		return r.simple(h, value)
	case kind == mediatype.JSON:
		decoded, err := schemaerror.Decode([]byte(value))
		return []any{decoded}, err
	case kind == mediatype.Text && !h.shape.must(schema.Object) && !h.shape.must(schema.Array):
		return schema.TextValues(value, h.shape.types), nil
	}
	return nil, nil
}

// Form says in which form the value of the header is written.
func (h *Header) Form() string {
	switch {
	case h.content != "":
		return "one JSON text"
	case h.explode:
		return "name=value,name=value"
	}
	return "name,value,name,value"
}

// separate returns the readings of lines that must not be joined: of an array they are
// the items, and of anything else one of them has to conform.
func (r *Reader) separate(h *Header, lines []string) (readings []any) {
	s := h.shape
	if s.may(schema.Array) {
		readings = append(readings, any(r.array(s, lines)))
	}
	if s.must(schema.Array) || s.must(schema.Object) {
		return readings
	}
	for _, line := range lines {
		readings = append(readings, schema.TextValues(strings.TrimSpace(line), s.types)...)
	}
	return readings
}

// simple returns the readings of a value in the style simple (OpenAPI, Header Object).
func (r *Reader) simple(h *Header, value string) ([]any, error) {
	s := h.shape
	if !s.may(schema.Array | schema.Object) {
		return schema.TextValues(value, s.types), nil
	}
	items := split(value, ",")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	members, isObject := pairs(items, h.explode)
	if s.must(schema.Object) && !isObject {
		return nil, &schemaerror.SyntaxError{Reason: "is not a list of names and values"}
	}
	var readings []any
	if s.may(schema.Boolean | schema.Number | schema.String) {
		readings = schema.TextValues(value, s.types)
	}
	if s.may(schema.Array) {
		readings = append(readings, any(r.array(s, items)))
		if value == "" { // no items, one, or null
			readings = append(readings, any(r.array(s, []string{""})))
			if s.may(schema.Null) {
				readings = append(readings, nil)
			}
		}
	}
	if s.may(schema.Object) && isObject {
		readings = append(readings, r.object(s, members)...)
	}
	return readings, nil
}
