package synth

import (
	"encoding/base64"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// makeText generates a string: for its format, else for its name, else for its pattern, within the
// length bounds.
func (w *attempt) makeText(s *openapi3.Schema, at valuePath) (any, error) {
	low, high := clampBound(s.MinLength), math.MaxInt32
	if s.MaxLength != nil {
		high = clampBound(*s.MaxLength)
	}
	fits := func(v string) bool {
		n := utf8.RuneCountInString(v)
		return low <= n && n <= high && (s.Pattern == "" || matchesRegexp(s.Pattern, v))
	}
	if v := formatText(s, at); v != "" && (fits(v) || s.Pattern == "" && isAsserted(s.Format)) {
		return v, nil
	}
	v := suggestedText(at)
	if fits(v) {
		return v, nil
	}
	if v = fitLength(v, low, high); fits(v) {
		return v, nil
	}
	if key := fmt.Sprint(low, high, s.Pattern); s.Pattern != "" && !w.unmatchable[key] {
		if v, ok := makeMatching(s.Pattern, low, high, at.random()); ok {
			return v, nil
		}
		w.unmatchable[key] = true
	}
	return nil, fmt.Errorf("no text for its pattern and length: %w", errNothing)
}

func isAsserted(format string) bool {
	return format == "date" || format == "date-time"
}

// fitLength changes the length of a text: it cuts it, or repeats its end.
func fitLength(v string, low, high int) string {
	runes := []rune(v)
	if len(runes) > high {
		return string(runes[:max(high, 0)])
	}
	if len(runes) < low {
		return v + strings.Repeat("x", low-len(runes))
	}
	return v
}

// formats holds a generator for each format of JSON Schema and OpenAPI.
var formats = map[string]func(at valuePath) string{
	"date-time":             func(at valuePath) string { return timeFor(at).Format(time.RFC3339) },
	"date":                  func(at valuePath) string { return timeFor(at).Format(time.DateOnly) },
	"time":                  func(at valuePath) string { return timeFor(at).Format("15:04:05Z") },
	"duration":              func(at valuePath) string { return fmt.Sprintf("PT%dS", 1+at.random().IntN(59)) },
	"uuid":                  makeUUID,
	"uri":                   makeURL,
	"url":                   makeURL,
	"iri":                   makeURL,
	"uri-reference":         func(at valuePath) string { return "/" + makeSlug(at) },
	"iri-reference":         func(at valuePath) string { return "/" + makeSlug(at) },
	"uri-template":          func(at valuePath) string { return "https://example.com/" + makeSlug(at) + "/{id}" },
	"email":                 func(valuePath) string { return "ada@example.com" },
	"idn-email":             func(valuePath) string { return "ada@example.com" },
	"hostname":              func(valuePath) string { return "www.example.com" },
	"idn-hostname":          func(valuePath) string { return "www.example.com" },
	"ipv4":                  func(at valuePath) string { return fmt.Sprintf("192.0.2.%d", 1+at.random().IntN(254)) },
	"ipv6":                  func(at valuePath) string { return fmt.Sprintf("2001:db8::%x", 1+at.random().IntN(0xfffe)) },
	"byte":                  base64Text,
	"binary":                func(valuePath) string { return "sample" },
	"password":              func(valuePath) string { return "correct-horse-battery-staple" },
	"json-pointer":          func(valuePath) string { return "/data/0" },
	"relative-json-pointer": func(valuePath) string { return "0/data" },
	"regex":                 func(valuePath) string { return "^[a-z]+$" },
}

// formatText generates a string of the schema's format, empty for an unknown format or none.
func formatText(s *openapi3.Schema, at valuePath) string {
	if s.ContentEncoding == "base64" {
		return base64Text(at)
	}
	if of := formats[s.Format]; of != nil {
		return of(at)
	}
	return ""
}

func base64Text(at valuePath) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "sample %d", at.random().IntN(1000)))
}

func makeUUID(at valuePath) string {
	r := at.random()
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0xfff, b&(1<<48-1))
}
