package schema

import (
	"encoding/json"
	"slices"
)

// AllowedTypes returns the types that a schema allows, as far as `type`, references
// and allOf tell.
func (s *Schema) AllowedTypes() Types { return s.allowedTypes(nil) }

// allowedTypes is AllowedTypes inside the schemas of outer, which apply to the same
// value.
func (s *Schema) allowedTypes(outer []*Schema) Types {
	if slices.Contains(outer, s) {
		return AnyType
	}
	outer = append(outer, s)
	k := s.Keywords()
	types := k.Types
	if k.Ref != nil {
		types &= k.Ref.allowedTypes(outer)
	}
	for _, part := range k.AllOf {
		types &= part.allowedTypes(outer)
	}
	return types
}

// ItemTypes returns the types that a schema allows for the items of an array.
func (s *Schema) ItemTypes() Types {
	if array := s.Keywords().Array; array != nil && array.Items != nil {
		return array.Items.AllowedTypes()
	}
	return AnyType
}

// ParseText reads the text of a header or parameter as one of the types that a schema
// allows: as a number or boolean if it can, else as a string.
func ParseText(text string, types Types) any {
	switch {
	case types&Number != 0 && isNumber(text):
		return json.Number(text)
	case types&Boolean != 0 && (text == "true" || text == "false"):
		return text == "true"
	}
	return text
}

func isNumber(text string) bool {
	var n json.Number
	return text != "" && (text[0] == '-' || '0' <= text[0] && text[0] <= '9') && json.Unmarshal([]byte(text), &n) == nil
}
