package explain

import (
	"errors"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/getkin/kin-openapi/openapi3"
)

// builtin explains with kin-openapi's own validator, which knows OpenAPI 3.0's
// dialect: nullable, discriminator, writeOnly in responses.
type builtin struct {
	schema  *openapi3.Schema
	places  *places
	request bool // the value is a client's: readOnly counts, writeOnly does not
}

// New30 returns the explainer of a schema of an OpenAPI 3.0 document that
// stands at place.
func New30(doc *document.Document, ref *openapi3.SchemaRef, place document.Place) Schema {
	return &builtin{schema: ref.Value, places: newPlaces(doc, ref, place)}
}

func (b *builtin) Explain(value any) []Fault { return b.visit(value, openapi3.MultiErrors()) }

func (b *builtin) First(value any) []Fault { return b.visit(value) }

func (b *builtin) visit(value any, options ...openapi3.SchemaValidationOption) []Fault {
	side := openapi3.VisitAsResponse()
	if b.request {
		side = openapi3.VisitAsRequest()
	}
	options = append(options, side, Patterns30())
	return b.faults(nil, b.schema.VisitJSON(value, options...))
}

// faults flattens an error tree. A failed allOf is its members' faults; a failed
// oneOf is the faults of the one branch that the value was meant for, where that
// can be told.
func (b *builtin) faults(faults []Fault, err error) []Fault {
	switch e := err.(type) {
	case nil:
		return faults
	case openapi3.MultiError:
		for _, err := range e {
			faults = b.faults(faults, err)
		}
		return faults
	case *openapi3.SchemaError:
		if e.Schema == nil {
			return append(faults, b.converted(e)...)
		}
		if inner := b.inner(e); inner != nil {
			return append(faults, inner...)
		}
		return append(faults, b.fault(e))
	}
	// Nothing else is returned today; if it is, it must not be lost.
	return append(faults, Fault{Message: "breaks its schema", Place: b.places.root})
}

// Lacking returns the faults of an object that has the named members, and of which
// no more is wrong than that it lacks required ones.
func (b *builtin) Lacking(names map[string]bool) []Fault {
	var faults []Fault
	place := b.places.of(b.schema).Child("required")
	for _, name := range b.schema.Required {
		property := b.schema.Properties[name]
		if !names[name] && (property == nil || !property.Value.WriteOnly) {
			f := Fault{Keyword: "required", Place: place}
			f.lacks(name)
			faults = append(faults, f)
		}
	}
	return faults
}

// inner returns the faults that caused a failed allOf or oneOf.
func (b *builtin) inner(e *openapi3.SchemaError) []Fault {
	if e.SchemaField != "allOf" && e.SchemaField != "oneOf" {
		return nil
	}
	var causes openapi3.MultiError
	if !errors.As(unwrapped{e.Origin}, &causes) || len(causes) == 0 {
		return nil
	}
	if e.SchemaField == "allOf" {
		return b.faults(nil, causes)
	}
	return b.closest(causes)
}

// unwrapped lets errors.As look behind the library's unexported error lists,
// which unwrap to the exported one.
type unwrapped struct{ error }

func (u unwrapped) Unwrap() error { return u.error }

// closest returns the faults of the branch with the fewest, nil on a tie.
func (b *builtin) closest(branches openapi3.MultiError) []Fault {
	var best []Fault
	tie := false
	for _, err := range branches {
		faults := b.faults(nil, err)
		switch {
		case best == nil || len(faults) < len(best):
			best, tie = faults, false
		case len(faults) == len(best):
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}

func (b *builtin) fault(e *openapi3.SchemaError) Fault {
	f := Fault{Instance: e.JSONPointer(), Actual: kindOf(e.Value)}
	f.Keyword = keyword(e.SchemaField)
	if f.Keyword == "enum" && !permits(e.Schema, f.Actual) {
		f.Keyword = "type" // the library looks at the enum first
	}
	f.Place = b.places.of(e.Schema).Child(f.Keyword)
	describe30(&f, e)
	return f
}

// permits reports whether a schema's type allows values of a JSON type.
func permits(s *openapi3.Schema, kind string) bool {
	return s.Type.Permits(kind) || kind == "integer" && s.Type.Permits("number")
}

// keyword is the document's name for what the library calls field.
func keyword(field string) string {
	switch field {
	case "properties":
		return "additionalProperties"
	case "nullable": // usually absent from the document: the type stands there
		return "type"
	}
	return field
}
