package charset_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/charset"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		reason, content, name, want string
		unknown                     bool
	}{
		{"UTF-8", "é", "utf-8", "é", false},
		{"no charset", "é", "", "é", false},
		{"a byte order mark", "\ufeffok", "utf-8", "ok", false},
		{"ISO 8859-1", "caf\xe9", "ISO-8859-1", "café", false},
		{"windows-1252", "\x80", "windows-1252", "€", false},
		{"a recorder converted the text and kept the name", "café", "iso-8859-1", "café", false},
		{"UTF-16 with a byte order mark", "\xff\xfeo\x00k\x00", "", "ok", false},
		{"UTF-16, big endian", "\x00o\x00k", "utf-16", "ok", false},
		{"UTF-16, little endian", "o\x00k\x00", "UTF-16LE", "ok", false},
		{"UTF-16 that a recorder converted", "ok", "utf-16le", "ok", false},
		{"a charset that is not known", "\x82\xa0", "shift_jis", "", true},
		{"bytes of no known charset", "\xff", "", "", true},
		{"nothing", "", "", "", false},
	} {
		text, ok := charset.Decode([]byte(c.content), c.name)
		assert.Equal(t, !c.unknown, ok, c.reason)
		assert.Equal(t, c.want, text, c.reason)
	}
}
