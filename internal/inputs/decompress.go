package inputs

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxZstdWindow is the maximum window of a Zstandard stream, which a reader keeps in memory. It is
// the most that `zstd --long` uses by default.
const maxZstdWindow = 128 << 20

// Decompress returns r, uncompressed if it is compressed with gzip or Zstandard. It looks at the
// first bytes, not at the name, because browsers and upload forms rename files.
func Decompress(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	magic, _ := buffered.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		return gzip.NewReader(buffered)
	case bytes.HasPrefix(magic, []byte("\x28\xb5\x2f\xfd")):
		return zstd.NewReader(buffered, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
	}
	return buffered, nil
}

// IsTrailingData reports whether err means that other data follows the compressed data.
func IsTrailingData(err error) bool { return errors.Is(err, gzip.ErrHeader) }
