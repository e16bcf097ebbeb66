package retry

import (
	"cmp"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/internal/operations"
)

// attempts is the state of one request until its last response.
type attempts struct {
	*Transport

	policy     Policy        // with defaults
	req        *http.Request // as sent first
	method     string
	facts      operations.Facts
	repeatable bool        // repeating it has no further effect
	replayable bool        // its body can be read again
	connected  atomic.Bool // the attempt had a connection, so it may have arrived

	start                 time.Time
	waited                time.Duration
	patience              time.Duration // time to wait for the body of an error
	sent, failures, polls int
	budgeted              bool       // the last attempt was a repetition that the budget allowed
	last                  *api.Error // last error of the API
}

func (t *Transport) newAttempts(req *http.Request) *attempts {
	req = t.withKey(req)
	a := &attempts{
		Transport: t, policy: t.Policy.withDefaults(), start: time.Now(),
		req: req, method: cmp.Or(req.Method, http.MethodGet), facts: operations.Of(req),
		replayable: req.Body == nil || req.Body == http.NoBody || req.GetBody != nil,
	}
	a.patience = a.policy.MaxBodyWait
	a.repeatable = isRepeatable(a.method, a.facts)
	t.budget.addRequest(max(0, a.policy.MaxRetryShare))
	return a
}

// isRepeatable reports whether a request may be sent twice. It asks package api, which knows the
// idempotent methods, about an error whose effect is unknown.
func isRepeatable(method string, facts operations.Facts) bool {
	return (&api.Error{
		Method: method, Keyed: facts.Keyed, Idempotent: facts.Idempotent, Code: api.ErrInternalError,
	}).Retryable()
}

// send makes an attempt. If a second arrival would matter, it records whether the request got a
// connection.
func (a *attempts) send(req *http.Request) (*http.Response, error) {
	a.sent++
	if !a.repeatable && a.replayable {
		a.connected.Store(false)
		trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { a.connected.Store(true) }}
		req = req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
	}
	return a.baseTransport().RoundTrip(req)
}

// copy returns a new copy of the request, with its body from the start; nil if the body cannot be
// read again. Each attempt has its own copy, because the previous one may still be closing its
// body.
func (a *attempts) copy() *http.Request {
	req := a.req.Clone(a.req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return req
	}
	body, err := req.GetBody()
	if err != nil || body == nil {
		return nil // it cannot be sent again
	}
	req.Body = body
	return req
}

// decideRetry reports whether an attempt is repeated, and after which wait.
func (a *attempts) decideRetry(resp *http.Response, err error) (Attempt, bool) {
	next := Attempt{Number: a.sent, Method: a.method, Path: a.req.URL.EscapedPath()}
	if !a.replayable || a.req.Context().Err() != nil {
		return next, false
	}
	if err != nil || resp == nil {
		next.Class, next.Err = api.RetryTransient, redactError(err)
		return next, resp == nil && a.survives(err) && a.allowRetry(&next, 0, false)
	}
	if !a.repeatable && !a.policy.RepeatRefused {
		return next, false // the caller gets the response, whatever its body
	}
	e := a.readError(resp)
	if e == nil {
		return next, false
	}
	next.Status, next.Code, next.Class = e.Status, loggableCode(e.Code), e.RetryClass()
	asked, ok := e.RetryAfter()
	return next, a.policy.mayRepeat(e) && a.allowRetry(&next, asked, ok)
}

// readError returns the error that a response reports, with what is known of the
// request.
func (a *attempts) readError(resp *http.Response) *api.Error {
	e, body := readError(resp, a.patience)
	if e == nil {
		return nil
	}
	if body.late {
		a.patience /= 4
	}
	e.Method, e.Path = a.method, a.req.URL.Path
	e.Keyed, e.Idempotent = a.facts.Keyed, a.facts.Idempotent
	a.last = e
	return e
}

// survives reports whether a request may be repeated after an error without a response. A request
// that is not repeatable may only be repeated if it cannot have arrived.
func (a *attempts) survives(err error) bool {
	if err == nil || isPermanent(err) {
		return false
	}
	return a.repeatable || isUnsent(err) && !a.connected.Load()
}

// allowRetry sets the wait before the next attempt, and reports whether the policy and the
// budget allow it.
func (a *attempts) allowRetry(next *Attempt, asked time.Duration, ok bool) bool {
	count, most := &a.failures, a.policy.MaxAttempts-1
	if isPolling(next.Class) {
		count, most = &a.polls, a.policy.MaxPolls
	}
	n := *count
	*count++
	isFree := ok || isPolling(next.Class) // the server asked for it, or is still working
	if a.budgeted && !isFree {
		a.budget.chargeFailure()
	}
	left := min(a.elapsedLeft(), timeLeft(a.req.Context()))
	next.Wait = a.policy.waitTime(asked, ok, n, left)
	a.budgeted = !isFree && a.policy.MaxRetryShare >= 0
	return n < most && next.Wait <= left && (!a.budgeted || a.budget.allowsRetry())
}

// elapsedLeft returns how much is left of MaxElapsed.
func (a *attempts) elapsedLeft() time.Duration {
	if a.policy.MaxElapsed < 0 {
		return math.MaxInt64
	}
	return a.policy.MaxElapsed - max(time.Since(a.start), a.waited)
}

// pause closes a response and waits for the next attempt. After 421 it also closes the
// idle connections of the base, because the next attempt needs another one (RFC 9110,
// section 15.5.20).
func (a *attempts) pause(resp *http.Response, next Attempt) error {
	if resp != nil {
		closeBody(resp.Body)
		if resp.StatusCode == http.StatusMisdirectedRequest {
			a.CloseIdleConnections()
		}
	}
	if a.OnRetry != nil {
		a.OnRetry(next)
	}
	a.waited += next.Wait
	return a.sleepFor(a.req.Context(), next.Wait)
}

// endedError returns the error of a request without a response. If its context has ended, the last error
// of the API is added.
func (a *attempts) endedError(err error) error {
	if a.req.Context().Err() == nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return withLast(err, a.last)
}

func closeBody(body io.Closer) {
	if body != nil {
		_ = body.Close() // the rest of the body is not needed
	}
}
