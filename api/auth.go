package api

import (
	"context"
	"errors"
	"net/http"
)

var errNoCredential = errors.New("api: the key or token is empty")

// WithAPIKey sends a key in the X-Api-Key field of every request.
//
// Go's http.Client takes this field along when it follows a redirect, even to
// another host; so the client's own http.Client is set to follow none that
// leaves the host. Give yours, with [WithHTTPClient], the same [SameHost].
func WithAPIKey(key string) ClientOption { return withCredential("X-Api-Key", "", key) }

// WithBearer sends a token in the Authorization field of every request, with
// the scheme Bearer (RFC 6750).
func WithBearer(token string) ClientOption { return withCredential("Authorization", "Bearer ", token) }

func withCredential(field, scheme, secret string) ClientOption {
	return func(c *Client) error {
		if secret == "" {
			return errNoCredential
		}
		if c.Client == nil {
			c.Client = &http.Client{CheckRedirect: SameHost}
		}
		return WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
			req.Header.Set(field, scheme+secret)
			return nil
		})(c)
	}
}

// SameHost is for http.Client's CheckRedirect. It follows up to ten redirects
// that stay with the scheme, host and method of the first request; any other
// response is returned as it is, and becomes an *[Error] with its 3xx status. A
// DELETE that goes on as a GET, as after a 302, would find something and delete
// nothing.
func SameHost(req *http.Request, via []*http.Request) error {
	first := via[0]
	same := req.URL.Host == first.URL.Host && req.URL.Scheme == first.URL.Scheme && req.Method == first.Method
	if len(via) >= 10 || !same {
		return http.ErrUseLastResponse
	}
	return nil
}
