package har

import (
	"io"
	"strconv"

	"github.com/apicontract/apicontract/internal/capture/format"
)

// documents reads the values that follow one another in the input.
func (r *reader) documents() {
	for n := 0; r.failure == nil; n++ {
		c := r.padding()
		if c < 0 {
			r.ended(n)
			return
		}
		r.root, r.at = "", format.Location{Document: n, Index: -1}
		r.document(c, n)
		r.line(c, n)
	}
}

// line ends a document that has a line by itself. In a file of such lines, one
// that is damaged costs itself: the reading goes on behind it.
func (r *reader) line(c, n int) {
	if r.failure == nil {
		r.split.lines = r.peekBlank() == '\n'
		return
	}
	damage, ok := r.failure.(*format.Error)
	if !ok || !r.split.lines || n == 0 || !r.NextLine() {
		return
	}
	r.failure = nil
	r.note(damage.Offset, damage.Message)
	if c == '{' {
		r.deliver(r.entry.malformed())
	}
}

// peekBlank returns the next byte that is not a blank within the line.
func (r *reader) peekBlank() int {
	for c := r.Cur(); c == ' ' || c == '\t' || c == '\r'; c = r.Cur() {
		r.Pos++
	}
	return r.Cur()
}

// padding skips what may stand between documents: white space, byte order marks
// of files that were joined, the zero bytes that Firebug left at the end, and
// record separators (RFC 7464).
func (r *reader) padding() int {
	for {
		switch r.peek() {
		case 0, 0x1e:
			r.Pos++
		case 0xef:
			r.mark()
		default:
			return r.peek()
		}
		if r.failure != nil {
			return -1
		}
	}
}

// mark skips a byte order mark.
func (r *reader) mark() {
	for _, c := range []byte("\xef\xbb\xbf") {
		if r.Cur() != int(c) {
			r.stop("this is no JSON, so it is no HAR")
			return
		}
		r.Pos++
	}
}

func (r *reader) ended(documents int) {
	switch {
	case r.Done != io.EOF:
		r.fail("a HAR")
	case documents == 0:
		r.stop("the file is empty")
	}
}

func (r *reader) document(c, n int) {
	if start := r.Offset(); !r.container(c) && !r.call(c) {
		r.stray(start, n)
	}
}

func (r *reader) container(c int) bool {
	switch c {
	case '{':
		r.harOrEntry()
	case '[':
		r.list()
	}
	return c == '{' || c == '['
}

// call reads a document that is wrapped for JSONP, as HAR Viewer wants it.
func (r *reader) call(c int) bool {
	for isWord(r.Cur()) {
		r.Pos++
	}
	if !isWord(c) || r.peek() != '(' {
		return false
	}
	r.Pos++
	if !r.container(r.peek()) {
		r.fail("a HAR in the parentheses")
	}
	r.expect(')', "the parenthesis that closes the call")
	if r.padding() == ';' {
		r.Pos++
	}
	return true
}

// stray ends the reading at something that begins no document.
func (r *reader) stray(offset int64, n int) {
	message := "this is no JSON, so it is no HAR"
	if n > 0 {
		message = "after the HAR there is something else, which was not read"
	}
	if r.failure == nil {
		r.failure = &format.Error{Offset: offset, Message: message}
	}
}

// list reads an array in place of the root: of entries, or of whole HARs.
func (r *reader) list() {
	start, before, index := r.Offset(), r.logs, 0
	r.array(func() {
		r.root = "/" + strconv.Itoa(index)
		r.at.Parent, r.at.Index = r.root, -1
		index++
		switch {
		case r.peek() == '{':
			r.harOrEntry()
		case r.logs > before:
			r.skip()
			r.deliver(r.entry.malformed())
		default:
			r.fail("an entry of a HAR, or a HAR")
		}
	})
	if r.logs == before {
		r.note(start, "this is an empty array, not a HAR: a HAR is an object with a log")
	}
}

// harOrEntry reads an object that should have a log. One that has a request or a
// response instead is an entry by itself.
func (r *reader) harOrEntry() {
	start, found, other := r.Offset(), false, ""
	r.object(func(name []byte) {
		switch {
		case string(name) == "log":
			found = true
			r.log()
		case !found && (string(name) == "request" || string(name) == "response"):
			found = true
			r.bare(string(name))
		default:
			other = alternative(other, name)
			r.skip()
		}
	})
	if !found {
		r.note(start, "this is JSON but no HAR: there is no log in it"+other)
	}
}

// alternative names what a document without a log seems to be.
func alternative(known string, name []byte) string {
	switch string(name) {
	case "openapi", "swagger":
		return "; it looks like an OpenAPI document, not like a capture"
	case "interactions", "http_interactions":
		return "; it looks like a cassette, which is not read yet"
	case "item":
		return "; it looks like a Postman collection, which is not read yet"
	case "mappings":
		return "; it looks like WireMock mappings, which are not read yet"
	}
	return known
}

func isWord(c int) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '$' || c == '.'
}
