package validate

import (
	"fmt"
)

// checkRetryAfter checks the Retry-After field by the code's row (RFC 9110, section
// 10.2.3). Where the fields were not recorded, absence proves nothing.
func (e *envelopeCheck) checkRetryAfter() {
	fields := e.x.Response.Header
	if fields == nil || e.entry.RetryAfter == "" {
		return
	}
	values := fields.Values(retryAfter)
	location := e.entry.location.Child("retryAfter")
	switch {
	case len(values) == 0:
		if e.entry.RetryAfter == Required {
			e.addViolation(RetryAfterMissing, violationDetails{location: location,
				message:  fmt.Sprintf("%q needs a Retry-After field, so that callers know how long to wait", e.entry.Name),
				expected: "the field Retry-After", actual: "absent"})
		}
	case e.entry.RetryAfter == Forbidden:
		e.addViolation(RetryAfterUnexpected, violationDetails{location: location,
			message:  fmt.Sprintf("Retry-After on %q, which no waiting can help", e.entry.Name),
			expected: "no Retry-After", actual: "a Retry-After field"})
	default:
		if kind := retryAfterProblem(values); kind != "" {
			e.addViolation(RetryAfterInvalid, violationDetails{location: location,
				message:  "Retry-After is neither whole seconds nor an HTTP-date: it is " + kind,
				expected: "whole seconds or an HTTP-date", actual: kind})
		}
	}
}
