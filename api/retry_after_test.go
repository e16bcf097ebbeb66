package api_test

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
)

func TestRetryAfter(t *testing.T) {
	const sent = "Mon, 02 Nov 2026 10:00:00 GMT"
	for name, c := range map[string]struct {
		reason string
		value  string
		want   time.Duration
		ok     bool
	}{
		"seconds":     {"delay-seconds", "30", 30 * time.Second, true},
		"now":         {"no wait is not the same as no field", "0", 0, true},
		"spaces":      {"not part of the value", " 30 ", 30 * time.Second, true},
		"IMF-fixdate": {"counted from the response's Date, not from our clock", "Mon, 02 Nov 2026 10:01:30 GMT", 90 * time.Second, true},
		"RFC 850":     {"obsolete, but a recipient must take it", "Monday, 02-Nov-26 10:01:30 GMT", 90 * time.Second, true},
		"asctime":     {"obsolete, but a recipient must take it", "Mon Nov  2 10:01:30 2026", 90 * time.Second, true},
		"past":        {"the wait is over", "Mon, 02 Nov 2026 09:00:00 GMT", 0, true},
		"huge":        {"more seconds than a Duration holds", "99999999999", math.MaxInt64, true},
		"endless":     {"more digits than an integer holds", "99999999999999999999999", math.MaxInt64, true},
		"empty":       {"says nothing", "", 0, false},
		"negative":    {"neither seconds nor a date", "-1", 0, false},
		"signed":      {"neither seconds nor a date", "+1", 0, false},
		"fraction":    {"neither seconds nor a date", "1.5", 0, false},
		"words":       {"neither seconds nor a date", "soon", 0, false},
		"a list":      {"the header is no list", "3, 5", 0, false},
		"a parameter": {"the header has no parameters", "120; comment", 0, false},
		"a unit":      {"seconds have no unit", "3s", 0, false},
		"an exponent": {"digits alone", "1e3", 0, false},
		"digits":      {"those of ASCII alone", "٣", 0, false},
		"RFC 3339":    {"not an HTTP-date", "2026-11-02T10:01:30Z", 0, false},
		"zeros":       {"digits all the same", "0003", 3 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			e := &api.Error{Header: http.Header{"Date": {sent}, "Retry-After": {c.value}}}
			delay, ok := e.RetryAfter()
			assert.Equal(t, c.want, delay, c.reason)
			assert.Equal(t, c.ok, ok, c.reason)
		})
	}
}

func TestRetryAfterComesWithTheResponse(t *testing.T) {
	delay, ok := failure(t, answer(429, envelope(api.ErrRateLimitExceeded), "Retry-After", "7")).RetryAfter()
	assert.True(t, ok)
	assert.Equal(t, 7*time.Second, delay)
}

// Only Retry-After is documented; others like it have other units.
func TestOtherHeadersAreNotRead(t *testing.T) {
	for name, value := range map[string]string{
		"Retry-After-Ms": "1500", "X-Retry-After": "5", "X-Ratelimit-Reset": "30", "Ratelimit": `"default";r=0;t=30`,
	} {
		_, ok := (&api.Error{Status: 429, Header: http.Header{name: {value}}}).RetryAfter()
		assert.False(t, ok, name)
	}
}

func TestRetryAfterWithoutFields(t *testing.T) {
	_, ok := new(api.Error).RetryAfter()
	assert.False(t, ok)
}

func TestRetryAfterDateWithoutDateUsesOurClock(t *testing.T) {
	at := time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
	delay, ok := (&api.Error{Header: http.Header{"Retry-After": {at}}}).RetryAfter()
	assert.True(t, ok)
	assert.InDelta(t, time.Hour, delay, float64(5*time.Second))
}
