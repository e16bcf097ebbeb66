package validate

import (
	"bytes"
	"io"
	"io/fs"
	"time"

	"github.com/apicontract/apicontract/internal/document"
)

// Document returns the files that the contract was compiled from, and the name
// of the document among them, so that what is not judging, such as a mock
// server, can be made of the same contract. For a contract of [Parse] or
// [Restore] that is a file system of one file, which opens under exactly the
// name that it was given, be that a valid path or not.
func (c *Contract) Document() (fs.FS, string) { return c.files, c.source }

// An Envelope says where the parts of an error response's content stand, as JSON
// Pointers (RFC 6901). An empty pointer: the contract names no such part; an
// empty Error: the content as a whole is the error object.
type Envelope struct {
	Error, Code, Message, Param, DocURL string
}

// Envelope returns the places of the error table's envelope; false if the
// document has no error table.
func (c *Contract) Envelope() (Envelope, bool) {
	if c.table == nil {
		return Envelope{}, false
	}
	e := c.table.envelope
	return Envelope{
		Error:   document.Pointer(e.object...),
		Code:    document.Pointer(e.code...),
		Message: document.Pointer(e.message...),
		Param:   document.Pointer(e.param...),
		DocURL:  document.Pointer(e.docURL...),
	}, true
}

// oneFile is a file system of one file.
type oneFile struct {
	name string
	text []byte
}

func (f oneFile) Open(name string) (fs.File, error) {
	if name != f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &file{bytes.NewReader(f.text), f}, nil
}

// ReadFile copies the text, which its reader may change.
func (f oneFile) ReadFile(name string) ([]byte, error) {
	opened, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(opened)
}

type file struct {
	io.Reader
	of oneFile
}

func (f *file) Close() error               { return nil }
func (f *file) Stat() (fs.FileInfo, error) { return fileInfo{f.of}, nil }

type fileInfo struct{ oneFile }

func (i fileInfo) Name() string     { return i.name }
func (i fileInfo) Size() int64      { return int64(len(i.text)) }
func (fileInfo) Mode() fs.FileMode  { return 0o444 }
func (fileInfo) ModTime() time.Time { return time.Time{} }
func (fileInfo) IsDir() bool        { return false }
func (fileInfo) Sys() any           { return nil }
