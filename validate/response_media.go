package validate

import (
	"cmp"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
)

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
