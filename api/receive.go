package api

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/apicontract/apicontract/api/internal/body"
)

// Limits for bodies: the size, and the time for the body of an error. Videos and audio come from
// other servers; the API's own bodies are far smaller.
const (
	maxSuccessBody = 16 << 20
	maxErrorBody   = 1 << 20
	maxErrorTime   = 10 * time.Second
)

var errNoResponse = errors.New("api: the HTTP client returned neither a response nor an error")

// A response is a response whose body was read, with what is known about its request.
type response struct {
	operation    string        // operationId; empty if it is not known
	request      *http.Request // nil if it is not known
	method, path string
	status       int
	header       http.Header
	body         []byte
	err          error // why the body is incomplete
}

// readResponse reads a response and closes its body. The error is an *[Error] if the
// response reports one.
func readResponse(operation string, rsp *http.Response) (*response, error) {
	if rsp == nil {
		return nil, errNoResponse
	}
	r := &response{operation: operation, status: rsp.StatusCode, header: rsp.Header}
	r.readRequest(rsp)
	r.readBody(rsp.Body)
	if e := r.failure(); e != nil {
		return nil, e
	}
	return r, nil
}

// readRequest stores the caller's request. After redirects that is the first one: a POST that
// became a GET is still a POST.
func (r *response) readRequest(rsp *http.Response) {
	for rsp.Request != nil && rsp.Request.Response != nil {
		rsp = rsp.Request.Response
	}
	if r.request = rsp.Request; r.request == nil {
		return
	}
	r.method = r.request.Method
	if r.request.URL != nil {
		r.path = r.request.URL.Path
	}
}

func (r *response) readBody(from io.ReadCloser) {
	limit, patience := maxErrorBody, maxErrorTime
	if r.status/100 == 2 {
		limit, patience = maxSuccessBody, 0
	}
	r.body, r.err = body.Read(from, r.header.Values("Content-Encoding"), limit, patience)
}
