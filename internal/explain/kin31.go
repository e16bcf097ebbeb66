package explain

import (
	"errors"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// converted flattens an error that kin-openapi has made of one of the JSON Schema
// library, as it does for documents of OpenAPI 3.1. Such an error has no schema. Only
// one without causes gives access to the library's own error, which has the limits
// that the value breaks; the others have a keyword and the errors below them.
func (b *builtin) converted(e *openapi3.SchemaError) []Fault {
	var causes openapi3.MultiError
	if errors.As(unwrapped{e.Origin}, &causes) && len(causes) > 0 {
		return b.convertedCauses(e, causes)
	}
	if original, ok := errors.AsType[*jsonschema.ValidationError](e); ok && e.SchemaField != "" {
		faults := fault31(original)
		for i := range faults {
			faults[i].Place = b.places.root // the error names a copy of the schema
		}
		return faults
	}
	return []Fault{b.convertedFault(e)}
}

// convertedCauses returns the faults of all causes, or of a failed oneOf or anyOf
// those of the closest branch, or if there is none a fault of its own.
func (b *builtin) convertedCauses(e *openapi3.SchemaError, causes openapi3.MultiError) []Fault {
	if e.SchemaField != "oneOf" && e.SchemaField != "anyOf" {
		return b.faults(nil, causes)
	}
	if inner := b.closest(causes); inner != nil {
		return inner
	}
	return []Fault{b.convertedFault(e)}
}

// convertedFault words a fault of which only the keyword is known.
func (b *builtin) convertedFault(e *openapi3.SchemaError) Fault {
	f := Fault{Instance: e.JSONPointer(), Keyword: keyword(e.SchemaField), Actual: kindOf(e.Value), Place: b.places.root}
	switch f.Keyword {
	case "oneOf", "anyOf":
		f.Expected, f.Message = "one of the "+f.Keyword+" schemas", "fits none of the "+f.Keyword+" schemas"
	case "":
		f.Message = "breaks its schema"
	default:
		f.Message = "breaks the keyword " + strconv.Quote(f.Keyword)
	}
	return f
}
