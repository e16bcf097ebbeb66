package mock

import (
	"maps"
	"mime"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/mediatype"
)

// essence is a media type in lower case without its parameters.
func essence(value string) string {
	if name, _, err := mime.ParseMediaType(value); err == nil {
		return name
	}
	name, _, _ := strings.Cut(value, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// concrete is the media type to send for a key of a content object.
func concrete(key string) string {
	switch {
	case key == "*/*" || key == "application/*":
		return "application/json"
	case key == "text/*":
		return "text/plain"
	case strings.HasSuffix(key, "/*"):
		return "application/octet-stream"
	}
	return key
}

// chooseMedia picks the media type of an answer: what the client accepts of what
// is documented, JSON before others; the first if it accepts none (RFC 9110,
// section 12.5.1, leaves that to the server). False: nothing is documented.
func chooseMedia(content openapi3.Content, accept string) (string, *openapi3.MediaType, bool) {
	keys := slices.Sorted(maps.Keys(content))
	if len(keys) == 0 {
		return "", nil, false
	}
	slices.SortStableFunc(keys, func(a, b string) int { return rankMedia(a) - rankMedia(b) })
	best, quality := keys[0], 0.0
	for _, key := range keys {
		if q := acceptance(accept, concrete(essence(key))); q > quality {
			best, quality = key, q
		}
	}
	return best, content[best], true
}

func rankMedia(key string) int {
	switch key = essence(key); {
	case key == "application/json":
		return 0
	case mediatype.IsJSON(key):
		return 1
	case mediatype.MayBeJSON(key):
		return 2
	}
	return 3
}

// acceptance is the quality that an Accept field gives to a media type.
func acceptance(accept, mediaType string) float64 {
	if accept == "" {
		return 1
	}
	top, _, _ := strings.Cut(mediaType, "/")
	best, specific := 0.0, -1
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		level := slices.Index([]string{"*/*", top + "/*", mediaType}, name)
		if level <= specific {
			continue
		}
		best, specific = 1, level
		if q, err := strconv.ParseFloat(params["q"], 64); err == nil {
			best = q
		}
	}
	return best
}
