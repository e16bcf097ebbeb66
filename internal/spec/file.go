package spec

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"sort"
	"sync"
	"unicode/utf8"
)

// maxFileSize bounds a file of a document, in bytes.
const maxFileSize = 64 << 20

// A parsedFile is one parsed file of a document.
type parsedFile struct {
	name string
	data []byte
	root Node
	// lineStarts returns the offsets of the first bytes of all lines.
	lineStarts func() []int32
}

// newFile reads and parses a file. The error is an *[Error].
func newFile(fsys fs.FS, name string) (*parsedFile, error) {
	data, err := readFile(fsys, name)
	if err != nil {
		return nil, &Error{File: name, Message: readReason(err), Err: err}
	}
	return parseFile(name, data)
}

var (
	errNotRegular = errors.New("not a regular file")
	errTooLarge   = errors.New("larger than the 64 MiB that are read")
)

// readFile reads a regular file that is not too large.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name) // before opening, which may wait for a pipe
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNotRegular
	case info.Size() > maxFileSize:
		return nil, errTooLarge
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	data := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	n, err := data.ReadFrom(io.LimitReader(f, maxFileSize+1))
	if err == nil && n > maxFileSize {
		err = errTooLarge
	}
	return data.Bytes(), err
}

// Parse parses a text of JSON or YAML that is no OpenAPI document. Errors and
// locations call it name. The error is an *[Error].
func Parse(name string, text []byte) (*Node, error) {
	f, err := parseFile(name, text)
	if err != nil {
		return nil, err
	}
	return &f.root, nil
}

// parseFile parses the text of a file, which it keeps.
func parseFile(name string, data []byte) (*parsedFile, error) {
	if len(data) > maxFileSize {
		return nil, &Error{File: name, Message: errTooLarge.Error(), Err: errTooLarge}
	}
	f := &parsedFile{name: name, data: data}
	f.lineStarts = sync.OnceValue(f.findLines)
	if err := f.parseRoot(); err != nil {
		return nil, err
	}
	if f.root.extra == nil {
		f.root.extra = &nodeExtra{}
	}
	f.root.extra.file = f
	f.root.setParents()
	return f, nil
}

// readReason leaves out the name, which the error has already.
func readReason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// toOffset makes a position in a file as small as the nodes keep it.
func toOffset(at int) int32 { return int32(at) } //nolint:gosec // a file has at most maxFileSize bytes

func (f *parsedFile) findLines() []int32 {
	starts := []int32{0}
	for at := 0; ; {
		i := bytes.IndexByte(f.data[at:], '\n')
		if i < 0 {
			return starts
		}
		at += i + 1
		starts = append(starts, toOffset(at))
	}
}

// linePosition returns the line and column of an offset, from 1. Columns count
// characters.
func (f *parsedFile) linePosition(offset int32) (line, column int) {
	starts := f.lineStarts()
	line = sort.Search(len(starts), func(i int) bool { return starts[i] > offset })
	return line, 1 + utf8.RuneCount(f.data[starts[line-1]:offset])
}

// offsetOf is the inverse of position, for parsers that report lines and columns.
func (f *parsedFile) offsetOf(line, column int) int32 {
	starts := f.lineStarts()
	if line < 1 || line > len(starts) {
		return 0
	}
	at := int(starts[line-1])
	for range column - 1 {
		if at >= len(f.data) {
			break
		}
		_, size := utf8.DecodeRune(f.data[at:])
		at += size
	}
	return toOffset(min(at, len(f.data)))
}

// errorAt returns an *[Error] at an offset of the file.
func (f *parsedFile) errorAt(offset int, message string, err error) error {
	line, column := f.linePosition(toOffset(min(offset, len(f.data))))
	return &Error{File: f.name, Line: line, Column: column, Message: message, Err: err}
}
