package capture

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"github.com/apicontract/apicontract/validate"
)

func TestInputs(t *testing.T) {
	har := log(get("/a"), get("/é"))
	for _, c := range []struct {
		reason  string
		input   string
		message string // part of the error's message; "" if both entries are read
	}{
		{reason: "gzip", input: gzipped(har)},
		{reason: "gzip of several members", input: gzipped(har[:50]) + gzipped(har[50:])},
		{reason: "gzip of a byte order mark", input: gzipped("\xef\xbb\xbf" + har)},
		{reason: "Zstandard", input: zstandard(har)},
		{reason: "Zstandard of several frames", input: zstandard(har[:50]) + zstandard(har[50:])},
		{reason: "UTF-16, little end first", input: inUTF16(har, unicode.LittleEndian, unicode.UseBOM)},
		{reason: "UTF-16, big end first", input: inUTF16(har, unicode.BigEndian, unicode.UseBOM)},
		{reason: "UTF-16, little end first, no mark", input: inUTF16(har, unicode.LittleEndian, unicode.IgnoreBOM)},
		{reason: "UTF-16, big end first, no mark", input: inUTF16(har, unicode.BigEndian, unicode.IgnoreBOM)},
		{reason: "UTF-16 in gzip", input: gzipped(inUTF16(har, unicode.LittleEndian, unicode.UseBOM))},

		{reason: "HTML, as a login page is saved", input: "<!DOCTYPE html>", message: "HTML"},
		{reason: "ZIP", input: "PK\x03\x04\x14\x00", message: "in a stream"},
		{reason: "gzip twice", input: gzipped(gzipped(har)), message: "compressed twice"},
		{reason: "gzip in Zstandard", input: zstandard(gzipped(har)), message: "compressed twice"},
		{reason: "bzip2", input: "BZh91AY&SY", message: "bzip2"},
		{reason: "xz", input: "\xfd7zXZ\x00\x00", message: "xz"},
		{reason: "nothing in gzip", input: gzipped(""), message: "empty"},
		{reason: "only the start of gzip", input: "\x1f\x8b", message: "the compressed data is cut off"},
		{reason: "invalid gzip", input: "\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", message: "cannot be read on"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			got := read(t, c.input)
			if c.message != "" {
				assert.Contains(t, got.Error, c.message)
				assert.Zero(t, got.Info)
				return
			}
			assert.Empty(t, got.Error)
			assert.Equal(t, []string{"0 /log/entries/0 /a", "0 /log/entries/1 /é"}, got.Places)
		})
	}
}

func inUTF16(text string, order unicode.Endianness, bom unicode.BOMPolicy) string {
	return must(unicode.UTF16(order, bom).NewEncoder().String(text))
}

// TestInputDamaged checks that a damaged compressed capture delivers the entries before the damage.
func TestInputDamaged(t *testing.T) {
	entries := strings.TrimSuffix(strings.Repeat(get("/a")+",", 20_000), ",")
	for _, c := range []struct {
		reason  string
		input   string
		message string
	}{
		{reason: "gzip cut off", input: half(gzipped(log(entries))), message: "the compressed data is cut off"},
		{reason: "Zstandard cut off", input: half(zstandard(log(entries))), message: "the compressed data is cut off"},
		{reason: "gzip with a wrong checksum", input: flipped(gzipped(log(entries))), message: "cannot be read on"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			got := readFrom(t, strings.NewReader(c.input))
			assert.Contains(t, got.Error, c.message)
			assert.NotZero(t, got.Info.Entries, "entries before the damage stay valid")
			assert.NotContains(t, got.Error, "(at byte 0)")
			assert.Equal(t, got, readFrom(t, iotest.HalfReader(strings.NewReader(c.input))))
		})
	}
}

func half(s string) string { return s[:len(s)/2] }

// flipped changes the checksum of gzip, which is in the last eight bytes.
func flipped(s string) string {
	b := []byte(s)
	b[len(b)-8] ^= 0xff
	return string(b)
}

func TestErrorHasThePlaceAndNoValue(t *testing.T) {
	_, err := Read(t.Context(), bytes.NewReader([]byte(`{"log":{"creator":{"name":"canary"},"entries":[{"request":{"url":"canary`)), Options{}, func(Location, *validate.Exchange) error { return nil })
	require.EqualError(t, err, "the file is cut off: expected the rest of entry 0, but it ends; export or copy it again (at byte 72)")
}
