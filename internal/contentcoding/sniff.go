package contentcoding

import (
	"bytes"
	"unicode/utf8"
)

// DetectCoding detects the coding of a body from its first bytes, "" if there is none. No JSON
// begins with these bytes.
func DetectCoding(body []byte) string {
	switch {
	case bytes.HasPrefix(body, []byte("\x1f\x8b")):
		return "gzip"
	case bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd")):
		return "zstd"
	}
	return ""
}

// isRemoved reports whether a coding was already removed from body. Raw deflate and Brotli have no
// first bytes of their own, but they are not text.
func isRemoved(body []byte, name string) bool {
	switch name {
	case "", "gzip", "x-gzip", "zstd":
		return true
	case "deflate", "br":
		return utf8.Valid(body)
	}
	return false
}

// isZlib reports whether body begins with a zlib header (RFC 1950).
func isZlib(body []byte) bool {
	return len(body) > 2 && body[0]&0x0f == 8 && body[0]>>4 <= 7 && (body[0] == 0x78 || !utf8.Valid(body)) &&
		(int(body[0])<<8|int(body[1]))%31 == 0
}
