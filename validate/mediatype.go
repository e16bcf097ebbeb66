package validate

import (
	"cmp"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
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

// mediaFor finds the entry that content of a type is judged by: the type's own,
// or else the JSON one, which the response should have been.
func (r *response) mediaFor(essence string) *media {
	if m := r.mediaOf(essence); m != nil {
		return m
	}
	return r.json()
}

// mediaOf finds the entry for a media type, the most specific first: the type
// itself, its range, all types (OpenAPI, Response Object).
func (r *response) mediaOf(essence string) *media {
	if m := r.mediaNamed(essence); m != nil {
		return m // before the work for ranges
	}
	top, _, _ := strings.Cut(essence, "/")
	return cmp.Or(r.mediaNamed(top+"/*"), r.mediaNamed("*/*"))
}

func (r *response) mediaNamed(name string) *media {
	for _, m := range r.media {
		if m.name == name {
			return m
		}
	}
	return nil
}

// json returns the response's JSON media type, nil if it documents none: JSON
// itself, or another type that is JSON, or a range.
func (r *response) json() *media {
	for _, fits := range []func(string) bool{isPlainJSON, mediatype.IsJSON, mediatype.MayBeJSON} {
		for _, m := range r.media {
			if fits(m.name) {
				return m
			}
		}
	}
	return nil
}

func isPlainJSON(essence string) bool { return essence == plainJSON }

// names lists the media types that a response documents.
func (r *response) names() string {
	names := make([]string, len(r.media))
	for i, m := range r.media {
		names[i] = m.name
	}
	return strings.Join(names, ", ")
}

// contentType is the media type of a response: what the server sent, else what
// the capture says of the content. Recorders guess, and some look at the content.
func (r *Response) contentType() (string, bool) {
	field, _ := r.Fields.first("Content-Type")
	if essence, ok := mediaType(field); ok {
		return essence, true
	}
	return mediaType(r.MediaType)
}

// printable returns a media type as a finding may show it: only what looks like
// one, for the field is the traffic's to fill.
func printable(essence string) string {
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
