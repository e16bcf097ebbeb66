package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/apicontract/apicontract/internal/contentcoding"
)

// How much of a body is read, before and after its content coding is removed, and
// how long an error's body may take. Videos and audio come from other servers; what
// the API itself sends is far smaller.
const (
	maxSuccessBody = 16 << 20
	maxErrorBody   = 1 << 20
	maxErrorTime   = 10 * time.Second
)

var (
	errTooLong    = errors.New("is longer than a client reads")
	errTooSlow    = errors.New("did not arrive in time")
	errCoding     = errors.New("has a content coding that cannot be removed")
	errNull       = errors.New("is null")
	errNoResponse = errors.New("api: the HTTP client returned neither a response nor an error")
)

// readError means that reading a body failed.
type readError struct{ error }

func (e *readError) Unwrap() error { return e.error }

// call is what a method of the client knows about its operation.
type call struct {
	operation string // operationId
	keyed     bool   // it documents the header Idempotency-Key
}

// response is a response whose body was read, with what is known of its request.
type response struct {
	call
	method, path string
	status       int
	header       http.Header
	body         []byte
	err          error    // why body is not the whole body
	secrets      []string // credentials of the request, which no text may repeat
}

// receive reads a response and closes its body. The error is an *[Error] if the
// response reports one.
func receive(of call, rsp *http.Response) (*response, error) {
	if rsp == nil {
		return nil, errNoResponse
	}
	r := &response{call: of, status: rsp.StatusCode, header: rsp.Header}
	r.readRequest(rsp)
	r.readBody(rsp.Body)
	if e := r.failure(); e != nil {
		return nil, e
	}
	return r, nil
}

// readRequest takes over what the caller sent. After redirects that is the first
// request: a POST that became a GET on its way is still a POST.
func (r *response) readRequest(rsp *http.Response) {
	for rsp.Request != nil && rsp.Request.Response != nil {
		rsp = rsp.Request.Response
	}
	req := rsp.Request
	if req == nil {
		r.keyed = false
		return
	}
	r.method = req.Method
	r.keyed = r.keyed && req.Header.Get("Idempotency-Key") != ""
	r.secrets = credentials(req.Header)
	if req.URL != nil {
		r.path = req.URL.Path
	}
}

func (r *response) readBody(body io.ReadCloser) {
	if body == nil {
		return
	}
	limit, patience := maxErrorBody, maxErrorTime
	if r.status/100 == 2 {
		limit, patience = maxSuccessBody, 0
	}
	r.body, r.err = readAll(body, limit, patience)
	r.removeCoding(limit)
}

// removeCoding removes the content codings of a body. net/http removes gzip, and
// only where the caller did not set Accept-Encoding.
func (r *response) removeCoding(limit int) {
	plain, ok := contentcoding.Decode(r.body, r.header.Values("Content-Encoding"), limit)
	switch {
	case ok && len(plain) > limit:
		r.body, r.err = plain[:limit], cmp.Or(r.err, errTooLong)
	case ok:
		r.body = plain
	case !json.Valid(r.body): // else the header is wrong, as in "Content-Encoding: utf-8"
		r.err = cmp.Or(r.err, errCoding)
	}
}

// readAll reads a body up to limit bytes and closes it. If patience is not 0, the
// body is closed after that time, so that a server that never ends it cannot hold
// up the caller.
func readAll(body io.ReadCloser, limit int, patience time.Duration) ([]byte, error) {
	defer body.Close()
	var late atomic.Bool
	if patience > 0 {
		timer := time.AfterFunc(patience, func() {
			late.Store(true)
			_ = body.Close() // ends the Read that waits
		})
		defer timer.Stop()
	}
	data, err := io.ReadAll(io.LimitReader(body, int64(limit)+1))
	switch {
	case err != nil && late.Load():
		return data, errTooSlow
	case err != nil:
		return data, &readError{err}
	case len(data) > limit:
		return data[:limit], errTooLong
	}
	return data, nil
}
