package retry

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/internal/backoff"
)

type keyedContext struct{}

// Keyed returns a context that says of its requests that they carry an
// Idempotency-Key which their operation documents. [Policy.CheckRetry] needs to
// hear it, and only it: when no response came, it is shown no request.
func Keyed(ctx context.Context) context.Context {
	return context.WithValue(ctx, keyedContext{}, true)
}

// CheckRetry is a retryablehttp.CheckRetry. Its error is always nil, so that the
// client hands on what it has: the response, or its own error.
//
// With a response it repeats what a [Transport] would, by the first request
// where there were redirects. Without one it knows the method alone, and repeats
// idempotent ones, and others if ctx is [Keyed].
//
// The response's content is read, to at most 1 MiB, and put back.
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
		return false // a redirect that was refused, or a response that the caller's handler did not like
	}
	keyed := ctx.Value(keyedContext{}) != nil
	return !isPermanent(err) && isRepeatable(methodOf(err), keyed)
}

// Backoff is a retryablehttp.Backoff. It returns what the response asks for by
// Retry-After, with any status and in either form; without it, and from the
// second repetition on, at least between half of and all of lowest·2ⁿ, or of
// highest if that is less. attempt is n, from 0; a bound of 0 or less is the
// policy's own; resp may be nil.
func (p Policy) Backoff(lowest, highest time.Duration, attempt int, resp *http.Response) time.Duration {
	p = p.withDefaults()
	lowest, highest = cmp.Or(max(lowest, 0), p.MinWait), cmp.Or(max(highest, 0), p.MaxWait)
	own := backoff.Exponential(lowest, highest, attempt)
	if resp == nil {
		return own
	}
	asked, ok := (&api.Error{Header: resp.Header}).RetryAfter()
	return waitTime(min(asked, p.MaxRetryAfter), ok, attempt, own) // CheckRetry took no longer one
}

// retriesResponse reports whether a response is worth another attempt.
func (p Policy) retriesResponse(ctx context.Context, resp *http.Response) bool {
	req := firstRequest(resp)
	if req == nil || req.URL == nil {
		return false
	}
	method, keyed := cmp.Or(req.Method, http.MethodGet), hasKey(req)
	if !isRepeatable(method, keyed) {
		return false
	}
	e := readError(resp)
	if e == nil {
		return false
	}
	e.Method, e.Keyed = method, keyed
	return e.Retryable() && p.waitAllowed(ctx, e)
}

// firstRequest returns the request that the client would repeat: the one before any
// redirect. A POST that became a GET on its way is still a POST.
func firstRequest(resp *http.Response) *http.Request {
	for resp.Request != nil && resp.Request.Response != nil {
		resp = resp.Request.Response
	}
	return resp.Request
}

// methodOf returns the method of the first request, which http.Client's errors
// tell as "Get" or "Post". Their URL may be that of a redirect; it is no help,
// nor is an error of connecting any proof: the request before the redirect has
// arrived.
func methodOf(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return strings.ToUpper(e.Op)
	}
	return ""
}
