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

func TestRedirectsEnd(t *testing.T) {
	e := failure(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	assert.Equal(t, http.StatusFound, e.Status)
}
