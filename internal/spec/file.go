package spec

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// maxFileSize bounds a file of a document, in bytes.
const maxFileSize = 64 << 20

// A parsedFile is one parsed file of a document.
type parsedFile struct {
	name string
	data []byte // in UTF-8
	root Node

	lines    *lineTable
	encoding []textrepair.Finding
	hasMark  bool // the text began with a byte order mark in UTF-8
	syntax   syntaxFindings
	overlaid bool // the tree is not that of the text alone
}

// loadFile reads and parses a file. The error is an *[Error].
func loadFile(fsys fs.FS, name string) (*parsedFile, error) {
	data, err := readFile(fsys, name)
	if err != nil {
		reason := readError(err)
		return nil, &Error{File: name, Message: reason.Error(), Err: errors.Join(reason, err)}
	}
	return parseFile(name, data)
}

// The reasons for which a file is not read, besides those of package fs.
var (
	ErrNotRegular = errors.New("not a regular file")
	ErrTooLarge   = errors.New("larger than 64 MiB, the most that is read of a file")
	// ErrLinkOutside is the reason of a file system that symbolic links do not leave.
	ErrLinkOutside = errors.New("a symbolic link leads out of the folder that the document is opened from")
)

// readFile reads a regular file that is not too large.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name) // before opening, which may wait for a pipe
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	case info.Size() > maxFileSize:
		return nil, ErrTooLarge
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	data := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	n, err := data.ReadFrom(io.LimitReader(f, maxFileSize+1))
	if err == nil && n > maxFileSize {
		err = ErrTooLarge
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

// ParseFile is [Parse] for a file, which errors and locations call shown.
func ParseFile(fsys fs.FS, name, shown string) (*Node, error) {
	text, err := readFile(fsys, name)
	if err != nil {
		reason := readError(err)
		return nil, &Error{File: shown, Message: reason.Error(), Err: errors.Join(reason, err)}
	}
	return Parse(shown, text)
}

// parseFile parses the text of a file, which it keeps.
func parseFile(name string, data []byte) (*parsedFile, error) {
	if len(data) > maxFileSize {
		return nil, &Error{File: name, Message: ErrTooLarge.Error(), Err: ErrTooLarge}
	}
	text, findings := textrepair.Decode(data)
	f := newFile(name, text)
	f.encoding = findings
	f.hasMark = textrepair.HasByteOrderMark(data)
	if err := f.parseRoot(); err != nil {
		return nil, err
	}
	f.own()
	return f, nil
}

// newFile returns a file whose root is still empty.
func newFile(name string, data []byte) *parsedFile {
	return &parsedFile{name: name, data: data, lines: newLineTable(data, false)}
}

// own connects the nodes of a complete tree with their parents and the root with the file.
func (f *parsedFile) own() {
	f.root.needExtra().file = f
	f.root.setParents()
}

// readError says why a file cannot be read, without its name, which an *[Error] has.
func readError(err error) error {
	e, ok := errors.AsType[*fs.PathError](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("no such file")
	case !ok:
		return err
	case e.Err.Error() == escapes:
		return ErrLinkOutside
	}
	return e.Err
}

// escapes is what [os.Root] says of a link out of it; it exports no error for that.
const escapes = "path escapes from parent"

// toOffset makes a position in a file as small as the nodes keep it.
func toOffset(at int) int32 { return int32(at) } //nolint:gosec // a file has at most maxFileSize bytes

// errorAt returns an *[Error] at an offset of the file.
func (f *parsedFile) errorAt(offset int, message string, err error) error {
	line, column := f.lines.position(toOffset(min(offset, len(f.data))))
	return &Error{File: f.name, Line: line, Column: column, Message: message, Err: err}
}
