package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/api/internal/errorbody"
)

// An ErrorFormat is the form in which a response reports an error.
type ErrorFormat string

// The formats. The contract documents only the envelope.
const (
	FormatEnvelope ErrorFormat = errorbody.Envelope // {"error":{"code","message",…}}
	FormatV2       ErrorFormat = errorbody.V2       // {"data":null,"error":{"code","message"}}
	FormatV1       ErrorFormat = errorbody.V1       // {"code":400543,"message":…}
	FormatHTML     ErrorFormat = errorbody.HTML     // an HTML page, as gateways send it
	FormatEmpty    ErrorFormat = errorbody.Empty    // no body
	FormatOther    ErrorFormat = errorbody.Other    // anything else, or a truncated body
)

// An Error is a response that reports failure: any status except a 2xx, or an error envelope with a
// 2xx. Find it with errors.As, and its code with errors.Is:
//
//	if errors.Is(err, api.ErrInsufficientCredit) { … }
//
// It keeps the complete response in any format: a code that the error table lacks is kept
// unchanged, and so is the body. Its text is safe to log; its other fields may contain data for the
// caller only.
type Error struct {
	Operation string // operationId; empty from [Decode]
	Method    string // method of the first request, before any redirect
	Path      string // of its URL, without the query
	// Keyed means that the request has an idempotency key that is effective: the header
	// Idempotency-Key, if the operation documents it, or a member of its body that is a key. If the
	// contract lacks the path, every such header counts.
	Keyed bool
	// Idempotent means that the contract says that the operation may be repeated, although its
	// method is not idempotent.
	Idempotent bool

	Status int
	Header http.Header // header of the response, unchanged

	Format ErrorFormat
	Code   Code // empty if the body has none; a number as its digits
	// Message is the error's message. In other formats than the API's it is the corresponding part
	// of the body, such as detail and title (RFC 9457) or the first of a list of errors, and for
	// text/plain the complete text. It is empty if there is none. The credential of the request is
	// removed from it.
	Message string
	Param   string // the wrong request field; usually empty
	DocURL  string // the section of the documentation about the code

	Body []byte // without content codings; the first MiB
	Err  error  // why the body could not be read or decoded completely; nil if it was
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

// Unwrap returns the code, so that errors.Is finds it, and the error of reading or decoding the
// body.
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

// A DecodeError is a success whose body is not what the operation documents, or could not be read.
// The request may have had its effect, and may have been charged.
type DecodeError struct {
	Operation string // operationId; empty from [Decode]
	Method    string
	Path      string      // of the request's URL, without the query
	Status    int         // a 2xx
	Header    http.Header // header of the response, unchanged
	Body      []byte      // the part that was read, without content codings
	Err       error       // why it could not be decoded
}

// Error names the operation, the status and the place in the body, and no value.
func (e DecodeError) Error() string {
	return fmt.Sprintf("%s: %d, but its body %s", exchangeName(e.Method, e.Operation), e.Status, bodyProblem(e.Err, "is not what the operation documents"))
}

// Unwrap returns why the body could not be decoded, such as a *json.SyntaxError or
// context.Canceled. Its text may quote the body.
func (e *DecodeError) Unwrap() error { return e.Err }

// exchangeName returns the name of an exchange: "POST createVideo".
func exchangeName(method, operation string) string {
	return strings.TrimSpace(printableText(method, maxCode) + " " + operation)
}
