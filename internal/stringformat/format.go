// Package stringformat checks values against the asserted formats of JSON Schema and OpenAPI. Its
// problems complete a sentence, such as "it has no time zone offset", and contain no value except
// days, months and hours that do not exist.
package stringformat

import (
	"maps"
	"slices"
)

// checks holds the check of each format for strings. A check returns what is wrong with a text, or
// nothing.
var checks = map[string]func(string) string{
	"byte":          checkBase64,
	"date":          checkDate,
	"date-time":     checkDateTime,
	"duration":      checkDuration,
	"email":         checkEmail,
	"hostname":      checkHostname,
	"ipv4":          checkIPv4,
	"ipv6":          checkIPv6,
	"time":          checkTime,
	"uri":           checkURI,
	"uri-reference": checkURIReference,
	"uuid":          checkUUID,
}

// CheckText returns what is wrong with a string in a format, or nothing. A format that does not
// apply to strings, such as int64, is unknown.
func CheckText(format, value string) (problem string, known bool) {
	check, known := checks[format]
	if !known {
		return "", false
	}
	return check(value), true
}

// CheckNumber returns what is wrong with a JSON number in a format, or nothing. A format that does
// not apply to numbers is unknown.
func CheckNumber(format, number string) (problem string, known bool) {
	bound, known := integerBounds[format]
	if !known {
		return "", false
	}
	return bound.checkNumber(number), true
}

// AppliesToNumbers reports whether a format applies to numbers.
func AppliesToNumbers(format string) bool {
	_, known := integerBounds[format]
	return known
}

// Names returns the names of the formats, sorted.
func Names() []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(checks)), maps.Keys(integerBounds))
	slices.Sort(names)
	return names
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isHex(b byte) bool { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }
