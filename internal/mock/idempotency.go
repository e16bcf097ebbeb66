package mock

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/apicontract/apicontract/validate"
)

// The bounds of an [Idempotency].
const (
	idempotencyWindow = 24 * time.Hour
	maxKeys           = 10_000
	maxKeptBytes      = 64 << 20
)

// An Idempotency replays the responses to requests with an Idempotency-Key, and knows
// which of these requests are still running. A response is replayed for 24 hours. At
// most 10,000 responses of together 64 MiB are kept; the oldest are evicted first. It
// is safe for concurrent use.
type Idempotency struct {
	clock func() time.Time

	mu      sync.Mutex
	kept    *simplelru.LRU[IdempotencyKey, keptAnswer] // only peeked at, so that the oldest is evicted first
	running map[IdempotencyKey]bool
	bytes   int
}

type keptAnswer struct {
	answer   Answer
	finished time.Time
	bytes    int
}

// An IdempotencyKey is a hash of what makes two requests the same.
type IdempotencyKey [sha256.Size]byte

// NewIdempotencyKey makes the key of a request of all its parts, in order: the
// operation, each path parameter, who is calling, and the Idempotency-Key field.
// The body is no part of it: the same key replays the same answer, whatever the
// body. Whether the field has the right syntax is the document's to say.
func NewIdempotencyKey(parts ...string) IdempotencyKey {
	hash := sha256.New()
	var length [8]byte
	for _, part := range parts {
		// With its length, so that no two lists of parts read the same.
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		hash.Write(length[:])
		hash.Write([]byte(part))
	}
	return IdempotencyKey(hash.Sum(nil))
}

// NewIdempotency returns an Idempotency without responses. A nil clock means
// [time.Now].
func NewIdempotency(clock func() time.Time) *Idempotency {
	if clock == nil {
		clock = time.Now
	}
	s := &Idempotency{clock: clock, running: make(map[IdempotencyKey]bool)}
	s.kept, _ = simplelru.NewLRU(maxKeys, s.evicted) // an error is only for sizes below 1
	return s
}

// A Turn is what [Idempotency.Begin] makes of a request.
type Turn struct {
	// Replay is the answer to send again; nil if there is none.
	Replay *Answer
	// Busy says that the first request with the key is still running. The answer
	// that says so is none of the request: the Turn keeps nothing of it.
	Busy bool

	run *run // nil: it is not this request's to finish
}

type run struct {
	store *Idempotency
	key   IdempotencyKey
	once  sync.Once
}

// Begin says what to do with a request: send the answer again, send that the
// first request is still running, or, if neither, run it. Requests that are
// refused before they run (for their credentials, their syntax, or their number)
// are not to begin at all, so that the key is still free once they are mended.
func (s *Idempotency) Begin(key IdempotencyKey) *Turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	if entry, ok := s.kept.Peek(key); ok {
		answer := entry.answer.clone()
		return &Turn{Replay: &answer}
	}
	if s.running[key] {
		return &Turn{Busy: true}
	}
	s.running[key] = true
	return &Turn{run: &run{store: s, key: key}}
}

// Finish ends a request that ran, and keeps its answer for those that follow
// with the same key. The retry class is that of the error's code; empty if the
// answer has none. An answer that asks to be asked again is not kept:
// a caller that repeats its request with the same key, as the table tells it to,
// would hear the same for 24 hours.
func (t *Turn) Finish(a Answer, retry validate.Retry) {
	t.end(func(r *run) {
		if lasting(a.Status, retry) {
			r.store.keep(r.key, a.clone())
		}
	})
}

// Release ends a request that came to nothing, such as one whose connection was
// broken off: the next with its key runs. After [Turn.Finish] it does nothing,
// so that it can be deferred.
func (t *Turn) Release() { t.end(func(*run) {}) }

func (t *Turn) end(f func(*run)) {
	if t.run == nil {
		return
	}
	t.run.once.Do(func() {
		s := t.run.store
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.running, t.run.key)
		f(t.run)
	})
}

// lasting reports whether an answer is the request's last word.
func lasting(status int, retry validate.Retry) bool {
	switch retry {
	case validate.RetryWait, validate.RetryPoll, validate.RetrySameKey, validate.RetryTransient:
		return false
	case "":
		return status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout
	}
	return true
}

// keep stores a response. The caller has the lock.
func (s *Idempotency) keep(key IdempotencyKey, a Answer) {
	entry := keptAnswer{answer: a, finished: s.clock(), bytes: size(a)}
	s.bytes += entry.bytes
	s.kept.Add(key, entry)
	for s.bytes > maxKeptBytes {
		s.kept.RemoveOldest()
	}
}

// expire removes the responses that are too old. The caller has the lock.
func (s *Idempotency) expire() {
	now := s.clock()
	for {
		_, oldest, ok := s.kept.GetOldest()
		if !ok || now.Sub(oldest.finished) < idempotencyWindow {
			return
		}
		s.kept.RemoveOldest()
	}
}

// evicted is called for each response that is no longer kept.
func (s *Idempotency) evicted(_ IdempotencyKey, entry keptAnswer) { s.bytes -= entry.bytes }

// size is roughly what an answer takes in memory.
func size(a Answer) int {
	n := len(a.Body)
	for name, values := range a.Header {
		n += len(name)
		for _, value := range values {
			n += len(value)
		}
	}
	return n
}
