package har

import (
	"bytes"
	"io/fs"
	"net/http"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/internal/jsonscan"
	"github.com/apicontract/apicontract/validate"
)

// An entryDecoder decodes the text of one entry to an exchange. It is tolerant: a wrong member is
// ignored, and the entry fails only if method, URL and status are in doubt. The exchange and the
// buffers are reused.
type entryDecoder struct {
	entryCursor
	bodies     fs.FS // the folder of bodies in files of their own; may be nil
	maxBody    int   // bytes of a body that are kept
	maxText    int   // bytes of an entry that Decode takes
	needBody   func(url string) bool
	needHeader func(name string) bool
	// skipHeaders skips headers that no result depends on: all request headers, unless URL or
	// method can only be understood with them, and the response headers that are not needed.
	skipHeaders bool

	x               validate.Exchange
	request         messageHeaders
	response        messageHeaders
	method          textSpan
	url             textSpan
	started         textSpan // when the request was sent
	deferredHeaders textSpan // the skipped request headers in the text
	hasRequest      bool
	targetLost      bool // the method or URL was too long to keep

	status      recordedInt
	incomplete  bool        // the recorder says that the response is incomplete
	isPreflight bool        // the recorder says that the request is a preflight
	size        recordedInt // response.bodySize
	content     recordedContent
	text        textDecoder
	file        bytes.Buffer
	codings     contentcoding.Decoder
}

// malformedExchange returns an exchange for an entry that cannot be read at all.
func (d *entryDecoder) malformedExchange() *validate.Exchange {
	d.x = validate.Exchange{Skip: validate.SkipMalformed}
	return &d.x
}

// Decode implements [format.Decoder]. An entry that it rejects is cut by an entrySplitter and read
// by decodeCut.
func (d *entryDecoder) Decode(text []byte) (x *validate.Exchange, end int) {
	if len(text) == 0 || text[0] != '{' {
		return nil, 0
	}
	d.reset(text, nil)
	d.resetExchange()
	d.readMembers(d.entryMember)
	if d.failure != nil || d.Pos > d.maxText {
		return nil, 0
	}
	d.fillExchange(false)
	return &d.x, d.Pos
}

// NextEntry implements [format.Decoder].
func (d *entryDecoder) NextEntry(text []byte, end int) (next int, ok bool) {
	comma := jsonscan.SkipSpace(text, end)
	if comma == len(text) || text[comma] != ',' {
		return 0, false
	}
	return jsonscan.SkipSpace(text, comma+1), true
}

// decodeCut returns the exchange of the entry that p has cut. It is valid until the next call.
func (d *entryDecoder) decodeCut(p *entrySplitter) *validate.Exchange {
	d.reset(p.text, p.elided)
	d.resetExchange()
	d.readMembers(d.entryMember)
	d.fillExchange(p.overflow)
	return &d.x
}

func (d *entryDecoder) resetExchange() {
	d.x = validate.Exchange{}
	d.clearRequest()
	d.clearResponse()
	d.started, d.incomplete, d.isPreflight = textSpan{}, false, false
}

func (d *entryDecoder) clearRequest() {
	d.request.clear()
	d.method, d.url, d.deferredHeaders, d.hasRequest, d.targetLost = textSpan{}, textSpan{}, textSpan{}, false, false
}

func (d *entryDecoder) clearResponse() {
	d.response.clear()
	d.status, d.size = recordedInt{}, recordedInt{}
	d.content.clear()
}

func (d *entryDecoder) entryMember(name []byte) {
	switch string(name) {
	case "request":
		d.clearRequest()
		d.hasRequest = d.readMembers(d.requestMember)
	case "response":
		d.clearResponse()
		d.readMembers(d.responseMember)
	case "startedDateTime":
		d.started, _ = d.readScalar()
	case "_resourceType": // Chrome
		s, _ := d.readScalar()
		d.isPreflight = string(d.arena[s.from:s.to]) == "preflight"
	case "_wasAborted": // Playwright: the test itself aborted the request
		d.incomplete = d.readFlag() || d.incomplete
	default:
		d.skipValue()
	}
}

func (d *entryDecoder) requestMember(name []byte) {
	switch string(name) {
	case "method":
		d.method = d.readTarget()
	case "url":
		d.url = d.readTarget()
	case "headers":
		d.requestHeaders()
	default:
		d.skipValue()
	}
}

// requestHeaders reads the request's headers, or stores their position.
func (d *entryDecoder) requestHeaders() {
	d.peekToken()
	from := d.Pos
	if !d.skipHeaders {
		d.readHeaders(&d.request)
		return
	}
	d.request.clear()
	d.skipValue()
	d.deferredHeaders = textSpan{from, d.Pos}
}

// readDeferredHeaders reads the headers that were skipped.
func (d *entryDecoder) readDeferredHeaders() {
	at := d.deferredHeaders
	d.deferredHeaders = textSpan{}
	if at.to == at.from || d.failure != nil {
		return
	}
	end := d.Pos
	d.Pos = at.from
	d.readHeaders(&d.request)
	d.Pos = end
}

// needsHeaders reports whether the request can only be understood with its headers: its URL is not
// absolute, or it may be a preflight.
func (d *entryDecoder) needsHeaders() bool {
	url := bytes.TrimLeft(d.arena[d.url.from:d.url.to], " \t\r\n")
	method := d.arena[d.method.from:d.method.to]
	return !bytes.HasPrefix(url, []byte("http")) || len(method) == 0 || method[0]|0x20 == 'o'
}

func (d *entryDecoder) readTarget() textSpan {
	long := len(d.elided) > 0 && d.peekToken() == '"'
	s, ok := d.readScalar()
	d.targetLost = d.targetLost || long && !ok
	return s
}

func (d *entryDecoder) responseMember(name []byte) {
	switch string(name) {
	case "status":
		d.status = d.readNumber()
	case "headers":
		if d.skipHeaders && !d.needsBody() {
			d.response.clear()
			d.skipValue()
			return
		}
		d.responseHeaders()
	case "content":
		d.content.clear()
		d.readMembers(d.contentMember)
	case "bodySize":
		d.size = d.readNumber()
	case "_error", "_failureText": // Chrome and others; Playwright
		d.incomplete = d.readFlag() || d.incomplete
	default:
		d.skipValue()
	}
}

// readFlag reports whether the next value is set, which means not null, false or "".
func (d *entryDecoder) readFlag() bool {
	switch d.peekToken() {
	case 'n', 'f':
		d.skipValue()
		return false
	case '"':
		s, ok := d.readScalar()
		return !ok || s.to > s.from
	}
	d.skipValue()
	return true
}

// fillExchange sets the exchange from the decoded members.
func (d *entryDecoder) fillExchange(overflow bool) {
	if d.skipHeaders && d.needsHeaders() {
		d.readDeferredHeaders()
	}
	all := d.arenaText()
	x := &d.x
	x.Request.Header = d.request.headerLines(all)
	x.Response.Header = d.response.headerLines(all)
	x.Response.MediaType = d.content.mediaType(all)
	x.Request.Method = d.methodOf(all)
	x.Started = all[d.started.from:d.started.to]
	x.Response.Status, x.Skip = d.statusOf(all)
	url, reason := d.urlOf(all)
	x.Request.URL = url
	if reason != "" {
		x.Skip = reason
	}
	if d.failure != nil && !overflow || !d.hasRequest {
		x.Skip = validate.SkipMalformed
	}
	// The lost part may be the status, or the response.
	if cut := overflow || d.targetLost; cut && x.Skip == validate.SkipNoResponse {
		x.Skip = validate.SkipMalformed
	}
	if x.Skip == "" && d.isPreflight && x.Request.Method == http.MethodOptions {
		x.Skip = validate.SkipPreflight
	}
	if x.Skip == "" {
		d.setBody(overflow)
	}
}

// arenaText returns the arena as a string. It copies the arena, unless the exchange is only
// checked, because a check keeps no text.
func (d *entryDecoder) arenaText() string {
	if d.skipHeaders {
		return unsafeString(d.arena)
	}
	return string(d.arena)
}

// statusOf returns the status code, or why there is none. Without a response, recorders write the
// status 0, -1 or -999, or no response at all.
func (d *entryDecoder) statusOf(all string) (int, validate.SkipReason) {
	n := d.status
	if !n.isSet {
		n = parseNumber(d.response.pseudoHeader(all, ":status"))
	}
	switch {
	case n.isSet && !n.isValid, n.value > 999:
		return 0, validate.SkipMalformed
	case n.value < 100:
		return 0, validate.SkipNoResponse
	case n.value == 101:
		return 101, validate.SkipWebSocket
	}
	return int(n.value), ""
}
