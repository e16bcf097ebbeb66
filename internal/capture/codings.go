package capture

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
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

// pieces decodes base64 in pieces, each padded for itself: lines, or the strings
// of a JSON array, as Polly.js writes compressed content.
func (c *codings) pieces(text []byte) ([]byte, bool) {
	var whole []byte
	for piece := range bytes.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("[]\", \t\r\n", r) }) {
		decoded, ok := c.base64(piece)
		if !ok {
			return nil, false
		}
		whole = append(whole, decoded...)
	}
	return whole, true
}

// undo removes the content codings that fields name, last first (RFC 9110,
// section 8.4), as far as the bytes still carry them: most recorders keep the
// field but not the coding. The result has at most one byte more than limit.
func (c *codings) undo(content []byte, fields []string, limit int) ([]byte, bool) {
	written := 0
	for _, name := range codingNames(fields) {
		r, err := c.reader(content, name)
		switch {
		case err != nil:
			return nil, false
		case r == nil && !isPlain(content, name):
			return nil, false
		case r == nil:
			continue
		}
		into := &c.plain[written%2] // the other one is being read
		into.Reset()
		if _, err := into.ReadFrom(io.LimitReader(r, int64(limit)+1)); err != nil {
			return nil, false
		}
		content = into.Bytes()
		written++
	}
	return content, true
}

// codingNames are the last content codings, the outermost first.
func codingNames(fields []string) (names []string) {
	for _, rest := range slices.Backward(fields) {
		for more := true; more && len(names) < maxCodings; {
			var name string
			if rest, name, more = cutLast(rest, ","); name != "" && name != "identity" {
				names = append(names, name)
			}
		}
	}
	return names
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", strings.ToLower(strings.TrimSpace(s)), false
	}
	return s[:i], strings.ToLower(strings.TrimSpace(s[i+len(sep):])), true
}

// magicName names the coding that content shows by itself; JSON begins with none
// of these.
func magicName(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\x1f\x8b")):
		return "gzip"
	case bytes.HasPrefix(content, []byte("\x28\xb5\x2f\xfd")):
		return "zstd"
	}
	return ""
}

// isPlain reports whether a coding that content does not show was removed
// already. Nothing tells raw deflate from other bytes, except that they are no
// text.
func isPlain(content []byte, name string) bool {
	switch name {
	case "", "gzip", "x-gzip", "zstd":
		return true
	case "deflate", "br":
		return utf8.Valid(content)
	}
	return false
}

// reader returns a reader that removes the coding called name, nil if content
// does not begin as that coding does.
func (c *codings) reader(content []byte, name string) (io.Reader, error) {
	switch {
	case (name == "gzip" || name == "x-gzip") && magicName(content) == "gzip":
		return c.gunzip(bytes.NewReader(content))
	case name == "zstd" && magicName(content) == "zstd":
		return c.unzstd(bytes.NewReader(content))
	case name == "deflate" && isZlib(content):
		return zlib.NewReader(bytes.NewReader(content))
	case name == "deflate" && !utf8.Valid(content): // some servers leave zlib's frame out
		return flate.NewReader(bytes.NewReader(content)), nil
	case name == "br" && (!utf8.Valid(content) || len(content) == 1): // of nothing, one byte
		return brotli.NewReader(bytes.NewReader(content)), nil
	}
	return nil, nil
}

// isZlib reports whether content begins with a zlib header (RFC 1950).
func isZlib(content []byte) bool {
	return len(content) > 2 && content[0]&0x0f == 8 && content[0]>>4 <= 7 && (content[0] == 0x78 || !utf8.Valid(content)) &&
		(int(content[0])<<8|int(content[1]))%31 == 0
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
