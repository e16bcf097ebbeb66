package explain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/getkin/kin-openapi/openapi3"
)

// builtin explains with kin-openapi's own validator, which knows OpenAPI 3.0's
// dialect: nullable, discriminator, writeOnly in responses.
type builtin struct {
	schema *openapi3.Schema
	places *places
}

// New30 returns the explainer of a schema of an OpenAPI 3.0 document that
// stands at place.
func New30(ref *openapi3.SchemaRef, place document.Place) Schema {
	return &builtin{schema: ref.Value, places: newPlaces(ref, place)}
}

func (b *builtin) Explain(value any) []Fault {
	err := b.schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsResponse(), openapi3.SetSchemaRegexCompiler(compile30))
	return b.faults(nil, err)
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
		if inner := b.inner(e); inner != nil {
			return append(faults, inner...)
		}
		return append(faults, b.fault(e))
	}
	// Nothing else is returned today; if it is, it must not be lost.
	return append(faults, Fault{Message: "breaks its schema", Place: b.places.root})
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

func describe30(f *Fault, e *openapi3.SchemaError) {
	s := e.Schema
	switch f.Keyword {
	case "type":
		f.Expected = strings.Join(s.Type.Slice(), " or ")
		f.Message = fmt.Sprintf("is of type %s, not %s", f.Actual, f.Expected)
	case "required":
		f.Property = f.Instance[len(f.Instance)-1]
		f.Instance = f.Instance[:len(f.Instance)-1]
		f.Expected, f.Actual = "member "+f.Property, "absent"
		f.Message = fmt.Sprintf("lacks the required member %q", f.Property)
	case "additionalProperties":
		var name string
		if _, err := fmt.Sscanf(e.Reason, "property %q", &name); err == nil {
			f.Instance = append(f.Instance, name)
		}
		f.Actual, f.Message = "a further member", "is a member that the schema does not allow"
		f.Expected = "no further member"
	case "enum":
		f.Expected, f.Message = list(s.Enum), "is not one of the values that the schema lists"
	default:
		describeBound(f, e)
	}
}

// describeBound words the keywords that limit sizes and numbers, and the rest.
func describeBound(f *Fault, e *openapi3.SchemaError) {
	s := e.Schema
	bound := func(text string, limit any) {
		f.Expected, f.Actual = fmt.Sprintf(text, limit), size(e.Value)
		f.Message = "is not " + f.Expected
	}
	switch f.Keyword {
	case "minLength":
		bound("at least %v characters long", s.MinLength)
	case "maxLength":
		bound("at most %v characters long", *s.MaxLength)
	case "minItems":
		bound("at least %v items long", s.MinItems)
	case "maxItems":
		bound("at most %v items long", *s.MaxItems)
	case "minProperties":
		bound("at least %v members large", s.MinProps)
	case "maxProperties":
		bound("at most %v members large", *s.MaxProps)
	case "minimum":
		bound("at least %v", *s.Min)
	case "maximum":
		bound("at most %v", *s.Max)
	case "multipleOf":
		bound("a multiple of %v", *s.MultipleOf)
	case "pattern":
		bound("a match of the pattern %s", s.Pattern)
	case "format":
		bound("in the format %q", s.Format)
	case "uniqueItems":
		f.Expected, f.Message = "unique items", "holds an item twice"
	case "writeOnly":
		f.Expected, f.Message = "absent", "is write-only and must not be in a response"
	case "oneOf", "anyOf":
		f.Expected, f.Message = "one of the "+f.Keyword+" schemas", "fits none of the "+f.Keyword+" schemas"
		if errors.Is(unwrapped{e.Origin}, openapi3.ErrOneOfConflict) {
			f.Message = "fits more than one of the oneOf schemas"
		}
	case "discriminator":
		f.Expected = "a value of the discriminator"
		f.Message = fmt.Sprintf("has no known value of the discriminator %q", s.Discriminator.PropertyName)
	default:
		f.Message = fmt.Sprintf("breaks the keyword %q", f.Keyword)
	}
}
