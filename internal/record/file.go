package record

import (
	"errors"

	"github.com/apicontract/apicontract/internal/atomicfile"
	"github.com/apicontract/apicontract/internal/record/harlog"
)

// A File is a capture that is written to a file, which only its owner may read. It has
// another name until it is closed, so that a run that is killed leaves an earlier capture
// as it was; what was recorded until then is complete under the temporary name. It is safe
// for concurrent use.
type File struct {
	*harlog.Writer
	file *atomicfile.File
}

// CreateFile creates a capture, which replaces one that exists when it is closed.
func CreateFile(name string, c harlog.Creator) (*File, error) {
	f, err := atomicfile.CreatePrivate(name)
	if err != nil {
		return nil, err
	}
	w, err := harlog.NewWriter(f, c)
	if err != nil {
		return nil, &WriteError{errors.Join(err, f.Discard())}
	}
	return &File{w, f}, nil
}

// A WriteError reports a capture that was created but could not be written.
type WriteError struct{ err error }

func (e *WriteError) Error() string { return e.err.Error() }

// Unwrap returns the error of the write.
func (e *WriteError) Unwrap() error { return e.err }

// Close ends the capture, closes the file and gives it its name. After a write that failed
// the file is removed, and an earlier one stays.
func (f *File) Close() error {
	if err := f.Writer.Close(); err != nil {
		return errors.Join(err, f.file.Discard())
	}
	return f.file.Commit()
}
