package contracttest

import (
	"errors"
	"net/http"
	"sync"

	"github.com/apicontract/apicontract/internal/request"
)

// Names of strategies.
const (
	validRequestStrategy       = "valid request"
	withoutCredentialsStrategy = "without credentials"
)

// builtinStrategies returns the strategies for an outcome that work with any server.
func (r *conformanceRun) builtinStrategies(op *operationRun, o *outcomeRun) []strategy {
	if op.isSuccess(o) {
		return []strategy{r.sendOnce(op, o, validRequestStrategy, func(t parentTest) error {
			t.Helper()
			return r.sendValid(t, op, o)
		})}
	}
	var ways []strategy
	add := func(status int, name string, f func(parentTest, *operationRun, *outcomeRun) error) {
		if op.coversStatus(o, status) {
			ways = append(ways, r.sendOnce(op, o, name, func(t parentTest) error {
				t.Helper()
				return f(t, op, o)
			}))
		}
	}
	add(http.StatusUnauthorized, withoutCredentialsStrategy, r.sendWithoutCredentials)
	add(http.StatusBadRequest, "broken", r.sendInvalid)
	add(http.StatusUnprocessableEntity, "broken too", r.sendInvalid)
	add(http.StatusNotFound, "unknown", r.sendUnknownID)
	add(http.StatusConflict, "at once", r.sendConcurrently)
	return ways
}

// sendOnce returns a strategy that runs w once for an operation, even if several outcomes use it.
func (r *conformanceRun) sendOnce(op *operationRun, o *outcomeRun, name string, w strategy) strategy {
	return func(t parentTest) error {
		t.Helper()
		err, sent := op.sent[name]
		if !sent {
			err = w(t)
			op.sent[name] = err
		}
		if err == nil && !o.exercised {
			return errors.New("the request for it got another outcome")
		}
		return err
	}
}

// sendValid sends a valid request.
func (r *conformanceRun) sendValid(t parentTest, op *operationRun, o *outcomeRun) error {
	t.Helper()
	q, err := r.validRequest(t, op)
	if err != nil {
		return err
	}
	q.how = "a valid request"
	return r.sendAndCheck(t, op, o, q)
}

// sendWithoutCredentials sends a valid request without credentials.
func (r *conformanceRun) sendWithoutCredentials(t parentTest, op *operationRun, o *outcomeRun) error {
	t.Helper()
	if !op.request.NeedsCredentials() {
		return errors.New("the operation requires no credentials")
	}
	q, err := r.validRequest(t, op)
	if err != nil {
		return err
	}
	op.request.StripCredentials(q.Request)
	q.how, q.unacceptable = "a request without credentials", true
	return r.sendAndCheck(t, op, o, q)
}

// maxInvalid is the number of invalid requests that are sent until the server rejects one.
const maxInvalid = 4

func (r *conformanceRun) sendInvalid(t parentTest, op *operationRun, o *outcomeRun) error {
	t.Helper()
	flaws, err := op.request.InvalidVariants(r.requestOptions())
	if err == nil && len(flaws) == 0 {
		err = errors.New("the operation has no invalid request")
	}
	for _, flaw := range flaws[:min(len(flaws), maxInvalid)] {
		if err = r.sendVariant(t, op, o, flaw); err == nil || op.sawStatus(o) || r.isUnresponsive() {
			return err
		}
	}
	return err
}

// sendVariant sends an invalid request.
func (r *conformanceRun) sendVariant(t parentTest, op *operationRun, o *outcomeRun, flaw request.InvalidVariant) error {
	t.Helper()
	q, err := r.newRequest(t, op, flaw.Builder)
	if err != nil {
		return err
	}
	op.sentInvalid[flaw.Description] = true
	q.how, q.unacceptable = "a request "+flaw.Description, true
	return r.sendAndCheck(t, op, o, q)
}

// sawStatus reports whether an outcome with the same status occurred.
func (op *operationRun) sawStatus(asked *outcomeRun) bool {
	for _, o := range op.outcomes {
		if o.exercised && o.Status == asked.Status && o.Response == asked.Response {
			return true
		}
	}
	return false
}

func (r *conformanceRun) sendUnknownID(t parentTest, op *operationRun, o *outcomeRun) error {
	t.Helper()
	draft, ok := op.request.WithUnknownID(r.requestOptions())
	if !ok {
		return errors.New("the path has no parameter for an ID")
	}
	q, err := r.newRequest(t, op, draft)
	if err != nil {
		return err
	}
	q.how = "a request with an unknown ID"
	return r.sendAndCheck(t, op, o, q)
}

// sendConcurrently sends the same request twice at the same time, with one Idempotency-Key.
func (r *conformanceRun) sendConcurrently(t parentTest, op *operationRun, o *outcomeRun) error {
	t.Helper()
	if !op.request.TakesIdempotencyKey() {
		return errors.New("the operation takes no " + request.KeyHeader)
	}
	options := r.requestOptions()
	draft, err := op.request.Valid(options)
	if err != nil {
		return err
	}
	var queries [2]*preparedRequest
	var answers [2]*serverResponse
	for i := range queries {
		if queries[i], err = r.newRequest(t, op, draft); err != nil {
			return err
		}
		queries[i].how = "one of two requests at the same time with one " + request.KeyHeader
	}
	var group sync.WaitGroup
	for i := range queries {
		group.Go(func() { answers[i] = r.sendRequest(queries[i]) })
	}
	group.Wait()
	first := r.checkResponse(t, op, o, queries[0], answers[0])
	if second := r.checkResponse(t, op, o, queries[1], answers[1]); second == nil {
		return nil
	}
	return first
}
