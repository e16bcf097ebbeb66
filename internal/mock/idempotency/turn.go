package idempotency

import (
	"sync"

	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/validate"
)

// A BeginResult is the decision of [Store.Begin] on a request. If it has neither Replay
// nor Busy, the request runs, and must end with Finish or Release.
type BeginResult struct {
	// Replay is the response to send again; nil if there is none.
	Replay *response.Response
	// Busy reports that the first request with the key is still running. The response that reports
	// this is not kept for the key.
	Busy bool

	run *requestRun // nil if this request does not run
}

type requestRun struct {
	store *Store
	key   Key
	once  sync.Once
}

// Finish ends a request that ran, and keeps its response for requests with the same
// key. The retry class is that of the error's code, empty if the response has none.
// A response that asks the client to repeat its request is not kept.
func (t *BeginResult) Finish(r response.Response, class validate.RetryClass) {
	t.endRun(func(ended *requestRun) {
		if isFinal(r.Status, class) {
			ended.store.storeResponse(ended.key, r.Clone())
		}
	})
}

// Release ends a request that has no response, such as one whose connection broke:
// the next request with its key runs. After [BeginResult.Finish] it does nothing, so that
// it can be deferred.
func (t *BeginResult) Release() { t.endRun(func(*requestRun) {}) }

func (t *BeginResult) endRun(keep func(*requestRun)) {
	if t.run == nil {
		return
	}
	t.run.once.Do(func() {
		s := t.run.store
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.running, t.run.key)
		keep(t.run)
	})
}
