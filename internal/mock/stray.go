package mock

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/validate"
)

// A stray request is for a path or method that the document does not have. No
// operation says what it may be answered with, but a server can fail before it
// knows the operation: any error of the table can be ordered, and comes as an
// operation has it that documents it.

// serveStray answers a stray request, with what was ordered or as what it is. The
// error says why what was ordered cannot be.
func (s *Server) serveStray(c *call, o order) (*response.Response, error) {
	if !o.decides() {
		return s.unknown(c), nil
	}
	code, err := s.strayCode(c, o)
	if err != nil {
		return nil, err
	}
	if a, ok := s.strayError(c, code, errorDetails{}); ok {
		return a, nil
	}
	return nil, fmt.Errorf("no operation documents %s", o.what())
}

// strayCode is the code of the table that is ordered.
func (s *Server) strayCode(c *call, o order) (validate.Code, error) {
	code, ok := s.contract.LookupCode(o.Error)
	switch {
	case o.Error != "" && !ok:
		return code, s.noCode(o.Error)
	case o.Error != "" && o.Status != 0 && !slices.Contains(code.Statuses, o.Status):
		return code, fmt.Errorf("%q does not belong to status %d; leave the status out", code.Name, o.Status)
	case o.Error != "":
		return code, nil
	}
	if code, ok = errorcode.ForStatus(s.contract.Codes(), o.Status, ""); o.Example != "" || !ok {
		return code, fmt.Errorf("%s, so that it documents no %s for it; an error of the error table can be had",
			c.lacking(), strings.TrimPrefix(o.what(), "an "))
	}
	return code, nil
}

// strayError is an error of the table for no operation in particular.
func (s *Server) strayError(c *call, code validate.Code, details errorDetails) (*response.Response, bool) {
	op := s.representativeOperation(code)
	if op == nil {
		return nil, false
	}
	about := &responseContext{op: op, target: s.urlOf(op), dynamic: c.subject.dynamic}
	return s.fail(about, code, details)
}

// unknown says that a stray request is one: as an operation documents it that has
// an error for that, or else in the mock's own voice.
func (s *Server) unknown(c *call) *response.Response {
	kind := errorcode.NotFound
	if len(c.allowed) > 0 {
		kind = errorcode.MethodNotAllowed
	}
	message := sentenceOf(c.lacking())
	code, ok := s.code(nil, kind)
	a := own(kind.Statuses()[0], message)
	if ok {
		if documented, ok := s.strayError(c, code, errorDetails{message: message}); ok {
			a = documented
		}
	}
	if len(c.allowed) > 0 {
		a.Header.Set("Allow", strings.Join(c.allowed, ", "))
	}
	return a
}

// lacking says what the contract lacks for a stray request.
func (c *call) lacking() string {
	if len(c.allowed) == 0 {
		return "the contract has no such path"
	}
	return "the contract has this path, but not with this method"
}

func sentenceOf(clause string) string { return strings.ToUpper(clause[:1]) + clause[1:] + "." }
