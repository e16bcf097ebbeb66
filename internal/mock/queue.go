package mock

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"sync"
)

// An overrideQueue holds the overrides of [Server.Fail] and [Server.Respond] in their order.
type overrideQueue struct {
	mu      sync.Mutex
	pending []*queuedOverride
}

type queuedOverride struct {
	operation string
	override  override
	times     int // as requested; negative means all requests
	left      int
}

// A PendingOverride is an override that no request has used yet.
type PendingOverride struct {
	Operation string // pattern
	Code      string // code of [Server.Fail]; empty for an override of [Server.Respond]
	Status    int
	Times     int
}

// PendingOverrides returns the overrides that no request has used, in their order.
// Overrides without an end are left out, because they need not be used.
func (s *Server) PendingOverrides() []PendingOverride {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	var all []PendingOverride
	for _, p := range s.queue.pending {
		if p.times > 0 && p.left == p.times {
			all = append(all, PendingOverride{p.operation, p.override.Error, p.override.Status, p.times})
		}
	}
	return all
}

// Fail makes the next requests for an operation fail with an error code. The operation is a
// pattern; empty means every operation. Less than one time means all requests from now on. Several
// calls queue up. The error names the argument that the contract lacks.
func (s *Server) Fail(operation, code string, times int) error {
	if code == "" {
		return errors.New("the code is empty")
	}
	return s.enqueue(operation, override{Error: code}, times)
}

// Respond makes the next requests for an operation get a status, 0 for that of the operation's
// success, and a body. It uses the same queue as [Server.Fail]. Bytes are sent unchanged, a string
// is text, and other values become JSON; nil means the body of the document. Only valid requests
// get a success: a request that is invalid or repeats an Idempotency-Key is handled as usual, and
// the override stays in the queue. The error says how the response would break the contract.
func (s *Server) Respond(operation string, status int, body any, times int) error {
	b, err := newBody(body)
	switch {
	case err != nil:
		return err
	case b == nil && status == 0:
		return errors.New("status and body are empty: set at least one")
	}
	return s.enqueue(operation, override{Status: status, Body: b, validRequestsOnly: true}, times)
}

func (s *Server) enqueue(operation string, o override, times int) error {
	if err := s.checkOverride(operation, o); err != nil {
		return err
	}
	if times < 1 {
		times = -1
	}
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	s.queue.pending = append(s.queue.pending, &queuedOverride{operation, o, times, times})
	return nil
}

// onlyValidRequests reports whether an override is only for valid requests of an
// operation.
func (o *override) onlyValidRequests(op *operation) bool {
	return o.queued || o.validRequestsOnly && cmp.Or(o.Status, op.successStatus()) < http.StatusBadRequest
}

// nextForRequest takes the first override that an operation supports; it returns the zero
// override if there is none. An override that is only for valid requests stays in the
// queue, because the request is not checked yet.
func (q *overrideQueue) nextForRequest(m *Model, op *operation) override {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := q.indexFor(m, op)
	switch {
	case i < 0:
		return override{}
	case q.pending[i].override.onlyValidRequests(op):
		return override{queued: true}
	}
	return q.useOverride(i)
}

// nextForValidRequest takes the first override that an operation supports, for a valid request.
func (q *overrideQueue) nextForValidRequest(m *Model, op *operation) override {
	q.mu.Lock()
	defer q.mu.Unlock()
	if i := q.indexFor(m, op); i >= 0 {
		return q.useOverride(i)
	}
	return override{} // another request took it
}

func (q *overrideQueue) indexFor(m *Model, op *operation) int {
	return slices.IndexFunc(q.pending, func(p *queuedOverride) bool { return op.matchesPattern(p.operation) && m.supports(op, p.override) })
}

func (q *overrideQueue) useOverride(i int) override {
	p := q.pending[i]
	if p.left > 0 {
		p.left--
	}
	if p.left == 0 {
		q.pending = slices.Delete(q.pending, i, i+1)
	}
	return p.override
}
