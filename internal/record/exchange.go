// Package record writes HTTP exchanges as captures, without the secrets of their
// requests.
package record

import (
	"net/http"
	"time"

	"github.com/apicontract/apicontract/internal/record/harlog"
	"github.com/apicontract/apicontract/validate"
)

// Errors for [Exchange.Error]. They are those of Chrome, which HAR readers recognise.
const (
	ErrConnectionReset = "net::ERR_CONNECTION_RESET"
	ErrBodyTruncated   = "net::ERR_CONTENT_LENGTH_MISMATCH"
)

// An Exchange is one request with its response. Request.URL may have a query. A Response.Status of
// 0 means that there was no response.
//
// The embedded [validate.Exchange] comes from [validate.Request.FillFrom] and
// [validate.Response.FillFrom], or from package live.
type Exchange struct {
	validate.Exchange

	Start, End  time.Time
	HTTPVersion string // such as "HTTP/1.1"
	RequestBody []byte // after its content codings are removed
	Error       string // why the response is incomplete; empty if it is complete
}

// Entry returns x as an entry of a HAR log. It redacts credentials in the request's URL and in
// headers, and members and form fields of the request's body with sensitive names. The response's
// body is recorded unchanged, because a check needs it.
func (x *Exchange) Entry(c Credentials) *harlog.Entry {
	ms := float64(x.End.Sub(x.Start).Microseconds()) / 1000
	return &harlog.Entry{
		StartedDateTime: x.Start.UTC().Format(time.RFC3339Nano),
		Time:            ms,
		Request:         x.harRequest(&c),
		Response:        x.harResponse(&c),
		Timings:         harlog.Timings{Wait: ms},
	}
}

// isBodiless reports whether the response has no body by definition (RFC 9110,
// section 6.4.1).
func (x *Exchange) isBodiless() bool {
	status := x.Response.Status
	return x.Request.Method == http.MethodHead || status < http.StatusOK ||
		status == http.StatusNoContent || status == http.StatusNotModified
}
