package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/internal/testsupport/canary"
)

// texts are all the ways in which programs print a value.
func texts(t testing.TB, value any) string {
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		_, _ = fmt.Fprintf(&b, verb+"\n", value)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(h).Error("failed", "err", value)
		slog.New(h).With("err", value).WithGroup("g").Error("failed", slog.Group("h", "err", value))
	}
	return b.String()
}

// Errors, as pointers and as values, print no secret of the response in any way.
func TestErrorsPrintNoSecret(t *testing.T) {
	for _, spelling := range canary.Spellings() {
		body, err := json.Marshal(map[string]any{"error": map[string]any{"code": spelling, "message": spelling, "param": spelling}, "x": spelling})
		require.NoError(t, err)
		header := http.Header{"Set-Cookie": {"sid=" + canary.Secret}, "X-Other": {canary.Secret}, "Content-Type": {"application/json"}}
		request := &http.Request{Method: "GET", URL: &url.URL{Scheme: "https", Host: "h.example", Path: "/v3/videos/v1", RawQuery: "key=" + canary.Secret}, Header: header}
		_, err = api.Decode[api.Video](&http.Response{StatusCode: 404, Header: header, Request: request, Body: io.NopCloser(bytes.NewReader(body))}, nil)
		failed, ok := errors.AsType[*api.Error](err)
		require.True(t, ok)
		_, err = api.Decode[api.Video](&http.Response{StatusCode: 200, Header: header, Request: request, Body: io.NopCloser(strings.NewReader(`["` + canary.Secret))}, nil)
		undecodable, ok := errors.AsType[*api.DecodeError](err)
		require.True(t, ok)
		video := &api.VideoError{Video: &api.Video{ID: "v1", Title: &spelling}, Code: spelling, Message: spelling}
		for _, value := range []any{failed, *failed, undecodable, *undecodable, video, *video, fmt.Errorf("wrapped: %w", failed), errors.Join(failed, undecodable)} {
			got := texts(t, value)
			assert.NotContains(t, got, canary.Secret, "%T: %s", value, spelling)
			assert.NotContains(t, got, fmt.Sprintf("%x", canary.Secret), "%T: %s", value, spelling)
		}
	}
	assert.Equal(t, "GET: 404 video_not_found", fmt.Sprintf("%+v", &api.Error{Method: "GET", Status: 404, Code: "video_not_found"}))
	assert.Equal(t, `"GET: 404 video_not_found"`, fmt.Sprintf("%#v", api.Error{Method: "GET", Status: 404, Code: "video_not_found"}))
}
