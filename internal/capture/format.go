package capture

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/capture/har"
	"github.com/apicontract/apicontract/internal/inputs"
)

// formats lists the capture formats. The first that recognizes a capture reads it. The last
// recognizes everything, and says what is wrong.
var formats = []format.Format{
	har.Format{},
}

// recognizeSize is the number of bytes of a capture that a format gets to recognize it.
const recognizeSize = 4 << 10

// otherFormats lists the first bytes of files that are often mistaken for captures.
var otherFormats = []struct{ magic, message string }{
	{zipMagic, "this is a ZIP archive in a stream, where it cannot be read: name it as a file"},
	{"\x1f\x8b", "this is compressed twice: unpack it once"},
	{"\x28\xb5\x2f\xfd", "this is compressed twice: unpack it once"},
	{"BZh", "this is compressed with bzip2: unpack it first; gzip and Zstandard are read as they are"},
	{"\xfd7zXZ\x00", "this is compressed with xz: unpack it first; gzip and Zstandard are read as they are"},
	{"<", "this is HTML or XML, not a HAR: a HAR is JSON and begins with {"},
}

// zipMagic is how a ZIP archive begins.
const zipMagic = "PK\x03\x04"

// FileKind is the kind of file that captures are.
func FileKind() inputs.FileKind {
	k := inputs.FileKind{Name: "capture"}
	for _, f := range formats {
		k.Suffixes = append(k.Suffixes, f.Suffixes()...)
	}
	return k
}

// openCapture returns the text of a capture, uncompressed and in UTF-8, and its format. The first
// bytes decide, not a name. The options are those for a HAR in an archive, if it is in one.
func openCapture(r io.Reader, o Options) (format.Format, io.Reader, Options, error) {
	unpacked, err := inputs.Decompress(r)
	if err != nil {
		return nil, nil, o, format.ReadError(0, err)
	}
	buffered := bufio.NewReaderSize(unpacked, 16)
	if start, _ := buffered.Peek(len(zipMagic)); string(start) == zipMagic && isFileStart(o, start) {
		a, text, err := openArchive(o.File, o.Size)
		if err != nil {
			return nil, nil, o, err
		}
		o.Bodies, o.File = a, nil
		return openCapture(text, o)
	}
	if err := rejectNonCapture(buffered); err != nil {
		return nil, nil, o, err
	}
	text := bufio.NewReaderSize(inputs.ToUTF8(buffered), recognizeSize)
	start, err := text.Peek(recognizeSize)
	f := recognizeFormat(start)
	if err != nil && !errors.Is(err, io.EOF) {
		return f, io.MultiReader(bytes.NewReader(bytes.Clone(start)), failingReader{err}), o, nil
	}
	return f, text, o, nil
}

// isFileStart reports whether the capture is a file that begins so: an archive that is
// compressed once more is a stream.
func isFileStart(o Options, start []byte) bool {
	if o.File == nil {
		return false
	}
	own := make([]byte, len(start))
	n, _ := o.File.ReadAt(own, 0)
	return bytes.Equal(own[:n], start)
}

// rejectNonCapture returns an error if r is surely not a capture, or cannot be read.
func rejectNonCapture(r *bufio.Reader) error {
	start, err := r.Peek(6)
	if len(start) == 0 {
		if errors.Is(err, io.EOF) {
			return &Error{Message: "the file is empty"}
		}
		return format.ReadError(0, err)
	}
	for _, other := range otherFormats {
		if bytes.HasPrefix(start, []byte(other.magic)) {
			return &Error{Message: other.message}
		}
	}
	return nil
}

func recognizeFormat(start []byte) format.Format {
	for _, f := range formats {
		if f.Recognizes(start) {
			return f
		}
	}
	return formats[len(formats)-1]
}

// A failingReader returns an error that a buffer has already consumed.
type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }
