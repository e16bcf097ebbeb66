package retry_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/stretchr/testify/assert"
)

// TestConcurrentRequests sends a thousand requests through one transport, each failing twice, and
// checks that none affects another.
func TestConcurrentRequests(t *testing.T) {
	const callers = 1000
	var tries sync.Map // key → *atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		key := r.Header.Get("Idempotency-Key")
		n, _ := tries.LoadOrStore(key, new(atomic.Int32))
		switch n.(*atomic.Int32).Add(1) {
		case 1:
			w.WriteHeader(http.StatusConflict)
			fmt.Fprint(w, envelope(api.ErrRequestInProgress))
		case 2:
			panic(http.ErrAbortHandler)
		default:
			_, _ = w.Write(body)
		}
	}))
	defer server.Close()
	var repeats atomic.Int32
	client := &http.Client{Transport: &retry.Transport{
		Base:    &http.Transport{MaxConnsPerHost: 50},
		Sleep:   noWait,
		OnRetry: func(retry.Attempt) { repeats.Add(1) },
	}}
	defer client.CloseIdleConnections()
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			body := fmt.Sprintf("body %d", i)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/v3/videos", strings.NewReader(body))
			if err != nil {
				t.Error(err)
				return
			}
			req.Header.Set("Idempotency-Key", fmt.Sprint("k-", i))
			rsp, err := client.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			assert.Equal(t, body, content(t, rsp))
		})
	}
	all.Wait()
	assert.GreaterOrEqual(t, repeats.Load(), int32(callers))
	tries.Range(func(key, n any) bool {
		assert.EqualValues(t, 3, n.(*atomic.Int32).Load(), key)
		return true
	})
}

// A synctest bubble fails if a goroutine is left in it.
func TestNoGoroutineIsLeft(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		transport := &retry.Transport{
			Base: roundTrip(func(req *http.Request) (*http.Response, error) {
				return failing(api.ErrResourceNotReady, "Retry-After", "30").response(req, nil), nil
			}),
		}
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				rsp, err := transport.RoundTrip(request(t, http.MethodGet, videosURL, ""))
				if err != nil {
					t.Error(err)
					return
				}
				assert.Equal(t, envelope(api.ErrResourceNotReady), content(t, rsp))
			})
		}
		all.Wait()
	})
}
