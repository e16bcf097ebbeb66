package limit

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

func newLimit(t *testing.T, text string, clock *fakeClock) *RateLimit {
	t.Helper()
	r, err := ParseRate(text)
	require.NoError(t, err)
	limit, err := NewRateLimit(r, clock.Now)
	require.NoError(t, err)
	return limit
}

func TestRetryAfterIsTrue(t *testing.T) {
	cases := []struct {
		reason string
		rate   string
		used   int           // requests at once
		idle   time.Duration // before the request that is refused
		want   int
	}{
		{"one a second", "1/s", 1, 0, 1},
		{"rounded up", "10/s", 10, 0, 1},
		{"a new token every six seconds", "10/m", 10, 0, 6},
		{"part of which has passed", "10/m", 10, 1500 * time.Millisecond, 5},
		{"a whole second of which has passed", "10/m", 10, time.Second, 5},
		{"a nanosecond of which has passed", "10/m", 10, time.Nanosecond, 6},
		{"all but a nanosecond", "10/m", 10, 6*time.Second - time.Nanosecond, 1},
		{"a third of a second is not a whole number of nanoseconds", "3/s", 3, 0, 1},
		{"one in seven seconds and a bit", "7/50s", 7, 0, 8},
		{"one an hour", "1/h", 1, 0, 3600},
		{"one a year", "1/8760h", 1, 0, 31_536_000},
	}
	for _, c := range cases {
		clock := newClock()
		limit := newLimit(t, c.rate, clock)
		for range c.used {
			_, ok := limit.Allow("k")
			require.True(t, ok, "%s: the burst", c.reason)
		}
		clock.Move(c.idle)
		got, ok := limit.Allow("k")
		require.False(t, ok, c.reason)
		assert.Equal(t, c.want, got, c.reason)

		clock.Move(time.Duration(got-1) * time.Second)
		if again, ok := limit.Allow("k"); assert.False(t, ok, "%s: one second earlier", c.reason) {
			assert.Equal(t, 1, again, c.reason)
		}
		clock.Move(time.Second)
		_, ok = limit.Allow("k")
		assert.True(t, ok, "%s: after waiting", c.reason)
	}
}

// TestRetryAfterIsAlwaysTrue checks that, after any history, a caller that waits for Retry-After
// may send, and one second earlier may not.
func TestRetryAfterIsAlwaysTrue(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for range 300 {
		clock := newClock()
		limit, err := NewRateLimit(Rate{1 + rnd.IntN(50), time.Duration(1 + rnd.Int64N(int64(10*time.Minute)))}, clock.Now)
		require.NoError(t, err)
		for range 100 {
			clock.Move(time.Duration(rnd.Int64N(int64(5 * time.Second))))
			for range rnd.IntN(20) {
				limit.Allow("k")
			}
			wait, ok := limit.Allow("k")
			if ok {
				continue
			}
			refused++
			require.Positive(t, wait, limit.rate)
			clock.Move(time.Duration(wait-1) * time.Second)
			if _, ok = limit.Allow("k"); wait > 1 {
				require.False(t, ok, "%s: one second before %d", limit.rate, wait)
			}
			clock.Move(time.Second)
			_, ok = limit.Allow("k")
			require.True(t, ok, "%s: after %d seconds", limit.rate, wait)
		}
	}
	assert.Greater(t, refused, 1000)
}

func TestCallersAreSeparate(t *testing.T) {
	clock := newClock()
	limit := newLimit(t, "1/m", clock)
	for _, name := range []string{"", "a", "b"} {
		_, ok := limit.Allow(name)
		assert.True(t, ok, "the first of %q", name)
		_, ok = limit.Allow(name)
		assert.False(t, ok, "the second of %q", name)
	}
	assert.NotContains(t, fmt.Sprintf("%+v", limit.callers), "secret-key")

	for i := range maxCallers {
		limit.Allow(fmt.Sprint(i))
	}
	assert.Equal(t, maxCallers, limit.callers.Len())
	_, ok := limit.Allow(fmt.Sprint(maxCallers - 1))
	assert.False(t, ok, "a recent caller is known")
	_, ok = limit.Allow("a")
	assert.True(t, ok, "the oldest one is forgotten")
}

func TestClockThatIsSetBack(t *testing.T) {
	clock := newClock()
	limit := newLimit(t, "1/m", clock)
	limit.Allow("k")
	clock.Move(-1000 * time.Hour)
	wait, ok := limit.Allow("k")
	assert.False(t, ok)
	assert.Equal(t, 60, wait)
}

func TestNoLimit(t *testing.T) {
	limit, err := NewRateLimit(Rate{}, nil)
	require.NoError(t, err)
	for range 1000 {
		_, ok := limit.Allow("k")
		require.True(t, ok)
	}
	for _, r := range []Rate{{1, 0}, {0, 1}, {-1, time.Second}, {1, -time.Second}, {1, 1 << 62}} {
		_, err := NewRateLimit(r, nil)
		require.Error(t, err, "%v", r)
	}
}

func TestManyRequestsAtOnce(t *testing.T) {
	limit := newLimit(t, "7/h", newClock())
	var through atomic.Int32
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			if _, ok := limit.Allow("k"); ok {
				through.Add(1)
			}
		})
	}
	all.Wait()
	assert.EqualValues(t, 7, through.Load())
}
