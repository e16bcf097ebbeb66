package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestServerURL(t *testing.T) {
	for _, c := range []struct {
		reason, server, path string
	}{
		{"a host", "http://h", "/v3/videos/v1"},
		{"a slash", "http://h/", "/v3/videos/v1"},
		{"a path of a gateway", "http://h/base", "/base/v3/videos/v1"},
		{"a path with a slash", "http://h/base/", "/base/v3/videos/v1"},
		{"an escaped path", "http://h/a%2Fb", "/a%2Fb/v3/videos/v1"},
		{"a port", "http://h:8080", "/v3/videos/v1"},
	} {
		var got string
		doer := doerFunc(func(req *http.Request) (*http.Response, error) {
			got = req.URL.RequestURI()
			return &http.Response{StatusCode: http.StatusNotFound, Request: req}, nil
		})
		client, err := api.NewClientWithResponses(c.server, api.WithHTTPClient(doer))
		require.NoError(t, err, c.reason)
		_, err = client.GetVideoV3WithResponse(t.Context(), "v1")
		require.Error(t, err)
		assert.Equal(t, c.path, got, c.reason)
	}
}

func TestInvalidServerURL(t *testing.T) {
	const query, other = "has a query or a fragment", "needs http:// or https://, and a host"
	for _, c := range []struct {
		reason, server, want string
	}{
		{"a query would be lost, or sent with every request", "https://h?key=" + apiKey, query},
		{"behind a path", "https://h/base?a=b", query},
		{"an empty query", "https://h?", query},
		{"a fragment", "https://h#" + apiKey, query},
		{"an empty fragment", "https://h/#", query},
		{"nothing: a variable that was never set", "", other},
		{"no scheme", "api.heygen.com", other},
		{"no scheme, and a port", "127.0.0.1:8080", other},
		{"another scheme", "ftp://h", other},
		{"no host", "https:///v3", other},
		{"no host, but a port", "https://:443", other},
		{"not a URL", "://", other},
		{"a control character", "https://h/\n" + apiKey, other},
	} {
		_, err := api.NewClientWithResponses(c.server)
		require.ErrorContains(t, err, c.want, c.reason)
		assert.NotContains(t, err.Error(), apiKey, c.reason)
		_, err = api.NewClient(c.server)
		require.ErrorContains(t, err, c.want, c.reason)
		_, err = (&api.Client{Server: c.server}).GetVideoV3(t.Context(), "v1")
		require.ErrorContains(t, err, c.want, "%s: a client that was made by hand", c.reason)
	}
}

func TestOptionsMayChangeTheServer(t *testing.T) {
	staging := func(c *api.Client) error { c.Server = "https://h?x"; return nil }
	_, err := api.NewClient(api.Server, staging)
	require.ErrorContains(t, err, "has a query")
}

func TestParametersAreSent(t *testing.T) {
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { got = r }))
	defer server.Close()
	c, err := api.NewClient(server.URL)
	require.NoError(t, err)
	for _, call := range []struct {
		reason string
		do     func() (*http.Response, error)
		uri    string
		key    string
	}{
		{"none", func() (*http.Response, error) { return c.ListVideos(t.Context(), nil) }, "/v3/videos", ""},
		{"left out", func() (*http.Response, error) { return c.ListVideos(t.Context(), &api.ListVideosParams{}) }, "/v3/videos", ""},
		{"escaped", func() (*http.Response, error) {
			return c.ListVideos(t.Context(), &api.ListVideosParams{Limit: new(5), Title: new("a&b=c d"), Token: new("")})
		}, "/v3/videos?limit=5&title=a%26b%3Dc+d&token=", ""},
		{"in the path", func() (*http.Response, error) { return c.GetVideoV3(t.Context(), "a/b?c#d%ü") }, "/v3/videos/a%2Fb%3Fc%23d%25%C3%BC", ""},
		{"a header", func() (*http.Response, error) {
			return c.CreateVideo(t.Context(), &api.CreateVideoParams{IdempotencyKey: new("k:1")}, videoRequest(t))
		}, "/v3/videos", "k:1"},
	} {
		rsp, err := call.do()
		require.NoError(t, err, call.reason)
		rsp.Body.Close()
		assert.Equal(t, call.uri, got.RequestURI, call.reason)
		assert.Equal(t, call.key, got.Header.Get("Idempotency-Key"), call.reason)
	}
}

// The error of an editor, or of building the request, ends the call.
func TestNothingIsSentAfterAnError(t *testing.T) {
	sent := false
	c := client(t, func(http.ResponseWriter, *http.Request) { sent = true })
	stop := errors.New("stop")
	_, err := c.GetVideoV3WithResponse(t.Context(), "v1", func(context.Context, *http.Request) error { return stop })
	require.ErrorIs(t, err, stop)
	_, err = c.CreateVideoWithResponse(t.Context(), nil, api.CreateVideoRequest{})
	require.Error(t, err)
	_, err = c.CreateVideoWithBodyWithResponse(t.Context(), nil, "text/plain\n", strings.NewReader(""))
	require.Error(t, err)
	assert.False(t, sent)
}
