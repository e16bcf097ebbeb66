package validate

import (
	"bytes"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

func beginsJSON(content []byte) bool {
	trimmed := strings.TrimLeft(string(content[:min(len(content), 512)]), " \t\r\n")
	return strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[")
}

// describeBody says what content is: HTML where it is, else what its type says.
func describeBody(content []byte, otherwise string) string {
	if looksHTML(content) || otherwise == "text/html" {
		return "HTML"
	}
	if strings.Contains(otherwise, "/") {
		return otherwise + " content"
	}
	return otherwise
}

func looksHTML(content []byte) bool {
	head := bytes.TrimLeft(content[:min(len(content), 512)], "\ufeff \t\r\n")
	for _, start := range [...]string{"<!doctype html", "<html"} {
		if len(head) >= len(start) && strings.EqualFold(unsafeString(head[:len(start)]), start) {
			return true
		}
	}
	return false
}

func jsonType(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "number"
}

// valueAt returns what a JSON Pointer leads to in a decoded value; nil if nothing
// does, or if the pointer itself is nil.
func valueAt(value any, tokens []string) any {
	v, _ := lookupPointer(value, tokens)
	return v
}

func lookupPointer(value any, tokens []string) (any, bool) {
	if tokens == nil {
		return nil, false
	}
	return spec.ValueAt(value, tokens)
}
