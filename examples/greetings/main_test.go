package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/apicontract/apicontract/api/webhook"
	"github.com/apicontract/apicontract/contracttest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// greet runs the program against a mock of the API, which checks the requests.
func greet(t *testing.T, heygen *contracttest.Server) (string, error) {
	t.Helper()
	picture := filepath.Join(t.TempDir(), "a.png")
	require.NoError(t, os.WriteFile(picture, []byte("\x89PNG\r\n\x1a\n"), 0o600))
	var out strings.Builder
	noTime := func(context.Context, time.Duration) error { return nil }
	studio, err := newStudio(heygen.URL, "any", &retry.Transport{Sleep: noTime}, &out)
	require.NoError(t, err)
	err = studio.greet(t.Context(), picture, "Welcome!")
	return out.String(), err
}

func TestGreeting(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	heygen.Respond("getVideoV3", http.StatusOK, json.RawMessage(`{"data":{"id":"vd_1","status":"processing"}}`), 2)
	out, err := greet(t, heygen)
	require.NoError(t, err)
	assert.Equal(t, "video completed\n25 videos\n", out)
}

func TestRateLimit(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	heygen.Fail("uploadAsset", "rate_limit_exceeded", 1)
	heygen.Fail("createVideo", "rate_limit_exceeded", 2)
	heygen.Fail("listVideos", "rate_limit_exceeded", 1)
	out, err := greet(t, heygen)
	require.NoError(t, err)
	assert.Equal(t, `POST /v3/assets again after 429 rate_limit_exceeded
POST /v3/videos again after 429 rate_limit_exceeded
POST /v3/videos again after 429 rate_limit_exceeded
video completed
GET /v3/videos again after 429 rate_limit_exceeded
25 videos
`, out)
}

func TestInsufficientCredit(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	heygen.Fail("createVideo", "insufficient_credit", 1) // a second request would succeed
	out, err := greet(t, heygen)
	require.ErrorIs(t, err, api.ErrInsufficientCredit)
	require.ErrorContains(t, err, "buy credits and run this again: POST createVideo: 402 insufficient_credit")
	assert.Empty(t, out)
}

func TestFailedVideo(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	heygen.Respond("getVideoV3", http.StatusOK, json.RawMessage(`{"data":{"id":"vd_1","status":"failed","failure_message":"The voice is gone."}}`), 1)
	_, err := greet(t, heygen)
	require.EqualError(t, err, "api: the video vd_1 failed: The voice is gone.")
}

func TestWebhook(t *testing.T) {
	var out strings.Builder
	hooks, err := newHooks("whsec_1", &out)
	require.NoError(t, err)
	body := `{"event_type":"avatar_video.success","event_data":{"video_id":"vd_1","url":"https://files.example/vd_1.mp4"}}`
	for secret, status := range map[string]int{"whsec_1": http.StatusNoContent, "guessed": http.StatusUnauthorized} {
		req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		req.Header.Set(webhook.SignatureHeader, webhook.Sign(secret, []byte(body)))
		req.Header.Set(webhook.TimestampHeader, strconv.FormatInt(time.Now().Unix(), 10))
		rec := httptest.NewRecorder()
		hooks.ServeHTTP(rec, req)
		assert.Equal(t, status, rec.Code, secret)
	}
	assert.Equal(t, "rendered vd_1\n", out.String())
	_, err = newHooks("", &out)
	require.Error(t, err)
}

func TestArguments(t *testing.T) {
	require.ErrorContains(t, run(t.Context(), nil), "want a picture and a script")
	t.Setenv("HEYGEN_API_KEY", "")
	require.ErrorContains(t, run(t.Context(), []string{"a.png", "Hi"}), "the key or token is empty")
	t.Setenv("HEYGEN_WEBHOOK_SECRET", "")
	require.ErrorContains(t, run(t.Context(), []string{"127.0.0.1:0"}), "a secret is missing or empty")
}
