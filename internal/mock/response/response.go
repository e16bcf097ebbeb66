// Package response holds a complete HTTP response before it is sent, as the mock
// and the packages below it exchange it.
package response

import (
	"maps"
	"net/http"
	"strconv"
)

// A Response is a response that the mock is about to send. Its body is only ever
// replaced, never written to, because several responses may share one.
type Response struct {
	Status int // status of a final response: 200 to 999
	Header http.Header
	Body   []byte
}

// Clone returns a copy with a header of its own, which is never nil.
func (r Response) Clone() Response {
	r.Header = r.Header.Clone()
	if r.Header == nil {
		r.Header = make(http.Header)
	}
	return r
}

// WriteHeader writes the status and the header, with the Content-Length of the
// whole body.
func (r *Response) WriteHeader(w http.ResponseWriter) {
	header := w.Header()
	maps.Copy(header, r.Header)
	if HasBody(r.Status) {
		header.Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
	w.WriteHeader(r.Status)
}

// HasBody reports whether a response with this status may have a body (RFC 9110,
// section 6.4.1).
func HasBody(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
