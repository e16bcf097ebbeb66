package api_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reply is a response, or an error, of a doer without a network.
type reply struct {
	status     int
	body       string
	retryAfter string
	err        error
}

func state(status string) reply {
	return reply{status: 200, body: fmt.Sprintf(`{"data":{"id":"v1","status":%q}}`, status)}
}

func failed(code api.Code, retryAfter string) reply {
	return reply{status: code.Status(), body: envelope(code), retryAfter: retryAfter}
}

// replies returns a client that gets one reply after the other, and then the last one repeatedly.
func replies(t *testing.T, requests *int, all ...reply) *api.ClientWithResponses {
	t.Helper()
	c, err := api.NewClientWithResponses(api.Server, api.WithHTTPClient(doerFunc(func(req *http.Request) (*http.Response, error) {
		r := all[min(*requests, len(all)-1)]
		*requests++
		if r.err != nil {
			return nil, r.err
		}
		header := http.Header{}
		if r.retryAfter != "" {
			header.Set("Retry-After", r.retryAfter)
		}
		return &http.Response{StatusCode: r.status, Header: header, Request: req, Body: io.NopCloser(strings.NewReader(r.body))}, nil
	})))
	require.NoError(t, err)
	return c
}

func TestWaitForVideo(t *testing.T) {
	const longest = time.Hour
	reset := errors.New("connection reset")
	busy, broken := failed(api.ErrRateLimitExceeded, "40"), failed(api.ErrInternalError, "")
	for _, c := range []struct {
		reason   string
		replies  []reply
		requests int
		err      string // empty if the video is completed
		least    time.Duration
		most     time.Duration
	}{
		{"finished", []reply{state("completed")}, 1, "", 0, 0},
		{"in its states", []reply{state("waiting"), state("pending"), state("processing"), state("completed")}, 4, "", 17 * time.Second, 35 * time.Second},
		{"a state that is new", []reply{state("dreaming"), state("completed")}, 2, "", 2 * time.Second, 5 * time.Second},
		{"failed", []reply{state("processing"), {status: 200, body: `{"data":{"id":"v1","status":"failed","failure_code":"rendering_failed","failure_message":"No voice."}}`}}, 2,
			"api: the video v1 failed: rendering_failed: No voice.", 0, longest},
		{"failed without a reason", []reply{state("failed")}, 1, "api: the video v1 failed", 0, 0},
		{"it does not exist: one client asked 5,429 times", []reply{failed(api.ErrVideoNotFound, "")}, 1, "video_not_found", 0, 0},
		{"a rate limit is temporary", []reply{busy, busy, state("completed")}, 3, "", 80 * time.Second, 100 * time.Second},
		{"a quota does not", []reply{failed(api.ErrQuotaExceeded, "1")}, 1, "quota_exceeded", 0, 0},
		{"it is not ready", []reply{failed(api.ErrResourceNotReady, "7"), state("completed")}, 2, "", 7 * time.Second, 9 * time.Second},
		{"a server that fails for a while", []reply{broken, broken, broken, broken, state("completed")}, 5, "", 32 * time.Second, 90 * time.Second},
		{"not five times in a row", []reply{broken}, 5, "internal_error", 32 * time.Second, 90 * time.Second},
		{"in a row", []reply{broken, broken, broken, broken, state("processing"), broken, broken, broken, broken, state("completed")}, 10, "", 0, longest},
		{"a person is needed", []reply{failed(api.ErrUnauthorized, "")}, 1, "unauthorized", 0, 0},
		{"no response", []reply{{err: reset}}, 1, reset.Error(), 0, 0},
		{"a success that cannot be read", []reply{{status: 200, body: "<html>"}}, 1, "is not JSON", 0, 0},
		{"a success without a video", []reply{{status: 200, body: "{}"}}, 1, `lacks "data"`, 0, 0},
		{"a success with Retry-After", []reply{{status: 200, body: `{"data":{"id":"v1","status":"processing"}}`, retryAfter: "50"}, state("completed")}, 2, "", 50 * time.Second, 55 * time.Second},
		{"never finished", []reply{state("processing")}, 0, `api: not finished after 5`, 59 * time.Minute, longest},
		{"a limit that is never lifted", []reply{failed(api.ErrRateLimitExceeded, "600")}, 0, "rate_limit_exceeded", 40 * time.Minute, longest},
		{"longer than the whole wait", []reply{failed(api.ErrRateLimitExceeded, "3601")}, 1, "rate_limit_exceeded", 0, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			requests, start := 0, time.Now()
			video, err := replies(t, &requests, c.replies...).WaitForVideo(t.Context(), "v1", api.Polling{})
			elapsed := time.Since(start)
			if c.requests > 0 {
				assert.Equal(t, c.requests, requests, c.reason)
			}
			assert.GreaterOrEqual(t, elapsed, c.least, c.reason)
			assert.LessOrEqual(t, elapsed, c.most, c.reason)
			if c.err != "" {
				require.ErrorContains(t, err, c.err, c.reason)
				return
			}
			require.NoError(t, err, c.reason)
			assert.Equal(t, api.VideoStatusCompleted, video.Status)
		})
	}
}

func TestVideoErrorKeepsTheVideo(t *testing.T) {
	requests := 0
	video, err := replies(t, &requests, reply{status: 200, body: `{"data":{"id":"v1","status":"failed","failure_code":"a\nb"}}`}).
		WaitForVideo(t.Context(), "v1", api.Polling{})
	e, ok := errors.AsType[*api.VideoError](err)
	require.True(t, ok, err)
	assert.Same(t, video, e.Video)
	assert.Equal(t, "a\nb", e.Code)
	assert.EqualError(t, err, "api: the video v1 failed: a\uFFFDb")
	assert.NotErrorIs(t, err, api.Code("a\nb"), "it is no code of the error table")
}

func TestWaitEndsWithTheContext(t *testing.T) {
	gone := errors.New("the user left")
	for _, c := range []struct {
		reason string
		ctx    func(context.Context) (context.Context, func())
		want   error
		after  time.Duration
	}{
		{"cancelled during a pause", func(ctx context.Context) (context.Context, func()) {
			ctx, cancel := context.WithCancelCause(ctx)
			time.AfterFunc(time.Second, func() { cancel(gone) })
			return ctx, func() { cancel(nil) }
		}, gone, time.Second},
		{"no time for another request", func(ctx context.Context) (context.Context, func()) {
			return context.WithTimeout(ctx, 2*time.Second)
		}, context.DeadlineExceeded, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := c.ctx(t.Context())
			defer cancel()
			requests, start := 0, time.Now()
			_, err := replies(t, &requests, state("processing")).WaitForVideo(ctx, "v1", api.Polling{})
			require.ErrorIs(t, err, c.want, c.reason)
			e, ok := errors.AsType[*api.UnfinishedError](err)
			require.True(t, ok, err)
			assert.Equal(t, "processing", e.Status)
			assert.Equal(t, c.after, e.Elapsed)
			assert.Equal(t, c.after, time.Since(start))
		})
	}
}

func TestPollingBounds(t *testing.T) {
	var pauses []time.Duration
	polling := api.Polling{MinPause: time.Second, MaxPause: 3 * time.Second, MaxElapsed: -1, Sleep: func(_ context.Context, pause time.Duration) error {
		pauses = append(pauses, pause)
		if len(pauses) == 1000 {
			return io.EOF
		}
		return nil
	}}
	requests := 0
	_, err := replies(t, &requests, state("processing")).WaitForVideo(t.Context(), "v1", polling)
	require.ErrorIs(t, err, io.EOF, "without end, until Sleep ends it")
	assert.LessOrEqual(t, pauses[0], time.Second)
	assert.LessOrEqual(t, pauses[999], 3*time.Second)
	assert.GreaterOrEqual(t, pauses[999], 1500*time.Millisecond)

	requests, pauses, polling.MaxElapsed = 0, nil, 10*time.Second
	_, err = replies(t, &requests, state("processing")).WaitForVideo(t.Context(), "v1", polling)
	require.ErrorIs(t, err, context.DeadlineExceeded, "pauses count that Sleep made up")
	assert.Less(t, requests, 11)
}
