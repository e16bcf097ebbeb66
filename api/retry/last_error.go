package retry

import (
	"errors"
	"fmt"

	"github.com/apicontract/apicontract/api"
)

// An EndedError means that the context ended, or Sleep returned an error, before a request could be
// repeated. errors.Is finds the reason, such as context.Canceled, and errors.As the last
// *[api.Error], if there was one.
type EndedError struct {
	Err  error      // why the wait ended
	Last *api.Error // last error of the API
}

// Error returns both texts.
func (e *EndedError) Error() string { return fmt.Sprintf("%v; the last response: %v", e.Err, e.Last) }

// Unwrap returns both errors.
func (e *EndedError) Unwrap() []error { return []error{e.Err, e.Last} }

// Timeout reports whether the time was up, for http.Client's errors.
func (e *EndedError) Timeout() bool {
	var t interface{ Timeout() bool }
	return errors.As(e.Err, &t) && t.Timeout()
}

// withLast adds the last error of the API to the error that ended its request.
func withLast(err error, last *api.Error) error {
	if err == nil || last == nil {
		return err
	}
	return &EndedError{err, last}
}
