// Package instance generates random JSON values that conform to the schemas of an OpenAPI 3.0
// document or, on request, have a single fault.
package instance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// A Schema generates values. It is safe for concurrent use.
type Schema struct {
	kind     string // JSON Schema type; "" if variants decide
	nullable bool
	open     bool     // members that the schema does not name are allowed
	enum     [][]byte // as JSON
	members  []objectMember
	items    *Schema
	variants []*Schema   // branches of anyOf or oneOf
	text     valueWriter // for strings
	number   valueWriter // for integers and numbers
}

type objectMember struct {
	name     []byte // quoted, with its colon
	required bool
	schema   *Schema
}

// Compile compiles a schema. It fails for keywords that it does not support, so that a change of
// the document is noticed.
func Compile(ref *openapi3.SchemaRef) (*Schema, error) {
	c := schemaCompiler{compiled: make(map[*openapi3.Schema]*Schema)}
	s := c.compileSchema("", ref)
	return s, c.err
}

// dateTime is the only format of strings for which values are made.
const dateTime = "date-time"

// maxPhrase is more characters than a phrase has.
const maxPhrase = 64

type schemaCompiler struct {
	compiled map[*openapi3.Schema]*Schema // ends recursion
	err      error
}

// compileSchema compiles the schema of the member called name. The name selects the form of strings
// and numbers.
func (c *schemaCompiler) compileSchema(name string, ref *openapi3.SchemaRef) *Schema {
	from := ref.Value
	if s, ok := c.compiled[from]; ok {
		return s
	}
	if len(from.AllOf) == 1 && len(from.Properties) == 0 {
		s := *c.compileSchema(name, from.AllOf[0])
		s.nullable = from.Nullable
		return &s
	}
	s := &Schema{nullable: from.Nullable, text: textOf(name), number: numberOf(name)}
	if from.Format == dateTime {
		s.text = appendTime
	}
	if from.MaxLength != nil {
		s.text = appendPhrase
	}
	if from.Min != nil || from.Max != nil {
		s.number = numberWithin(from.Min, from.Max)
	}
	c.compiled[from] = s
	c.refuseUnsupported(name, from)
	for _, kind := range from.Type.Slice() {
		s.kind = kind
	}
	for _, value := range from.Enum {
		if raw, err := json.Marshal(value); err == nil && (value != nil || from.Nullable) {
			s.enum = append(s.enum, raw)
		}
	}
	for _, ref := range slices.Concat(from.AnyOf, from.OneOf) {
		s.variants = append(s.variants, c.compileSchema(name, ref))
	}
	if from.Items != nil {
		s.items = c.compileSchema(name, from.Items)
	}
	s.open = from.AdditionalProperties.Schema == nil && (from.AdditionalProperties.Has == nil || *from.AdditionalProperties.Has)
	c.addProperties(s, from)
	return s
}

func (c *schemaCompiler) addProperties(s *Schema, from *openapi3.Schema) {
	for _, name := range slices.Sorted(maps.Keys(from.Properties)) {
		quoted, err := json.Marshal(name)
		if err != nil {
			panic(err) // a string can always be encoded
		}
		s.members = append(s.members, objectMember{
			name:     append(quoted, ':'),
			required: slices.Contains(from.Required, name),
			schema:   c.compileSchema(name, from.Properties[name]),
		})
	}
}

// refuseUnsupported panics for keywords that generated values would not conform to.
func (c *schemaCompiler) refuseUnsupported(name string, s *openapi3.Schema) {
	for keyword, used := range map[string]bool{
		"allOf": len(s.AllOf) > 0, "not": s.Not != nil, "pattern": s.Pattern != "", "format": s.Format != "" && s.Format != dateTime && s.Type.Is("string"),
		"maximum": s.Min != nil && s.Max != nil && *s.Max < *s.Min+1, "multipleOf": s.MultipleOf != nil,
		"maxLength": s.MaxLength != nil && *s.MaxLength < maxPhrase, "minItems": s.MinItems > 0, "maxItems": s.MaxItems != nil,
		"uniqueItems": s.UniqueItems, "minProperties": s.MinProps > 0, "maxProperties": s.MaxProps != nil,
		"minLength above 1": s.MinLength > 1,
	} {
		if used && c.err == nil {
			c.err = fmt.Errorf("member %q: no values can be made for the keyword %s", name, keyword)
		}
	}
}
