// Package charset decodes text in other character sets than UTF-8.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// singleByte are the single-byte character sets that web servers still send. ASCII is a part of
// windows-1252, and browsers read ISO 8859-1 as windows-1252 too (WHATWG Encoding Standard, section
// 4.2).
var singleByte = map[string]encoding.Encoding{
	"iso-8859-1":   charmap.Windows1252,
	"latin1":       charmap.Windows1252,
	"us-ascii":     charmap.Windows1252,
	"ascii":        charmap.Windows1252,
	"windows-1252": charmap.Windows1252,
	"cp1252":       charmap.Windows1252,
	"iso-8859-15":  charmap.ISO8859_15,
	"iso-8859-2":   charmap.ISO8859_2,
	"windows-1250": charmap.Windows1250,
	"windows-1251": charmap.Windows1251,
	"koi8-r":       charmap.KOI8R,
}

// Decode returns content as text, without a byte order mark. Content in UTF-8 is returned unchanged
// whatever the name of its character set, because most recorders convert the text and keep the
// name. It reports false if the character set is unknown.
func Decode(content []byte, name string) (string, bool) {
	switch {
	case isUTF16(content, name):
		text, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(littleEndian(content, name))
		return string(text), err == nil
	case utf8.Valid(content):
		return strings.TrimPrefix(string(content), "\ufeff"), true
	}
	known := singleByte[strings.ToLower(name)]
	if known == nil {
		return "", false
	}
	text, err := known.NewDecoder().Bytes(content)
	return string(text), err == nil
}

// isUTF16 reports whether content is UTF-16: it has the byte order mark, or its charset is UTF-16
// and it has zero bytes.
func isUTF16(content []byte, name string) bool {
	return bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) ||
		strings.HasPrefix(strings.ToLower(name), "utf-16") && bytes.IndexByte(content, 0) >= 0
}

// littleEndian adds the byte order mark to content of the charset utf-16le, which may lack it.
func littleEndian(content []byte, name string) []byte {
	if strings.EqualFold(name, "utf-16le") && !bytes.HasPrefix(content, []byte("\xff\xfe")) {
		return append([]byte("\xff\xfe"), content...)
	}
	return content
}
