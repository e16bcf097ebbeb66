package mock

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
)

// A PanicError reports a request that made the mock panic, which is a fault of the
// mock and not of the request.
type PanicError struct {
	Operation string // operationId, or method and path template; the method alone if no operation matches
	Reason    string // the text of a runtime error, else the type of the panic's value
	Stack     []byte
}

// Error describes the panic without its stack and without values of the request.
func (p *PanicError) Error() string {
	return fmt.Sprintf("%s made the mock panic (%s), which is a fault of the mock", p.Operation, p.Reason)
}

// ServeHTTP answers a request. A panic is answered with 500 and reported to
// [Config.Panicked]; only [http.ErrAbortHandler] reaches the caller, because it
// ends a connection on purpose.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := &startedWriter{ResponseWriter: w}
	operation := r.Method
	defer func() {
		if v := recover(); v != nil {
			s.recoverPanic(started, operation, v)
		}
	}()
	s.serveHTTP(started, r, &operation)
}

func (s *Server) recoverPanic(w *startedWriter, operation string, v any) {
	if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so, and takes an error that wraps it for a real panic
		panic(v)
	}
	if s.Panicked != nil {
		s.Panicked(&PanicError{Operation: operation, Reason: panicReason(v), Stack: debug.Stack()})
	}
	if w.started {
		panic(http.ErrAbortHandler) // the response cannot be taken back
	}
	clear(w.Header())
	a := problemDetails(http.StatusInternalServerError, "The mock server failed. This is a fault of the mock; its log has the details.")
	a.WriteHeader(w)
	_, _ = w.Write(a.Body)
}

// panicReason describes a panic. The text of other values than runtime errors may
// hold parts of the request, so only their type is shown.
func panicReason(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", v)
}

// startedWriter records whether the response has started.
type startedWriter struct {
	http.ResponseWriter
	started bool
}

// Unwrap gives [http.ResponseController] the writer with all its abilities.
func (w *startedWriter) Unwrap() http.ResponseWriter {
	return w.ResponseWriter
}

func (w *startedWriter) WriteHeader(status int) {
	w.started = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *startedWriter) Write(b []byte) (int, error) {
	w.started = true
	return w.ResponseWriter.Write(b)
}
