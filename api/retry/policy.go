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

// What the zero Policy means.
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

// A Policy bounds how often and how long a request is repeated. It does not say
// which requests are repeated, after which codes: that is what the error table says.
// The zero value is ready for use, and a Policy is safe for concurrent use while it
// is not changed.
//
// A [Transport] uses every field. With [Policy.CheckRetry] and [Policy.Backoff] the
// bounds of the calling client, RetryMax, RetryWaitMin and RetryWaitMax, replace all
// but MaxRetryAfter, MaxBodyWait and RepeatRefused.
type Policy struct {
	// MaxAttempts is how often a request is made while it fails, the first time
	// included: on the classes wait and transient, and when no response came.
	// 1 never repeats a failure; 0 or less means 5.
	MaxAttempts int

	// MaxPolls is how often a request is repeated, in addition to MaxAttempts,
	// while something else has yet to finish: on the classes poll and same-key.
	// 0 means 30, and less than 0 never.
	MaxPolls int

	// MaxElapsed is how long after its first attempt a request may still be
	// repeated. It ends no attempt early: that is for the request's context.
	// 0 means 5 minutes, and less than 0 without end.
	MaxElapsed time.Duration

	// MaxRetryAfter is the longest Retry-After that is waited for. A response
	// that asks for more is handed to the caller. 0 or less means a minute.
	MaxRetryAfter time.Duration

	// MinWait and MaxWait bound the waits where no Retry-After says more. They
	// double from MinWait on, and a random part of up to half is taken off, so
	// that clients that failed together do not come back together. For the same
	// reason a random part of up to a tenth, and at least MinWait, is added to a
	// Retry-After. 0 or less means half a second and 30 seconds; MaxWait outranks
	// MinWait.
	MinWait, MaxWait time.Duration

	// MaxBodyWait is how long an attempt waits for the body of an error, which has
	// the code, after the headers have come. Past it the status and what has come
	// decide; the caller can read on. After a body that was late the next attempts
	// of the request wait a quarter as long. 0 or less means a second.
	MaxBodyWait time.Duration

	// MaxRetryShare bounds the repetitions that do not help. Once a hundred
	// repetitions of a Transport have failed, it repeats only as many as this share
	// of its requests, until repetitions help again. Those of the classes poll and
	// same-key, and those that a response asked for with Retry-After, do not count.
	// 0 means 0.2, one in five requests; less than 0 is no bound.
	MaxRetryShare float64

	// RepeatRefused also repeats requests that are neither idempotent nor have a
	// key, such as a POST, after a response that says that the server did not
	// process them: class wait, which is 429 with rate_limit_exceeded or without a
	// code of the table; 421 (RFC 9110, section 15.5.20); and 425 (RFC 8470,
	// section 5.2). By default they are handed to the caller, because most POSTs
	// cost credits, and a gateway could send these statuses for a request that the
	// API has seen.
	RepeatRefused bool
}

// withDefaults puts the defaults in place of zeros.
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

// mayRepeat reports whether a request may be sent again after an error that the API
// answered with, however often it was sent.
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

// timeLeft returns how long a wait may be so that it ends before the context's
// deadline. A response now says more than "deadline exceeded" would say later.
func timeLeft(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return math.MaxInt64
	}
	return time.Until(deadline) - 1
}

// isPolling reports whether a class means that something else has yet to finish,
// which is no failure of the request.
func isPolling(class api.RetryClass) bool { return class == api.RetryPoll || class == api.RetrySameKey }

// waitTime is how long to wait before the repetition n, from 0. A client waits at
// least as long as the response asks for; one that is sent away again and again backs
// off beyond it, as the class wait says. The random part of a wait is cut to left, so
// that it does not cost the repetition.
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
