package capture

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	maxCodings   = 3       // content codings that are undone one after another
	codingWindow = 8 << 20 // what Zstandard may ask a client to remember (RFC 9659)
)

// codings undoes encodings of content. Results live until the next call.
type codings struct {
	raw   []byte
	plain [2]bytes.Buffer // one is read while the other is written
	gzip  *gzip.Reader
	zstd  *zstd.Decoder
}

// base64 decodes text in the alphabet of RFC 4648, section 4 or 5, with or
// without padding and line breaks.
func (c *codings) base64(text []byte) ([]byte, bool) {
	c.raw = grow(c.raw, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(c.raw, text)
	if err == nil {
		return c.raw[:n], true
	}
	text = bytes.TrimRight(bytes.TrimSpace(text), "=")
	text = bytes.Map(standard, text)
	c.raw = grow(c.raw, base64.RawStdEncoding.DecodedLen(len(text)))
	n, err = base64.RawStdEncoding.Decode(c.raw, text)
	return c.raw[:n], err == nil
}

func standard(r rune) rune {
	switch r {
	case '-':
		return '+'
	case '_':
		return '/'
	}
	return r
}

func grow(buf []byte, n int) []byte {
	if cap(buf) < n {
		return make([]byte, n)
	}
	return buf[:n]
}

// hex decodes hexadecimal digits, which may be in an array of strings.
func (c *codings) hex(text []byte) ([]byte, bool) {
	c.raw = c.raw[:0]
	high, half := byte(0), false
	for _, b := range text {
		digit, ok := hexDigit(int(b))
		switch {
		case !ok && strings.IndexByte("[]\", \t\r\n", b) >= 0:
		case !ok:
			return nil, false
		case half:
			c.raw, half = append(c.raw, high<<4|digit), false
		default:
			high, half = digit, true
		}
	}
	return c.raw, !half
}

// undo removes the content codings that fields name, last first (RFC 9110,
// section 8.4), as far as the bytes still carry them: most recorders keep the
// field but not the coding. The result has at most one byte more than limit.
func (c *codings) undo(content []byte, fields []string, limit int) ([]byte, bool) {
	names := strings.Split(strings.Join(fields, ","), ",")
	for i := range min(len(names), maxCodings) {
		name := strings.ToLower(strings.TrimSpace(names[len(names)-1-i]))
		plain, ok := c.remove(content, name, &c.plain[i%2], limit)
		if !ok {
			return nil, false
		}
		content = plain
	}
	return content, true
}

func (c *codings) remove(content []byte, name string, into *bytes.Buffer, limit int) ([]byte, bool) {
	r, err := c.reader(content, name)
	if r == nil {
		return content, err == nil && (name == "" || name == "identity" || isPlain(content, name))
	}
	into.Reset()
	if err == nil {
		_, err = into.ReadFrom(io.LimitReader(r, int64(limit)+1))
	}
	return into.Bytes(), err == nil
}

// isPlain reports whether a coding that content does not show was removed
// already. Nothing tells Brotli or raw deflate from other bytes, except that
// they are no text.
func isPlain(content []byte, name string) bool {
	switch name {
	case "gzip", "x-gzip", "zstd":
		return true
	}
	return utf8.Valid(content)
}

// reader returns a reader that removes the coding called name, nil if content
// does not begin as that coding does.
func (c *codings) reader(content []byte, name string) (io.Reader, error) {
	switch {
	case (name == "gzip" || name == "x-gzip") && bytes.HasPrefix(content, []byte("\x1f\x8b")):
		return c.gunzip(bytes.NewReader(content))
	case name == "zstd" && bytes.HasPrefix(content, []byte("\x28\xb5\x2f\xfd")):
		return c.unzstd(bytes.NewReader(content))
	case name == "deflate" && isZlib(content):
		return zlib.NewReader(bytes.NewReader(content))
	case name == "deflate" && !utf8.Valid(content): // some servers leave zlib's frame out
		return flate.NewReader(bytes.NewReader(content)), nil
	}
	return nil, nil
}

// isZlib reports whether content begins with a zlib header (RFC 1950).
func isZlib(content []byte) bool {
	return len(content) > 2 && content[0] == 0x78 && (int(content[0])<<8|int(content[1]))%31 == 0
}

func (c *codings) gunzip(r io.Reader) (io.Reader, error) {
	if c.gzip == nil {
		c.gzip = new(gzip.Reader)
	}
	return c.gzip, c.gzip.Reset(r)
}

func (c *codings) unzstd(r io.Reader) (io.Reader, error) {
	if c.zstd == nil {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(codingWindow))
		if err != nil {
			return nil, err
		}
		c.zstd = d
	}
	return c.zstd, c.zstd.Reset(r)
}
