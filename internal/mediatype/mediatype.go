// Package mediatype parses media types, and says which of them are JSON.
package mediatype

import (
	"mime"
	"strings"
)

// Essence returns a media type in lower case without its parameters.
func Essence(contentType string) string {
	if name, _, err := mime.ParseMediaType(contentType); err == nil {
		return name
	}
	name, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// IsJSON reports whether a media type, in lower case and without parameters, is
// JSON: application/json, or any with the suffix +json (RFC 8259, section 11; RFC
// 6839, section 3.1).
func IsJSON(essence string) bool {
	return essence == "application/json" || essence == "text/json" || strings.HasSuffix(essence, "+json")
}

// MayBeJSON reports whether a key of a content object can be JSON: a media type, or
// a range that includes JSON.
func MayBeJSON(key string) bool {
	return IsJSON(key) || key == "*/*" || key == "application/*"
}
