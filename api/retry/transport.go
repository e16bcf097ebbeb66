package retry

import (
	"context"
	"net/http"
	"time"

	"github.com/apicontract/apicontract/api/internal/operations"
)

// A Transport is an http.RoundTripper that repeats the requests that the error table
// says may be repeated. The zero value is ready for use. It is safe for concurrent
// use while its fields are not changed, and must not be copied after its first use.
//
// The caller always gets the last response, whole and unread, whatever its status.
// There is an error only if no response came, which is the base's, or if the context
// ended during a wait, which is an *[EndedError] with the last *[api.Error]. Bodies of
// errors are read, to at most 1 MiB and for at most [Policy].MaxBodyWait, by a
// goroutine that ends with the body. Responses below status 400 are handed on
// untouched.
//
// A request with a body is repeated only if it has GetBody, as http.NewRequest
// sets it for buffers and strings: what streams from elsewhere is sent once.
//
// http.Client's Timeout bounds all attempts and waits together. To bound each
// attempt, set a Base of your own with, for example, ResponseHeaderTimeout.
type Transport struct {
	// Base makes the attempts. nil means http.DefaultTransport.
	Base http.RoundTripper

	// Policy bounds them.
	Policy Policy

	// Key, if not nil, makes an Idempotency-Key for each request to an operation
	// that documents the header and that carries none; an empty string adds none.
	// All attempts of the request then have the same key. It must be safe for
	// concurrent use. The best key is one that your own records hold, such as an
	// order's number, because it survives a restart; a random one, as from
	// crypto/rand's Text, only ties the attempts of one call together. Without
	// Key no request is changed.
	Key func(*http.Request) string

	// OnRetry, if not nil, is called for each attempt that will be repeated, before
	// the wait. It must be safe for concurrent use.
	OnRetry func(Attempt)

	// Sleep waits, for tests. nil means a timer. An error ends the request. Its
	// waits count towards MaxElapsed, however long they took.
	Sleep func(context.Context, time.Duration) error

	budget budget
}

// RoundTrip makes the request until its response is one for the caller.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL == nil {
		return t.baseTransport().RoundTrip(req) // its error says what is wrong
	}
	a := t.newAttempts(req)
	for next := a.req; ; {
		resp, err := a.send(next)
		attempt, again := a.decide(resp, err)
		if again {
			next = a.copy()
		}
		if !again || next == nil {
			return resp, a.ended(err)
		}
		if err := a.pause(resp, attempt); err != nil {
			closeBody(next.Body)
			return nil, withLast(err, a.last)
		}
	}
}

// CloseIdleConnections closes those of Base, for http.Client.
func (t *Transport) CloseIdleConnections() {
	if closer, ok := t.baseTransport().(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

func (t *Transport) baseTransport() http.RoundTripper {
	if t.Base != nil {
		return t.Base
	}
	return http.DefaultTransport
}

func (t *Transport) sleepFor(ctx context.Context, wait time.Duration) error {
	if t.Sleep != nil {
		return t.Sleep(ctx, wait)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	return context.Cause(ctx) // as http.Transport has it; nil if the timer was first
}

// withKey returns the request with a key if it may have one and lacks it. The
// caller's own stays as it is: a RoundTripper must not change it.
func (t *Transport) withKey(req *http.Request) *http.Request {
	if t.Key == nil || operations.HasKey(req) || !operations.TakesKey(req) {
		return req
	}
	key := t.Key(req)
	if key == "" {
		return req
	}
	req = req.Clone(req.Context())
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	req.Header.Set(operations.KeyHeader, key)
	return req
}
