package validate

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
)

// mediaFor finds the entry that a body of a type is checked by: the type's own, or
// else the JSON one, which the response should have been.
func (r *compiledResponse) mediaFor(t contentType) *compiledMedia {
	if m := r.mediaOf(t); m != nil {
		return m
	}
	return r.jsonMedia()
}

// mediaOf finds the entry for a media type, nil if there is none.
func (r *compiledResponse) mediaOf(t contentType) *compiledMedia {
	if r.namesDiffer { // before the work for parameters and ranges
		for _, m := range r.media {
			if m.name == t.essence {
				return m
			}
		}
	}
	of := mediatype.Parse(t.value)
	of.Essence = t.essence
	if i := mediatype.Find(r.keys, of); i >= 0 {
		return r.media[i]
	}
	return nil
}

// addMedia adds a documented media type.
func (r *compiledResponse) addMedia(m *compiledMedia) {
	r.media = append(r.media, m)
	r.keys = append(r.keys, mediatype.Parse(m.documented))
	r.namesDiffer = true
	seen := make(map[string]bool)
	for _, key := range r.keys {
		r.namesDiffer = r.namesDiffer && len(key.Parameters) == 0 && !seen[key.Essence]
		seen[key.Essence] = true
	}
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
		names[i] = m.documented
	}
	return strings.Join(names, ", ")
}

// documents reports whether the response documents a media type, with whatever
// parameters.
func (r *compiledResponse) documents(essence string) bool {
	return slices.ContainsFunc(r.media, func(m *compiledMedia) bool { return m.name == essence })
}
