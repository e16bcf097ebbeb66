package api

import (
	"context"
	"net/http"
)

// A RequestEditorFn changes a request before it is sent. If it returns an error, the call ends and
// nothing is sent.
type RequestEditorFn func(ctx context.Context, req *http.Request) error

// An HttpRequestDoer sends requests. *http.Client is one.
type HttpRequestDoer interface { //nolint:revive // oapi-codegen's name, which its users know
	Do(req *http.Request) (*http.Response, error)
}

// A Client sends the requests of the API's operations and returns their responses undecoded;
// [ClientWithResponses] decodes them. Create it with [NewClient]. It is safe for concurrent use as
// long as its fields are not changed.
type Client struct {
	// Server is the URL of the API, such as [Server]. It may have a path, to
	// which the paths of the operations are appended, but no query.
	Server string

	// Client sends the requests; nil means an http.Client. If it is an
	// *http.Client, it is used with [SameHost] before its own CheckRedirect.
	Client HttpRequestDoer

	// RequestEditors change each request, in this order, before the editors of
	// the call.
	RequestEditors []RequestEditorFn
}

// A ClientOption configures a [Client] during its creation.
type ClientOption func(*Client) error

// NewClient returns a client for the API at a server, such as [Server]. It returns an error if
// server is not an http or https URL with a host, or has a query or a fragment, and the error of
// the first option that fails. It sends nothing.
func NewClient(server string, opts ...ClientOption) (*Client, error) {
	client := &Client{Server: server}
	for _, option := range opts {
		if err := option(client); err != nil {
			return nil, err
		}
	}
	if _, err := parseServer(client.Server); err != nil {
		return nil, err
	}
	return client, nil
}

// WithHTTPClient sends the requests with doer, usually an *http.Client. An *http.Client only
// follows redirects to the host of the request, as [SameHost] says, so that no credential leaves
// that host; its own CheckRedirect still applies, too. Any other doer is responsible for its
// redirects.
func WithHTTPClient(doer HttpRequestDoer) ClientOption {
	return func(c *Client) error {
		c.Client = doer
		return nil
	}
}

// WithRequestEditorFn calls fn with each request before it is sent.
func WithRequestEditorFn(fn RequestEditorFn) ClientOption {
	return func(c *Client) error {
		c.RequestEditors = append(c.RequestEditors, fn)
		return nil
	}
}

// send applies the editors to a request and sends it. It also takes the error of building the
// request, so that the methods of the operations are short.
func (c *Client) send(ctx context.Context, req *http.Request, err error, editors []RequestEditorFn) (*http.Response, error) {
	if err != nil {
		return nil, err
	}
	req = req.WithContext(ctx)
	for _, list := range [][]RequestEditorFn{c.RequestEditors, editors} {
		for _, edit := range list {
			if err := edit(ctx, req); err != nil {
				return nil, err
			}
		}
	}
	return stayOnHost(c.Client).Do(req)
}
