package api_test

import (
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

func TestKeyStaysOnItsHost(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	_, err := c.GetVideoV3WithResponse(t.Context(), "v1")
	assert.False(t, reached)
	e, ok := errors.AsType[*api.Error](err)
	require.True(t, ok)
	assert.Equal(t, http.StatusFound, e.Status)
}

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
