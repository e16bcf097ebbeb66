package har

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// A textDecoder undoes the encodings that recorders use to write bytes as text. Results are valid
// until the next call.
type textDecoder struct{ raw []byte }

// decodeBase64 decodes text in the alphabet of RFC 4648, section 4 or 5, with or
// without padding and line breaks.
func (t *textDecoder) decodeBase64(text []byte) ([]byte, bool) {
	t.raw = resizeBuffer(t.raw, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(t.raw, text)
	if err == nil {
		return t.raw[:n], true
	}
	text = bytes.TrimRight(bytes.TrimSpace(text), "=")
	text = bytes.Map(standardAlphabet, text)
	t.raw = resizeBuffer(t.raw, base64.RawStdEncoding.DecodedLen(len(text)))
	n, err = base64.RawStdEncoding.Decode(t.raw, text)
	return t.raw[:n], err == nil
}

func standardAlphabet(r rune) rune {
	switch r {
	case '-':
		return '+'
	case '_':
		return '/'
	}
	return r
}

func resizeBuffer(buf []byte, n int) []byte {
	if cap(buf) < n {
		return make([]byte, n)
	}
	return buf[:n]
}

// decodeHex decodes hexadecimal digits, which may be in an array of strings.
func (t *textDecoder) decodeHex(text []byte) ([]byte, bool) {
	t.raw = t.raw[:0]
	high, half := byte(0), false
	for _, b := range text {
		digit, ok := jsonscan.HexDigit(b)
		switch {
		case !ok && strings.IndexByte("[]\", \t\r\n", b) >= 0:
		case !ok:
			return nil, false
		case half:
			t.raw, half = append(t.raw, high<<4|digit), false
		default:
			high, half = digit, true
		}
	}
	return t.raw, !half
}

// decodePieces decodes base64 in pieces, each with its own padding: lines, or the strings of a JSON
// array, as Polly.js writes compressed bodies.
func (t *textDecoder) decodePieces(text []byte) ([]byte, bool) {
	var all []byte
	for piece := range bytes.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("[]\", \t\r\n", r) }) {
		decoded, ok := t.decodeBase64(piece)
		if !ok {
			return nil, false
		}
		all = append(all, decoded...)
	}
	return all, true
}
