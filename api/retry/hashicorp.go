package retry

import (
	"cmp"
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/internal/operations"
)

type keyedContext struct{}

// Keyed returns a context which says that its requests have an Idempotency-Key that their operation
// documents. Only [Policy.CheckRetry] needs it, because it does not get the request if there is no
// response.
func Keyed(ctx context.Context) context.Context {
	return context.WithValue(ctx, keyedContext{}, true)
}

// CheckRetry is a retryablehttp.CheckRetry. Its error is always nil, so that the client returns the
// response or its own error.
//
// With a response it repeats what a [Transport] would; after redirects, the first request counts.
// Without a response it only knows the method. It repeats idempotent methods, and others if ctx is
// [Keyed].
//
// The body of an error is read, up to 1 MiB and for at most MaxBodyWait, and put back. If it is
// late and the request is repeated, the rest of the body is dropped.
func (p Policy) CheckRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	return p.withDefaults().shouldRetry(ctx, resp, err), nil
}

func (p Policy) shouldRetry(ctx context.Context, resp *http.Response, err error) bool {
	switch {
	case ctx.Err() != nil:
		return false
	case err == nil:
		return resp != nil && p.retriesResponse(ctx, resp)
	case resp != nil:
		return false // a redirect that was rejected, or a response that the caller's handler rejected
	}
	keyed := ctx.Value(keyedContext{}) != nil
	return !isPermanent(err) && isRepeatable(methodOf(err), operations.Facts{Keyed: keyed})
}

// Backoff is a retryablehttp.Backoff. If the response has a Retry-After, with any status and in
// either form, it returns that time plus a random part of up to a tenth of it or lowest, whichever
// is more. Without Retry-After, and from the second repetition on, it returns at least between half
// of and all of lowest·2ⁿ, or of highest if that is less. attempt is n, from 0; a bound of 0 or
// less means the policy's own; resp may be nil.
func (p Policy) Backoff(lowest, highest time.Duration, attempt int, resp *http.Response) time.Duration {
	p = p.withDefaults()
	p.MinWait, p.MaxWait = cmp.Or(max(lowest, 0), p.MinWait), cmp.Or(max(highest, 0), p.MaxWait)
	var header http.Header
	if resp != nil {
		header = resp.Header
	}
	asked, ok := (&api.Error{Header: header}).RetryAfter()
	return p.waitTime(min(asked, p.MaxRetryAfter), ok, attempt, math.MaxInt64) // CheckRetry did not accept a longer one
}

// retriesResponse reports whether the request of a response is repeated.
func (p Policy) retriesResponse(ctx context.Context, resp *http.Response) bool {
	req := firstRequest(resp)
	if req == nil || req.URL == nil {
		return false
	}
	method, facts := cmp.Or(req.Method, http.MethodGet), operations.Of(req)
	if !isRepeatable(method, facts) && !p.RepeatRefused {
		return false
	}
	e, body := readError(resp, p.MaxBodyWait)
	if e == nil {
		return false
	}
	e.Method, e.Keyed, e.Idempotent = method, facts.Keyed, facts.Idempotent
	asked, _ := e.RetryAfter()
	again := p.mayRepeat(e) && asked <= timeLeft(ctx)
	if again {
		body.cutOff()
	}
	return again
}

// firstRequest returns the request that the client would repeat: the one before any redirect. A
// POST that became a GET is still a POST.
func firstRequest(resp *http.Response) *http.Request {
	for resp.Request != nil && resp.Request.Response != nil {
		resp = resp.Request.Response
	}
	return resp.Request
}

// methodOf returns the method of the first request, which http.Client's errors name as "Get" or
// "Post". Their URL may be that of a redirect, and an error of connecting proves nothing, because
// the request before the redirect has arrived.
func methodOf(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return strings.ToUpper(e.Op)
	}
	return ""
}
