package mock

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// An Envelope says, in JSON Pointers, where the parts of an error body stand.
// An empty pointer: there is no such part; an empty Error: the body itself is
// the error object.
type Envelope struct {
	Error   string
	Code    string
	Message string
	Param   string
	DocURL  string
	// Shapes are the bodies of other versions of the API that the document
	// names.
	Shapes []Shape
	// Make makes an instance of a shape's schema. Nil: the shapes that v1 and v2
	// usually have are sent, whatever the document says of them.
	Make func(*openapi3.SchemaRef) (any, error)
}

// A Shape is what error bodies of another version look like.
type Shape struct {
	Name   string
	Schema *openapi3.SchemaRef
}

// ReadEnvelope returns the envelope of a document's error table, nil if it has no
// table. The error is that of an extension that package validate refuses too.
func ReadEnvelope(doc *document.Document) (*Envelope, error) {
	table, err := doc.Spec.ErrorTable()
	if table == nil || err != nil {
		return nil, err
	}
	e := &Envelope{
		Error: document.Pointer(table.Envelope.Error...), Code: document.Pointer(table.Envelope.Code...),
		Message: document.Pointer(table.Envelope.Message...), Param: document.Pointer(table.Envelope.Param...),
		DocURL: document.Pointer(table.Envelope.DocURL...),
	}
	for _, format := range table.LegacyFormats {
		schema, err := document.Schema(format.Schema)
		if err != nil {
			return nil, err
		}
		e.Shapes = append(e.Shapes, Shape{Name: format.Name, Schema: schema})
	}
	return e, nil
}

// shape returns the shape called name, nil if the document has none.
func (e *Envelope) shape(name string) *Shape {
	i := slices.IndexFunc(e.Shapes, func(s Shape) bool { return s.Name == name && s.Schema != nil && s.Schema.Value != nil })
	if i < 0 {
		return nil
	}
	return &e.Shapes[i]
}

// text is the string that a pointer leads to; empty if none.
func (e *Envelope) text(value any, pointer string) string {
	if pointer == "" {
		return ""
	}
	found, _ := document.Lookup(value, document.Tokens(pointer))
	text, _ := found.(string)
	return text
}

// ParamOf is the field of the request that an error body says is at fault; empty if it
// names none, or is no error body.
func (e *Envelope) ParamOf(content []byte) string {
	value, ok := jsonvalue.Decode(content)
	if !ok {
		return ""
	}
	return e.text(value, e.Param)
}

// isError reports whether a value has an error object.
func (e *Envelope) isError(value any) bool {
	found, _ := document.Lookup(value, document.Tokens(e.Error))
	_, ok := found.(map[string]any)
	return ok
}
