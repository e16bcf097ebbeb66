package validate

import (
	"cmp"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
)

// mediaFor finds the entry that content of a type is judged by: the type's own,
// or else the JSON one, which the response should have been.
func (r *compiledResponse) mediaFor(essence string) *compiledMedia {
	if m := r.mediaOf(essence); m != nil {
		return m
	}
	return r.jsonMedia()
}

// mediaOf finds the entry for a media type, the most specific first: the type
// itself, its range, all types (OpenAPI, Response Object).
func (r *compiledResponse) mediaOf(essence string) *compiledMedia {
	if m := r.mediaNamed(essence); m != nil {
		return m // before the work for ranges
	}
	top, _, _ := strings.Cut(essence, "/")
	return cmp.Or(r.mediaNamed(top+"/*"), r.mediaNamed("*/*"))
}

func (r *compiledResponse) mediaNamed(name string) *compiledMedia {
	for _, m := range r.media {
		if m.name == name {
			return m
		}
	}
	return nil
}

// jsonMedia returns the response's JSON media type, nil if it documents none: JSON
// itself, or another type that is JSON, or a range.
func (r *compiledResponse) jsonMedia() *compiledMedia {
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

// mediaNames lists the media types that a response documents.
func (r *compiledResponse) mediaNames() string {
	names := make([]string, len(r.media))
	for i, m := range r.media {
		names[i] = m.name
	}
	return strings.Join(names, ", ")
}
