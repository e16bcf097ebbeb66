package idempotency

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/validate"
)

// A fakeClock only moves when Move is called.
type fakeClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *fakeClock { return &fakeClock{now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)} }

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var someKey = NewKey("createVideo", "", "k1")

func createdResponse(body string) response.Response {
	return response.Response{Status: 202, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)}
}

// turnText returns a BeginResult as text.
func turnText(t *BeginResult) string {
	switch {
	case t.Replay != nil:
		return "replay " + string(t.Replay.Body)
	case t.Busy:
		return "busy"
	}
	return "run"
}

func TestReplayForADay(t *testing.T) {
	clock := newClock()
	s := NewStore(clock.Now)
	first := s.Begin(someKey)
	require.Equal(t, "run", turnText(first))
	clock.Move(time.Hour)
	assert.Equal(t, "busy", turnText(s.Begin(someKey)), "the first is still running")
	clock.Move(48 * time.Hour)
	assert.Equal(t, "busy", turnText(s.Begin(someKey)), "however long it takes")
	first.Finish(createdResponse("1"), "")

	assert.Equal(t, "replay 1", turnText(s.Begin(someKey)))
	assert.Equal(t, "run", turnText(s.Begin(NewKey("createVideo", "", "k2"))), "another key")
	clock.Move(24*time.Hour - time.Nanosecond)
	assert.Equal(t, "replay 1", turnText(s.Begin(someKey)), "until the day is over")
	clock.Move(time.Nanosecond)
	again := s.Begin(someKey)
	assert.Equal(t, "run", turnText(again), "and not when it is")
	again.Finish(createdResponse("2"), "")
	assert.Equal(t, "replay 2", turnText(s.Begin(someKey)))
}

func TestKeptResponses(t *testing.T) {
	cases := []struct {
		reason string
		status int
		retry  validate.RetryClass
		kept   bool
	}{
		{"a success", 200, "", true},
		{"accepted work", 202, "", true},
		{"no content", 204, "", true},
		{"only another request can succeed", 400, validate.RetryChange, true},
		{"credits have to be bought", 402, validate.RetryAccount, true},
		{"no automatic retry", 429, validate.RetryLater, true},
		{"to be repeated after Retry-After", 429, validate.RetryWait, false},
		{"to be repeated once the resource is ready", 409, validate.RetryPoll, false},
		{"to be repeated with the same key", 409, validate.RetrySameKey, false},
		{"to be repeated since it is keyed", 500, validate.RetryTransient, false},
		{"a refusal of a contract without a table", 404, "", true},
		{"a failure of a contract without a table", 503, "", false},
		{"too many requests, without a table", 429, "", false},
		{"a request that took too long, without a table", 408, "", false},
	}
	for _, c := range cases {
		s := NewStore(newClock().Now)
		s.Begin(someKey).Finish(response.Response{Status: c.status, Body: []byte("x")}, c.retry)
		want := map[bool]string{true: "replay x", false: "run"}[c.kept]
		assert.Equal(t, want, turnText(s.Begin(someKey)), c.reason)
	}
}

func TestRelease(t *testing.T) {
	s := NewStore(nil)
	first := s.Begin(someKey)
	busy := s.Begin(someKey)
	busy.Release()
	busy.Finish(createdResponse("busy"), "")
	assert.Equal(t, "busy", turnText(s.Begin(someKey)), "only the request that runs can end its turn")
	first.Release()
	second := s.Begin(someKey)
	assert.Equal(t, "run", turnText(second), "a connection that was broken off frees its key")
	first.Finish(createdResponse("1"), "")
	first.Release()
	assert.Equal(t, "busy", turnText(s.Begin(someKey)), "and is over for good")
	second.Finish(createdResponse("2"), "")
	second.Release()
	assert.Equal(t, "replay 2", turnText(s.Begin(someKey)), "a finished response is kept")

	func() {
		defer func() { _ = recover() }()
		third := s.Begin(NewKey("p"))
		defer third.Release()
		panic(http.ErrAbortHandler)
	}()
	assert.Equal(t, "run", turnText(s.Begin(NewKey("p"))), "a panic, too")
}

func TestReplayIsACopy(t *testing.T) {
	s := NewStore(nil)
	a := createdResponse("1")
	s.Begin(someKey).Finish(a, "")
	a.Header.Set("Content-Type", "text/plain")
	first := s.Begin(someKey).Replay
	first.Header.Set("X", "1")
	assert.Equal(t, createdResponse("1"), *s.Begin(someKey).Replay)
}

func TestKeysOfDifferentParts(t *testing.T) {
	seen := make(map[Key]string)
	for _, parts := range [][]string{{"a", "b"}, {"ab"}, {"ab", ""}, {"", "ab"}, {"b", "a"}, {"a", "b", ""}, {}} {
		k := NewKey(parts...)
		assert.Empty(t, seen[k], "%q", parts)
		seen[k] = fmt.Sprintf("%q", parts)
		assert.Equal(t, k, NewKey(parts...))
	}
}

func TestOldestKeysAreEvicted(t *testing.T) {
	numbered := func(i int) Key { return NewKey("op", fmt.Sprint(i)) }
	s := NewStore(nil)
	running := s.Begin(someKey)
	for i := range maxResponses + 10 {
		s.Begin(numbered(i)).Finish(createdResponse(fmt.Sprint(i)), "")
	}
	assert.Equal(t, "run", turnText(s.Begin(numbered(9))))
	assert.Equal(t, "replay 10", turnText(s.Begin(numbered(10))))
	assert.Equal(t, "busy", turnText(s.Begin(someKey)), "a running request is kept")
	running.Release()

	s = NewStore(nil)
	half := response.Response{Status: 200, Body: make([]byte, maxBytes/2)}
	for i := range 3 {
		s.Begin(numbered(i)).Finish(half, "")
	}
	assert.Nil(t, s.Begin(numbered(0)).Replay)
	assert.NotNil(t, s.Begin(numbered(1)).Replay)
	assert.NotNil(t, s.Begin(numbered(2)).Replay)
	s.Begin(numbered(3)).Finish(response.Response{Status: 200, Header: http.Header{"X": {"y"}}, Body: make([]byte, maxBytes)}, "")
	assert.Nil(t, s.Begin(numbered(3)).Replay, "more than all that may be kept")
	assert.Zero(t, s.bytes)
	assert.Zero(t, s.responses.Len())
}

// TestConcurrentDuplicates checks that of many concurrent requests with the same key only one runs;
// the others are busy or get its response.
func TestConcurrentDuplicates(t *testing.T) {
	s := NewStore(nil)
	counts := make(map[string]int)
	var mu sync.Mutex
	var all, asked sync.WaitGroup
	asked.Add(100)
	for range 100 {
		all.Go(func() {
			turn := s.Begin(someKey)
			defer turn.Release()
			asked.Done()
			mu.Lock()
			counts[turnText(turn)]++
			mu.Unlock()
			if turnText(turn) == "run" {
				asked.Wait() // until all requests have begun
				turn.Finish(createdResponse("1"), "")
			}
		})
	}
	all.Wait()
	assert.Equal(t, map[string]int{"run": 1, "busy": 99}, counts)
	assert.Equal(t, "replay 1", turnText(s.Begin(someKey)))
	assert.Empty(t, s.running)
}

func TestManyKeysAtOnce(t *testing.T) {
	s := NewStore(nil)
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			k := NewKey(fmt.Sprint(i % 10))
			turn := s.Begin(k)
			defer turn.Release()
			if turnText(turn) == "run" {
				turn.Finish(createdResponse(fmt.Sprint(i%10)), "")
			} else if turn.Replay != nil {
				assert.Equal(t, fmt.Sprint(i%10), string(turn.Replay.Body))
			}
		})
	}
	all.Wait()
	assert.Equal(t, 10, s.responses.Len())
}
