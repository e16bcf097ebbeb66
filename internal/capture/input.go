package capture

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxWindow bounds what a Zstandard stream may ask a reader to remember; it
// is what `zstd --long` uses at most without being told.
const maxWindow = 128 << 20

// foreign names what is often handed over in a capture's place, by the bytes
// it begins with.
var foreign = []struct{ magic, message string }{
	{"PK\x03\x04", "this is a ZIP archive: unpack it and check the .har file in it (Playwright calls it har.har)"},
	{"\x1f\x8b", "this is compressed twice: unpack it once"},
	{"\x28\xb5\x2f\xfd", "this is compressed twice: unpack it once"},
	{"BZh", "this is compressed with bzip2: unpack it first; gzip and Zstandard are read as they are"},
	{"\xfd7zXZ\x00", "this is compressed with xz: unpack it first; gzip and Zstandard are read as they are"},
	{"<", "this is HTML or XML, not a HAR: a HAR is JSON and begins with {"},
}

// plain returns r's text: uncompressed, in UTF-8. Content decides, not a name:
// browsers and upload forms rename files.
func plain(r io.Reader) (io.Reader, error) {
	packed := bufio.NewReaderSize(r, 64<<10)
	unpacked, err := unpack(packed)
	if err != nil {
		return nil, readError(0, err)
	}
	text := bufio.NewReaderSize(unpacked, 16)
	if err := recognize(text); err != nil {
		return nil, err
	}
	return transcode(text), nil
}

func unpack(r *bufio.Reader) (io.Reader, error) {
	magic, _ := r.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		return gzip.NewReader(r)
	case bytes.HasPrefix(magic, []byte("\x28\xb5\x2f\xfd")):
		return zstd.NewReader(r, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	}
	return r, nil
}

// recognize says what r is if it is surely no HAR, and whether it can be read
// at all.
func recognize(r *bufio.Reader) error {
	start, err := r.Peek(6)
	if len(start) == 0 {
		if errors.Is(err, io.EOF) {
			return &Error{Message: "the file is empty"}
		}
		return readError(0, err)
	}
	for _, f := range foreign {
		if bytes.HasPrefix(start, []byte(f.magic)) {
			return &Error{Message: f.message}
		}
	}
	return nil
}

// transcode turns UTF-16 into UTF-8. It is known by its byte order mark or, as JSON begins with
// ASCII, by where the first zero byte is (RFC 4627, section 3).
func transcode(r *bufio.Reader) io.Reader {
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
