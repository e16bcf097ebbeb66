package mock

import "github.com/apicontract/apicontract/internal/mock/response"

// refuse answers with an error that the mock itself has a reason for: a code for
// it, else a documented response without codes, else in the mock's own voice.
func (s *Server) refuse(c *call, p purpose, f failing) *response.Response {
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
