package mock

import (
	"cmp"
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

// handle returns the response of the API, nil if the client has disconnected. The error says why
// there is none.
func (s *Server) handle(ctx context.Context, c *receivedRequest, o override) (*response.Response, error) {
	if a := s.rejectionFor(ctx, c); a != nil {
		if !fault.Pause(ctx, s.latency(o)) {
			return nil, nil
		}
		return a, nil
	}
	key, ok := s.idempotencyKey(c)
	if !ok {
		return s.successResponse(ctx, c, o)
	}
	turn := s.keys.Begin(key)
	defer turn.Release()
	switch {
	case turn.Replay != nil:
		c.replayed = true
		return turn.Replay, nil
	case turn.Busy:
		return s.rejectRequest(c, errorcode.InProgress, errorDetails{}), nil
	}
	a, err := s.successResponse(ctx, c, o)
	if a != nil && a.Status < http.StatusBadRequest {
		turn.Finish(*a, "")
	}
	return a, err
}

// rejectionFor returns the error response to an invalid request, nil if it is valid.
func (s *Server) rejectionFor(ctx context.Context, c *receivedRequest) *response.Response {
	if !s.NoAuth {
		if a := s.rejectUnauthenticated(c); a != nil {
			return a
		}
	}
	if wait, ok := s.limit.Allow(security.Credentials(s.doc.Spec, c.Request)); !ok {
		return s.rejectRequest(c, errorcode.TooManyRequests, errorDetails{retryAfter: time.Duration(wait) * time.Second})
	}
	if c.tooLarge {
		return s.rejectTooLarge(c)
	}
	if s.NoValidation {
		return nil
	}
	result := c.op.check.Check(ctx, c.checkerRequest())
	c.unchecked = result.Unchecked
	if result.Err != nil {
		return s.rejectInvalid(c, result.Err)
	}
	return nil
}

// rejectUnauthenticated returns the error response for a request without the credentials
// that its operation requires, nil if it has them.
func (s *Server) rejectUnauthenticated(c *receivedRequest) *response.Response {
	requirements := c.op.spec.Security()
	missing := security.MissingCredentials(s.doc.Spec, c.Request, requirements)
	if len(missing) == 0 {
		return nil
	}
	a := s.rejectRequest(c, errorcode.Unauthorized, errorDetails{message: "The request carries no credentials: send " + strings.Join(missing, ", or ") + "."})
	security.AddChallenges(a.Header, s.doc.Spec, requirements)
	return a
}

// rejectInvalid returns the error response for a request that does not conform.
func (s *Server) rejectInvalid(c *receivedRequest, e *requestcheck.Error) *response.Response {
	return s.rejectRequest(c, e.Kind, errorDetails{param: e.Parameter, message: e.Message})
}

// rejectTooLarge returns the response to a body over the mock's own limit. It is the mock's,
// because the limit is not the API's.
func (s *Server) rejectTooLarge(c *receivedRequest) *response.Response {
	c.isOwn = true
	c.refusal = fmt.Sprintf("The body is larger than %d bytes, which is all that this mock reads.", s.maxBody)
	return problemDetails(http.StatusRequestEntityTooLarge, c.refusal)
}

// rejectRequest returns the error response for a reason that the mock itself has: one with
// a code, else a documented response without codes, else problem details.
func (s *Server) rejectRequest(c *receivedRequest, kind errorcode.Kind, details errorDetails) *response.Response {
	c.refusal = cmp.Or(details.message, kind.Reason())
	if code, ok := s.chooseCode(c.op, kind); ok {
		if a, ok := s.errorResponse(&c.context, code, details); ok {
			return a
		}
	}
	a := problemDetails(kind.Statuses()[0], c.refusal)
	for _, status := range kind.Statuses() {
		if documented, ok := s.documentedResponse(&c.context, status, ""); ok && !s.table {
			a = s.withReason(&c.context, documented, c.refusal)
			break
		}
	}
	if details.retryAfter > 0 {
		a.Header.Set("Retry-After", roundUpSeconds(details.retryAfter))
	}
	return a
}

// successResponse returns the response to a valid request.
func (s *Server) successResponse(ctx context.Context, c *receivedRequest, o override) (*response.Response, error) {
	c.context.creation = s.created.seedFor(c)
	if !fault.Pause(ctx, s.latency(o)) {
		return nil, nil
	}
	if o.queued {
		o = s.queue.nextForValidRequest(s.Model, c.op)
	}
	a, err := s.stateResponse(c, o)
	s.keepResponse(c, a)
	return a, err
}

// stateResponse returns the response to a valid request after its changes of the state: that of an
// override, or else that of the document.
func (s *Server) stateResponse(c *receivedRequest, o override) (*response.Response, error) {
	if o.hasOutcome() {
		s.applyRequest(c)
		return s.serveOverride(&c.context, o)
	}
	if a := s.missingResponse(c); a != nil {
		return a, nil
	}
	s.applyRequest(c)
	a, ok := s.documentedResponse(&c.context, c.op.successStatus(), "")
	if e := c.context.pageErr; e != nil && !s.NoValidation {
		return s.rejectInvalid(c, requestcheck.NewError(e.Parameter, e.Problem)), nil
	}
	if !ok {
		return nil, noResponseError(&c.context)
	}
	return a, nil
}

// noResponseError says why the mock has no success for an operation.
func noResponseError(about *responseContext) error {
	if len(about.unwritten) > 0 {
		return fmt.Errorf("%s: the mock cannot write %s; give the response an example in the document",
			about.op.displayName(), strings.Join(about.unwritten, " or "))
	}
	return fmt.Errorf("%s documents no response", about.op.displayName())
}

// idempotencyKey returns the key of a request, if it has one and its operation
// documents the header.
func (s *Server) idempotencyKey(c *receivedRequest) (idempotency.Key, bool) {
	value := c.Header.Get("Idempotency-Key")
	if value == "" || !c.op.takesIdempotencyKey() {
		return idempotency.Key{}, false
	}
	parts := []string{c.op.Method, c.op.PathTemplate, security.Credentials(s.doc.Spec, c.Request)}
	for name, param := range sortedEntries(c.params) {
		parts = append(parts, name, param)
	}
	return idempotency.NewKey(append(parts, value)...), true
}

func (op *operation) takesIdempotencyKey() bool {
	return slices.ContainsFunc(op.params, func(p *openapi3.ParameterRef) bool {
		return p.Value.In == openapi3.ParameterInHeader && strings.EqualFold(p.Value.Name, "Idempotency-Key")
	})
}
