package api

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/apicontract/apicontract/api/internal/body"
)

// How much of a body is read, and how long an error's body may take. Videos and audio
// come from other servers; what the API itself sends is far smaller.
const (
	maxSuccessBody = 16 << 20
	maxErrorBody   = 1 << 20
	maxErrorTime   = 10 * time.Second
)

var errNoResponse = errors.New("api: the HTTP client returned neither a response nor an error")

// response is a response whose body was read, with what is known of its request.
type response struct {
	operation    string        // operationId; empty if it is not known
	request      *http.Request // nil if it is not known
	method, path string
	status       int
	header       http.Header
	body         []byte
	err          error // why body is not the whole body
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

// readRequest takes over what the caller sent. After redirects that is the first
// request: a POST that became a GET on its way is still a POST.
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
