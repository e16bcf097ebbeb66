package validate

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

const retryAfter = "Retry-After"

// retryAfter checks the Retry-After field by the code's row (RFC 9110, section
// 10.2.3). Where the fields were not recorded, absence proves nothing.
func (e *envelopeCheck) retryAfter() {
	fields := e.x.Response.Fields
	if fields == nil || e.entry.RetryAfter == "" {
		return
	}
	values := fields.Values(retryAfter)
	location := e.entry.location.Child("retryAfter")
	switch {
	case len(values) == 0:
		if e.entry.RetryAfter == Required {
			e.find(RetryAfterMissing, finding{location: location,
				message:  fmt.Sprintf("%q needs a Retry-After field, so that callers know how long to wait", e.entry.Name),
				expected: "the field Retry-After", actual: "absent"})
		}
	case e.entry.RetryAfter == Forbidden:
		e.find(RetryAfterUnexpected, finding{location: location,
			message:  fmt.Sprintf("Retry-After on %q, which no waiting can help", e.entry.Name),
			expected: "no Retry-After", actual: "a Retry-After field"})
	default:
		if kind := delayFault(values); kind != "" {
			e.find(RetryAfterInvalid, finding{location: location,
				message:  "Retry-After is neither whole seconds nor an HTTP-date: it is " + kind,
				expected: "whole seconds or an HTTP-date", actual: kind})
		}
	}
}

// delayFault says what is wrong with a Retry-After field, without its value:
// like any field, it may hold anything. Empty: nothing is.
func delayFault(lines []string) string {
	value := strings.TrimSpace(lines[0])
	for _, other := range lines[1:] {
		if strings.TrimSpace(other) != value {
			return "given twice, with two values"
		}
	}
	if value == "" {
		return "empty"
	}
	if digits(value) {
		return ""
	}
	if isHTTPDate(value) {
		return ""
	}
	switch {
	case value[0] == '-' && isNumber(value):
		return "a negative number"
	case isNumber(value):
		return "a number with a fraction or exponent"
	}
	return "text"
}

// isHTTPDate follows RFC 9110, section 5.6.7, to the letter, obsolete forms
// included: [http.ParseTime] takes other zones, cases and weekdays.
func isHTTPDate(value string) bool {
	if len(value) < len(time.ANSIC) {
		return false // shorter than any of them
	}
	var buffer [64]byte
	for _, layout := range [...]string{http.TimeFormat, "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC} {
		if at, err := time.Parse(layout, value); err == nil && string(at.AppendFormat(buffer[:0], layout)) == value {
			return true
		}
	}
	return false
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
