package validate

import (
	"fmt"
)

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
				message:  fmt.Sprintf("%q requires a Retry-After header", e.entry.Name),
				expected: "a Retry-After header", actual: "absent"})
		}
	case e.entry.RetryAfter == Forbidden:
		e.find(RetryAfterUnexpected, finding{location: location,
			message:  fmt.Sprintf("Retry-After sent with %q, which a retry cannot fix", e.entry.Name),
			expected: "no Retry-After", actual: "a Retry-After header"})
	default:
		if kind := delayFault(values, e.entry.DelayForm); kind != "" {
			want := e.entry.DelayForm.want()
			e.find(RetryAfterInvalid, finding{location: location,
				message:  fmt.Sprintf("Retry-After has to be %s: it is %s", want, kind),
				expected: want, actual: kind})
		}
	}
}
