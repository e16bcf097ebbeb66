package validate_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func live(status int, content string, fields ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(content))}
	for _, field := range fields {
		name, value, _ := strings.Cut(field, ": ")
		resp.Header.Set(name, value)
	}
	return resp
}

func TestValidateResponse(t *testing.T) {
	v := validator(t)
	request := httptest.NewRequest(http.MethodGet, host+"/v3/videos/v1?key=secret", nil)

	t.Run("keeps the contract", func(t *testing.T) {
		resp := live(404, envelope("video_not_found", "m"))
		require.NoError(t, v.ValidateResponse(request, resp))
		content, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		assert.Equal(t, envelope("video_not_found", "m"), string(content), "the body is given back")
	})
	t.Run("breaks it", func(t *testing.T) {
		err := v.ValidateResponse(request, live(400, `{"error":{"code":"video_not_found","message":"m"}}`))
		e, ok := errors.AsType[*validate.Error](err)
		require.True(t, ok)
		assert.Len(t, e.Violations, 2)
		assert.Equal(t, `GET /v3/videos/{video_id}: status 400: code-status: the code "video_not_found" belongs to status 404, not to 400 (and 1 more)`, err.Error())
	})
	t.Run("cannot be checked", func(t *testing.T) {
		err := v.ValidateResponse(httptest.NewRequest(http.MethodGet, "http://localhost:1/v3/videos/v1", nil), live(404, ""))
		require.EqualError(t, err, "not checked: localhost:1 is not a server of the contract")
		_, ok := errors.AsType[*validate.SkippedError](err)
		assert.True(t, ok)
		err = v.ValidateResponse(request, live(304, ""))
		require.EqualError(t, err, "not checked: not-modified")
		err = v.ValidateResponse(request, live(404, "\x1f\x8b", "Content-Encoding: gzip"))
		require.EqualError(t, err, "some of the response could not be checked: body-undecodable")
	})
	t.Run("the body cannot be read", func(t *testing.T) {
		resp := live(404, "")
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), failing{}))
		err := v.ValidateResponse(request, resp)
		require.ErrorIs(t, err, errBroken)
	})
	t.Run("more than the limit", func(t *testing.T) {
		const size = validate.DefaultMaxBody + 1000
		resp := live(200, strings.Repeat("x", size))
		require.EqualError(t, v.ValidateResponse(request, resp), "some of the response could not be checked: body-too-large")
		content, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		assert.Len(t, content, size, "the body is given back whole")
	})
}

var errBroken = errors.New("broken")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

func TestTake(t *testing.T) {
	v := validator(t)
	var x validate.Exchange
	resp := live(200, "", "X-Two: a")
	resp.Header.Add("X-Two", "b")
	x.Request.FillFrom(httptest.NewRequest(http.MethodGet, host+"/v3/videos/a%2Fb?key=secret", nil))
	x.Response.FillFrom(resp.StatusCode, resp.Header)
	assert.Equal(t, "//api.heygen.com/v3/videos/a%2Fb", x.Request.URL, "the path as sent, and no query")
	assert.Equal(t, []string{"a", "b"}, x.Response.Header.Values("x-two"))

	x.Response.Body, x.Response.BodyMissing = []byte("{"), validate.UncheckedTooLarge
	x.Request.FillFrom(&http.Request{Method: http.MethodGet, Host: "api.heygen.com"})
	x.Response.FillFrom(404, nil)
	assert.Equal(t, validate.Exchange{
		Request:  validate.Request{Method: "GET", URL: "//api.heygen.com", Header: validate.Header{}},
		Response: validate.Response{Status: 404, Header: validate.Header{}},
	}, x, "nothing is left of the exchange before; the fields are known, and there are none")
	verdict := v.Check(&x)
	assert.Equal(t, "operation-undocumented", found(verdict))

	x.Request.FillFrom(&http.Request{Method: http.MethodOptions, Host: "api.heygen.com", URL: &url.URL{Path: "*"}})
	assert.Equal(t, "//api.heygen.com/*", x.Request.URL, "the host ends before the asterisk")
}
