package webhook

import (
	"context"
	"errors"
	"io"
	"net/http"
)

// maxBody is the maximum size of a delivery. The known ones have less than 2 KB.
const maxBody = 1 << 20

// Handler returns an http.Handler for the endpoint's URL. It calls handle for each verified event,
// on the goroutine of the request, and responds
//
//   - 204 if handle returns nil
//   - 500 if handle returns an error, so that the API repeats the delivery
//   - 401 without a valid signature, 400 for a body that is not an event or is too old, 413 for a
//     body of more than 1 MiB, and 405 for other methods than POST
//
// The response must be sent within 10 seconds, so run long work elsewhere. The same event may
// arrive more than once, also at the same time; see [Event].ID. OPTIONS gets 204, because the
// registration of v1 endpoints needs it. The responses do not say what was wrong; refused, if not
// nil, gets the error.
func (v *Verifier) Handler(handle func(context.Context, *Event) error, refused func(*http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, err := v.receive(w, r, handle)
		if err != nil && refused != nil {
			refused(r, err)
		}
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "POST, OPTIONS")
		}
		w.WriteHeader(status)
	})
}

// receive handles a request. It returns the status, and the error for which a delivery was rejected
// or that handle returned.
func (v *Verifier) receive(w http.ResponseWriter, r *http.Request, handle func(context.Context, *Event) error) (int, error) {
	switch r.Method {
	case http.MethodOptions:
		return http.StatusNoContent, nil
	case http.MethodPost:
	default:
		return http.StatusMethodNotAllowed, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, err
	}
	if err != nil {
		return http.StatusBadRequest, err
	}
	event, err := v.Verify(r.Header, body)
	switch {
	case errors.Is(err, ErrSignature):
		return http.StatusUnauthorized, err
	case err != nil:
		return http.StatusBadRequest, err
	}
	if err := handle(r.Context(), event); err != nil {
		return http.StatusInternalServerError, err
	}
	return http.StatusNoContent, nil
}
