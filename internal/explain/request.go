package explain

import (
	"github.com/apicontract/apicontract/internal/document"
	"github.com/getkin/kin-openapi/openapi3"
)

// NewRequest30 is [New30] for values that a client sends: a member that is
// readOnly must not be there, one that is writeOnly may.
func NewRequest30(doc *document.Document, ref *openapi3.SchemaRef, place document.Place) Schema {
	return &builtin{schema: ref.Value, places: newPlaces(doc, ref, place), request: true}
}

// Faults30 words the error that kin-openapi has for a value of a schema at place,
// where it was the library's to find, as for parameters.
func Faults30(doc *document.Document, ref *openapi3.SchemaRef, place document.Place, err error) []Fault {
	b := &builtin{schema: ref.Value, places: newPlaces(doc, ref, place), request: true}
	return b.faults(nil, err)
}

// Patterns30 has kin-openapi read patterns as [NewPattern] does.
func Patterns30() openapi3.SchemaValidationOption {
	return openapi3.SetSchemaRegexCompiler(compile30)
}
