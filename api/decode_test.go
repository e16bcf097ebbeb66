package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const video = `{"data":{"id":"v1","status":"completed","new_field":1}}`

func TestSuccessIsDecoded(t *testing.T) {
	r, err := client(t, answer(200, video, "X-Request-Id", "r1")).GetVideoV3WithResponse(t.Context(), "v1")
	require.NoError(t, err)
	assert.Equal(t, "v1", r.Value.Data.ID)
	assert.Equal(t, 200, r.Status)
	assert.Equal(t, "r1", r.Header.Get("X-Request-Id"))
	assert.JSONEq(t, video, string(r.Body))
}

func TestOpenObjectIsDecoded(t *testing.T) {
	r, err := client(t, answer(202, `{"data":{"batch_id":"b1","item_count":2}}`)).CreateVideoBatchWithResponse(t.Context(), api.CreateVideoBatchRequest{})
	require.NoError(t, err)
	assert.Equal(t, "b1", *r.Value.Data.BatchID)
}

func TestValue(t *testing.T) {
	c := client(t, answer(200, video))
	v, err := api.Value(c.GetVideoV3WithResponse(t.Context(), "v1"))
	require.NoError(t, err)
	assert.Equal(t, "v1", v.Data.ID)

	v, err = api.Value(client(t, answer(404, envelope(api.ErrVideoNotFound))).GetVideoV3WithResponse(t.Context(), "v1"))
	require.ErrorIs(t, err, api.ErrVideoNotFound)
	assert.Zero(t, v)
}

func TestDecodeTakesAnyResponse(t *testing.T) {
	c := client(t, answer(404, envelope(api.ErrVideoNotFound)))
	_, err := api.Decode[api.VideoResult](c.GetVideoV3(t.Context(), "v1"))
	require.EqualError(t, err, "GET: 404 video_not_found: Why.")
	require.ErrorIs(t, err, api.ErrVideoNotFound)

	_, err = api.Decode[api.VideoResult](&http.Response{StatusCode: http.StatusNotFound}, nil)
	require.EqualError(t, err, ": 404 Not Found (empty)", "made by hand: no request, no body, no fields")

	_, err = api.Decode[api.VideoResult](nil, nil)
	require.Error(t, err)
}

func TestDecodeClosesTheBody(t *testing.T) {
	for _, status := range []int{200, 204, 404} {
		body := &closing{Reader: strings.NewReader(`{}`)}
		_, _ = api.Decode[api.VideoResult](&http.Response{StatusCode: status, Body: body}, nil)
		assert.True(t, body.closed, status)
	}
}

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestSuccessWithoutContent(t *testing.T) {
	r, err := client(t, answer(204, "")).DeleteVideoWithResponse(t.Context(), "v1")
	require.NoError(t, err, "204 promises no content")
	assert.Zero(t, r.Value)
	_, err = api.Decode[struct{}](&http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("OK"))}, nil)
	require.NoError(t, err, "a caller who wants no body needs none")
}

func TestUnreadableSuccessKeepsTheResponse(t *testing.T) {
	for name, c := range map[string]struct {
		reason, body, want string
	}{
		"empty":    {"the ID of the new video would be lost in silence", "", "is not JSON, at byte 0"},
		"null":     {"nothing is no video", " null\n", "is null"},
		"HTML":     {"a login page with 200", "<html>", "is not JSON, at byte 1"},
		"cut off":  {"half the content", `{"data":{"id":"v1"`, "is not JSON, at byte 18"},
		"trailing": {"two values", video + "{}", "is not JSON, at byte 56"},
		"type":     {"the place, and not the value", `{"data":{"id":4711}}`, `has another type than documented at "data.id"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, answer(200, c.body)).GetVideoV3WithResponse(t.Context(), "v1")
			require.EqualError(t, err, "GET getVideoV3: 200, but its body "+c.want, c.reason)
			e, ok := errors.AsType[*api.DecodeError](err)
			require.True(t, ok)
			assert.Equal(t, 200, e.Status)
			assert.Equal(t, "/v3/videos/v1", e.Path)
			assert.Equal(t, c.body, string(e.Body))
			require.Error(t, e.Err)
			_, failed := errors.AsType[*api.Error](err)
			assert.False(t, failed, "the API did not refuse")
		})
	}
}

func TestUnreadableSuccessUnwrapsToItsCause(t *testing.T) {
	_, err := client(t, answer(200, `{`)).GetVideoV3WithResponse(t.Context(), "v1")
	_, ok := errors.AsType[*json.SyntaxError](err)
	assert.True(t, ok)
}

func TestHugeSuccessIsLimited(t *testing.T) {
	endless := io.NopCloser(io.MultiReader(strings.NewReader(`{"data":"`), spaces{}))
	_, err := api.Decode[api.VideoResult](&http.Response{StatusCode: http.StatusOK, Body: endless}, nil)
	require.ErrorContains(t, err, "is longer than a client reads")
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) { return len(p), nil }

func TestErrorInSuccess(t *testing.T) {
	for name, c := range map[string]struct {
		reason string
		body   string
		want   api.Code // empty: a success
	}{
		"envelope":        {"the envelope under 200 is an error all the same", envelope(api.ErrVideoNotFound), api.ErrVideoNotFound},
		"v2":              {"so is v2's", `{"data":null,"error":{"code":"x","message":"y"}}`, "x"},
		"v1":              {"its code is a number and stands at the top", `{"code":400543,"message":"m","data":null}`, "400543"},
		"v2, numeric":     {"v2 with v1's codes", `{"data":null,"error":{"code":400543,"message":"m"}}`, "400543"},
		"no error":        {"null says that there is none", `{"data":null,"error":null}`, ""},
		"beside data":     {"the operation documents it", `{"data":{},"error":{"code":"x"}}`, ""},
		"in data":         {"a failed job is not a failed request", `{"data":{"error":{"code":"x","message":"y"}}}`, ""},
		"of another kind": {"free-form, no code", `{"error":{"why":"x"}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, answer(200, c.body)).DeleteWebhookEndpointWithResponse(t.Context(), "e1")
			if c.want == "" {
				require.NoError(t, err, c.reason)
				return
			}
			require.ErrorIs(t, err, c.want, c.reason)
		})
	}
}

func TestCancelledBeforeTheResponse(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client(t, answer(200, video)).GetVideoV3WithResponse(ctx, "v1")
	require.ErrorIs(t, err, context.Canceled)
}

func TestCancelledWithinTheResponse(t *testing.T) {
	for _, status := range []int{200, 500} {
		ctx, cancel := context.WithCancel(t.Context())
		c := client(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"data":`))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		})
		rsp, err := c.GetVideoV3(ctx, "v1")
		require.NoError(t, err)
		cancel()
		_, err = api.Decode[api.VideoResult](rsp, nil)
		require.ErrorIs(t, err, context.Canceled, "the cause is found through the status %d", status)
		require.ErrorContains(t, err, "could not be read")
	}
}
