package retry

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/internal/backoff"
)

// attempts is one request on its way to its last response.
type attempts struct {
	*Transport

	policy     Policy        // complete
	req        *http.Request // as it is sent first
	method     string
	keyed      bool        // it carries a key, which its operation does not ignore
	repeatable bool        // a second arrival does no more than the first
	replayable bool        // its body can be had again
	connected  atomic.Bool // the attempt had a connection, and may have arrived

	start                 time.Time
	waited                time.Duration
	sent, failures, polls int
}

func (t *Transport) newAttempts(req *http.Request) *attempts {
	req = t.withKey(req)
	c := &attempts{
		Transport: t, policy: t.Policy.withDefaults(), start: time.Now(),
		req: req, method: cmp.Or(req.Method, http.MethodGet), keyed: hasKey(req),
		replayable: req.Body == nil || req.Body == http.NoBody || req.GetBody != nil,
	}
	c.repeatable = isRepeatable(c.method, c.keyed)
	return c
}

// isRepeatable asks package api, which knows the idempotent methods, about a
// failure of the kind that nobody knows the effect of.
func isRepeatable(method string, keyed bool) bool {
	return (&api.Error{Method: method, Keyed: keyed, Code: api.ErrInternalError}).Retryable()
}

// send makes an attempt. Where arriving twice would matter, it notes whether the
// request got a connection at all.
func (c *attempts) send(req *http.Request) (*http.Response, error) {
	c.sent++
	if !c.repeatable && c.replayable {
		c.connected.Store(false)
		trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { c.connected.Store(true) }}
		req = req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
	}
	return c.baseTransport().RoundTrip(req)
}

// copy returns the request anew, with its body from the start; nil if the body
// cannot be had. Each attempt has its own copy: the one before may still be
// closing its body.
func (c *attempts) copy() *http.Request {
	req := c.req.Clone(c.req.Context())
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

// judge tells whether an attempt is repeated, and after which wait.
func (c *attempts) judge(resp *http.Response, err error) (Attempt, bool) {
	a := Attempt{Number: c.sent, Method: c.method, Path: c.req.URL.EscapedPath()}
	if !c.replayable || c.req.Context().Err() != nil {
		return a, false
	}
	if err != nil || resp == nil {
		a.Class, a.Err = api.RetryTransient, redactError(err)
		return a, resp == nil && c.survives(err) && c.allow(&a, 0, false)
	}
	if !c.repeatable {
		return a, false // not looked into: whatever it says, it is the caller's
	}
	e := readError(resp)
	if e == nil {
		return a, false
	}
	e.Method, e.Keyed = c.method, c.keyed
	a.Status, a.Code, a.Class = e.Status, loggableCode(e.Code), e.RetryClass()
	asked, ok := e.RetryAfter()
	return a, e.Retryable() && asked <= c.policy.MaxRetryAfter && c.allow(&a, asked, ok)
}

// survives reports whether a request may be repeated after an error without a
// response: one that is not repeatable only if it cannot have arrived.
func (c *attempts) survives(err error) bool {
	if err == nil || isPermanent(err) {
		return false
	}
	return c.repeatable || isUnsent(err) && !c.connected.Load()
}

// allow sets the attempt's wait, and reports whether the policy allows one more.
func (c *attempts) allow(a *Attempt, asked time.Duration, ok bool) bool {
	count, most := &c.failures, c.policy.MaxAttempts-1
	if isPolling(a.Class) {
		count, most = &c.polls, c.policy.MaxPolls
	}
	n := *count
	*count++
	a.Wait = waitTime(asked, ok, n, backoff.Exponential(c.policy.MinWait, c.policy.MaxWait, n))
	return n < most && c.timely(a.Wait) && endsBefore(c.req.Context(), a.Wait)
}

func (c *attempts) timely(wait time.Duration) bool {
	elapsed := max(time.Since(c.start), c.waited)
	return c.policy.MaxElapsed < 0 || wait <= c.policy.MaxElapsed-elapsed
}

// pause lets go of a response and waits for the next attempt.
func (c *attempts) pause(resp *http.Response, a Attempt) error {
	if resp != nil {
		closeBody(resp.Body)
	}
	if c.OnRetry != nil {
		c.OnRetry(a)
	}
	c.waited += a.Wait
	return c.sleepFor(c.req.Context(), a.Wait)
}

func closeBody(body io.Closer) {
	if body != nil {
		_ = body.Close() // nothing is expected of it any more
	}
}
