package spec

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// SingleFile returns a file system of one file, which opens under exactly the
// name that it is given, whether that is a valid path or not.
func SingleFile(name string, text []byte) fs.FS { return singleFile{name, text} }

type singleFile struct {
	name string
	text []byte
}

func (f singleFile) Open(name string) (fs.File, error) {
	if name != f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openFile{bytes.NewReader(f.text), f}, nil
}

// ReadFile returns a copy of the text.
func (f singleFile) ReadFile(name string) ([]byte, error) {
	opened, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(opened)
}

type openFile struct {
	io.Reader
	of singleFile
}

func (f *openFile) Close() error               { return nil }
func (f *openFile) Stat() (fs.FileInfo, error) { return fileInfo{f.of}, nil }

type fileInfo struct{ singleFile }

func (i fileInfo) Name() string     { return i.name }
func (i fileInfo) Size() int64      { return int64(len(i.text)) }
func (fileInfo) Mode() fs.FileMode  { return 0o444 }
func (fileInfo) ModTime() time.Time { return time.Time{} }
func (fileInfo) IsDir() bool        { return false }
func (fileInfo) Sys() any           { return nil }
