package api

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"path"
	"strings"

	"github.com/apicontract/apicontract/api/internal/body"
)

var errNoFileName = errors.New("api: a file to upload needs a name")

// WithIdempotencyKey sets the header Idempotency-Key of a request, for methods that do
// not take it as a parameter. The key must match ^[A-Za-z0-9_\-:.]{1,255}$.
func WithIdempotencyKey(key string) RequestEditorFn {
	return func(_ context.Context, req *http.Request) error {
		req.Header.Set("Idempotency-Key", key)
		return nil
	}
}

// Upload stores a file as an asset (POST /v3/assets) and returns it. name is the file name that the
// API gets; the media type is detected from the first bytes of the file, or from the name's
// extension.
//
// The file is streamed, and not closed. If it is an [io.ReaderAt] and an [io.Seeker], such as an
// *os.File, it is sent from its current position to its end with its length, and package retry can
// send it again. Anything else is sent once, without a length. The errors are those of the other
// methods.
func (c *ClientWithResponses) Upload(ctx context.Context, name string, file io.Reader, reqEditors ...RequestEditorFn) (*UploadedAsset, error) {
	form, err := newUploadForm(name, file)
	if err != nil {
		return nil, err
	}
	editors := append([]RequestEditorFn{form.prepare}, reqEditors...)
	r, err := c.UploadAssetWithBodyWithResponse(ctx, nil, form.contentType, form.body(form.file), editors...)
	if err != nil {
		return nil, err
	}
	if r.Value.Data == nil {
		return nil, r.missingMember("uploadAsset", http.MethodPost, "data")
	}
	return r.Value.Data, nil
}

// missingMember returns the error for a success without a member that a method returns.
func (r *Response[T]) missingMember(operation, method, member string) *DecodeError {
	return &DecodeError{
		Operation: operation, Method: method, Status: r.Status, Header: r.Header, Body: r.Body,
		Err: &body.MissingError{Member: member},
	}
}

// An uploadForm is a form in multipart/form-data with one file.
type uploadForm struct {
	contentType string
	head, tail  []byte    // the form before and after the file
	file        io.Reader // the complete file, readable once
	again       func() io.Reader
	length      int64 // of the file; 0 if again is nil
}

func newUploadForm(name string, file io.Reader) (*uploadForm, error) {
	if name == "" {
		return nil, errNoFileName
	}
	form := &uploadForm{file: file}
	form.findLength(file)
	mediaType, err := form.mediaType(name)
	if err != nil {
		return nil, err
	}
	var frame bytes.Buffer
	w := multipart.NewWriter(&frame)
	_, _ = w.CreatePart(textproto.MIMEHeader{ // a buffer returns no error
		"Content-Disposition": {multipart.FileContentDisposition("file", name)},
		"Content-Type":        {mediaType},
	})
	head := frame.Len()
	_ = w.Close()
	form.contentType = w.FormDataContentType()
	form.head, form.tail = frame.Bytes()[:head], frame.Bytes()[head:]
	return form, nil
}

// findLength determines the length of the file, and whether it can be read again.
func (f *uploadForm) findLength(file io.Reader) {
	at, isAt := file.(io.ReaderAt)
	seeker, isSeeker := file.(io.Seeker)
	if !isAt || !isSeeker {
		return
	}
	start, err := seeker.Seek(0, io.SeekCurrent)
	if err != nil {
		return // a pipe, for example
	}
	end, err := seeker.Seek(0, io.SeekEnd)
	_, back := seeker.Seek(start, io.SeekStart)
	if err != nil || back != nil || end < start {
		return
	}
	f.length = end - start
	f.again = func() io.Reader { return io.NewSectionReader(at, start, f.length) }
	f.file = f.again()
}

// mediaType returns the media type of the file.
func (f *uploadForm) mediaType(name string) (string, error) {
	first := make([]byte, 512) // the number of bytes that DetectContentType uses
	n, err := io.ReadFull(f.file, first)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF { //nolint:errorlint // ReadFull returns these two themselves
		return "", err
	}
	f.file = io.MultiReader(bytes.NewReader(first[:n]), f.file)
	found := http.DetectContentType(first[:n])
	if found == "application/octet-stream" || strings.HasPrefix(found, "text/") {
		found = cmp.Or(mime.TypeByExtension(path.Ext(name)), found)
	}
	return found, nil
}

func (f *uploadForm) body(file io.Reader) io.Reader {
	return io.MultiReader(bytes.NewReader(f.head), file, bytes.NewReader(f.tail))
}

// prepare is a RequestEditorFn that gives the request a length and makes it repeatable, if the file
// allows it.
func (f *uploadForm) prepare(_ context.Context, req *http.Request) error {
	if f.again == nil {
		return nil
	}
	req.ContentLength = int64(len(f.head)) + f.length + int64(len(f.tail))
	req.GetBody = func() (io.ReadCloser, error) {
		return io.NopCloser(f.body(f.again())), nil
	}
	return nil
}
