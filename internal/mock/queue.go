package mock

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"sync"
)

// A queue holds what [Server.Fail] and [Server.Respond] ordered, first come, first
// served.
type queue struct {
	mu      sync.Mutex
	pending []*pending
}

type pending struct {
	operation string
	order     order
	times     int // that were ordered; negative: for ever
	left      int
}

// A Waiting is an order that no request has come for yet.
type Waiting struct {
	Operation string // pattern
	Code      string // of [Server.Fail]; empty: it is one of [Server.Respond]
	Status    int
	Times     int
}

// Waiting returns the orders of which nothing was used, in the order in which they
// were given. Those that hold from now on are none: they say what to do if.
func (s *Server) Waiting() []Waiting {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	var all []Waiting
	for _, p := range s.queue.pending {
		if p.times > 0 && p.left == p.times {
			all = append(all, Waiting{p.operation, p.order.Error, p.order.Status, p.times})
		}
	}
	return all
}

// Fail has the next requests for an operation, given as a pattern (the empty one
// means every operation), answered with an error code, so many times; less than
// one time means from now on. Several calls queue up. The error says what of it
// the contract does not have.
func (s *Server) Fail(operation, code string, times int) error {
	if code == "" {
		return errors.New("which error? the code is empty")
	}
	return s.enqueue(operation, order{Error: code}, times)
}

// Respond has the next requests for an operation answered with a status, 0 for that
// of the operation's success, and a body, as [Server.Fail] has them fail, and in the
// same queue. Bytes are sent as they are, a string is text, anything else becomes
// JSON; with nil, the content is the document's. A success is for right requests: one
// that is wrong, or repeats a key, is answered as ever, and the order waits. The error
// says in which way the answer would break the contract.
func (s *Server) Respond(operation string, status int, body any, times int) error {
	b, err := newBody(body)
	switch {
	case err != nil:
		return err
	case b == nil && status == 0:
		return errors.New("which answer? status and body are empty")
	}
	return s.enqueue(operation, order{Status: status, Body: b, polite: true}, times)
}

func (s *Server) enqueue(operation string, o order, times int) error {
	if err := s.check(operation, o); err != nil {
		return err
	}
	if times < 1 {
		times = -1
	}
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	s.queue.pending = append(s.queue.pending, &pending{operation, o, times, times})
	return nil
}

// politeFor reports whether an order is for right requests of an operation alone.
func (o *order) politeFor(op *operation) bool {
	return o.queued || o.polite && cmp.Or(o.Status, op.success()) < http.StatusBadRequest
}

// first takes the order whose turn it is for an operation that documents it; the
// zero one if there is none. An order that is for right requests alone is left where
// it is: whether the request is one is yet to be found.
func (q *queue) first(m *Model, op *operation) order {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := q.index(m, op)
	switch {
	case i < 0:
		return order{}
	case q.pending[i].order.politeFor(op):
		return order{queued: true}
	}
	return q.take(i)
}

// next takes the order whose turn it is, whatever it is, for a right request.
func (q *queue) next(m *Model, op *operation) order {
	q.mu.Lock()
	defer q.mu.Unlock()
	if i := q.index(m, op); i >= 0 {
		return q.take(i)
	}
	return order{} // another request was faster
}

func (q *queue) index(m *Model, op *operation) int {
	return slices.IndexFunc(q.pending, func(p *pending) bool { return op.named(p.operation) && m.can(op, p.order) })
}

func (q *queue) take(i int) order {
	p := q.pending[i]
	if p.left > 0 {
		p.left--
	}
	if p.left == 0 {
		q.pending = slices.Delete(q.pending, i, i+1)
	}
	return p.order
}
