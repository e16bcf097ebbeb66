package live

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/felixge/httpsnoop"

	"github.com/apicontract/apicontract/validate"
)

// A Handler records the exchanges of another handler. An exchange finishes when Next returns or
// panics; a panic, including [http.ErrAbortHandler], continues.
//
// What Next writes is copied and sent unchanged. The writer that Next gets has the optional
// interfaces of the original one, such as [http.Flusher], [http.Hijacker], [io.ReaderFrom] and
// [http.Pusher], and works with [http.ResponseController]. Interim responses (1xx) are not
// recorded. If Next sets no Content-Type, the one that net/http detects is recorded.
//
// An exchange with a hijacked connection, and one that panicked before it sent its headers, have
// status 0. A response that is shorter than its Content-Length has no body, because the client
// rejects it.
type Handler struct {
	Next    http.Handler
	Options Options
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := newResponseRecorder(&h.Options, w, r)
	defer rec.endExchange()
	h.Next.ServeHTTP(httpsnoop.Wrap(w, rec.writerHooks()), r)
	rec.returned = true
}

// A responseRecorder records what a handler writes.
type responseRecorder struct {
	header   http.Header
	upgrade  bool // the client asks for another protocol
	returned bool // the handler did not panic

	mu             sync.Mutex         // a handler may write from several goroutines
	recording      *exchangeRecording // nil once the exchange has finished
	started        bool               // the headers of the final response are sent
	hasContentType bool               // Content-Type is set, or is set to be omitted
	hijacked       bool
	writeFailed    bool
}

func newResponseRecorder(o *Options, w http.ResponseWriter, r *http.Request) *responseRecorder {
	return &responseRecorder{header: w.Header(), upgrade: r.Header.Get("Upgrade") != "", recording: newRecording(o, r)}
}

func (a *responseRecorder) writerHooks() httpsnoop.Hooks {
	return httpsnoop.Hooks{
		WriteHeader: a.hookWriteHeader,
		Write:       a.hookWrite,
		Flush:       a.hookFlush,
		ReadFrom:    a.hookReadFrom,
		Hijack:      a.hookHijack,
	}
}

func (a *responseRecorder) hookWriteHeader(next httpsnoop.WriteHeaderFunc) httpsnoop.WriteHeaderFunc {
	return func(status int) {
		next(status)
		if status >= http.StatusOK || status == http.StatusSwitchingProtocols {
			a.startOnce(status)
		}
	}
}

func (a *responseRecorder) hookWrite(next httpsnoop.WriteFunc) httpsnoop.WriteFunc {
	return func(p []byte) (int, error) {
		n, err := next(p)
		a.recordWrite(p, n, err)
		return n, err
	}
}

func (a *responseRecorder) hookFlush(next httpsnoop.FlushFunc) httpsnoop.FlushFunc {
	return func() {
		next()
		a.startOnce(http.StatusOK)
	}
}

func (a *responseRecorder) hookReadFrom(next httpsnoop.ReadFromFunc) httpsnoop.ReadFromFunc {
	return func(src io.Reader) (int64, error) {
		n, err := next(io.TeeReader(src, teeWriter{a}))
		a.recordWrite(nil, 0, err)
		return n, err
	}
}

func (a *responseRecorder) hookHijack(next httpsnoop.HijackFunc) httpsnoop.HijackFunc {
	return func() (net.Conn, *bufio.ReadWriter, error) {
		conn, rw, err := next()
		if err == nil {
			a.mu.Lock()
			a.hijacked = true
			a.mu.Unlock()
		}
		return conn, rw, err
	}
}

// startOnce records the headers of the final response, the first time it is called.
func (a *responseRecorder) startOnce(status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.startLocked(status)
}

func (a *responseRecorder) startLocked(status int) {
	if a.started || a.recording == nil {
		return
	}
	a.started = true
	a.recording.startResponse(status, a.header)
	a.recording.addDate()
	_, a.hasContentType = a.header["Content-Type"]
}

// recordWrite records that n bytes of p were sent. If no headers were sent before, net/http sends
// status 200.
func (a *responseRecorder) recordWrite(p []byte, n int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.recording == nil {
		return
	}
	a.startLocked(http.StatusOK)
	a.writeFailed = a.writeFailed || err != nil
	a.recording.copyBytes(p[:max(0, min(n, len(p)))])
}

// A teeWriter records the bytes that ReadFrom copies to the client.
type teeWriter struct{ *responseRecorder }

func (w teeWriter) Write(p []byte) (int, error) {
	w.recordWrite(p, len(p), nil)
	return len(p), nil
}

// endExchange finishes the exchange, whether the handler returned or panicked.
func (a *responseRecorder) endExchange() {
	a.mu.Lock()
	r := a.recording
	a.recording = nil
	a.completeResponse(r)
	end := a.endOfBody(r)
	a.mu.Unlock()
	r.finishExchange(end)
}

// completeResponse adds what net/http sends after the handler has returned.
func (a *responseRecorder) completeResponse(r *exchangeRecording) {
	switch {
	case a.hijacked && (a.upgrade || r.Response.Status == http.StatusSwitchingProtocols):
		r.Skip = validate.SkipWebSocket
	case a.hijacked, !a.returned && !a.started:
		r.Response.Status = 0 // the server sends no response
	case !a.started:
		r.startResponse(http.StatusOK, a.header)
		r.addDate()
	}
	if a.started && !a.hasContentType {
		r.Response.MediaType = r.detectContentType()
	}
}

// endOfBody returns whether the client received the complete body that the headers promise.
func (a *responseRecorder) endOfBody(r *exchangeRecording) bodyEnd {
	length, known := r.contentLength()
	switch {
	case known && r.size == length:
		return bodyComplete // net/http rejects writes beyond Content-Length
	case !a.returned, a.writeFailed, known:
		return bodyBroken
	}
	return bodyComplete
}

// addDate adds the Date header that net/http adds, because a response without any header would look
// like one with unknown headers.
func (r *exchangeRecording) addDate() {
	if fields := &r.Response.Header; !fields.Has("Date") {
		*fields = append(*fields, validate.HeaderLine{Name: "Date", Value: time.Now().UTC().Format(http.TimeFormat)})
	}
}

// contentLength returns the body's length according to the headers.
func (r *exchangeRecording) contentLength() (int64, bool) {
	values := r.Response.Header.Values("Content-Length")
	if len(values) == 0 || r.Request.Method == http.MethodHead {
		return 0, false
	}
	length, err := strconv.ParseInt(values[0], 10, 64)
	return length, err == nil
}

// detectContentType returns the media type that net/http adds to a response without one.
func (r *exchangeRecording) detectContentType() string {
	if r.size == 0 || r.Response.Header.Has("Content-Encoding") || r.Response.Header.Has("Transfer-Encoding") {
		return ""
	}
	return http.DetectContentType(r.copied.Bytes())
}
