package mock

import (
	"cmp"
	"strings"
)

// refuse answers with an error that the mock itself has a reason for: a code for
// it, else a documented response without codes, else in the mock's own voice.
func (s *Server) refuse(c *call, p purpose, f failing) *Answer {
	if code, ok := s.code(c.op, p); ok {
		if a, ok := s.fail(&c.subject, code, f); ok {
			return a
		}
	}
	a := own(p.statuses[0], f.message)
	for _, status := range p.statuses {
		if documented, ok := s.respond(&c.subject, status, ""); ok && !s.table {
			a = documented
			break
		}
	}
	if f.wait > 0 {
		a.Header.Set("Retry-After", seconds(f.wait))
	}
	return a
}

// unknown answers a request for a path or method that the document does not have.
func (s *Server) unknown(c *call) *Answer {
	if len(c.allowed) == 0 {
		return s.stray(notFound, "The contract has no such path.")
	}
	a := s.stray(notAllowed, "The contract has this path, but not with this method.")
	a.Header.Set("Allow", strings.Join(c.allowed, ", "))
	return a
}

// stray is an error for no operation in particular: as one documents it that has
// it, or else in the mock's own voice.
func (s *Server) stray(p purpose, message string) *Answer {
	if code, ok := s.code(nil, p); ok {
		op := s.witness(code)
		origin, base := splitServer(s.servers(op)[0])
		about := &subject{op: op, target: cmp.Or(origin, "http://localhost") + base + op.PathTemplate}
		if a, ok := s.fail(about, code, failing{message: message}); ok {
			return a
		}
	}
	return own(p.statuses[0], message)
}
