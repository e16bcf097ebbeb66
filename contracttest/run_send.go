package contracttest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/internal/request"
	"github.com/apicontract/apicontract/validate"
)

// A query is a request that is about to be sent.
type query struct {
	*http.Request
	how string // "to a request without credentials"
}

// A result is what came: a response, or the reason why there is none.
type result struct {
	err      error
	status   int
	header   http.Header
	content  []byte
	tooLarge bool
	broken   error // the content broke off
	code     string
}

// options are what requests are made of; each has an Idempotency-Key of its own.
func (r *runner) options() request.Options {
	r.sent++
	return request.Options{Values: r.config.Values, Key: r.key(r.sent)}
}

// right is a request that the contract allows. The error is an unmade.
func (r *runner) right(t subtests, op *driven) (*query, error) {
	draft, err := op.request.Right(r.options())
	if err != nil {
		return nil, unmade{err}
	}
	q, err := r.query(t, op, draft)
	if err != nil {
		return nil, unmade{err}
	}
	return q, nil
}

func (r *runner) query(t subtests, op *driven, draft *request.Draft) (*query, error) {
	req, err := draft.Request(t.Context(), r.base)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json, */*;q=0.5")
	req.Header.Set("User-Agent", "apicontract")
	if r.config.Header == nil && r.here {
		op.request.Authorize(req)
	}
	for name, values := range r.config.Header {
		req.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	return &query{Request: req}, nil
}

// try sends a request for an outcome, and judges what comes. The error says what
// else came.
func (r *runner) try(t subtests, op *driven, o *outcome, q *query) error {
	t.Helper()
	return r.judge(t, op, o, q, r.send(q))
}

// send sends a request. Many goroutines may do so.
func (r *runner) send(q *query) *result {
	ctx, cancel := context.WithTimeout(q.Context(), r.timeout)
	defer cancel()
	resp, err := r.client.Do(q.WithContext(ctx))
	if err != nil {
		return &result{err: plainError(err)}
	}
	defer func() { _ = resp.Body.Close() }() // all that is wanted of it was read
	a := &result{status: resp.StatusCode, header: resp.Header}
	if a.content, err = io.ReadAll(io.LimitReader(resp.Body, validate.DefaultMaxContent+1)); err != nil {
		a.broken = plainError(err)
	}
	a.tooLarge = len(a.content) > validate.DefaultMaxContent
	return a
}

// plainError drops from an error what is nobody's business: the URL, and what a
// server sent that does not speak HTTP, which the library quotes.
func plainError(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if before, _, quotes := strings.Cut(err.Error(), `"`); quotes {
		return errors.New(strings.TrimRight(before, " :("))
	}
	return err
}

// exchange is what came, as the engine judges it: as if it had come from the
// contract's own server.
func (r *runner) exchange(q *query, a *result) *validate.Exchange {
	var x validate.Exchange
	x.Request.Take(q.Request)
	x.Response.Take(a.status, a.header)
	x.Request.URL = "//" + local + strings.TrimPrefix(q.URL.EscapedPath(), r.basePath)
	content, ok := a.content, true
	if codings := x.Response.Fields.Values("Content-Encoding"); len(codings) > 0 {
		content, ok = contentcoding.Decode(content, codings, validate.DefaultMaxContent)
	}
	switch {
	case a.tooLarge || len(content) > validate.DefaultMaxContent:
		x.Response.Absent = validate.SkipTooLarge
	case a.broken != nil:
		x.Response.Absent = validate.SkipNotRecorded
	case !ok:
		x.Response.Absent = validate.SkipUndecodable
	default:
		x.Response.Content = content
	}
	return &x
}

// judge judges what came, tells the test, and enters what it shows.
func (r *runner) judge(t subtests, op *driven, o *outcome, q *query, a *result) error {
	t.Helper()
	if a.err != nil {
		r.silent++
		t.Errorf("%s: no response %s: %v", op.name(), q.how, a.err)
		return errors.New("no response came " + q.how)
	}
	if r.silent++; a.broken == nil {
		r.silent = 0
	}
	verdict := r.validator.Check(r.exchange(q, a))
	a.code = verdict.Code
	r.collector.Count(&verdict)
	at := validate.Occurrence{Capture: r.test, Entry: r.entries}
	r.entries++
	wrong := operationDiffers(&verdict, op)
	if wrong != nil || a.broken != nil || verdict.Skipped != "" || !op.saw(o, &verdict, at) {
		r.tell(t, &verdict, at)
	}
	if a.broken != nil {
		t.Errorf("%s: the response broke off after %d bytes: %v", op.name(), len(a.content), a.broken)
		return errors.New("the response broke off")
	}
	if verdict.Skipped != "" {
		return errors.New("the response was not judged: " + string(verdict.Skipped))
	}
	if len(verdict.Unchecked) > 0 {
		return errors.New("some of the response could not be checked: " + join(verdict.Unchecked))
	}
	if wrong != nil {
		return wrong
	}
	r.heeded(op, o, q, a)
	if !op.covers(o, a.status) || o.Code != a.code || op.right(o) && !op.succeeded {
		return r.came(q, a)
	}
	return nil
}

// operationDiffers says that the path that was made is another operation's, too,
// or nobody's: a value of it may be empty.
func operationDiffers(v *validate.Verdict, op *driven) error {
	switch found := v.Operation; {
	case found == nil:
		return errors.New("the request that was made belongs to no operation: set Config.Values")
	case found.Method != op.Method || found.PathTemplate != op.PathTemplate:
		return errors.New("the request that was made belongs to " + found.Method + " " + found.PathTemplate + ": set Config.Values")
	}
	return nil
}

// tell tells a subtest of violations, each in full: it is read by itself. Only how
// to mend a rule is said once in the run.
func (r *runner) tell(t subtests, v *validate.Verdict, at validate.Occurrence) {
	t.Helper()
	f := r.findings
	f.told = make(map[string]int)
	f.tell(t, v, at)
}
