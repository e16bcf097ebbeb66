package contracttest

import (
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/internal/live"
	"github.com/apicontract/apicontract/validate"
)

// NewHandler wraps next. It checks each request with its response when next returns, and violations
// fail tb, from any goroutine. It ends with tb as a [Transport] does, and fails tb for the same
// reasons. An invalid cfg ends the test at once.
//
// Requests are passed on unchanged. What next writes is copied and sent unchanged. The writer that
// next gets has the optional interfaces of the original one, such as [http.Flusher],
// [http.Hijacker], [io.ReaderFrom] and [http.Pusher], and works with [http.ResponseController].
// Interim responses (1xx) are not checked. If next sets no Content-Type, the one that net/http
// detects is checked.
//
// A panic of next, including [http.ErrAbortHandler], continues. Its exchange counts as skipped. So
// do exchanges with a hijacked connection and those with a body shorter than their Content-Length,
// because the client never receives a complete response.
//
// Servers under test have hosts that no document names, so every host is the contract's server,
// with and without the base path of the document's first server. Make the handler the outermost
// one, so that it sees the responses of other middleware.
func NewHandler(tb testing.TB, next http.Handler, cfg Config) http.Handler {
	tb.Helper()
	s := beginSession(tb, &cfg, "no request reached the handler")
	s.anyHost = true
	return &checkingHandler{s, next}
}

// A checkingHandler checks the exchanges of another handler. If a test calls it directly, with a
// recorder, findings show the test's line.
type checkingHandler struct {
	session *testSession
	next    http.Handler
}

func (h *checkingHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.session.marked.Load() {
		h.session.helper.Helper()
	}
	c := handlerCheck{session: h.session}
	defer c.reportResult()
	(&live.Handler{Next: h.next, Options: live.Options{Finished: c.checkExchange}}).ServeHTTP(w, r)
}

// A handlerCheck is the check of one exchange. It reports after package live has returned, so that
// all functions between the test and the report are marked as helpers.
type handlerCheck struct {
	session *testSession
	result  validate.Result
	checked bool
}

func (c *handlerCheck) checkExchange(x *live.Exchange) {
	c.result, c.checked = c.session.checkExchange(&x.Exchange), true
}

func (c *handlerCheck) reportResult() {
	if !c.session.marked.Load() {
		c.session.helper.Helper()
		defer c.session.marked.Store(true)
	}
	if c.checked {
		c.session.recordResult(&c.result)
	}
}
