package retry

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/apicontract/apicontract/api"
)

// maxErrorBody is how much of an error's body is read, as in package api. Reading
// the rest costs more than a new connection.
const maxErrorBody = 1 << 20

// readError returns the error that a response reports; nil if its status is no
// error's. The body can still be read from its start.
func readError(resp *http.Response) *api.Error {
	if resp.StatusCode < http.StatusBadRequest {
		return nil
	}
	copied := *resp
	copied.Body = io.NopCloser(bytes.NewReader(peekBody(resp)))
	_, err := api.Decode[struct{}](&copied, nil)
	e, _ := errors.AsType[*api.Error](err)
	return e
}

// peekBody reads the body and puts it back, its errors included.
func peekBody(resp *http.Response) []byte {
	if resp.Body == nil {
		return nil
	}
	head, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody+1)) // one more, to meet the end
	rest := io.Reader(resp.Body)
	if err != nil {
		rest = failedReader{err}
	}
	resp.Body = peekedBody{io.MultiReader(bytes.NewReader(head), rest), resp.Body}
	return head
}

// peekedBody is the body of a response after peek.
type peekedBody struct {
	io.Reader
	io.Closer
}

// failedReader follows a body that broke off.
type failedReader struct{ err error }

func (f failedReader) Read([]byte) (int, error) { return 0, f.err }
