package validate

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const retryAfter = "Retry-After"

// retryAfterProblem says what is wrong with a Retry-After field, without its value:
// like any field, it may hold anything. Empty: nothing is.
func retryAfterProblem(lines []string) string {
	value := strings.TrimSpace(lines[0])
	for _, other := range lines[1:] {
		if strings.TrimSpace(other) != value {
			return "given twice, with two values"
		}
	}
	if value == "" {
		return "empty"
	}
	if isDigits(value) {
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

func isNumber(text string) bool {
	var n json.Number
	return text != "" && (text[0] == '-' || isDigits(text[:1])) && json.Unmarshal([]byte(text), &n) == nil
}
