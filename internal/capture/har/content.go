package har

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/validate"
)

// content is response.content while its entry is read.
type content struct {
	text             []byte // the value of text, unescaped
	given            bool   // text is there
	long             bool   // text was too long to keep
	chunks           bool   // text is an array of chunks in hexadecimal digits
	binary           bool   // Polly.js: text is hexadecimal
	file             bool   // Playwright: the body is in a file beside the HAR
	bodySkipped      bool   // the body is not needed
	maybeInvalidUTF8 bool   // text was not checked for being UTF-8
	size             number
	encoding         span
	mime             span
}

func (c *content) clear() { *c = content{text: c.text[:0]} }

func (d *decoder) contentMember(name []byte) {
	c := &d.content
	switch string(name) {
	case "text":
		d.contentText()
	case "encoding":
		c.encoding, _ = d.scalar()
	case "mimeType":
		c.mime, _ = d.scalar()
	case "size":
		c.size = d.number()
	case "_isBinary":
		c.binary = d.flag()
	case "_file":
		c.file = d.flag()
	default:
		d.skip()
	}
}

// contentText reads text. An object or null is no text: it was not recorded.
func (d *decoder) contentText() {
	c := &d.content
	c.text, c.chunks, c.long = c.text[:0], d.peek() == '[', d.isElided()
	c.given = c.chunks || d.isScalar()
	c.bodySkipped = !d.needsBody()
	switch {
	case c.bodySkipped:
		d.skip()
	case c.chunks:
		d.array(d.chunk)
	case c.given:
		// A body that conforms is UTF-8, so that most need no check of their own.
		d.deferUTF8Check = d.skipHeaders && d.peek() == '"'
		c.text = d.value(c.text, math.MaxInt-len(c.text))
		c.maybeInvalidUTF8, d.deferUTF8Check = d.deferUTF8Check && d.nonASCII, false
	default:
		d.skip()
	}
}

// repairUTF8 makes the text UTF-8, and reports whether it was not. Invalid bytes were
// damaged by the recorder, and become U+FFFD.
func (c *content) repairUTF8() bool {
	if !c.maybeInvalidUTF8 {
		return false
	}
	c.maybeInvalidUTF8 = false
	if utf8.Valid(c.text) {
		return false
	}
	c.text = bytes.ToValidUTF8(c.text, []byte("\uFFFD"))
	return true
}

// isPlainText reports whether the text is surely the body itself.
func (d *decoder) isPlainText() bool {
	c := &d.content
	return c.encoding.from == c.encoding.to && !c.binary && len(c.text) > 0 && c.text[0] != 0x1f && !d.x.Response.Fields.Has("Content-Encoding")
}

// Repair implements [format.Decoder]: it makes the text of a body UTF-8 that was
// delivered as it is.
func (d *decoder) Repair() bool {
	r := &d.x.Response
	if !d.content.repairUTF8() || r.Content == nil {
		return false
	}
	if r.Content = d.content.text; len(r.Content) > d.maxBody {
		r.Content, r.Absent = nil, validate.SkipTooLarge
	}
	return true
}

// needsBody reports whether the body is needed. It is as long as the request was not
// read, or its URL is not absolute.
func (d *decoder) needsBody() bool {
	url := d.arena[d.url.from:d.url.to]
	if d.needBody == nil || !d.hasRequest || !bytes.HasPrefix(url, []byte("http")) {
		return true
	}
	return d.needBody(unsafeString(url))
}

// unsafeString returns a string of the same bytes, for functions that keep nothing.
func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// chunk reads one of several pieces of text.
func (d *decoder) chunk() {
	c := &d.content
	if d.peek() != '"' {
		c.text = append(c.text, '?') // no digit: the whole is undecodable
		d.skip()
		return
	}
	c.long = c.long || d.isElided()
	if len(c.text) > 0 {
		c.text = append(c.text, '\n') // pieces of base64 are each padded
	}
	c.text = d.value(c.text, math.MaxInt-len(c.text)-1)
}

// mediaType returns what the capture says of the type; "" where it says that
// it does not know, so that the header decides.
func (c *content) mediaType(all string) string {
	mime := strings.TrimSpace(all[c.mime.from:c.mime.to])
	if strings.EqualFold(mime, "x-unknown") {
		return ""
	}
	return mime
}

// setBody sets the body, or the reason why it is absent.
func (d *decoder) setBody(overflow bool) {
	r, c := &d.x.Response, &d.content
	switch {
	case c.bodySkipped:
		r.Absent = validate.SkipOtherHost
	case overflow, c.long, d.response.skipped+len(d.x.Response.Fields) > maxLines:
		r.Absent = validate.SkipTooLarge
	case d.hasNoBody():
	case d.incomplete, c.file: // files beside the HAR are not opened
		r.Absent = validate.SkipNotRecorded
	case len(c.text) == 0:
		if !d.isEmpty() {
			r.Absent = validate.SkipNotRecorded
		}
	default:
		r.Content, r.Absent = d.decodeBody()
	}
}

// hasNoBody reports whether HTTP has no body here, whatever a capture says of sizes
// (RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5). One that was recorded is a body.
func (d *decoder) hasNoBody() bool {
	status := d.x.Response.Status
	return len(d.content.text) == 0 &&
		(strings.EqualFold(d.x.Request.Method, "HEAD") || status == 204 || status == 304)
}

// isEmpty reports whether a body without text is empty and not just unrecorded. The
// sizes in captures are often wrong, so that:
//
//   - a positive size, or a positive Content-Length that no coding explains, means
//     that the body was not recorded;
//   - otherwise an empty text is an empty body;
//   - a missing text is an empty body only if Content-Length is 0, or if size is 0 and
//     an encoding is named (Martian leaves empty texts out). Browsers write sizes of 0
//     for responses from their cache.
func (d *decoder) isEmpty() bool {
	c, fields := &d.content, d.x.Response.Fields
	length := parseNumber(strings.TrimSpace(first(fields.Values("Content-Length"))))
	known := c.size.correct && c.size.value >= 0
	coded := known && fields.Has("Content-Encoding")
	if c.size.value > 0 || length.value > 0 && !coded {
		return false
	}
	named := c.encoding.to > c.encoding.from
	return c.given || length.correct && length.value == 0 || known && named && length.value <= 0
}

// decodeBody turns the text into the body: it undoes the recorder's encoding, then the
// content codings that it left in.
func (d *decoder) decodeBody() ([]byte, validate.SkipReason) {
	c := &d.content
	if !d.isPlainText() {
		c.repairUTF8()
	}
	decoded, raw, ok := d.unwrap()
	switch {
	case !ok:
		return nil, validate.SkipUndecodable
	case raw:
		decoded, ok = d.codings.Decode(decoded, d.contentCodings(decoded), d.maxBody)
	case damaged(c.text) && d.x.Response.Fields.Has("Content-Encoding"), packed(c.text):
		ok = false
	}
	switch {
	case !ok:
		return nil, validate.SkipUndecodable
	case len(decoded) > d.maxBody:
		return nil, validate.SkipTooLarge
	}
	return decoded, ""
}

// contentCodings are the codings that the response names, or, of JSON for which
// it names none, what the bytes show: JSON begins with no such bytes.
func (d *decoder) contentCodings(content []byte) []string {
	named := d.x.Response.Fields.Values("Content-Encoding")
	if len(named) > 0 {
		return named
	}
	mediaType := d.x.Response.MediaType + first(d.x.Response.Fields.Values("Content-Type"))
	if strings.Contains(strings.ToLower(mediaType), "json") {
		return []string{contentcoding.Sniff(content)}
	}
	return nil
}

// unwrap undoes the recorder's encoding. raw says that there was one, so that
// the bytes are as the recorder had them.
func (d *decoder) unwrap() (decoded []byte, raw, ok bool) {
	c := &d.content
	encoding := bytes.TrimSpace(d.arena[c.encoding.from:c.encoding.to])
	switch {
	case bytes.EqualFold(encoding, []byte("base64")) && (c.chunks || bytes.HasPrefix(c.text, []byte("["))):
		decoded, ok = d.text.pieces(c.text)
		return decoded, true, ok
	case bytes.EqualFold(encoding, []byte("base64")):
		decoded, ok = d.text.base64(c.text)
		return decoded, true, ok
	case c.chunks, c.binary, hexOfGzip(c.text) && d.x.Response.Fields.Has("Content-Encoding"):
		decoded, ok = d.text.hex(c.text)
		return decoded, true, ok
	}
	return c.text, false, true // "utf-8" is what text is anyway
}

// hexOfGzip reports whether text is an array of chunks in hexadecimal digits, as
// Polly.js wrote compressed content before it had _isBinary.
func hexOfGzip(text []byte) bool { return bytes.HasPrefix(text, []byte(`["1f8b`)) }

// packed reports whether bytes of gzip were written as text, each as a character
// or as far as it is UTF-8.
func packed(text []byte) bool {
	return bytes.HasPrefix(text, []byte("\x1f\u008b")) || bytes.HasPrefix(text, []byte("\x1f\uFFFD"))
}

// damaged reports whether bytes that are not text were written as text, which
// lost some of them.
func damaged(text []byte) bool {
	return bytes.Contains(text, []byte("\uFFFD")) && bytes.ContainsFunc(text, isBinary)
}

func isBinary(r rune) bool { return r < '\t' || '\r' < r && r < ' ' }
