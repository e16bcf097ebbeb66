package contentcoding

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxZstdWindow is the largest window that a server may require of a client (RFC 9659).
const maxZstdWindow = 8 << 20

// codingReaders holds decompressors for reuse.
type codingReaders struct {
	gzip *gzip.Reader
	zstd *zstd.Decoder
}

// openCoding returns a reader that removes the coding called name, nil if body is not in that
// coding.
func (r *codingReaders) openCoding(body []byte, name string) (io.Reader, error) {
	switch {
	case (name == "gzip" || name == "x-gzip") && DetectCoding(body) == "gzip":
		return r.openGzip(bytes.NewReader(body))
	case name == "zstd" && DetectCoding(body) == "zstd":
		return r.openZstd(bytes.NewReader(body))
	case name == "deflate" && isZlib(body):
		return zlib.NewReader(bytes.NewReader(body))
	case name == "deflate" && !utf8.Valid(body): // some servers omit zlib's header
		return flate.NewReader(bytes.NewReader(body)), nil
	case name == "br" && (!utf8.Valid(body) || len(body) == 1): // an empty body has one byte
		return brotli.NewReader(bytes.NewReader(body)), nil
	}
	return nil, nil
}

func (r *codingReaders) openGzip(body io.Reader) (io.Reader, error) {
	if r.gzip == nil {
		r.gzip = new(gzip.Reader)
	}
	return r.gzip, r.gzip.Reset(body)
}

func (r *codingReaders) openZstd(body io.Reader) (io.Reader, error) {
	if r.zstd == nil {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return nil, err
		}
		r.zstd = d
	}
	return r.zstd, r.zstd.Reset(body)
}
