package har

import (
	"io"
	"strconv"

	"github.com/apicontract/apicontract/internal/capture/format"
)

// readDocuments reads the consecutive values of the input.
func (r *captureReader) readDocuments() {
	for n := 0; r.failure == nil; n++ {
		c := r.skipPadding()
		if c < 0 {
			r.endInput(n)
			return
		}
		r.root, r.at = "", format.Location{Document: n, Index: -1}
		r.readDocument(c, n)
		r.endLine(c, n)
	}
}

// endLine ends a document. If each document is on a line of its own, a damaged one loses only its
// line, and reading continues after it.
func (r *captureReader) endLine(c, n int) {
	if r.failure == nil {
		r.splitter.entryPerLine = r.skipBlanks() == '\n'
		return
	}
	damage, ok := r.failure.(*format.Error)
	if !ok || !r.splitter.entryPerLine || n == 0 || !r.NextLine() {
		return
	}
	r.failure = nil
	r.noteDamage(damage.Offset, damage.Message)
	if c == '{' {
		r.deliverExchange(r.entry.malformedExchange())
	}
}

// skipBlanks returns the next byte that is not a blank within the line.
func (r *captureReader) skipBlanks() int {
	for c := r.PeekByte(); c == ' ' || c == '\t' || c == '\r'; c = r.PeekByte() {
		r.Pos++
	}
	return r.PeekByte()
}

// skipPadding skips what may be between documents: white space, byte order marks of concatenated
// files, the zero bytes that Firebug left at the end, and record separators (RFC 7464).
func (r *captureReader) skipPadding() int {
	for {
		switch r.peekToken() {
		case 0, 0x1e:
			r.Pos++
		case 0xef:
			r.skipBOM()
		default:
			return r.peekToken()
		}
		if r.failure != nil {
			return -1
		}
	}
}

// skipBOM skips a byte order mark.
func (r *captureReader) skipBOM() {
	for _, c := range []byte("\xef\xbb\xbf") {
		if r.PeekByte() != int(c) {
			r.failWith("not JSON, so not a HAR file")
			return
		}
		r.Pos++
	}
}

func (r *captureReader) endInput(documents int) {
	switch {
	case r.Done != io.EOF:
		r.failExpecting("a HAR")
	case documents == 0:
		r.failWith("the file is empty")
	}
}

func (r *captureReader) readDocument(c, n int) {
	if start := r.Offset(); !r.readContainer(c) && !r.readJSONP(c) {
		r.stopAtOther(start, n)
	}
}

func (r *captureReader) readContainer(c int) bool {
	switch c {
	case '{':
		r.readRootObject()
	case '[':
		r.readRootArray()
	}
	return c == '{' || c == '['
}

// readJSONP reads a document in a JSONP call, as HAR Viewer uses it.
func (r *captureReader) readJSONP(c int) bool {
	for isWordByte(r.PeekByte()) {
		r.Pos++
	}
	if !isWordByte(c) || r.peekToken() != '(' {
		return false
	}
	r.Pos++
	if !r.readContainer(r.peekToken()) {
		r.failExpecting("a HAR in the parentheses")
	}
	r.expectByte(')', "the parenthesis that closes the call")
	if r.skipPadding() == ';' {
		r.Pos++
	}
	return true
}

// stopAtOther ends the reading at a byte that begins no document.
func (r *captureReader) stopAtOther(offset int64, n int) {
	message := "not JSON, so not a HAR file"
	if n > 0 {
		message = "after the HAR there is something else, which was not read"
	}
	if r.failure == nil {
		r.failure = &format.Error{Offset: offset, Message: message}
	}
}

// readRootArray reads an array at the root: of entries, or of complete HARs.
func (r *captureReader) readRootArray() {
	start, before, index := r.Offset(), r.logs, 0
	r.readArray(func() {
		r.root = "/" + strconv.Itoa(index)
		r.at.Parent, r.at.Index = r.root, -1
		index++
		switch {
		case r.peekToken() == '{':
			r.readRootObject()
		case r.logs > before:
			r.skipValue()
			r.deliverExchange(r.entry.malformedExchange())
		default:
			r.failExpecting("an entry of a HAR, or a HAR")
		}
	})
	if r.logs == before {
		r.noteDamage(start, "this is an empty array, not a HAR: a HAR is an object with a log")
	}
}

// readRootObject reads an object that should have a log. An object with a request or a response
// instead is an entry.
func (r *captureReader) readRootObject() {
	start, found, other := r.Offset(), false, ""
	r.readObject(func(name []byte) {
		switch {
		case string(name) == "log":
			found = true
			r.readLog()
		case !found && (string(name) == "request" || string(name) == "response"):
			found = true
			r.readBareEntry(string(name))
		default:
			other = likelyFormat(other, name)
			r.skipValue()
		}
	})
	if !found {
		r.noteDamage(start, "JSON, but not a HAR file: it has no log"+other)
	}
}

// likelyFormat guesses the format of a document without a log.
func likelyFormat(known string, name []byte) string {
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

func isWordByte(c int) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '$' || c == '.'
}
