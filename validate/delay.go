package validate

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const retryAfter = "Retry-After"

// retryAfterProblem says what is wrong with a Retry-After header of a form, without its value:
// like any field, it may hold anything. Empty: nothing is.
func retryAfterProblem(lines []string, form DelayForm) string {
	value := strings.TrimSpace(lines[0])
	for _, other := range lines[1:] {
		if strings.TrimSpace(other) != value {
			return "given twice, with two values"
		}
	}
	if value == "" {
		return "empty"
	}
	switch {
	case form.allows(value):
		return ""
	case isDigits(value):
		return "a number of seconds"
	case isHTTPDate(value):
		return "an HTTP-date"
	case value[0] == '-' && isNumber(value):
		return "a negative number"
	case isNumber(value):
		return "a number with a fraction or exponent"
	}
	return "text"
}

// allows reports whether a value is of the form.
func (f DelayForm) allows(value string) bool {
	return f != DelayDate && isDigits(value) || f != DelaySeconds && isHTTPDate(value)
}

// want says which values the form allows.
func (f DelayForm) want() string {
	switch f {
	case DelaySeconds:
		return "whole seconds"
	case DelayDate:
		return "an HTTP-date"
	}
	return "whole seconds or an HTTP-date"
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

func isNumber(text string) bool {
	var n json.Number
	return text != "" && (text[0] == '-' || isDigits(text[:1])) && json.Unmarshal([]byte(text), &n) == nil
}
