package limit

import (
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// maxCallers is the number of callers that are tracked at a time.
const maxCallers = 4096

// A RateLimit is a token bucket for each caller: it allows a number of requests at once, and then
// further ones at the given rate. Callers are distinguished by the hash of their name. At most
// 4,096 are kept; the caller whose last request is the oldest is forgotten first and starts again
// with a full bucket. It is safe for concurrent use. A nil RateLimit limits nothing.
type RateLimit struct {
	rate  Rate
	clock func() time.Time

	mu      sync.Mutex
	latest  time.Time
	callers *simplelru.LRU[[sha256.Size]byte, *rate.Limiter]
}

// NewRateLimit returns a limit with a rate, or nil for the zero Rate. A nil clock
// means [time.Now].
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

// Allow reports whether a caller may send a request now, and counts the request if so. Otherwise it
// returns the value of Retry-After: the whole seconds after which the caller's next request may be
// sent. The caller is any text that distinguishes callers, such as an API key; the empty text is a
// caller too.
func (l *RateLimit) Allow(caller string) (retryAfter int, ok bool) {
	if l == nil {
		return 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	// If the clock is set back, callers must not wait for time that has already passed.
	if now := l.clock(); now.After(l.latest) {
		l.latest = now
	}
	limiter := l.limiterFor(sha256.Sum256([]byte(caller)))
	if limiter.AllowN(l.latest, 1) {
		return 0, true
	}
	return l.retryAfter(limiter), false
}

// limiterFor returns the limiter of one caller. The lock must be held.
func (l *RateLimit) limiterFor(caller [sha256.Size]byte) *rate.Limiter {
	if limiter, ok := l.callers.Get(caller); ok {
		return limiter
	}
	limiter := rate.NewLimiter(rate.Limit(float64(l.rate.Requests)/l.rate.Per.Seconds()), l.rate.Requests)
	l.callers.Add(caller, limiter)
	return limiter
}

// retryAfter returns the first whole number of seconds after which a limiter that
// refused a request allows one. It asks the limiter itself, so that rounding cannot
// make the two disagree.
func (l *RateLimit) retryAfter(limiter *rate.Limiter) int {
	seconds := int(timeToToken(limiter, l.latest) / time.Second)
	for timeToToken(limiter, l.latest.Add(time.Duration(seconds)*time.Second)) > 0 {
		seconds++
	}
	return seconds
}

// timeToToken returns the time after which a limiter allows a request. It computes this as
// [rate.Limiter.AllowN] does.
func timeToToken(limiter *rate.Limiter, at time.Time) time.Duration {
	tokens := 1 - limiter.TokensAt(at)
	if tokens <= 0 {
		return 0
	}
	return time.Duration(tokens / float64(limiter.Limit()) * float64(time.Second))
}
