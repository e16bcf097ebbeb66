package api

import "net/http"

// A RetryClass is a retry class: how a caller should react to an error.
type RetryClass string

// The retry classes of the error table.
const (
	RetryWait      RetryClass = "wait"      // repeat after Retry-After, then back off
	RetryPoll      RetryClass = "poll"      // repeat once the resource is ready
	RetrySameKey   RetryClass = "same-key"  // repeat with the same Idempotency-Key
	RetryTransient RetryClass = "transient" // back off; only if idempotent or keyed
	RetryLater     RetryClass = "later"     // no automatic retry; a later or different attempt may succeed
	RetryAccount   RetryClass = "account"   // a person changes key, rights, plan or credits
	RetryChange    RetryClass = "change"    // only a different request can succeed
)

// RetryClass returns the class of the error's code. If the table lacks the code, or there
// is none, the status decides (RFC 9110, section 15): 429 is wait; 408, 421, 425 and
// the 5xx, except 501 and 505, are transient; 401, 402 and 403 are account; all
// others are change.
//
// 421 (RFC 9110, section 15.5.20) and 425 (RFC 8470, section 5.2) say that the
// server did not process the request. Both may be repeated, 421 on another
// connection; package retry does that. Because a gateway can send them on its own,
// and most POSTs cost credits, [Error.Retryable] treats them like other transient
// errors.
func (e *Error) RetryClass() RetryClass {
	if class := e.Code.RetryClass(); class != "" {
		return class
	}
	return statusRetry(e.Status)
}

func statusRetry(status int) RetryClass {
	switch status {
	case http.StatusTooManyRequests:
		return RetryWait
	case http.StatusRequestTimeout, http.StatusMisdirectedRequest, http.StatusTooEarly:
		return RetryTransient
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden:
		return RetryAccount
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return RetryChange
	}
	if status >= 500 {
		return RetryTransient
	}
	return RetryChange
}

// Retryable reports whether a program may repeat the same request, after [Error.RetryAfter] or a
// pause of its own, without a person and without a change.
//
// It depends on the retry class and the request: wait, poll and transient need a method that is
// idempotent (RFC 9110, section 9.2.2), an operation that is, or an Idempotency-Key; same-key needs
// the key. Most POSTs cost credits, so one without a key is never repeated, not even one that a
// rate limit rejected. The other classes are never retryable. The caller limits the number of
// attempts.
func (e *Error) Retryable() bool {
	switch e.RetryClass() {
	case RetrySameKey:
		return e.Keyed
	case RetryWait, RetryPoll, RetryTransient:
		return e.Keyed || e.Idempotent || isIdempotent(e.Method)
	}
	return false
}

func isIdempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodPut, http.MethodDelete:
		return true
	}
	return false
}
