package contracttest

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/internal/live"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// NewHandler wraps next. It checks each request with its response when next returns, and violations
// fail tb, from any goroutine. It ends with tb as a [Transport] does, and fails tb for the same
// reasons. An invalid cfg ends the test at once, and so does a [*testing.F]: use the
// [*testing.T] of the fuzz function.
//
// Requests are passed on unchanged. What next writes is copied and sent unchanged. The writer that
// next gets has the optional interfaces of the original one, such as [http.Flusher],
// [http.Hijacker], [io.ReaderFrom] and [http.Pusher], and works with [http.ResponseController].
// Interim responses (1xx) are not checked. If next sets no Content-Type, the one that net/http
// detects is checked.
//
// A panic of next fails tb, because net/http recovers it, and continues; [http.ErrAbortHandler] only
// continues. The exchange counts as skipped. So
// do exchanges with a hijacked connection and those with a body shorter than their Content-Length,
// because the client never receives a complete response.
//
// Servers under test have hosts that no document names, so every host is the contract's server,
// with and without the base path of the document's first server. Make the handler the outermost
// one, so that it sees the responses of other middleware.
func NewHandler(tb testing.TB, next http.Handler, cfg Config) http.Handler {
	tb.Helper()
	refuseFuzz(tb, "NewHandler")
	s := beginSession(tb, &cfg, "no request reached the handler")
	s.anyHost = true
	return &checkingHandler{s, live.Handler{Next: next, Options: live.Options{Finished: s.exchangeFinished}}}
}

// A checkingHandler checks the exchanges of another handler.
type checkingHandler struct {
	session *testSession
	live    live.Handler
}

func (h *checkingHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer h.session.reportPanic(r)
	h.live.ServeHTTP(w, r)
}

// reportPanic fails the test if the handler panics, because net/http recovers the panic and the
// test may pass. [http.ErrAbortHandler] ends a response on purpose. The panic continues; its value
// is not shown, because it may contain parts of the request.
func (s *testSession) reportPanic(r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
		s.failLive("contracttest: the handler panicked (%T) at %s %s", v, r.Method, s.pathTemplate(r))
	}
	panic(v)
}

// failLive fails the test from a handler's goroutine. After the test has ended, the text goes to
// standard error.
func (s *testSession) failLive(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.test == nil {
		_, _ = fmt.Fprintf(s.stderr, "after %s had ended: %s\n", s.name, fmt.Sprintf(format, args...))
		return
	}
	s.test.Errorf(format, args...)
}

// pathTemplate returns the path of a request's operation without the values in it. A path without
// an operation is shown as it is.
func (s *testSession) pathTemplate(r *http.Request) string {
	x := validate.Exchange{Response: validate.Response{Status: http.StatusNoContent}}
	x.Request.FillFrom(r)
	if v := s.checkExchange(&x); v.Operation != nil {
		return v.Operation.PathTemplate
	}
	return render.Printable(r.URL.Path)
}
