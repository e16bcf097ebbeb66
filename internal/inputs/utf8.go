package inputs

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// ToUTF8 returns r, converted from UTF-16 to UTF-8 if needed.
func ToUTF8(r *bufio.Reader) io.Reader {
	if e := UTF16(r); e != nil {
		return transform.NewReader(r, e.NewDecoder())
	}
	return r
}

// UTF16 returns the encoding of r if it is UTF-16, or else nil. It recognises UTF-16 by the byte
// order mark or, for text that begins with an ASCII character, by the position of the first zero
// byte (RFC 4627, section 3). Encoders write the mark only if r has one.
func UTF16(r *bufio.Reader) encoding.Encoding {
	start, _ := r.Peek(3)
	switch {
	case bytes.HasPrefix(start, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(start, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case len(start) > 1 && start[0] == 0 && start[1] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case len(start) > 1 && start[0] != 0 && start[1] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return nil
}
