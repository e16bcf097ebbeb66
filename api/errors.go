package api

import (
	"fmt"
	"net/http"
	"strings"
)

// An Error is a response that reports failure: any status but a 2xx, or an error
// envelope under a 2xx. Find it with errors.As, and its code with errors.Is:
//
//	if errors.Is(err, api.ErrInsufficientCredit) { … }
//
// Nothing of the response is lost, whatever its shape: a code that the table
// does not have is kept as it came, and so is the content.
type Error struct {
	Operation string // operationId; empty from [Decode]
	Method    string // of the request as it was first made, before any redirect
	Path      string // of its URL, without the query
	// Keyed says that the request carried an Idempotency-Key and that the
	// operation documents it; others may ignore the key. [Decode], which knows
	// no operation, believes the request.
	Keyed bool

	Status int
	Header http.Header // of the response

	Shape   Shape
	Code    Code   // empty if the content has none; a number as its digits
	Message string // empty if the content has none
	Param   string // the field of the request that is at fault; mostly empty
	DocURL  string // the section of the documentation about the code

	Body []byte // the content, its first MiB
	Err  error  // why the content could not be read whole; nil if it was
}

// Error says which operation failed, with which status, code and message. The
// text is short, on one line, and holds no other part of the exchange; queries
// of URLs are cut from the message, for they may carry keys.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: %d %s", subject(e.Method, e.Operation), e.Status, e.reason())
	if e.Message != "" {
		text += ": " + printable(e.Message, maxMessage)
	}
	if e.Err != nil {
		text += "; its content could not be read whole"
	}
	return text
}

// Unwrap returns the code, so that errors.Is finds it, and the error that kept
// the content from being read whole.
func (e *Error) Unwrap() []error {
	var causes []error
	if e.Code != "" {
		causes = append(causes, e.Code)
	}
	if e.Err != nil {
		causes = append(causes, e.Err)
	}
	return causes
}

// reason is the code, or what the response has instead of one.
func (e *Error) reason() string {
	if e.Code != "" {
		return printable(string(e.Code), maxCode)
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%s)", http.StatusText(e.Status), e.Shape))
}

// A DecodeError is a response that reports success with content that is not
// what the operation documents, or that could not be read. What the request
// asked for may have been done all the same, and paid for.
type DecodeError struct {
	Operation string // operationId; empty from [Decode]
	Method    string
	Path      string // of the request's URL, without the query
	Status    int    // a 2xx
	Header    http.Header
	Body      []byte // the content as far as it was read
	Err       error  // why it could not be decoded
}

// Error names the operation, the status and the place, and no value.
func (e *DecodeError) Error() string {
	return fmt.Sprintf("%s: %d, but its content %s", subject(e.Method, e.Operation), e.Status, fault(e.Err))
}

// Unwrap returns why the content could not be decoded, such as a
// *json.SyntaxError or context.Canceled. Its text may quote the content.
func (e *DecodeError) Unwrap() error { return e.Err }

// subject names an exchange: "POST createVideo".
func subject(method, operation string) string {
	return strings.TrimSpace(printable(method, maxCode) + " " + operation)
}
