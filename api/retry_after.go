package api

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter returns how long the response asks to wait, counted from its arrival: whole seconds,
// or an HTTP-date (RFC 9110, section 10.2.3). A date is compared with the response's own Date, so
// that the clocks of client and server need not agree; a date in the past means no wait. It returns
// false if the header is absent or invalid, as it is for most codes.
func (e *Error) RetryAfter() (time.Duration, bool) {
	value := strings.TrimSpace(e.Header.Get("Retry-After"))
	if delay, ok := parseSeconds(value); ok {
		return delay, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, at.Sub(e.sentAt())), true
}

// sentAt returns the time of the response's Date, or the current time if it has none.
func (e *Error) sentAt() time.Time {
	if at, err := http.ParseTime(e.Header.Get("Date")); err == nil {
		return at
	}
	return time.Now()
}

// parseSeconds parses delay-seconds. A number that is too large becomes the longest possible wait.
func parseSeconds(value string) (time.Duration, bool) {
	if strings.Trim(value, "0123456789") != "" {
		return 0, false // ParseUint would accept a sign
	}
	n, err := strconv.ParseUint(value, 10, 64)
	if errors.Is(err, strconv.ErrRange) || n > math.MaxInt64/uint64(time.Second) {
		return math.MaxInt64, true
	}
	return time.Duration(n) * time.Second, err == nil
}
