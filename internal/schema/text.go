package schema

import (
	"encoding/json"
	"strings"
)

// AllowedTypes returns the types that a schema allows, as far as its keywords and the schemas that
// it refers to show.
func (s *Schema) AllowedTypes() Types { return make(allowances).of(s) }

// allowances holds the allowed types of schemas. A schema that applies to its own value again
// restricts nothing.
type allowances map[*Schema]Types

func (a allowances) of(s *Schema) Types {
	if types, known := a[s]; known {
		return types
	}
	a[s] = AnyType
	k := s.Keywords()
	types := k.Types & k.Enum.types() & k.Const.types()
	if k.False {
		types = 0
	}
	if k.Ref != nil {
		types &= a.of(k.Ref)
	}
	for _, part := range k.AllOf {
		types &= a.of(part)
	}
	for _, branches := range [][]*Schema{k.AnyOf, k.OneOf} {
		if len(branches) > 0 {
			types &= a.ofAny(branches)
		}
	}
	if k.AcceptNull {
		types |= Null
	}
	a[s] = types
	return types
}

// ofAny returns the types that one of the branches allows.
func (a allowances) ofAny(branches []*Schema) Types {
	var types Types
	for _, branch := range branches {
		types |= a.of(branch)
	}
	return types
}

// types returns the types of the listed values; all types if there is no list.
func (e *Enum) types() Types {
	if e == nil {
		return AnyType
	}
	var types Types
	for _, v := range e.Values {
		types |= typeOf(v)
	}
	return types
}

// typeOf returns the type of a decoded value, and for a number both kinds of numbers.
func typeOf(value any) Types {
	switch value.(type) {
	case nil:
		return Null
	case bool:
		return Boolean
	case json.Number:
		return Number
	case string:
		return String
	case []any:
		return Array
	}
	return Object
}

// TextValues returns the values that a text may mean in the given types, the most likely one first:
// the text itself, or a number, boolean or null. If it is none of the types, the text itself is the
// only value.
func TextValues(text string, types Types) []any {
	values := make([]any, 0, 2)
	if types&String != 0 {
		values = append(values, text)
	}
	trimmed := strings.Trim(text, " \t\r\n") // JSON's white space
	switch {
	case types&Number != 0 && isNumber(trimmed):
		values = append(values, json.Number(trimmed))
	case types&Boolean != 0 && (trimmed == "true" || trimmed == "false"):
		values = append(values, trimmed == "true")
	case types&Null != 0 && (trimmed == "null" || trimmed == ""):
		values = append(values, nil)
	}
	if len(values) == 0 {
		return []any{text}
	}
	return values
}

func isNumber(text string) bool {
	var n json.Number
	return text != "" && (text[0] == '-' || '0' <= text[0] && text[0] <= '9') && json.Unmarshal([]byte(text), &n) == nil
}
