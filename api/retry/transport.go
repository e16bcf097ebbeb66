package retry

import (
	"context"
	"net/http"
	"time"
)

// keyHeader names the request header field that makes a request safe to repeat.
const keyHeader = "Idempotency-Key"

// A Transport is an http.RoundTripper that repeats what the error table says may
// be repeated, and nothing else. The zero value is ready for use. It is safe for
// concurrent use while its fields are left alone, and it starts no goroutines.
//
// The caller always gets the last response, whole and unread, and whatever its
// status; only when no response came, or the context ended during a wait, is
// there an error. Bodies of earlier responses are read, to at most 1 MiB, and
// closed, so that their connections serve again. Responses below status 400 are
// handed on untouched.
//
// A request with a body is repeated only if it has GetBody, as http.NewRequest
// sets it for buffers and strings: what streams from elsewhere is sent once.
//
// http.Client's Timeout bounds all attempts and waits together. To bound each
// attempt, set a Base of your own with, say, ResponseHeaderTimeout.
type Transport struct {
	// Base makes the attempts. nil means http.DefaultTransport.
	Base http.RoundTripper

	// Policy bounds them.
	Policy Policy

	// Key, if not nil, makes an Idempotency-Key for each request to an operation
	// that documents the field and that carries none; an empty string adds none.
	// All attempts of the request then have the same key. It must be safe for
	// concurrent use. The surest key is one that your own records hold, such as
	// an order's number, for it survives a restart; a random one, as from
	// crypto/rand's Text, only ties the attempts of one call together. Without
	// Key no request is changed.
	Key func(*http.Request) string

	// OnRetry, if not nil, is told of each attempt that will be repeated, before
	// the wait. It must be safe for concurrent use.
	OnRetry func(Attempt)

	// Sleep waits, for tests that have no time. nil means a timer. Whatever it
	// returns but nil ends the request with that error. Its waits count towards
	// MaxElapsed, however long they took.
	Sleep func(context.Context, time.Duration) error
}

// RoundTrip makes the request until its response is one for the caller. The
// error is Base's, or why the context ended during a wait.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL == nil {
		return t.baseTransport().RoundTrip(req) // which knows what to say of it
	}
	c := t.newAttempts(req)
	for next := c.req; ; {
		resp, err := c.send(next)
		attempt, again := c.judge(resp, err)
		if !again {
			return resp, err
		}
		if next = c.copy(); next == nil {
			return resp, err
		}
		if err := c.pause(resp, attempt); err != nil {
			closeBody(next.Body)
			return nil, err
		}
	}
}

// CloseIdleConnections does so with Base's, for http.Client.
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
	if t.Key == nil || req.Header.Get(keyHeader) != "" {
		return req
	}
	if documented, _ := takesKey(req); !documented {
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
	req.Header.Set(keyHeader, key)
	return req
}
