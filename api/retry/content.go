package retry

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/api"
)

// maxContent is how much of an error's content is looked into, as in package
// api. Of longer content a connection is not worth the rest.
const maxContent = 1 << 20

// read returns what a response with the status of an error says; nil if it has
// another. The content can be read from its start all the same.
func read(resp *http.Response) *api.Error {
	if resp.StatusCode < http.StatusBadRequest {
		return nil
	}
	said := *resp
	said.Body = plain(peek(resp), resp)
	_, err := api.Decode[struct{}](&said, nil)
	e, _ := errors.AsType[*api.Error](err)
	return e
}

// peek reads the content and puts it back, its errors included.
func peek(resp *http.Response) []byte {
	if resp.Body == nil {
		return nil
	}
	head, err := io.ReadAll(io.LimitReader(resp.Body, maxContent+1)) // one more, to meet the end
	rest := io.Reader(resp.Body)
	if err != nil {
		rest = broken{err}
	}
	resp.Body = content{io.MultiReader(bytes.NewReader(head), rest), resp.Body}
	return head
}

// content is the body of a response that was looked into.
type content struct {
	io.Reader
	io.Closer
}

// broken is what follows content that broke off.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// plain undoes the coding that a caller asked for by itself; http.Transport
// undoes its own. Content in another coding is judged by its status.
func plain(head []byte, resp *http.Response) io.ReadCloser {
	switch strings.ToLower(resp.Header.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		if unzipped, err := gzip.NewReader(bytes.NewReader(head)); err == nil {
			return unzipped
		}
	}
	return io.NopCloser(bytes.NewReader(head))
}
