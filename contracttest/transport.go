package contracttest

import (
	"io"
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/validate"
)

// A Transport is an [http.RoundTripper] that judges the exchanges that another
// makes. It is safe for concurrent use if the other is.
type Transport struct {
	session *session
	inner   http.RoundTripper
}

// NewTransport wraps cfg.Transport. Each exchange that goes through it is judged,
// and what breaks the contract fails tb, from any goroutine. When tb ends, it
// fails if no exchange could be judged, none matched an operation, or a [Known]
// violation did not occur. An invalid cfg ends the test at once.
//
// Requests are passed on as they are; errors, and what comes with them, are
// passed back as they are. Response bodies are copied as the client reads them,
// never ahead of it. An exchange is judged
//
//   - at once, if its response has no body;
//   - when its body was read to the end;
//   - when its body is closed before: JSON, if the value was whole or cannot
//     become right any more; other content, if any of it was read; else by its
//     status and fields alone, and if there is nothing to say of these, it counts
//     as skipped, body-not-recorded;
//   - when tb ends, by status and fields alone, if the body was neither read to
//     its end nor closed. What happens after that is past: violations are written
//     to standard error.
//
// Content of more than [validate.DefaultMaxContent] is skipped as too-large if it
// may be JSON. Content that is still encoded (gzip, deflate, br, zstd) is decoded
// for judging. A body that can be written to is a connection (101 Switching
// Protocols) and is not watched.
//
// Servers of the contract are the document's, and on this machine every port of
// localhost, 127.0.0.0/8 and ::1, at the base path of the document's first server
// and without it. Other hosts are skipped, unless [validate.WithBaseURL] names
// them.
func NewTransport(tb testing.TB, cfg Config) *Transport {
	tb.Helper()
	t := &Transport{inner: cfg.Transport, session: begin(tb, &cfg, "no exchange went through the transport")}
	if t.inner == nil {
		t.inner = http.DefaultTransport
	}
	return t
}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.inner.RoundTrip(req)
	if err != nil || resp == nil {
		t.session.end(newExchange(req), complete)
		return resp, err
	}
	t.watch(req, resp)
	return resp, nil
}

// CloseIdleConnections calls the method of that name of the wrapped transport, if
// it has one, as [http.Client.CloseIdleConnections] expects.
func (t *Transport) CloseIdleConnections() {
	if c, ok := t.inner.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// watch judges a response, now or when its body has ended.
func (t *Transport) watch(req *http.Request, resp *http.Response) {
	e := newExchange(req)
	e.answered(resp.StatusCode, resp.Header)
	_, connection := resp.Body.(io.Writer)
	switch {
	case resp.Body == nil, resp.Body == http.NoBody:
		t.session.end(e, complete)
	case connection:
		t.session.end(e, broken)
	case !t.session.wants(&e.Exchange):
		e.Response.Absent = validate.SkipOtherHost
		t.session.end(e, complete)
	default:
		b := &body{ReadCloser: resp.Body, session: t.session, exchange: e, length: max(0, resp.ContentLength)}
		t.session.open(b)
		resp.Body = b
	}
}
