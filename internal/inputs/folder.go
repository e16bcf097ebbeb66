package inputs

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// A Folder is the folder of a source, which is opened when a file in it is first asked for.
// Neither names nor links lead out of it. It is safe for concurrent use until it is closed.
type Folder struct {
	path string // empty: there is none
	once sync.Once
	root *os.Root
	err  error
}

// Folder returns the folder that the source is in; that of the standard input is empty.
func (s Source) Folder() *Folder {
	if s.stdin != nil {
		return &Folder{}
	}
	return &Folder{path: filepath.Dir(s.Name)}
}

func (f *Folder) open() (fs.FS, error) {
	if f.path == "" {
		return nil, fs.ErrNotExist
	}
	f.once.Do(func() { f.root, f.err = os.OpenRoot(f.path) })
	if f.err != nil {
		return nil, f.err
	}
	return f.root.FS(), nil
}

// Open implements [fs.FS].
func (f *Folder) Open(name string) (fs.File, error) {
	root, err := f.open()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return root.Open(name)
}

// Stat implements [fs.StatFS].
func (f *Folder) Stat(name string) (fs.FileInfo, error) {
	root, err := f.open()
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return fs.Stat(root, name)
}

// Close closes the folder, if it was opened.
func (f *Folder) Close() error {
	if f.root == nil {
		return nil
	}
	return f.root.Close()
}

// AsFile returns what [Source.Open] returned as a file with its size, if it is a regular one.
func AsFile(r io.Reader) (file io.ReaderAt, size int64, ok bool) {
	if in, isInput := r.(standardInput); isInput {
		r = in.Reader
	}
	var opened *os.File
	switch r := r.(type) {
	case contextFile:
		opened, ok = r.r.(*os.File)
	case contextReader:
		opened, ok = r.r.(*os.File)
	}
	if !ok {
		return nil, 0, false
	}
	info, err := opened.Stat()
	if err != nil {
		return nil, 0, false
	}
	return opened, info.Size(), true
}
