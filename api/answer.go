package api

import (
	"errors"
	"io"
	"net/http"
)

// How much of a response's content is read. Video and audio come from other
// servers; what the API itself answers is far smaller.
const (
	maxContent = 16 << 20
	maxFailure = 1 << 20
)

var (
	errTooLong    = errors.New("is longer than a client reads")
	errNull       = errors.New("is null")
	errNoResponse = errors.New("api: the HTTP client returned neither a response nor an error")
)

// A readError says that content broke off.
type readError struct{ error }

func (e *readError) Unwrap() error { return e.error }

// A call is what a method of the client knows of its operation.
type call struct {
	operation string // operationId
	keyed     bool   // it documents the parameter Idempotency-Key
}

// An answer is a response that was read, and what counts of its request.
type answer struct {
	call
	method, path string
	status       int
	header       http.Header
	body         []byte
	err          error // why body is not the whole content
}

// receive reads a response and closes its body. The error is an *[Error] if the
// response is no success.
func receive(of call, rsp *http.Response) (*answer, error) {
	if rsp == nil {
		return nil, errNoResponse
	}
	a := &answer{call: of, status: rsp.StatusCode, header: rsp.Header}
	a.request(rsp)
	a.read(rsp.Body)
	if e := a.failure(); e != nil {
		return nil, e
	}
	return a, nil
}

// request notes what the caller asked for. After redirects that is the first
// request: a POST that became a GET on its way is still a POST.
func (a *answer) request(rsp *http.Response) {
	for rsp.Request != nil && rsp.Request.Response != nil {
		rsp = rsp.Request.Response
	}
	req := rsp.Request
	if req == nil {
		a.keyed = false
		return
	}
	a.method = req.Method
	a.keyed = a.keyed && req.Header.Get("Idempotency-Key") != ""
	if req.URL != nil {
		a.path = req.URL.Path
	}
}

func (a *answer) read(body io.ReadCloser) {
	if body == nil {
		return
	}
	defer body.Close()
	limit := int64(maxContent)
	if a.status/100 != 2 {
		limit = maxFailure
	}
	a.body, a.err = io.ReadAll(io.LimitReader(body, limit+1))
	switch {
	case a.err != nil:
		a.err = &readError{a.err}
	case int64(len(a.body)) > limit:
		a.body, a.err = a.body[:limit], errTooLong
	}
}
