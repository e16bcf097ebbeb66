package retry

import "sync"

// budgetReserve is the number of repetitions that may fail before the share limits them, so that it
// does not affect programs with few requests.
const budgetReserve = 100

// A budget limits the repetitions of a Transport that do not help, because a server that fails
// every request should not get a multiple of them. Each request adds its share, and each failed
// repetition takes one. Repetitions in flight have not failed yet, so a thousand requests that a
// server drops at once are all repeated. The zero value is full.
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

// chargeFailure charges the budget for a failed repetition.
func (b *budget) chargeFailure() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent++
}

// allowsRetry reports whether the budget allows another repetition.
func (b *budget) allowsRetry() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent+1 <= budgetReserve
}
