package format

import (
	"errors"
	"fmt"
	"io"

	"github.com/apicontract/apicontract/internal/inputs"
)

// An Error says why a capture could not be read to its end, is damaged, or is not a capture. What
// was delivered before stays valid. Its message contains no values from the capture.
type Error struct {
	// Offset is the place of the error, in bytes from the start of the uncompressed input in UTF-8.
	Offset int64
	// Message says what is wrong and, if known, how to fix it.
	Message string

	cause error
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("%s (at byte %d)", e.Message, e.Offset)
}

// Unwrap returns the error of the underlying reader, nil if that was not the reason.
func (e *Error) Unwrap() error { return e.cause }

// ReadError returns the Error for a reader that failed with cause.
func ReadError(offset int64, cause error) *Error {
	message := "cannot be read on: " + cause.Error()
	switch {
	case errors.Is(cause, io.ErrUnexpectedEOF):
		message = "the compressed data is cut off: copy or export the file again"
	case offset > 0 && inputs.IsTrailingData(cause):
		message = "behind the compressed data there is something else, which was not read"
	}
	return &Error{Offset: offset, Message: message, cause: cause}
}
