package retry

import "sync"

// budgetReserve is how many repetitions may fail before their share counts. Programs
// with few requests are not bounded by it.
const budgetReserve = 100

// budget bounds the repetitions of a Transport that do not help: a server that fails
// every request should not get a multiple of them. Each request adds its share, and
// each repetition that fails takes one; what is in flight has not failed yet, so that
// a thousand requests that a server drops at once are all repeated. The zero value is
// full.
type budget struct {
	mu    sync.Mutex
	spent float64 // of the reserve; never negative
}

// addRequest adds the share of a request.
func (b *budget) addRequest(share float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent = max(0, b.spent-share)
}

// chargeFailure takes one for a repetition that failed.
func (b *budget) chargeFailure() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent++
}

// allowsRetry reports whether one is left for another repetition.
func (b *budget) allowsRetry() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent+1 <= budgetReserve
}
