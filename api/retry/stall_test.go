package retry_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slowBody sends its first part at once, and the second after a time.
type slowBody struct {
	first, second string
	after         time.Duration

	once   sync.Once
	closed chan struct{}
	timer  <-chan time.Time
	sent   int
}

func (b *slowBody) Read(p []byte) (int, error) {
	switch b.sent++; b.sent {
	case 1:
		b.timer = time.After(b.after)
		return copy(p, b.first), nil
	case 2:
		select {
		case <-b.timer:
			return copy(p, b.second), nil
		case <-b.closed:
			return 0, http.ErrBodyReadAfterClose
		}
	}
	return 0, io.EOF
}

func (b *slowBody) Close() error {
	b.once.Do(func() { close(b.closed) })
	return nil
}

// slow returns a base that responds with a slow body, and counts requests.
func slow(status int, first, second string, after time.Duration, requests *int) roundTrip {
	return func(req *http.Request) (*http.Response, error) {
		*requests++
		return &http.Response{StatusCode: status, Header: http.Header{}, Request: req,
			Body: &slowBody{first: first, second: second, after: after, closed: make(chan struct{})}}, nil
	}
}

// TestBodiesOfErrorsHaveATimeLimit covers a server that sends an error and never ends its body.
func TestBodiesOfErrorsHaveATimeLimit(t *testing.T) {
	const never = 1000 * time.Hour
	failed, quota := envelope(api.ErrInternalError), envelope(api.ErrQuotaExceeded)
	policy := retry.Policy{MaxAttempts: 3, MaxPolls: 2, MinWait: time.Millisecond, MaxWait: time.Millisecond}
	for _, c := range []struct {
		reason        string
		status        int
		first, second string
		after         time.Duration
		requests      int
		most          time.Duration
	}{
		{"nothing arrives: the status decides", 503, "", "", never, 3, 1400 * time.Millisecond},
		{"half of it: by its status", 500, failed[:20], failed[20:], never, 3, 1400 * time.Millisecond},
		{"all of it, but no end", 429, quota, "", never, 1, time.Second},
		{"late: by its status", 429, quota[:20], quota[20:], 2 * time.Second, 3, 1400 * time.Millisecond},
		{"slow, but not late", 429, quota[:20], quota[20:], 900 * time.Millisecond, 1, 900 * time.Millisecond},
		{"of a status that no code would make repeatable", 404, "", "", never, 1, time.Second},
	} {
		inBubble(t, func(t *testing.T) {
			requests, start := 0, time.Now()
			transport := &retry.Transport{Base: slow(c.status, c.first, c.second, c.after, &requests), Policy: policy}
			rsp, err := transport.RoundTrip(request(t, http.MethodGet, videosURL, ""))
			require.NoError(t, err)
			assert.LessOrEqual(t, time.Since(start), c.most, c.reason)
			assert.Equal(t, c.requests, requests, c.reason)
			if c.after < never {
				assert.Equal(t, c.first+c.second, content(t, rsp), "%s: the caller can read on", c.reason)
				return
			}
			head := make([]byte, len(c.first))
			_, err = io.ReadFull(rsp.Body, head)
			require.NoError(t, err)
			assert.Equal(t, c.first, string(head), c.reason)
			time.AfterFunc(time.Minute, func() { _ = rsp.Body.Close() })
			_, err = io.ReadAll(rsp.Body)
			require.Error(t, err, "%s: the caller waits until it closes the body", c.reason)
			assert.GreaterOrEqual(t, time.Since(start), time.Minute)
		})
	}
}

func TestMaxBodyWait(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		requests, start := 0, time.Now()
		policy := retry.Policy{MaxAttempts: 1, MaxBodyWait: time.Minute}
		rsp, err := (&retry.Transport{Base: slow(503, "x", "", time.Hour, &requests), Policy: policy}).
			RoundTrip(request(t, http.MethodGet, videosURL, ""))
		require.NoError(t, err)
		assert.Equal(t, time.Minute, time.Since(start))
		require.NoError(t, rsp.Body.Close())
	})
}

// hashicorp/go-retryablehttp reads a body to its end before it repeats the request.
func TestCheckRetryCutsOffALateBody(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		requests, start := 0, time.Now()
		for status, again := range map[int]bool{503: true, 404: false} {
			rsp, err := slow(status, "x", "yz", time.Hour, &requests)(request(t, http.MethodGet, videosURL, ""))
			require.NoError(t, err)
			have, err := retry.Policy{}.CheckRetry(t.Context(), rsp, nil)
			require.NoError(t, err)
			assert.Equal(t, again, have)
			body, err := io.ReadAll(rsp.Body)
			if again {
				require.ErrorContains(t, err, "did not arrive in time")
				assert.Equal(t, "x", string(body))
				assert.Less(t, time.Since(start), time.Hour)
				continue
			}
			require.NoError(t, err)
			assert.Equal(t, "xyz", string(body), "the caller's to read")
			start = time.Now()
		}
	})
}

// TestServerThatStalls is the same over a network.
func TestServerThatStalls(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "x")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	defer server.Close()
	attempts := 0
	transport := &retry.Transport{
		Base: &http.Transport{}, Policy: retry.Policy{MaxBodyWait: 40 * time.Millisecond}, Sleep: noWait,
		OnRetry: func(retry.Attempt) { attempts++ },
	}
	defer transport.CloseIdleConnections()
	rsp, err := transport.RoundTrip(request(t, http.MethodGet, server.URL, ""))
	require.NoError(t, err)
	assert.Equal(t, 4, attempts)
	require.NoError(t, rsp.Body.Close())
}

// TestCancellingKeepsTheLastError checks that the error has the reason of the cancellation and the
// last error of the API.
func TestCancellingKeepsTheLastError(t *testing.T) {
	gone := errors.New("the user left")
	busy := failing(api.ErrRateLimitExceeded, "Retry-After", "30")
	hang := func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, context.Cause(req.Context())
	}
	for _, c := range []struct {
		reason string
		base   func(n int, req *http.Request) (*http.Response, error)
		ctx    func(context.Context) (context.Context, context.CancelFunc)
		want   error
		code   api.Code // empty: there was no response of the API
	}{
		{"during a wait", func(_ int, req *http.Request) (*http.Response, error) { return busy.response(req, nil), nil },
			cancelAfter(time.Second, gone), gone, api.ErrRateLimitExceeded},
		{"during the second attempt", func(n int, req *http.Request) (*http.Response, error) {
			if n > 1 {
				return hang(req)
			}
			return busy.response(req, nil), nil
		}, cancelAfter(time.Minute, gone), gone, api.ErrRateLimitExceeded},
		{"the deadline, during the second attempt", func(n int, req *http.Request) (*http.Response, error) {
			if n > 1 {
				return hang(req)
			}
			return busy.response(req, nil), nil
		}, func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Minute)
		}, context.DeadlineExceeded, api.ErrRateLimitExceeded},
		{"during the first attempt", func(_ int, req *http.Request) (*http.Response, error) { return hang(req) },
			cancelAfter(time.Second, gone), gone, ""},
		{"during a wait for a connection", func(int, *http.Request) (*http.Response, error) { return nil, io.EOF },
			cancelAfter(100*time.Millisecond, gone), gone, ""},
	} {
		inBubble(t, func(t *testing.T) {
			ctx, cancel := c.ctx(t.Context())
			defer cancel()
			n := 0
			transport := &retry.Transport{Base: roundTrip(func(req *http.Request) (*http.Response, error) { n++; return c.base(n, req) })}
			client, err := api.NewClientWithResponses(api.Server, api.WithHTTPClient(&http.Client{Transport: transport}))
			require.NoError(t, err)
			_, err = client.GetVideoV3WithResponse(ctx, "v1")
			require.ErrorIs(t, err, c.want, c.reason)
			last, ok := errors.AsType[*api.Error](err)
			assert.Equal(t, c.code != "", ok, c.reason)
			if ok {
				assert.Equal(t, c.code, last.Code)
				assert.Equal(t, "/v3/videos/v1", last.Path)
				require.ErrorContains(t, err, "; the last response: GET: 429 rate_limit_exceeded: Why.")
			}
			assert.Equal(t, c.want == context.DeadlineExceeded, isTimeout(err), c.reason)
		})
	}
}

func cancelAfter(wait time.Duration, cause error) func(context.Context) (context.Context, context.CancelFunc) {
	return func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancelCause(ctx)
		time.AfterFunc(wait, func() { cancel(cause) })
		return ctx, func() { cancel(nil) }
	}
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// TestOtherErrorsStayAsTheyAre checks that the base's own error is returned if the context did not
// end the request.
func TestOtherErrorsStayAsTheyAre(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := &base{answers: []said{failing(api.ErrInternalError), {err: io.EOF}}}
		_, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(request(t, http.MethodGet, videosURL, ""))
		assert.Equal(t, io.EOF, err)
	})
}

// TestBudget checks that a server that fails every request does not get a multiple of them.
func TestBudget(t *testing.T) {
	for _, c := range []struct {
		reason      string
		policy      retry.Policy
		answers     []said // in turn, for each request
		requests    int
		least, most int // repetitions
	}{
		{"few requests are not bounded", retry.Policy{}, []said{{status: 503}}, 25, 100, 100},
		{"many are: a hundred, and one in five", retry.Policy{}, []said{{status: 503}}, 1000, 290, 310},
		{"by the share", retry.Policy{MaxRetryShare: 0.05}, []said{{status: 503}}, 1000, 140, 160},
		{"no bound", retry.Policy{MaxRetryShare: -1}, []said{{status: 503}}, 1000, 4000, 4000},
		{"repetitions that help", retry.Policy{}, []said{{status: 503}, fine}, 1000, 1000, 1000},
		{"broken connections count as well", retry.Policy{}, []said{{err: io.EOF}}, 1000, 290, 310},
		{"a repetition with Retry-After does not count", retry.Policy{}, []said{failing(api.ErrRateLimitExceeded, "Retry-After", "1")}, 300, 1200, 1200},
		{"nor does waiting for a resource", retry.Policy{MaxPolls: 4}, []said{failing(api.ErrResourceNotReady)}, 300, 1200, 1200},
		{"nor does a request that is not repeated", retry.Policy{}, []said{failing(api.ErrVideoNotFound)}, 300, 0, 0},
	} {
		inBubble(t, func(t *testing.T) {
			repetitions := 0
			var n int
			transport := &retry.Transport{Policy: c.policy, OnRetry: func(retry.Attempt) { repetitions++ },
				Base: roundTrip(func(req *http.Request) (*http.Response, error) {
					s := c.answers[n%len(c.answers)]
					n++
					if s.err != nil {
						return nil, s.err
					}
					return s.response(req, nil), nil
				})}
			for range c.requests {
				rsp, err := transport.RoundTrip(request(t, http.MethodGet, videosURL, ""))
				if err == nil {
					content(t, rsp)
				}
			}
			assert.GreaterOrEqual(t, repetitions, c.least, c.reason)
			assert.LessOrEqual(t, repetitions, c.most, c.reason)
		})
	}
}

// TestBudgetRecovers checks that the budget fills again after an outage.
func TestBudgetRecovers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		down, repetitions := true, 0
		transport := &retry.Transport{OnRetry: func(retry.Attempt) { repetitions++ },
			Base: roundTrip(func(req *http.Request) (*http.Response, error) {
				if down {
					return said{status: 503}.response(req, nil), nil
				}
				return fine.response(req, nil), nil
			})}
		send := func(n int) {
			for range n {
				_, err := transport.RoundTrip(request(t, http.MethodGet, videosURL, ""))
				require.NoError(t, err)
			}
		}
		send(500)
		down = false
		send(500)
		down, repetitions = true, 0
		send(25)
		assert.Equal(t, 100, repetitions)
	})
}

// TestRefusedRequests covers the statuses that say that the server did not process a request.
func TestRefusedRequests(t *testing.T) {
	refused := retry.Policy{MaxAttempts: 2, MaxPolls: 1, RepeatRefused: true}
	for _, c := range []struct {
		reason          string
		answer          said
		get, post       bool // by default
		postWhenRefused bool // with RepeatRefused
	}{
		{"a rate limit", failing(api.ErrRateLimitExceeded), true, false, true},
		{"429 without a code", said{status: 429}, true, false, true},
		{"429 with a code that the table lacks", said{status: 429, code: "rate_limited"}, true, false, true},
		{"a quota", failing(api.ErrQuotaExceeded), false, false, false},
		{"a longer wait than the policy allows", failing(api.ErrRateLimitExceeded, "Retry-After", "61"), false, false, false},
		{"421: another connection", said{status: 421}, true, false, true},
		{"425: early data", said{status: 425}, true, false, true},
		{"421 with a code that waiting does not help", said{status: 421, code: api.ErrVideoNotFound}, false, false, false},
		{"500: the effect is unknown", failing(api.ErrInternalError), true, false, false},
		{"503 may be sent after the work", said{status: 503}, true, false, false},
		{"409 needs the key", failing(api.ErrRequestInProgress), false, false, false},
		{"a resource that is not ready", failing(api.ErrResourceNotReady), true, false, false},
	} {
		for _, way := range []struct {
			method string
			policy retry.Policy
			want   bool
		}{
			{http.MethodGet, once, c.get}, {http.MethodGet, refused, c.get},
			{http.MethodPost, once, c.post}, {http.MethodPost, refused, c.postWhenRefused},
		} {
			inBubble(t, func(t *testing.T) {
				b := &base{answers: []said{c.answer, fine}}
				_, err := (&retry.Transport{Base: b, Policy: way.policy}).RoundTrip(request(t, way.method, videosURL, ""))
				require.NoError(t, err)
				assert.Equal(t, way.want, len(b.sent) == 2, "%s: %s", way.method, c.reason)
				again, err := way.policy.CheckRetry(t.Context(), c.answer.response(request(t, way.method, videosURL, ""), nil), nil)
				require.NoError(t, err)
				assert.Equal(t, way.want, again, "%s: %s", way.method, c.reason)
			})
		}
	}
}

// TestMisdirectedRequestGetsAnotherConnection covers 421, after which another connection must be
// used.
func TestMisdirectedRequestGetsAnotherConnection(t *testing.T) {
	connections := make(map[string]bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connections[r.RemoteAddr] = true
		if len(connections) < 3 {
			w.WriteHeader(http.StatusMisdirectedRequest)
		}
		fmt.Fprint(w, strings.Repeat("x", 9))
	}))
	defer server.Close()
	transport := &retry.Transport{Base: &http.Transport{}, Sleep: noWait}
	defer transport.CloseIdleConnections()
	rsp, err := transport.RoundTrip(request(t, http.MethodGet, server.URL, ""))
	require.NoError(t, err)
	content(t, rsp)
	assert.Equal(t, http.StatusOK, rsp.StatusCode)
	assert.Len(t, connections, 3)
}
