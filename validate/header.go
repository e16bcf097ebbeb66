package validate

import (
	"encoding/json"
	"net/textproto"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/getkin/kin-openapi/openapi3"
)

// A header is a documented response header (OpenAPI, Header Object).
type header struct {
	name     string // canonical case
	required bool
	place    document.Place
	types    []string // of its schema, or of its items
	list     bool     // the schema is an array: style simple, comma-separated
	schema   explain.Schema
}

// header compiles one response header. There is none for Content-Type, which
// OpenAPI says to ignore, nor for Retry-After beside an error table, whose rules
// judge it; an object's serialisation is not judged.
func (c *compiler) header(documented *spec.Header, ref *openapi3.HeaderRef) (*header, error) {
	name := textproto.CanonicalMIMEHeaderKey(documented.Name)
	if name == "Content-Type" || name == retryAfter && c.table != nil {
		return nil, nil
	}
	h := &header{name: name, required: documented.Required, place: documented.Node.Location()}
	s := ref.Value.Schema
	if s == nil || s.Value == nil || s.Value.Type.Includes("object") {
		return h, nil
	}
	h.types = s.Value.Type.Slice()
	if h.list = s.Value.Type.Includes("array"); h.list {
		h.types = nil
		if items := s.Value.Items; items != nil && items.Value != nil {
			h.types = items.Value.Type.Slice()
		}
	}
	var err error
	h.schema, err = c.schema(s, h.place.Child("schema"))
	return h, err
}

// header judges one documented header of the response.
func (j *judge) header(h *header) {
	values := j.x.Response.Fields.Values(h.name)
	if len(values) == 0 {
		if h.required {
			j.find(HeaderSchema, finding{place: h.place,
				message:  "the required response header " + h.name + " is missing",
				expected: "the header " + h.name, actual: "absent"})
		}
		return
	}
	if h.schema == nil {
		return
	}
	for _, fault := range h.schema.Explain(h.value(values)) {
		j.find(HeaderSchema, finding{place: fault.Place,
			message:  "the response header " + h.name + " " + fault.Message,
			expected: fault.Expected, actual: fault.Actual})
	}
}

// value turns field lines into the value that the schema speaks of.
func (h *header) value(lines []string) any {
	joined := strings.Join(lines, ", ")
	if !h.list {
		return scalar(joined, h.types)
	}
	items := []any{}
	for item := range strings.SplitSeq(joined, ",") {
		items = append(items, scalar(strings.TrimSpace(item), h.types))
	}
	return items
}

// scalar reads text as one of the types that a schema allows, else as a string.
func scalar(text string, types []string) any {
	allows := func(t string) bool { return slices.Contains(types, t) }
	switch {
	case (allows("integer") || allows("number")) && isNumber(text):
		return json.Number(text)
	case allows("boolean") && (text == "true" || text == "false"):
		return text == "true"
	}
	return text
}

func isNumber(text string) bool {
	var n json.Number
	return text != "" && (text[0] == '-' || digits(text[:1])) && json.Unmarshal([]byte(text), &n) == nil
}
