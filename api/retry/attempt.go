package retry

import (
	"regexp"
	"strings"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/internal/redact"
)

// An Attempt is an attempt that will be repeated. It is safe to log: it contains no header, no
// query, and nothing of a body except the error's code.
type Attempt struct {
	Number int    // from 1
	Method string // of the request
	Path   string // of its URL, escaped and without the query

	Status int            // 0 if there is no response
	Code   api.Code       // of the response; empty if it has none, or one that is not printable
	Class  api.RetryClass // why it is repeated; [api.RetryTransient] if there is no response
	Err    error          // why there is no response; queries of URLs and quotations are removed from its text

	Wait time.Duration // until the next attempt
}

// loggableCode returns a code if it looks like one, because a server can send anything.
func loggableCode(code api.Code) api.Code {
	const longest = 64
	odd := func(r rune) bool { return r <= ' ' || r > '~' }
	if len(code) > longest || strings.ContainsFunc(string(code), odd) {
		return ""
	}
	return code
}

// A redactedError is an error of a transport without the text that it may repeat: the parameters of
// URLs, and what net/http quotes of a response that it cannot read.
type redactedError struct{ err error }

var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*"?`)

func (e redactedError) Error() string {
	return redact.Text(quotation.ReplaceAllLiteralString(e.err.Error(), `"…"`))
}

func (e redactedError) Unwrap() error { return e.err }

func redactError(err error) error {
	if err == nil {
		return nil
	}
	return redactedError{err}
}
