package contracttest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/validate"
)

// bare is a test with only Errorf, like testify's TestingT.
type bare struct{ r *recorder }

func (b bare) Errorf(format string, args ...any) { b.r.Errorf(format, args...) }

func videoRequest() *http.Request { return httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil) }

func TestAssertConforms(t *testing.T) {
	gone := response(nil, 200, success)
	gone.Body, gone.ContentLength = io.NopCloser(strings.NewReader("")), int64(len(success))
	closed := response(nil, 200, success)
	closed.Body = io.NopCloser(io.MultiReader(iotestErr{}))
	for _, c := range []struct {
		reason string
		req    *http.Request
		resp   *http.Response
		want   string // part of the first error; empty if it conforms
	}{
		{"a success", videoRequest(), response(nil, 200, success), ""},
		{"an error", videoRequest(), response(nil, 404, envelope("video_not_found")), ""},
		{"a violation", videoRequest(), response(nil, 400, envelope("video_not_found")), "error[code-status]"},
		{"a note does not count", httptest.NewRequest(http.MethodGet, "/v3/videos", nil), response(nil, 402, envelope("insufficient_credit")), ""},
		{"the request of the response", nil, response(videoRequest(), 400, envelope("video_not_found")), "error[code-status]"},
		{"no request", nil, response(nil, 200, success), "contracttest: the response has no request: pass the request"},
		{"no response", videoRequest(), nil, "contracttest: there is no response to check"},
		{"an unchecked response does not conform", videoRequest(), response(nil, 304, ""), "contracttest: the response cannot be checked: not-modified"},
		{"a body that is gone", videoRequest(), gone, "contracttest: the response's body was read before: check it first"},
		{"a body that cannot be read", videoRequest(), closed, "contracttest: the response's body cannot be read: broken; check it before it is read or closed"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r := newRecorder(t)
			assert.Equal(t, c.want == "", contracttest.AssertConforms(bare{r}, c.req, c.resp))
			assert.True(t, strings.HasPrefix(r.all(), c.want), r.all())
			assert.Len(t, r.errors, min(1, len(c.want)))
		})
	}
}

type iotestErr struct{}

func (iotestErr) Read([]byte) (int, error) { return 0, errBroken }

func TestAssertErrorCode(t *testing.T) {
	const want = "contracttest: want status 404 with video_not_found, "
	for _, c := range []struct {
		reason string
		resp   *http.Response
		code   string
		want   string
	}{
		{"it is that", response(nil, 404, envelope("video_not_found")), "video_not_found", ""},
		{"another code", response(nil, 404, envelope("voice_not_found")), "video_not_found", want + "got status 404 with voice_not_found"},
		{"another status", response(nil, 400, envelope("video_not_found")), "video_not_found", want + "got status 400 with video_not_found"},
		{"a success", response(nil, 200, success), "video_not_found", want + "got status 200 with a JSON object of 1 member without /error"},
		{"a page", response(nil, 502, "<html>"), "video_not_found", want + "got status 502 with HTML"},
		{"version 1", response(nil, 404, `{"code":400543,"message":"m","data":null}`), "video_not_found", want + "got status 404 with the v1 shape"},
		{"nothing", response(nil, 404, ""), "video_not_found", want + "got status 404 with an empty body"},
		{"a code of another API", response(nil, 404, envelope("not_found")), "not_found", "contracttest: the error table has no code \"not_found\"; did you mean video_not_found or voice_not_found or asset_not_found? Contract.Codes() lists the codes; " +
			`the assertion uses the built-in contract, HeyGen API; for another one, call contracttest.New(t, contracttest.Config{Contract: c}).ErrorCode(resp, "not_found")`},
		{"a coding", response(nil, 404, "x", "Content-Encoding: rot13"), "video_not_found", "contracttest: want status 404 with video_not_found; the response's body cannot be checked: body-undecodable"},
		{"no response", nil, "video_not_found", "contracttest: there is no response to check"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r := newRecorder(t)
			assert.Equal(t, c.want == "", contracttest.AssertErrorCode(bare{r}, c.resp, c.code))
			assert.Equal(t, c.want, r.all())
		})
	}
}

func TestAssertionsLeaveTheBodyReadable(t *testing.T) {
	resp := response(videoRequest(), 404, envelope("video_not_found"))
	for range 2 {
		contracttest.RequireConforms(t, nil, resp)
		contracttest.RequireErrorCode(t, resp, "video_not_found")
	}
	content, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, envelope("video_not_found"), string(content))

	const size = validate.DefaultMaxBody + 99
	resp.Body = io.NopCloser(io.LimitReader(blanks{}, size))
	r := newRecorder(t)
	assert.False(t, contracttest.AssertConforms(r, nil, resp))
	assert.Equal(t, "contracttest: some of the response could not be checked: body-too-large", r.all())
	n, err := io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	assert.EqualValues(t, size, n)
}

func TestRequireEndsTheTest(t *testing.T) {
	for _, require := range []func(*recorder){
		func(r *recorder) { contracttest.RequireConforms(r, videoRequest(), response(nil, 404, "")) },
		func(r *recorder) { contracttest.RequireErrorCode(r, response(nil, 404, ""), "video_not_found") },
		func(r *recorder) { contracttest.New(r, contracttest.Config{}).RequireErrorCode(nil, "") },
		func(r *recorder) {
			contracttest.New(r, contracttest.Config{FailOn: "x"}).RequireConforms(videoRequest(), nil)
		},
	} {
		r, after := newRecorder(t), false
		r.run(func() {
			require(r)
			after = true
		})
		assert.True(t, r.fatal)
		assert.False(t, after)
		assert.Len(t, r.errors, 1)
	}
	r := newRecorder(t)
	contracttest.New(bare{r}, contracttest.Config{}).RequireErrorCode(nil, "")
	assert.Len(t, r.errors, 1, "a test without FailNow continues")
}

func TestAssertionsOfAConfig(t *testing.T) {
	wrong := func() *http.Response { return response(videoRequest(), 400, envelope("video_not_found")) }
	known := []contracttest.Suppression{{Code: "video_not_found", Reason: "ticket 12"}}

	r := newRecorder(t)
	a := contracttest.New(r, contracttest.Config{Suppressions: known})
	assert.True(t, a.Conforms(nil, wrong()))
	r.end()
	assert.Empty(t, r.all(), "a known violation is put up with")

	r = newRecorder(t)
	a = contracttest.New(r, contracttest.Config{Suppressions: known})
	assert.True(t, a.Conforms(nil, response(videoRequest(), 200, success)))
	r.end()
	assert.Contains(t, r.all(), "the suppression of any rule, code video_not_found was not used")

	r = newRecorder(t)
	assert.True(t, contracttest.New(r, contracttest.Config{FailOn: validate.LevelOff}).Conforms(nil, wrong()))
	assert.False(t, contracttest.New(r, contracttest.Config{FailOn: "fatal"}).Conforms(nil, wrong()))
	assert.Equal(t, `contracttest: FailOn is "fatal": want error, warning, note or off`, r.all())

	plain, err := validate.Parse("p.yaml", []byte("openapi: 3.0.3\ninfo: {title: P, version: '1'}\npaths: {/x: {get: {responses: {'404': {description: d}}}}}\n"))
	require.NoError(t, err)
	r = newRecorder(t)
	a = contracttest.New(r, contracttest.Config{Contract: plain})
	assert.False(t, a.ErrorCode(response(nil, 404, envelope("x")), "x"))
	assert.Equal(t, "contracttest: the contract p.yaml has no error table, so its errors have no code", r.all())

	heygen, err := builtin.Contract()
	require.NoError(t, err)
	r = newRecorder(t)
	assert.False(t, contracttest.New(r, contracttest.Config{Contract: heygen}).ErrorCode(response(nil, 404, envelope("x")), "x"))
	assert.Equal(t, `contracttest: the error table has no code "x"; Contract.Codes() lists the codes`, r.all(), "a caller that sets a contract knows which one is used")
}
