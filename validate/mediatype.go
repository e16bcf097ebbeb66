package validate

import (
	"bytes"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
)

const plainJSON = "application/json"

// A contentType is the media type of a response.
type contentType struct {
	essence  string // lower case, without parameters; empty if there is none
	value    string // as it came, with parameters
	declared bool   // there is one
	// conflict holds all of the types if several Content-Type headers contradict
	// each other.
	conflict []string
}

// newContentType reads a Content-Type. It is not declared where a capture has none:
// absent, or a recorder's word for one that it did not know.
func newContentType(value string) contentType {
	if rest, ok := strings.CutPrefix(value, plainJSON); ok && (rest == "" || rest[0] == ';') {
		return contentType{essence: plainJSON, value: value, declared: true} // nearly always
	}
	essence := mediatype.Essence(value)
	if essence == "" || essence == "x-unknown" {
		return contentType{}
	}
	return contentType{essence: essence, value: value, declared: true}
}

// kind says how a body of the type is read.
func (t *contentType) kind() mediatype.Kind { return mediatype.KindOf(t.essence) }

// contentType returns the media type of a response: what the server sent, else what
// the capture says of the body. Recorders guess, and some look at the body.
func (r *Response) contentType() contentType {
	value, found := "", false
	for i := range r.Header {
		if !r.Header[i].hasName("Content-Type") {
			continue
		}
		if found {
			return r.severalContentTypes()
		}
		value, found = r.Header[i].Value, true
	}
	if strings.IndexByte(value, ',') >= 0 {
		return r.severalContentTypes()
	}
	if t := newContentType(value); t.declared {
		return t
	}
	return newContentType(r.MediaType)
}

// severalContentTypes reads several Content-Type headers, or one that a proxy made of
// several (RFC 9110, section 5.3). Headers that agree are one, that with the most
// parameters.
func (r *Response) severalContentTypes() contentType {
	var best contentType
	var all []string
	var parsed []mediatype.Type
	for _, line := range r.Header.Values("Content-Type") {
		for _, value := range splitList(line) {
			t := newContentType(value)
			if !t.declared {
				continue
			}
			if !best.declared || len(value) > len(best.value) {
				best = t
			}
			all, parsed = append(all, value), append(parsed, mediatype.Parse(value))
		}
	}
	if !best.declared {
		return newContentType(r.MediaType)
	}
	for _, t := range parsed[1:] {
		if !t.Agrees(parsed[0]) {
			best = newContentType(all[0])
			best.conflict = all
		}
	}
	return best
}

// splitList splits a list of a header at its commas, but not at those in quotes (RFC
// 9110, section 5.6.1).
func splitList(value string) []string {
	var items []string
	quoted, start := false, 0
	for i := 0; i < len(value); i++ {
		switch value[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case ',':
			if !quoted {
				items = append(items, strings.TrimSpace(value[start:i]))
				start = i + 1
			}
		}
	}
	return append(items, strings.TrimSpace(value[start:]))
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

// problemJSON is the media type of problem details (RFC 9457, section 3).
const problemJSON = "application/problem+json"

// hasProblemStatus is a cheap look whether a response may be problem details with a status.
func hasProblemStatus(essence string, body []byte) bool {
	return essence == problemJSON && (bytes.Contains(body, []byte(`"status"`)) || bytes.Contains(body, []byte(`\u`)))
}
