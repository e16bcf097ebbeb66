package contracttest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/internal/request"
	"github.com/apicontract/apicontract/validate"
)

// A preparedRequest is a request that is ready to be sent.
type preparedRequest struct {
	*http.Request
	how string // "a request without credentials"

	unacceptable bool // no server may accept it
}

// A serverResponse is a response, or the reason why there is none.
type serverResponse struct {
	err      error
	status   int
	header   http.Header
	content  []byte
	tooLarge bool
	broken   error // the body broke off
	code     string
}

// requestOptions returns the options for building requests; each request has its own
// Idempotency-Key.
func (r *conformanceRun) requestOptions() request.Options {
	r.sent++
	return request.Options{Values: r.config.Values, Key: r.idempotencyKey(r.sent)}
}

// validRequest builds a request that the contract allows. The error is a buildError.
func (r *conformanceRun) validRequest(t parentTest, op *operationRun) (*preparedRequest, error) {
	draft, err := op.request.Valid(r.requestOptions())
	if err != nil {
		return nil, buildError{err}
	}
	q, err := r.newRequest(t, op, draft)
	if err != nil {
		return nil, buildError{err}
	}
	return q, nil
}

func (r *conformanceRun) newRequest(t parentTest, op *operationRun, draft *request.Builder) (*preparedRequest, error) {
	req, err := draft.Request(t.Context(), r.base)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json, */*;q=0.5")
	req.Header.Set("User-Agent", "apicontract")
	if r.config.Header == nil && r.isLocal {
		op.request.AddCredentials(req)
	}
	for name, values := range r.config.Header {
		req.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	return &preparedRequest{Request: req}, nil
}

// sendAndCheck sends a request for an outcome and checks the response. The error names the outcome
// that occurred instead.
func (r *conformanceRun) sendAndCheck(t parentTest, op *operationRun, o *outcomeRun, q *preparedRequest) error {
	t.Helper()
	return r.checkResponse(t, op, o, q, r.sendRequest(q))
}

// sendRequest sends a request. It is safe for concurrent use.
func (r *conformanceRun) sendRequest(q *preparedRequest) *serverResponse {
	ctx, cancel := context.WithTimeout(q.Context(), r.timeout)
	defer cancel()
	resp, err := r.client.Do(q.WithContext(ctx))
	if err != nil {
		return &serverResponse{err: plainError(err)}
	}
	defer func() { _ = resp.Body.Close() }() // everything needed has been read
	a := &serverResponse{status: resp.StatusCode, header: resp.Header}
	if a.content, err = io.ReadAll(io.LimitReader(resp.Body, validate.DefaultMaxBody+1)); err != nil {
		a.broken = plainError(err)
	}
	a.tooLarge = len(a.content) > validate.DefaultMaxBody
	return a
}

// plainError removes from an error what must not be shown: the URL, and the bytes of a server that
// does not speak HTTP, which net/http quotes.
func plainError(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if before, _, quotes := strings.Cut(err.Error(), `"`); quotes {
		return errors.New(strings.TrimRight(before, " :("))
	}
	return err
}

// toExchange returns the exchange for the engine, with the contract's own server as its host.
func (r *conformanceRun) toExchange(q *preparedRequest, a *serverResponse) *validate.Exchange {
	var x validate.Exchange
	x.Request.FillFrom(q.Request)
	x.Response.FillFrom(a.status, a.header)
	x.Request.URL = "//" + localHost + strings.TrimPrefix(q.URL.EscapedPath(), r.basePath)
	content, ok := a.content, true
	if codings := x.Response.Header.Values("Content-Encoding"); len(codings) > 0 {
		content, ok = contentcoding.DecodeBody(content, codings, validate.DefaultMaxBody)
	}
	switch {
	case a.tooLarge || len(content) > validate.DefaultMaxBody:
		x.Response.BodyMissing = validate.UncheckedTooLarge
	case a.broken != nil:
		x.Response.BodyMissing = validate.UncheckedNotRecorded
	case !ok:
		x.Response.BodyMissing = validate.UncheckedUndecodable
	default:
		x.Response.Body = content
	}
	return &x
}

// checkResponse checks a response, reports its violations to the test and records the outcomes that
// it exercises.
func (r *conformanceRun) checkResponse(t parentTest, op *operationRun, o *outcomeRun, q *preparedRequest, a *serverResponse) error {
	t.Helper()
	if a.err != nil {
		r.unanswered++
		r.failOperation(t, op, fmt.Sprintf("%s: %s got no response: %v", op.displayName(), q.how, a.err))
		return errors.New(q.how + " got no response")
	}
	if r.unanswered++; a.broken == nil {
		r.unanswered = 0
	}
	verdict := r.validator.Check(r.toExchange(q, a))
	a.code = verdict.Code
	code := r.tableCode(verdict.Code)
	r.collector.Add(&verdict)
	at := validate.Occurrence{Capture: r.test, Entry: r.entries}
	r.entries++
	wrong := operationDiffers(&verdict, op)
	unread := slices.ContainsFunc(verdict.Unchecked, isBodyMissing) // it proves no outcome
	if wrong != nil || a.broken != nil || verdict.Skipped != "" || unread || !op.recordResult(o, code, &verdict, at) {
		r.reportResultOf(t, op, &verdict, at)
	}
	if wrong == nil {
		r.failAccepted(t, op, q, a.status)
	}
	if a.broken != nil {
		r.failOperation(t, op, fmt.Sprintf("%s: the response broke off after %d bytes: %v", op.displayName(), len(a.content), a.broken))
		return errors.New("the response broke off")
	}
	if verdict.Skipped != "" {
		return errors.New("the response was not checked: " + string(verdict.Skipped))
	}
	if len(verdict.Unchecked) > 0 {
		return errors.New("some of the response could not be checked: " + joinReasons(verdict.Unchecked))
	}
	if wrong != nil {
		return wrong
	}
	r.notePreferSupport(op, o, q, a)
	if !op.coversStatus(o, a.status) || o.Code != code || op.isSuccess(o) && !op.succeeded {
		return r.outcomeError(q, a)
	}
	return nil
}

// isBodyMissing reports whether a reason is that the body was not read.
func isBodyMissing(reason validate.UncheckedReason) bool {
	return reason == validate.UncheckedNotRecorded || reason == validate.UncheckedTooLarge || reason == validate.UncheckedUndecodable
}

// operationDiffers returns an error if the request's path matches another operation or none, as it
// does if a value is empty.
func operationDiffers(v *validate.Result, op *operationRun) error {
	switch found := v.Operation; {
	case found == nil:
		return errors.New("the generated request belongs to no operation: set RunConfig.Values")
	case found.Method != op.Method || found.PathTemplate != op.PathTemplate:
		return errors.New("the generated request belongs to " + found.Method + " " + found.PathTemplate + ": set RunConfig.Values")
	}
	return nil
}
