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
				message:  fmt.Sprintf("%q requires a Retry-After header", e.entry.Name),
				expected: "a Retry-After header", actual: "absent"})
		}
	case e.entry.RetryAfter == Forbidden:
		e.addViolation(RetryAfterUnexpected, violationDetails{location: location,
			message:  fmt.Sprintf("Retry-After sent with %q, which a retry cannot fix", e.entry.Name),
			expected: "no Retry-After", actual: "a Retry-After header"})
	default:
		if kind := retryAfterProblem(values, e.entry.DelayForm); kind != "" {
			want := e.entry.DelayForm.want()
			e.addViolation(RetryAfterInvalid, violationDetails{location: location,
				message:  fmt.Sprintf("Retry-After has to be %s: it is %s", want, kind),
				expected: want, actual: kind})
		}
	}
}
