package mock

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

const (
	maxCallers = 4096                 // told apart at a time
	maxPer     = 365 * 24 * time.Hour // beyond, seconds would not be told exactly
)

// A Rate is a number of requests in a length of time. The zero value is no
// limit.
type Rate struct {
	Requests int
	Per      time.Duration
}

// ParseRate reads a rate such as 10/s, 100/1m or 5/30s, over a year at most.
func ParseRate(text string) (Rate, error) {
	const want = "want requests per time of up to a year, such as 10/s or 100/1m"
	number, per, found := strings.Cut(text, "/")
	requests, err := strconv.Atoi(number)
	if !found || err != nil || requests < 1 {
		return Rate{}, fmt.Errorf("%q is no rate: %s", text, want)
	}
	if per != "" && strings.Trim(per, "hmsuµn") == "" {
		per = "1" + per
	}
	length, err := time.ParseDuration(per)
	if err != nil || length <= 0 || length > maxPer {
		return Rate{}, fmt.Errorf("%q is no rate: %s", text, want)
	}
	return Rate{requests, length}, nil
}

// String writes a rate as [ParseRate] reads it; the zero value is empty.
func (r Rate) String() string {
	if r == (Rate{}) {
		return ""
	}
	return fmt.Sprintf("%d/%s", r.Requests, r.Per)
}

// A RateLimit lets each caller send a number of requests in a length of time:
// all of them at once, and then as many as time gives back, one by one. It tells
// at most 4,096 callers apart, by the hash of what they are known by; who has
// been away longest is forgotten, and begins anew. It is safe for concurrent
// use. Nil is no limit.
type RateLimit struct {
	rate  Rate
	clock func() time.Time

	mu      sync.Mutex
	latest  time.Time
	callers *simplelru.LRU[[sha256.Size]byte, *rate.Limiter]
}

// NewRateLimit returns a limit of a rate; nil, and no error, for the zero Rate.
// Time passes as the clock says; nil: as it does.
func NewRateLimit(r Rate, clock func() time.Time) (*RateLimit, error) {
	if r == (Rate{}) {
		return nil, nil
	}
	if r.Requests < 1 || r.Per <= 0 || r.Per > maxPer {
		return nil, errors.New("a rate limit needs a number of requests and a length of time, both above zero, and the time not above a year")
	}
	if clock == nil {
		clock = time.Now
	}
	callers, err := simplelru.NewLRU[[sha256.Size]byte, *rate.Limiter](maxCallers, nil)
	return &RateLimit{rate: r, clock: clock, callers: callers}, err
}

// Allow reports whether a request of a caller may go through, and counts it if
// so. Otherwise it returns the whole seconds after which the next one may: the
// Retry-After of the answer. The caller is whatever tells callers apart, such as
// an API key; empty is a caller, too.
func (l *RateLimit) Allow(name string) (retryAfter int, ok bool) {
	if l == nil {
		return 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	// A clock that is set back must not make anybody wait for what is over.
	if now := l.clock(); now.After(l.latest) {
		l.latest = now
	}
	limit := l.of(sha256.Sum256([]byte(name)))
	if limit.AllowN(l.latest, 1) {
		return 0, true
	}
	return l.wait(limit), false
}

// of finds the limit of one caller. The RateLimit is locked.
func (l *RateLimit) of(hash [sha256.Size]byte) *rate.Limiter {
	if limit, ok := l.callers.Get(hash); ok {
		return limit
	}
	limit := rate.NewLimiter(rate.Limit(float64(l.rate.Requests)/l.rate.Per.Seconds()), l.rate.Requests)
	l.callers.Add(hash, limit)
	return limit
}

// wait is the first whole number of seconds after which a limit that refused a
// request lets one through. It asks the limit itself, so that what rounding does
// to either cannot part them.
func (l *RateLimit) wait(limit *rate.Limiter) int {
	seconds := int(missing(limit, l.latest) / time.Second)
	for missing(limit, l.latest.Add(time.Duration(seconds)*time.Second)) > 0 {
		seconds++
	}
	return seconds
}

// missing is how long, at a time, a limit still has to fill until it lets a
// request through; it is computed as [rate.Limiter.AllowN] does.
func missing(limit *rate.Limiter, at time.Time) time.Duration {
	tokens := 1 - limit.TokensAt(at)
	if tokens <= 0 {
		return 0
	}
	return time.Duration(tokens / float64(limit.Limit()) * float64(time.Second))
}
