package api

import (
	"context"
	"errors"
	"net/http"
)

var errNoCredential = errors.New("api: the key or token is empty")

// WithAPIKey sends a key in the header X-Api-Key of every request. The key stays on
// the server's host; see [WithHTTPClient]. An empty key is an error.
func WithAPIKey(key string) ClientOption { return withCredential("X-Api-Key", "", key) }

// WithBearer sends a token in the header Authorization of every request, with the
// scheme Bearer (RFC 6750). An empty token is an error.
func WithBearer(token string) ClientOption { return withCredential("Authorization", "Bearer ", token) }

func withCredential(header, scheme, secret string) ClientOption {
	return func(c *Client) error {
		if secret == "" {
			return errNoCredential
		}
		return WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
			req.Header.Set(header, scheme+secret)
			return nil
		})(c)
	}
}
