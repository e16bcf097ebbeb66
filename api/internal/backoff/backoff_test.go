package backoff_test

import (
	"testing"
	"time"

	"github.com/apicontract/apicontract/api/internal/backoff"
	"github.com/stretchr/testify/assert"
)

const longest = time.Duration(1<<63 - 1)

func TestExponential(t *testing.T) {
	for _, c := range []struct {
		reason          string
		lowest, highest time.Duration
		n               int
		least, most     time.Duration
	}{
		{"the first", time.Second, time.Minute, 0, 500 * time.Millisecond, time.Second},
		{"it doubles", time.Second, time.Minute, 3, 4 * time.Second, 8 * time.Second},
		{"up to the bound", time.Second, time.Minute, 9, 30 * time.Second, time.Minute},
		{"any number", time.Second, time.Minute, 1 << 30, 30 * time.Second, time.Minute},
		{"no number", time.Second, time.Minute, -1, 500 * time.Millisecond, time.Second},
		{"bounds that cross", time.Minute, time.Second, 0, 500 * time.Millisecond, time.Second},
		{"no time", 0, 0, 5, 0, 0},
		{"negative bounds", -1, -1, 5, 0, 0},
		{"the longest time", longest, longest, 62, longest / 2, longest},
	} {
		for range 100 {
			have := backoff.Exponential(c.lowest, c.highest, c.n)
			assert.GreaterOrEqual(t, have, c.least, c.reason)
			assert.LessOrEqual(t, have, c.most, c.reason)
		}
	}
}

func TestAfterAsked(t *testing.T) {
	for _, c := range []struct {
		reason        string
		asked, spread time.Duration
		most          time.Duration
	}{
		{"the spread", 2 * time.Second, 500 * time.Millisecond, 2500 * time.Millisecond},
		{"no time", 0, 500 * time.Millisecond, 500 * time.Millisecond},
		{"a tenth", time.Minute, time.Second, 66 * time.Second},
		{"no spread", time.Minute, 0, 66 * time.Second},
		{"the longest time", longest, time.Second, longest},
	} {
		seen := make(map[time.Duration]bool)
		for range 100 {
			have := backoff.AfterAsked(c.asked, c.spread)
			assert.GreaterOrEqual(t, have, c.asked, "%s: never less than asked for", c.reason)
			assert.LessOrEqual(t, have, c.most, c.reason)
			seen[have] = true
		}
		if c.most > c.asked {
			assert.Greater(t, len(seen), 50, "%s: not all at once", c.reason)
		}
	}
}
