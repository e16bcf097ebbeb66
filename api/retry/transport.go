package retry

import (
	"context"
	"net/http"
	"time"

	"github.com/apicontract/apicontract/api/internal/operations"
)

// A Transport is an http.RoundTripper that repeats the requests that the error table allows to
// repeat. The zero value is ready for use. It is safe for concurrent use as long as its fields are
// not changed, and must not be copied after its first use.
//
// The caller always gets the last response, complete and unread, whatever its status. There is an
// error only if there is no response, which is the error of Base, or if the context ended during a
// wait, which is an *[EndedError] with the last *[api.Error]. A goroutine that ends with the body
// reads the bodies of errors, up to 1 MiB and for at most [Policy].MaxBodyWait. Responses with a
// status below 400 are not touched.
//
// A request with a body is repeated only if it has GetBody, which http.NewRequest sets for buffers
// and strings; a body that streams from elsewhere is sent once.
//
// http.Client's Timeout limits all attempts and waits together. To limit each attempt, set a Base
// with, for example, ResponseHeaderTimeout.
type Transport struct {
	// Base makes the attempts; nil means http.DefaultTransport.
	Base http.RoundTripper

	// Policy limits the attempts.
	Policy Policy

	// Key, if not nil, returns an Idempotency-Key for each request that lacks one, if its operation
	// documents the header; an empty string means none. All attempts of the request have the same
	// key. It must be safe for concurrent use. The best key is one from your own records, such as
	// an order's number, because it survives a restart; a random key, such as one of crypto/rand's
	// Text, only identifies the attempts of one call. If Key is nil, no request is changed.
	Key func(*http.Request) string

	// OnRetry, if not nil, is called for each attempt that will be repeated, before
	// the wait. It must be safe for concurrent use.
	OnRetry func(Attempt)

	// Sleep waits, for tests; nil means a timer. An error ends the request. Its waits count towards
	// MaxElapsed, however long they really took.
	Sleep func(context.Context, time.Duration) error

	budget budget
}

// RoundTrip repeats the request until a response can be returned to the caller.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL == nil {
		return t.baseTransport().RoundTrip(req) // its error says what is wrong
	}
	a := t.newAttempts(req)
	for next := a.req; ; {
		resp, err := a.send(next)
		attempt, again := a.decideRetry(resp, err)
		if again {
			next = a.copy()
		}
		if !again || next == nil {
			return resp, a.endedError(err)
		}
		if err := a.pause(resp, attempt); err != nil {
			closeBody(next.Body)
			return nil, withLast(err, a.last)
		}
	}
}

// CloseIdleConnections closes the idle connections of Base, for http.Client.
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
	return context.Cause(ctx) // as http.Transport returns it; nil if the timer was first
}

// withKey returns the request with a key if it lacks one and may have one. It copies the request,
// because a RoundTripper must not change the caller's.
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
