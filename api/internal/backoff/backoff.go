// Package backoff computes the waits before retries.
package backoff

import (
	"math/rand/v2"
	"time"
)

// Exponential returns a random time between half of and all of lowest·2ⁿ, or of highest if that is
// less. It is random so that clients that failed at the same time do not retry at the same time.
// Bounds and n below 0 count as 0.
func Exponential(lowest, highest time.Duration, n int) time.Duration {
	lowest, highest, n = max(lowest, 0), max(highest, 0), max(n, 0)
	all := highest
	if lowest <= highest>>n {
		all = lowest << n
	}
	half := all / 2
	return half + rand.N(all-half+1)
}

// AfterAsked returns how long to wait if a server asks for a time with Retry-After: at least that
// time, plus up to a tenth of it or spread, whichever is larger. Without this random part, all
// clients that a server rejected at the same time would retry at the same time.
func AfterAsked(asked, spread time.Duration) time.Duration {
	extra := max(asked/10, spread, 0)
	if asked > longest-extra {
		return asked
	}
	return asked + rand.N(extra+1)
}

const longest = time.Duration(1<<63 - 1)
