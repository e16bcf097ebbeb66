package stringformat

import (
	"strconv"
	"strings"
)

// An integerBound is the range of a format for integers: from -(most+1) to most.
type integerBound struct {
	most        uint64
	description string
}

// integerBounds are the bounds of the formats for numbers (OpenAPI Format Registry, int32 and
// int64).
var integerBounds = map[string]integerBound{
	"int32": {1<<31 - 1, "it is not between -2147483648 and 2147483647"},
	"int64": {1<<63 - 1, "it is not between -9223372036854775808 and 9223372036854775807"},
}

// checkNumber compares a number by its decimal text, without rounding. 1e3 and 1.0 are integers.
func (b integerBound) checkNumber(number string) string {
	digits, zeros, negative, ok := parseNumber(number)
	const longest = len("18446744073709551615")
	switch {
	case !ok:
		return "it is not a number"
	case digits == "":
		return ""
	case zeros < 0:
		return "it is not an integer"
	case zeros+len(digits) >= longest:
		return b.description
	}
	magnitude, err := strconv.ParseUint(digits+strings.Repeat("0", zeros), 10, 64)
	if negative && magnitude > 0 {
		magnitude--
	}
	if err != nil || magnitude > b.most {
		return b.description
	}
	return ""
}

// parseNumber splits a JSON number (RFC 8259, section 6) into its digits, without zeros at either
// end, and the number of zeros after them, which is negative for digits after the point.
func parseNumber(s string) (digits string, zeros int, negative, ok bool) {
	s, negative = strings.CutPrefix(s, "-")
	mantissa, exponent := s, 0
	if at := strings.IndexAny(s, "eE"); at >= 0 {
		mantissa = s[:at]
		if exponent, ok = parseExponent(s[at+1:]); !ok {
			return "", 0, false, false
		}
	}
	whole, fraction, hasPoint := strings.Cut(mantissa, ".")
	if !allDigits(whole) || hasPoint && !allDigits(fraction) || len(whole) > 1 && whole[0] == '0' {
		return "", 0, false, false
	}
	digits = whole + fraction
	significant := strings.TrimRight(digits, "0")
	zeros = exponent - len(fraction) + len(digits) - len(significant)
	return strings.TrimLeft(significant, "0"), zeros, negative, true
}

// parseExponent parses an exponent, and reduces a huge one to a value that no text can compensate.
func parseExponent(s string) (exponent int, ok bool) {
	const limit = 1 << 60
	sign := 1
	if strings.HasPrefix(s, "-") {
		sign = -1
	}
	s = s[signLength(s):]
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		exponent = min(exponent*10+int(s[i]-'0'), limit/10)
	}
	return sign * exponent, s != ""
}

func allDigits(s string) bool {
	_, ok := parseDigits(s)
	return ok
}

func signLength(s string) int {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return 1
	}
	return 0
}
