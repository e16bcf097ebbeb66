package contracttest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/validate"
)

// glance is how many bytes are kept of content that is not JSON: they are enough
// to tell what it is, and nothing else of it is judged.
const glance = 4 << 10

// roomy is the size of the buffers that are used again; larger ones are left to
// the garbage collector.
const roomy = 64 << 10

// An exchange is one that is under way. Its content is copied as it goes by, up
// to a limit, and judged once it has ended.
type exchange struct {
	validate.Exchange

	copied bytes.Buffer
	keep   int   // how many bytes are copied at most
	whole  bool  // content of which not all was copied cannot be judged
	over   bool  // there was more
	size   int64 // bytes that went by
}

var exchanges = sync.Pool{New: func() any { return new(exchange) }}

// newExchange returns an exchange of which the request is known. It holds copies:
// a request or header may be changed before the content ends.
func newExchange(req *http.Request) *exchange {
	e := exchanges.Get().(*exchange)
	e.Request.Take(req)
	e.Response.Take(0, nil)
	e.Skip = ""
	return e
}

// answered fills in what the response begins with.
func (e *exchange) answered(status int, header http.Header) {
	e.Response.Take(status, header)
	e.expect(header)
}

// release gives the memory back.
func (e *exchange) release() {
	if e.copied.Cap() > roomy {
		e.copied = bytes.Buffer{}
	}
	e.copied.Reset()
	e.over, e.size = false, 0
	exchanges.Put(e)
}

// expect decides how much of the content is copied.
func (e *exchange) expect(header http.Header) {
	e.whole = mayBeJSON(header.Get("Content-Type")) || header.Get("Content-Encoding") != ""
	e.keep = glance
	if e.whole {
		e.keep = validate.DefaultMaxContent
	}
}

// mayBeJSON reports whether content of a type may be judged as JSON.
func mayBeJSON(contentType string) bool {
	return contentType == "application/json" || !strings.Contains(contentType, "/") ||
		strings.Contains(strings.ToLower(contentType), "json")
}

// see copies content that goes by.
func (e *exchange) see(p []byte) {
	e.size += int64(len(p))
	if room := e.keep - e.copied.Len(); len(p) > room {
		e.over = true
		if e.whole {
			e.copied, e.keep, room = bytes.Buffer{}, 0, 0
		}
		p = p[:room]
	}
	e.copied.Write(p)
}

// An ending is how the content came to its end.
type ending int

const (
	complete ending = iota // all of it went by
	early                  // whoever reads it did not want the rest
	broken                 // the rest was lost
)

// settle fills the response's content in, or why it is not known.
func (e *exchange) settle(end ending) {
	r := &e.Response
	switch {
	case e.over && e.whole:
		r.Absent = validate.SkipTooLarge
		return
	case end == broken, end == early && e.size == 0:
		r.Absent = validate.SkipNotRecorded
		return
	}
	codings := r.Fields.Values("Content-Encoding")
	content, ok := e.copied.Bytes(), true
	if len(codings) > 0 {
		content, ok = contentcoding.Decode(content, codings, validate.DefaultMaxContent)
	}
	switch {
	case !ok && end == complete:
		r.Absent = validate.SkipUndecodable
	case !ok, end == early && e.whole && cut(content):
		r.Absent = validate.SkipNotRecorded
	case len(content) > validate.DefaultMaxContent:
		r.Absent = validate.SkipTooLarge
	default:
		r.Content = content
	}
}

// cut reports whether content stops in the middle of a JSON value, so that what
// follows could still make it right. A reader of JSON needs no more than one
// value, and rarely waits for the end behind it.
func cut(content []byte) bool {
	d := jsontext.NewDecoder(bytes.NewBuffer(content))
	if err := d.SkipValue(); err != nil {
		return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
	}
	// A number may go on.
	return !strings.ContainsRune(`}]"`, rune(content[d.InputOffset()-1]))
}

// readAll reads a response's content, and gives its body back.
func (e *exchange) readAll(resp *http.Response) error {
	e.answered(resp.StatusCode, resp.Header)
	e.keep, e.whole = validate.DefaultMaxContent, true
	if resp.Body == nil || resp.Body == http.NoBody {
		return nil
	}
	if _, connection := resp.Body.(io.Writer); connection {
		e.settle(broken)
		return nil
	}
	var content bytes.Buffer
	n, err := io.CopyN(&content, resp.Body, validate.DefaultMaxContent+1)
	resp.Body = given{io.MultiReader(bytes.NewReader(content.Bytes()), resp.Body), resp.Body}
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return fmt.Errorf("the response's body cannot be read: %w; judge it before it is read or closed", err)
	case n == 0 && resp.ContentLength > 0 && e.Request.Method != http.MethodHead:
		return errors.New("the response's body was read before: judge it first, its body stays readable")
	}
	e.see(content.Bytes())
	e.settle(complete)
	return nil
}

// given is a body that is given back.
type given struct {
	io.Reader
	io.Closer
}
