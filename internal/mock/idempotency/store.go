// Package idempotency replays responses to requests with an Idempotency-Key.
package idempotency

import (
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/validate"
)

// The bounds of a [Store].
const (
	replayWindow = 24 * time.Hour
	maxResponses = 10_000
	maxBytes     = 64 << 20
)

// A Store keeps the responses to requests with an Idempotency-Key, and knows which of these
// requests are still running. A response is replayed for 24 hours. The Store keeps at most 10,000
// responses of 64 MiB in total and evicts the oldest first. It is safe for concurrent use.
type Store struct {
	clock func() time.Time

	mu        sync.Mutex
	responses *simplelru.LRU[Key, storedResponse] // read with Peek only, so that the oldest is evicted first
	running   map[Key]bool
	bytes     int
}

type storedResponse struct {
	response response.Response
	finished time.Time
	bytes    int
}

// NewStore returns a Store without responses. A nil clock means [time.Now].
func NewStore(clock func() time.Time) *Store {
	if clock == nil {
		clock = time.Now
	}
	s := &Store{clock: clock, running: make(map[Key]bool)}
	s.responses, _ = simplelru.NewLRU(maxResponses, s.subtractEvicted) // an error is only for sizes below 1
	return s
}

// Begin decides what to do with a request: replay a response, report that the first request is
// still running, or run it. Requests that are rejected before they run, for their credentials,
// syntax or rate, must not call Begin, so that the key stays free for the corrected request.
func (s *Store) Begin(key Key) *BeginResult {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeExpired()
	if e, ok := s.responses.Peek(key); ok {
		replay := e.response.Clone()
		return &BeginResult{Replay: &replay}
	}
	if s.running[key] {
		return &BeginResult{Busy: true}
	}
	s.running[key] = true
	return &BeginResult{run: &requestRun{store: s, key: key}}
}

// storeResponse stores a response. The lock must be held.
func (s *Store) storeResponse(key Key, r response.Response) {
	e := storedResponse{response: r, finished: s.clock(), bytes: memorySize(r)}
	s.bytes += e.bytes
	s.responses.Add(key, e)
	for s.bytes > maxBytes {
		s.responses.RemoveOldest()
	}
}

// removeExpired removes the responses that are too old. The lock must be held.
func (s *Store) removeExpired() {
	now := s.clock()
	for {
		_, oldest, ok := s.responses.GetOldest()
		if !ok || now.Sub(oldest.finished) < replayWindow {
			return
		}
		s.responses.RemoveOldest()
	}
}

// subtractEvicted updates the size when a response is evicted or removed.
func (s *Store) subtractEvicted(_ Key, e storedResponse) { s.bytes -= e.bytes }

// memorySize returns roughly the memory that a response takes.
func memorySize(r response.Response) int {
	n := len(r.Body)
	for name, values := range r.Header {
		n += len(name)
		for _, value := range values {
			n += len(value)
		}
	}
	return n
}

// isFinal reports whether repeating a request with the same key should get the
// same response. A client that repeats a request because the error table says so
// must not get the same error for 24 hours.
func isFinal(status int, class validate.RetryClass) bool {
	switch class {
	case validate.RetryWait, validate.RetryPoll, validate.RetrySameKey, validate.RetryTransient:
		return false
	case "":
		return status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout
	}
	return true
}
