package mock

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/validate"
)

// respondUnmatched returns the response to a request that matches no operation. A real server can
// fail before it knows the operation, so an override may ask for any error of the error table; the
// response is that of an operation that documents the error. The error says why the override cannot
// be served.
func (s *Server) respondUnmatched(c *receivedRequest, o override) (*response.Response, error) {
	if !o.hasOutcome() {
		return s.notFoundResponse(c), nil
	}
	code, err := s.unmatchedCode(c, o)
	if err != nil {
		return nil, err
	}
	if a, ok := s.unmatchedError(c, code, errorDetails{}); ok {
		return a, nil
	}
	return nil, fmt.Errorf("no operation documents %s", o.outcomeText())
}

// unmatchedCode returns the code of the error table that an override asks for.
func (s *Server) unmatchedCode(c *receivedRequest, o override) (validate.ErrorCode, error) {
	code, ok := s.contract.LookupCode(o.Error)
	switch {
	case o.Error != "" && !ok:
		return code, s.unknownCodeError(o.Error)
	case o.Error != "" && o.Status != 0 && !slices.Contains(code.Statuses, o.Status):
		return code, fmt.Errorf("%q does not belong to status %d; leave the status out", code.Name, o.Status)
	case o.Error != "":
		return code, nil
	}
	if code, ok = errorcode.ForStatus(s.contract.Codes(), o.Status, ""); o.Example != "" || !ok {
		return code, fmt.Errorf("%s, so it documents no %s there; ask for an error of the error table instead",
			c.missingText(), strings.TrimPrefix(o.outcomeText(), "an "))
	}
	return code, nil
}

// unmatchedError returns the error response for a code, without an operation.
func (s *Server) unmatchedError(c *receivedRequest, code validate.ErrorCode, details errorDetails) (*response.Response, bool) {
	op := s.representativeOperation(code)
	if op == nil {
		return nil, false
	}
	about := &responseContext{op: op, target: s.urlOf(op), dynamic: c.context.dynamic}
	return s.errorResponse(about, code, details)
}

// notFoundResponse returns the response to a path or method that the document lacks:
// an error that an operation documents, or else problem details.
func (s *Server) notFoundResponse(c *receivedRequest) *response.Response {
	kind := errorcode.NotFound
	if len(c.allowed) > 0 {
		kind = errorcode.MethodNotAllowed
	}
	message := sentenceOf(c.missingText())
	c.refusal = message
	code, ok := s.chooseCode(nil, kind)
	a := problemDetails(kind.Statuses()[0], message)
	if ok {
		if documented, ok := s.unmatchedError(c, code, errorDetails{message: message}); ok {
			a = documented
		}
	}
	if len(c.allowed) > 0 {
		a.Header.Set("Allow", strings.Join(withHead(c.allowed), ", "))
	}
	return a
}

// withHead adds HEAD to the methods of a path that has GET, as it is GET without a body (RFC
// 9110, section 9.3.2).
func withHead(methods []string) []string {
	if !slices.Contains(methods, http.MethodGet) || slices.Contains(methods, http.MethodHead) {
		return methods
	}
	methods = append(slices.Clone(methods), http.MethodHead)
	slices.Sort(methods)
	return methods
}

// missingText says what the contract lacks for a request that matches no operation.
func (c *receivedRequest) missingText() string {
	if len(c.allowed) == 0 {
		return "the contract has no such path"
	}
	return "the contract has this path, but not with this method"
}

func sentenceOf(clause string) string { return strings.ToUpper(clause[:1]) + clause[1:] + "." }
