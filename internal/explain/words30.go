package explain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// describe30 words a fault without its value.
func describe30(f *Fault, e *openapi3.SchemaError) {
	s := e.Schema
	switch f.Keyword {
	case "type":
		f.Expected = strings.Join(s.Type.Slice(), " or ")
		f.Message = fmt.Sprintf("is of type %s, not %s", f.Actual, f.Expected)
	case "required":
		last := len(f.Instance) - 1
		f.lacks(f.Instance[last])
		f.Instance = f.Instance[:last]
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
		describeBound30(f, e)
	}
}

func (f *Fault) lacks(name string) {
	f.Property = name
	f.Expected, f.Actual = "member "+name, "absent"
	f.Message = fmt.Sprintf("lacks the required member %q", name)
}

// describeBound30 words the keywords that bound numbers, texts and sizes, and
// the rest.
func describeBound30(f *Fault, e *openapi3.SchemaError) {
	s := e.Schema
	bounds := map[string]struct {
		text  string
		limit any
	}{
		"minLength":     {"at least %v characters long", s.MinLength},
		"maxLength":     {"at most %v characters long", given(s.MaxLength)},
		"minItems":      {"at least %v items long", s.MinItems},
		"maxItems":      {"at most %v items long", given(s.MaxItems)},
		"minProperties": {"at least %v members large", s.MinProps},
		"maxProperties": {"at most %v members large", given(s.MaxProps)},
		"minimum":       {"at least %v", given(s.Min)},
		"maximum":       {"at most %v", given(s.Max)},
		"multipleOf":    {"a multiple of %v", given(s.MultipleOf)},
		"pattern":       {"a match of the pattern %s", s.Pattern},
		"format":        {"in the format %q", s.Format},
	}
	if b, ok := bounds[f.Keyword]; ok {
		f.bound(b.text, b.limit)
		f.Actual = size(e.Value)
		return
	}
	describeOther30(f, e)
}

func describeOther30(f *Fault, e *openapi3.SchemaError) {
	switch f.Keyword {
	case "exclusiveMinimum":
		f.bound("more than %v", given(e.Schema.Min))
	case "exclusiveMaximum":
		f.bound("less than %v", given(e.Schema.Max))
	case "uniqueItems":
		f.Expected, f.Message = "unique items", "holds an item twice"
	case "writeOnly":
		f.Expected, f.Message = "absent", "is write-only and must not be in a response"
	case "readOnly":
		f.Expected, f.Message = "absent", "is read-only and must not be in a request"
	case "oneOf", "anyOf":
		f.Expected, f.Message = "one of the "+f.Keyword+" schemas", "fits none of the "+f.Keyword+" schemas"
		if errors.Is(unwrapped{e.Origin}, openapi3.ErrOneOfConflict) {
			f.Message = "fits more than one of the oneOf schemas"
		}
	case "discriminator":
		f.Discriminator = e.Schema.Discriminator.PropertyName
		f.Expected = "a value of the discriminator"
		f.Message = fmt.Sprintf("has no known value of the discriminator %q", e.Schema.Discriminator.PropertyName)
	default:
		f.Message = fmt.Sprintf("breaks the keyword %q", f.Keyword)
	}
}

// given is what an optional number says; a keyword that is broken is there.
func given[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
