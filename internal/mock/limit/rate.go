// Package limit limits how many requests each caller may send to the mock.
package limit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxPer is the longest time of a rate. Its seconds are still exact as float64.
const maxPer = 365 * 24 * time.Hour

// A Rate is a number of requests per time. The zero value is no limit.
type Rate struct {
	Requests int
	Per      time.Duration
}

// ParseRate parses a rate such as 10/s, 100/1m or 5/30s. The time is at most a year.
func ParseRate(text string) (Rate, error) {
	const want = "want requests per time of up to a year, such as 10/s or 100/1m"
	number, per, found := strings.Cut(text, "/")
	requests, err := strconv.Atoi(number)
	if !found || err != nil || requests < 1 {
		return Rate{}, fmt.Errorf("%q is not a rate:  %s", text, want)
	}
	if per != "" && strings.Trim(per, "hmsuµn") == "" {
		per = "1" + per
	}
	length, err := time.ParseDuration(per)
	if err != nil || length <= 0 || length > maxPer {
		return Rate{}, fmt.Errorf("%q is not a rate:  %s", text, want)
	}
	return Rate{requests, length}, nil
}

// String returns a rate in the form that [ParseRate] accepts; the zero value is
// empty.
func (r Rate) String() string {
	if r == (Rate{}) {
		return ""
	}
	return fmt.Sprintf("%d/%s", r.Requests, r.Per)
}
