package validate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// DefaultMaxBody bounds, in bytes, the content that
// [Validator.ValidateResponse] reads of one response.
const DefaultMaxBody = 8 << 20

// An Error is the answer of [Validator.ValidateResponse] to a response that
// breaks the contract. It lists at least one violation, of any level.
type Error struct {
	Violations []Violation
}

// Error names the first violation, and how many more there are.
func (e *Error) Error() string {
	first := e.Violations[0]
	text := fmt.Sprintf("%s %s: status %d: %s: %s", first.Method, first.PathTemplate, first.Status, first.Rule, first.Message)
	if more := len(e.Violations) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// A SkippedError is the answer of [Validator.ValidateResponse] to an exchange
// that cannot be checked.
type SkippedError struct {
	Reason SkipReason
	Host   string // the request's
}

func (e *SkippedError) Error() string {
	if e.Reason == SkipOtherHost {
		return fmt.Sprintf("not checked: %s is not a server of the contract", sanitize(e.Host))
	}
	return "not checked: " + string(e.Reason)
}

// An UncheckedError is the answer of [Validator.ValidateResponse] to a response in
// which nothing is wrong, but of which not everything could be checked.
type UncheckedError struct {
	Reasons []UncheckedReason
}

// Error names the reasons.
func (e *UncheckedError) Error() string {
	words := make([]string, len(e.Reasons))
	for i, reason := range e.Reasons {
		words[i] = string(reason)
	}
	return "some of the response could not be checked: " + strings.Join(words, ", ")
}

// ValidateResponse checks a live response to a request. It returns nil if the
// response keeps the contract, an *[Error] if it breaks it, a *[SkippedError]
// if it cannot be checked, an *[UncheckedError] if nothing is wrong and not everything
// could be checked, and the error of reading the body if that fails. The request's
// context can end a check.
//
// A body of more than [DefaultMaxBody] bytes, or one that is still encoded, is not
// checked: if nothing else is wrong, the error is an *[UncheckedError]. The body still
// yields all of it.
//
// The request is passed beside the response, for resp.Request is often absent;
// its Host, else its URL, says which server it went to. The response's body is
// read, up to [DefaultMaxBody], and replaced by one that yields the same
// bytes; the caller still closes it. Any Content-Encoding must be undone
// already, as [http.Transport] does unless told otherwise.
func (v *Validator) ValidateResponse(req *http.Request, resp *http.Response) error {
	var x Exchange
	x.Request.FillFrom(req)
	x.Response.FillFrom(resp.StatusCode, resp.Header)
	if err := readBody(&x.Response, resp); err != nil {
		return fmt.Errorf("cannot read the response's body: %w", err)
	}
	verdict := v.CheckContext(req.Context(), &x)
	switch {
	case verdict.Skipped != "":
		return &SkippedError{verdict.Skipped, verdict.Host}
	case len(verdict.Violations) > 0:
		return &Error{slices.Clone(verdict.Violations)} // they may be those of others
	case len(verdict.Unchecked) > 0:
		return &UncheckedError{slices.Clone(verdict.Unchecked)}
	}
	return nil
}

// FillFrom makes r the record of a live request; its URL gets neither scheme nor
// query. Nothing of req is changed or kept; the memory of r's fields is used again.
func (r *Request) FillFrom(req *http.Request) {
	*r = Request{Method: req.Method, URL: targetURI(req), Header: r.Header.refillFrom(req.Header)}
}

// FillFrom makes r the record of a live response without its content, which is the
// caller's to fill in. Nothing of header is changed or kept; the memory of r's
// fields is used again.
func (r *Response) FillFrom(status int, header http.Header) {
	*r = Response{Status: status, Header: r.Header.refillFrom(header)}
}

// targetURI rebuilds a target URI (RFC 9110, section 7.1) without its query.
func targetURI(req *http.Request) string {
	if req.URL == nil {
		return "//" + req.Host
	}
	host, path := req.Host, req.URL.EscapedPath()
	if host == "" {
		host = req.URL.Host
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // OPTIONS *
	}
	return "//" + host + path
}

func (fs Header) refillFrom(header http.Header) Header {
	if fs = fs[:0]; fs == nil {
		fs = make(Header, 0, len(header))
	}
	for name, values := range header {
		for _, value := range values {
			fs = append(fs, HeaderLine{name, value})
		}
	}
	return fs
}

// readBody buffers the body for checking and gives it back.
func readBody(r *Response, resp *http.Response) error {
	if resp.Body == nil || resp.Body == http.NoBody {
		return nil
	}
	var content bytes.Buffer
	n, err := io.CopyN(&content, resp.Body, DefaultMaxBody+1)
	read := bytes.NewReader(content.Bytes())
	resp.Body = bufferedBody{io.MultiReader(read, resp.Body), resp.Body}
	switch {
	case n > DefaultMaxBody:
		r.BodyMissing = UncheckedTooLarge
	case !errors.Is(err, io.EOF):
		return err
	case hasContentCoding(resp.Header):
		r.BodyMissing = UncheckedUndecodable
	default:
		r.Body = content.Bytes()
	}
	return nil
}

type bufferedBody struct {
	io.Reader
	io.Closer
}

// hasContentCoding reports whether a content coding is still on the body.
func hasContentCoding(header http.Header) bool {
	coding := strings.TrimSpace(header.Get("Content-Encoding"))
	return coding != "" && !strings.EqualFold(coding, "identity")
}
