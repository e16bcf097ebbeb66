package explain

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// describe31 words an error without its value, which the library's own text
// holds.
func describe31(f *Fault, k jsonschema.ErrorKind) {
	switch k := k.(type) {
	case *kind.Type:
		f.Expected, f.Actual = strings.Join(k.Want, " or "), k.Got
		f.Message = fmt.Sprintf("is of type %s, not %s", k.Got, f.Expected)
	case *kind.Enum:
		f.Expected, f.Actual = list(k.Want), kindOf(k.Got)
		f.Message = "is not one of the values that the schema lists"
	case *kind.Const:
		f.Expected, f.Actual = list([]any{k.Want}), kindOf(k.Got)
		f.Message = "is not the value that the schema fixes"
	case *kind.UniqueItems:
		f.Expected, f.Message = "unique items", "holds an item twice"
	case *kind.AnyOf:
		f.Expected, f.Message = "one of the anyOf schemas", "fits none of the anyOf schemas"
	case *kind.OneOf:
		f.Expected, f.Message = "one of the oneOf schemas", "fits none of the oneOf schemas"
		if len(k.Subschemas) > 0 {
			f.Message = "fits more than one of the oneOf schemas"
		}
	case *kind.FalseSchema:
		f.Expected, f.Message = "absent", "is not allowed here"
	default:
		describeBound31(f, k)
	}
}

// describeBound31 words the keywords that bound numbers and texts, and the rest.
func describeBound31(f *Fault, k jsonschema.ErrorKind) {
	switch k := k.(type) {
	case *kind.Format:
		f.bound("in the format %q", k.Want)
	case *kind.Pattern:
		f.bound("a match of the pattern %s", k.Want)
	case *kind.Minimum:
		f.bound("at least %v", k.Want.RatString())
	case *kind.Maximum:
		f.bound("at most %v", k.Want.RatString())
	case *kind.ExclusiveMinimum:
		f.bound("more than %v", k.Want.RatString())
	case *kind.ExclusiveMaximum:
		f.bound("less than %v", k.Want.RatString())
	case *kind.MultipleOf:
		f.bound("a multiple of %v", k.Want.RatString())
	default:
		describeSize31(f, k)
	}
}

// describeSize31 words the keywords that count, and the rest.
func describeSize31(f *Fault, k jsonschema.ErrorKind) {
	sized := func(text string, want, got int, noun string) {
		f.bound(text, want)
		f.Actual = plural(got, noun)
	}
	switch k := k.(type) {
	case *kind.MinLength:
		sized("at least %v characters long", k.Want, k.Got, "character")
	case *kind.MaxLength:
		sized("at most %v characters long", k.Want, k.Got, "character")
	case *kind.MinItems:
		sized("at least %v items long", k.Want, k.Got, "item")
	case *kind.MaxItems:
		sized("at most %v items long", k.Want, k.Got, "item")
	case *kind.MinProperties:
		sized("at least %v members large", k.Want, k.Got, "member")
	case *kind.MaxProperties:
		sized("at most %v members large", k.Want, k.Got, "member")
	default:
		f.Message = "breaks the keyword " + strconv.Quote(f.Keyword)
	}
}

// bound words a keyword that a value does not reach or goes beyond.
func (f *Fault) bound(text string, limit any) {
	f.Expected = fmt.Sprintf(text, limit)
	f.Message = "is not " + f.Expected
}
