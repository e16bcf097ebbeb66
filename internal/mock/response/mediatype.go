package response

import (
	"cmp"
	"maps"
	"mime"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/mediatype"
)

// ConcreteMediaType returns the media type to send for a key of a content object,
// which may be a range.
func ConcreteMediaType(key string) string {
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

// ChooseMediaType chooses the documented media type of a response that the client's
// Accept header prefers, JSON before others. If the client accepts none, it chooses
// the first, which RFC 9110, section 12.5.1, allows. It reports false if no media
// type is documented.
func ChooseMediaType(content openapi3.Content, accept string) (string, *openapi3.MediaType, bool) {
	if len(content) == 0 {
		return "", nil, false
	}
	best := RankMediaTypes(content, accept)[0]
	return best, content[best], true
}

// RankMediaTypes returns the documented media types of a response, the best first, in the
// order of [ChooseMediaType].
func RankMediaTypes(content openapi3.Content, accept string) []string {
	keys := slices.Sorted(maps.Keys(content))
	slices.SortStableFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(qualityOf(b, accept), qualityOf(a, accept)), mediaTypeRank(a)-mediaTypeRank(b))
	})
	return keys
}

func qualityOf(key, accept string) float64 {
	return acceptedQuality(accept, ConcreteMediaType(mediatype.Essence(key)))
}

// mediaTypeRank orders media types that a client accepts equally.
func mediaTypeRank(key string) int {
	switch key = mediatype.Essence(key); {
	case key == "application/json":
		return 0
	case mediatype.IsJSON(key):
		return 1
	case mediatype.MayBeJSON(key):
		return 2
	}
	return 3
}

// acceptedQuality returns the quality that an Accept header gives to a media type.
// The most specific range counts.
func acceptedQuality(accept, mediaType string) float64 {
	if accept == "" {
		return 1
	}
	top, _, _ := strings.Cut(mediaType, "/")
	quality, specificity := 0.0, -1
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		level := slices.Index([]string{"*/*", top + "/*", mediaType}, name)
		if level <= specificity {
			continue
		}
		quality, specificity = 1, level
		if q, err := strconv.ParseFloat(params["q"], 64); err == nil {
			quality = q
		}
	}
	return quality
}
