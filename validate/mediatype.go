package validate

import (
	"strings"
)

const plainJSON = "application/json"

// mediaType returns a media type in lower case without its parameters. The
// second result is false where a capture has none: absent, or a recorder's word
// for one that it did not know.
func mediaType(value string) (string, bool) {
	if rest, ok := strings.CutPrefix(value, plainJSON); ok && (rest == "" || rest[0] == ';') {
		return plainJSON, true // nearly always
	}
	essence, _, _ := strings.Cut(value, ";")
	essence = strings.ToLower(strings.TrimSpace(essence))
	if essence == "" || essence == "x-unknown" {
		return "", false
	}
	return essence, true
}

// contentType is the media type of a response: what the server sent, else what
// the capture says of the content. Recorders guess, and some look at the content.
func (r *Response) contentType() (string, bool) {
	field, _ := r.Header.firstValue("Content-Type")
	if essence, ok := mediaType(field); ok {
		return essence, true
	}
	return mediaType(r.MediaType)
}

// printableMediaType returns a media type as a finding may show it: only what looks like
// one, for the field is the traffic's to fill.
func printableMediaType(essence string) string {
	top, sub, ok := strings.Cut(essence, "/")
	if !ok || !isToken(top) || !isToken(sub) || len(essence) > 60 {
		return "a malformed media type"
	}
	return essence
}

// isToken follows RFC 9110, section 5.6.2, less the characters that no
// registered type has.
func isToken(s string) bool {
	for _, c := range s {
		if c > '~' || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.+-_", c) {
			return false
		}
	}
	return s != ""
}
