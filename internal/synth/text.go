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
func text(s *openapi3.Schema, at spot) (any, error) {
	low, high := int(min(s.MinLength, 1<<20)), math.MaxInt32
	if s.MaxLength != nil {
		high = int(min(*s.MaxLength, math.MaxInt32))
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
	if s.Pattern != "" {
		if v, ok := matching(s.Pattern, low, high, at.rnd()); ok {
			return v, nil
		}
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

// formatted makes a string of a format of JSON Schema's or OpenAPI's, empty if the
// format is another.
func formatted(s *openapi3.Schema, at spot) string {
	r := at.rnd()
	if s.ContentEncoding == "base64" {
		return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "sample %d", r.IntN(1000)))
	}
	when := moment(at)
	switch s.Format {
	case "date-time":
		return when.Format(time.RFC3339)
	case "date":
		return when.Format(time.DateOnly)
	case "time":
		return when.Format("15:04:05Z")
	case "duration":
		return fmt.Sprintf("PT%dS", 1+r.IntN(59))
	case "uuid":
		return uuid(at)
	case "uri", "url", "iri":
		return link(at)
	case "uri-reference", "iri-reference":
		return "/" + slug(at)
	case "uri-template":
		return "https://example.com/" + slug(at) + "/{id}"
	case "email", "idn-email":
		return "ada@example.com"
	case "hostname", "idn-hostname":
		return "www.example.com"
	case "ipv4":
		return fmt.Sprintf("192.0.2.%d", 1+r.IntN(254))
	case "ipv6":
		return fmt.Sprintf("2001:db8::%x", 1+r.IntN(0xfffe))
	case "byte":
		return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "sample %d", r.IntN(1000)))
	case "binary":
		return "sample"
	case "password":
		return "correct-horse-battery-staple"
	case "json-pointer":
		return "/data/0"
	case "relative-json-pointer":
		return "0/data"
	case "regex":
		return "^[a-z]+$"
	}
	return ""
}

func uuid(at spot) string {
	r := at.rnd()
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0xfff, b&(1<<48-1))
}
