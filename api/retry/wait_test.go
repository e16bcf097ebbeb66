package retry_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// now is the start of a bubble's time.
var now = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func date(at time.Time) string { return at.Format(http.TimeFormat) }

func TestRetryAfter(t *testing.T) {
	const unbounded = -1
	for _, c := range []struct {
		reason string
		fields []string
		want   time.Duration // without limit: no second attempt
	}{
		{"seconds", []string{"Retry-After", "7"}, 7 * time.Second},
		{"no wait at all", []string{"Retry-After", "0"}, 0},
		{"a date, by the server's own clock", []string{"Retry-After", date(now.Add(time.Hour + 9*time.Second)), "Date", date(now.Add(time.Hour))}, 9 * time.Second},
		{"a date, by ours", []string{"Retry-After", date(now.Add(11 * time.Second))}, 11 * time.Second},
		{"a date that has passed", []string{"Retry-After", date(now.Add(-time.Hour))}, 0},
		{"the longest that is borne", []string{"Retry-After", "60"}, time.Minute},
		{"longer than the policy bears", []string{"Retry-After", "61"}, unbounded},
		{"a date too far", []string{"Retry-After", date(now.Add(time.Hour))}, unbounded},
		{"more seconds than can be counted", []string{"Retry-After", "99999999999999999999"}, unbounded},
	} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{failing(api.ErrRateLimitExceeded, c.fields...), fine}}
			start := time.Now()
			rsp, err := (&retry.Transport{Base: b}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
			require.NoError(t, err)
			if c.want == unbounded {
				assert.Equal(t, http.StatusTooManyRequests, rsp.StatusCode, c.reason)
				assert.Zero(t, time.Since(start), "%s: it is given to the caller at once", c.reason)
				return
			}
			assert.Equal(t, http.StatusOK, rsp.StatusCode, c.reason)
			assertWaited(t, c.want, time.Since(start), c.reason)
		})
	}
}

// assertWaited compares a wait with the Retry-After that asked for it: a random part is added.
func assertWaited(t *testing.T, asked, have time.Duration, reason any) {
	t.Helper()
	assert.GreaterOrEqual(t, have, asked, "%v: never less than it asks for", reason)
	assert.LessOrEqual(t, have, asked+max(asked/10, 500*time.Millisecond), reason)
}

// TestClientsDoNotRetryTogether shows the use of the random part: without it, all clients that a
// limit rejected together would retry together and be rejected again.
func TestClientsDoNotRetryTogether(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var mu sync.Mutex
		back, start := make(map[time.Duration]int), time.Now()
		busy := func(req *http.Request) (*http.Response, error) {
			if time.Since(start) == 0 {
				return failing(api.ErrRateLimitExceeded, "Retry-After", "2").response(req, nil), nil
			}
			mu.Lock()
			defer mu.Unlock()
			back[time.Since(start)]++
			return fine.response(req, nil), nil
		}
		transport := &retry.Transport{Base: roundTrip(busy)}
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() { _, _ = transport.RoundTrip(request(t, http.MethodGet, videosURL, "")) })
		}
		all.Wait()
		assert.Greater(t, len(back), 190, "different times")
		for after := range back {
			assertWaited(t, 2*time.Second, after, "one of 200")
		}
	})
}

// TestRandomPartFitsTheDeadline checks that the random part does not exceed the deadline if the
// requested time does not.
func TestRandomPartFitsTheDeadline(t *testing.T) {
	for range 20 {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{failing(api.ErrRateLimitExceeded, "Retry-After", "50"), fine}}
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second+time.Millisecond)
			defer cancel()
			rsp, err := (&retry.Transport{Base: b}).RoundTrip(request(t, http.MethodGet, videosURL, "").WithContext(ctx))
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, rsp.StatusCode)
		})
	}
}

func TestInvalidRetryAfterIsIgnored(t *testing.T) {
	for _, value := range []string{"", "-1", "+1", "1.5", "soon", "Saturday"} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{failing(api.ErrRateLimitExceeded, "Retry-After", value), fine}}
			start := time.Now()
			_, err := (&retry.Transport{Base: b}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
			require.NoError(t, err)
			assert.GreaterOrEqual(t, time.Since(start), 250*time.Millisecond, "%q", value)
			assert.LessOrEqual(t, time.Since(start), 500*time.Millisecond, "%q", value)
		})
	}
}

// TestRetryAfterOfEachClass checks that Retry-After counts with every response that may be
// repeated, not only with 429 and 503.
func TestRetryAfterOfEachClass(t *testing.T) {
	for code, key := range map[api.Code]string{
		api.ErrRateLimitExceeded: "", api.ErrResourceNotReady: "", api.ErrRequestInProgress: "k-1",
		api.ErrInternalError: "", api.ErrGatewayTimeout: "",
	} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{failing(code, "Retry-After", "21"), fine}}
			start := time.Now()
			_, err := (&retry.Transport{Base: b}).RoundTrip(request(t, http.MethodGet, videosURL, key))
			require.NoError(t, err)
			assertWaited(t, 21*time.Second, time.Since(start), code)
		})
	}
}

// waits returns the waits of a request that never succeeds.
func waits(t *testing.T, policy retry.Policy, answers ...said) (all []time.Duration) {
	t.Helper()
	inBubble(t, func(t *testing.T) {
		transport := &retry.Transport{Base: &base{answers: answers}, Policy: policy, OnRetry: func(a retry.Attempt) { all = append(all, a.Wait) }}
		_, err := transport.RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
	})
	return all
}

func TestBackoffDoublesUpToItsBound(t *testing.T) {
	policy := retry.Policy{MaxAttempts: 9, MinWait: time.Second, MaxWait: 20 * time.Second}
	most := []int{1, 2, 4, 8, 16, 20, 20, 20} // seconds
	have := waits(t, policy, failing(api.ErrInternalError))
	require.Len(t, have, len(most))
	for i, wait := range have {
		assert.LessOrEqual(t, wait.Seconds(), float64(most[i]), i)
		assert.GreaterOrEqual(t, wait.Seconds(), float64(most[i])/2, i)
	}
	assert.NotEqual(t, have, waits(t, policy, failing(api.ErrInternalError)), "clients that failed together do not retry together")
}

// The class wait: repeat after Retry-After, then back off.
func TestBackoffBeyondRetryAfter(t *testing.T) {
	policy := retry.Policy{MaxAttempts: 8, MinWait: time.Second}
	have := waits(t, policy, failing(api.ErrRateLimitExceeded, "Retry-After", "3"))
	require.Len(t, have, 7)
	assert.LessOrEqual(t, have[0], 4*time.Second, "Retry-After plus a random part of up to MinWait")
	for _, wait := range have {
		assert.GreaterOrEqual(t, wait, 3*time.Second, "never less than Retry-After")
	}
	assert.GreaterOrEqual(t, have[6], 15*time.Second, "more after many refusals")
}

func TestPollsDoNotCountAsFailures(t *testing.T) {
	notReady, failed := failing(api.ErrResourceNotReady), failing(api.ErrInternalError)
	inBubble(t, func(t *testing.T) {
		b := &base{answers: []said{notReady, notReady, failed, notReady, notReady, notReady, failed, fine}}
		rsp, err := (&retry.Transport{Base: b, Policy: retry.Policy{MaxAttempts: 3, MaxPolls: 5}}).
			RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, rsp.StatusCode)
	})
}

func TestBounds(t *testing.T) {
	notReady, failed := failing(api.ErrResourceNotReady, "Retry-After", "10"), failing(api.ErrInternalError)
	for _, c := range []struct {
		reason string
		policy retry.Policy
		answer said
		want   int // attempts
	}{
		{"five by default", retry.Policy{}, failed, 5},
		{"one", retry.Policy{MaxAttempts: 1}, failed, 1},
		{"negative is the default", retry.Policy{MaxAttempts: -1}, failed, 5},
		{"five minutes by default", retry.Policy{}, failing(api.ErrResourceNotReady, "Retry-After", "50"), 1 + 5},
		{"no polls", retry.Policy{MaxPolls: -1}, notReady, 1},
		{"polls end with the time", retry.Policy{MaxElapsed: 25 * time.Second, MaxWait: time.Second}, notReady, 3},
		{"the time is inclusive", retry.Policy{MaxElapsed: 10 * time.Second}, notReady, 2},
		{"polls end with their number", retry.Policy{MaxElapsed: -1, MaxPolls: 200}, notReady, 201},
		{"a longer Retry-After, if allowed", retry.Policy{MaxRetryAfter: time.Hour, MaxElapsed: -1, MaxAttempts: 3}, failing(api.ErrRateLimitExceeded, "Retry-After", "3600"), 3},
		{"the longest time there is", retry.Policy{MaxRetryAfter: 1<<63 - 1, MaxElapsed: 1<<63 - 1, MaxWait: 1<<63 - 1, MaxAttempts: 3}, failed, 3},
	} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{c.answer}}
			rsp, err := (&retry.Transport{Base: b, Policy: c.policy}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
			require.NoError(t, err)
			assert.Equal(t, c.answer.status, rsp.StatusCode)
			assert.Len(t, b.sent, c.want, c.reason)
		})
	}
}

func TestTimeOfAttemptsCounts(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		tried := 0
		slow := func(req *http.Request) (*http.Response, error) {
			tried++
			time.Sleep(2 * time.Minute) // of the bubble's time
			return failing(api.ErrGatewayTimeout).response(req, nil), nil
		}
		_, err := (&retry.Transport{Base: roundTrip(slow)}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
		assert.Equal(t, 3, tried, "after 6 minutes it is too late for a fourth")
	})
}

func TestWaitsThatSleepMadeUpCount(t *testing.T) {
	b := &base{answers: []said{failing(api.ErrResourceNotReady, "Retry-After", "60")}}
	transport := &retry.Transport{Base: b, Sleep: func(context.Context, time.Duration) error { return nil }}
	_, err := transport.RoundTrip(request(t, http.MethodGet, videosURL, ""))
	require.NoError(t, err)
	assert.Len(t, b.sent, 1+4, "more than a minute each")
}

func TestSleepMayEndTheRequest(t *testing.T) {
	enough := errors.New("enough")
	b := &base{answers: []said{failing(api.ErrInternalError)}}
	transport := &retry.Transport{Base: b, Sleep: func(context.Context, time.Duration) error { return enough }}
	_, err := transport.RoundTrip(request(t, http.MethodGet, videosURL, ""))
	require.ErrorIs(t, err, enough)
	assert.Zero(t, b.open)
}

// TestDeadlineBeforeTheNextAttempt checks that the last response is returned, which says more than
// "deadline exceeded".
func TestDeadlineBeforeTheNextAttempt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := &base{answers: []said{failing(api.ErrRateLimitExceeded, "Retry-After", "10")}}
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
		defer cancel()
		start := time.Now()
		rsp, err := (&retry.Transport{Base: b}).RoundTrip(request(t, http.MethodGet, videosURL, "").WithContext(ctx))
		require.NoError(t, err)
		assert.Equal(t, envelope(api.ErrRateLimitExceeded), content(t, rsp))
		assert.Len(t, b.sent, 2)
		assertWaited(t, 10*time.Second, time.Since(start), "once")
	})
}

// http.Client sets its Timeout as a deadline.
func TestClientTimeoutCoversAllAttempts(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := &base{answers: []said{failing(api.ErrRateLimitExceeded, "Retry-After", "10")}}
		client := &http.Client{Transport: &retry.Transport{Base: b}, Timeout: 25 * time.Second}
		rsp, err := client.Do(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
		assert.Equal(t, envelope(api.ErrRateLimitExceeded), content(t, rsp))
		assert.Len(t, b.sent, 3)
	})
}

func TestCancellationEndsAWait(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{failing(api.ErrRateLimitExceeded, "Retry-After", "60")}}
			gone := errors.New("the user left")
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(3*time.Second, func() { cancel(gone) })
			req, body := request(t, method, videosURL, "k-1").WithContext(ctx), &replays{}
			body.install(req)
			start := time.Now()
			rsp, err := (&retry.Transport{Base: b}).RoundTrip(req)
			require.ErrorIs(t, err, gone)
			assert.Nil(t, rsp)
			assert.Equal(t, 3*time.Second, time.Since(start), "not a moment later")
			assert.Len(t, b.sent, 1)
			assert.Zero(t, b.open, "the response that is not returned is closed")
			assert.Zero(t, body.open, "as is the body that was never sent")
		})
	}
}

// TestCancelledDuringAnAttempt checks that a response that arrived nevertheless is returned instead
// of an error.
func TestCancelledDuringAnAttempt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	late := func(req *http.Request) (*http.Response, error) {
		cancel()
		return failing(api.ErrInternalError).response(req, nil), nil
	}
	rsp, err := (&retry.Transport{Base: roundTrip(late)}).RoundTrip(request(t, http.MethodGet, videosURL, "").WithContext(ctx))
	require.NoError(t, err)
	assert.Equal(t, envelope(api.ErrInternalError), content(t, rsp))
}

func TestCancelledBeforehand(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := &base{answers: []said{{err: context.Canceled}}}
	_, err := (&retry.Transport{Base: b}).RoundTrip(request(t, http.MethodGet, videosURL, "").WithContext(ctx))
	require.ErrorIs(t, err, context.Canceled)
	assert.Len(t, b.sent, 1)
}
