package retry

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/internal/backoff"
)

// The defaults of Policy.
const (
	defaultMaxAttempts   = 5
	defaultMaxPolls      = 30
	defaultMaxElapsed    = 5 * time.Minute
	defaultMaxRetryAfter = time.Minute
	defaultMinWait       = 500 * time.Millisecond
	defaultMaxWait       = 30 * time.Second
	defaultMaxBodyWait   = time.Second
	defaultMaxRetryShare = 0.2
)

// A Policy limits how often and how long a request is repeated. It does not say which requests are
// repeated after which codes, because the error table does. The zero value is ready for use, and a
// Policy is safe for concurrent use as long as it is not changed.
//
// A [Transport] uses every field. With [Policy.CheckRetry] and [Policy.Backoff], the limits of the
// calling client, RetryMax, RetryWaitMin and RetryWaitMax, replace all fields except MaxRetryAfter,
// MaxBodyWait and RepeatRefused.
type Policy struct {
	// MaxAttempts is the number of attempts of a failing request, including the first: for the
	// classes wait and transient, and if there is no response. 1 never repeats a failure; 0 or less
	// means 5.
	MaxAttempts int

	// MaxPolls is the number of repetitions, in addition to MaxAttempts, while other work must
	// finish first: for the classes poll and same-key. 0 means 30, and less than 0 none.
	MaxPolls int

	// MaxElapsed is the time after its first attempt in which a request may be repeated. It does
	// not end an attempt early; use the request's context for that. 0 means 5 minutes, and less
	// than 0 no limit.
	MaxElapsed time.Duration

	// MaxRetryAfter is the longest Retry-After to wait for. A response that asks for more is
	// returned to the caller. 0 or less means a minute.
	MaxRetryAfter time.Duration

	// MinWait and MaxWait limit the waits unless a Retry-After asks for more. The waits double,
	// starting with MinWait, and are shortened by a random part of up to half, so that clients that
	// failed at the same time do not retry at the same time. For the same reason a random part of
	// up to a tenth, and at least MinWait, is added to a Retry-After. 0 or less means half a second
	// and 30 seconds; MaxWait takes precedence over MinWait.
	MinWait, MaxWait time.Duration

	// MaxBodyWait is the time after the headers for which an attempt waits for the body of an
	// error, which contains the code. After it, the status and the part that has arrived decide;
	// the caller can read the rest. After a late body, the next attempts of the request wait a
	// quarter as long. 0 or less means a second.
	MaxBodyWait time.Duration

	// MaxRetryShare limits the repetitions that do not help. Once a hundred repetitions of a
	// Transport have failed, it repeats at most this share of its requests, until repetitions help
	// again. Repetitions of the classes poll and same-key, and those that a response asked for with
	// Retry-After, do not count. 0 means 0.2, one in five requests; less than 0 means no limit.
	MaxRetryShare float64

	// RepeatRefused also repeats requests that are neither idempotent nor have a key, such as a
	// POST, after a response which says that the server did not process them: class wait, which is
	// 429 with rate_limit_exceeded or without a code of the table; 421 (RFC 9110, section 15.5.20);
	// and 425 (RFC 8470, section 5.2). By default such responses are returned to the caller,
	// because most POSTs cost credits, and a gateway may send these statuses for a request that the
	// API has received.
	RepeatRefused bool
}

// withDefaults replaces zeros by the defaults.
func (p Policy) withDefaults() Policy {
	p.MaxAttempts = cmp.Or(max(p.MaxAttempts, 0), defaultMaxAttempts)
	p.MaxPolls = cmp.Or(p.MaxPolls, defaultMaxPolls)
	p.MaxElapsed = cmp.Or(p.MaxElapsed, defaultMaxElapsed)
	p.MaxRetryAfter = cmp.Or(max(p.MaxRetryAfter, 0), defaultMaxRetryAfter)
	p.MinWait = cmp.Or(max(p.MinWait, 0), defaultMinWait)
	p.MaxWait = cmp.Or(max(p.MaxWait, 0), defaultMaxWait)
	p.MaxBodyWait = cmp.Or(max(p.MaxBodyWait, 0), defaultMaxBodyWait)
	p.MaxRetryShare = cmp.Or(p.MaxRetryShare, defaultMaxRetryShare)
	return p
}

// mayRepeat reports whether a request may be repeated after an error of the API, however often it
// was sent.
func (p Policy) mayRepeat(e *api.Error) bool {
	if asked, _ := e.RetryAfter(); asked > p.MaxRetryAfter {
		return false
	}
	return e.Retryable() || p.RepeatRefused && isRefused(e)
}

// isRefused reports whether an error says that the server did not process the request.
func isRefused(e *api.Error) bool {
	if e.Status == http.StatusMisdirectedRequest || e.Status == http.StatusTooEarly {
		return e.RetryClass() == api.RetryTransient
	}
	return e.RetryClass() == api.RetryWait
}

// timeLeft returns the longest wait that ends before the context's deadline. A response now is more
// useful than "deadline exceeded" later.
func timeLeft(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return math.MaxInt64
	}
	return time.Until(deadline) - 1
}

// isPolling reports whether a class means that other work must finish first, which is not a failure
// of the request.
func isPolling(class api.RetryClass) bool { return class == api.RetryPoll || class == api.RetrySameKey }

// waitTime returns the wait before repetition n, from 0. It is at least the time that the response
// asks for; for repeated rejections it backs off beyond that, as the class wait says. The random
// part of a wait is limited to left, so that the repetition is still in time.
func (p Policy) waitTime(asked time.Duration, ok bool, n int, left time.Duration) time.Duration {
	own := backoff.Exponential(p.MinWait, p.MaxWait, n)
	if !ok {
		return own
	}
	wait := backoff.AfterAsked(asked, min(p.MinWait, p.MaxWait))
	if n > 0 {
		wait = max(wait, own)
	}
	return max(asked, min(wait, left))
}
