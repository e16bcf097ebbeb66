package retry

import (
	"cmp"
	"context"
	"time"

	"github.com/apicontract/apicontract/api"
)

// What the zero Policy means.
const (
	defaultMaxAttempts   = 5
	defaultMaxPolls      = 30
	defaultMaxElapsed    = 5 * time.Minute
	defaultMaxRetryAfter = time.Minute
	defaultMinWait       = 500 * time.Millisecond
	defaultMaxWait       = 30 * time.Second
)

// A Policy bounds how often and how long a request is repeated. Which requests
// are repeated at all, after which codes, is not its to say: that is the error
// table's. The zero value is ready for use, and a Policy is safe for concurrent
// use while nobody changes it.
//
// A [Transport] heeds every field. To [Policy.CheckRetry] and [Policy.Backoff]
// the bounds of the client that calls them, RetryMax, RetryWaitMin and
// RetryWaitMax, stand for all but MaxRetryAfter.
type Policy struct {
	// MaxAttempts is how often a request is made while it fails, the first time
	// included: on the classes wait and transient, and when no response came.
	// 1 never repeats a failure; 0 or less means 5.
	MaxAttempts int

	// MaxPolls is how often a request is repeated, over and above MaxAttempts,
	// while something else has yet to finish: on the classes poll and same-key.
	// 0 means 30, and less than 0 never.
	MaxPolls int

	// MaxElapsed is how long after its first attempt a request may still be
	// repeated. No attempt is cut short by it: that is for the request's context.
	// 0 means 5 minutes, and less than 0 without end.
	MaxElapsed time.Duration

	// MaxRetryAfter is the longest Retry-After that is waited for. A response
	// that asks for more is the caller's to deal with. 0 or less means a minute.
	MaxRetryAfter time.Duration

	// MinWait and MaxWait bound the waits where no Retry-After says more. They
	// double from MinWait on, and a random part of up to half is taken off, so
	// that callers who failed together do not come back together. 0 or less means
	// half a second and 30 seconds; MaxWait outranks MinWait.
	MinWait, MaxWait time.Duration
}

// withDefaults puts the defaults in place of zeros.
func (p Policy) withDefaults() Policy {
	p.MaxAttempts = cmp.Or(max(p.MaxAttempts, 0), defaultMaxAttempts)
	p.MaxPolls = cmp.Or(p.MaxPolls, defaultMaxPolls)
	p.MaxElapsed = cmp.Or(p.MaxElapsed, defaultMaxElapsed)
	p.MaxRetryAfter = cmp.Or(max(p.MaxRetryAfter, 0), defaultMaxRetryAfter)
	p.MinWait = cmp.Or(max(p.MinWait, 0), defaultMinWait)
	p.MaxWait = cmp.Or(max(p.MaxWait, 0), defaultMaxWait)
	return p
}

// waitAllowed reports whether the wait that a response asks for is one that the
// policy allows and that ends before the caller's patience.
func (p Policy) waitAllowed(ctx context.Context, e *api.Error) bool {
	asked, _ := e.RetryAfter()
	return asked <= p.MaxRetryAfter && endsBefore(ctx, asked)
}

// endsBefore reports whether a wait ends before the context's deadline. A response
// in the hand says more than "deadline exceeded" would say later.
func endsBefore(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || wait < time.Until(deadline)
}

// isPolling reports whether a class means that something else has yet to finish,
// which is no failure of the request.
func isPolling(class api.RetryClass) bool { return class == api.RetryPoll || class == api.RetrySameKey }

// waitTime is how long to wait before the repetition n, from 0. What the response
// asks for is the least; callers whom it sends away again and again back off
// beyond it, as the class wait has it.
func waitTime(asked time.Duration, ok bool, n int, own time.Duration) time.Duration {
	if ok && n == 0 {
		return asked
	}
	return max(asked, own)
}
