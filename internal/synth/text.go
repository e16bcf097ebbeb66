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

// text makes a string of the format, else what its name suggests, else by its
// pattern, as long as it has to be.
func (w *work) text(s *openapi3.Schema, at spot) (any, error) {
	low, high := small(s.MinLength), math.MaxInt32
	if s.MaxLength != nil {
		high = small(*s.MaxLength)
	}
	fits := func(v string) bool {
		n := utf8.RuneCountInString(v)
		return low <= n && n <= high && (s.Pattern == "" || matches(s.Pattern, v))
	}
	if v := formatted(s, at); v != "" && (fits(v) || s.Pattern == "" && isAsserted(s.Format)) {
		return v, nil
	}
	v := named(at)
	if fits(v) {
		return v, nil
	}
	if v = stretched(v, low, high); fits(v) {
		return v, nil
	}
	if key := fmt.Sprint(low, high, s.Pattern); s.Pattern != "" && !w.hopeless[key] {
		if v, ok := matching(s.Pattern, low, high, at.rnd()); ok {
			return v, nil
		}
		w.hopeless[key] = true
	}
	return nil, fmt.Errorf("no text for its pattern and length: %w", errNothing)
}

func isAsserted(format string) bool {
	return format == "date" || format == "date-time"
}

// stretched brings a text to a length by cutting it, or by repeating its end.
func stretched(v string, low, high int) string {
	runes := []rune(v)
	if len(runes) > high {
		return string(runes[:max(high, 0)])
	}
	if len(runes) < low {
		return v + strings.Repeat("x", low-len(runes))
	}
	return v
}

// formats make strings of the formats that JSON Schema and OpenAPI name.
var formats = map[string]func(at spot) string{
	"date-time":             func(at spot) string { return moment(at).Format(time.RFC3339) },
	"date":                  func(at spot) string { return moment(at).Format(time.DateOnly) },
	"time":                  func(at spot) string { return moment(at).Format("15:04:05Z") },
	"duration":              func(at spot) string { return fmt.Sprintf("PT%dS", 1+at.rnd().IntN(59)) },
	"uuid":                  uuid,
	"uri":                   link,
	"url":                   link,
	"iri":                   link,
	"uri-reference":         func(at spot) string { return "/" + slug(at) },
	"iri-reference":         func(at spot) string { return "/" + slug(at) },
	"uri-template":          func(at spot) string { return "https://example.com/" + slug(at) + "/{id}" },
	"email":                 func(spot) string { return "ada@example.com" },
	"idn-email":             func(spot) string { return "ada@example.com" },
	"hostname":              func(spot) string { return "www.example.com" },
	"idn-hostname":          func(spot) string { return "www.example.com" },
	"ipv4":                  func(at spot) string { return fmt.Sprintf("192.0.2.%d", 1+at.rnd().IntN(254)) },
	"ipv6":                  func(at spot) string { return fmt.Sprintf("2001:db8::%x", 1+at.rnd().IntN(0xfffe)) },
	"byte":                  base64Text,
	"binary":                func(spot) string { return "sample" },
	"password":              func(spot) string { return "correct-horse-battery-staple" },
	"json-pointer":          func(spot) string { return "/data/0" },
	"relative-json-pointer": func(spot) string { return "0/data" },
	"regex":                 func(spot) string { return "^[a-z]+$" },
}

// formatted makes a string of the schema's format, empty if that is another or
// none.
func formatted(s *openapi3.Schema, at spot) string {
	if s.ContentEncoding == "base64" {
		return base64Text(at)
	}
	if of := formats[s.Format]; of != nil {
		return of(at)
	}
	return ""
}

func base64Text(at spot) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "sample %d", at.rnd().IntN(1000)))
}

func uuid(at spot) string {
	r := at.rnd()
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0xfff, b&(1<<48-1))
}
