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

// A recordedContent is the member response.content while its entry is read.
type recordedContent struct {
	text             []byte // the value of text, unescaped
	hasText          bool   // text is there
	tooLong          bool   // text was too long to keep
	isChunked        bool   // text is an array of chunks in hexadecimal digits
	isHex            bool   // Polly.js: text is hexadecimal
	inFile           bool   // Playwright: the body is in a file beside the HAR
	file             textSpan
	bodySkipped      bool // the body is not needed
	maybeInvalidUTF8 bool // text was not checked for being UTF-8
	size             recordedInt
	encoding         textSpan
	mimeType         textSpan
}

func (c *recordedContent) clear() { *c = recordedContent{text: c.text[:0]} }

func (d *entryDecoder) contentMember(name []byte) {
	c := &d.content
	switch string(name) {
	case "text":
		d.readContentText()
	case "encoding":
		c.encoding, _ = d.readScalar()
	case "mimeType":
		c.mimeType, _ = d.readScalar()
	case "size":
		c.size = d.readNumber()
	case "_isBinary":
		c.isHex = d.readFlag()
	case "_file":
		c.file, c.inFile = d.readScalar()
	default:
		d.skipValue()
	}
}

// readContentText reads the member text. An object or null means that the text was not recorded.
func (d *entryDecoder) readContentText() {
	c := &d.content
	c.text, c.isChunked, c.tooLong = c.text[:0], d.peekToken() == '[', d.isElided()
	c.hasText = c.isChunked || d.isScalar()
	c.bodySkipped = !d.needsBody()
	switch {
	case c.bodySkipped:
		d.skipValue()
	case c.isChunked:
		d.readArray(d.readChunk)
	case c.hasText:
		// A body that conforms is valid UTF-8, so most bodies need no separate check.
		d.deferUTF8Check = d.skipHeaders && d.peekToken() == '"'
		c.text = d.readValue(c.text, math.MaxInt-len(c.text))
		c.maybeInvalidUTF8, d.deferUTF8Check = d.deferUTF8Check && d.nonASCII, false
	default:
		d.skipValue()
	}
}

// repairUTF8 replaces invalid UTF-8 in the text by U+FFFD, and reports whether there was any.
// Invalid bytes come from the recorder, not from the API.
func (c *recordedContent) repairUTF8() bool {
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

// textIsBody reports whether the text is the body itself, without any encoding.
func (d *entryDecoder) textIsBody() bool {
	c := &d.content
	return c.encoding.from == c.encoding.to && !c.isHex && len(c.text) > 0 && c.text[0] != 0x1f && !d.x.Response.Header.Has("Content-Encoding")
}

// Repair implements [format.Decoder]: it makes the text of a body valid UTF-8.
func (d *entryDecoder) Repair() bool {
	r := &d.x.Response
	if !d.content.repairUTF8() || r.Body == nil {
		return false
	}
	if r.Body = d.content.text; len(r.Body) > d.maxBody {
		r.Body, r.BodyMissing = nil, validate.UncheckedTooLarge
	}
	return true
}

// needsBody reports whether the body is needed. It is if the request has not been read yet, or if
// its URL is not absolute.
func (d *entryDecoder) needsBody() bool {
	url := d.arena[d.url.from:d.url.to]
	if d.needBody == nil || !d.hasRequest || !bytes.HasPrefix(url, []byte("http")) {
		return true
	}
	return d.needBody(unsafeString(url))
}

// unsafeString returns a string that shares the bytes of b, for functions that do not keep it.
func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// readChunk reads one chunk of the text.
func (d *entryDecoder) readChunk() {
	c := &d.content
	if d.peekToken() != '"' {
		c.text = append(c.text, '?') // not a hexadecimal digit, so decoding fails
		d.skipValue()
		return
	}
	c.tooLong = c.tooLong || d.isElided()
	if len(c.text) > 0 {
		c.text = append(c.text, '\n') // each chunk of base64 has its own padding
	}
	c.text = d.readValue(c.text, math.MaxInt-len(c.text)-1)
}

// mediaType returns the media type in the capture. It is "" if the capture says that it is unknown,
// so that the header decides.
func (c *recordedContent) mediaType(all string) string {
	mime := strings.TrimSpace(all[c.mimeType.from:c.mimeType.to])
	if strings.EqualFold(mime, "x-unknown") {
		return ""
	}
	return mime
}

// setBody sets the body, or the reason why it is missing.
func (d *entryDecoder) setBody(overflow bool) {
	r, c := &d.x.Response, &d.content
	switch {
	case c.bodySkipped:
		r.BodyMissing = validate.UncheckedNotRecorded
	case overflow, c.tooLong, d.response.skipped+len(d.x.Response.Header) > maxLines:
		r.BodyMissing = validate.UncheckedTooLarge
	case d.hasNoBody():
	case d.incomplete:
		r.BodyMissing = validate.UncheckedNotRecorded
	case c.inFile && len(c.text) == 0:
		r.Body, r.BodyMissing = d.readBodyFile()
	case len(c.text) == 0:
		if !d.isBodyEmpty() {
			r.BodyMissing = validate.UncheckedNotRecorded
		}
	default:
		r.Body, r.BodyMissing = d.decodeBody()
	}
}

// hasNoBody reports whether HTTP allows no body here, whatever sizes the capture has (RFC 9110,
// sections 9.3.2, 15.3.5 and 15.4.5). A recorded body counts as one.
func (d *entryDecoder) hasNoBody() bool {
	status := d.x.Response.Status
	return len(d.content.text) == 0 &&
		(strings.EqualFold(d.x.Request.Method, "HEAD") || status == 204 || status == 304)
}

// isBodyEmpty reports whether a body without text is empty, rather than not recorded. The sizes in
// captures are often wrong, so
//
//   - a positive size, or a positive Content-Length that no coding explains, means that the body
//     was not recorded;
//   - otherwise an empty text is an empty body;
//   - a missing text is an empty body only if Content-Length is 0, or if size is 0 and an encoding
//     is set (Martian omits empty texts). Browsers write sizes of 0 for responses from their cache.
func (d *entryDecoder) isBodyEmpty() bool {
	c, fields := &d.content, d.x.Response.Header
	length := parseNumber(strings.TrimSpace(firstValue(fields.Values("Content-Length"))))
	known := c.size.isValid && c.size.value >= 0
	coded := known && fields.Has("Content-Encoding")
	if c.size.value > 0 || length.value > 0 && !coded {
		return false
	}
	named := c.encoding.to > c.encoding.from
	return c.hasText || length.isValid && length.value == 0 || known && named && length.value <= 0
}

// decodeBody decodes the text to the body: it undoes the recorder's encoding, then the content
// codings that the recorder left in.
func (d *entryDecoder) decodeBody() ([]byte, validate.UncheckedReason) {
	c := &d.content
	if !d.textIsBody() {
		c.repairUTF8()
	}
	decoded, raw, ok := d.decodeText()
	switch {
	case !ok:
		return nil, validate.UncheckedUndecodable
	case raw:
		decoded, ok = d.codings.Decode(decoded, d.contentCodings(decoded), d.maxBody)
	case isDamagedBinary(c.text) && d.x.Response.Header.Has("Content-Encoding"), isGzipAsText(c.text):
		ok = false
	}
	switch {
	case !ok:
		return nil, validate.UncheckedUndecodable
	case len(decoded) > d.maxBody:
		return nil, validate.UncheckedTooLarge
	}
	return decoded, ""
}

// contentCodings returns the codings that the response names. For JSON without any, it detects them
// from the bytes, because no JSON begins with these.
func (d *entryDecoder) contentCodings(content []byte) []string {
	named := d.x.Response.Header.Values("Content-Encoding")
	if len(named) > 0 {
		return named
	}
	mediaType := d.x.Response.MediaType + firstValue(d.x.Response.Header.Values("Content-Type"))
	if strings.Contains(strings.ToLower(mediaType), "json") {
		return []string{contentcoding.DetectCoding(content)}
	}
	return nil
}

// decodeText undoes the recorder's encoding. raw reports that there was one, so that the bytes are
// exactly those that the recorder had.
func (d *entryDecoder) decodeText() (decoded []byte, raw, ok bool) {
	c := &d.content
	encoding := bytes.TrimSpace(d.arena[c.encoding.from:c.encoding.to])
	switch {
	case bytes.EqualFold(encoding, []byte("base64")) && (c.isChunked || bytes.HasPrefix(c.text, []byte("["))):
		decoded, ok = d.text.decodePieces(c.text)
		return decoded, true, ok
	case bytes.EqualFold(encoding, []byte("base64")):
		decoded, ok = d.text.decodeBase64(c.text)
		return decoded, true, ok
	case c.isChunked, c.isHex, isHexGzip(c.text) && d.x.Response.Header.Has("Content-Encoding"):
		decoded, ok = d.text.decodeHex(c.text)
		return decoded, true, ok
	}
	return c.text, false, true // the text itself is UTF-8
}

// isHexGzip reports whether text is an array of chunks in hexadecimal digits. Polly.js wrote
// compressed bodies so before it had _isBinary.
func isHexGzip(text []byte) bool { return bytes.HasPrefix(text, []byte(`["1f8b`)) }

// isGzipAsText reports whether bytes of gzip were written as text, each as a character or as far as
// they are UTF-8.
func isGzipAsText(text []byte) bool {
	return bytes.HasPrefix(text, []byte("\x1f\u008b")) || bytes.HasPrefix(text, []byte("\x1f\uFFFD"))
}

// isDamagedBinary reports whether binary data was written as text and lost some bytes.
func isDamagedBinary(text []byte) bool {
	return bytes.Contains(text, []byte("\uFFFD")) && bytes.ContainsFunc(text, isBinary)
}

func isBinary(r rune) bool { return r < '\t' || '\r' < r && r < ' ' }
