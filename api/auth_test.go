package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCredentials(t *testing.T) {
	for name, c := range map[string]struct {
		option       api.ClientOption
		field, value string
	}{
		"key":    {api.WithAPIKey("k"), "X-Api-Key", "k"},
		"bearer": {api.WithBearer("t"), "Authorization", "Bearer t"},
	} {
		t.Run(name, func(t *testing.T) {
			var got http.Header
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got = r.Header
				answer(200, video)(w, r)
			}))
			defer server.Close()
			c2, err := api.NewClientWithResponses(server.URL, c.option)
			require.NoError(t, err)
			_, err = c2.GetVideoV3WithResponse(t.Context(), "v1")
			require.NoError(t, err)
			assert.Equal(t, c.value, got.Get(c.field))
		})
	}
}

func TestEmptyCredentialIsAnError(t *testing.T) {
	for _, option := range []api.ClientOption{api.WithAPIKey(""), api.WithBearer("")} {
		_, err := api.NewClientWithResponses(api.Server, option)
		require.Error(t, err, "a variable that was never set")
	}
}

func TestMalformedCredentialIsNotPrinted(t *testing.T) {
	c, err := api.NewClientWithResponses(api.Server, api.WithAPIKey(apiKey+"\n"))
	require.NoError(t, err)
	_, err = c.GetVideoV3WithResponse(t.Context(), "v1")
	require.Error(t, err, "refused before anything is sent")
	assert.NotContains(t, err.Error(), apiKey)
}

// Go's http.Client sends X-Api-Key to whatever host a redirect names.
func TestCredentialsStayOnTheirHost(t *testing.T) {
	var reached []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { reached = append(reached, r.URL.Path) }))
	defer other.Close()
	refuse := errors.New("refused by the caller")
	for reason, options := range map[string][]api.ClientOption{
		"the client's own http.Client":    {api.WithAPIKey(apiKey)},
		"the caller's":                    {api.WithAPIKey(apiKey), api.WithHTTPClient(&http.Client{})},
		"the caller's, given before":      {api.WithHTTPClient(&http.Client{}), api.WithAPIKey(apiKey)},
		"http.DefaultClient":              {api.WithBearer(apiKey), api.WithHTTPClient(http.DefaultClient)},
		"one that follows everything":     {api.WithAPIKey(apiKey), api.WithHTTPClient(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }})},
		"one that never gets to refuse":   {api.WithAPIKey(apiKey), api.WithHTTPClient(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return refuse }})},
		"none":                            {api.WithAPIKey(apiKey), api.WithHTTPClient(nil)},
		"a nil pointer":                   {api.WithAPIKey(apiKey), api.WithHTTPClient((*http.Client)(nil))},
		"a credential of an editor's own": {api.WithHTTPClient(&http.Client{}), api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error { r.Header.Set("X-Api-Key", apiKey); return nil })},
	} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, other.URL+r.URL.Path, status)
			}))
			c, err := api.NewClientWithResponses(server.URL, options...)
			require.NoError(t, err)
			_, err = c.GetVideoV3WithResponse(t.Context(), "v1")
			e, ok := errors.AsType[*api.Error](err)
			require.True(t, ok, "%s: %v", reason, err)
			assert.Equal(t, status, e.Status, reason)
			server.Close()
		}
	}
	assert.Empty(t, reached)
}

// TestCredentialsStayOnTheirHostWithoutOptions covers clients that were created or changed without
// options.
func TestCredentialsStayOnTheirHostWithoutOptions(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusFound))
	defer server.Close()
	c := &api.Client{Server: server.URL, Client: server.Client()}
	rsp, err := c.GetVideoV3(t.Context(), "v1")
	require.NoError(t, err)
	rsp.Body.Close()
	assert.Equal(t, http.StatusFound, rsp.StatusCode)
	assert.False(t, reached)
}

func TestSameHost(t *testing.T) {
	for _, c := range []struct {
		reason, from, to string
		want             bool
	}{
		{"a path", "https://api.heygen.com/v3/videos", "https://api.heygen.com/v4/videos", true},
		{"upper case is the same host", "https://api.heygen.com/a", "https://API.HeyGen.com/a", true},
		{"so is the default port", "https://api.heygen.com/a", "https://api.heygen.com:443/a", true},
		{"another host", "https://api.heygen.com/a", "https://files.example/a", false},
		{"a host below it", "https://heygen.com/a", "https://api.heygen.com/a", false},
		{"another port may be another program", "http://127.0.0.1:80/a", "http://127.0.0.1:8080/a", false},
		{"without TLS anyone can read it", "https://api.heygen.com/a", "http://api.heygen.com/a", false},
	} {
		from, to := newRequest(t, c.from), newRequest(t, c.to)
		err := api.SameHost(to, []*http.Request{from})
		assert.Equal(t, c.want, err == nil, c.reason)
	}
}

func newRequest(t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	return req
}

// TestOwnCheckRedirectStillApplies checks that a redirect that the caller's http.Client rejects
// stays rejected.
func TestOwnCheckRedirectStillApplies(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/moved", http.StatusFound) }))
	defer server.Close()
	refuse := errors.New("no redirects here")
	own := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return refuse }}
	c, err := api.NewClientWithResponses(server.URL, api.WithHTTPClient(own))
	require.NoError(t, err)
	_, err = c.GetVideoV3WithResponse(t.Context(), "v1")
	require.ErrorIs(t, err, refuse)
}

// TestOtherDoersAreUsedAsTheyAre checks that a doer that is not an *http.Client is not wrapped.
func TestOtherDoersAreUsedAsTheyAre(t *testing.T) {
	doer := doerFunc(func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusNoContent, Request: req}, nil
	})
	c, err := api.NewClientWithResponses(api.Server, api.WithHTTPClient(doer))
	require.NoError(t, err)
	_, err = c.DeleteVideoWithResponse(t.Context(), "v1")
	require.NoError(t, err)
}

type doerFunc func(*http.Request) (*http.Response, error)

func (f doerFunc) Do(req *http.Request) (*http.Response, error) { return f(req) }

func TestRedirectsOnTheHostAreFollowed(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/moved" {
			http.Redirect(w, r, "/moved", http.StatusFound)
			return
		}
		answer(200, video)(w, r)
	})
	_, err := c.GetVideoV3WithResponse(t.Context(), "v1")
	require.NoError(t, err)
}

func TestRedirectsKeepTheMethod(t *testing.T) {
	for status, followed := range map[int]bool{301: false, 302: false, 303: false, 307: true, 308: true} {
		c := client(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/moved" {
				http.Redirect(w, r, "/moved", status)
				return
			}
			answer(200, video)(w, r)
		})
		_, err := c.DeleteVideoWithResponse(t.Context(), "v1")
		if followed {
			require.NoError(t, err, status)
			continue
		}
		e, ok := errors.AsType[*api.Error](err)
		require.True(t, ok, "%d: the GET found a video, but nothing was deleted", status)
		assert.Equal(t, status, e.Status)
	}
}

func TestAnIDIsNeverEmpty(t *testing.T) {
	c := client(t, answer(200, video))
	for _, id := range []string{"", ".", ".."} {
		_, err := c.GetVideoV3WithResponse(t.Context(), id)
		require.EqualError(t, err, "api: an ID in the path is empty, or dots", "%q", id)
	}
	_, err := c.GetVideoV3WithResponse(t.Context(), "a/b..")
	require.NoError(t, err, "a slash in an ID is escaped")
}

func TestRedirectsEnd(t *testing.T) {
	e := failure(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	assert.Equal(t, http.StatusFound, e.Status)
}
