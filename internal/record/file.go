package record

import (
	"errors"
	"os"

	"github.com/apicontract/apicontract/internal/record/harlog"
)

// A File is a capture that is written to a file, complete after every entry. It is
// safe for concurrent use.
type File struct {
	*harlog.Writer
	file *os.File
}

// CreateFile creates a capture, or truncates an existing one.
func CreateFile(name string, c harlog.Creator) (*File, error) {
	f, err := os.Create(name) //nolint:gosec // the user names the capture to write
	if err != nil {
		return nil, err
	}
	w, err := harlog.NewWriter(f, c)
	if err != nil {
		return nil, &WriteError{errors.Join(err, f.Close())}
	}
	return &File{w, f}, nil
}

// A WriteError reports a capture that was created but could not be written.
type WriteError struct{ err error }

func (e *WriteError) Error() string { return e.err.Error() }

// Unwrap returns the error of the write.
func (e *WriteError) Unwrap() error { return e.err }

// Close ends the capture and closes the file.
func (f *File) Close() error { return errors.Join(f.Writer.Close(), f.file.Close()) }
