// Package mediatype tells which media types are JSON.
package mediatype

import "strings"

// IsJSON reports whether a media type, in lower case and without parameters, is
// JSON: application/json, or any with the suffix +json (RFC 8259, section 11; RFC
// 6839, section 3.1).
func IsJSON(essence string) bool {
	return essence == "application/json" || essence == "text/json" || strings.HasSuffix(essence, "+json")
}

// MayBeJSON reports whether a key of a content object stands for JSON: a media
// type, or a range that has JSON in it.
func MayBeJSON(key string) bool {
	return IsJSON(key) || key == "*/*" || key == "application/*"
}
