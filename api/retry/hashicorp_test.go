package retry_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/hashicorp/go-retryablehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	_ retryablehttp.CheckRetry = retry.Policy{}.CheckRetry
	_ retryablehttp.Backoff    = retry.Policy{}.Backoff
)

// hashicorp returns a client set up as the package documentation says, except for the waits.
func hashicorp(p retry.Policy) *retryablehttp.Client {
	client := retryablehttp.NewClient()
	client.CheckRetry = p.CheckRetry
	client.Backoff = p.Backoff
	client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	client.RetryMax, client.Logger = 2, nil
	client.RetryWaitMin, client.RetryWaitMax = time.Nanosecond, time.Nanosecond
	return client
}

func TestHashicorpByCode(t *testing.T) {
	for _, row := range codes(t) {
		code := api.Code(row.Name)
		url, requests := serving(t, said{status: row.Statuses[0], code: code})
		client := hashicorp(retry.Policy{})
		for _, c := range []struct {
			method, key string
			again       bool
		}{
			{http.MethodGet, "", expected[code].want.get > 1},
			{http.MethodPost, "k-1", expected[code].want.keyed > 1},
			{http.MethodPost, "", expected[code].want.unkeyed > 1},
		} {
			requests.Store(0)
			req, err := retryablehttp.NewRequestWithContext(t.Context(), c.method, url+"/v3/videos", []byte(`{}`))
			require.NoError(t, err)
			if c.key != "" {
				req.Header.Set("Idempotency-Key", c.key)
			}
			rsp, err := client.Do(req)
			require.NoError(t, err, "%s: no \"giving up\"", code)
			assert.Equal(t, envelope(code), content(t, rsp), "the last response is whole")
			assert.Equal(t, map[bool]int32{true: 3, false: 1}[c.again], requests.Load(), "%s %s %q", code, c.method, c.key)
		}
		client.HTTPClient.CloseIdleConnections()
	}
}

// The library as an http.RoundTripper, under package api's client.
func TestHashicorpUnderTheClient(t *testing.T) {
	url, requests := serving(t, failing(api.ErrInternalError), failing(api.ErrRequestInProgress), failing(api.ErrInsufficientCredit))
	client, err := api.NewClientWithResponses(url, api.WithHTTPClient(hashicorp(retry.Policy{}).StandardClient()))
	require.NoError(t, err)
	_, err = client.CreateVideoWithResponse(t.Context(), &api.CreateVideoParams{IdempotencyKey: new("k-1")}, videoRequest(t))
	require.ErrorIs(t, err, api.ErrInsufficientCredit)
	assert.EqualValues(t, 3, requests.Load())
}

func TestHashicorpWithoutAResponse(t *testing.T) {
	for _, c := range []struct {
		reason string
		method string
		ctx    func(context.Context) context.Context
		want   int32
	}{
		{"idempotent", http.MethodPut, nil, 3},
		{"it may have arrived", http.MethodPost, nil, 1},
		{"it may have arrived, but the context is Keyed", http.MethodPost, retry.Keyed, 3},
	} {
		var requests atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			requests.Add(1)
			panic(http.ErrAbortHandler)
		}))
		defer server.Close()
		ctx := t.Context()
		if c.ctx != nil {
			ctx = c.ctx(ctx)
		}
		req, err := retryablehttp.NewRequestWithContext(ctx, c.method, server.URL, []byte(`{}`))
		require.NoError(t, err)
		_, err = hashicorp(retry.Policy{}).Do(req)
		_, ours := errors.AsType[*url.Error](err)
		assert.True(t, ours, "%s: the client's own error: %v", c.reason, err)
		assert.Equal(t, c.want, requests.Load(), c.reason)
	}
}

func TestHashicorpFollowsARedirect(t *testing.T) {
	for _, c := range []struct {
		reason string
		method string
		want   int32
	}{
		{"a POST that became a GET is still a POST", http.MethodPost, 2},
		{"a GET is a GET", http.MethodGet, 6},
	} {
		url, requests := serving(t, said{status: 303, fields: []string{"Location", "/done"}}, failing(api.ErrInternalError),
			said{status: 303, fields: []string{"Location", "/done"}}, failing(api.ErrInternalError),
			said{status: 303, fields: []string{"Location", "/done"}}, failing(api.ErrInternalError))
		req, err := retryablehttp.NewRequestWithContext(t.Context(), c.method, url+"/v3/videos", []byte(`{}`))
		require.NoError(t, err)
		rsp, err := hashicorp(retry.Policy{}).Do(req)
		require.NoError(t, err)
		assert.Equal(t, envelope(api.ErrInternalError), content(t, rsp))
		assert.Equal(t, c.want, requests.Load(), c.reason)
	}
}

func TestCheckRetry(t *testing.T) {
	dial := &url.Error{Op: "Post", URL: videosURL, Err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}
	get := func(s said) *http.Response { return s.response(request(t, http.MethodGet, videosURL, ""), nil) }
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	soon, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for _, c := range []struct {
		reason string
		ctx    context.Context
		rsp    *http.Response
		err    error
		want   bool
	}{
		{"a failure", t.Context(), get(failing(api.ErrInternalError)), nil, true},
		{"no method is GET", t.Context(), &http.Response{StatusCode: http.StatusBadGateway, Body: http.NoBody, Request: &http.Request{URL: &url.URL{}}}, nil, true},
		{"a success", t.Context(), get(fine), nil, false},
		{"the context has ended", ended, get(failing(api.ErrInternalError)), nil, false},
		{"the context has ended without a response", ended, nil, &url.Error{Op: "Get", Err: io.EOF}, false},
		{"a wait beyond the deadline", soon, get(failing(api.ErrRateLimitExceeded, "Retry-After", "40")), nil, false},
		{"a wait before the deadline", soon, get(failing(api.ErrRateLimitExceeded, "Retry-After", "20")), nil, true},
		{"a wait that the policy does not bear", t.Context(), get(failing(api.ErrRateLimitExceeded, "Retry-After", "61")), nil, false},
		{"broken off", t.Context(), nil, &url.Error{Op: "Get", Err: io.EOF}, true},
		{"no connection, but perhaps after a redirect", t.Context(), nil, dial, false},
		{"no error of http.Client", t.Context(), nil, io.EOF, false},
		{"a URL that could not be read", t.Context(), nil, &url.Error{Op: "parse", Err: io.EOF}, false},
		{"too many redirects: both", t.Context(), get(said{status: 302}), &url.Error{Op: "Get", Err: io.EOF}, false},
		{"a malformed request", t.Context(), nil, &url.Error{Op: "Get", Err: errors.New("unsupported protocol scheme")}, false},
		{"nothing at all", t.Context(), nil, nil, false},
		{"a response without its request", t.Context(), &http.Response{StatusCode: http.StatusBadGateway, Body: http.NoBody}, nil, false},
		{"a request without its URL", t.Context(), &http.Response{StatusCode: http.StatusBadGateway, Body: http.NoBody, Request: &http.Request{}}, nil, false},
	} {
		again, err := retry.Policy{}.CheckRetry(c.ctx, c.rsp, c.err)
		require.NoError(t, err, "an error would take the response's place")
		assert.Equal(t, c.want, again, c.reason)
	}
}

func TestBackoff(t *testing.T) {
	asking := func(value string) *http.Response {
		return &http.Response{StatusCode: http.StatusConflict, Header: http.Header{"Retry-After": {value}}}
	}
	for _, c := range []struct {
		reason          string
		lowest, highest time.Duration
		attempt         int
		rsp             *http.Response
		least, most     time.Duration
	}{
		{"the first", time.Second, time.Minute, 0, nil, 500 * time.Millisecond, time.Second},
		{"the fourth", time.Second, time.Minute, 3, nil, 4 * time.Second, 8 * time.Second},
		{"the bound", time.Second, time.Minute, 9, nil, 30 * time.Second, time.Minute},
		{"any number", time.Second, time.Minute, 1 << 30, nil, 30 * time.Second, time.Minute},
		{"no number", time.Second, time.Minute, -1, nil, 500 * time.Millisecond, time.Second},
		{"the client's bounds crossed", time.Minute, time.Second, 0, nil, 500 * time.Millisecond, time.Second},
		{"the policy's bounds for none", 0, 0, 1, nil, 500 * time.Millisecond, time.Second},
		{"the requested wait, with any status", time.Second, time.Second, 0, asking("7"), 7 * time.Second, 8 * time.Second},
		{"no wait", time.Second, time.Second, 0, asking("0"), 0, time.Second},
		{"no wait, again", time.Second, time.Second, 1, asking("0"), 500 * time.Millisecond, time.Second},
		{"a date that has passed", time.Second, time.Second, 0, asking(date(now)), 0, time.Second},
		{"as much as is borne", time.Second, time.Second, 0, asking("9999"), time.Minute, 66 * time.Second},
		{"without a response, the usual wait", time.Second, time.Second, 0, &http.Response{}, 500 * time.Millisecond, time.Second},
	} {
		have := retry.Policy{}.Backoff(c.lowest, c.highest, c.attempt, c.rsp)
		assert.GreaterOrEqual(t, have, c.least, c.reason)
		assert.LessOrEqual(t, have, c.most, c.reason)
	}
}

func TestHashicorpSendsTheBodyAgain(t *testing.T) {
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer server.Close()
	req, err := retryablehttp.NewRequestWithContext(t.Context(), http.MethodPut, server.URL, io.MultiReader(strings.NewReader(uploaded)))
	require.NoError(t, err)
	rsp, err := hashicorp(retry.Policy{}).Do(req)
	require.NoError(t, err)
	rsp.Body.Close()
	assert.Equal(t, []string{uploaded, uploaded, uploaded}, bodies)
}

// The same policy in a client of hashicorp/go-retryablehttp.
func ExamplePolicy_CheckRetry() {
	server := httptest.NewServer(play(
		said{status: 409, code: api.ErrResourceNotReady, fields: []string{"Retry-After", "0"}},
		said{status: 429, code: api.ErrQuotaExceeded},
	))
	defer server.Close()

	var policy retry.Policy
	client := retryablehttp.NewClient()
	client.CheckRetry = policy.CheckRetry
	client.Backoff = policy.Backoff
	client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	client.Logger = nil

	rsp, err := client.Get(server.URL + "/v3/videos/v1")
	_, err = api.Decode[api.VideoResult](rsp, err)
	if e, ok := errors.AsType[*api.Error](err); ok {
		fmt.Println("Not waiting for", e.Code)
	}
	// Output: Not waiting for quota_exceeded
}
