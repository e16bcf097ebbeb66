package capture

import (
	"bytes"
	"net/http"

	"github.com/apicontract/apicontract/validate"
)

// A decoder turns the text of one entry into an exchange. It is tolerant by
// the field: an oddity costs the field that has it, the entry only where
// method, URL and status are left in doubt. Exchange and buffers are reused.
type decoder struct {
	cursor
	max    int // bytes of content that are kept
	wanted func(url string) bool
	heeded func(name string) bool
	// lean leaves header fields unread that no verdict depends on: of a
	// request all, unless its URL or method asks for them, and of a response
	// whose content nobody wants.
	lean bool

	x       validate.Exchange
	host    string // of the last verdict
	request message
	answer  message
	method  span
	url     span
	later   span // the request's fields in the text, which were not read
	asked   bool // there is a request
	lost    bool // the method or URL was too long to keep

	status  number
	broken  bool   // the recorder says that the response did not arrive whole
	asking  bool   // the recorder says that it is a preflight
	size    number // response.bodySize
	content content
	codings codings
}

// malformed returns an exchange for an entry of which nothing can be read.
func (d *decoder) malformed() *validate.Exchange {
	d.x = validate.Exchange{Skip: validate.SkipMalformed}
	return &d.x
}

// direct returns the exchange of the entry that text begins with, and where it
// ends, if it is sound, whole and no longer than limit; else 0. It is valid until
// the next call. What it does not return, a splitter cuts and decode reads.
func (d *decoder) direct(text []byte, limit int) (x *validate.Exchange, end int) {
	d.reset(text, nil)
	d.start()
	d.members(d.member)
	if d.failure != nil || d.pos > limit {
		return nil, 0
	}
	d.finish(false)
	return &d.x, d.pos
}

// decode returns the exchange of the entry that p has cut, valid until the
// next call.
func (d *decoder) decode(p *splitter) *validate.Exchange {
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
	d.broken, d.asking = false, false
}

func (d *decoder) clearRequest() {
	d.request.clear()
	d.method, d.url, d.later, d.asked, d.lost = span{}, span{}, span{}, false, false
}

func (d *decoder) clearResponse() {
	d.answer.clear()
	d.status, d.size = number{}, number{}
	d.content.clear()
}

func (d *decoder) member(name []byte) {
	switch string(name) {
	case "request":
		d.clearRequest()
		d.asked = d.members(d.requestMember)
	case "response":
		d.clearResponse()
		d.members(d.responseMember)
	case "_resourceType": // Chrome
		s, _ := d.scalar()
		d.asking = string(d.arena[s.from:s.to]) == "preflight"
	case "_wasAborted": // Playwright: the test itself ended it
		d.broken = d.flag() || d.broken
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
		d.requestFields()
	default:
		d.skip()
	}
}

// requestFields reads the request's fields, or notes where they are.
func (d *decoder) requestFields() {
	d.peek()
	from := d.pos
	if !d.lean {
		d.fields(&d.request)
		return
	}
	d.request.clear()
	d.skip()
	d.later = span{from, d.pos}
}

// needRequestFields reads the fields that were left for later.
func (d *decoder) needRequestFields() {
	at := d.later
	d.later = span{}
	if at.to == at.from || d.failure != nil {
		return
	}
	end := d.pos
	d.pos = at.from
	d.fields(&d.request)
	d.pos = end
}

// asksForFields reports whether the request cannot be understood without its
// fields: its URL is not absolute, or it may be a preflight.
func (d *decoder) asksForFields() bool {
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
		if d.lean && !d.isWanted() {
			d.answer.clear()
			d.skip()
			return
		}
		d.answerFields()
	case "content":
		d.content.clear()
		d.members(d.contentMember)
	case "bodySize":
		d.size = d.number()
	case "_error", "_failureText": // Chrome and others; Playwright
		d.broken = d.flag() || d.broken
	default:
		d.skip()
	}
}

// flag reads a value that says something by being there: anything but null,
// false and "".
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
	if d.lean && d.asksForFields() {
		d.needRequestFields()
	}
	all := d.texts()
	x := &d.x
	x.Request.Fields = d.request.lines(all)
	x.Response.Fields = d.answer.lines(all)
	x.Response.MediaType = d.content.mediaType(all)
	x.Request.Method = d.methodOf(all)
	x.Response.Status, x.Skip = d.statusOf(all)
	url, reason := d.urlOf(all)
	x.Request.URL = url
	if reason != "" {
		x.Skip = reason
	}
	if d.failure != nil && !overflow || !d.asked {
		x.Skip = validate.SkipMalformed
	}
	// What was cut off may be the status, or the response.
	if cut := overflow || d.lost; cut && (x.Skip == validate.SkipMalformed || x.Skip == validate.SkipNoResponse) {
		x.Skip = validate.SkipTooLarge
	}
	if x.Skip == "" && d.asking && x.Request.Method == http.MethodOptions {
		x.Skip = validate.SkipPreflight
	}
	if x.Skip == "" {
		d.judgeContent(overflow)
	}
}

// texts is the arena as a string: its own, unless whoever gets the exchange keeps no
// text of it.
func (d *decoder) texts() string {
	if d.lean {
		return text(d.arena)
	}
	return string(d.arena)
}

// statusOf returns the status code, or why there is none. Recorders write 0,
// -1 or -999 when no response came, or no response at all.
func (d *decoder) statusOf(all string) (int, validate.SkipReason) {
	n := d.status
	if !n.given {
		n = parseNumber(d.answer.pseudo(all, ":status"))
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
