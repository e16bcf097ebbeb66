package har

import (
	"bytes"
	"net/http"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/internal/jsonscan"
	"github.com/apicontract/apicontract/validate"
)

// A decoder turns the text of one entry into an exchange. It is tolerant by member: an
// oddity costs the member that has it, and the entry only where method, URL and status
// are left in doubt. Exchange and buffers are reused.
type decoder struct {
	cursor
	maxBody    int // bytes of a body that are kept
	maxText    int // bytes of an entry that Decode takes
	needBody   func(url string) bool
	needHeader func(name string) bool
	// skipHeaders leaves headers unread that no result depends on: of a request all,
	// unless its URL or method can only be understood with them, and of a response those
	// that are not needed.
	skipHeaders bool

	x               validate.Exchange
	request         message
	response        message
	method          span
	url             span
	deferredHeaders span // the request's headers in the text, which were not read
	hasRequest      bool
	lost            bool // the method or URL was too long to keep

	status      number
	incomplete  bool   // the recorder says that the response did not arrive whole
	isPreflight bool   // the recorder says that it is a preflight
	size        number // response.bodySize
	content     content
	text        textDecoder
	codings     contentcoding.Decoder
}

// malformed returns an exchange for an entry of which nothing can be read.
func (d *decoder) malformed() *validate.Exchange {
	d.x = validate.Exchange{Skip: validate.SkipMalformed}
	return &d.x
}

// Decode implements [format.Decoder]. An entry that it does not take is cut by a splitter
// and read by decodeCut.
func (d *decoder) Decode(text []byte) (x *validate.Exchange, end int) {
	if len(text) == 0 || text[0] != '{' {
		return nil, 0
	}
	d.reset(text, nil)
	d.start()
	d.members(d.member)
	if d.failure != nil || d.Pos > d.maxText {
		return nil, 0
	}
	d.finish(false)
	return &d.x, d.Pos
}

// NextEntry implements [format.Decoder].
func (d *decoder) NextEntry(text []byte, end int) (next int, ok bool) {
	comma := jsonscan.SkipSpace(text, end)
	if comma == len(text) || text[comma] != ',' {
		return 0, false
	}
	return jsonscan.SkipSpace(text, comma+1), true
}

// decodeCut returns the exchange of the entry that p has cut, valid until the
// next call.
func (d *decoder) decodeCut(p *splitter) *validate.Exchange {
	d.reset(p.text, p.elided)
	d.start()
	d.members(d.member)
	d.finish(p.overflow)
	return &d.x
}

func (d *decoder) start() {
	d.x = validate.Exchange{}
	d.clearRequest()
	d.clearResponse()
	d.incomplete, d.isPreflight = false, false
}

func (d *decoder) clearRequest() {
	d.request.clear()
	d.method, d.url, d.deferredHeaders, d.hasRequest, d.lost = span{}, span{}, span{}, false, false
}

func (d *decoder) clearResponse() {
	d.response.clear()
	d.status, d.size = number{}, number{}
	d.content.clear()
}

func (d *decoder) member(name []byte) {
	switch string(name) {
	case "request":
		d.clearRequest()
		d.hasRequest = d.members(d.requestMember)
	case "response":
		d.clearResponse()
		d.members(d.responseMember)
	case "_resourceType": // Chrome
		s, _ := d.scalar()
		d.isPreflight = string(d.arena[s.from:s.to]) == "preflight"
	case "_wasAborted": // Playwright: the test itself ended it
		d.incomplete = d.flag() || d.incomplete
	default:
		d.skip()
	}
}

func (d *decoder) requestMember(name []byte) {
	switch string(name) {
	case "method":
		d.method = d.target()
	case "url":
		d.url = d.target()
	case "headers":
		d.requestHeaders()
	default:
		d.skip()
	}
}

// requestHeaders reads the request's headers, or notes where they are.
func (d *decoder) requestHeaders() {
	d.peek()
	from := d.Pos
	if !d.skipHeaders {
		d.headers(&d.request)
		return
	}
	d.request.clear()
	d.skip()
	d.deferredHeaders = span{from, d.Pos}
}

// readDeferredHeaders reads the headers that were skipped.
func (d *decoder) readDeferredHeaders() {
	at := d.deferredHeaders
	d.deferredHeaders = span{}
	if at.to == at.from || d.failure != nil {
		return
	}
	end := d.Pos
	d.Pos = at.from
	d.headers(&d.request)
	d.Pos = end
}

// needsHeaders reports whether the request cannot be understood without its
// headers: its URL is not absolute, or it may be a preflight.
func (d *decoder) needsHeaders() bool {
	url := bytes.TrimLeft(d.arena[d.url.from:d.url.to], " \t\r\n")
	method := d.arena[d.method.from:d.method.to]
	return !bytes.HasPrefix(url, []byte("http")) || len(method) == 0 || method[0]|0x20 == 'o'
}

func (d *decoder) target() span {
	long := len(d.elided) > 0 && d.peek() == '"'
	s, ok := d.scalar()
	d.lost = d.lost || long && !ok
	return s
}

func (d *decoder) responseMember(name []byte) {
	switch string(name) {
	case "status":
		d.status = d.number()
	case "headers":
		if d.skipHeaders && !d.needsBody() {
			d.response.clear()
			d.skip()
			return
		}
		d.responseHeaders()
	case "content":
		d.content.clear()
		d.members(d.contentMember)
	case "bodySize":
		d.size = d.number()
	case "_error", "_failureText": // Chrome and others; Playwright
		d.incomplete = d.flag() || d.incomplete
	default:
		d.skip()
	}
}

// flag reports whether the next value is set: anything but null, false and "".
func (d *decoder) flag() bool {
	switch d.peek() {
	case 'n', 'f':
		d.skip()
		return false
	case '"':
		s, ok := d.scalar()
		return !ok || s.to > s.from
	}
	d.skip()
	return true
}

// finish fills the exchange in from what was read.
func (d *decoder) finish(overflow bool) {
	if d.skipHeaders && d.needsHeaders() {
		d.readDeferredHeaders()
	}
	all := d.texts()
	x := &d.x
	x.Request.Fields = d.request.lines(all)
	x.Response.Fields = d.response.lines(all)
	x.Response.MediaType = d.content.mediaType(all)
	x.Request.Method = d.methodOf(all)
	x.Response.Status, x.Skip = d.statusOf(all)
	url, reason := d.urlOf(all)
	x.Request.URL = url
	if reason != "" {
		x.Skip = reason
	}
	if d.failure != nil && !overflow || !d.hasRequest {
		x.Skip = validate.SkipMalformed
	}
	// What was cut off may be the status, or the response.
	if cut := overflow || d.lost; cut && (x.Skip == validate.SkipMalformed || x.Skip == validate.SkipNoResponse) {
		x.Skip = validate.SkipTooLarge
	}
	if x.Skip == "" && d.isPreflight && x.Request.Method == http.MethodOptions {
		x.Skip = validate.SkipPreflight
	}
	if x.Skip == "" {
		d.setBody(overflow)
	}
}

// texts returns the arena as a string. It is a copy, unless the exchange is only
// checked: a check keeps no text of it.
func (d *decoder) texts() string {
	if d.skipHeaders {
		return unsafeString(d.arena)
	}
	return string(d.arena)
}

// statusOf returns the status code, or why there is none. Recorders write 0,
// -1 or -999 when no response came, or no response at all.
func (d *decoder) statusOf(all string) (int, validate.SkipReason) {
	n := d.status
	if !n.given {
		n = parseNumber(d.response.pseudo(all, ":status"))
	}
	switch {
	case n.given && !n.correct, n.value > 999:
		return 0, validate.SkipMalformed
	case n.value < 100:
		return 0, validate.SkipNoResponse
	case n.value == 101:
		return 101, validate.SkipWebSocket
	}
	return int(n.value), ""
}
