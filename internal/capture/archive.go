package capture

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"
)

// The limits of a ZIP archive. Its text is read as a stream, and each body has the limit of
// all bodies, so that these bound time and the memory for the list of files. They are
// variables for tests.
var (
	maxArchiveList int64 = 16 << 20  // bytes of the list of files
	archiveFree    int64 = 256 << 20 // bytes of unpacked data that have any ratio
)

// maxArchiveRatio is how much larger unpacked data may be, beyond archiveFree.
const maxArchiveRatio = 200

var (
	errArchiveList  = errors.New("the archive lists too many files")
	errArchiveRatio = fmt.Errorf("the archive unpacks to more than %d times its size", maxArchiveRatio)
)

// An archive is a ZIP archive with a HAR and its bodies, as Playwright writes one for a path
// that ends in .zip.
type archive struct {
	files  map[string]*zip.File
	folder string // of the HAR
	left   atomic.Int64
}

// openArchive opens a ZIP archive, and the HAR in it.
func openArchive(file io.ReaderAt, size int64) (*archive, io.Reader, error) {
	limited := &limitedList{ReaderAt: file, left: maxArchiveList}
	z, err := zip.NewReader(limited, size)
	if err != nil {
		if errors.Is(limited.err, errArchiveList) {
			return nil, nil, &Error{Message: errArchiveList.Error()}
		}
		return nil, nil, &Error{Message: "this ZIP archive is cut off or damaged; copy it again"}
	}
	limited.unlimited = true
	a := &archive{files: make(map[string]*zip.File, len(z.File))}
	a.left.Store(archiveFree + maxArchiveRatio*size)
	var hars []string
	for _, f := range z.File {
		if f.Mode().IsRegular() {
			a.files[f.Name] = f
			if isHARName(f.Name) {
				hars = append(hars, f.Name)
			}
		}
	}
	name, err := chooseHAR(hars)
	if err != nil {
		return nil, nil, err
	}
	a.folder = path.Dir(name)
	text, err := a.openMember(a.files[name])
	if err != nil {
		return nil, nil, &Error{Message: "the HAR in this ZIP archive cannot be unpacked; pack it again without encryption"}
	}
	return a, text, nil
}

func isHARName(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".har") && !strings.HasPrefix(name, "__macosx/")
}

// chooseHAR returns the HAR of an archive: the only one, or the one that Playwright writes.
func chooseHAR(names []string) (string, error) {
	switch {
	case len(names) == 1:
		return names[0], nil
	case slices.Contains(names, "har.har"):
		return "har.har", nil
	case len(names) == 0:
		return "", &Error{Message: "this ZIP archive has no file that ends in .har"}
	}
	return "", &Error{Message: fmt.Sprintf("this ZIP archive has %d HARs: unpack it and check its folder", len(names))}
}

// openMember opens a file of the archive, whose data counts for the ratio.
func (a *archive) openMember(f *zip.File) (io.ReadCloser, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &archiveReader{r, a}, nil
}

// Open implements [fs.FS] for the folder of the HAR.
func (a *archive) Open(name string) (fs.File, error) {
	f := a.files[path.Join(a.folder, name)]
	if f == nil || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	r, err := a.openMember(f)
	if err != nil {
		return nil, err
	}
	return &archiveFile{r, f.FileInfo()}, nil
}

// Stat implements [fs.StatFS].
func (a *archive) Stat(name string) (fs.FileInfo, error) {
	f := a.files[path.Join(a.folder, name)]
	if f == nil || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return f.FileInfo(), nil
}

type archiveFile struct {
	io.ReadCloser
	info fs.FileInfo
}

func (f *archiveFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// An archiveReader ends where an archive unpacks to far more than it is.
type archiveReader struct {
	io.ReadCloser
	archive *archive
}

func (r *archiveReader) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	if r.archive.left.Add(int64(-n)) < 0 {
		return 0, errArchiveRatio
	}
	return n, err
}

// A limitedList bounds what is read of an archive before its list of files is known.
type limitedList struct {
	io.ReaderAt
	left      int64
	unlimited bool
	err       error
}

func (l *limitedList) ReadAt(b []byte, offset int64) (int, error) {
	if l.unlimited {
		return l.ReaderAt.ReadAt(b, offset)
	}
	if l.left -= int64(len(b)); l.left < 0 {
		l.err = errArchiveList
		return 0, l.err
	}
	return l.ReaderAt.ReadAt(b, offset)
}
