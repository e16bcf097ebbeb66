package mock

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/idempotency"
	"github.com/apicontract/apicontract/internal/mock/requestcheck"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/mock/security"
)

// handle returns the response that the API would send, nil if the client has left.
// The error says why there is none.
func (s *Server) handle(ctx context.Context, c *call, o override) (*response.Response, error) {
	if a := s.rejection(ctx, c); a != nil {
		if !fault.Pause(ctx, s.latency(o)) {
			return nil, nil
		}
		return a, nil
	}
	key, ok := s.idempotencyKey(c)
	if !ok {
		return s.succeed(ctx, c, o)
	}
	turn := s.keys.Begin(key)
	defer turn.Release()
	switch {
	case turn.Replay != nil:
		return turn.Replay, nil
	case turn.Busy:
		return s.reject(c, errorcode.InProgress, errorDetails{}), nil
	}
	a, err := s.succeed(ctx, c, o)
	if a != nil && a.Status < http.StatusBadRequest {
		turn.Finish(*a, "")
	}
	return a, err
}

// rejection returns the error response to an invalid request, nil if it is valid.
func (s *Server) rejection(ctx context.Context, c *call) *response.Response {
	if !s.NoAuth {
		if a := s.unauthenticated(c); a != nil {
			return a
		}
	}
	if wait, ok := s.limit.Allow(security.Credentials(s.doc.Spec, c.Request)); !ok {
		return s.reject(c, errorcode.TooManyRequests, errorDetails{retryAfter: time.Duration(wait) * time.Second})
	}
	if c.tooLarge {
		return s.reject(c, errorcode.TooLarge, errorDetails{message: fmt.Sprintf("The body is larger than %d bytes, which is all that this mock reads.", s.maxBody)})
	}
	if s.NoValidation {
		return nil
	}
	if e := c.op.check.Check(ctx, c.checkable()); e != nil {
		return s.rejectInvalid(c, e)
	}
	return nil
}

// unauthenticated returns the error response for a request without the credentials
// that its operation requires, nil if it has them.
func (s *Server) unauthenticated(c *call) *response.Response {
	requirements := c.op.spec.Security()
	missing := security.Missing(s.doc.Spec, c.Request, requirements)
	if len(missing) == 0 {
		return nil
	}
	a := s.reject(c, errorcode.Unauthorized, errorDetails{message: "The request carries no credentials: send " + strings.Join(missing, ", or ") + "."})
	security.AddChallenges(a.Header, s.doc.Spec, requirements)
	return a
}

// rejectInvalid returns the error response for a request that does not conform.
func (s *Server) rejectInvalid(c *call, e *requestcheck.Error) *response.Response {
	return s.reject(c, e.Kind, errorDetails{param: e.Parameter, message: e.Message})
}

// reject returns the error response for a reason that the mock itself has: one with
// a code, else a documented response without codes, else problem details.
func (s *Server) reject(c *call, kind errorcode.Kind, details errorDetails) *response.Response {
	if code, ok := s.code(c.op, kind); ok {
		if a, ok := s.fail(&c.subject, code, details); ok {
			return a
		}
	}
	a := own(kind.Statuses()[0], details.message)
	for _, status := range kind.Statuses() {
		if documented, ok := s.respond(&c.subject, status, ""); ok && !s.table {
			a = documented
			break
		}
	}
	if details.retryAfter > 0 {
		a.Header.Set("Retry-After", roundUpSeconds(details.retryAfter))
	}
	return a
}

// succeed returns the response to a valid request.
func (s *Server) succeed(ctx context.Context, c *call, o override) (*response.Response, error) {
	if !fault.Pause(ctx, s.latency(o)) {
		return nil, nil
	}
	if o.queued {
		o = s.queue.next(s.Model, c.op)
	}
	if o.hasOutcome() {
		return s.serve(&c.subject, o)
	}
	a, ok := s.respond(&c.subject, c.op.success(), "")
	if e := c.subject.pageErr; e != nil && !s.NoValidation {
		return s.rejectInvalid(c, requestcheck.NewError(e.Parameter, e.Problem)), nil
	}
	if !ok {
		return nil, fmt.Errorf("%s documents no response", c.op.name())
	}
	return a, nil
}

// idempotencyKey returns the key of a request, if it has one and its operation
// documents the header.
func (s *Server) idempotencyKey(c *call) (idempotency.Key, bool) {
	value := c.Header.Get("Idempotency-Key")
	if value == "" || !c.op.takesKey() {
		return idempotency.Key{}, false
	}
	parts := []string{c.op.Method, c.op.PathTemplate, security.Credentials(s.doc.Spec, c.Request)}
	for name, param := range sorted(c.params) {
		parts = append(parts, name, param)
	}
	return idempotency.NewKey(append(parts, value)...), true
}

func (op *operation) takesKey() bool {
	return slices.ContainsFunc(op.params, func(p *openapi3.ParameterRef) bool {
		return p.Value.In == openapi3.ParameterInHeader && strings.EqualFold(p.Value.Name, "Idempotency-Key")
	})
}
