// Package atomicfile writes files that appear completely or not at all. A run that fails or is
// killed leaves an earlier file unchanged. Files are not synced to the disk, which costs up to a
// second each, so a power failure may lose both.
package atomicfile

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A File is written under a temporary name in the folder of its path. Commit renames it to its
// path, Discard removes it. It is not safe for concurrent use.
type File struct {
	file      *os.File
	path      string
	temporary string // empty for a device or pipe, which is written directly
}

// Create opens what is to become the file at path, and fails where that cannot be written.
// A symbolic link will be replaced, not followed, unless it leads to a device or pipe.
// The file keeps the permissions of the one that it replaces.
func Create(path string) (*File, error) { return open(path, 0o666, false) }

// CreatePrivate is like [Create] for a file that only its owner may read, also if the file
// that it replaces may be read by others.
func CreatePrivate(path string) (*File, error) { return open(path, 0o600, true) }

// open is Create with the permissions of a new file, before the umask.
func open(path string, perm fs.FileMode, always bool) (*File, error) {
	existing, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return create(path, perm)
	case err != nil:
		return nil, err
	case !existing.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		return &File{file: f, path: path}, nil
	case isLink(path):
		return create(path, perm)
	}
	if err := checkWritable(path); err != nil {
		return nil, err
	}
	if always {
		return create(path, perm)
	}
	f, err := create(path, existing.Mode().Perm())
	if err != nil {
		return nil, err
	}
	if err := f.file.Chmod(existing.Mode().Perm()); err != nil {
		return nil, errors.Join(err, f.Discard())
	}
	return f, nil
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&os.ModeSymlink != 0
}

// checkWritable returns an error for a file that its owner made read-only. A rename would replace
// it nevertheless.
func checkWritable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// create creates the temporary file, hidden and with a unique name.
func create(path string, perm fs.FileMode) (*File, error) {
	folder, name := filepath.Split(path)
	temporary := filepath.Join(folder, "."+name+"."+rand.Text()[:8]+".part")
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	return &File{file: f, path: path, temporary: temporary}, nil
}

// Write writes to the temporary file.
func (f *File) Write(b []byte) (int, error) { return f.file.Write(b) }

// Seek sets the place of the next Write.
func (f *File) Seek(offset int64, whence int) (int64, error) { return f.file.Seek(offset, whence) }

// Commit closes the file and gives it its name. If it fails, the file is discarded and
// an earlier one stays unchanged.
func (f *File) Commit() error {
	if f.temporary == "" {
		return f.file.Close()
	}
	err := f.file.Close()
	if err == nil {
		err = os.Rename(f.temporary, f.path)
	}
	if err != nil {
		_ = os.Remove(f.temporary) // the first error counts
	}
	return err
}

// Discard closes and removes the temporary file. It cannot undo writes to a device or pipe.
func (f *File) Discard() error {
	err := f.file.Close()
	if f.temporary != "" {
		err = errors.Join(err, os.Remove(f.temporary))
	}
	return err
}
