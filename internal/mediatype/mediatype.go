// Package mediatype parses media types, finds the documented one for a body, and says how bodies of
// a type are decoded.
package mediatype

import (
	"mime"
	"strings"
)

// anyType is the range of all media types.
const anyType = "*/*"

// Essence returns a media type in lower case without its parameters. The range "*",
// which some clients send, is "*/*".
func Essence(contentType string) string {
	if name, _, err := mime.ParseMediaType(contentType); err == nil && name != "*" {
		return name
	}
	name, _, _ := strings.Cut(contentType, ";")
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "*" {
		return anyType
	}
	return name
}

// IsJSON reports whether a media type, in lower case and without parameters, is
// JSON: application/json, or any with the suffix +json (RFC 8259, section 11; RFC
// 6839, section 3.1).
func IsJSON(essence string) bool {
	return essence == "application/json" || KindOf(essence) == JSON
}

// MayBeJSON reports whether a key of a content object can be JSON: a media type, or
// a range that includes JSON.
func MayBeJSON(key string) bool {
	return IsJSON(key) || key == anyType || key == "application/*"
}
