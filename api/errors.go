package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/api/internal/errorbody"
)

// An ErrorFormat is the form in which a response reports an error.
type ErrorFormat string

// The shapes. The contract documents only the envelope.
const (
	FormatEnvelope ErrorFormat = errorbody.Envelope // {"error":{"code","message",…}}
	FormatV2       ErrorFormat = errorbody.V2       // {"data":null,"error":{"code","message"}}
	FormatV1       ErrorFormat = errorbody.V1       // {"code":400543,"message":…}
	FormatHTML     ErrorFormat = errorbody.HTML     // a page, as gateways send it
	FormatEmpty    ErrorFormat = errorbody.Empty    // no body
	FormatOther    ErrorFormat = errorbody.Other    // anything else, and a body that was cut off
)

// An Error is a response that reports failure: any status but a 2xx, or an error
// envelope under a 2xx. Find it with errors.As, and its code with errors.Is:
//
//	if errors.Is(err, api.ErrInsufficientCredit) { … }
//
// It keeps all of the response, whatever its shape: a code that the error table
// lacks stays as it came, and so does the body. Its text is safe to log; its other
// fields may hold what only the caller should see.
type Error struct {
	Operation string // operationId; empty from [Decode]
	Method    string // of the request as it was first made, before any redirect
	Path      string // of its URL, without the query
	// Keyed means that the request carried a key that counts: in the header
	// Idempotency-Key, which the operation documents, or in the member of its body
	// that is a key. Of a path that the contract lacks, every header counts.
	Keyed bool
	// Idempotent means that the contract says of the operation that it may be
	// repeated, though its method is not idempotent.
	Idempotent bool

	Status int
	Header http.Header // of the response, as it came

	Format ErrorFormat
	Code   Code // empty if the body has none; a number as its digits
	// Message is the error's message. For other shapes than the API's it is what
	// the body has in its place, such as detail and title (RFC 9457) or the first
	// of a list of errors, and for text/plain the whole text. Empty if there is
	// none. The credential of the request is removed from it.
	Message string
	Param   string // the request field that is wrong; mostly empty
	DocURL  string // the section of the documentation about the code

	Body []byte // without content codings; its first MiB
	Err  error  // why the body could not be read or decoded whole; nil if it was
}

// Error returns the operation, the status, the code and the message in one short
// line. What may be a secret in the message is removed: queries and user information of
// URLs, bearer tokens, the values of names such as api_key, and addresses.
func (e Error) Error() string {
	text := fmt.Sprintf("%s: %d %s", exchangeName(e.Method, e.Operation), e.Status, e.describeCode())
	if e.Message != "" {
		text += ": " + printableText(e.Message, maxMessage)
	}
	if e.Err != nil {
		text += "; its body " + bodyProblem(e.Err, "could not be read whole")
	}
	return text
}

// Unwrap returns the code, so that errors.Is finds it, and the error that kept the
// body from being read whole.
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

// describeCode is the code, or the status in words and the shape of the body.
func (e Error) describeCode() string {
	if e.Code != "" {
		return printableText(string(e.Code), maxCode)
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%s)", http.StatusText(e.Status), e.Format))
}

// A DecodeError is a response that reports success with a body that is not what the
// operation documents, or that could not be read. The request may have had its
// effect, and may have been charged.
type DecodeError struct {
	Operation string // operationId; empty from [Decode]
	Method    string
	Path      string      // of the request's URL, without the query
	Status    int         // a 2xx
	Header    http.Header // of the response, as it came
	Body      []byte      // as far as it was read, without content codings
	Err       error       // why it could not be decoded
}

// Error names the operation, the status and the place in the body, and no value.
func (e DecodeError) Error() string {
	return fmt.Sprintf("%s: %d, but its body %s", exchangeName(e.Method, e.Operation), e.Status, bodyProblem(e.Err, "is not what the operation documents"))
}

// Unwrap returns why the body could not be decoded, such as a *json.SyntaxError or
// context.Canceled. Its text may quote the body.
func (e *DecodeError) Unwrap() error { return e.Err }

// exchangeName names an exchange: "POST createVideo".
func exchangeName(method, operation string) string {
	return strings.TrimSpace(printableText(method, maxCode) + " " + operation)
}
