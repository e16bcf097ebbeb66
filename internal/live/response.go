package live

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/apicontract/apicontract/validate"
)

// ReadResponse returns the exchange of a response whose body is unread. It reads the body, up to
// [validate.DefaultMaxBody], and replaces it by one that yields the same bytes. The caller may keep
// the exchange.
func ReadResponse(req *http.Request, resp *http.Response) (*Exchange, error) {
	r := &exchangeRecording{options: &Options{AllBodies: true}}
	r.Request.FillFrom(req)
	r.startResponse(resp.StatusCode, resp.Header)
	if resp.Body == nil || resp.Body == http.NoBody {
		return &r.Exchange, nil
	}
	if _, connection := resp.Body.(io.Writer); connection {
		r.setBody(bodyBroken)
		return &r.Exchange, nil
	}
	if err := r.readBody(resp); err != nil {
		return nil, err
	}
	r.setBody(bodyComplete)
	return &r.Exchange, nil
}

// readBody records a body and makes it readable again.
func (r *exchangeRecording) readBody(resp *http.Response) error {
	var body bytes.Buffer
	n, err := io.CopyN(&body, resp.Body, validate.DefaultMaxBody+1)
	resp.Body = restoredBody{io.MultiReader(bytes.NewReader(body.Bytes()), resp.Body), resp.Body}
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return fmt.Errorf("the response's body cannot be read: %w; check it before it is read or closed", err)
	case n == 0 && resp.ContentLength > 0 && r.Request.Method != http.MethodHead:
		return errors.New("the response's body was read before: check it first, its body stays readable")
	}
	r.copyBytes(body.Bytes())
	return nil
}

// A restoredBody yields the bytes that were read, and then the rest.
type restoredBody struct {
	io.Reader
	io.Closer
}
