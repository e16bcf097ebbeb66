package schemaerror

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
)

// nullableNotes say why null is rejected although a schema has `nullable: true`.
var nullableNotes = [...]string{
	schema.NullableWithEnum:      "`nullable: true` does not add null to an `enum` that does not list it",
	schema.NullableWithoutType:   "`nullable: true` has an effect only beside a `type` in the same schema",
	schema.NullableBesideRef:     "`nullable: true` has no effect beside `$ref`",
	schema.NullableBesideSchemas: "`nullable: true` does not outweigh the schemas beside it, which refuse null",
	schema.NullableInLater:       "`nullable` has no effect in OpenAPI 3.1, where `type` lists null",
}

// lenientNullableNote says how to accept null nevertheless.
const lenientNullableNote = "--lenient-nullable accepts null here"

// typeOf returns the JSON type of a value; all numbers have one type.
func typeOf(value any) schema.Types {
	switch value.(type) {
	case nil:
		return schema.Null
	case bool:
		return schema.Boolean
	case string:
		return schema.String
	case json.Number:
		return schema.Number
	case []any:
		return schema.Array
	default:
		return schema.Object
	}
}

// typeName returns the name of a value's JSON type in `type`: 1.0 is an integer.
func typeName(value any) string {
	if n, ok := value.(json.Number); ok {
		if d, ok := schema.ParseDecimal(n.String()); ok && d.IsInteger() {
			return "integer"
		}
		return "number"
	}
	return typeOf(value).String()
}

func countNoun(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// valueList formats the values that a document allows, and shortens a long list.
func valueList(values []any) string {
	const most = 12
	parts := make([]string, 0, most+1)
	for i, v := range values {
		if i == most {
			parts = append(parts, "… ("+strconv.Itoa(len(values)-most)+" more)")
			break
		}
		text, _ := json.Marshal(v) //nolint:errchkjson // decoded from the document, so it can be encoded
		parts = append(parts, string(text))
	}
	return strings.Join(parts, ", ")
}
