package contracttest

import (
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/internal/live"
)

// A Transport is an [http.RoundTripper] that checks the exchanges of the one that it wraps. It is
// safe for concurrent use if that is.
type Transport struct {
	live *live.Transport
}

// maxRest is the length of the longest body that the transport reads if its client does not.
const maxRest = 1 << 20

// NewTransport wraps cfg.Transport. Each exchange is checked, and violations fail tb, from any
// goroutine. When tb ends, it fails if no exchange could be checked, if none matched an operation,
// or if a [Suppression] was never used. An invalid cfg ends the test at once, and so does
// a [*testing.F]: use the [*testing.T] of the fuzz function.
//
// Requests, responses and errors are passed through unchanged. Response bodies are copied as the
// client reads them, never ahead of it. An exchange is checked
//
//   - at once, if its response has no body;
//   - when its body has been read to the end;
//   - when its body is closed before the end. If its length is known and at most 1 MiB, the
//     transport reads the rest first, for at most a second. Otherwise JSON is checked if the value
//     is complete or cannot become valid;
//   - when tb ends, if the body was neither read to the end nor closed. Violations found after the
//     test has ended go to standard error.
//
// If the client left the body unread in the last two cases, only status and headers are checked. The
// body counts as unchecked, body-not-recorded, and tb fails unless [Config.AllowUnread] is set.
//
// A body of more than [validate.DefaultMaxBody] bytes is unchecked, body-too-large, if it may be
// JSON. Unchecked parts are logged, and fail tb as [Config.MinChecked] says. An encoded body (gzip,
// deflate, br, zstd) is decoded for the check. A body with a Write method is a connection (101
// Switching Protocols) and is not checked.
//
// The contract's servers are those of the document and every port of localhost, 127.0.0.0/8 and ::1
// on this machine, with and without the base path of the document's first server. Other hosts are
// skipped, unless [validate.WithBaseURL] names them.
func NewTransport(tb testing.TB, cfg Config) *Transport {
	tb.Helper()
	refuseFuzz(tb, "NewTransport")
	s := beginSession(tb, &cfg, "no exchange went through the transport")
	t := live.NewTransport(cfg.Transport, live.Options{Finished: s.exchangeFinished, NeedBody: s.needBody, MaxRest: maxRest})
	s.abandon = t.Abandon
	return &Transport{t}
}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	return t.live.RoundTrip(req)
}

// CloseIdleConnections calls the wrapped transport's method of that name, if it has one, as
// [http.Client.CloseIdleConnections] expects.
func (t *Transport) CloseIdleConnections() { t.live.CloseIdleConnections() }
