package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/require"
)

// apiKey is a secret that no error text may contain.
const apiKey = "sk_V2_canary"

// client returns a client for a server with a handler.
func client(t *testing.T, handler http.HandlerFunc) *api.ClientWithResponses {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := api.NewClientWithResponses(server.URL, api.WithAPIKey(apiKey))
	require.NoError(t, err)
	return c
}

// answer returns a handler that always sends the same response. Fields are names and values in
// turn.
func answer(status int, body string, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func envelope(code api.Code) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":"Why.","doc_url":"https://docs.example/#x"}}`, string(code))
}

// videoRequest is the body of a request for a video.
func videoRequest(t *testing.T) (r api.CreateVideoRequest) {
	t.Helper()
	require.NoError(t, r.FromAvatarVideo(api.AvatarVideo{AvatarID: "a"}))
	return r
}

// failure gets a video from a server and returns the *api.Error.
func failure(t *testing.T, handler http.HandlerFunc) *api.Error {
	t.Helper()
	r, err := client(t, handler).GetVideoV3WithResponse(t.Context(), "v1")
	require.Nil(t, r, "a response and an error never come together")
	e, ok := errors.AsType[*api.Error](err)
	require.Truef(t, ok, "want an *api.Error, have %T: %v", err, err)
	return e
}
