package cli

import (
	"bufio"
	"io"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"github.com/apicontract/apicontract/internal/atomicfile"
	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/internal/inputs"
)

// A captureText is the text of a capture, uncompressed and in UTF-8.
type captureText struct {
	io.Reader
	encoding encoding.Encoding // of the uncompressed file; nil: UTF-8
}

func openCaptureText(r io.Reader) (captureText, error) {
	unpacked, err := inputs.Decompress(r)
	if err != nil {
		return captureText{}, err
	}
	buffered := bufio.NewReader(unpacked)
	if magic, _ := buffered.Peek(4); string(magic) == "PK\x03\x04" {
		return captureText{}, &capture.Error{Message: "this is a ZIP archive; unpack it, and redact the HAR in it"}
	}
	e := inputs.UTF16(buffered)
	return captureText{inputs.ToUTF8(buffered), e}, nil
}

// A copyFile is the file of a copy, or standard output. It has the compression that its name asks
// for, and the encoding of the capture.
type copyFile struct {
	name    string
	file    *atomicfile.File // nil: standard output
	to      io.Writer
	closers []io.Closer // of encoders, the outermost first
}

// createCopy opens the file for the copy, which is never the capture.
func (c *redactCommand) createCopy(capture string) (*copyFile, error) {
	switch {
	case c.to == "":
		return nil, usageErrorf("redact needs --to; name a file for the copy, or - for standard output")
	case c.to == inputs.Stdin:
		return &copyFile{name: c.to, to: c.out}, nil
	}
	for _, read := range []string{capture, c.check.spec.path, c.check.spec.table, c.key.path} {
		if isSameFile(c.to, read) {
			return nil, usageErrorf("--to would overwrite %s, which is read; name another file", read)
		}
	}
	if c.key.create && filepath.Clean(c.to) == filepath.Clean(c.key.path) {
		return nil, usageErrorf("--to would overwrite %s, the new key; name another file", c.to)
	}
	f, err := atomicfile.CreatePrivate(c.to)
	if err != nil {
		return nil, usageErrorf("--to %s: %v; name a file that can be written", c.to, systemError(err))
	}
	return &copyFile{name: c.to, file: f, to: f}, nil
}

// encode makes the file have an encoding; nil is UTF-8.
func (f *copyFile) encode(e encoding.Encoding) error {
	var w io.WriteCloser
	switch name := strings.ToLower(f.name); {
	case strings.HasSuffix(name, ".gz"):
		w = gzip.NewWriter(f.to)
	case strings.HasSuffix(name, ".zst"):
		var err error
		if w, err = zstd.NewWriter(f.to, zstd.WithEncoderConcurrency(1)); err != nil {
			return err
		}
	}
	if w != nil {
		f.to, f.closers = w, append(f.closers, w)
	}
	if e != nil {
		w = transform.NewWriter(f.to, e.NewEncoder())
		f.to, f.closers = w, append([]io.Closer{w}, f.closers...)
	}
	return nil
}

// A copyWriteError is the error of writing a copy.
type copyWriteError struct{ err error }

func (e *copyWriteError) Error() string { return e.err.Error() }
func (e *copyWriteError) Unwrap() error { return e.err }

func (f *copyFile) Write(b []byte) (int, error) {
	n, err := f.to.Write(b)
	if err != nil {
		err = &copyWriteError{err}
	}
	return n, err
}

// close ends the encoders.
func (f *copyFile) close() error {
	for _, c := range f.closers {
		if err := c.Close(); err != nil {
			return &copyWriteError{err}
		}
	}
	return nil
}

func (f *copyFile) commit() error {
	if f.file == nil {
		return nil
	}
	return f.file.Commit()
}

func (f *copyFile) discard() error {
	if f.file == nil {
		return nil
	}
	return f.file.Discard()
}
