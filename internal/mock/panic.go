package mock

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
)

// A PanicError reports a request that made the mock panic. A panic is a bug of the mock, not a
// mistake in the request.
type PanicError struct {
	Operation string // operationId, or method and path template; the method alone if no operation matches
	Reason    string // the text of a runtime error, else the type of the panic's value
	Stack     []byte
}

// Error describes the panic without its stack and without values of the request.
func (p *PanicError) Error() string {
	return fmt.Sprintf("%s made the mock panic (%s), which is a bug of the mock", p.Operation, p.Reason)
}

// ServeHTTP handles a request. A panic gets a 500 and is reported to [Config.Panicked]; only
// [http.ErrAbortHandler] reaches the caller, because it ends a connection on purpose.
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
		panic(http.ErrAbortHandler) // the response has already started
	}
	clear(w.Header())
	a := problemDetails(http.StatusInternalServerError, "The mock server failed. This is a bug of the mock; its log has the details.")
	a.WriteHeader(w)
	_, _ = w.Write(a.Body)
}

// panicReason describes a panic. Only runtime errors are shown with their text: other values may
// contain parts of the request, so only their type is shown.
func panicReason(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", v)
}

// A startedWriter records whether the response has started.
type startedWriter struct {
	http.ResponseWriter
	started bool
}

// Unwrap gives [http.ResponseController] access to the optional methods of the writer.
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
