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
	shape   *valueShape
	lines   bool   // each line is a separate value: Set-Cookie (RFC 9110, section 5.3)
	explode bool   // objects are written as name=value
	content string // media type of the value; empty for style simple
}

// NewHeader returns the reader of a header with a schema. The name is in canonical case. content is
// the media type of the value if the document gives the schema in `content`.
func NewHeader(name string, s *schema.Schema, explode bool, content string) *Header {
	h := &Header{shape: newValueShape(s), lines: name == "Set-Cookie", explode: explode, content: content}
	h.shape.itemShape().appliedSchemas() // precomputed, so that reading changes nothing
	return h
}

// Header returns the readings of a header's lines, one of which must conform. It returns none if
// the value cannot be read. The error, a *[schemaerror.SyntaxError], says why the value is not in
// the documented media type.
func (r *Reader) Header(h *Header, lines []string) ([]any, error) {
	if h.lines {
		return r.separateLines(h, lines), nil
	}
	value := strings.TrimSpace(lines[0])
	if len(lines) > 1 {
		value = strings.TrimSpace(strings.Join(lines, ", "))
	}
	switch kind := mediatype.KindOf(h.content); {
	case h.content == "":
		return r.simpleReadings(h, value)
	case kind == mediatype.JSON:
		decoded, err := schemaerror.Decode([]byte(value))
		return []any{decoded}, err
	case kind == mediatype.Text && !h.shape.mustBe(schema.Object) && !h.shape.mustBe(schema.Array):
		return schema.TextValues(value, h.shape.types), nil
	}
	return nil, nil
}

// Form describes the form of the header's value.
func (h *Header) Form() string {
	switch {
	case h.content != "":
		return "one JSON text"
	case h.explode:
		return "name=value,name=value"
	}
	return "name,value,name,value"
}

// separateLines returns the readings of lines that must not be joined: as the items of an array, or
// else as single values, one of which must conform.
func (r *Reader) separateLines(h *Header, lines []string) (readings []any) {
	s := h.shape
	if s.mayBe(schema.Array) {
		readings = append(readings, any(r.readArray(s, lines)))
	}
	if s.mustBe(schema.Array) || s.mustBe(schema.Object) {
		return readings
	}
	for _, line := range lines {
		readings = append(readings, schema.TextValues(strings.TrimSpace(line), s.types)...)
	}
	return readings
}

// simpleReadings returns the readings of a value in the style simple (OpenAPI, Header Object).
func (r *Reader) simpleReadings(h *Header, value string) ([]any, error) {
	s := h.shape
	if !s.mayBe(schema.Array | schema.Object) {
		return schema.TextValues(value, s.types), nil
	}
	items := splitItems(value, ",")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	members, isObject := memberPairs(items, h.explode)
	if s.mustBe(schema.Object) && !isObject {
		return nil, &schemaerror.SyntaxError{Reason: "is not a list of names and values"}
	}
	var readings []any
	if s.mayBe(schema.Boolean | schema.Number | schema.String) {
		readings = schema.TextValues(value, s.types)
	}
	if s.mayBe(schema.Array) {
		readings = append(readings, any(r.readArray(s, items)))
		if value == "" { // no items, one empty item, or null
			readings = append(readings, any(r.readArray(s, []string{""})))
			if s.mayBe(schema.Null) {
				readings = append(readings, nil)
			}
		}
	}
	if s.mayBe(schema.Object) && isObject {
		readings = append(readings, r.readObject(s, members)...)
	}
	return readings, nil
}
