package textrepair

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// byteOrderMark begins texts whose encoding is to be recognised by it.
const byteOrderMark = "\uFEFF"

// Decode returns a text in UTF-8 without a byte order mark. UTF-16 and UTF-32 are
// recognised by their byte order marks, or by their zero bytes (RFC 4627, section 3);
// bytes that are no UTF-8 are read as Windows-1252, which is what editors write that do
// not write UTF-8. A text that is UTF-8 already is returned as it is.
func Decode(data []byte) (text []byte, findings []Finding) {
	for _, e := range wideEncodings {
		if e.matches(data) {
			return e.decode(data)
		}
	}
	text = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if utf8.Valid(text) {
		return text, nil
	}
	return decodeWindows1252(text)
}

// HasByteOrderMark reports whether a text in UTF-8 begins with a byte order mark.
func HasByteOrderMark(data []byte) bool { return bytes.HasPrefix(data, []byte(byteOrderMark)) }

// ByteOrderMark is the finding of a JSON text that begins with a byte order mark, which
// RFC 8259, section 8.1, does not allow.
func ByteOrderMark() Finding {
	return Finding{RuleEncoding, 0, "the JSON text begins with a byte order mark, which many readers of JSON refuse",
		"Save the file as UTF-8 without a byte order mark."}
}

// A wideEncoding is an encoding of two or four bytes a unit.
type wideEncoding struct {
	name  string
	size  int
	order binary.ByteOrder
}

// wideEncodings are in the order in which they are tried: the byte order mark of UTF-32
// begins like that of UTF-16.
var wideEncodings = []wideEncoding{
	{"UTF-32", 4, binary.LittleEndian}, {"UTF-32", 4, binary.BigEndian},
	{"UTF-16", 2, binary.LittleEndian}, {"UTF-16", 2, binary.BigEndian},
}

// matches reports whether a text begins with the byte order mark, or with an ASCII
// character, in the encoding.
func (e wideEncoding) matches(data []byte) bool {
	const firstCharacters = 2
	if len(data) < firstCharacters*e.size {
		return false
	}
	if e.unit(data) == '\uFEFF' {
		return true
	}
	for i := range firstCharacters {
		if r := e.unit(data[i*e.size:]); r == 0 || r >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (e wideEncoding) unit(data []byte) uint32 {
	if e.size == 4 {
		return e.order.Uint32(data)
	}
	return uint32(e.order.Uint16(data))
}

func (e wideEncoding) decode(data []byte) ([]byte, []Finding) {
	text := make([]byte, 0, len(data))
	for len(data) >= e.size {
		r := rune(min(e.unit(data), utf8.MaxRune+1)) //nolint:gosec // it is bounded
		data = data[e.size:]
		if e.size == 2 && utf16.IsSurrogate(r) {
			if len(data) >= 2 && utf16.DecodeRune(r, rune(e.unit(data))) != utf8.RuneError { //nolint:gosec // it has 16 bits
				r = utf16.DecodeRune(r, rune(e.unit(data))) //nolint:gosec // it has 16 bits
				data = data[2:]
			}
		}
		text = utf8.AppendRune(text, r) // U+FFFD for what is no character
	}
	return bytes.TrimPrefix(text, []byte(byteOrderMark)), []Finding{{RuleEncoding, 0,
		fmt.Sprintf("the file is encoded in %s, and many tools read only UTF-8", e.name), "Save the file as UTF-8."}}
}

func decodeWindows1252(data []byte) ([]byte, []Finding) {
	text := make([]byte, 0, len(data)+len(data)/8)
	first, bad := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			if bad++; bad == 1 {
				first = len(text)
			}
			r = charmap.Windows1252.DecodeByte(data[0])
		}
		text = utf8.AppendRune(text, r)
		data = data[size:]
	}
	message := "a byte is not UTF-8, and is read as Windows-1252"
	if bad > 1 {
		message = fmt.Sprintf("%d bytes are not UTF-8, and are read as Windows-1252", bad)
	}
	return text, []Finding{{RuleEncoding, first, message, "Save the file as UTF-8."}}
}
