package capture

import "io"

// documents reads the values that follow one another in the input.
func (h *har) documents() {
	for n := 0; h.failure == nil; n++ {
		c := h.padding()
		if c < 0 {
			h.ended(n)
			return
		}
		h.document(c, n)
		h.line(c, n)
	}
}

// line ends a document that has a line by itself. In a file of such lines, one
// that is damaged costs itself: the reading goes on behind it.
func (h *har) line(c, n int) {
	if h.failure == nil {
		h.split.lines = h.peekBlank() == '\n'
		return
	}
	damage, ok := h.failure.(*Error)
	if !ok || !h.split.lines || n == 0 || !h.nextLine() {
		return
	}
	h.failure = nil
	h.note(damage.Offset, damage.Message)
	if c == '{' {
		h.deliver(h.entry.malformed())
	}
}

// peekBlank returns the next byte that is not a blank within the line.
func (h *har) peekBlank() int {
	for c := h.cur(); c == ' ' || c == '\t' || c == '\r'; c = h.cur() {
		h.pos++
	}
	return h.cur()
}

// padding skips what may stand between documents: white space, byte order marks
// of files that were joined, the zero bytes that Firebug left at the end, and
// record separators (RFC 7464).
func (h *har) padding() int {
	for {
		switch h.peek() {
		case 0, 0x1e:
			h.pos++
		case 0xef:
			h.mark()
		default:
			return h.peek()
		}
		if h.failure != nil {
			return -1
		}
	}
}

// mark skips a byte order mark.
func (h *har) mark() {
	for _, c := range []byte("\xef\xbb\xbf") {
		if h.cur() != int(c) {
			h.stop("this is no JSON, so it is no HAR")
			return
		}
		h.pos++
	}
}

func (h *har) ended(documents int) {
	switch {
	case h.done != io.EOF:
		h.fail("a HAR")
	case documents == 0:
		h.stop("the file is empty")
	}
}

func (h *har) document(c, n int) {
	if start := h.offset(); !h.container(c) && !h.call(c) {
		h.stray(start, n)
	}
}

func (h *har) container(c int) bool {
	switch c {
	case '{':
		h.root()
	case '[':
		h.list()
	}
	return c == '{' || c == '['
}

// call reads a document that is wrapped for JSONP, as HAR Viewer wants it.
func (h *har) call(c int) bool {
	for isWord(h.cur()) {
		h.pos++
	}
	if !isWord(c) || h.peek() != '(' {
		return false
	}
	h.pos++
	if !h.container(h.peek()) {
		h.fail("a HAR in the parentheses")
	}
	h.expect(')', "the parenthesis that closes the call")
	if h.padding() == ';' {
		h.pos++
	}
	return true
}

// stray ends the reading at something that begins no document.
func (h *har) stray(offset int64, n int) {
	message := "this is no JSON, so it is no HAR"
	if n > 0 {
		message = "after the HAR there is something else, which was not read"
	}
	if h.failure == nil {
		h.failure = &Error{Offset: offset, Message: message}
	}
}

// list reads an array in place of the root: of entries, or of whole HARs.
func (h *har) list() {
	start, before := h.offset(), h.logs
	h.array(func() {
		switch {
		case h.peek() == '{':
			h.root()
		case h.logs > before:
			h.skip()
			h.deliver(h.entry.malformed())
		default:
			h.fail("an entry of a HAR, or a HAR")
		}
	})
	if h.logs == before {
		h.note(start, "this is an empty array, not a HAR: a HAR is an object with a log")
	}
}

// root reads an object that should have a log. One that has a request or a
// response instead is an entry by itself.
func (h *har) root() {
	start, found, other := h.offset(), false, ""
	h.object(func(name []byte) {
		switch {
		case string(name) == "log":
			found = true
			h.log()
		case !found && (string(name) == "request" || string(name) == "response"):
			found = true
			h.bare(string(name))
		default:
			other = alternative(other, name)
			h.skip()
		}
	})
	if !found {
		h.note(start, "this is JSON but no HAR: there is no log in it"+other)
	}
}

// alternative names what a document without a log seems to be.
func alternative(known string, name []byte) string {
	switch string(name) {
	case "openapi", "swagger":
		return "; it looks like an API description, which is given with --spec"
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
