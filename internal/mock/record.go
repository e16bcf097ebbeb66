package mock

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/mock/security"
	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/internal/record"
	"github.com/apicontract/apicontract/internal/record/harlog"
	"github.com/apicontract/apicontract/validate"
)

// An Exchange is a request to a server and its response. It is reported just before
// the response is sent, so that a client that has read the response finds it recorded.
type Exchange struct {
	Start, End time.Time // by the server's clock
	Method     string
	Path       string // path at the contract's server, escaped, without the query
	Operation  string // operationId, or method and template; empty if there is none
	Status     int    // 0 if no response is sent
	Code       string // code of the error, empty if the response has none
	Fault      fault.Fault
	Faulty     bool // the fault applies to the response
	// Refusal says why the mock itself refuses the request, as a sentence; empty if it
	// does not.
	Refusal string
	// Unchecked are the parts of the request that no rule looked at.
	Unchecked []string
	Replayed  bool // the response was kept for the Idempotency-Key
	// Own reports that the response is the mock's own, and not one that the API sends. It
	// does not belong in a recording.
	Own      bool
	request  *receivedRequest
	response *response.Response
	server   *Server
}

func (s *Server) recordExchange(c *receivedRequest, r *preparedResponse) {
	if s.Record == nil {
		return
	}
	x := &Exchange{Start: c.start, End: s.clock(), Method: c.Method, Path: c.path, Status: r.response.Status,
		Code: s.codeIn(r.response), Fault: r.fault, Faulty: r.faultApplied && r.fault != "", Refusal: c.refusal,
		Unchecked: c.unchecked, Replayed: c.replayed, Own: c.isOwn, request: c, response: r.response, server: s}
	if c.ok {
		x.Operation = c.op.displayName()
	}
	if r.fault == fault.Reset {
		x.Status = 0
	}
	s.Record(x)
}

// RequestParts returns the query, the header and the body of the request, the body without
// content codings. They are the request's own.
func (x *Exchange) RequestParts() (query url.Values, header http.Header, body []byte) {
	return x.request.URL.Query(), x.request.Header, x.request.body
}

// PatternOperation returns the operation for patterns. Requests that match no operation have
// one for each method.
func (x *Exchange) PatternOperation() pattern.Operation {
	if op := x.request.op; op != nil && x.request.ok {
		return pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate}
	}
	return pattern.Operation{Method: x.Method, Unmatched: true}
}

// Entry returns the exchange as an entry of a HAR log without keys and cookies. Its
// URL has the host of the contract, so that a check finds the operation.
func (x *Exchange) Entry() *harlog.Entry {
	c := x.request
	r := record.Exchange{Start: x.Start, End: x.End, HTTPVersion: c.Proto, RequestBody: c.body}
	r.Request = validate.Request{Method: c.Method, URL: c.serverURL(), Header: recordedHeader(c.Header)}
	if c.URL.RawQuery != "" {
		r.Request.URL += "?" + c.URL.RawQuery
	}
	r.Response, r.Error = x.recordedResponse()
	return r.Entry(record.Credentials{IsKey: x.isKey, IsDocumented: x.documentsQuery})
}

// recordedResponse returns the response that the client receives, and if it is incomplete, the
// reason.
func (x *Exchange) recordedResponse() (validate.Response, string) {
	if x.Status == 0 {
		return validate.Response{}, record.ErrConnectionReset
	}
	r := validate.Response{Status: x.Status, Body: x.response.Body}
	header := x.response.Header.Clone()
	if header == nil {
		header = make(http.Header)
	}
	if response.HasBody(x.Status) {
		header.Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
	r.Header = recordedHeader(header)
	if x.Fault == fault.Truncated && x.request.Method != http.MethodHead && response.HasBody(x.Status) && len(r.Body) > 0 {
		r.Body = r.Body[:len(r.Body)/2]
		return r, record.ErrBodyTruncated
	}
	return r, ""
}

// recordedHeader returns the header's lines for the recording.
func recordedHeader(header http.Header) validate.Header {
	fields := make(validate.Header, 0, len(header))
	for name, values := range header {
		for _, value := range values {
			fields = append(fields, validate.HeaderLine{Name: name, Value: value})
		}
	}
	return fields
}

// isKey reports whether a security scheme sends its key in a parameter.
func (x *Exchange) isKey(in, name string) bool { return security.IsKey(x.server.doc.Spec, in, name) }

// documentsQuery reports whether the operation documents a query parameter.
func (x *Exchange) documentsQuery(name string) bool {
	return x.request.ok && x.request.op.params.GetByInAndName("query", name) != nil
}
