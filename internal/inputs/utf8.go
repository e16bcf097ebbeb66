package inputs

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// ToUTF8 returns r, converted from UTF-16 to UTF-8 if needed. It recognises UTF-16 by the byte
// order mark or, for text that begins with an ASCII character, by the position of the first zero
// byte (RFC 4627, section 3).
func ToUTF8(r *bufio.Reader) io.Reader {
	start, _ := r.Peek(3)
	order := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(start, []byte("\xfe\xff")), len(start) > 1 && start[0] == 0 && start[1] != 0:
		order = unicode.BigEndian
	case bytes.HasPrefix(start, []byte("\xff\xfe")), len(start) > 1 && start[0] != 0 && start[1] == 0:
	default:
		return r
	}
	return transform.NewReader(r, unicode.UTF16(order, unicode.UseBOM).NewDecoder())
}
