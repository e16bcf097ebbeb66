package mock

import (
	"errors"
	"sync"
)

// A queue holds what [Server.Fail] ordered, first come, first served.
type queue struct {
	mu      sync.Mutex
	pending []*pending
}

type pending struct {
	operation string
	code      string
	left      int // negative: for ever
}

// Fail has the next requests for an operation, given as a pattern (the empty one
// means every operation), answered with an error code, so many times; less than
// one time means from now on. Several calls queue up. The error says what of it
// the contract does not have.
func (s *Server) Fail(operation, code string, times int) error {
	if code == "" {
		return errors.New("which error? the code is empty")
	}
	if err := s.check(operation, order{Error: code}); err != nil {
		return err
	}
	if times < 1 {
		times = -1
	}
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	s.queue.pending = append(s.queue.pending, &pending{operation, code, times})
	return nil
}

// next takes the error whose turn it is for an operation that documents it; empty
// without one.
func (q *queue) next(m *Model, op *operation) string {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, p := range q.pending {
		if !op.named(p.operation) || !m.can(op, order{Error: p.code}) {
			continue
		}
		if p.left > 0 {
			p.left--
		}
		if p.left == 0 {
			q.pending = append(q.pending[:i], q.pending[i+1:]...)
		}
		return p.code
	}
	return ""
}
