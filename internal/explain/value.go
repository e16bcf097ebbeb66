package explain

import (
	stdjson "encoding/json"
	"math"
	"strconv"
	"strings"
)

// kindOf names a value's JSON type, as a schema's `type` would.
func kindOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case stdjson.Number:
		f, err := v.Float64()
		return kindOfNumber(f, err)
	case float64: // what kin-openapi makes of a number
		return kindOfNumber(v, nil)
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "value"
}

// kindOfNumber follows JSON Schema 2020-12, section 4.2.3: 1.0 is an integer.
func kindOfNumber(f float64, err error) string {
	if err == nil && f == math.Trunc(f) {
		return "integer"
	}
	return "number"
}

// size says how long a value is where that is what a keyword counts.
func size(value any) string {
	switch v := value.(type) {
	case string:
		return plural(len([]rune(v)), "character")
	case []any:
		return plural(len(v), "item")
	case map[string]any:
		return plural(len(v), "member")
	}
	return kindOf(value)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// list writes what a document allows, shortened: an enum may be long.
func list(values []any) string {
	const most = 12
	parts := make([]string, 0, most+1)
	for i, v := range values {
		if i == most {
			parts = append(parts, "… ("+strconv.Itoa(len(values)-most)+" more)")
			break
		}
		text, _ := stdjson.Marshal(v)
		parts = append(parts, string(text))
	}
	return strings.Join(parts, ", ")
}
