package contracttest

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/felixge/httpsnoop"

	"github.com/apicontract/apicontract/validate"
)

// NewHandler wraps next. Each request that reaches it is judged with what next
// answers, when next returns, and what breaks the contract fails tb, from any
// goroutine. It ends with tb as a [Transport] does, and fails it for the same
// reasons. An invalid cfg ends the test at once.
//
// Requests are passed on as they are. What next writes is sent as it is written,
// and copied; the writer that next sees has the optional interfaces of the one
// below, such as [http.Flusher], [http.Hijacker], [io.ReaderFrom] and
// [http.Pusher], and works with [http.ResponseController]. Interim responses
// (1xx) are not judged. Where next names no Content-Type, the one that net/http
// puts in is judged.
//
// A panic of next, [http.ErrAbortHandler] too, goes through; its exchange counts
// as skipped, as do those whose connection was taken over and those with less
// content than their Content-Length: the client never gets a whole response.
//
// Servers under test have hosts that no document knows. Every host stands for the
// contract's, at the base path of the document's first server and without it. Put
// the handler outermost, so that it sees what other middleware answers.
func NewHandler(tb testing.TB, next http.Handler, cfg Config) http.Handler {
	tb.Helper()
	s := begin(tb, &cfg, "no request reached the handler")
	s.anyHost = true
	return &handler{s, next}
}

// A handler watches another. Where a test calls it itself, with a recorder, findings
// show the test's line.
type handler struct {
	session *session
	next    http.Handler
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.session.marked.Load() {
		h.session.helper.Helper()
	}
	a := newAnswer(h.session, w, r)
	defer a.end()
	h.next.ServeHTTP(httpsnoop.Wrap(w, a.hooks()), r)
	a.returned = true
}

// An answer is what a handler writes, while it does.
type answer struct {
	session  *session
	header   http.Header
	upgrade  bool // the client asks for another protocol
	returned bool // and did not panic

	mu       sync.Mutex // guards what follows: not all handlers keep to one goroutine
	exchange *exchange  // nil once it was judged
	started  bool       // the header of the final response is sent
	typed    bool       // it names a Content-Type, or that there is none
	hijacked bool
	lost     bool // something could not be written
}

func newAnswer(s *session, w http.ResponseWriter, r *http.Request) *answer {
	return &answer{session: s, header: w.Header(), upgrade: r.Header.Get("Upgrade") != "", exchange: newExchange(r)}
}

func (a *answer) hooks() httpsnoop.Hooks {
	return httpsnoop.Hooks{
		WriteHeader: func(next httpsnoop.WriteHeaderFunc) httpsnoop.WriteHeaderFunc {
			return func(status int) {
				next(status)
				if status >= http.StatusOK || status == http.StatusSwitchingProtocols {
					a.start(status)
				}
			}
		},
		Write: func(next httpsnoop.WriteFunc) httpsnoop.WriteFunc {
			return func(p []byte) (int, error) {
				n, err := next(p)
				a.wrote(p, n, err)
				return n, err
			}
		},
		Flush: func(next httpsnoop.FlushFunc) httpsnoop.FlushFunc {
			return func() {
				next()
				a.start(http.StatusOK)
			}
		},
		ReadFrom: func(next httpsnoop.ReadFromFunc) httpsnoop.ReadFromFunc {
			return func(src io.Reader) (int64, error) {
				n, err := next(io.TeeReader(src, copier{a}))
				a.wrote(nil, 0, err)
				return n, err
			}
		},
		Hijack: func(next httpsnoop.HijackFunc) httpsnoop.HijackFunc {
			return func() (net.Conn, *bufio.ReadWriter, error) {
				conn, rw, err := next()
				if err == nil {
					a.mu.Lock()
					a.hijacked = true
					a.mu.Unlock()
				}
				return conn, rw, err
			}
		},
	}
}

// start notes the header of the final response, the first time.
func (a *answer) start(status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.startLocked(status)
}

func (a *answer) startLocked(status int) {
	if a.started || a.exchange == nil {
		return
	}
	a.started = true
	a.exchange.answered(status, a.header)
	a.exchange.dated()
	_, a.typed = a.header["Content-Type"]
}

// wrote notes that n bytes of p were sent, with an implicit 200 before them.
func (a *answer) wrote(p []byte, n int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.exchange == nil {
		return
	}
	a.startLocked(http.StatusOK)
	a.lost = a.lost || err != nil
	a.exchange.see(p[:max(0, min(n, len(p)))])
}

// A copier notes what is read of a source on its way to the client.
type copier struct{ *answer }

func (c copier) Write(p []byte) (int, error) {
	c.wrote(p, len(p), nil)
	return len(p), nil
}

// end judges the exchange, whether the handler returned or panicked.
func (a *answer) end() {
	if !a.session.marked.Load() {
		a.session.helper.Helper()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	e := a.exchange
	a.exchange = nil
	switch {
	case a.hijacked && (a.upgrade || e.Response.Status == http.StatusSwitchingProtocols):
		e.Skip = validate.SkipWebSocket
	case a.hijacked, !a.returned && !a.started:
		e.Response.Status = 0 // of the server's own making there is none
	case !a.started:
		e.answered(http.StatusOK, a.header)
		e.dated()
	}
	if a.started && !a.typed {
		e.Response.MediaType = e.sniffed()
	}
	a.session.end(e, a.ending(e))
}

// dated adds the field that net/http adds, so that a header without any is not
// taken for one that is not known.
func (e *exchange) dated() {
	if fields := &e.Response.Fields; !fields.Has("Date") {
		*fields = append(*fields, validate.Field{Name: "Date", Value: time.Now().UTC().Format(http.TimeFormat)})
	}
}

// ending says whether the client got all of the content that it was promised.
func (a *answer) ending(e *exchange) ending {
	length, promised := e.promised()
	switch {
	case promised && e.size == length:
		return complete // what was to come behind it was refused
	case !a.returned, a.lost, promised:
		return broken
	}
	return complete
}

// promised is how long the content should be, as the header says.
func (e *exchange) promised() (int64, bool) {
	values := e.Response.Fields.Values("Content-Length")
	if len(values) == 0 || e.Request.Method == http.MethodHead {
		return 0, false
	}
	length, err := strconv.ParseInt(values[0], 10, 64)
	return length, err == nil
}

// sniffed is the media type that net/http names where the handler does not.
func (e *exchange) sniffed() string {
	if e.size == 0 || e.Response.Fields.Has("Content-Encoding") || e.Response.Fields.Has("Transfer-Encoding") {
		return ""
	}
	return http.DetectContentType(e.copied.Bytes())
}
